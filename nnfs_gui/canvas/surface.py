"""`Surface`: the view that paints the network; `view.NetworkCanvas` adds the edits."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import (
    QEasingCurve,
    QEvent,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    QVariantAnimation,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsScene, QGraphicsView, QWidget

from nnfs_gui.experiment.model import Experiment
from nnfs_gui.theme import Theme
from nnfs_gui.training.snapshot import RunState
from nnfs_gui.training.walk import Walk
from nnfs_gui.widgets.motion import make_motion, may_move

from .elements import Element, Part
from .gestures.base import Gesture
from .glide import Glide
from .hints import hint
from .picture import drawing, figures
from .picture.controls import Controls, Heads
from .picture.tiles import TileLayer
from .picture.walk import WalkPicture
from .state import CanvasState
from .zoom import Zoom

_HINTS = QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
FLOW_MS = 1800
"""How long values flow when a phase of a walk begins."""


class Surface(QGraphicsView):
    """Paints a state: links below from a kept picture, then tiles, marks above.

    Signals: ``frame_painted()`` after each drawn frame; ``numbers_toggled(bool)`` and
    ``gradients_toggled(bool)``; ``locked_wanted(str)``, the locked control that was to be used;
    ``noted(str)`` when there is something else to say about what the picture leaves out;
    ``invited()`` when the ghosts of `invite` have been seen and are gone.
    """

    frame_painted = Signal()
    numbers_toggled = Signal(bool)
    gradients_toggled = Signal(bool)
    locked_wanted = Signal(str)
    noted = Signal(str)
    invited = Signal()

    def __init__(self, experiment: Experiment, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = CanvasState(experiment, theme)
        # The scene is empty: everything moves at each frame, and items would only cost.
        self.setScene(QGraphicsScene(self))
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setRenderHints(_HINTS)
        # The picture of the links covers all, so that nothing below need be painted first.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setMinimumSize(QSize(280, 240))
        self._tiles, self._heads = TileLayer(self.state), Heads(self.state)
        self._controls = Controls(self.state)
        self._motion = make_motion(self)
        self._glide: Glide | None = None
        self._motion.valueChanged.connect(self._move)
        self._motion.finished.connect(self._arrive)
        self.walk = WalkPicture(self.state)
        self._flow = make_motion(self)
        self._flow.setDuration(FLOW_MS)
        self._flow.setEasingCurve(QEasingCurve.Type.OutSine)
        self._flow.valueChanged.connect(self._flow_on)
        self._note = ""
        self._zoom = Zoom()
        self._maps_stale = False

    @property
    def note(self) -> str:
        """What the picture leaves out, and what its numbers are; empty if all is there."""
        return self._note

    @property
    def zoom(self) -> float:
        """How much larger than fitting the network is shown."""
        return self._zoom.factor

    def fit(self) -> None:
        """Show the whole network."""
        self._zoom.fit(self)
        self.repaint_maps()
        self._take_note()

    def zoom_by(self, factor: float, place: QPointF | None = None) -> None:
        """Zoom to a place in the viewport, its middle unless given."""
        self._zoom.by(self, factor, place or QPointF(self.viewport().rect().center()))
        self.repaint_maps()
        self._take_note()

    def pan(self, offset: QPointF) -> None:
        """Move the picture by an offset in pixels."""
        self._zoom.pan(self, offset)
        self.viewport().update()

    def arrange(self, glide: bool = False) -> None:
        """Lay the network out for the viewport's size, at once or by a glide."""
        size, before = self.viewport().size(), self.state.layout
        self._motion.stop()
        self._glide = None
        self.state.arrange(size.width(), size.height())
        if glide and may_move(self) and not self.state.numbers:
            after = self.state.layout
            if Glide.suits(before, after):
                self._glide = Glide(before, after, self.state.atlas)
                self._motion.start()
                self._move(0.0)
        self.repaint_maps()
        self._take_note()

    def show_numbers(self, shown: bool) -> None:
        """Show all numbers, on links and in neurons."""
        if shown != self.state.numbers:
            self.state.numbers = shown
            self.numbers_toggled.emit(shown)
            self._take_note()
            self.viewport().update()

    def show_gradients(self, shown: bool) -> None:
        """Show gradients instead of weights on the links, unless they are withheld."""
        if shown and not self.state.readout.tells("gradients"):
            self.locked_wanted.emit("gradients")
            self.gradients_toggled.emit(False)
            return
        if shown != self.state.gradients:
            self.state.show_gradients(shown)
            self.gradients_toggled.emit(shown)
            self._take_note()
            self.viewport().update()

    def show_walk(self, walk: Walk | None) -> None:
        """Show a phase of a walk through a step, whose values flow at first; None ends it."""
        before = self.walk.walk
        self.walk.show(walk)
        self._flow.stop()
        other = before is None or walk is None or before.index != walk.index
        if walk is not None and other and may_move(self):
            self._flow.start()
        self.viewport().update()

    @Slot(object)
    def _flow_on(self, _share: float) -> None:
        self.viewport().update()

    def _take_note(self) -> None:
        note = figures.note(self.state, self._zoom.factor)
        if note != self._note:
            self._note = note
            self.noted.emit(note)

    @Slot(object)
    def _move(self, share: float) -> None:
        if self._glide is not None:
            self.state.show_layout(self._glide.at(share))
            self.repaint_maps()

    @Slot()
    def _arrive(self) -> None:
        if self._glide is not None:
            self.state.show_layout(self._glide.target)
            self._glide = None
            self.repaint_maps()

    def invite(self) -> None:
        """Show in a gap how a layer is drawn, until somebody does something with the network."""
        self.state.inviting = True
        self.viewport().update()

    def end_invitation(self) -> None:
        if self.state.inviting:
            self.state.inviting = False
            self.invited.emit()
            self.viewport().update()

    def repaint_maps(self) -> None:
        """Draw the maps anew with the next frame."""
        self._maps_stale = True
        self.viewport().update()

    def on_viewport(self, rect: QRectF) -> QRect:
        """A rectangle of the scene in the viewport's pixels."""
        return self.mapFromScene(rect).boundingRect()

    def room_of(self, element: Element, place: QPointF | None) -> QRect:
        """Where an element is in the viewport; of a link the part at ``place``, or its middle."""
        if element.part is not Part.LINK:
            return self.on_viewport(self.state.bounds(element) or QRectF())
        if place is None:
            place = QPointF(self.mapFromScene(self.state.curves.point(element, 0.5) or QPointF()))
        return QRect(place.toPoint() - QPoint(6, 6), QSize(12, 12))

    def share_of(self, element: Element, place: QPointF) -> QPointF | None:
        """Where in a unit's tile, 0 … 1, a place of the viewport is."""
        rect = self.state.bounds(element) if element.part is Part.UNIT else None
        if rect is None:
            return None
        inside = self.mapToScene(place.toPoint()) - rect.topLeft()
        return QPointF(inside.x() / rect.width(), inside.y() / rect.height())

    def hint(self) -> str:
        """The tooltip of what is under the pointer."""
        return hint(self.state.experiment, self.state.hover)

    def current_gesture(self) -> Gesture | None:
        """The gesture whose preview is drawn above everything."""
        return None

    def _refresh_maps(self) -> None:
        snapshot = self.state.readout.snapshot
        if not self._maps_stale or snapshot is None:
            return
        self._maps_stale = False
        state, detail = self.state, self._zoom.factor * self.devicePixelRatioF()
        state.atlas.refresh(snapshot, ceil(state.layout.columns[0].rects[0].width() * detail))
        output = state.layout.columns[-1]
        if len(output.units) == 1:
            size = min(320, ceil(output.rects[0].width() * detail))
            state.atlas.refresh_output(snapshot, output.units[0], size)

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        snapshot = self.state.readout.snapshot
        calm = snapshot is None or snapshot.state is not RunState.RUNNING
        picture = self.state.links.picture(
            self.viewport().size(), self.devicePixelRatioF(), self.viewportTransform(), calm
        )
        painter.save()
        painter.setWorldTransform(QTransform())
        painter.drawPixmap(0, 0, picture)
        painter.setWorldTransform(self.viewportTransform())
        for element, focused in drawing.highlighted(self.state):
            drawing.draw_link(painter, self.state, element, focused)
        self._tiles.paint(painter, self.viewportTransform(), self.devicePixelRatioF())
        if self._glide is not None:
            self._glide.paint_leaving(painter, float(self._motion.currentValue()))
        for kept in (self._heads, self._controls):
            kept.paint(painter, self.viewportTransform(), self.devicePixelRatioF())
        painter.restore()

    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        state, gesture = self.state, self.current_gesture()
        if self.walk.walk is not None:
            moving = self._flow.state() is QVariantAnimation.State.Running
            share = float(self._flow.currentValue()) if moving else 1.0
            area = self.mapToScene(self.viewport().rect()).boundingRect()
            self.walk.paint(painter, area, share)
        elif state.numbers:
            figures.draw_numbers(painter, state, self._zoom.factor)
        if gesture is not None:
            gesture.paint(painter)
        elif self.walk.walk is not None:
            pass  # nobody is invited to draw meanwhile
        elif state.text_scale > 1.0 or state.hushed or "layers" in state.locked:
            pass  # a class needs no hint
        elif len(state.layout.columns) == 2:
            drawing.draw_empty_hint(painter, state)
        elif state.inviting:
            drawing.draw_invitation(painter, state)
        if state.hover.part is Part.INSERT:
            drawing.draw_gap(painter, state, state.hover.gap)
        painter.save()
        self._heads.paint_pinned(painter, self.viewportTransform())
        painter.restore()

    def paintEvent(self, event: QPaintEvent) -> None:
        self._refresh_maps()
        super().paintEvent(event)
        self.frame_painted.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        turn = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(1.0015 ** turn.y(), event.position())
        elif self.zoom != 1.0:
            self.pan(QPointF(turn) / 2)
        else:
            event.ignore()
            return
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        zooming = Qt.NativeGestureType.ZoomNativeGesture
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == zooming:
            self.zoom_by(1.0 + event.value(), event.position())
            return True
        return super().viewportEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()
        self.fit()
