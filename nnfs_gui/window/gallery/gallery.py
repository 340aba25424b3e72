"""`Gallery`: opens the page of lessons and experiments, and what is chosen there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QAction

from nnfs_gui.assets import lesson_paths
from nnfs_gui.background import Asked, BackgroundWorker
from nnfs_gui.experiment.files import FileError, load_experiment
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.experiment.presets import load_preset
from nnfs_gui.lessons.model import Lesson
from nnfs_gui.notifications import Action, Notification, NotificationHub
from nnfs_gui.plots.boundary.thumbnail import telling_image
from nnfs_gui.settings import Settings
from nnfs_gui.theme import Theme, ThemeSource
from nnfs_gui.training.saved import is_run_file

from ..author.text_file import TextFile
from ..files_menu import FilesMenu
from ..lessons.controller import LessonController
from ..lessons.handing_in import HandingIn
from ..lessons.lesson_window import LessonWindow
from .pictures import Made, PictureMaker, Wanted

if TYPE_CHECKING:  # what only an open gallery needs costs no start
    from .card_menu import CardMenu
    from .catalogue import LessonEntry
    from .page import GalleryPage

Read = tuple[list[tuple[Lesson, Path]], list[tuple[Lesson, Path]], list[tuple[Path, str]]]
"""The lessons that came along, those of one's own, and what is wrong with files that are none."""
TOPIC, LISTED = "notes", "own-lessons"
_FILES = 6
PATIENCE = 0.15
"""Seconds for which opening waits for the lessons, so that they do not flash up."""


class Gallery(QObject):
    """Made when it is first opened, so that it costs no start.

    Signals: ``switched(bool)`` when it was opened or closed.
    """

    switched = Signal(bool)

    def __init__(
        self,
        lessons: LessonController,
        files: FilesMenu,
        settings: Settings,
        themes: ThemeSource,
        notifications: NotificationHub,
        window: LessonWindow,
    ) -> None:
        super().__init__(window)
        self._lessons, self._files, self._settings = lessons, files, settings
        self._themes, self._hub, self._window = themes, notifications, window
        self.pictures = PictureMaker(self)
        self._page: GalleryPage | None = None
        self._bundled: list[tuple[Lesson, Path]] = []
        self._entries: list[LessonEntry] = []
        self._menu: CardMenu | None = None
        self._first_time = False
        self._offered: tuple[QAction, ...] = ()
        self._handing_in: HandingIn | None = None
        self._text_file: TextFile | None = None
        self._reader = BackgroundWorker(self)
        self._reader.finished.connect(self._show_lessons)
        self._reader.failed.connect(self._raise)
        self._made: dict[str, Made] = {}
        self.pictures.made.connect(self._show_made)
        themes.theme_changed.connect(self._show_theme)
        lessons.opened.connect(self._note_opened)
        lessons.finished.connect(self._open_after)
        window.closed.connect(self.pictures.shutdown)
        window.closed.connect(self._reader.shutdown)

    def join(self, file: TextFile, handing_in: HandingIn) -> None:
        """List what is written in the window, too, and let answers be saved from a card."""
        file.filed.connect(self._note_file)
        self._text_file, self._handing_in = file, handing_in
        self._files.set_lesson_path(self._own_path)

    def offer(self, *actions: QAction) -> None:
        """Let the page have buttons for these, too."""
        self._offered = actions

    @property
    def page(self) -> GalleryPage | None:
        """The page, once it was opened."""
        return self._page

    @property
    def is_open(self) -> bool:
        return self._page is not None and self._page.isVisible()

    def offer_at_start(self) -> None:
        """At the first start, for the tour, and where the last one ended in a lesson."""
        if not self._settings.has_seen_gallery() or self._settings.left_in_lesson():
            self.open()

    def may_leave(self, may_discard: Callable[[], bool]) -> bool:
        """The window closes, unless what may be unsaved, which is the learner's own, is to stay.

        The next start offers to go on with the lesson that is open.
        """
        lessons, lesson = self._lessons, self._lessons.lesson
        path, number = lessons.path, lessons.number
        lessons.leave()
        may = may_discard()
        if may:
            self._settings.set_left_in_lesson(lesson is not None)
        elif lesson is not None:
            lessons.open(lesson, path, number)
        return may

    @Slot()
    def open(self) -> None:
        """Show what there is, with the progress of now; again closes it."""
        if self.is_open:
            self.close()
            return
        from .catalogue import presets

        page = self._made_page()
        self._first_time = not self._settings.has_seen_gallery()
        self._settings.set_has_seen_gallery()
        page.show_experiments(presets(), self._settings.recent_files()[:_FILES])
        self._window.setFocusProxy(
            page
        )  # a press on what takes no focus is not for what lies below
        page.open()
        self._window.bar.raise_()  # what is offered or told is not hidden
        self.switched.emit(True)
        self._read()

    def _read(self) -> None:
        """Read the lessons; those that came along do not change, one's own may have."""
        own = self._settings.recent_lessons()
        self._reader.start(partial(_load, self._bundled, own), PATIENCE)

    @Slot(object)
    def _show_lessons(self, read: Read) -> None:
        """The lessons have been read."""
        from .catalogue import entries

        self._bundled, own, broken = read
        if self._page is not None and self.is_open:
            found = entries([*self._bundled, *own], self._lessons.progress.records())
            self._page.show_lessons(found, broken, first_time=self._first_time)
            self._entries = found
            self._make_pictures(self._settings.recent_files()[:_FILES])

    @Slot(object)
    def _raise(self, error: Exception) -> None:
        raise error

    @Slot()
    def _open_after(self) -> None:
        """Show what one did and what comes next; but whoever tried an own text is back there."""
        if self._window.cards.left.lesson is None:
            self.open()

    @Slot()
    def _note_opened(self) -> None:
        """A lesson of one's own has a card from now on."""
        if self._lessons.path is not None:
            self._note_file(self._lessons.path)

    @Slot(object)
    def _note_file(self, path: Path) -> None:
        """A lesson was opened or written."""
        if _is_own(path):
            self._settings.add_recent_lesson(path.resolve())

    def _own_path(self) -> Path | None:
        """The file of one's own lesson that is played or written now."""
        written = None if self._text_file is None else self._text_file.path
        path = self._lessons.path or written
        return path if path is not None and _is_own(path) else None

    @Slot()
    def close(self) -> None:
        """Back to what was open."""
        if self._page is not None and self._page.isVisible():
            # First, since Qt hands on the focus of what is hidden as the tab key does: with a ring.
            self._window.setFocusProxy(self._window.network.canvas)
            self._window.network.canvas.setFocus()
            self._page.hide()
            self.pictures.stop()
            self.switched.emit(False)

    def _made_page(self) -> GalleryPage:
        if self._page is None:
            from .page import GalleryPage

            page = self._page = GalleryPage(self._window, self._themes.theme)
            page.closed.connect(self.close)
            page.lesson_chosen.connect(self._open_lesson)
            page.preset_chosen.connect(self._open_preset)
            page.file_chosen.connect(self._open_file)
            page.open_asked.connect(self._ask_for_file)
            page.removal_asked.connect(self._remove)
            self._make_menu(page)
            for action in self._offered:
                page.add_action(action)
        return self._page

    # --- what is chosen ----------------------------------------------------------------------

    @Slot(object)
    def _open_lesson(self, entry: LessonEntry) -> None:
        if self._lessons.leave_for_another():
            self.close()
            self._lessons.open(entry.lesson, entry.path)

    def _make_menu(self, page: GalleryPage) -> None:
        from .card_menu import CardMenu

        menu = self._menu = CardMenu(self._window)
        page.menu_asked.connect(menu.show_at)
        menu.opened.connect(self._open_lesson)
        menu.saving_asked.connect(self._save_answers)
        menu.restarted.connect(self._start_again)
        menu.removed.connect(self._remove)
        page.file_menu_asked.connect(menu.show_of_file)
        page.file_removal_asked.connect(self._unlist)
        menu.file_opened.connect(self._open_file)
        menu.file_removed.connect(self._unlist)

    @Slot(object)
    def _save_answers(self, entry: LessonEntry) -> None:
        if self._handing_in is not None:
            self._handing_in.save_of(entry.lesson)

    @Slot(object)
    def _start_again(self, entry: LessonEntry) -> None:
        """Forget what was answered in a lesson, and open it."""
        if self._lessons.leave_for_another():
            self._lessons.progress.forget(entry.lesson.id)
            self._open_lesson(entry)

    @Slot(object)
    def _remove(self, entry: LessonEntry) -> None:
        self._unlist(entry.path, f"“{entry.lesson.title}”")

    @Slot(object)
    def _unlist(self, path: Path, name: str = "") -> None:
        """List a file of one's own no more; it stays, and can be put back."""
        self._settings.remove_recent_lesson(path)
        message = f"{name or path.name} is no longer listed; its file stays where it is."
        back = Action("Put it back", partial(self._put_back, path))
        self._hub.post(Notification(message, actions=(back,), topic=LISTED))
        if self._page is not None:
            self._page.setFocus(Qt.FocusReason.OtherFocusReason)  # the card goes
        self._read()

    def _put_back(self, path: Path) -> None:
        self._settings.add_recent_lesson(path)
        if self.is_open:
            self._read()

    @Slot(str)
    def _open_preset(self, slug: str) -> None:
        self.close()
        experiment = load_preset(slug)
        if self._files.open_experiment(experiment) and experiment.notes:
            self._hub.post(Notification(experiment.notes, topic=TOPIC, stays=True))

    @Slot(object)
    def _open_file(self, path: Path) -> None:
        self.close()
        self._files.open_dropped(path)

    @Slot()
    def _ask_for_file(self) -> None:
        self.close()
        self._files.ask_and_open()

    # --- pictures ----------------------------------------------------------------------------

    def _make_pictures(self, files: tuple[Path, ...]) -> None:
        from .catalogue import EPOCHS, picture_of, presets

        wanted = [Wanted(one.key, partial(picture_of, one.lesson)) for one in self._entries]
        wanted += [
            Wanted(f"preset {slug}", partial(_kept, made, EPOCHS)) for slug, made in presets()
        ]
        wanted += [Wanted(f"file {path}", partial(_set_up, path)) for path in files]
        self.pictures.make(wanted)

    @Slot(object)
    def _show_made(self, made: Made) -> None:
        self._made[made.key] = made
        if self._page is not None:
            theme = self._themes.theme
            image = telling_image(made.outputs, made.experiment, theme, made.points)
            self._page.show_picture(made.key, image)

    @Slot(object)
    def _show_theme(self, theme: Theme) -> None:
        if self._page is not None:
            self._page.show_theme(theme)
            for made in self._made.values():
                self._show_made(made)


def _load(bundled: list[tuple[Lesson, Path]], own: Sequence[Path], _stop: Asked) -> Read:
    from .catalogue import load_lessons, load_own

    return bundled or load_lessons(), *load_own(own)


def _is_own(path: Path) -> bool:
    """Whether a lesson's file is not one that came along."""
    return path.resolve() not in {one.resolve() for one in lesson_paths()}


def _kept(experiment: Experiment, epochs: int) -> tuple[Experiment, int]:
    return experiment, epochs


def _set_up(path: Path) -> tuple[Experiment, int] | None:
    """The experiment in a file, if that is quickly read."""
    from .catalogue import EPOCHS

    if is_run_file(path):
        return None
    try:
        return load_experiment(path), EPOCHS
    except FileError:
        return None
