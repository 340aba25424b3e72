"""What must be true whatever was done: checks after a burst of events, and what went wrong."""

from __future__ import annotations

import gc
import sys
import threading
import traceback
import warnings
from collections import Counter
from itertools import pairwise
from types import TracebackType

import numpy as np
from PySide6.QtCore import (
    QCoreApplication,
    QDeadlineTimer,
    QEvent,
    Qt,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from nnfs_gui.app import Playground
from nnfs_gui.document import UNDO_LIMIT, ReplaceExperiment
from nnfs_gui.experiment.outputs import layer_ids
from nnfs_gui.training.snapshot import RunState

IGNORED = ("This plugin does not support", "Mouse event at ")
"""Off screen there is no window manager; and a mouse may well be outside of a popup."""
PATIENCE_MS = 30_000
UNUSED = ("QMenu", "QWidget", "QMenu of QMenu", "ViewBoxMenu")
MOST_WIDGETS = 10
"""Hidden top-level widgets of one kind that may be kept for the next time."""


class Trouble(AssertionError):
    """Something that must never happen."""


class Watch:
    """Collects exceptions that nobody caught, Qt's warnings and Python's."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._hooks = sys.excepthook, sys.unraisablehook, threading.excepthook
        self._warnings = warnings.catch_warnings()

    def __enter__(self) -> Watch:
        sys.excepthook = self._excepted
        sys.unraisablehook = lambda what: self._excepted(
            what.exc_type, what.exc_value, what.exc_traceback
        )
        threading.excepthook = lambda what: self._excepted(
            what.exc_type, what.exc_value, what.exc_traceback
        )
        self._handler = qInstallMessageHandler(self._told)
        self._warnings.__enter__()
        warnings.simplefilter("always")
        warnings.showwarning = self._warned
        return self

    def __exit__(self, *_error: object) -> None:
        sys.excepthook, sys.unraisablehook, threading.excepthook = self._hooks
        qInstallMessageHandler(self._handler)
        self._warnings.__exit__(None, None, None)

    def check(self) -> None:
        """Raise if anything was found since the last time."""
        found, self.found = self.found, []
        if found:
            raise Trouble("\n".join(found))

    def _excepted(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.found.append("".join(traceback.format_exception(kind, error, trace)))

    def _told(self, kind: QtMsgType, _context: object, text: str) -> None:
        if kind != QtMsgType.QtDebugMsg and not text.startswith(IGNORED):
            self.found.append(f"Qt says: {text}\n" + "".join(traceback.format_stack(limit=12)))

    def _warned(self, message: object, kind: object, file: str, line: int, *_rest: object) -> None:
        self.found.append(f"{kind}: {message} ({file}:{line})")


def check_all(playground: Playground, watch: Watch) -> None:
    """Check a playground after a burst; it is left as it is, but paused and without dialogs."""
    close_everything(playground.window)
    playground.session.pause()
    settle(playground)
    watch.check()
    check_history(playground)
    watch.check()
    check_widgets(playground.window)
    watch.check()


def close_everything(window: QWidget) -> None:
    """Escape from every menu, popover and dialog."""
    for _ in range(30):
        above = QApplication.activePopupWidget() or QApplication.activeModalWidget() or beside()
        if above is None:
            break
        QTest.keyClick(above.windowHandle(), Qt.Key.Key_Escape)
    else:
        raise Trouble(f"{above} ({above.objectName()}) does not close with Escape")
    if QWidget.mouseGrabber() is not None or QWidget.keyboardGrabber() is not None:
        raise Trouble("a widget holds mouse or keyboard though no button is down")
    if QApplication.overrideCursor() is not None:
        raise Trouble("the application's cursor was left changed")
    if not window.isVisible():
        raise Trouble("the window was closed")


def beside() -> QWidget | None:
    """A window that stands open beside the main one."""
    windows = QApplication.topLevelWidgets()
    return next((one for one in windows if one.isVisible() and isinstance(one, QDialog)), None)


def settle(playground: Playground) -> None:
    """Wait until what is shown is what the document says, and check that it is."""
    deadline = QDeadlineTimer(PATIENCE_MS)
    playground.session.tape.look_at_now()
    while what := difference(playground):
        if playground.session.tape.place is not None:  # a click on the curve waits for a second one
            playground.session.tape.look_at_now()
        if deadline.hasExpired():
            raise Trouble(f"after {PATIENCE_MS / 1000:g} s {what}")
        QTest.qWait(2)


def difference(playground: Playground) -> str | None:
    """In what the newest snapshot or a view differs from the document; None if in nothing."""
    document, session, window = playground.document, playground.session, playground.window
    snapshot, experiment = session.snapshot, document.present
    if snapshot is None:
        return "there is no snapshot"
    layers = layer_ids(experiment)
    wanted = sum((len(a) + 1) * len(b) for a, b in pairwise(layers))
    numbers = np.isfinite(snapshot.parameters).all() and np.isfinite(snapshot.raw_gradient).all()
    differences = {
        "the snapshot is of another experiment": snapshot.experiment != experiment,
        "a step of the past is shown": snapshot.past is not None
        or document.experiment != experiment,
        "it has not stopped": snapshot.state is RunState.RUNNING,
        f"the session is {session.state}, not {snapshot.state}": session.state != snapshot.state,
        "layers have other sizes": snapshot.sizes != tuple(map(len, layers)),
        f"there are not {wanted} parameters": len(snapshot.parameters) != wanted,
        "a number is not finite": not numbers and snapshot.state is not RunState.DIVERGED,
        "the canvas shows another experiment": window.network.canvas.state.experiment != experiment,
        "the loss curve shows another moment": window.loss.snapshot is not snapshot,
        "the window's title is another one": window.isWindowModified() != document.modified,
    }
    return next((text for text, holds in differences.items() if holds), None)


def check_history(playground: Playground) -> None:
    """Undo to the start and redo to the end, and meet every experiment on the way again."""
    stack, document = playground.document.undo_stack, playground.document
    last, at = document.present, stack.index()
    commands = [stack.command(index) for index in range(stack.count())]
    if len(commands) > UNDO_LIMIT:
        raise Trouble(f"the undo stack holds {len(commands)} steps")
    while stack.canUndo():
        command = commands[stack.index() - 1]
        assert isinstance(command, ReplaceExperiment)
        if command.new != document.present:
            raise Trouble(f"before undoing {command.text()!r} it is not what that step made")
        stack.undo()
        if command.old != document.present:
            raise Trouble(f"undoing {command.text()!r} does not give back what was")
    settle(playground)
    while stack.canRedo() and stack.index() < at:
        stack.redo()
    if document.present != last:
        raise Trouble("redo to the end does not lead to what was before undo")
    settle(playground)


def check_widgets(window: QWidget) -> None:
    """Nothing is left over: no dialog, menu or label that was to die, and no window but one."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    widgets = [widget for widget in QApplication.topLevelWidgets() if widget is not window]
    shown = [widget for widget in widgets if widget.isVisible() and not is_tooltip(widget)]
    if shown:
        raise Trouble(f"still shown: {[describe(widget) for widget in shown]}")
    left = {name: n for name, n in count_widgets().items() if n > MOST_WIDGETS}
    if left:
        raise Trouble(f"left over: {left}")


def count_widgets() -> Counter[str]:
    """How many top-level widgets there are, by kind and owner, but for pyqtgraph's.

    It gives every plot six menus and a form, which are never shown and have no owner with a name.
    """
    named = (describe(widget) for widget in QApplication.topLevelWidgets())
    return Counter(name for name in named if name not in UNUSED)


def describe(widget: QWidget) -> str:
    """A widget's kind, and whose it is."""
    owner = widget.parent()
    words = [type(widget).__name__, widget.objectName()]
    if owner is not None:
        words += ["of", type(owner).__name__, owner.objectName()]
    return " ".join(filter(None, words))


def is_tooltip(widget: QWidget) -> bool:
    return widget.inherits("QTipLabel")
