"""The landscape view: the loss on a plane through the weights, and the way the run has taken."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from nnfs_gui.background import BackgroundWorker
from nnfs_gui.theme import FIGURE, LABEL, SMALL, Theme, font
from nnfs_gui.training.snapshot import RunState, Snapshot, Vector
from nnfs_gui.widgets.drop_down import Choice, DropDown
from nnfs_gui.widgets.numbers import format_exact, format_number, format_percent

from ..shared.exportable import Table
from ..shared.strip import StripView
from ..shared.switch import Switch
from .compute import POINTS, Kind, Landscape, Plane
from .job import LandscapeJob, LandscapeResult
from .panes import LandscapePlot, LossBar, ProfilePlot, limits, log_heights

KINDS = {
    "random": (
        "Random",
        "Two random directions, made as long for every neuron as its own weights (Li et al. 2018)",
    ),
    "principal": ("Run's own", "The two directions along which this run has moved most"),
}
EXTENTS = {
    0.25: "close by",
    0.5: "",
    1.0: "as far as the weights are long, or as the run has gone",
    2.0: "",
    4.0: "far out",
}
PATIENCE_MS = 250
REFRESH_MS = 2000
"""While training runs, the landscape is computed anew this often, if that is quick."""


class LandscapeView(StripView):
    """Loss over a plane in weight space; computed in the background, never while hidden."""

    TITLE = "Landscape"

    def build(self, theme: Theme) -> None:
        self.worker = BackgroundWorker(self)
        self.worker.finished.connect(self._finished)
        self.worker.failed.connect(self._failed)
        self._landscape: Landscape | None = None
        self._shown: LandscapeJob | None = None  # that `_landscape` is of
        self._job: LandscapeJob | None = None  # the last that was started
        self._seed = 0
        self._path = _Path()
        self._age, self._took = QElapsedTimer(), 0
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(self._is_slow)
        self.figure, self.caption_label, self.note = QLabel(), QLabel("Data loss here"), QLabel()
        self.plot = self.add_plot(LandscapePlot(theme))
        self.profile = self.add_plot(ProfilePlot(theme))
        self.colours = self.add_plot(LossBar(theme))
        self.kinds = Switch(theme, "landscape-directions", KINDS)
        self.extent = DropDown("landscape-extent", "Extent of the plane")
        self.recompute_button = QToolButton()
        self._build()
        self.kinds.chosen.connect(self._chosen)
        self.extent.chosen.connect(self._chosen)
        self.recompute_button.clicked.connect(self.recompute)

    @property
    def landscape(self) -> Landscape | None:
        """What is drawn, or None until the first one is computed."""
        return self._landscape

    def recompute(self) -> None:
        """Compute the landscape around the weights as they are now."""
        if self.snapshot is None:
            return
        if self.kinds.current == "random" and self._landscape is not None:
            self._seed += 1
        self._start(self.snapshot)

    def shutdown(self) -> None:
        """Cancel what is being computed and wait for its thread."""
        self.worker.shutdown()

    # --- PlotView ----------------------------------------------------------------------------

    def show_snapshot(self, snapshot: Snapshot | None) -> None:
        if snapshot is not None:
            self.parameter_history.record(snapshot)
        super().show_snapshot(snapshot)

    def draw(self, snapshot: Snapshot) -> None:
        self.figure.setText(format_number(snapshot.train_loss, 2))
        if self._shown is not None and not self._shown.fits(snapshot):
            self._landscape = self._shown = None
        asked = self._job if self.worker.busy else None
        if self._landscape is None:
            if not (asked is not None and asked.fits(snapshot)) and not self._refused(snapshot):
                self._start(snapshot)
            return
        if asked is None and self._due(snapshot):
            self._start(snapshot)
        self._draw_path(snapshot, self._landscape)

    def restyle(self, theme: Theme) -> None:
        self.kinds.show_theme(theme)

    def summary(self) -> str:
        landscape = self._landscape
        if landscape is None:
            return self.note.text() or "The loss around the current weights appears here."
        lowest = format_number(float(np.nanmin(landscape.loss)), 2)
        highest = format_number(float(10 ** limits(log_heights(landscape.loss))[1]), 2)
        what = {
            "random": "two random directions",
            "principal": "the run's own two main directions",
        }[landscape.plane.kind]
        return (
            f"Data loss over {what} around the current weights: from {lowest} to {highest}; "
            f"at the weights themselves {self.figure.text()}. {self.note.text()}"
        )

    def table(self) -> Table:
        header = ("direction 1", "direction 2", "data loss")
        if self._landscape is None:
            return header, ()
        landscape = self._landscape
        rows = [
            (float(x), float(y), float(landscape.loss[row, column]))
            for row, y in enumerate(landscape.y)
            for column, x in enumerate(landscape.x)
        ]
        return header, rows

    # --- inside ------------------------------------------------------------------------------

    def _start(self, snapshot: Snapshot) -> None:
        kind: Kind = "principal" if self.kinds.current == "principal" else "random"
        history = self.parameter_history.vectors() if kind == "principal" else np.empty((0, 0))
        self._job = LandscapeJob(snapshot, kind, self._extent(), self._seed, history)
        self._age.start()
        self._patience.start()
        self.worker.start(self._job)

    @Slot()
    def _is_slow(self) -> None:
        """Say that something is under way, if that takes long enough to be wondered at."""
        if self.worker.busy:
            self.recompute_button.setText("Computing…")

    @Slot(object)
    def _finished(self, result: LandscapeResult) -> None:
        self._rest()
        if result.landscape is None:
            self.note.setText(result.problem)
            return
        if self.snapshot is None:
            return
        if not result.job.fits(self.snapshot):  # the network has changed meanwhile
            if self.isVisible():
                self.draw(self.snapshot)
            return
        self._landscape, self._shown = result.landscape, result.job
        self.plot.show_landscape(result.landscape)
        self.profile.show_landscape(result.landscape)
        self.colours.show_limits(*limits(log_heights(result.landscape.loss)))
        self._draw_path(self.snapshot, result.landscape)
        self.summary_changed()

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        self._rest()
        self.note.setText(f"The landscape cannot be drawn ({type(error).__name__}: {error}).")

    def _rest(self) -> None:
        """Nothing is under way any more."""
        self._took = self._age.restart()
        self._patience.stop()
        self.recompute_button.setText("Recompute")

    def _due(self, snapshot: Snapshot) -> bool:
        """Whether it is time to compute anew: now and then while training runs, and at its end."""
        job = self._job
        if job is None:
            return False
        if np.array_equal(job.snapshot.parameters, snapshot.parameters, equal_nan=True):
            return False
        pause = max(REFRESH_MS, 20 * self._took)
        return snapshot.state is not RunState.RUNNING or self._age.elapsed() > pause

    def _draw_path(self, snapshot: Snapshot, landscape: Landscape) -> None:
        moments = [*self.parameter_history.moments(), snapshot.parameters]
        self.plot.show_path(self._path.along(moments, landscape.plane))
        self.note.setText(_note(snapshot, landscape))

    def _refused(self, snapshot: Snapshot) -> bool:
        """Whether the same question was answered with “not yet” a moment ago."""
        job = self._job
        return (
            job is not None
            and job.kind == "principal"
            and len(self.parameter_history) < 2 * max(8, len(job.history))
            and job.fits(snapshot)
        )

    def _extent(self) -> float:
        return float(self.extent.current_key)

    @Slot(str)
    def _chosen(self, _choice: str = "") -> None:
        if self.snapshot is not None and self.isVisible():
            self._start(self.snapshot)

    def _build(self) -> None:
        self.caption_label.setFont(font(SMALL))
        self.figure.setFont(font(FIGURE, 600, tabular=True))
        self.note.setFont(font(LABEL))
        self.note.setWordWrap(True)
        self.note.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.extent.set_choices(
            [
                Choice(str(extent), f"±{format_exact(extent)}×", description)
                for extent, description in EXTENTS.items()
            ]
        )
        self.extent.show_choice("1.0")
        self.fix_width(self.extent, 84)
        self.recompute_button.setObjectName("landscape-recompute")
        for part, role in (
            (self.recompute_button, "link"), (self.caption_label, "dim"), (self.note, "dim")
        ):  # fmt: skip
            part.setProperty("role", role)
        self.recompute_button.setText("Recompute")
        self.recompute_button.setAccessibleName("Recompute the landscape")
        self.recompute_button.setToolTip(
            "Compute it anew around the weights as they are now; random directions are drawn anew"
        )
        self.recompute_button.setFont(font(LABEL, 500))
        self.add_header_widgets(self.kinds, self.extent, self.recompute_button)
        side = QWidget()
        self.fix_width(side, 216)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for widget in (self.caption_label, self.figure):
            column.addWidget(widget)
        column.addWidget(self.note, 1)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(side)
        row.addWidget(self.plot, 6)
        row.addWidget(self.colours)
        row.addWidget(self.profile, 4)
        self.body.addLayout(row, 1)


def _note(snapshot: Snapshot, landscape: Landscape) -> str:
    plane, lowest = landscape.plane, format_number(float(np.nanmin(landscape.loss)), 2)
    text = f"Lowest on this plane {lowest}"
    text += f" (over {POINTS} points)." if len(snapshot.data.train) > POINTS else "."
    if plane.explained is not None:
        text += f" It holds {format_percent(sum(plane.explained))} of the run's movement."
    beside = plane.distance(snapshot.parameters)
    length = float(np.linalg.norm(snapshot.parameters))
    if beside > 0.01 * max(length, 1e-12):
        text += f" The weights have left it by {format_number(beside, 2)}: recompute."
    return text


class _Path:
    """Remembers where the moments of a history lie on a plane, so that only new ones cost."""

    def __init__(self) -> None:
        self._plane: Plane | None = None
        self._known: dict[int, tuple[Vector, Vector]] = {}

    def along(self, moments: Sequence[Vector], plane: Plane) -> Vector:
        """Coordinates (n, 2) of the moments that belong to the plane's network."""
        if plane is not self._plane:
            self._plane, self._known = plane, {}
        fitting = [vector for vector in moments if vector.shape == plane.origin.shape]
        known = self._known
        # The vector is kept beside its place: as long as it lives, its id is its own.
        self._known = {
            id(vector): known.get(id(vector)) or (vector, plane.project(vector[None])[0])
            for vector in fitting
        }
        return np.array([self._known[id(vector)][1] for vector in fitting])
