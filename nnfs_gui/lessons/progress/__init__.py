"""What a learner answered: kept on the machine, handed in as a file, read back by a teacher."""

from .classes import ClassAnswers, Collected
from .hand_in import HandIn, HandInError, hand_in, load_hand_in, save_hand_in
from .records import Attempt, LessonRecord, TaskRecord, Verdict
from .store import ProgressStore
from .tables import Bar, QuestionTable, class_table, to_csv

__all__ = [
    "Attempt",
    "Bar",
    "ClassAnswers",
    "Collected",
    "HandIn",
    "HandInError",
    "LessonRecord",
    "ProgressStore",
    "QuestionTable",
    "TaskRecord",
    "Verdict",
    "class_table",
    "hand_in",
    "load_hand_in",
    "save_hand_in",
    "to_csv",
]
