"""`Hands`: does with the real window what one event says, as Qt's own tests do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from PySide6.QtCore import QMimeData, QPoint, QPointF, QSize, Qt, QTimer, QUrl
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QInputMethodEvent,
    QKeySequence,
    QWindow,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QWidget

from nnfs_gui.app import Playground
from nnfs_gui.assets import lesson_paths
from nnfs_gui.lessons.reading import read_lesson

Event: TypeAlias = tuple[object, ...]
"""A name and numbers or texts: what JSON can hold, so that it can be printed and replayed."""

LESSONS = [read_lesson(path.read_text()) for path in lesson_paths()]
BUTTONS = {
    "left": Qt.MouseButton.LeftButton,
    "right": Qt.MouseButton.RightButton,
    "middle": Qt.MouseButton.MiddleButton,
}
MODIFIERS = {
    "": Qt.KeyboardModifier.NoModifier,
    "shift": Qt.KeyboardModifier.ShiftModifier,
    "ctrl": Qt.KeyboardModifier.ControlModifier,
    "alt": Qt.KeyboardModifier.AltModifier,
}


class Hands:
    """Carries out events on a playground; ``answers`` are what its file dialogs give next."""

    def __init__(self, playground: Playground, folder: Path) -> None:
        self.playground, self.folder = playground, folder
        self.window = playground.window
        self._answer, self._choice = "", 0
        self._dialogs = {
            name: getattr(QFileDialog, name)
            for name in ("getOpenFileName", "getSaveFileName", "getExistingDirectory")
        }
        for name in self._dialogs:
            setattr(QFileDialog, name, self._file_dialog)
        self._ask = QMessageBox.exec
        QMessageBox.exec = lambda box: self._message_box(box)

    def let_go(self) -> None:
        """Put Qt's own dialogs back."""
        for name, function in self._dialogs.items():
            setattr(QFileDialog, name, staticmethod(function))
        QMessageBox.exec = self._ask

    def do(self, event: Event) -> None:
        """Carry out one event; one that has nothing to happen to is nothing."""
        name, *arguments = event
        act: Callable[..., None] = getattr(self, f"_do_{name}")
        act(*arguments)

    def top(self) -> QWidget:
        """What is above everything and gets mouse and keys: a popup, a dialog, or the window."""
        popup, modal = QApplication.activePopupWidget(), QApplication.activeModalWidget()
        return popup or modal or self.window

    # --- mouse, at places of the screen, and keys ---

    def _do_press(self, x: int, y: int, button: str = "left", modifier: str = "") -> None:
        if window := self._native():
            place = window.mapFromGlobal(QPoint(x, y))
            QTest.mousePress(window, BUTTONS[button], MODIFIERS[modifier], place)

    def _do_release(self, x: int, y: int, button: str = "left", modifier: str = "") -> None:
        if window := self._native():
            place = window.mapFromGlobal(QPoint(x, y))
            QTest.mouseRelease(window, BUTTONS[button], MODIFIERS[modifier], place)

    def _do_move(self, x: int, y: int) -> None:
        if window := self._native():
            QTest.mouseMove(window, window.mapFromGlobal(QPoint(x, y)))

    def _do_wheel(self, x: int, y: int, turn: int, modifier: str = "") -> None:
        if window := self._native():
            place, turned = QPointF(window.mapFromGlobal(QPoint(x, y))), QPoint(0, turn)
            QTest.wheelEvent(window, place, turned, QPoint(), MODIFIERS[modifier])

    def _do_key(self, keys: str) -> None:
        combination = QKeySequence(keys)[0]
        if window := self._native():
            QTest.keyClick(window, combination.key(), combination.keyboardModifiers())

    def _do_type(self, text: str) -> None:
        """Type a text: letter by letter if there are keys for it, or else as an input method."""
        focus = QApplication.focusWidget()
        if text.isascii() and text.isprintable():
            for letter in text:
                if window := self._native():
                    QTest.keyClick(window, letter)
        elif focus is not None and focus.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled):
            event = QInputMethodEvent()
            event.setCommitString(text)
            QApplication.sendEvent(focus, event)

    # --- the window ---

    def _do_action(self, name: str) -> None:
        if self.top() is self.window:
            self.window.actions_by_name[name].trigger()

    def _do_preset(self, index: int) -> None:
        if self.top() is self.window:
            presets = self.window.files.presets.actions()
            presets[index % len(presets)].trigger()

    def _do_lesson(self, index: int, step: int) -> None:
        """Open a lesson of the gallery at one of its steps; below 0 leave the one that is open."""
        if self.top() is not self.window:
            return
        if index < 0:
            self.window.lessons.leave()
        else:
            lesson = LESSONS[index % len(LESSONS)]
            self.window.lessons.open(lesson, None, 1 + step % len(lesson.steps))

    def _do_speed(self, speed: float) -> None:
        self.playground.session.set_speed(speed)

    def _do_resize(self, width: int, height: int) -> None:
        self.window.resize(QSize(width, height))

    def _do_minimise(self) -> None:
        self.window.showMinimized()
        QTest.qWait(1)
        self.window.showNormal()

    def _do_drop(self, file: str) -> None:
        """Drop a file on what is above everything."""
        target = self.top()
        if not target.acceptDrops():
            return
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(self.folder / file))])
        copy, buttons, none = Qt.DropAction.CopyAction, BUTTONS["left"], MODIFIERS[""]
        entered = QDragEnterEvent(QPoint(9, 9), copy, mime, buttons, none)
        QApplication.sendEvent(target, entered)
        if entered.isAccepted():
            dropped = QDropEvent(QPointF(9, 9), copy, mime, buttons, none)
            QApplication.sendEvent(target, dropped)

    def _do_clipboard(self, text: str) -> None:
        QApplication.clipboard().setText(text)

    def _do_wait(self, milliseconds: int) -> None:
        QTest.qWait(milliseconds)

    # --- what dialogs answer ---

    def _do_answer(self, file: str) -> None:
        """The next file dialog gives this file; none if it is empty."""
        self._answer = file

    def _do_choose(self, index: int) -> None:
        """The next questions are answered with this of their buttons."""
        self._choice = index

    def _file_dialog(self, *_arguments: object, **_named: object) -> tuple[str, str]:
        answer, self._answer = self._answer, ""
        return (str(self.folder / answer) if answer else "", "")

    def _message_box(self, box: QMessageBox) -> int:
        buttons = box.buttons()
        QTimer.singleShot(0, buttons[self._choice % len(buttons)].click)
        return self._ask(box)

    def _native(self) -> QWindow | None:
        # Kept, since the handle dies for Python with Python's half of its widget.
        self._shown = self.top()
        return self._shown.windowHandle() if self._shown.isVisible() else None
