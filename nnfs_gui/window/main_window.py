"""`MainWindow`: connects views, actions, document and session."""

from __future__ import annotations

from PySide6.QtCore import QSize, Slot
from PySide6.QtGui import QAction, QCloseEvent
from PySide6.QtWidgets import QWidget

from nnfs_gui.document import Document
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.notifications import NotificationHub
from nnfs_gui.settings import Settings
from nnfs_gui.theme import Theme, ThemeSource
from nnfs_gui.training.snapshot import Snapshot
from nnfs_gui.training.thread.session import TrainingSession

from .action_handlers import ActionHandlers
from .actions import make_actions, make_menu
from .author.author import Author
from .data_dialogs import DataDialogs
from .explanation import Explanation
from .files_menu import FilesMenu
from .gallery.gallery import Gallery
from .handouts import Handouts
from .lessons.controller import LessonController
from .lessons.handing_in import HandingIn
from .lessons.lesson_window import LessonWindow
from .presenter.lesson import LessonPresenting
from .presenter.presenter import Presenter
from .run_handlers import RunHandlers
from .run_reports import RunReports
from .share.share import Share
from .step_walk import StepWalk
from .tape_handlers import TapeHandlers
from .titles import window_title
from .transport import Transport
from .window_base import fit_first_size

SMALLEST = (1024, 640)
FIRST = (1600, 1000)


class MainWindow(LessonWindow):
    """Header, cards and menus around one document and one training session."""

    def __init__(
        self,
        document: Document,
        session: TrainingSession,
        themes: ThemeSource,
        notifications: NotificationHub,
        settings: Settings,
    ) -> None:
        super().__init__(document, notifications, themes.theme)
        self.setObjectName("window")
        self.setMinimumSize(*SMALLEST)
        self._document, self._session, self._themes = document, session, themes
        self._notifications, self._settings = notifications, settings
        self._frame_pending, self._quiet, self._unasked = False, False, False
        self.files = FilesMenu(document, session, settings, self)
        self.transport = transport = Transport(session, self)
        self.handlers = ActionHandlers(document, session, themes, settings, transport, self)
        self.tape_handlers = TapeHandlers(session, transport, self)
        self.run_handlers = RunHandlers(document, session, self)
        self.data_dialogs = DataDialogs(document, themes, self)
        self.walk = StepWalk(document, session, notifications, transport, self)
        self.share = Share(document, session, themes, self.files, notifications, self)
        self.presenter = Presenter(self, session, transport)
        self.reports = RunReports(document, session, transport, notifications, self)
        self.explanation = Explanation(self.reports, document, session, themes, notifications, self)
        self.lessons = LessonController(document, session, self.files, themes, notifications, self)
        self.lesson_presenting = LessonPresenting(self.lessons, self.presenter, themes, self)
        self.handing_in = HandingIn(self.lessons, themes, notifications, self)
        self.author = Author(
            document, session, self.files, self.lessons, themes, notifications, self
        )
        self.handouts = Handouts(self.lessons, self.author, notifications, self)
        self.gallery = Gallery(self.lessons, self.files, settings, themes, notifications, self)
        self.gallery.join(self.author.file, self.handing_in)
        self.actions_by_name = self._make_actions()
        self.gallery.offer(*(self.actions_by_name[n] for n in ("write_lesson", "open_answers")))
        self.menu = make_menu(
            self, self.actions_by_name, {"File": (self.files.presets, self.files.recent)}
        )
        self.share.fill(self.actions_by_name)
        self._wire_views()
        self._wire_window()
        self._show_theme(themes.theme)
        self._show_experiment(document.experiment, document.experiment)

    # --- wiring ---

    def _make_actions(self) -> dict[str, QAction]:
        handlers = self.handlers.handlers() | self.files.handlers() | self.tape_handlers.handlers()
        handlers |= self.share.handlers() | self.explanation.handlers()
        handlers |= self.handing_in.handlers() | self.author.handlers() | self.handouts.handlers()
        handlers |= {
            "import_table": self.data_dialogs.import_table,
            "presenter": self.presenter.toggle,
            "hide_views": self.tabs.toggle,
            "reset_layout": self.reset_layout,
            "gallery": self.gallery.open,
            "quit": self.close,
        }
        handlers |= self.walk.handlers(handlers)
        return make_actions(self, handlers, self._document.undo_stack)

    def _wire_views(self) -> None:
        transport, header = self.transport, self.header
        header.play_toggled.connect(transport.toggle)
        header.rewound.connect(transport.rewind)
        header.step_requested.connect(transport.step)
        header.speed_moved.connect(transport.set_speed)
        header.presenter_toggled.connect(self.presenter.switch)
        self.presenter.switched.connect(header.show_presenter)
        self.presenter.switched.connect(self.walk.leave)
        self.presenter.switched.connect(self.actions_by_name["presenter"].setChecked)
        self.escaped.connect(self.walk.escape)
        self.walk.escaped.connect(self.presenter.leave)
        header.theme_toggled.connect(self.handlers.toggle_theme)
        header.export_requested.connect(self.share.popup)
        header.menu_requested.connect(self.menu.popup)
        header.shelf_requested.connect(self.gallery.open)
        self.gallery.switched.connect(self._show_title)
        self.network.selection_changed.connect(self.tabs.show_selection)
        self.network.unit_hovered.connect(self._show_unit)
        self.network.solo_changed.connect(self._show_unit)
        self.network.space_tapped.connect(transport.toggle)
        self.boundary.point_clicked.connect(self.tabs.show_point)
        self.tabs.point_chosen.connect(self.boundary.show_point)
        self.tabs.unit_clicked.connect(self.network.select_unit)
        for view in (self.boundary, self.loss):
            view.enlarge_requested.connect(self._enlarge_sender)
            view.failed.connect(self._notifications.error)
        self.tabs.enlarge_requested.connect(self.overlay.open)
        self.tabs.closed_changed.connect(self.actions_by_name["hide_views"].setChecked)
        self.tabs.failed.connect(self._notifications.error)
        for panel in (self.data_panel, self.training_panel):
            panel.adapted.connect(self._notifications.info)
        for part in (*self.panels, self.network):
            part.refused.connect(self._notifications.warn)

    def _wire_window(self) -> None:
        session = self._session
        session.snapshot_changed.connect(self._show_snapshot)
        session.state_changed.connect(self.header.show_state)
        session.speed_changed.connect(self.header.show_speed)
        self.header.show_speed(session.speed)
        session.speed_changed.connect(self._settings.set_speed)
        self._document.experiment_changed.connect(self._show_experiment)
        self._document.file_changed.connect(self._show_title)
        self._themes.theme_changed.connect(self._show_theme)
        self.painted.connect(self._frame_painted)
        self.experiment_dropped.connect(self.files.open_dropped)
        for teller in (self.files, self.handlers):
            teller.failed.connect(self._notifications.error)
            teller.told.connect(self._notifications.info)
        self.files.posted.connect(self._notifications.post)
        self.files.withdrawn.connect(self._notifications.withdraw)

    # --- public ---

    def restore_and_show(self) -> None:
        """Show the window as it was left, or at its first size."""
        fit_first_size(self, QSize(*FIRST), QSize(*SMALLEST))
        if self._settings.geometry():
            self.restoreGeometry(self._settings.geometry())
        self.cards.restore(self._settings.splitters())
        self.tabs.set_closed(self._settings.tabs_closed())
        self._session.set_speed(self._settings.speed())
        if not self._settings.has_drawn():
            self.network.canvas.invited.connect(self._settings.set_has_drawn)
            self.network.canvas.invite()
        self.show()

    def reset_layout(self) -> None:
        """Put everything in the place it has at the first start."""
        self.tabs.set_closed(False)
        self.cards.reset()

    def close_quietly(self) -> None:
        """Close without asking about changes or remembering the window's place."""
        self._quiet = True
        self.close()

    def close_unasked(self) -> None:
        """Close without asking about changes, which are kept elsewhere."""
        self._unasked = True
        self.close()

    # --- slots ---

    @Slot(object)
    def _show_snapshot(self, snapshot: Snapshot) -> None:
        self._frame_pending = True
        self.show_snapshot(snapshot)

    @Slot(object, object)
    def _show_experiment(self, _old: Experiment, new: Experiment) -> None:
        self.show_experiment(new)
        self._show_title()

    @Slot(object)
    def _show_theme(self, theme: Theme) -> None:
        self.show_theme(theme)
        chosen = "system" if self._themes.follows_system else theme.name
        for name in ("system", "dark", "light"):
            self.actions_by_name[f"theme_{name}"].setChecked(name == chosen)

    @Slot()
    def _show_title(self) -> None:
        self.setWindowTitle(window_title(self._document, self.lessons, self.gallery))
        self.setWindowModified(self._document.modified)
        self.header.show_file()

    @Slot(object)
    def _show_unit(self, unit: str | None) -> None:
        self.boundary.show_unit(self._session.snapshot, unit)

    @Slot()
    def _enlarge_sender(self) -> None:
        if isinstance(view := self.sender(), QWidget):
            self.overlay.open(view)

    @Slot()
    def _frame_painted(self) -> None:
        """Tell the session that its snapshot has been drawn, so that training goes on."""
        if self._frame_pending:
            self._frame_pending = False
            self._session.frame_drawn()

    # --- Qt ---

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._quiet:
            if not (self._unasked or self.author.may_leave()):
                event.ignore()
                return
            self.author.close(keep=self._unasked)
            if not self.gallery.may_leave(lambda: self._unasked or self.files.may_discard()):
                event.ignore()
                return
            self.presenter.leave()  # the next start begins with the forms, and not in full screen
            self._settings.set_geometry(self.saveGeometry())
            self._settings.set_splitters(self.cards.state())
            self._settings.set_tabs_closed(self.tabs.closed)
        self.tabs.shutdown()
        self.files.shutdown()
        self.closed.emit()
        event.accept()
