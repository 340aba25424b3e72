"""`Gallery`: every registered dataset as a tile, and one for drawing one's own."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QWidget

from engine import DATASETS
from nnfs_gui.theme import Theme
from nnfs_gui.widgets.gesture import new_gesture

from .dataset_tile import DatasetTile, PaintTile, Tile

COLUMNS, COMPACT_COLUMNS = 4, 6
_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class Gallery(QWidget):
    """Tiles in four columns with names, or in six without.

    Arrow keys walk along them and choose, as with radio buttons.

    Signals: ``chosen(dataset, gesture)`` when a person chose another dataset (one walk with the
    arrow keys is one gesture); ``paint_requested()`` from the tile for drawing.
    """

    chosen = Signal(str, str)
    paint_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("gallery")
        self.setAccessibleName("Datasets")
        self._shown, self._painted = "", False
        self._gesture = new_gesture("gallery")
        self._group = QButtonGroup(self)
        self._paint = PaintTile(theme, self)
        self._datasets = tuple(DatasetTile(name, theme, self) for name in DATASETS.names())
        self._tiles: tuple[Tile, ...] = (*self._datasets, self._paint)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        for index, tile in enumerate(self._tiles):
            self._group.addButton(tile, index)
            tile.arrow_pressed.connect(self._walk)
        self.set_compact(False)
        self._group.idClicked.connect(self._clicked)

    @property
    def current(self) -> str:
        """The dataset that is marked; empty if the points are not generated."""
        return self._shown

    def show_dataset(self, name: str, *, painted: bool = False) -> None:
        """Mark a dataset, or the tile for drawing, or none, without telling anyone."""
        self._shown, self._painted = name, painted
        self._group.setExclusive(False)
        for tile in self._tiles:
            tile.setChecked(False)
        self._group.setExclusive(True)
        for tile in self._datasets:
            if tile.dataset == name:
                tile.setChecked(True)
        if painted:
            self._paint.setChecked(True)

    def set_compact(self, compact: bool) -> None:
        """Show small pictures without names, or large ones with names."""
        self._columns = COMPACT_COLUMNS if compact else COLUMNS
        self._grid.setHorizontalSpacing(5 if compact else 6)
        self._grid.setVerticalSpacing(5 if compact else 4)
        for index, tile in enumerate(self._tiles):
            tile.set_compact(compact)
            self._grid.addWidget(tile, *divmod(index, self._columns))
        for column in range(COMPACT_COLUMNS):
            self._grid.setColumnStretch(column, int(column < self._columns))

    def show_theme(self, theme: Theme) -> None:
        for tile in self._tiles:
            tile.show_theme(theme)

    def _clicked(self, index: int) -> None:
        self._choose(index, new_gesture("gallery"))
        self._gesture = new_gesture("gallery")

    def _choose(self, index: int, gesture: str) -> None:
        tile = self._tiles[index]
        if isinstance(tile, DatasetTile):
            if tile.dataset != self._shown:
                self._shown = tile.dataset
                self.chosen.emit(tile.dataset, gesture)
            return
        self.show_dataset(self._shown, painted=self._painted)  # asking chooses nothing yet
        self.paint_requested.emit()

    def _walk(self, key: int) -> None:
        focused = self.focusWidget()
        index = next((i for i, tile in enumerate(self._tiles) if tile is focused), 0)
        across, down = _STEPS[Qt.Key(key)]
        target = index + across + down * self._columns
        if not 0 <= target < len(self._tiles):
            return
        tile = self._tiles[target]
        tile.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(tile, DatasetTile):
            tile.setChecked(True)
            self._choose(target, self._gesture)
