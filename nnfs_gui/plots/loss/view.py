"""The loss over time: training and test, on a log scale, with a cursor that tells values."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from nnfs_gui.document import Document
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.theme import LABEL, SMALL, Theme, font
from nnfs_gui.training.snapshot import Curve, Snapshot
from nnfs_gui.widgets.magnify import magnified
from nnfs_gui.widgets.numbers import format_count, format_number

from ..boundary.panels import HoverCard
from ..shared.axes import PlainAxis
from ..shared.base import Plot, PlotView
from ..shared.exportable import Table
from ..shared.lines import Line
from ..shared.option_menu import OptionMenu, menu_button
from .curves import LossOptions, end_of_axis, height_range, lines_of
from .other_data import OtherData
from .pinned import PinnedCurves
from .scrubber import Scrubber
from .units import LossUnits

MIN_POINTS = 120
INVITATION = "Press play to see it fall"
_DECADES = 3.0
"""Of the loss that have room while its course is still to come."""
LEGEND = 20
"""Pixels above the curves for their legend."""
_TEXTS = {
    "logarithmic": "Log scale",
    "smooth": "Smooth",
    "penalty": "Penalty apart",
    "by_steps": "Count steps, not epochs",
}


class LossPlot(PlotView):
    """Draws the run's loss curves, and goes to where they are clicked or dragged along.

    Signals: ``sought(step, near)`` when a person wants a step shown, ``near`` while dragging; and
    those of `PlotView`.
    """

    sought = Signal(object, bool)

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Loss", document, theme, parent)
        self.options = LossOptions()
        self._expected = 0.0
        self._heights: tuple[float, ...] = ()
        self._curve: Curve | None = None
        self._mouse_x: float | None = None
        self._mouse_at: QPoint | None = None
        self.plot = self.add_plot(
            Plot(
                theme,
                name="loss-plot",
                description="Loss over time",
                left=PlainAxis("left", overhang=8),
                bottom=PlainAxis("bottom", inline=True, whole=True),
            )
        )
        self.plot.bottom.setHeight(24)
        self.plot.plotItem.setContentsMargins(0, LEGEND, 0, 0)
        self._units = LossUnits.of(document.experiment)
        self._make_items()
        self._make_header()
        self.body.addWidget(self.plot, 1)
        self.restyle(theme)
        self._apply_options()
        self.show_experiment(document.experiment)

    # --- from the window ---------------------------------------------------------------------

    def show_experiment(self, experiment: Experiment) -> None:
        self._units = LossUnits.of(experiment)
        self._label_axes()

    def draw(self, snapshot: Snapshot) -> None:
        pinned = self.pins.show_tape(snapshot.tape, self.options)
        if snapshot.curve is not self._curve or pinned:
            self._curve = snapshot.curve
            self._draw_curve(snapshot.curve)
        self._show_moment()

    def restyle(self, theme: Theme) -> None:
        for line in (self.train, self.test, self.penalty):
            line.show_theme(theme)
        self.pins.show_theme(theme)
        self._cursor.setPen(pg.mkPen(theme.dim, width=1))
        self.other_data.show_theme(theme)
        self.scrubber.show_theme(theme)
        self._hover.show_theme(theme)
        self._legend.setStyleSheet(f"background: {theme.panel}; padding-left: 8px;")
        self._show_legend()

    def expect(self, epochs: float) -> None:
        """Leave room for so many epochs, though they are still to come; 0 for none."""
        if epochs != self._expected:
            self._expected = epochs
            if self._curve is not None:
                self._draw_curve(self._curve)

    def include(self, heights: Sequence[float]) -> None:
        """Keep these heights in sight, on the scale of the plot; none for only the curves'."""
        if tuple(heights) != self._heights:
            self._heights = tuple(heights)
            if self._curve is not None:
                self._draw_curve(self._curve)

    def withhold(self, names: frozenset[str]) -> None:
        super().withhold(names)
        self.train.setVisible("train_loss" not in names)
        self.test.setVisible("test_loss" not in names)
        self._show_legend()

    def invite(self, invited: bool) -> None:
        """Say that play makes it fall, where play may be pressed."""
        self._empty.setText(INVITATION if invited else "")
        self._place_hint()

    def summary(self) -> str:
        snapshot = self.snapshot
        if snapshot is None or not len(snapshot.curve.epoch):
            return "No training yet."
        curve, parts = snapshot.curve, []
        if self._tells("train_loss"):
            start, now = float(curve.train_loss[0]), float(curve.train_loss[-1])
            parts.append(
                f"the training loss went from {format_number(start)} to {format_number(now)}"
            )
        if self._tells("test_loss"):
            parts.append(
                f"the test loss is {format_number(float(curve.test_loss[-1]))}, at best "
                f"{format_number(_least(curve.test_loss))}"
            )
        said = "; ".join(parts) or "the loss is not shown yet"
        return f"After {format_count(snapshot.epoch)} epochs {said}."

    def table(self) -> Table:
        told = {"train_loss": "train loss", "test_loss": "test loss", "penalty": "penalty",
                "accuracy": "test accuracy"}  # fmt: skip
        fields = ["step", "epoch", *(name for name in told if self._tells(name))]
        header = [told.get(name, name) for name in fields]
        if self.snapshot is None:
            return header, ()
        curve = self.snapshot.curve
        rows = np.column_stack([getattr(curve, name) for name in fields]).tolist()
        return header, [(int(step), *others) for step, *others in rows]

    def _tells(self, name: str) -> bool:
        """Whether numbers of that kind may be told."""
        return not self.withheld & {name, "loss_chart"}

    # --- parts -------------------------------------------------------------------------------

    def _make_items(self) -> None:
        self._cursor = pg.InfiniteLine(angle=90, movable=False)
        self._cursor.hide()
        self.penalty = Line("dim", 1.4)
        self.test, self.train = Line("neg"), Line("pos")
        for curve in (self.penalty, self.test, self.train):
            self.plot.addItem(curve, ignoreBounds=True)
        self.plot.addItem(self._cursor, ignoreBounds=True)
        self.other_data = OtherData(self.plot, self.theme)
        self.pins = PinnedCurves(self.plot, self.theme)
        self.scrubber = Scrubber(self.plot, self.theme)
        self.scrubber.sought.connect(self.sought)
        self.plot.set_hairlines(horizontal=True)
        self.plot.viewport().setMouseTracking(True)
        self._hover = HoverCard(self.theme, self.plot)
        self._legend = QLabel(self.plot)
        self._legend.setObjectName("loss-legend")
        self._legend.setFont(font(LABEL, 500))
        self._legend.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._empty = QLabel(INVITATION, self.plot)
        self._empty.setObjectName("loss-empty")
        self._empty.setProperty("role", "dim")
        self._empty.setFont(font(LABEL))
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def _make_header(self) -> None:
        self.header.setSpacing(2)
        self.view_menu = OptionMenu("loss", self.options, _TEXTS)
        self.view_menu.options_changed.connect(self._options_changed)
        button = menu_button(
            self.view_menu, "ph.eye", "loss-view", "How the loss is shown", self.theme
        )
        self.header.insertWidget(self.header.indexOf(self.more_button), button)

    def _label_axes(self) -> None:
        """Name the loss along its axis, as fully as there is room for."""
        room = self.plot.height() - 40
        metrics = QFontMetrics(font(magnified(SMALL, self)))
        fitting = (text for text in self._units.labels if metrics.horizontalAdvance(text) < room)
        left = next(fitting, self._units.labels[-1])
        self.plot.set_labels(bottom="step" if self.options.by_steps else "epoch", left=left)

    # --- drawing -----------------------------------------------------------------------------

    def _options_changed(self, options: LossOptions) -> None:
        self.options = options
        self._apply_options()
        self.show_experiment(self.document.experiment)
        if self._curve is not None:
            self._draw_curve(self._curve)
            self._show_moment()

    def _apply_options(self) -> None:
        self.set_caption("log scale" if self.options.logarithmic else "linear scale")
        self.plot.left.setLogMode(self.options.logarithmic)
        self.penalty.setVisible(self.options.penalty)
        self._show_legend()

    def _draw_curve(self, curve: Curve) -> None:
        # More points than the plot has pixels would only cost time.
        most = max(MIN_POINTS, self.plot.width())
        lines = lines_of(curve, self.options, most)
        self.train.set_data(*lines.train)
        self.test.set_data(*lines.test)
        if self.options.penalty:
            self.penalty.set_data(*lines.penalty)
        along = self._along(curve)
        self.pins.draw(self.options)
        asked = self._expected > 0.0  # somebody draws here how it will go
        self._empty.setVisible(len(along) < 2 and not self.pins.lines and not asked)
        reach = [float(along[-1])] if len(along) else []
        end = end_of_axis(max([*reach, *self.pins.ends, self._expected], default=0.0))
        low, high = self.pins.widened(height_range(lines, self.options))
        if self._expected and self.options.logarithmic:
            low = min(low, high - _DECADES)
        low, high = min(low, *self._heights, high), max(high, *self._heights, low)
        self.pins.place_labels(end, low, high)
        self.plot.set_range((0.0, end), (low, high))
        self._show_cursor()

    def _show_moment(self) -> None:
        if self.snapshot is not None and self._curve is not None:
            along = self._along(self._curve)
            self.scrubber.show_moment(self._curve, along, self.snapshot.step)
            tape = self.snapshot.tape
            until = 0 if tape is None else tape.other_data_until
            x = float(np.interp(until, self._curve.step, along)) if until and len(along) else 0.0
            self.other_data.show_until(x)

    def _along(self, curve: Curve) -> np.ndarray:
        return curve.step if self.options.by_steps else curve.epoch

    def _show_legend(self) -> None:
        kinds = (("train", self.theme.pos), ("test", self.theme.neg))
        entries = [kind for kind in kinds if f"{kind[0]}_loss" not in self.withheld]
        if self.options.penalty:
            entries.append(("penalty", self.theme.dim))
        gap = "&nbsp;&nbsp;&nbsp;"
        self._legend.setText(
            gap.join(
                f'<span style="color:{colour}">●&nbsp;{name}</span>' for name, colour in entries
            )
        )
        self._place_overlays()

    def _place_overlays(self) -> None:
        self._legend.adjustSize()
        self._legend.move(self.plot.width() - self._legend.width() - 6, 0)
        self._place_hint()

    def _place_hint(self) -> None:
        """Tell what to do in the middle of the plane, or not at all where it has no room."""
        plane = self.plot.plotItem.vb.sceneBoundingRect().toRect()
        room = plane.width(), plane.height()
        wanted = self._empty.sizeHint()
        fits = wanted.width() <= room[0] and wanted.height() <= room[1]
        self._empty.setGeometry(plane if fits else QRect())

    def show_magnified(self, factor: float) -> None:
        """Make room for larger words."""
        self.plot.bottom.setHeight(round(24 * factor))
        self.plot.plotItem.setContentsMargins(0, round(LEGEND * factor), 0, 0)
        self._place_overlays()
        self._label_axes()

    # --- the cursor --------------------------------------------------------------------------

    def _show_cursor(self) -> None:
        curve, x = self._curve, self._mouse_x
        if x is None or curve is None or not len(curve.step):
            self._cursor.hide()
            self._hover.hide()
            return
        along = self._along(curve)
        nearest = int(np.abs(along - x).argmin())
        self._cursor.setPos(float(along[nearest]))
        self._cursor.show()
        if self._mouse_at is not None:
            self._hover.show_lines(self._cursor_lines(curve, nearest), self._mouse_at)

    def _cursor_lines(self, curve: Curve, at: int) -> list[str]:
        lines = [
            f"<b>epoch {format_count(int(curve.epoch[at]))}</b> · "
            f"step {format_count(int(curve.step[at]))}",
        ]
        lines += [
            f"{kind} {self._units.written(float(values[at]))}"
            for kind, values in (("train", curve.train_loss), ("test", curve.test_loss))
            if f"{kind}_loss" not in self.withheld
        ]
        if self.options.penalty:
            lines.append(f"penalty {format_number(float(curve.penalty[at]))}")
        return lines

    def _mouse_event(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.Leave, QEvent.Type.Resize):
            self._mouse_x = None  # and what it pointed at is elsewhere
        elif event.type() == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            at = event.position().toPoint()
            place = self.plot.plotItem.vb.mapSceneToView(self.plot.mapToScene(at))
            (left, right), _ = self.plot.plotItem.vb.viewRange()
            inside = left <= place.x() <= right
            self._mouse_x, self._mouse_at = (float(place.x()) if inside else None), at
        else:
            return
        self._show_cursor()

    # --- Qt ----------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.plot.viewport():
            self._mouse_event(event)
            self.scrubber.take(event)
            if event.type() == QEvent.Type.Resize:
                self._place_overlays()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_overlays()
        self._label_axes()


def _least(values: np.ndarray) -> float:
    finite = values[np.isfinite(values)]
    return float(finite.min()) if len(finite) else float("nan")
