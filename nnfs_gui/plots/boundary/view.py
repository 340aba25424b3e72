"""The decision boundary: the network's output over the plane, with the points it learns from."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPoint, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget

from nnfs_gui.document import Document
from nnfs_gui.experiment.data.materialize import PlaneData, materialize
from nnfs_gui.experiment.data.sample import drawn_points
from nnfs_gui.experiment.model import PLANE, Experiment
from nnfs_gui.experiment.names import class_names, unit_name
from nnfs_gui.experiment.outputs import layer_ids, read_outputs
from nnfs_gui.theme import Theme
from nnfs_gui.training.snapshot import Snapshot
from nnfs_gui.widgets.icons import IconButton
from nnfs_gui.widgets.numbers import format_count

from ..shared.axes import PlainAxis
from ..shared.base import Plot, PlotView
from ..shared.exportable import Table
from ..shared.option_menu import OptionMenu, menu_button
from . import captions
from .batch import BatchPoints
from .chosen import ChosenPoint
from .frame import Legend, SquareFrame
from .map import Map, PlaneMap
from .mouse import PlaneMouse
from .painting.bar import PaintBar
from .painting.overlay import PaintOverlay
from .painting.painter import Painter
from .panels import VIEW_TEXTS, ConfusionPanel, HoverCard, ViewOptions
from .points import PointsItem
from .veil_note import VeilNote

TICKS = (-6.0, -3.0, 0.0, 3.0, 6.0)
HOVER_PIXELS = 9.0
LEAST_RADIUS = 3.5
"""Of a point in pixels, its rim included; with less, its shape cannot be told."""


class BoundaryPlot(PlotView):
    """Shows outputs, contour and points; hovering tells values; painting changes the data.

    Signals: ``point_hovered(object)`` with an index into the snapshot's data or None;
    ``plane_hovered(object)`` with (x1, x2) or None; ``point_clicked(int)``;
    ``painting_changed(bool)``.
    """

    point_hovered = Signal(object)
    plane_hovered = Signal(object)
    point_clicked = Signal(int)
    painting_changed = Signal(bool)

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Decision boundary", document, theme, parent)
        self.options = ViewOptions()
        self._unit: str | None = None
        self._presented = 1.0
        self._without_test = self._veiled = self._numbered = False
        self._data: PlaneData | None = None
        self._drawn, self._positions = (np.empty(0, dtype=np.intp) for _ in range(2))
        self._awaited: PlaneData | None = None
        self._hovered: int | None = None
        self._chosen: int | None = None
        # The plot's events are filtered from the start, and ask for the paint button.
        self._make_header()
        self._make_plot()
        self._make_painting()
        self.show_experiment(document.experiment)

    # --- from the window ---------------------------------------------------------------------

    def show_experiment(self, experiment: Experiment) -> None:
        """Follow an edit: new points are shown at once, before the network has seen them."""
        self._label_axes(experiment)
        self._painter.show_experiment(experiment)
        data = materialize(experiment)
        if data is not self._data:
            self._awaited = data
            self._show_points(data, drawn_points(len(data.targets)))

    def show_unit(self, snapshot: Snapshot | None, unit: str | None) -> None:
        """Show a neuron's own map large, or the network's output again when ``unit`` is None."""
        if snapshot is not None:
            self.snapshot = snapshot
        self._unit = unit
        if self.snapshot is not None and self.isVisible():
            self.draw(self.snapshot)

    def show_point(self, index: int | None, *, numbered: bool = False) -> None:
        """Mark the data point that is spoken of elsewhere, if by number; None marks nothing."""
        again = self._numbered and index == self._chosen
        self._chosen, self._numbered, place = index, numbered or again, None
        if index is not None and self._data is not None and index < len(self._data.inputs):
            x1, x2 = self._data.inputs[index].tolist()
            place = (x1, x2)
        self.chosen.show_place(place, 1 + (index or 0) if self._numbered else 0)

    def veil(self, reason: str) -> None:
        """Show the points alone, and why the border is not shown; "" shows all again."""
        self._veiled = bool(reason)
        self._reason.veil(reason, (self.map.image, self.map.contour))
        if self.snapshot is not None:
            self.draw(self.snapshot)

    def hide_test_points(self, hidden: bool) -> None:
        """Show no test points, whatever the options say."""
        if hidden != self._without_test:
            self._without_test = hidden
            self._options_changed(self.options)

    def set_painting(self, on: bool) -> None:
        """Switch painting on or off."""
        self._paint_button.setChecked(on)

    def set_presenter(self, factor: float) -> None:
        """Draw points that are seen from the back row; 1 is their usual size."""
        self._presented = factor
        self._resize_points()

    def draw(self, snapshot: Snapshot) -> None:
        reading = read_outputs(snapshot.experiment)
        unit_map = self._unit_map(snapshot)
        self.map.show_outputs(snapshot.boundary, reading, unit_map)
        self._title_for(snapshot, unit_map)
        if self._awaited is None or snapshot.data is self._awaited:
            self._awaited = None
            if snapshot.data is not self._data or len(self._drawn) != len(snapshot.sample):
                self._show_points(snapshot.data, snapshot.sample)
            self._mark_points(snapshot)
        self._show_confusion(snapshot)
        self._show_hover()

    def restyle(self, theme: Theme) -> None:
        for part in (self.map, *self._marks, self.legend, self._hover):
            part.show_theme(theme)
        self._confusion.show_theme(theme)
        self._reason.show_theme(theme)
        self._bar.show_theme(theme)

    def summary(self) -> str:
        shown = self.snapshot
        return "Nothing yet." if shown is None else captions.summary(shown, self.withheld)

    def table(self) -> Table:
        shown = self.snapshot
        return ((), ()) if shown is None else captions.table(shown, self.withheld)

    def fill_menu(self, menu: QMenu) -> None:
        reset = menu.addAction("Show the whole plane")
        reset.setObjectName("plot-reset-zoom")
        reset.triggered.connect(self.reset_zoom)

    def reset_zoom(self) -> None:
        """Show the whole plane again."""
        self.plot.setRange(xRange=(-PLANE, PLANE), yRange=(-PLANE, PLANE), padding=0)

    # --- parts -------------------------------------------------------------------------------

    def _make_plot(self) -> None:
        left, bottom = PlainAxis("left", fixed=TICKS), PlainAxis("bottom", fixed=TICKS)
        self.plot = self.add_plot(
            Plot(self.theme, name="boundary-plot", description="Decision boundary over the plane",
                 left=left, bottom=bottom)
        )  # fmt: skip
        self._mouse = PlaneMouse(self.plot)
        self._mouse.moved.connect(self._mouse_moved)
        self._mouse.clicked.connect(self._clicked)
        self.plot.viewport().setMouseTracking(True)
        self.plot.installEventFilter(self)
        self.plot.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self.map = PlaneMap(self.theme)
        self.points = PointsItem(self.theme)
        self.batch, self.chosen = BatchPoints(self.theme), ChosenPoint(self.theme)
        self._overlay = PaintOverlay(self.theme)
        self._marks = (self.points, self.batch, self.chosen, self._overlay)
        for item in (self.map.image, self.map.contour, *self._marks):
            self.plot.addItem(item, ignoreBounds=True)
        view_box = self.plot.plotItem.vb
        view_box.setLimits(
            xMin=-PLANE, xMax=PLANE, yMin=-PLANE, yMax=PLANE, minXRange=0.5, minYRange=0.5
        )
        self.plot.setMouseEnabled(True, True)
        self.reset_zoom()
        self.legend = Legend(self.theme)
        self._frame = SquareFrame(self.plot, self.legend)
        self._hover = HoverCard(self.theme, self._frame)
        self._confusion = ConfusionPanel(self.theme, self._frame)
        self._reason = VeilNote(self.theme, self._frame, self.plot, self.points)

    def _make_header(self) -> None:
        self.header.setSpacing(2)
        self.let_caption_yield()
        self._paint_button = IconButton("paint", "Paint data points", self, size=16, checkable=True)
        self._paint_button.setObjectName("paint-mode")
        self._paint_button.toggled.connect(self._painting_toggled)
        self.view_menu = OptionMenu("view", self.options, VIEW_TEXTS)
        self.view_menu.options_changed.connect(self._options_changed)
        view_button = menu_button(
            self.view_menu, "ph.eye", "boundary-view", "What is shown", self.theme
        )
        place = self.header.indexOf(self.more_button)
        for button in (view_button, self._paint_button):
            button.show_theme(self.theme)
            self.header.insertWidget(place, button)

    def _make_painting(self) -> None:
        self._bar = PaintBar(self.theme, self)
        self._bar.hide()
        self._painter = Painter(self.document, self.plot, self._bar, self._overlay)
        self._painter.failed.connect(self.failed)
        self._painter.finished.connect(self._painting_finished)
        self.body.addWidget(self._bar)
        self.body.addWidget(self._frame, 1)
        self._frame.arranged.connect(self._resize_points)

    # --- drawing -----------------------------------------------------------------------------

    def _unit_map(self, snapshot: Snapshot) -> Map | None:
        """The map of the unit to show; None for the network's only output or a unit gone."""
        for layer, ids in enumerate(layer_ids(snapshot.experiment)):
            if self._unit in ids and layer < len(snapshot.maps):
                index = ids.index(self._unit)
                last = layer == len(snapshot.maps) - 1
                if last and len(ids) == 1:
                    return None
                source = snapshot.boundary if last else snapshot.maps[layer]
                return source[index] if index < len(source) else None
        return None

    def _title_for(self, snapshot: Snapshot, unit_map: Map | None) -> None:
        experiment = snapshot.experiment
        if unit_map is None:
            title, caption = captions.title(experiment), captions.caption(experiment)
            target = captions.target_axis(experiment)
            self.legend.show_reading(read_outputs(experiment), class_names(experiment), target)
        else:
            title, caption = unit_name(experiment, self._unit or ""), "activation"
            self.legend.show_range(float(np.nanmax(np.abs(unit_map), initial=1e-6)))
        if (title, caption) != (self.title, self.caption):
            self.set_title(title)
            self._caption.setText(caption)
            self.fit_caption()

    def _show_points(self, data: PlaneData, sample: np.ndarray) -> None:
        is_test = np.zeros(len(data.targets), dtype=bool)
        is_test[data.test] = True
        shown = np.ones(len(sample), dtype=bool)
        if self._without_test or not self.options.test_points:
            shown = ~is_test[sample]
        self._data, self._drawn = data, sample
        self._positions = np.flatnonzero(shown)
        chosen = sample[shown]
        self.points.show_points(
            data.inputs[chosen], data.targets[chosen], is_test[chosen], data.n_classes
        )
        self._resize_points()
        self._reason.place()
        self.show_point(self._chosen)
        self._show_note(len(sample), len(data.targets))

    def _mark_points(self, snapshot: Snapshot) -> None:
        marked = self.options.misclassified and not self._veiled
        wrong = captions.wrong_points(snapshot) if marked else None
        known = len(snapshot.point_losses) == len(snapshot.sample)
        sized = self.options.sized_by_loss and known and not self._veiled
        self.points.show_losses(snapshot.point_losses[self._positions] if sized else None)
        self.points.show_wrong(wrong[self._positions] if wrong is not None else None)

    def _show_note(self, shown: int, total: int) -> None:
        some = f"{format_count(shown)} of {format_count(total)} points shown"
        note = some if shown < total else ""
        self.legend.show_note(note if total else "Paint points, load a table, or choose a set")

    def _show_confusion(self, snapshot: Snapshot) -> None:
        wanted = self.options.confusion and not self.withheld & {"boundary", "accuracy"}
        confusion = captions.confusion(snapshot) if wanted else None
        self._confusion.setVisible(confusion is not None)
        if confusion is not None:
            self._confusion.show_confusion(confusion, self._frame.plane_side())
            self._place_confusion()

    def _place_confusion(self) -> None:
        """Put the matrix into a lower corner of the plane, where the mouse is not."""
        at, panel, end = self._mouse.at, self._confusion, self.legend.geometry().topRight()
        under = None if at is None else self.plot.viewport().mapTo(self._frame, at)
        top = max(0, end.y() - 36 - panel.height())
        for left in (end.x() - 8 - panel.width(), self._frame.plane_left() + 8):
            panel.move(max(0, left), top)
            if under is None or not panel.geometry().contains(under):
                break
        self._confusion.raise_()

    def _label_axes(self, experiment: Experiment) -> None:
        first, second = captions.axes_of(experiment)
        self._frame.label_axes(bottom=first.name, left=second.name)
        self.plot.bottom.set_mapping(first.offset, first.scale)
        self.plot.left.set_mapping(second.offset, second.scale)

    def _resize_points(self) -> None:
        crowd = min(1.0, max(0.65, (300 / max(1, len(self._positions))) ** 0.25))
        least, most = (4.0, 9.0 * self._presented) if self._presented > 1 else (LEAST_RADIUS, 9.0)
        radius = max(least, min(most, self._frame.plane_side() / 76) * crowd)
        self.points.set_radius(round(radius * 4) / 4)
        self._painter.set_point_radius(self.points.radius)
        if self.snapshot is not None and self._confusion.isVisible():
            self._show_confusion(self.snapshot)

    # --- what people do ----------------------------------------------------------------------

    def _options_changed(self, options: ViewOptions) -> None:
        self.options = options
        self.map.set_discrete(options.discrete)
        if self._data is not None:
            self._show_points(self._data, self._drawn)
        if self.snapshot is not None:
            self.draw(self.snapshot)

    def _painting_toggled(self, on: bool) -> None:
        self._bar.setVisible(on)
        self.plot.setMouseEnabled(not on, not on)
        if on:
            self._hover.hide()
            self.plot.setFocus()
        else:
            self._painter.stop()
        self.legend.set_quiet(on)
        self.painting_changed.emit(on)

    def _painting_finished(self) -> None:
        self.set_painting(False)

    def double_clicked(self, event: QMouseEvent) -> bool:
        if self._paint_button.isChecked():
            return self._painter.handle(event)
        return super().double_clicked(event)

    # --- the mouse ---------------------------------------------------------------------------

    def _clicked(self, at: QPoint) -> None:
        position = self._position_at(at)
        if position is not None:
            self.point_clicked.emit(int(self._drawn[position]))

    def _position_at(self, at: QPoint) -> int | None:
        """Where in the sample the point under a place of the viewport is."""
        reach = self._mouse.units(HOVER_PIXELS)
        nearest = self.points.nearest(*self._mouse.place(at), reach)
        return None if nearest is None else int(self._positions[nearest])

    def _mouse_moved(self) -> None:
        if self._confusion.isVisible():
            self._place_confusion()
        self._show_hover()
        place, at = self._mouse.place_under(), self._mouse.at
        self.plane_hovered.emit(place)
        position = self._position_at(at) if at is not None and place is not None else None
        index = None if position is None else int(self._drawn[position])
        if index != self._hovered:
            self._hovered = index
            self.point_hovered.emit(index)

    def _show_hover(self) -> None:
        """Tell what lies under the mouse; again with each snapshot, since it learns meanwhile."""
        at, place, snapshot = self._mouse.at, self._mouse.place_under(), self.snapshot
        painting = self._paint_button.isChecked()
        if at is None or place is None or snapshot is None or painting or self._veiled:
            self._hover.hide()
            return
        position = self._position_at(at)
        current = self._data is snapshot.data and len(snapshot.predictions) == len(self._drawn)
        values, secret = self.map.values_at(*place), "math" in self.withheld
        if position is not None and current:
            lines = captions.point_lines(snapshot, position, secret=secret)
        elif self._unit_map(snapshot) is not None and not secret:
            lines = captions.unit_lines(snapshot.experiment, place, float(values[0]))
        else:
            lines = captions.plane_lines(snapshot.experiment, place, values, secret=secret)
        self._hover.show_lines(lines, self.plot.viewport().mapTo(self._frame, at))

    # --- Qt ----------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._paint_button.isChecked() and self._painter.handle(event):
            self._hover.hide()
            return True
        if watched is self.plot.viewport():
            self._mouse.follow(event)
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_caption()
