"""What "Save" means: the lesson that is written, and else the run."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol

from PySide6.QtWidgets import QWidget

from ..files_menu import FilesMenu

Call = Callable[[], object]


class Written(Protocol):
    """A text that may be open in a column of its own."""

    @property
    def is_open(self) -> bool: ...
    @property
    def pane(self) -> QWidget | None: ...
    def save(self) -> bool: ...
    def save_as(self) -> bool: ...


def saving_handlers(author: Written, files: FilesMenu) -> dict[str, Call]:
    """What to call for "Save" and "Save as…", wherever the keys are."""
    run = files.handlers()
    text: dict[str, Call] = {"save": author.save, "save_as": author.save_as}
    return {name: partial(_save, author, call, run[name]) for name, call in text.items()}


def _save(author: Written, text: Call, run: Call) -> None:
    pane = author.pane
    written = author.is_open and pane is not None and not pane.isHidden()
    (text if written else run)()
