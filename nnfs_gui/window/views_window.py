"""`ViewsWindow`: the main window's views, laid out, and updated together."""

from __future__ import annotations

from time import perf_counter
from typing import Protocol

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QDialog, QVBoxLayout

from nnfs_gui.canvas.card import NetworkCard
from nnfs_gui.document import Document
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.notifications import NotificationHub
from nnfs_gui.panels.data.data_panel import DataPanel
from nnfs_gui.panels.header.header import Header
from nnfs_gui.panels.tape.strip import TapeStrip
from nnfs_gui.panels.training.training_panel import TrainingPanel
from nnfs_gui.plots.boundary.view import BoundaryPlot
from nnfs_gui.plots.loss.view import LossPlot
from nnfs_gui.plots.shared.enlarge import EnlargeOverlay
from nnfs_gui.plots.tabs import BottomTabs
from nnfs_gui.stylesheet import stylesheet
from nnfs_gui.theme import Theme, Themed, palette
from nnfs_gui.training.snapshot import RunState, Snapshot
from nnfs_gui.widgets.floating import Floating
from nnfs_gui.widgets.focus import order_tabs
from nnfs_gui.widgets.notification_bar import NotificationBar

from .layout import GAP, CardLayout
from .presenter.header import PresenterHeader
from .redraw import RedrawScheduler
from .window_base import WindowBase

CATCH_UP_MS = 150
"""After so long without a frame every view shows the last one."""


class _View(Protocol):
    def show_snapshot(self, snapshot: Snapshot) -> None: ...


class ViewsWindow(WindowBase):
    """Header, message bar and cards; composition only."""

    def __init__(self, document: Document, notifications: NotificationHub, theme: Theme) -> None:
        super().__init__()
        self.header = Header(document, theme)
        self.data_panel = DataPanel(document, theme)
        self.training_panel = TrainingPanel(document, theme)
        self.network = NetworkCard(document, theme)
        self.boundary = BoundaryPlot(document, theme)
        self.loss = LossPlot(document, theme)
        self.tabs = BottomTabs(document, theme)
        self.bar = NotificationBar(notifications, theme=theme)
        self.strip = TapeStrip(theme, self)
        self.presenter_header = PresenterHeader(document, theme, self)
        self.panels = (self.header, self.data_panel, self.training_panel, self.presenter_header)
        self.views = (self.network, self.boundary, self.loss, self.tabs)
        self._moving: tuple[_View, ...] = (self.network, self.boundary)
        read: tuple[_View, ...] = (
            self.header, self.presenter_header, self.training_panel, self.loss, self.tabs,
        )  # fmt: skip
        self._scheduler = RedrawScheduler(read)
        self._newest: Snapshot | None = None
        self._catching_up = QTimer(self)
        self._catching_up.setSingleShot(True)
        self._catching_up.setInterval(CATCH_UP_MS)
        self._catching_up.timeout.connect(self._catch_up)
        self.cards = CardLayout(
            (self.data_panel, self.training_panel),
            self.network,
            (self.boundary, self.loss),
            self.tabs,
        )
        self.tabs.closed_changed.connect(self.cards.fit)
        self.tabs.made.connect(self._view_made)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        top = QVBoxLayout()
        top.addWidget(self.presenter_header)
        layout.addLayout(top)
        self._top = top
        layout.addWidget(self.cards, 1)
        foot = self._foot = QVBoxLayout()
        self.leave_at_the_foot(0)
        foot.addWidget(self.strip)
        layout.addLayout(foot)
        self.overlay = EnlargeOverlay(self, theme)
        self.floating = Floating(self.bar, self, self.strip, self._says_little)
        # A press on anything that takes no focus, and a choice made, give it to the network.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(self.network.canvas)
        self.network.canvas.setFocus()
        order_tabs(self)

    @Slot()
    def _view_made(self) -> None:
        order_tabs(self.tabs)

    def _says_little(self) -> bool:
        """Whether the message goes by itself, and should not lie over more than it must."""
        return self.bar.current is not None and self.bar.current.passes

    def show_presenter(self, on: bool) -> None:
        """Put the presenter's header in the place of the other one, and leave the history out."""
        self.header.setVisible(not on)
        self.presenter_header.setVisible(on)
        self._top.setContentsMargins(GAP, GAP if on else 0, GAP, 0)
        self.strip.leave_out(on)
        self._fit_foot()

    def leave_at_the_foot(self, height: int) -> None:
        """Leave so much room below everything else."""
        self._left_at_the_foot = height
        self._fit_foot()

    def _fit_foot(self) -> None:
        """In a low window, which has no strip, the margin of the cards is enough."""
        low = self.strip.isHidden() and self.presenter_header.isHidden()
        gap = (0 if low else GAP) + self._left_at_the_foot
        self._foot.setContentsMargins(GAP, 0, GAP, gap)

    def height_beside_cards(self) -> int:
        """What is left above the cards at most, while presenting."""
        around = self._top.contentsMargins().top() + self._foot.contentsMargins().bottom()
        return self.height() - self.cards.minimumSizeHint().height() - around

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show a moment of the run; while it goes on, what is read is renewed in turns."""
        now = perf_counter()
        running = snapshot.state is RunState.RUNNING
        read = self._scheduler.due(now) if running else self._scheduler.all(now)
        for view in (*self._moving, *read, self.strip):
            view.show_snapshot(snapshot)
        self._newest = snapshot
        if running:
            self._catching_up.start()
        else:
            self._catching_up.stop()

    @Slot()
    def _catch_up(self) -> None:
        """No frame came for a while: what waited for its turn shows the newest moment now."""
        if self._newest is not None:
            for view in self._scheduler.all(perf_counter()):
                view.show_snapshot(self._newest)

    def show_experiment(self, experiment: Experiment) -> None:
        """Follow an edit everywhere."""
        for view in (*self.panels, *self.views):
            view.show_experiment(experiment)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.strip.fit(self.height())
        self._fit_foot()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Let Tab go round the whole window: after the last stop Qt takes a window's focus proxy
        for the first one, and so would leave out what stands before it."""
        self.setFocusProxy(None)  # type: ignore[arg-type]  # the stubs want a widget
        try:
            return super().focusNextPrevChild(forward)
        finally:
            self.setFocusProxy(self.network.canvas)

    def show_theme(self, theme: Theme) -> None:
        """Recolour everything."""
        QApplication.setPalette(palette(theme))
        self.setStyleSheet(stylesheet(theme))
        for view in (*self.panels, *self.views, self.strip, self.bar, self.overlay):
            view.show_theme(theme)
        for dialog in self.findChildren(QDialog):
            if isinstance(dialog, Themed):
                dialog.show_theme(theme)
