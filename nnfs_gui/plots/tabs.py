"""`BottomTabs`: the card at the bottom, with a view on each of its tabs."""

from __future__ import annotations

from typing import TypeVar, cast

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QTabBar, QWidget

from nnfs_gui.document import Document
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.theme import BODY, Theme, font
from nnfs_gui.training.snapshot import Snapshot
from nnfs_gui.widgets.card import MARGIN, Card
from nnfs_gui.widgets.icons import IconButton
from nnfs_gui.widgets.magnify import FACTOR, magnified, magnify

from .activations.view import ActivationsView
from .gradients.view import GradientsView
from .landscape.view import LandscapeView
from .math.view import MathView
from .runs.view import RunsView
from .shared.base import PlotView
from .shared.parameter_history import ParameterHistory
from .shared.strip import TAB_HEIGHT, StripView
from .weights.view import WeightsView

V = TypeVar("V", bound=StripView)
KINDS: tuple[type[StripView], ...] = (
    GradientsView, WeightsView, ActivationsView, LandscapeView, MathView, RunsView,
)  # fmt: skip
"""In the order of their tabs."""
BAR_TOP = 7
QWIDGETSIZE_MAX = 2**24 - 1
"""Qt's own limit, which means none."""


class FlatTabBar(QTabBar):
    """Tabs as plain words with an accent line under the current one."""

    PADDING = 13

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._by_key = False
        self.setObjectName("bottom-tabs")
        self.setAccessibleName("Views of the training")
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setFont(font(BODY, 600))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setUsesScrollButtons(False)

    def show_theme(self, theme: Theme) -> None:
        """Take the colours of ``theme``."""
        self._theme = theme
        self.update()

    def tabSizeHint(self, index: int) -> QSize:
        width = self.fontMetrics().horizontalAdvance(self.tabText(index))
        return QSize(width + 2 * self.PADDING, magnified(TAB_HEIGHT, self))

    def minimumTabSizeHint(self, index: int) -> QSize:
        return self.tabSizeHint(index)

    def focusInEvent(self, event: QFocusEvent) -> None:
        reasons = Qt.FocusReason
        self._by_key = event.reason() in (reasons.TabFocusReason, reasons.BacktabFocusReason)
        super().focusInEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hovered = self.tabAt(self.mapFromGlobal(self.cursor().pos()))
        for index in range(self.count()):
            box, current = self.tabRect(index), index == self.currentIndex()
            bright = current or (index == hovered and self.underMouse())
            painter.setFont(font(magnified(BODY, self), 600 if current else 500))
            painter.setPen(QColor(theme.text if bright else theme.dim))
            painter.drawText(
                box.adjusted(0, 0, 0, -4), Qt.AlignmentFlag.AlignCenter, self.tabText(index)
            )
            if current:
                self._paint_line(painter, box)

    def _paint_line(self, painter: QPainter, box: QRect) -> None:
        line = QRect(box.left() + self.PADDING, box.bottom() - 3, 0, 3)
        line.setWidth(box.width() - 2 * self.PADDING)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.accent))
        painter.drawRoundedRect(line, 1.5, 1.5)
        if self._by_key and self.hasFocus():
            ring = QColor(self._theme.accent)
            ring.setAlphaF(0.14)
            painter.setBrush(ring)
            painter.drawRoundedRect(box.adjusted(4, 1, -4, -6), 6, 6)


class BottomTabs(Card):
    """The views of the training, one at a time; only the one that is seen does any work.

    A view is made when it is first asked for: all of them would take as long as the rest of the
    window.

    Signals: ``enlarge_requested(PlotView)``; ``failed(str)``, a sentence for people;
    ``unit_clicked(str)``, the id of a neuron that was clicked; ``point_chosen(object)``, the index
    of the point whose mathematics is on the screen, or None when none is any more;
    ``tab_changed(str)``, the title of the new tab; ``closed_changed(bool)`` when the views were
    closed, so that only the tabs are left, or opened again; ``made(StripView)``, a new view.
    """

    enlarge_requested = Signal(object)
    failed = Signal(str)
    unit_clicked = Signal(str)
    point_chosen = Signal(object)
    tab_changed = Signal(str)
    closed_changed = Signal(bool)
    made = Signal(object)

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Views of the training", parent)
        self._title.hide()
        self._document, self._theme = document, theme
        self._snapshot: Snapshot | None = None
        self._selected = frozenset[str]()
        self._room: int | None = None
        self._point: int | None = None
        self._views: dict[type[StripView], StripView] = {}
        self._withheld: frozenset[str] = frozenset()
        self._pages = {kind: QWidget() for kind in KINDS}  # until a view is made
        self.bar = FlatTabBar(theme, self)  # first, so that the Tab key comes to it first
        self.fold = IconButton("down", "Hide the views (Ctrl+J)", self, size=14)
        self.fold.setObjectName("fold-tabs")
        self.parameter_history = ParameterHistory()
        self.stack = QStackedWidget()
        self._build()
        self._connect()
        self._view(KINDS[0])

    @property
    def gradients(self) -> GradientsView:
        """The view on the first tab."""
        return self._view(GradientsView)

    @property
    def weights(self) -> WeightsView:
        """The view of weights and biases."""
        return self._view(WeightsView)

    @property
    def activations(self) -> ActivationsView:
        """The view of how activations are spread."""
        return self._view(ActivationsView)

    @property
    def landscape(self) -> LandscapeView:
        """The view of the loss around the weights."""
        return self._view(LandscapeView)

    @property
    def math(self) -> MathView:
        """The view of the computation itself."""
        return self._view(MathView)

    @property
    def runs(self) -> RunsView:
        """The view of other runs."""
        return self._view(RunsView)

    @property
    def titles(self) -> tuple[str, ...]:
        """Of the tabs, in their order."""
        return tuple(kind.TITLE for kind in KINDS)

    @property
    def views(self) -> tuple[PlotView, ...]:
        """All views, in the order of their tabs; makes those that nobody has seen."""
        return tuple(self._view(kind) for kind in KINDS)

    @property
    def current(self) -> PlotView:
        """The view on the current tab."""
        return self._view(KINDS[self.bar.currentIndex()])

    @property
    def closed(self) -> bool:
        """Whether only the tabs themselves are left."""
        return self.stack.isHidden()

    def set_closed(self, closed: bool) -> None:
        """Leave only the tabs, or show the current view again."""
        if closed != self.closed:
            self.stack.setHidden(closed)
            self._limit_height()
            self.fold.set_icon_name("less" if closed else "down")
            self.fold.set_label("Show the views (Ctrl+J)" if closed else "Hide the views (Ctrl+J)")
            self.closed_changed.emit(closed)

    def toggle(self) -> None:
        """Leave only the tabs if there is more, else show the current view again."""
        self.set_closed(not self.closed)

    def open_tab(self, title: str) -> None:
        """Bring the tab of that title to the front; ValueError if there is none."""
        self.bar.setCurrentIndex(list(self.titles).index(title))

    # --- from the window ---------------------------------------------------------------------

    def show_experiment(self, experiment: Experiment) -> None:
        """Tell every view of an edit."""
        for view in self._views.values():
            view.show_experiment(experiment)

    def show_snapshot(self, snapshot: Snapshot | None) -> None:
        """Draw the visible view; the others remember the snapshot until they are seen."""
        if snapshot is not None:
            self.parameter_history.record(snapshot)
        self._snapshot = snapshot
        for view in self._views.values():
            view.show_snapshot(snapshot)

    def show_theme(self, theme: Theme) -> None:
        """Recolour everything."""
        self._theme = theme
        self.bar.show_theme(theme)
        self.fold.show_theme(theme)
        for view in self._views.values():
            view.show_theme(theme)

    def withhold(self, names: frozenset[str]) -> None:
        """Let no view tell anything of these; see `PlotView.withhold`."""
        self._withheld = names
        for view in self._views.values():
            view.withhold(names)

    def show_selection(self, ids: frozenset[str]) -> None:
        """Follow the selection of neurons."""
        self._selected = ids
        for view in self._views.values():
            view.show_selection(ids)

    def show_point(self, index: int | None) -> None:
        """Show the mathematics of that data point."""
        self._point = self._point if index is None else index
        if MathView in self._views:
            self.math.show_point(index)
        if isinstance(self.current, MathView):
            self.point_chosen.emit(self.math.point)

    def shutdown(self) -> None:
        """Stop what runs in the background and wait for it."""
        for view in self._views.values():
            if isinstance(view, (LandscapeView, RunsView)):
                view.shutdown()

    # --- inside ------------------------------------------------------------------------------

    def _build(self) -> None:
        for kind in KINDS:
            self.bar.addTab(kind.TITLE)
            self.stack.addWidget(self._pages[kind])
        outer = self.layout()
        assert outer is not None
        outer.removeItem(self.header)  # the views bring headers of their own
        outer.setContentsMargins(MARGIN, 8, 12, 8)
        self.body.addWidget(self.stack, 1)
        self.bar.raise_()
        self.fold.raise_()

    def _connect(self) -> None:
        self.bar.currentChanged.connect(self._tab_changed)
        self.bar.tabBarClicked.connect(self._open)
        self.fold.clicked.connect(self.toggle)

    def _view(self, kind: type[V]) -> V:
        if kind not in self._views:
            self._make(kind)
        return cast("V", self._views[kind])

    def _make(self, kind: type[StripView]) -> None:
        """Put a view in the place of its empty page, as if it had been there from the start."""
        view = kind(self._document, self._theme, framed=False, history=self.parameter_history)
        self._views[kind] = view
        page = self._pages.pop(kind)
        self.stack.insertWidget(self.stack.indexOf(page) + 1, view)
        if self.stack.currentWidget() is page:
            self.stack.setCurrentWidget(view)
        self.stack.removeWidget(page)
        page.deleteLater()
        view.enlarge_requested.connect(self._enlarge_current)
        view.failed.connect(self.failed)
        view.unit_clicked.connect(self.unit_clicked)
        view.header_changed.connect(self._place_bar)
        if isinstance(view, MathView):
            view.show_point(self._point)
            view.point_chosen.connect(self.point_chosen)
        factor = float(self.property(FACTOR) or 1.0)
        if factor != 1.0:
            magnify(view, factor)
        self._fit_header(view)
        view.withhold(self._withheld)
        view.show_experiment(self._document.present)
        view.show_snapshot(self._snapshot)
        view.show_selection(self._selected)
        self.made.emit(view)

    def _fit_header(self, view: StripView) -> None:
        if self._room is not None and isinstance(view, (GradientsView, RunsView)):
            view.fit_header(self._room)

    def _enlarge_current(self) -> None:
        self.enlarge_requested.emit(self.current)

    def _open(self) -> None:
        self.set_closed(False)

    def _tab_changed(self, index: int) -> None:
        self._open()
        current = self.current
        self.stack.setCurrentIndex(index)
        self._place_bar()
        self.tab_changed.emit(current.title)
        self.point_chosen.emit(current.point if isinstance(current, MathView) else None)

    # --- Qt ----------------------------------------------------------------------------------

    def minimumSizeHint(self) -> QSize:
        return QSize(480, min(128, self.maximumHeight()))

    def sizeHint(self) -> QSize:
        return QSize(1200, 150)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_bar()

    def show_magnified(self, _factor: float) -> None:
        """Make room for larger words on the tabs."""
        self._place_bar()
        self._limit_height()

    def _limit_height(self) -> None:
        strip = magnified(TAB_HEIGHT, self.bar) + 2 * BAR_TOP
        self.setMaximumHeight(strip if self.closed else QWIDGETSIZE_MAX)

    def _place_bar(self) -> None:
        height = magnified(TAB_HEIGHT, self.bar)
        left = MARGIN - FlatTabBar.PADDING
        self.bar.setGeometry(left, BAR_TOP, self.bar.sizeHint().width(), height)
        self.fold.setGeometry(self.bar.geometry().right() + 1, BAR_TOP, height, height)
        room = self.width() - self.fold.geometry().right() - MARGIN
        self._room = room
        for view in self._views.values():
            self._fit_header(view)
        self._place_views(height, room)

    def _place_views(self, height: int, room: int) -> None:
        """The header of a view stands beside the tabs, or below them if that is too narrow."""
        outer = self.layout()
        assert outer is not None
        beside = self.current.header.sizeHint().width() <= room
        outer.setContentsMargins(MARGIN, 8 if beside else 8 + height, 12, 8)
