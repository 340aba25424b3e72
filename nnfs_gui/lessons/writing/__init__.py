"""What an author's window writes into the text of a lesson, which stays the truth."""

from .blocks import hides_math, with_block, with_check, with_hidden_math, with_point
from .lesson_ids import in_lesson_words, with_lesson_ids
from .locks import locks_of, with_lock
from .merging import merged
from .outline import Heading, heading_at, id_of, outline, title_of
from .set_ups import set_up_text
from .snippets import OFFERED, SNIPPETS

__all__ = [
    "OFFERED",
    "SNIPPETS",
    "Heading",
    "heading_at",
    "hides_math",
    "id_of",
    "in_lesson_words",
    "locks_of",
    "merged",
    "outline",
    "set_up_text",
    "title_of",
    "with_block",
    "with_check",
    "with_hidden_math",
    "with_lesson_ids",
    "with_lock",
    "with_point",
]
