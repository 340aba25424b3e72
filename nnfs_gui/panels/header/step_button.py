"""`StepButton`: one step, with a small menu for how long a step is."""

from __future__ import annotations

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QAction, QActionGroup, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from nnfs_gui.widgets.chevron import draw_chevron
from nnfs_gui.widgets.icons import IconButton

UNITS = (("batch", "One mini-batch", "."), ("epoch", "One epoch", "Ctrl+."),
         ("sample", "One sample", "Alt+."))  # fmt: skip


class StepButton(IconButton):
    """Steps by the unit that was chosen last; the menu chooses and steps at once.

    Signals: ``step_requested(unit)`` with ``"batch"``, ``"epoch"`` or ``"sample"``.
    """

    step_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("step", "Step", parent)
        self.setObjectName("step")
        self._unit = UNITS[0][0]
        self._group = QActionGroup(self)
        menu = QMenu(self)
        menu.setObjectName("step-menu")
        for unit, text, shortcut in UNITS:
            action = menu.addAction(f"{text}\t{shortcut}")
            action.setObjectName(f"step-{unit}")
            action.setCheckable(True)
            action.setData(unit)
            self._group.addAction(action)
        self.setMenu(menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        self._show_unit()
        self.clicked.connect(self._step)
        self._group.triggered.connect(self._chosen)

    @property
    def unit(self) -> str:
        return self._unit

    def _chosen(self, action: QAction) -> None:
        self._unit = str(action.data())
        self._show_unit()
        self._step()

    def _step(self) -> None:
        self.step_requested.emit(self._unit)

    def _show_unit(self) -> None:
        for action, (unit, text, shortcut) in zip(self._group.actions(), UNITS, strict=True):
            if unit == self._unit:
                action.setChecked(True)
                self.set_label(f"Step: {text[0].lower()}{text[1:]} ({shortcut})")

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setOpacity(0.6)
        edge = QRect(self.rect().right() - 18, 1, 24, self.height())
        draw_chevron(painter, edge, self.palette().color(QPalette.ColorRole.ButtonText), 2.5)
        painter.end()
