"""`DropDown`: a flat list of named choices, each with a description or the reason against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSignalBlocker,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QStandardItem,
    QStandardItemModel,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QComboBox,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionComboBox,
    QStyleOptionViewItem,
    QWidget,
)

from nnfs_gui.theme import BODY, LABEL, font

from .chevron import WIDTH, draw_chevron
from .focus import give_back_focus
from .labels import FIELD_HEIGHT
from .magnify import magnified

_KEY = Qt.ItemDataRole.UserRole
_DESCRIPTION = Qt.ItemDataRole.UserRole + 1
_Index = QModelIndex | QPersistentModelIndex
_WIDEST, _ROW, _TWO_LINES = 340, 30, 44
"""Pixels of the open list and its entries, for words of the usual size."""


@dataclass(frozen=True)
class Choice:
    """One entry; a disabled one says in ``description`` why."""

    key: str
    label: str
    description: str = ""
    enabled: bool = True
    short: str = ""
    """Shown in the closed box instead of a long label."""

    @property
    def shown(self) -> str:
        return self.short or self.label


class DropDown(QComboBox):
    """A combo box of `Choice`.

    Signals: ``chosen(key)`` when a person picked another entry.  `show_choice` emits nothing, and
    the wheel only works with the keyboard focus.
    """

    chosen = Signal(str)

    def __init__(self, name: str, label: str, parent: QWidget | None = None,
                 choices: Sequence[Choice] = ()) -> None:  # fmt: skip
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(label)
        self._label = label
        self._choices: tuple[Choice, ...] = ()
        self._shown = ""
        self.setFont(font(weight=500))
        self.setItemDelegate(_ChoiceDelegate(self))
        self.setMaxVisibleItems(14)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.activated.connect(self._activated)
        self.set_choices(choices)

    @property
    def choices(self) -> tuple[Choice, ...]:
        return self._choices

    @property
    def current_key(self) -> str:
        return self._shown

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Offer ``choices``; the shown one stays if it is among them."""
        if tuple(choices) == self._choices:
            return
        self._choices = tuple(choices)
        with QSignalBlocker(self):
            model = self.model()
            assert isinstance(model, QStandardItemModel)
            model.clear()
            for choice in choices:
                model.appendRow(_item(choice))
        self.show_choice(self._shown)

    def show_choice(self, key: str) -> None:
        """Show the entry ``key`` without telling anyone; an unknown key shows nothing."""
        self._shown = key
        index = self.findData(key, _KEY)
        with QSignalBlocker(self):
            self.setCurrentIndex(index)
        description = self._choices[index].description if index >= 0 else ""
        text = self.itemText(index) if index >= 0 else key
        self.setToolTip(f"{self._label}: {text}" + (f"\n{description}" if description else ""))
        self.update()

    def words_of(self, key: str) -> str:
        """What the entry ``key`` is called."""
        return next((choice.label for choice in self._choices if choice.key == key), key)

    def _closed_text(self) -> str:
        index = self.currentIndex()
        return self._choices[index].shown if index >= 0 else self._shown

    def _activated(self, index: int) -> None:
        key = str(self.itemData(index, _KEY))
        if key != self._shown:
            self.show_choice(key)
            self.chosen.emit(key)

    def sizeHint(self) -> QSize:
        return QSize(96, max(super().sizeHint().height(), magnified(FIELD_HEIGHT, self)))

    def minimumSizeHint(self) -> QSize:
        return QSize(64, max(super().minimumSizeHint().height(), magnified(FIELD_HEIGHT, self)))

    def showPopup(self) -> None:
        widest = max((_width(self, choice) for choice in self._choices), default=0)
        most = magnified(_WIDEST, self)
        self.view().setMinimumWidth(max(self.width() - 2, min(most, widest)))
        super().showPopup()

    def hidePopup(self) -> None:
        super().hidePopup()
        give_back_focus(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        leaving = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
        if not (leaving and give_back_focus(self)):
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter = QPainter(self)
        self.style().drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option, painter, self)
        colour = self.palette().color(QPalette.ColorRole.Text)
        painter.setPen(colour)
        room, text = self.rect().adjusted(9, 0, -WIDTH + 2, 0), self._closed_text()
        for share in (1.0, 0.92, 0.84):  # rather smaller than cut
            face = self.font()
            face.setPixelSize(round(share * face.pixelSize()))
            painter.setFont(face)
            if painter.fontMetrics().horizontalAdvance(text) <= room.width():
                break
        text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        colour.setAlphaF(0.5)
        draw_chevron(painter, self.rect(), colour, 0.1 * magnified(35, self))
        painter.end()


def _item(choice: Choice) -> QStandardItem:
    item = QStandardItem(choice.label)
    item.setData(choice.key, _KEY)
    item.setData(choice.description, _DESCRIPTION)
    item.setEnabled(choice.enabled)
    if choice.description:
        item.setToolTip(choice.description)
        item.setData(f"{choice.label}. {choice.description}", Qt.ItemDataRole.AccessibleTextRole)
    return item


def _width(widget: QWidget, choice: Choice) -> int:
    metrics = widget.fontMetrics()
    return max(
        metrics.horizontalAdvance(choice.label),
        int(metrics.horizontalAdvance(choice.description) * LABEL / BODY),
    ) + magnified(44, widget)


class _ChoiceDelegate(QStyledItemDelegate):
    """Draws an entry: its name, and its description dimmed underneath."""

    def __init__(self, combo: DropDown) -> None:
        super().__init__(combo)
        self._combo = combo

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, rect = option.palette, option.rect
        enabled = bool(option.state & QStyle.StateFlag.State_Enabled)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        group = QPalette.ColorGroup.Normal if enabled else QPalette.ColorGroup.Disabled
        text = palette.color(group, QPalette.ColorRole.Text)
        if selected and enabled:
            tint = palette.color(QPalette.ColorGroup.Normal, QPalette.ColorRole.Highlight)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tint)
            painter.drawRoundedRect(rect.adjusted(0, 1, 0, -1), 5, 5)
        left = magnified(10, self._combo)
        self._draw_text(painter, rect.adjusted(left, 0, -8, 0), index, text)
        painter.restore()

    def _draw_text(self, painter: QPainter, rect: QRect, index: _Index, colour: QColor) -> None:
        description = str(index.data(_DESCRIPTION) or "")
        combo = self._combo
        painter.setPen(colour)
        weight = 600 if index.data(_KEY) == combo.current_key else 400
        painter.setFont(font(magnified(BODY, combo), weight))
        if not description:
            painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, str(index.data()))
            return
        edge = magnified(6, combo)
        painter.drawText(rect.adjusted(0, edge, 0, 0), Qt.AlignmentFlag.AlignTop, str(index.data()))
        dim = QColor(colour)
        dim.setAlphaF(0.7)
        painter.setPen(dim)
        painter.setFont(font(magnified(LABEL, combo)))
        elided = painter.fontMetrics().elidedText(
            description, Qt.TextElideMode.ElideRight, rect.width()
        )
        painter.drawText(rect.adjusted(0, 0, 0, -edge), Qt.AlignmentFlag.AlignBottom, elided)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(80, magnified(_TWO_LINES if index.data(_DESCRIPTION) else _ROW, self._combo))
