"""How question, options and buttons share the strip so that it takes the least height."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from .poll import PollOption

GAP, BETWEEN, LINE = 8, 18, 4
"""Pixels between options, between columns, and between texts."""
SHARES = (0.48, 0.58, 0.4, 0.66, 0.34)
"""Shares of the width that the texts may have beside the options; the first ones are liked best."""
MOST_COLUMNS = 4
CUT = 10_000
"""Pixels of height that nobody has, for what must not be chosen."""


class Board(QWidget):
    """Options in columns of one width and rows of one height, and other parts below."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._options: list[PollOption] = []
        self._parts: list[QWidget] = []
        self._columns = 1
        self.per_row = 0
        """How many options belong into a row; 0 leaves it to the room."""

    @property
    def is_empty(self) -> bool:
        return not self._options and not self._parts

    @property
    def column_counts(self) -> Sequence[int]:
        """The numbers of columns that the options may stand in."""
        if self.per_row or not self._options:
            return (self.per_row or 1,)
        return range(1, min(MOST_COLUMNS, len(self._options)) + 1)

    def show_options(self, options: Sequence[PollOption], per_row: int = 0) -> None:
        """Show these options, and no others."""
        for old in self._options:
            old.hide()
            old.deleteLater()
        self._options, self.per_row = list(options), per_row
        for option in options:
            option.setParent(self)
            option.show()

    def show_parts(self, parts: Sequence[QWidget]) -> None:
        """Show these below the options, and none of before."""
        for part in self._parts:
            if part not in parts and isValid(part):
                part.hide()
        self._parts = list(parts)
        for part in parts:
            part.setParent(self)
            part.show()

    def height_for(self, width: int, columns: int) -> int:
        """How tall it is in that width with so many columns; very tall if words were cut."""
        wide = (width - GAP * (columns - 1)) // columns
        cut = columns > 1 and any(option.least_width > wide for option in self._options)
        return self._places(width, columns)[1] + (CUT if cut else 0)

    def take(self, place: QRect, columns: int) -> None:
        """Stand there, with the options in so many columns."""
        self._columns = columns
        self.setGeometry(place)
        self._place()

    def _places(self, width: int, columns: int) -> tuple[list[QRect], int]:
        """The rectangles of options and parts, and the height of all."""
        found, y = [], 0
        wide = (width - GAP * (columns - 1)) // columns
        for first in range(0, len(self._options), columns):
            row = self._options[first : first + columns]
            tall = max(option.height_for(wide) for option in row)
            found += [QRect(at * (wide + GAP), y, wide, tall) for at in range(len(row))]
            y += tall + GAP
        for part in self._parts:
            tall = max(part.heightForWidth(width), part.sizeHint().height())
            found.append(QRect(0, y, width, tall))
            y += tall + GAP
        return found, max(0, y - GAP)

    def _place(self) -> None:
        places, _ = self._places(self.width(), self._columns)
        for widget, place in zip((*self._options, *self._parts), places, strict=True):
            widget.setGeometry(place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()


@dataclass(frozen=True)
class Measures:
    """What is to be laid out: heights of texts for widths, the board, and the buttons."""

    width: int
    texts: Sequence[Callable[[int], int]]
    board: Board
    foot: QSize

    def text_height(self, width: int) -> int:
        """The height of all texts, one below the other."""
        tall = [height(width) for height in self.texts]
        return sum(tall) + LINE * max(0, len(tall) - 1)


@dataclass(frozen=True)
class Shape:
    """Where texts, board and buttons go, and the height of all."""

    height: int
    texts: QRect
    board: QRect
    foot: QRect
    columns: int


def best_shape(measures: Measures) -> Shape:
    """The lowest of all shapes; among equals the one that is tried first."""
    return min(_shapes(measures), key=lambda shape: shape.height)


def _shapes(measures: Measures) -> Iterator[Shape]:
    if measures.board.is_empty:
        yield from _without_board(measures)
        return
    for share in SHARES:
        for columns in measures.board.column_counts:
            yield from _beside(measures, share, columns)
    for columns in measures.board.column_counts:
        yield from _stacked(measures, columns)


def _without_board(measures: Measures) -> Iterator[Shape]:
    width, foot = measures.width, measures.foot
    left = width - foot.width() - BETWEEN
    height = max(measures.text_height(left), foot.height())
    texts = QRect(0, 0, left, measures.text_height(left))
    yield Shape(height, texts, QRect(), _foot(measures, width, height), 1)
    tall = measures.text_height(width)
    height = tall + GAP + foot.height()
    yield Shape(height, QRect(0, 0, width, tall), QRect(), _foot(measures, width, height), 1)


def _beside(measures: Measures, share: float, columns: int) -> Iterator[Shape]:
    """Texts at the left, the board at the right, the buttons below the lower one."""
    width, foot = measures.width, measures.foot
    left = round(share * (width - BETWEEN))
    right = width - BETWEEN - left
    texts = QRect(0, 0, left, measures.text_height(left))
    board = QRect(left + BETWEEN, 0, right, measures.board.height_for(right, columns))
    if foot.width() <= right:
        height = max(texts.height(), board.height() + GAP + foot.height())
        yield Shape(height, texts, board, _foot(measures, width, height), columns)
    if foot.width() <= left:
        height = max(board.height(), texts.height() + GAP + foot.height())
        yield Shape(height, texts, board, _foot(measures, left, height), columns)


def _stacked(measures: Measures, columns: int) -> Iterator[Shape]:
    """The board below the texts, and the buttons beside the texts or at the very end."""
    width, foot = measures.width, measures.foot
    below = measures.board.height_for(width, columns)
    beside = width - foot.width() - BETWEEN
    top = max(measures.text_height(beside), foot.height())
    texts = QRect(0, 0, beside, measures.text_height(beside))
    board = QRect(0, top + GAP, width, below)
    yield Shape(top + GAP + below, texts, board, _foot(measures, width, top), columns)
    tall = measures.text_height(width)
    board = QRect(0, tall + GAP, width, below)
    height = tall + below + foot.height() + 2 * GAP
    texts = QRect(0, 0, width, tall)
    yield Shape(height, texts, board, _foot(measures, width, height), columns)


def _foot(measures: Measures, right: int, bottom: int) -> QRect:
    return foot_at(measures.foot, right, bottom)


def foot_at(size: QSize, right: int, bottom: int) -> QRect:
    """The place of buttons of that size whose lower right corner is there."""
    return QRect(right - size.width(), bottom - size.height(), size.width(), size.height())
