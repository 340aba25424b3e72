"""What "Save" means: the lesson that is written, and else the run."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from ..files_menu import FilesMenu

if TYPE_CHECKING:
    from .author import Author

Call = Callable[[], object]


def saving_handlers(author: Author, files: FilesMenu) -> dict[str, Call]:
    """What to call for "Save" and "Save as…", wherever the keys are."""
    run = files.handlers()
    text: dict[str, Call] = {"save": author.save, "save_as": author.save_as}
    return {name: partial(_save, author, call, run[name]) for name, call in text.items()}


def _save(author: Author, text: Call, run: Call) -> None:
    pane = author.pane
    written = author.is_open and pane is not None and not pane.isHidden()
    (text if written else run)()
