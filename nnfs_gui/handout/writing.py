"""`write_handout`: a lesson's sheet as a PDF."""

from __future__ import annotations

from pathlib import Path

from engine.tools.writing import write_whole
from nnfs_gui.app import make_application
from nnfs_gui.experiment.files.wording import reason
from nnfs_gui.lessons.model import Lesson
from nnfs_gui.theme import LIGHT, palette

from .content import Sheet
from .pages import pdf_of
from .pictures import StepPictures


class HandoutError(Exception):
    """The sheet could not be written; the text is for people."""


def write_handout(lesson: Lesson, path: Path, *, solutions: bool = False, paper: str = "a4") -> int:
    """Write the sheet of a lesson, or the teacher's copy, and return its number of pages.

    Raises
    ------
    HandoutError
        If it cannot be written; an older one is left whole then.
    """
    make_application().setPalette(palette(LIGHT))
    pictures = StepPictures()
    try:
        items = Sheet(lesson, pictures, solutions=solutions).items()
        footer = f"{lesson.title}  ·  teacher's copy" if solutions else lesson.title
        content = pdf_of(items, lesson.title, footer, paper)
    finally:
        pictures.close()
    try:
        write_whole(path, content)
    except OSError as error:
        raise HandoutError(f"cannot write {path}: {reason(error)}") from error
    return content.count(b"/Type /Page\n")
