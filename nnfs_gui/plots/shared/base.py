"""`PlotView`: the card that every plot lives in, and `Plot`: a pyqtgraph widget in our style."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QShowEvent
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from nnfs_gui.document import Document
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.theme import SMALL, Theme, font
from nnfs_gui.training.snapshot import Snapshot
from nnfs_gui.widgets.icons import IconButton, retint

from .axes import AbsentAxis, PlainAxis
from .export import copy_image, export_menu
from .exportable import ExportableCard
from .pixel_item import PixelItem

Range = tuple[float, float]
P = TypeVar("P", bound="Plot")
SUMMARY_MS = 1000
"""Least time between two changes of the text a screen reader is given."""


class Plot(pg.PlotWidget):  # type: ignore[misc]  # pyqtgraph has no types
    """A themed plot without menus or buttons.

    The wheel and dragging do nothing unless `setMouseEnabled` says otherwise.
    """

    def __init__(
        self,
        theme: Theme,
        *,
        name: str,
        description: str,
        left: PlainAxis | None = None,
        bottom: PlainAxis | None = None,
        top: PlainAxis | None = None,
        right: PlainAxis | None = None,
    ) -> None:
        self._whole: tuple[Range, Range] = ((0.0, 1.0), (0.0, 1.0))
        self._zoomed = False
        self.left = left or PlainAxis("left")
        self.bottom = bottom or PlainAxis("bottom")
        axes = {"left": self.left, "bottom": self.bottom}
        axes |= {side: axis for side, axis in (("top", top), ("right", right)) if axis is not None}
        self._axes = tuple(axes.values())
        absent = {side: AbsentAxis(side) for side in ("top", "right") if side not in axes}
        super().__init__(background=None, axisItems=axes | absent, enableMenu=False)
        for side in absent:
            self.hideAxis(side)
        self.setObjectName(name)
        self.setAccessibleName(description)
        # No key does anything here, so Tab does not stop; a click does, for painting's keys.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hideButtons()
        self.setMouseEnabled(False, False)
        self.plotItem.setContentsMargins(0, 0, 0, 0)
        # Under an application style sheet a view paints its base colour unless told not to.
        self.setStyleSheet("background: transparent; border: none;")
        self.viewport().setAutoFillBackground(False)
        # The plot fills itself, so that Qt need not paint the card and the window below it first.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(QSize(60, 40))
        self.show_theme(theme)

    def show_theme(self, theme: Theme) -> None:
        """Take the colours of ``theme``; items drawn into the plot are their owner's business."""
        self.setBackground(theme.panel)
        for axis in self._axes:
            axis.show_theme(theme)

    def show_magnified(self, factor: float) -> None:
        """Write the axes larger and draw lines thicker, for a projector."""
        for part in (*self._axes, *self.plotItem.items):
            if isinstance(part, (PlainAxis, PixelItem)):
                part.magnify(factor)
            elif isinstance(part, pg.TextItem):
                part.setFont(font(round(SMALL * factor)))

    def set_labels(self, bottom: str = "", left: str = "") -> None:
        """Name the axes, units included: ``"epoch"``, ``"loss (log)"``."""
        for axis, text in ((self.bottom, bottom), (self.left, left)):
            if text != axis.labelText:  # a label costs a layout and two new pictures
                axis.setLabel(text)
                axis.showLabel(bool(text))

    def set_hairlines(self, *, horizontal: bool = False, vertical: bool = False) -> None:
        """Draw grid lines at the ticks."""
        self.left.set_hairlines(horizontal)
        self.bottom.set_hairlines(vertical)

    def set_range(self, x: Range, y: Range) -> None:
        """Show exactly these ranges, as soon as a person no longer looks at a part of them."""
        self._whole = (x, y)
        view = self.plotItem.vb
        # A range that was never set follows the items, whatever it happens to be now.
        other = any(view.autoRangeEnabled()) or [list(x), list(y)] != view.viewRange()
        if not self._zoomed and other:
            self.setRange(xRange=x, yRange=y, padding=0)
            # pyqtgraph would move its items while it paints, and so paint everything twice.
            self.plotItem.vb.updateMatrix()

    def set_zoomable(self) -> None:
        """Let the wheel zoom and dragging move within the ranges of `set_range`."""
        self.setMouseEnabled(True, True)
        self.plotItem.vb.sigRangeChangedManually.connect(self._ranged_by_hand)

    @property
    def zoomed(self) -> bool:
        """Whether a person looks at a part of the ranges."""
        return self._zoomed

    def reset_zoom(self) -> None:
        """Show the whole ranges again."""
        self._zoomed = False
        self.set_range(*self._whole)

    def _ranged_by_hand(self) -> None:
        seen = self.plotItem.vb.viewRange()
        part = [_within(*pair) for pair in zip(seen, self._whole, strict=True)]
        self.setRange(xRange=part[0], yRange=part[1], padding=0)
        self._zoomed = not np.allclose(part, self._whole)

    def wheelEvent(self, event: object) -> None:
        if any(self.plotItem.vb.state["mouseEnabled"]):
            super().wheelEvent(event)
        else:
            event.ignore()  # type: ignore[attr-defined]  # a QWheelEvent; lets a scroll area have it


def _within(part: Sequence[float], whole: Range) -> Range:
    """``part`` moved, and where it is too wide cut, to lie within ``whole``."""
    low = max(whole[0], min(part[0], whole[1] - (part[1] - part[0])))
    return low, min(whole[1], low + part[1] - part[0])


class PlotView(ExportableCard):
    """A card with a plot that can be enlarged, copied, saved and read aloud.

    A view overrides `draw` (and `restyle`, `summary`, `table`); it is asked to draw only while it
    is visible, and with the newest snapshot as soon as it becomes so.  With ``framed=False`` it is
    a page for a tab: no frame, no title.

    Signals: ``enlarge_requested()`` on a double click; ``failed(str)`` with a sentence for people.
    """

    enlarge_requested = Signal()

    def __init__(
        self,
        title: str,
        document: Document,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        framed: bool = True,
    ) -> None:
        super().__init__(title, parent)
        self.document, self.theme, self.framed = document, theme, framed
        self.snapshot: Snapshot | None = None
        self._plots: list[Plot] = []
        self._stale = False
        self._summary_due = False
        self._summary_timer = QTimer(self)
        self._summary_timer.setSingleShot(True)
        self._summary_timer.setInterval(SUMMARY_MS)
        self._summary_timer.timeout.connect(self._summary_timeout)
        if not framed:
            self._remove_frame()
        self.more_button = self._make_more_button()

    # --- for views ---------------------------------------------------------------------------

    def draw(self, snapshot: Snapshot) -> None:
        """Show ``snapshot``; called only while visible."""

    def restyle(self, theme: Theme) -> None:
        """Recolour everything but the axes."""

    def add_plot(self, plot: P) -> P:
        """Register a plot: it follows the theme and a double click on it enlarges the view."""
        self._plots.append(plot)
        plot.viewport().installEventFilter(self)
        return plot

    def fill_menu(self, menu: QMenu) -> None:
        """Add entries of the view's own before the ones every plot has."""

    # --- from the window ---------------------------------------------------------------------

    def show_experiment(self, experiment: Experiment) -> None:
        """Follow an edit; most plots wait for the snapshot that follows it."""

    def show_snapshot(self, snapshot: Snapshot | None) -> None:
        """Draw ``snapshot`` now if visible, otherwise when shown."""
        self.snapshot = snapshot
        if snapshot is None:
            return
        self._stale = not self.isVisible()
        if not self._stale:
            self.draw(snapshot)
            self.summary_changed()

    def show_theme(self, theme: Theme) -> None:
        """Recolour the view."""
        self.theme = theme
        retint(self, theme)
        for plot in self._plots:
            plot.show_theme(theme)
        self.restyle(theme)

    def withhold(self, names: frozenset[str]) -> None:
        """Tell nothing of these views, by the names of `experiment.controls`, in any way."""
        if names != self.withheld:
            self.withheld = names
            self.setAccessibleDescription(self.summary())
            if self.snapshot is not None and self.isVisible():
                self.draw(self.snapshot)

    def summary_changed(self) -> None:
        """Renew the accessible description, at most once a second."""
        if self._summary_timer.isActive():
            self._summary_due = True
            return
        self.setAccessibleDescription(self.summary())
        self._summary_timer.start()

    # --- inside ------------------------------------------------------------------------------

    def _make_more_button(self) -> IconButton:
        button = IconButton("ph.dots-three", "Enlarge, copy, save", self, size=16)
        button.setObjectName("plot-more")
        button.show_theme(self.theme)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setMenu(QMenu(button))
        button.menu().aboutToShow.connect(self._refill_menu)
        self.header.addWidget(button)
        return button

    def _refill_menu(self) -> None:
        menu = self.more_button.menu()
        menu.clear()
        self._fill(menu)

    def _fill(self, menu: QMenu) -> None:
        self.fill_menu(menu)
        enlarge = menu.addAction("Enlarge")
        enlarge.setObjectName("plot-enlarge")
        enlarge.triggered.connect(self.enlarge_requested)
        export_menu(self, menu)

    def _remove_frame(self) -> None:
        self.setObjectName("plot-page")
        self._title.hide()
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(0, 0, 0, 0)

    def _summary_timeout(self) -> None:
        if self._summary_due:
            self._summary_due = False
            self.summary_changed()

    def double_clicked(self, event: QMouseEvent) -> bool:
        """Whether the view takes a double click on a plot; by default it enlarges, or zooms out."""
        if event.button() != Qt.MouseButton.LeftButton:
            return False
        zoomed = [plot for plot in self._plots if plot.zoomed and plot.viewport().underMouse()]
        for plot in zoomed:
            plot.reset_zoom()
        if not zoomed:
            self.enlarge_requested.emit()
        return True

    def copy_image(self) -> None:
        """Put a picture of the view on the clipboard."""
        copy_image(self)

    # --- Qt ----------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonDblClick and isinstance(event, QMouseEvent):
            return self.double_clicked(event)
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale and self.snapshot is not None:
            self._stale = False
            self.draw(self.snapshot)
            self.summary_changed()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._fill(menu)
        menu.popup(event.globalPos())
