"""`Playground`: makes document, session and window, and shuts them down in order."""

from __future__ import annotations

import signal
import sys
import traceback
import warnings
import weakref
from pathlib import Path
from types import CodeType, TracebackType

import shiboken6
from PySide6.QtCore import QObject, QStandardPaths, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication

from nnfs_gui.display import end_with_x_server
from nnfs_gui.document import Document
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.notifications import NotificationHub
from nnfs_gui.overrides import guard_overrides
from nnfs_gui.settings import Settings
from nnfs_gui.theme import DARK, LIGHT, Theme, ThemeSource, load_fonts, set_fonts
from nnfs_gui.training.saved import Restored
from nnfs_gui.training.thread.garbage import GarbageCollector
from nnfs_gui.training.thread.session import TrainingSession
from nnfs_gui.widgets.motion import allow_motion
from nnfs_gui.window.author.draft_offer import DraftOffer
from nnfs_gui.window.clipping_hint import ClippingHint
from nnfs_gui.window.main_window import MainWindow
from nnfs_gui.window.recovery.keeper import RecoveryKeeper
from nnfs_gui.window.recovery.offers import RecoveryOffers

THEMES: dict[str, Theme] = {"dark": DARK, "light": LIGHT}


def make_application() -> QApplication:
    """The QApplication with the project's name, style and font; the existing one if there is."""
    guard_overrides()
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    QApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    application = QApplication(sys.argv[:1])
    application.setApplicationName("nnfs-playground")
    application.setApplicationDisplayName("NNFS Playground")
    application.setStyle("Fusion")
    load_fonts()
    set_fonts(application)
    return application


def _take_down(session: TrainingSession, window: MainWindow) -> None:
    """End what a dropped playground leaves behind, while Python's halves of it are whole.

    Found as garbage, a window would lose them first, and its event filters would miss attributes.
    """
    if shiboken6.isValid(session):
        session.shutdown()
    if shiboken6.isValid(window):
        shiboken6.delete(window)


class Playground(QObject):
    """Everything that lives as long as the window does; the window dies with it."""

    def __init__(self, settings: Settings, theme: Theme | None = None) -> None:
        super().__init__()
        self.settings = settings
        self.document = Document(self)
        self.themes = ThemeSource(self)
        self.themes.choose(theme or THEMES.get(settings.theme()))
        self.notifications = NotificationHub(self)
        self.session = TrainingSession(self.document, self)
        self.window = MainWindow(
            self.document, self.session, self.themes, self.notifications, settings
        )
        self.window.closed.connect(self.shutdown)
        ClippingHint(self.document, self.notifications, settings, self)
        weakref.finalize(self, _take_down, self.session, self.window).atexit = False

    def open(
        self, experiment: Experiment | None, path: Path | None, run: Restored | None = None
    ) -> None:
        """Show an experiment as if it had been opened, and its run; None keeps the default one."""
        if experiment is not None:
            self.window.files.show(experiment, path, run)
        if path is not None:
            self.settings.add_recent_file(path)

    def shutdown(self) -> None:
        """End training and its thread; harmless when called again."""
        self.session.shutdown()


def run(
    experiment: Experiment | None,
    path: Path | None,
    restored: Restored | None = None,
    remarks: tuple[str, ...] | None = None,
    lesson: tuple[Path, int] | None = None,
) -> int:
    """Open the window and return the exit status when it was closed.

    ``remarks`` is what a link says that its experiment does not keep, if there was a link;
    ``lesson`` is a lesson's file and the step to begin with, 0 for where the learner stopped.
    """
    # Numbers beyond the range of floats are drawn or told; nobody needs NumPy's remarks on stderr.
    warnings.simplefilter("ignore", RuntimeWarning)
    application = make_application()
    if QApplication.platformName() == "xcb":
        end_with_x_server()
    allow_motion(application)
    collector = GarbageCollector(application)
    playground = Playground(Settings())
    hook = sys.excepthook
    sys.excepthook = _Reporter(playground.notifications)
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppDataLocation)
    leaving = _Leaving(Path(folder) / "recovery", playground)
    playground.open(experiment, path, restored)
    playground.window.restore_and_show()
    leaving.offers.offer()
    leaving.drafts.offer()
    if lesson is not None:
        playground.window.lessons.open_path(*lesson)
    elif experiment is None and path is None:
        gallery = playground.window.gallery
        QTimer.singleShot(0, gallery, gallery.offer_at_start)
    if remarks is not None:
        playground.window.share.links.tell(remarks)
    status = application.exec()
    playground.shutdown()
    collector.stop()
    sys.excepthook = hook
    return status


class _Leaving(QObject):
    """Answers signals: SIGINT closes the window, which may ask; others keep the work and leave."""

    def __init__(self, folder: Path, playground: Playground) -> None:
        super().__init__(playground)
        window = self._window = playground.window
        document, session, hub = playground.document, playground.session, playground.notifications
        self._keeper = RecoveryKeeper(
            folder, document, session, window.files, playground.themes, hub, self
        )
        self.offers = RecoveryOffers(
            folder, document, session, window.files, self._keeper, hub, self
        )
        self.drafts = DraftOffer(window.author, folder.parent / "drafts", hub, self)
        window.closed.connect(self.end)
        for what in (window.lessons, window.author):
            what.entering.connect(self._keeper.hold)
            what.left.connect(self._keeper.release)
        window.lessons.progress.use_folder(folder.parent / "lessons")
        window.author.drafting.use_folder(folder.parent / "drafts")
        window.gallery.pictures.use_folder(folder.parent / "pictures")
        # Python runs a handler between any two bytecodes, even in the midst of a paint event: so
        # it only asks the event loop.  The collector's timer lets it run in time.
        signal.signal(signal.SIGINT, lambda *_: QTimer.singleShot(0, window, window.close))
        for name in ("SIGTERM", "SIGHUP"):
            if number := getattr(signal, name, None):  # Windows has no SIGHUP
                signal.signal(number, lambda *_: QTimer.singleShot(0, self, self._leave))

    @Slot()
    def end(self) -> None:
        """The window is closed: nothing is kept of it, but what was not answered is."""
        self.offers.close()
        self._keeper.close()

    @Slot()
    def _leave(self) -> None:
        if self._keeper.keep_now():
            self._window.close_unasked()
            QApplication.exit(0)  # also from within a dialog


class _Reporter:
    """Shows an unexpected error in the window, with details to copy, instead of losing it.

    One in a call of Qt's, which may come with every frame, is shown once per place.
    """

    def __init__(self, notifications: NotificationHub) -> None:
        self._notifications = notifications
        self._places = set[tuple[CodeType, int]]()

    def __call__(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if getattr(error, "__notes__", ()):
            frames = [(frame.f_code, line) for frame, line in traceback.walk_tb(trace)]
            if frames[-1] in self._places:
                return
            self._places.add(frames[-1])
        details = "".join(traceback.format_exception(kind, error, trace))
        sys.stderr.write(details)
        self._notifications.error(
            f"Something went wrong inside the playground: {error}. Your experiment is untouched.",
            details=details,
        )
