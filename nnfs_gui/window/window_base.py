"""`WindowBase`: the main window's handling of Qt's events, without its contents."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QPushButton, QWidget

from nnfs_gui.export.tfp import is_link

EXPERIMENT_SUFFIXES = (".json", ".nnfs")
LESSON_SUFFIX, ANSWERS_SUFFIX = ".lesson.md", ".answers.json"
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
FRAME = QSize(16, 48)
"""What a window manager may add around a window; known only when it is too late."""


class WindowBase(QWidget):
    """A top-level widget that tells when it was painted and what was dropped on it.

    Signals: ``painted()`` after each repaint of the window; ``experiment_dropped(Path)`` and
    ``table_dropped(Path)`` when a file was dropped, lessons counting as experiments, and
    ``answers_dropped(paths)`` when files of answers were; ``text_pasted(str)`` when text was
    pasted or dropped; ``escaped()`` when Esc was pressed, and nothing else in the window had a use
    for it.
    """

    painted = Signal()
    experiment_dropped = Signal(object)
    table_dropped = Signal(object)
    answers_dropped = Signal(object)
    text_pasted = Signal(str)
    escaped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self._typed_into: QWidget | None = None  # what had the focus as a key went down

    def event(self, event: QEvent) -> bool:
        """Tell of each repaint, and note where a key is typed."""
        if event.type() == QEvent.Type.ShortcutOverride:
            self._typed_into = self.focusWidget()
        handled = super().event(event)
        if event.type() == QEvent.Type.UpdateRequest:
            self.painted.emit()
        return handled

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Cancel):
            self.escaped.emit()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.text_pasted.emit(QGuiApplication.clipboard().text())
        elif event.key() in _ENTER and isinstance(self._typed_into, QPushButton):
            self._typed_into.click()  # Qt does so in dialogs only, and Space is play
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        urls = event.mimeData().urls()
        is_file = len(urls) == 1 and urls[0].isLocalFile()
        if is_file or _answers(event.mimeData()) or is_link(event.mimeData().text()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if is_link(event.mimeData().text()):
            self.text_pasted.emit(event.mimeData().text())
            event.acceptProposedAction()
            return
        answers = _answers(event.mimeData())
        if answers:
            self.answers_dropped.emit(answers)
            event.acceptProposedAction()
            return
        path = Path(event.mimeData().urls()[0].toLocalFile())
        is_lesson = path.name.lower().endswith(LESSON_SUFFIX)
        is_experiment = is_lesson or path.suffix.lower() in EXPERIMENT_SUFFIXES
        (self.experiment_dropped if is_experiment else self.table_dropped).emit(path)
        event.acceptProposedAction()


def _answers(dropped: QMimeData) -> list[Path]:
    """The files, if all of them are files of answers."""
    paths = [Path(url.toLocalFile()) for url in dropped.urls() if url.isLocalFile()]
    all_are = len(paths) == len(dropped.urls())
    all_are &= all(path.name.lower().endswith(ANSWERS_SUFFIX) for path in paths)
    return paths if all_are else []


def fit_first_size(
    window: QWidget, first: QSize, smallest: QSize, room: QSize | None = None
) -> None:
    """Give ``window`` its first size; on a smaller screen it is maximised and never larger.

    ``room`` is the screen's available size unless given.
    """
    room = room or window.screen().availableSize()
    window.setMinimumSize(smallest.boundedTo(room))
    within = room - FRAME
    window.resize(first.boundedTo(within).expandedTo(window.minimumSize()))
    if first.width() > within.width() or first.height() > within.height():
        window.setWindowState(window.windowState() | Qt.WindowState.WindowMaximized)


def open_dialog(dialog: QDialog) -> None:
    """Show a dialog over its window and forget it when it is closed; does not wait."""
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
