"""`Handouts`: a lesson as a sheet to print, for learners or with the answers."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QTemporaryDir, Slot
from PySide6.QtWidgets import QFileDialog

from nnfs_gui.assets import lesson_paths
from nnfs_gui.notifications import Action, Notification, NotificationHub

from .author.asking import SUFFIX, asked_file
from .author.author import Author
from .lessons.controller import LessonController
from .lessons.lesson_window import LessonWindow

TOPIC = "handout"
_START = "import sys; from nnfs_gui.cli import main; sys.exit(main())"
_COPIES = {
    False: ("handout", "Print the learner's copy"),
    True: ("teacher", "Print the teacher's copy"),
}


class Handouts(QObject):
    """Prints the lesson that is open, or one that is asked for, into a PDF.

    The pictures are made by widgets, which only the main thread may have, so that a process of its
    own does it: `nnfs-gui lesson handout`.
    """

    def __init__(
        self, lessons: LessonController, author: Author, notifications: NotificationHub,
        window: LessonWindow,
    ) -> None:  # fmt: skip
        super().__init__(window)
        self._lessons, self._author, self._hub = lessons, author, notifications
        self._window = window
        self._target = Path()
        self._written: QTemporaryDir | None = None
        self._process = QProcess(self)
        self._process.finished.connect(self._tell)
        self._process.errorOccurred.connect(self._tell_failed_start)
        window.closed.connect(self.cancel)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What to call for each action of this class."""
        return {
            "print_handout": partial(self.ask, solutions=False),
            "print_solutions": partial(self.ask, solutions=True),
        }

    def ask(self, *, solutions: bool) -> None:
        """Ask where to, and print there; without a lesson, ask first for one."""
        lesson = self._author.file.path if self._author.is_open else self._lessons.path
        if lesson is None and not self._author.is_open:
            lesson = asked_file(self._window, "Print a lesson")
            if lesson is None:
                return
        word, title = _COPIES[solutions]
        own = lesson is not None and lesson.resolve() not in {p.resolve() for p in lesson_paths()}
        folder = lesson.parent if lesson is not None and own else Path.home()
        stem = "lesson" if lesson is None else lesson.name.removesuffix(SUFFIX)
        start = str(folder / f"{stem}-{word}.pdf")
        name, _ = QFileDialog.getSaveFileName(self._window, title, start, "PDF (*.pdf)")
        if name:
            path = Path(name)
            path = path if path.suffix.lower() == ".pdf" else path.with_name(f"{path.name}.pdf")
            self.print_to(path, lesson, solutions=solutions)

    def print_to(self, path: Path, lesson: Path | None, *, solutions: bool) -> None:
        """Begin to print a lesson's file, or what is being written, as it stands."""
        self.cancel()
        if self._author.is_open:
            lesson = self._text_as_file(lesson)
        assert lesson is not None
        self._target = path
        copy = ["--solutions"] if solutions else []
        words = ["lesson", "handout", str(lesson), "-o", str(path.absolute()), *copy]
        cancel = (Action("Cancel", self.cancel),)
        note = f"Printing {path.name}…"
        self._hub.post(Notification(note, actions=cancel, topic=TOPIC, stays=True))
        bundled = getattr(sys, "frozen", False)  # the program is no Python then, but this one
        self._process.start(sys.executable, words if bundled else ["-c", _START, *words])

    @Slot()
    def cancel(self) -> None:
        """Nobody wants the sheet any more; an older one stays as it is."""
        if self._process.state() is not QProcess.ProcessState.NotRunning:
            self._process.blockSignals(True)
            self._process.kill()
            self._process.waitForFinished()
            self._process.blockSignals(False)
            self._hub.withdraw(TOPIC)

    def _text_as_file(self, path: Path | None) -> Path:
        """What is being written, as a file of the same name."""
        self._written = QTemporaryDir()
        name = f"my-lesson{SUFFIX}" if path is None else path.name
        written = Path(self._written.filePath(name))
        written.write_text(self._author.text, encoding="utf-8")
        return written

    @Slot()
    def _tell(self) -> None:
        """The process has ended."""
        self._hub.withdraw(TOPIC)
        self._written = None
        said = bytes(self._process.readAllStandardOutput().data()).decode(errors="replace")
        wrong = bytes(self._process.readAllStandardError().data()).decode(errors="replace")
        ended = self._process.exitStatus() is QProcess.ExitStatus.NormalExit
        if ended and self._process.exitCode() == 0:
            pages = said.strip().rpartition(": ")[2]
            self._hub.info(f"Printed as {self._target.name}, {pages}.")
            return
        why = (wrong.strip().splitlines() or ["it was ended"])[-1].removeprefix("nnfs-gui: ")
        message = f"The handout could not be printed: {why}"
        self._hub.error(message, details=wrong.strip(), topic=TOPIC)

    @Slot(QProcess.ProcessError)
    def _tell_failed_start(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:  # or it tells when it has ended
            self._hub.withdraw(TOPIC)
            why = self._process.errorString()
            self._hub.error(f"The handout could not be printed: {why}", topic=TOPIC)
