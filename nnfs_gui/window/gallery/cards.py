"""What stands in the gallery: a card for each lesson, and a chip for each experiment."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFontMetrics,
    QImage,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnfs_gui.theme import BODY, CARD_RADIUS, LABEL, SMALL, Theme, font
from nnfs_gui.widgets.focus import DrawnButton
from nnfs_gui.widgets.icons import IconButton, icon
from nnfs_gui.widgets.magnify import magnified

from .catalogue import LessonEntry

CARD = QSize(212, 186)
PICTURE = 84
CHIP_HEIGHT, CHIP_PICTURE = 48, 36
_INSIDE = 12
_FLAGS = Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap


class _Pictured(DrawnButton):
    """A button with a picture that comes later.

    Signals: ``row_asked(bool)`` for the row below (True) or above, by an arrow key.
    """

    row_asked = Signal(bool)

    def __init__(self, name: str, key: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(name, theme, parent)
        self.key = key
        self._image = QImage()

    @property
    def has_picture(self) -> bool:
        return not self._image.isNull()

    def show_picture(self, image: QImage) -> None:
        self._image = image
        self.update()

    def draw_picture(self, painter: QPainter, area: QRectF, clip: QPainterPath) -> None:
        """Fill an area with the middle of the picture, or with quiet colour before it comes."""
        theme = self.theme
        painter.save()
        painter.setClipPath(clip)
        painter.fillRect(area, QColor(theme.blend(theme.panel, theme.raised, 0.8)))
        if not self._image.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            side = self._image.width()
            high = side * area.height() / area.width()
            source = QRectF(0, (side - high) / 2, side, high)
            if high > side:
                wide = side * area.width() / area.height()
                source = QRectF((side - wide) / 2, 0, wide, side)
            painter.drawImage(area, self._image, source)
        painter.restore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.row_asked.emit(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)


class LessonCard(_Pictured):
    """A lesson: its picture, number and minutes, title and aim, and how far one is.

    Signals: ``menu_asked(QPoint)`` with a place on the screen; ``removal_asked()`` by key.
    """

    menu_asked = Signal(QPoint)
    removal_asked = Signal()

    def __init__(self, entry: LessonEntry, theme: Theme, parent: QWidget) -> None:
        super().__init__(f"lesson-{entry.lesson.id}", entry.key, theme, parent)
        self.entry = entry
        self._more = IconButton("ph.dots-three", "", self, size=18)
        self._more.setObjectName(f"lesson-more-{entry.lesson.id}")
        self._more.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the menu key opens the same
        self._more.show_theme(theme)
        self._more.clicked.connect(self._more_clicked)
        self.setMinimumWidth(150)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_entry(entry)

    def show_entry(self, entry: LessonEntry) -> None:
        """Show how far one is by now."""
        self.entry = entry
        lesson = entry.lesson
        needs = f"Needs: {', '.join(entry.needs)}" if entry.needs else "Needs nothing"
        self._more.set_label(f"More about {lesson.title}: save answers, start again")
        self._more.setVisible(entry.is_own or entry.record is not None)
        state = "done" if entry.is_done else "begun" if entry.is_begun else "not begun"
        self.setAccessibleName(f"{self._head}: {lesson.title}, {state}")
        self.setAccessibleDescription(f"{lesson.aim} {needs}")
        self.setToolTip(f"{lesson.aim}\n{needs}")
        self.update()

    @property
    def _picture(self) -> int:
        return magnified(PICTURE, self)

    @property
    def _head(self) -> str:
        number = "" if self.entry.number is None else f"{self.entry.number} · "
        needs = f" · needs {self.entry.undone}" if self._tells_needs else ""
        return f"{number}{self.entry.lesson.minutes} min{needs}"

    @property
    def _tells_needs(self) -> bool:
        return bool(self.entry.undone) and not self.entry.is_done

    def show_theme(self, theme: Theme) -> None:
        self._more.show_theme(theme)
        super().show_theme(theme)

    def show_magnified(self, _factor: float) -> None:
        self.updateGeometry()

    def _more_clicked(self) -> None:
        self.menu_asked.emit(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    def sizeHint(self) -> QSize:
        return QSize(magnified(CARD.width(), self), magnified(CARD.height(), self))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._more.adjustSize()
        self._more.move(self.width() - self._more.width() - 6, self._picture + 4)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        self.menu_asked.emit(
            self.mapToGlobal(self.rect().center()) if by_key else event.globalPos()
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.entry.is_own:
            self.removal_asked.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        shape = QPainterPath()
        shape.addRoundedRect(area, CARD_RADIUS, CARD_RADIUS)
        painter.fillPath(shape, QColor(theme.panel))
        self.draw_picture(
            painter, QRectF(area.left(), area.top(), area.width(), self._picture), shape
        )
        self._draw_words(painter)
        self._draw_progress(painter, area, shape)
        lit = self.underMouse() or self.entry.is_begun
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.accent if lit else theme.line), 1.6 if lit else 1.0))
        painter.drawPath(shape)
        self.draw_ring(painter, area, CARD_RADIUS, on_accent=lit)
        painter.end()

    def _draw_words(self, painter: QPainter) -> None:
        theme, wide, top = self.theme, self.width() - 2 * _INSIDE, self._picture + 10
        line, two = magnified(17, self), magnified(34, self)
        painter.setFont(font(magnified(SMALL, self), tabular=True))
        painter.setPen(QColor(theme.dim))
        beside = 0 if self._more.isHidden() else self._more.width()
        head = painter.fontMetrics().elidedText(
            self._head, Qt.TextElideMode.ElideRight, wide - beside
        )
        painter.drawText(QRect(_INSIDE, top, wide - beside, line - 2), _FLAGS, head)
        painter.setFont(font(magnified(BODY, self), 600))
        painter.setPen(QColor(theme.text))
        room = QRect(_INSIDE, top + line, wide, two)
        title = painter.boundingRect(room, _FLAGS, self.entry.lesson.title)
        painter.drawText(room, _FLAGS, self.entry.lesson.title)
        painter.setFont(font(magnified(SMALL, self)))
        painter.setPen(QColor(theme.dim))
        below = top + line + 2 + min(two, title.height())
        room = QRect(_INSIDE, below, wide, self.height() - below - 8)
        lines = max(1, room.height() // painter.fontMetrics().lineSpacing())
        painter.drawText(room, _FLAGS, _cut(painter, self.entry.lesson.aim, wide, lines))

    def _draw_progress(self, painter: QPainter, area: QRectF, shape: QPainterPath) -> None:
        theme, entry = self.theme, self.entry
        if entry.is_done:
            disc = QRect(self.width() - 32, 10, 22, 22)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.ok))
            painter.drawEllipse(disc)
            icon("check", theme, "panel").paint(painter, disc.adjusted(5, 5, -5, -5))
        elif entry.is_begun and entry.record is not None:
            painter.save()
            painter.setClipPath(shape)
            share = max(0.06, entry.share)
            bar = QRectF(area.left(), area.bottom() - 4, area.width() * share, 4)
            painter.fillRect(bar, QColor(theme.accent))
            painter.restore()


class Chip(_Pictured):
    """An experiment: a small picture and a title."""

    def __init__(
        self, name: str, key: str, title: str, about: str, theme: Theme, parent: QWidget
    ) -> None:
        super().__init__(name, key, theme, parent)
        self.setText(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(about)
        self.setToolTip(
            f"<p><b>{_escaped(title)}</b></p><p>{_escaped(about)}</p>" if about else title
        )
        self.setFont(font(LABEL, 500))

    def show_magnified(self, _factor: float) -> None:
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        words = QFontMetrics(self.font()).horizontalAdvance(self.text())
        side = magnified(CHIP_PICTURE, self)
        return QSize(side + 34 + words, magnified(CHIP_HEIGHT, self))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        lit = self.underMouse()
        painter.setBrush(QColor(theme.panel))
        painter.setPen(QPen(QColor(theme.accent if lit else theme.line), 1.0))
        painter.drawRoundedRect(area, 8, 8)
        side = magnified(CHIP_PICTURE, self)
        square = QRectF(6, 6, side, side)
        clip = QPainterPath()
        clip.addRoundedRect(square, 5, 5)
        self.draw_picture(painter, square, clip)
        painter.setFont(self.font())
        painter.setPen(QColor(theme.text))
        room = QRect(side + 15, 0, self.width() - side - 22, self.height())
        words = painter.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)
        self.draw_ring(painter, area, 8, on_accent=lit)
        painter.end()


def _cut(painter: QPainter, text: str, wide: int, lines: int) -> str:
    """As many words as fit into so many lines."""
    metrics = painter.fontMetrics()
    words, kept = text.split(), ""
    for index, word in enumerate(words):
        longer = f"{kept} {word}".strip()
        rest = "" if index == len(words) - 1 else "…"
        box = metrics.boundingRect(QRect(0, 0, wide, 10_000), _FLAGS, longer + rest)
        if box.height() > lines * metrics.lineSpacing():
            return kept + "…"
        kept = longer
    return kept


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
