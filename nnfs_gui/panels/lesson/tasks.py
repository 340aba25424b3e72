"""What stands in the lesson column for each block of a step that asks something."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from PySide6.QtWidgets import QWidget

from nnfs_gui.lessons.model import Box, Choice, Explain, Number, Predict, Task
from nnfs_gui.theme import Theme

from .answer_input import AnswerInput
from .arrows import ArrowRows
from .boxes import BoxSpec, NumberBoxes
from .cases import CaseList
from .explain_box import ExplainBox
from .options import OptionList
from .order import OrderList
from .picture_answer import PictureAnswer
from .question import Question

PROMPTS = {
    "click": "Click it in the network.",
    "drag on the loss curve": "Draw the curve into the loss plot, from left to right.",
    "draw the boundary": "Draw the border into the plane: press, and drag along it.",
}
HEADINGS = {
    "options": "Which is it?",
    "order": "Put in order",
    "arrows": "Which way?",
    "click": "Where is it?",
}
"""Above a question without a run, by how it is answered."""
COMMIT, COMMIT_AND_PLAY = "Commit", "Commit and play"
NOT_MARKED = "a guess will do"

Maker = Callable[..., AnswerInput]


def question_of(task: Task, name: str, theme: Theme, parent: QWidget, shuffle: Random,
                given: Sequence[str] = ()) -> Question:  # fmt: skip
    """The frame of a question that is answered in the column.

    ``given`` are the numbers in boxes that are filled in already.
    """
    if isinstance(task, Number):
        boxes = NumberBoxes(name, specs_of(task.boxes, given), theme, parent)
        question = Question(name, "Work it out", task.ask, boxes, "Check", theme, parent)
        if task.new_numbers is not None:
            question.offer_new_numbers()
        return question
    if isinstance(task, Explain):
        field = ExplainBox(name, task.ideas, theme, parent)
        return Question(name, "In your own words", task.ask, field, "Compare", theme, parent,
                        note="never marked")  # fmt: skip
    assert isinstance(task, Predict | Choice)
    field_ = input_of(task, name, theme, parent, shuffle)
    predicts = isinstance(task, Predict)
    commit = COMMIT_AND_PLAY if isinstance(task, Predict) and task.play is not None else COMMIT
    heading = "Predict first" if predicts else HEADINGS.get(task.kind, "")
    note = NOT_MARKED if predicts else ""
    question = Question(name, heading, task.ask, field_, commit, theme, parent, note=note)
    if isinstance(task, Predict) and task.cases:
        labels = [case.label for case in task.cases]
        optional = [place for place, case in enumerate(task.cases) if place and case.optional]
        question.add_cases(CaseList(name, labels, question, optional))
    return question


def input_of(
    task: Predict | Choice, name: str, theme: Theme, parent: QWidget, shuffle: Random
) -> AnswerInput:
    """The way to answer a question of that kind."""
    if task.kind == "options":
        texts = [option.text for option in task.options]
        return OptionList(name, texts, theme, one=task.pick == "one", parent=parent)
    if task.kind == "number":
        return NumberBoxes(name, specs_of(task.boxes, ()), theme, parent)
    if task.kind == "order":
        return OrderList(name, task.items, _shuffled(len(task.items), shuffle), parent)
    if task.kind == "arrows":
        return ArrowRows(name, tuple(task.arrows), parent)
    given = "Clicked." if task.kind == "click" else "Drawn."
    return PictureAnswer(name, PROMPTS[task.kind], parent, given)


def specs_of(boxes: Sequence[Box], given: Sequence[str]) -> list[BoxSpec]:
    """How the boxes look, with these numbers in those that are filled in."""
    numbers = iter(given)
    return [
        BoxSpec(box.label, box.kind, box.unit, next(numbers, "…") if box.given else "")
        for box in boxes
    ]


def _shuffled(count: int, shuffle: Random) -> list[int]:
    """Another order than the right one."""
    order = list(range(count))
    while count > 1 and order == list(range(count)):
        shuffle.shuffle(order)
    return order
