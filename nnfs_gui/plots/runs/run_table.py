"""`RunTable`: every attempt as a row: what it tried, how far it came, and its curve."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QInputDialog,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from nnfs_gui.theme import LABEL, Theme, font
from nnfs_gui.training.tape.picture import BranchPicture, RunOutline, TapePicture
from nnfs_gui.widgets.magnify import magnified
from nnfs_gui.widgets.numbers import format_count, format_number

from ..shared.pins import MOST_PINNED, pin_colour, pin_letter, pinned_places

COLUMNS = ("Run", "What differs", "Epoch", "Train loss", "Test loss", "Accuracy", "Loss", "Kept")
RUN, WORDS, EPOCH, TRAIN, TEST, ACCURACY, CURVE, PINNED = range(len(COLUMNS))
_WIDTHS = {RUN: 86, EPOCH: 62, TRAIN: 84, TEST: 78, ACCURACY: 78, CURVE: 84, PINNED: 54}
ROW = 24
"""Pixels of a row, of words of the usual size, as are the columns' widths."""
_ROLE = Qt.ItemDataRole.UserRole
_Index = QModelIndex | QPersistentModelIndex


class RunTable(QTableWidget):
    """The branches of the tape, the newest first.

    Signals: ``looked_at(branch, step)`` for a row that is clicked, ``continued(branch, step)`` for
    one to go on from; ``renamed(branch, name)``, ``pinned(branch, bool)``, ``removed(branch)``;
    ``compared(Experiment)``, to be held against the present one; ``refused(str)``, a sentence.
    """

    looked_at = Signal(int, int)
    continued = Signal(int, int)
    renamed = Signal(int, str)
    pinned = Signal(int, bool)
    removed = Signal(int)
    compared = Signal(object)
    refused = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(0, len(COLUMNS), parent)
        self.setObjectName("run-table")
        self.setAccessibleName("Runs")
        self._theme = theme
        self._tape: TapePicture | None = None
        self._runs: dict[int, BranchPicture] = {}
        self._order: tuple[int, ...] = ()
        self.setFont(font(LABEL, 500, tabular=True))
        self.setHorizontalHeaderLabels(COLUMNS)
        for column in (RUN, WORDS):
            item = self.horizontalHeaderItem(column)
            assert item is not None
            item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setFont(font(LABEL))
        header.setHighlightSections(False)
        header.setSectionResizeMode(WORDS, QHeaderView.ResizeMode.Stretch)
        self._give_room(1.0)
        self.setItemDelegateForColumn(CURVE, CurveDelegate(self))
        self.setToolTip("Click a run to look at it, double-click or press Return to go on from it")
        self.cellClicked.connect(self._clicked)
        self.cellDoubleClicked.connect(self._go_on)

    # --- from the view -----------------------------------------------------------------------

    def show_tape(self, tape: TapePicture) -> None:
        """Show all runs as they are now."""
        self._tape = tape
        self._runs = {branch.number: branch for branch in reversed(tape.branches)}
        order = tuple(self._runs)
        if order != self._order:
            self._order = order
            self.setRowCount(len(order))
        places = pinned_places(tape)
        for row, branch in enumerate(self._runs.values()):
            live = branch.number == tape.live.branch
            self._fill(row, branch, live, places.get(branch.number))

    def show_theme(self, theme: Theme) -> None:
        """Take the colours of ``theme``."""
        self._theme = theme
        if self._tape is not None:
            self.show_tape(self._tape)
        self.viewport().update()

    def show_magnified(self, factor: float) -> None:
        """Write the rows as large as their heads, and give them room."""
        self._give_room(factor)
        if self._tape is not None:
            self.show_tape(self._tape)

    def _give_room(self, factor: float) -> None:
        self.verticalHeader().setDefaultSectionSize(round(ROW * factor))
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, round(width * factor))

    @property
    def curve_colour(self) -> str:
        """Of the small curves."""
        return self._theme.accent

    def run_at(self, row: int) -> BranchPicture | None:
        """The run in a row."""
        return self._runs[self._order[row]] if 0 <= row < len(self._order) else None

    # --- inside ------------------------------------------------------------------------------

    def _fill(self, row: int, run: BranchPicture, live: bool, place: int | None) -> None:
        outline = run.outline
        title = f"{run.title}, now" if live else run.title
        dot = "" if place is None else "● "
        self._put(row, RUN, f"{dot}{title}", bold=live)
        colour = self._theme.text if place is None else pin_colour(self._theme, place)
        self._item(row, RUN).setForeground(QColor(colour))
        self._put(row, PINNED, "○" if place is None else pin_letter(place), right=False)
        if outline is None:
            return
        self._put(row, WORDS, outline.words)
        self._put(row, EPOCH, format_count(int(outline.epoch)), right=True)
        self._put(row, TRAIN, _number(outline.train_loss), right=True)
        self._put(row, TEST, _number(outline.test_loss), right=True)
        share = "" if math.isnan(outline.accuracy) else f"{outline.accuracy:.1%}"
        self._put(row, ACCURACY, "diverged" if outline.diverged else share, right=True)
        tone = self._theme.error if outline.diverged else self._theme.text
        self._item(row, ACCURACY).setForeground(QColor(tone))
        self._item(row, CURVE).setData(_ROLE, outline)

    def _put(
        self, row: int, column: int, text: str, *, right: bool = False, bold: bool = False
    ) -> None:
        item = self._item(row, column)
        if item.text() != text:
            item.setText(text)
            item.setToolTip(text if column in (RUN, WORDS) else "")
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        item.setFont(font(magnified(LABEL, self), 600 if bold else 500, tabular=True))

    def _item(self, row: int, column: int) -> QTableWidgetItem:
        item = self.item(row, column)
        if item is None:
            item = QTableWidgetItem()
            self.setItem(row, column, item)
        return item

    # --- what a person does ------------------------------------------------------------------

    def _clicked(self, row: int, column: int) -> None:
        run = self.run_at(row)
        if run is None:
            return
        if column == PINNED:
            self._pin(run)
        else:
            self.looked_at.emit(run.number, run.end)

    def _go_on(self, row: int, column: int) -> None:
        run = self.run_at(row)
        if run is not None and column != PINNED:
            self.continued.emit(run.number, run.end)

    def _pin(self, run: BranchPicture) -> None:
        count = sum(other.pinned for other in self._runs.values())
        if not run.pinned and count >= MOST_PINNED:
            self.refused.emit(f"At most {MOST_PINNED} runs can be kept: let another one go.")
        else:
            self.pinned.emit(run.number, not run.pinned)

    def _pin_words(self, run: BranchPicture) -> str:
        if run.pinned:
            return "No longer keep"
        older = [other for other in self._runs.values() if other.pinned or other is run]
        place = sorted(other.number for other in older).index(run.number)
        return f"Keep as {pin_letter(place)}" if place < MOST_PINNED else "Keep"

    def _compare(self, run: BranchPicture) -> None:
        if run.outline is not None:
            self.compared.emit(run.outline.experiment)

    def _rename(self, run: BranchPicture) -> None:
        label = "What this run is called; empty for its number:"
        name, agreed = QInputDialog.getText(self, "Rename the run", label, text=run.name)
        if agreed:
            self.renamed.emit(run.number, name.strip()[:60])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        run, key = self.run_at(self.currentRow()), event.key()
        if run is None:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.continued.emit(run.number, run.end)
        elif key == Qt.Key.Key_F2:
            self._rename(run)
        elif key == Qt.Key.Key_Delete:
            self.removed.emit(run.number)
        elif key == Qt.Key.Key_C:
            self._compare(run)
        elif key == Qt.Key.Key_P:
            self._pin(run)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        run = self.run_at(self.rowAt(self.viewport().mapFromGlobal(event.globalPos()).y()))
        if run is not None:
            self.menu_of(run).popup(event.globalPos())

    def menu_of(self, run: BranchPicture) -> QMenu:
        """What can be done with a run."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        entries = (
            ("run-look", "Look at it", lambda: self.looked_at.emit(run.number, run.end)),
            ("run-go-on", "Go on from it", lambda: self.continued.emit(run.number, run.end)),
            ("run-compare", "Compare with the present one", lambda: self._compare(run)),
            ("run-pin", self._pin_words(run), lambda: self._pin(run)),
            ("run-rename", "Rename…", lambda: self._rename(run)),
            ("run-delete", "Delete", lambda: self.removed.emit(run.number)),
        )
        for name, text, slot in entries:
            action = menu.addAction(text)
            action.setObjectName(name)
            action.triggered.connect(slot)
        return menu


class CurveDelegate(QStyledItemDelegate):
    """Draws the small curve of a run's test loss, on a log scale."""

    def __init__(self, table: RunTable) -> None:
        super().__init__(table)
        self._table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        super().paint(painter, option, index)
        outline = index.data(_ROLE)
        if isinstance(outline, RunOutline):
            box = QRectF(option.rect).adjusted(4, 5, -4, -5)
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            width = 0.1 * magnified(14, self._table)
            painter.setPen(QPen(QColor(self._table.curve_colour), width))
            painter.drawPolyline(small_curve(outline, box))
            painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        return QSize(84, 20)


def small_curve(outline: RunOutline, box: QRectF) -> QPolygonF:
    """The test loss (or, without test points, nothing) from corner to corner of a box."""
    losses = np.log10(np.maximum(outline.test_losses, 1e-12))
    known = np.isfinite(losses)
    if known.sum() < 2:
        return QPolygonF()
    losses, epochs = losses[known], outline.epochs[known]
    across = (epochs - epochs[0]) / max(1e-9, float(epochs[-1] - epochs[0]))
    down = (losses.max() - losses) / max(1e-9, float(np.ptp(losses)))
    points = zip(
        (box.left() + box.width() * across).tolist(),
        (box.top() + box.height() * down).tolist(),
        strict=True,
    )
    return QPolygonF([QPointF(x, y) for x, y in points])


def _number(value: float) -> str:
    return "–" if math.isnan(value) else format_number(value)
