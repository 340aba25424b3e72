"""`NormGauge`: the global norm of the gradient in figures and against its limit."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSpacerItem, QVBoxLayout, QWidget

from nnfs_gui.theme import FIGURE, LABEL, SMALL, Theme, font
from nnfs_gui.training.snapshot import RunState, Snapshot
from nnfs_gui.widgets.numbers import format_exact, format_number, format_percent

from ..shared.bars import Bars
from ..shared.quiet_scale import QuietScale
from ..shared.strip_axes import NameAxis
from ..shared.strip_plot import StripPlot
from .numbers import ClipState, clip_state, clipped_share

GAUGE_WIDTH, BAR_HEIGHT = 216, 38
"""Pixels that the gauge is wide and its bar is high, before they are magnified."""
_GAP = 8
"""Most pixels between the words and the bar."""


class NormBar(StripPlot):
    """The raw and the applied global norm as one bar, with the limit they are held against."""

    MARGINS = (0, 0, 0, 0)

    def __init__(self, theme: Theme) -> None:
        self.bars = Bars(widest=8.0, radius=4.0, upright=False)
        self.limit = pg.InfiniteLine(angle=90)
        self.ends = NameAxis("top", everything=True)
        self._clipped = False
        name, description = "gradient-norm-bar", "Global gradient norm against its limit"
        super().__init__(theme, name, description, top=self.ends)
        self.setMouseEnabled(False, False)
        self.plotItem.hideAxis("left")
        self.plotItem.hideAxis("bottom")
        self.addItem(self.bars, ignoreBounds=True)
        self.addItem(self.limit, ignoreBounds=True)

    def show_state(self, state: ClipState, top: float) -> None:
        """Draw the norms and the limit, up to ``top``; a rare larger norm fills the bar."""
        raw = min(state.raw, top) if math.isfinite(state.raw) else top
        applied = min(state.applied, raw) if math.isfinite(state.applied) else raw
        ends = np.array([top, raw if state.clipped else applied, applied])
        self.bars.set_bars(np.zeros(3), np.zeros(3), ends, np.arange(3))
        self.set_range((0.0, top), (-0.5, 0.5))
        self.limit.setVisible(state.limit is not None)
        if state.limit is None:
            self.ends.set_names(("0", format_exact(top)), (0.0, top))
        else:
            name = f"threshold {format_exact(state.limit)}"
            self.limit.setValue(min(state.limit, top))
            self.ends.set_names((name,), (min(state.limit, top),))
            self.ends.set_tones({name: "text"})
        self._clipped = state.clipped
        self._colour()

    def show_theme(self, theme: Theme) -> None:
        super().show_theme(theme)
        self._theme = theme
        self.limit.setPen(pg.mkPen(theme.text, width=2))
        self._colour()

    def _colour(self) -> None:
        theme = self._theme
        track = theme.raised if theme.dark else theme.line
        cut = theme.blend(theme.panel, theme.neg, 0.45)
        self.bars.set_colours(track, cut, theme.neg if self._clipped else theme.accent)


class NormGauge(QWidget):
    """The global norm of the last step in figures, as a bar, and how often it was clipped."""

    def __init__(self, theme: Theme, bar: NormBar) -> None:
        super().__init__()
        self.setObjectName("gradient-gauge")
        self._state: ClipState | None = None
        self._theme = theme
        self._scale = QuietScale(patience=240)
        self.caption, self.figure_label, self.note_label = (
            QLabel("Global norm ‖g‖"),
            QLabel(),
            QLabel(),
        )
        self.bar = bar
        self._gap = QSpacerItem(0, _GAP)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for label, pixels in (
            (self.caption, SMALL),
            (self.figure_label, FIGURE),
            (self.note_label, LABEL),
        ):
            label.setFont(font(pixels, 600 if pixels == FIGURE else 400, tabular=True))
            label.setProperty("role", "" if pixels == FIGURE else "dim")
            label.setTextFormat(Qt.TextFormat.PlainText)
            column.addWidget(label)
        column.addItem(self._gap)
        column.addWidget(bar)
        column.addStretch(1)
        self.show_magnified(1.0)
        self.show_theme(theme)

    @property
    def figure(self) -> str:
        """The norm in figures: ``0.82 → 0.50``, or one number if nothing was clipped."""
        return self.figure_label.text()

    @property
    def note(self) -> str:
        """How often it was clipped of late."""
        return self.note_label.text()

    @property
    def top(self) -> float:
        """The norm at the bar's far end."""
        return self._scale.top

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the last step's norm and how often it was clipped of late."""
        self._state = state = clip_state(snapshot)
        self.bar.show_state(state, self._fitting_top(state, snapshot))
        applied = f" → {format_number(state.applied, 2)}" if state.clipped else ""
        self.figure_label.setText(format_number(state.raw, 2) + applied)
        self.note_label.setText(_note(state, snapshot))
        self._colour_figure()

    def show_theme(self, theme: Theme) -> None:
        """Take the colours of ``theme``; the bar follows the view's plots."""
        self._theme = theme
        self._colour_figure()

    def show_magnified(self, factor: float) -> None:
        """Give all parts the room that their words need."""
        # A label of a fixed size does not have the whole card laid out when its text changes.
        for label, height in ((self.caption, 14), (self.figure_label, 25), (self.note_label, 16)):
            label.setFixedSize(round(GAUGE_WIDTH * factor), round(height * factor))
        self.bar.setFixedHeight(round(BAR_HEIGHT * factor))
        self.bar.ends.setHeight(round(18 * factor))
        self._fit()

    def _fit(self) -> None:
        """Show what there is room for: the figure, above it what it is, below it more."""
        needed = 0
        for part in (self.figure_label, self.caption, self.note_label, self.bar):
            needed += part.minimumHeight()
            part.setVisible(part is self.figure_label or needed <= self.height())
        self._gap.changeSize(0, min(_GAP, max(0, self.height() - needed)))
        self._column.invalidate()  # a gap alone does not tell

    def _fitting_top(self, state: ClipState, snapshot: Snapshot) -> float:
        norms, running = snapshot.gradient_norms, snapshot.state is RunState.RUNNING
        # Most steps fit; a rare large one fills the bar, instead of squeezing all the others.
        usual = float(np.percentile(norms.raw, 75)) if len(norms.raw) else state.raw
        largest = max(1.3 * usual, 1.6 * (state.limit or 0.0))
        if not running and math.isfinite(state.raw):
            largest = max(largest, state.raw)  # at rest the figures are compared
        if not len(norms.raw):
            self._scale.begin_anew()
        return self._scale.follow(largest, running)

    def _colour_figure(self) -> None:
        theme = self._theme
        hot = theme.neg if theme.dark else theme.blend(theme.neg, "#000000", 0.18)
        colour = hot if self._state is not None and self._state.clipped else theme.text
        style = f"color: {colour}; background: transparent;"
        if style != self.figure_label.styleSheet():
            self.figure_label.setStyleSheet(style)

    # --- Qt ----------------------------------------------------------------------------------

    def minimumSizeHint(self) -> QSize:
        return QSize(self.figure_label.minimumWidth(), self.figure_label.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


def _note(state: ClipState, snapshot: Snapshot) -> str:
    """How often the gradient was clipped of late."""
    norms = snapshot.gradient_norms
    share = clipped_share(norms)
    if not len(norms.clipped):
        return "no step yet"
    if state.mode == "none" and share == 0.0:
        return "not clipped"
    return f"clipped in {format_percent(share)} of the last {len(norms.clipped)} steps"
