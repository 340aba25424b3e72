"""`Links`: TensorFlow Playground's links, pasted, typed, dropped and copied."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QInputDialog, QWidget

from nnfs_gui.document import Document
from nnfs_gui.experiment.files import FileError
from nnfs_gui.export import tfp
from nnfs_gui.notifications import Kind, Notification

from ..files_menu import FilesMenu
from ..window_base import open_dialog

_TOPIC = "link"


class Links(QObject):
    """Opens links as experiments, and copies the experiment as one.

    Signals: ``posted(Notification)``.
    """

    posted = Signal(object)

    def __init__(self, document: Document, files: FilesMenu, window: QWidget) -> None:
        super().__init__(window)
        self._document, self._files, self._window = document, files, window

    @Slot(str)
    def paste(self, text: str) -> None:
        """Open a text from the clipboard if it is a link; others are no concern of the window."""
        if tfp.is_link(text):
            self.open(text)

    def ask(self) -> None:
        """Ask for a link, proposing the one in the clipboard, and open it."""
        dialog = QInputDialog(self._window)
        dialog.setObjectName("open-link")
        dialog.setWindowTitle("Open a link")
        dialog.setLabelText("A link of TensorFlow Playground, or what stands behind its #:")
        copied = QGuiApplication.clipboard().text()
        dialog.setTextValue(copied.strip() if tfp.is_link(copied) else "")
        dialog.resize(640, dialog.sizeHint().height())
        dialog.textValueSelected.connect(self.open)
        open_dialog(dialog)

    @Slot(str)
    def open(self, text: str) -> None:
        """Open a link after the question about changes; a wrong one changes nothing."""
        if not tfp.is_link(text):
            self._post("That is no link of TensorFlow Playground.", Kind.ERROR)
            return
        try:
            opened = tfp.open_link(text)
        except FileError as error:
            self._post(str(error), Kind.ERROR)
            return
        before = self._document.present
        self._files.open_experiment(opened.experiment)
        if self._document.present is not before:
            self.tell(opened.remarks)

    def tell(self, remarks: tuple[str, ...]) -> None:
        """Say what of an opened link is not kept, or that all of it is."""
        if remarks:
            self._post(" ".join(("Opened the link.", *remarks)), Kind.WARN)
        else:
            self._post("Opened the link: same points, same initial weights, same steps.")

    def copy(self) -> None:
        """Put the experiment into the clipboard as a link, or say what stands in the way."""
        written = tfp.write_link(self._document.experiment)
        if not written.link:
            reasons = " ".join(written.obstacles)
            self._post(f"There is no link for this experiment. {reasons}", Kind.WARN)
            return
        QGuiApplication.clipboard().setText(written.link)
        kind = Kind.WARN if written.remarks else Kind.INFO
        self._post(" ".join(("Copied the link.", *written.remarks)), kind)

    def _post(self, message: str, kind: Kind = Kind.INFO) -> None:
        self.posted.emit(Notification(message, kind, topic=_TOPIC))
