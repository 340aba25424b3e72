"""From mouse and keys on the plane to edits of the document: one stroke, one undo step."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent

from nnfs_gui.document import Document
from nnfs_gui.experiment.data.materialize import points_of
from nnfs_gui.experiment.edits import EditError
from nnfs_gui.experiment.edits.points import (
    add_class,
    clear_points,
    delete_points,
    rename_class,
    set_target,
)
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.widgets.gesture import new_gesture

from ...shared.base import Plot
from .bar import PaintBar
from .overlay import PaintOverlay
from .tools import NOTHING, TOOLS, Indices, PaintSettings, Place, Select, Tool

FRAME_MS = 16
REACH_PIXELS = 9.0
"""How far from a point a click still means it."""
_TOOLS = {tool.name: tool for tool in TOOLS}
_WITH_CIRCLE = ("brush", "eraser")


class Painter(QObject):
    """Turns what happens on a plot into strokes, while painting is on.

    Signals: ``failed(str)`` with a sentence for people; ``finished()`` when Esc ends painting.
    """

    failed = Signal(str)
    finished = Signal()

    def __init__(
        self,
        document: Document,
        plot: Plot,
        bar: PaintBar,
        overlay: PaintOverlay,
        rng: np.random.Generator | None = None,
    ) -> None:
        super().__init__(plot)
        self._document, self._plot, self._bar, self._overlay = document, plot, bar, overlay
        self._rng = rng or np.random.default_rng()
        self._stroke: Tool | None = None
        self._gesture = ""
        self._selected: Indices = NOTHING
        self._mine = False
        self._point_radius = 4.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self._flush)
        bar.tool_chosen.connect(self._tool_chosen)
        bar.target_chosen.connect(self._target_chosen)
        bar.class_added.connect(self._add_class)
        bar.class_renamed.connect(self._rename_class)
        bar.cleared.connect(self._clear)

    @property
    def selected(self) -> Indices:
        """Indices of the picked points."""
        return self._selected

    def show_experiment(self, experiment: Experiment) -> None:
        """Follow an edit; picked points are let go when somebody else changed the points."""
        self._bar.show_experiment(experiment)
        if not self._mine:
            self._selected = NOTHING
        self._show_selection()

    def set_point_radius(self, pixels: float) -> None:
        """How large points are drawn."""
        self._point_radius = pixels

    def stop(self) -> None:
        """End painting: finish the stroke and take back what is drawn over the plane."""
        self._end_stroke()
        self._selected = NOTHING
        self._overlay.show_circle(None, 0.0)
        self._show_selection()

    def handle(self, event: QEvent) -> bool:
        """Take an event of the plot or its viewport; False if it is none of painting's."""
        if isinstance(event, QMouseEvent):
            return self._mouse(event)
        if isinstance(event, QKeyEvent):
            return self._key(event)
        if event.type() == QEvent.Type.Leave:
            self._overlay.show_circle(None, 0.0)
        return False

    # --- mouse -------------------------------------------------------------------------------

    def _mouse(self, event: QMouseEvent) -> bool:
        at = self._place(event.position())
        kind = event.type()
        if kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick):
            if event.button() != Qt.MouseButton.LeftButton:
                return event.button() == Qt.MouseButton.MiddleButton
            self._begin_stroke(at, event.modifiers())
        elif kind == QEvent.Type.MouseMove:
            self._show_circle(at)
            if self._stroke is None:
                return False
            self._stroke.drag(at)
            if not self._timer.isActive():
                self._timer.start()
        elif kind == QEvent.Type.MouseButtonRelease and self._stroke is not None:
            self._end_stroke()
        else:
            return False
        return True

    def _begin_stroke(self, at: Place, modifiers: Qt.KeyboardModifier) -> None:
        self._plot.setFocus()
        settings, tool = self._settings(), _TOOLS[self._bar.tool]
        adding = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        if tool is Select:
            self._stroke = Select(settings, self._rng, self._selected, adding)
        else:
            self._stroke = tool(settings, self._rng)
        self._gesture = new_gesture("paint")
        self._stroke.press(at, self._document.experiment)
        self._flush()

    def _end_stroke(self) -> None:
        stroke = self._stroke
        if stroke is None:
            return
        if isinstance(stroke, Select):
            stroke.release()
        self._flush()
        self._stroke = None
        self._timer.stop()

    def _flush(self) -> None:
        """Edit the document by what the stroke collected; once a frame is enough."""
        stroke = self._stroke
        if stroke is None:
            return
        self._edit(stroke.apply, stroke.text, self._gesture)
        if isinstance(stroke, Select):
            self._selected = stroke.selected
            self._show_selection()

    # --- keys --------------------------------------------------------------------------------

    def _key(self, event: QKeyEvent) -> bool:
        action = self._action_of(event)
        if action is None:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
        elif event.type() == QEvent.Type.KeyPress:
            action()
        return True

    def _action_of(self, event: QKeyEvent) -> Callable[[], None] | None:
        key, text = event.key(), event.text().upper()
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
            return None
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            return self._delete
        if key == Qt.Key.Key_Escape:
            return self._escape
        if Qt.Key.Key_1 <= key <= Qt.Key.Key_8:
            return partial(self._bar.choose_class, key - Qt.Key.Key_1)
        if text in ("[", "]"):
            return partial(self._bar.resize_brush, 3 if text == "]" else -3)
        for tool in TOOLS:
            if text == tool.key:
                return partial(self._bar.choose_tool, tool.name)
        return None

    def _escape(self) -> None:
        if len(self._selected):
            self._selected = NOTHING
            self._show_selection()
        else:
            self.finished.emit()

    def _delete(self) -> None:
        chosen, self._selected = self._selected, NOTHING
        if len(chosen):
            self._edit(lambda experiment: delete_points(experiment, chosen), "Delete points")
        self._show_selection()

    # --- the bar -----------------------------------------------------------------------------

    def _tool_chosen(self, name: str) -> None:
        if name != Select.name:
            self._selected = NOTHING
        self._overlay.show_circle(None, 0.0)
        self._show_selection()

    def _target_chosen(self, target: float) -> None:
        chosen = self._selected
        if len(chosen):
            gesture = f"relabel:{hash(chosen.tobytes())}"
            self._edit(lambda e: set_target(e, chosen, target), "Change class of points", gesture)

    def _add_class(self) -> None:
        before = len(self._bar.names)
        self._edit(add_class, "Add a class")
        self._bar.show_experiment(self._document.experiment)
        if len(self._bar.names) > before:
            self._selected = NOTHING
            self._bar.choose_class(before)

    def _rename_class(self, number: int, name: str) -> None:
        self._edit(lambda e: rename_class(e, number, name), "Rename a class")
        self._bar.show_experiment(self._document.experiment)

    def _clear(self) -> None:
        self._selected = NOTHING
        self._edit(clear_points, "Remove all points")
        self._show_selection()

    # --- inside ------------------------------------------------------------------------------

    def _edit(
        self, edit: Callable[[Experiment], Experiment], text: str, gesture: str | None = None
    ) -> None:
        experiment = self._document.experiment
        try:
            new = edit(experiment)
        except EditError as error:
            self._stroke = None
            self.failed.emit(str(error))
            return
        if new is experiment:
            return
        self._mine = True
        try:
            self._document.edit(new, text, gesture)
        finally:
            self._mine = False

    def _settings(self) -> PaintSettings:
        return self._bar.settings(REACH_PIXELS * self._plane_per_pixel())

    def _plane_per_pixel(self) -> float:
        return float(self._plot.plotItem.vb.viewPixelSize()[0])

    def _place(self, position: QPointF) -> Place:
        scene = self._plot.mapToScene(position.toPoint())
        at = self._plot.plotItem.vb.mapSceneToView(scene)
        return float(at.x()), float(at.y())

    def _show_circle(self, at: Place) -> None:
        if self._bar.tool in _WITH_CIRCLE:
            self._overlay.show_circle(at, self._settings().radius)

    def _show_selection(self) -> None:
        band = self._stroke.band if isinstance(self._stroke, Select) else None
        if not len(self._selected):
            self._overlay.show_selection(np.empty((0, 2)), band, self._point_radius)
            return
        points = points_of(self._document.experiment)
        self._selected = self._selected[self._selected < len(points)]
        self._overlay.show_selection(points[self._selected, :2], band, self._point_radius)
