"""What is asked about the file of a lesson: which one, its name, and what is not saved."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

FILTER = "Lessons (*.lesson.md)"
SUFFIX = ".lesson.md"


def shown_name(path: Path | None) -> str:
    """What a file is called where there is little room."""
    return "New lesson" if path is None else path.name.removesuffix(SUFFIX)


def asked_file(window: QWidget, title: str = "Edit a lesson") -> Path | None:
    """The lesson to open; None if nobody wants one."""
    chosen, _ = QFileDialog.getOpenFileName(window, title, "", FILTER)
    return Path(chosen) if chosen else None


def asked_name(window: QWidget, path: Path | None, lesson: str) -> Path | None:
    """Where to save a lesson called ``lesson`` that has ``path`` so far; None for nowhere."""
    start = str(path or f"{lesson or 'my-lesson'}{SUFFIX}")
    chosen, _ = QFileDialog.getSaveFileName(window, "Save the lesson", start, FILTER)
    if not chosen:
        return None
    name = Path(chosen)
    if name.name.endswith(SUFFIX):
        return name
    return name.with_name(f"{name.name.removesuffix('.md')}{SUFFIX}")


def asked_about_changes(window: QWidget) -> QMessageBox.StandardButton:
    """What becomes of changes that are not saved: Save, Discard or Cancel."""
    buttons = QMessageBox.StandardButton
    return QMessageBox.question(
        window, "Unsaved lesson", "The lesson has changes that are not saved.",
        buttons.Save | buttons.Discard | buttons.Cancel, buttons.Save,
    )  # fmt: skip
