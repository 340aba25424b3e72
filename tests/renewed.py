"""A window that many tests use, one after another, each of which finds it as new.

What a test opened is closed as a person would; a window that does not look and behave as new then
is ended, and another takes its place.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QWidget

from nnfs_gui.app import Playground
from nnfs_gui.experiment.model import default_experiment
from nnfs_gui.theme import DARK
from nnfs_gui.window.main_window import MainWindow

SIZE = (1600, 1000)
LIMIT_MS = 5000
"""How long a run may take to be shown; the window is ended after that."""
BeginApplication = Callable[[], AbstractContextManager[Playground]]


class RenewedWindow:
    """Gives the same application again and again, as long as it can be made as new."""

    def __init__(self, begin: BeginApplication) -> None:
        self._begin = begin
        self._owner: AbstractContextManager[Playground] | None = None
        self._made: Playground | None = None
        self._new: list[object] = []

    def give(self) -> Playground:
        """An application that is as new."""
        made = self._made
        if made is not None:
            if made.window.isVisible():  # a closed window has ended its run
                renew(made)
                if _is_shown(made) and state_of(made) == self._new:
                    return made
            self.end()
        self._owner = self._begin()
        self._made = made = self._owner.__enter__()
        settle(made)
        self._new = state_of(made)
        return made

    def end(self) -> None:
        owner, self._owner, self._made = self._owner, None, None
        if owner is not None:
            owner.__exit__(None, None, None)


def renew(made: Playground) -> None:
    """Close what is open, as a person would, and forget what was remembered."""
    window, session = made.window, made.session
    session.pause()
    _close_what_is_open(window)
    progress = window.lessons.progress
    progress._store = None
    for lesson in progress.records():
        progress.forget(lesson)
    made.themes.choose(DARK)
    session.set_speed(1.0)
    window.tabs.set_closed(False)
    window.tabs.bar.setCurrentIndex(0)
    window.setWindowState(Qt.WindowState.WindowNoState)
    window.show()
    window.resize(*SIZE)
    window.actions_by_name["reset_layout"].trigger()
    made.document.open(default_experiment(), None)
    window.activateWindow()
    window.network.canvas.setFocus()
    settle(made)
    made.settings._store.clear()


def _close_what_is_open(window: MainWindow) -> None:
    window.presenter.switch(False)
    stage = window.presenter.stage
    if stage.alone or stage.hero != "network":
        stage.show_hero("loss")
        stage.show_hero("network")
    window.overlay.close_view()
    window.gallery.close()
    window.author.close()
    window.lessons.leave()
    for dialog in window.findChildren(QDialog):
        dialog.reject()
    while window.bar.current is not None:
        window.bar.dismiss()


def settle(made: Playground) -> None:
    """Let the run come to stand at its beginning, and be shown there."""
    loop, session, limit = QEventLoop(), made.session, QTimer()
    limit.setSingleShot(True)
    limit.timeout.connect(loop.quit)
    limit.start(LIMIT_MS)
    session.snapshot_changed.connect(loop.quit)
    while limit.isActive() and not _is_shown(made):
        loop.exec()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.sendPostedEvents()


def _is_shown(made: Playground) -> bool:
    snapshot = made.session.snapshot
    return snapshot is not None and snapshot.run == made.session._run


def state_of(made: Playground) -> list[object]:
    """What would tell a used window from a new one."""
    document, session, window = made.document, made.session, made.window
    seen = [widget for widget in window.findChildren(QWidget) if widget.isVisible()]
    return [
        *(document.experiment, document.path, document.modified, document.undo_stack.count()),
        *(session.state, session.speed, session.snapshot.step, made.themes.theme),
        *(window.windowTitle(), window.focusWidget(), window.lessons.number, window.bar.waiting),
        window.tabs.math.point,
        *(action.isEnabled() for action in window.actions()),
        *sorted(_seen(widget) for widget in seen if widget.objectName() != "loss-empty"),
    ]


def _seen(widget: QWidget) -> tuple[object, ...]:
    text = widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""
    checked = isinstance(widget, QAbstractButton) and widget.isChecked()
    place = widget.geometry().getRect()
    return type(widget).__name__, widget.objectName(), place, widget.isEnabled(), text, checked
