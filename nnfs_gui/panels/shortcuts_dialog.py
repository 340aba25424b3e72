"""`ShortcutsDialog`: gestures as pictures, and every key in columns for a small screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from nnfs_gui.theme import BODY, LABEL, Theme, font

from .gesture_pictures import GestureTable

COLUMNS = 3
HEIGHT = 620
"""Most pixels in the smallest window, which has 640, and the dialog a frame."""
Rows = Sequence[tuple[str, str]]


class ShortcutsDialog(QDialog):
    """Gestures, then groups of keys with what they do; Esc or Enter closes it."""

    def __init__(
        self, groups: Mapping[str, Rows], theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("help")
        self.setWindowTitle("Gestures and keys")
        keys = QWidget()
        columns = QHBoxLayout(keys)
        columns.setContentsMargins(0, 0, 6, 0)
        columns.setSpacing(18)
        for titles in _balanced({title: len(rows) for title, rows in groups.items() if rows}):
            column = QVBoxLayout()
            column.setSpacing(14)
            for title in titles:
                column.addWidget(_Group(title, groups[title]))
            column.addStretch(1)
            columns.addLayout(column)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        for button in buttons.buttons():
            button.setIcon(QIcon())  # some desktops put a cross there
        buttons.rejected.connect(self.reject)
        self._gestures = GestureTable(theme)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 14)
        layout.setSpacing(12)
        layout.addWidget(self._gestures)
        layout.addWidget(_Keys(keys), 1)
        layout.addWidget(buttons)
        self.ensurePolished()  # words become larger then, and not in the midst of a layout
        self.resize(self.sizeHint())  # by itself it would leave a third of the screen free

    def show_theme(self, theme: Theme) -> None:
        self._gestures.show_theme(theme)

    def show_magnified(self, _factor: float) -> None:
        self.resize(self.sizeHint())

    def sizeHint(self) -> QSize:
        """All of it, or as much as the smallest screen shows: the keys scroll then."""
        wanted = super().sizeHint()
        window = self.parentWidget()
        most = HEIGHT if window is None else max(HEIGHT, window.height() - 80)
        return QSize(wanted.width(), min(most, wanted.height()))


class _Keys(QScrollArea):
    """The keys, whole where there is room."""

    def __init__(self, keys: QWidget) -> None:
        super().__init__()
        self.setObjectName("help-keys")
        self.setAccessibleName("Keys")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self._keys = keys
        self.setWidget(keys)
        self.setMinimumHeight(120)

    def show_magnified(self, _factor: float) -> None:
        layout = self._keys.layout()
        if layout is not None:
            layout.activate()  # those in it remember old sizes until then
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return self._keys.sizeHint() + QSize(self.verticalScrollBar().sizeHint().width(), 0)


class _Group(QWidget):
    """A title over rows of keys and what they do."""

    def __init__(self, title: str, rows: Rows) -> None:
        super().__init__()
        heading = QLabel(title)
        heading.setFont(font(BODY, 600))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(3)
        grid.addWidget(heading, 0, 0, 1, 2)
        grid.setColumnStretch(1, 1)
        for line, (keys, text) in enumerate(rows, start=1):
            key, words = QLabel(keys), QLabel(text)
            key.setFont(font(LABEL, 600))
            words.setFont(font(LABEL))
            words.setProperty("role", "dim")
            grid.addWidget(key, line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(words, line, 1, Qt.AlignmentFlag.AlignTop)


def _balanced(sizes: Mapping[str, int]) -> list[list[str]]:
    """The titles in order, in columns of about the same length."""
    share = sum(size + 2 for size in sizes.values()) / COLUMNS
    columns: list[list[str]] = [[]]
    filled = 0.0
    for title, size in sizes.items():
        if columns[-1] and filled + (size + 2) / 2 >= share * len(columns):
            columns.append([])
        columns[-1].append(title)
        filled += size + 2
    return columns
