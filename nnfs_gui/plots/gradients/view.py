"""The gradients view: raw against applied, per neuron, over time, in direction and by layer."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QLabel, QWidget

from nnfs_gui.theme import LABEL, Theme, font
from nnfs_gui.training.snapshot import Snapshot
from nnfs_gui.widgets.numbers import format_number

from ..shared.exportable import Table
from ..shared.strip import PartsView
from ..shared.units import units_of
from .arrows import Arrows
from .bars import EMPTY, GradientBars
from .gauge import GAUGE_WIDTH, NormBar, NormGauge
from .numbers import (
    CLIP_WORDS,
    clip_state,
    direction_sentence,
    layer_gradients,
    layers_sentence,
    neuron_norms,
)
from .plots import AnglePlot, LayerPlot, NormPlot

MODES = {
    "neurons": ("Neurons", "Norm of every neuron's gradient: outline raw, filled applied"),
    "time": ("Over time", "The global norm over the last steps, against its limit"),
    "direction": ("Direction", "The angle between the raw and the applied gradient"),
    "layers": ("Layers", "How large the gradient is in every layer, on a log scale"),
}


class GradientsView(PartsView):
    """Raw gradient against applied gradient; in a low strip one part, given height all of them."""

    TITLE = "Gradients"
    MODES = MODES

    def build_parts(self, theme: Theme) -> None:
        self.gauge = NormGauge(theme, self.add_plot(NormBar(theme)))
        self.fix_width(self.gauge, GAUGE_WIDTH)
        self.arrows = self.add_plot(Arrows(theme))
        self.bars = self.add_plot(GradientBars(theme))
        self.norm_plot = self.add_plot(NormPlot(theme))
        self.angle_plot = self.add_plot(AnglePlot(theme))
        self.layer_plot = self.add_plot(LayerPlot(theme))
        self.direction_note, self.layer_note = self.label(), self.label()
        self.legend = self.label()
        self.add_header_widgets(self.legend)
        self._room: int | None = None
        self.bars.unit_clicked.connect(self.unit_clicked)
        self._lay_out()

    def show_selection(self, ids: frozenset[str]) -> None:
        """Emphasise these neurons."""
        self.bars.show_selection(ids)

    # --- PlotView ----------------------------------------------------------------------------

    def arrange(self, tall: bool) -> None:
        super().arrange(tall)
        self._grid.removeWidget(self._lower)
        self._grid.addWidget(self._lower, *((1, 0, 1, 2) if tall else (0, 1)))
        for row in (0, 1):
            self._grid.setRowStretch(row, 1 if tall or row == 0 else 0)
        for mode, cell in (
            ("time", self._time),
            ("direction", self._direction),
            ("layers", self._layers),
        ):
            cell.setVisible(self.shows(mode))
            cell.stack(tall)
        self.bars.setVisible(self.shows("neurons"))
        self._lower.setVisible(tall or self.switch.current != "neurons")
        self._write_legend()
        self._show_legend()

    def fit_header(self, room: int) -> None:
        """Keep the header within ``room`` pixels, beside what else stands in its row."""
        self._room = room
        self._show_legend()

    def _show_legend(self) -> None:
        others = self.switch.sizeHint().width() + self.more_button.sizeHint().width()
        wanted = self.legend.sizeHint().width() + others + 4 * self.header.spacing()
        fits = self.tall or self._room is None or wanted <= self._room
        self.legend.setVisible(fits and (self.shows("neurons") or self.shows("time")))

    def draw(self, snapshot: Snapshot) -> None:
        self.gauge.show_snapshot(snapshot)
        if self.shows("neurons"):
            self.bars.show_snapshot(snapshot)
        if self.shows("time"):
            self.norm_plot.show_snapshot(snapshot)
        if self.shows("direction"):
            self.arrows.show_snapshot(snapshot)
            self.angle_plot.show_snapshot(snapshot)
            self.direction_note.setText(direction_sentence(snapshot))
        if self.shows("layers"):
            self.layer_plot.show_snapshot(snapshot)
            self.layer_note.setText(layers_sentence(layer_gradients(snapshot)))

    def restyle(self, theme: Theme) -> None:
        super().restyle(theme)
        self.gauge.show_theme(theme)
        self._write_legend()

    def summary(self) -> str:
        if self.snapshot is None:
            return EMPTY
        state = clip_state(self.snapshot)
        text = f"Global gradient norm {format_number(state.raw, 2)}"
        if state.clipped:
            text += f", clipped {CLIP_WORDS[state.mode]} to {format_number(state.applied, 2)}"
        parts = [f"{text}; {self.gauge.note}." if self.gauge.note else f"{text}."]
        parts.append(direction_sentence(self.snapshot))
        parts.append(layers_sentence(layer_gradients(self.snapshot)))
        return " ".join(parts)

    def table(self) -> Table:
        header = ("neuron", "label", "raw norm", "applied norm", "frozen")
        if self.snapshot is None:
            return header, ()
        units = units_of(self.snapshot)
        raw = neuron_norms(self.snapshot, self.snapshot.raw_gradient)
        applied = neuron_norms(self.snapshot, self.snapshot.applied_gradient)
        rows = [
            (name, label, float(before), float(after), int(frozen))
            for name, label, before, after, frozen in zip(
                units.names, units.labels, raw, applied, units.frozen, strict=True
            )
        ]
        return header, rows

    # --- inside ------------------------------------------------------------------------------

    def _write_legend(self) -> None:
        """Name the marks of what is shown: bars, lines and the dots of clipped steps."""
        theme = self.theme
        bars, lines = self.shows("neurons"), self.shows("time")
        raw, applied = ("▯", "▮") if bars else ("─", "─")
        marks = [(raw, theme.dim, "raw"), (applied, theme.accent, "applied")]
        if lines:
            marks.append(("●", theme.neg, "clipped"))
        words = [
            f"<span style='color:{colour}'>{mark}</span> {word}" for mark, colour, word in marks
        ]
        self.legend.setText("&nbsp;&nbsp; ".join([*words, "‖g‖"]))

    def _lay_out(self) -> None:
        for label in (self.direction_note, self.layer_note):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.arrows.setMaximumHeight(110)
        self._direction = _Cell(
            "Direction", (self.arrows, 2), (self.angle_plot, 5), (self.direction_note, 2)
        )
        self._layers = _Cell("Layers", (self.layer_plot, 5), (self.layer_note, 1))
        self._time = _Cell("Over time", (self.norm_plot, 1))
        self._lower = QWidget()
        row = QHBoxLayout(self._lower)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(28)
        for cell in (self._time, self._direction, self._layers):
            row.addWidget(cell, 1)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(20)
        self._grid.setVerticalSpacing(20)
        self._grid.setColumnStretch(1, 1)
        self._grid.addWidget(self.gauge, 0, 0)
        self._grid.addWidget(self.bars, 0, 1)
        self._grid.addWidget(self._lower, 0, 1)
        self.body.addLayout(self._grid, 1)


class _Cell(QWidget):
    """Parts side by side in a strip, or under a title and each other."""

    def __init__(self, title: str, *parts: tuple[QWidget, int]) -> None:
        super().__init__()
        self._title = QLabel(title)
        self._title.setFont(font(LABEL, 600))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(12)
        self._row.addWidget(self._title)
        self._shares = [share for _, share in parts]
        self._labels = {
            index for index, (part, _) in enumerate(parts, 1) if isinstance(part, QLabel)
        }
        for widget, share in parts:
            self._row.addWidget(widget, share)

    def stack(self, tall: bool) -> None:
        """Put the parts under each other, or side by side without the title."""
        directions = QBoxLayout.Direction
        self._title.setVisible(tall)
        self._row.setDirection(directions.TopToBottom if tall else directions.LeftToRight)
        self._row.setSpacing(8 if tall else 16)
        for index, share in enumerate(self._shares, start=1):
            self._row.setStretch(index, 0 if tall and index in self._labels else share)
