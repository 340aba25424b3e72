"""`ProcessPage`: base of the pages that train networks in a process beside the window."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from nnfs_gui.experiment.model import Experiment
from nnfs_gui.studies.errors import StudyError
from nnfs_gui.studies.seed_process import (
    SeedFailure,
    SeedOpened,
    SeedProcess,
    SeedProgress,
    SeedRequest,
)
from nnfs_gui.widgets.magnify import magnified

LISTEN_MS = 40


class ProcessPage(QWidget):
    """Starts the process, hears of it, and ends it; a page overrides the methods that show things.

    Signals: ``opened(SeedOpened)``, a network to go on with; ``failed(str)``, a sentence for
    people; ``progressed()`` when there is something new to tell.

    Attributes
    ----------
    progress : SeedProgress or None
        What is shown; None until there is something.
    """

    opened = Signal(object)
    failed = Signal(str)
    progressed = Signal()

    def __init__(self, name: str, experiment: Experiment, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._experiment = experiment
        self._process: SeedProcess | None = None
        self._widths: dict[QWidget, int] = {}
        self.progress: SeedProgress | None = None
        self._listening = QTimer(self)
        self._listening.setInterval(LISTEN_MS)
        self._listening.timeout.connect(self._listen)

    @property
    def training(self) -> bool:
        """Whether networks are being trained."""
        return self._process is not None and not (self.progress and self.progress.finished)

    def show_experiment(self, experiment: Experiment) -> None:
        """Train that one from the next time on."""
        self._experiment = experiment

    def shutdown(self) -> None:
        """End the process, if there is one; harmless when called again."""
        self._listening.stop()
        process, self._process = self._process, None
        if process is not None:
            process.close()

    def show_magnified(self, factor: float) -> None:
        """Give larger words their room."""
        for part, pixels in self._widths.items():
            part.setFixedWidth(round(pixels * factor))

    # --- for the pages -----------------------------------------------------------------------

    def fix_width(self, part: QWidget, pixels: int) -> None:
        """Give a part a width that grows with its words."""
        self._widths[part] = pixels
        part.setFixedWidth(magnified(pixels, self))

    def start_process(self, request: SeedRequest) -> None:
        """Train that instead of what was trained before."""
        self.shutdown()
        self.progress = None
        try:
            self._process = SeedProcess(request)
        except StudyError as error:
            self.tell(str(error))
        else:
            self._listening.start()
        self.show_state()

    def tell(self, sentence: str) -> None:
        """Say what went wrong."""
        self.failed.emit(f"{sentence[:1].upper()}{sentence[1:].rstrip('.')}.")

    def show_progress(self, progress: SeedProgress) -> None:
        """Draw what has come."""

    def show_opened(self, opened: SeedOpened) -> None:
        """A network was opened to go on with."""

    def show_state(self) -> None:
        """Let buttons and words say what is under way."""

    @Slot()
    def _listen(self) -> None:
        for news in self._process.news() if self._process is not None else ():
            if isinstance(news, SeedFailure):
                self.shutdown()
                self.tell(news.message)
            elif isinstance(news, SeedOpened):
                self.show_opened(news)
                self.opened.emit(news)
            else:
                self.progress = news
                self.show_progress(news)
                self.progressed.emit()
            self.show_state()
