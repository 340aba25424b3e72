"""`ElidedLabel`: a line that ends in … where there is no room, and tells it all on hover."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class ElidedLabel(QLabel):
    """A label that may be narrower than its text."""

    def __init__(self, text: str = "", parent: QWidget | None = None, *,
                 mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight) -> None:  # fmt: skip
        super().__init__(parent)
        self._full, self._mode, self._hint = "", mode, ""
        self._shorter: tuple[str, ...] = ()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_text(text)

    @property
    def full_text(self) -> str:
        return self._full

    def set_text(self, text: str, hint: str = "", shorter: tuple[str, ...] = ()) -> None:
        """Show ``text``, or what of ``shorter`` fits first, before any of it is cut.

        ``hint`` is the tooltip where the text itself fits.
        """
        self._full, self._hint, self._shorter = text, hint, shorter
        self.setAccessibleName(text)
        self.updateGeometry()
        self._elide()

    def _elide(self) -> None:
        metrics = self.fontMetrics()
        room, texts = self.contentsRect().width(), (self._full, *self._shorter)
        fitting = (text for text in texts if metrics.horizontalAdvance(text) <= room)
        shown = metrics.elidedText(next(fitting, texts[-1]), self._mode, room)
        if shown != self.text():
            self.setText(shown)
        self.setToolTip(self._hint or (self._full if shown != self._full else ""))

    def sizeHint(self) -> QSize:
        return QSize(
            self.fontMetrics().horizontalAdvance(self._full) + 2, super().sizeHint().height()
        )

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance("…"), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._elide()
