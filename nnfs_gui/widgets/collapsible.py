"""Things that fold away: `Fold` for a part of a card, `CollapsibleCard` for a whole one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from .card import Card
from .icons import IconButton
from .motion import make_motion, may_move

_UNBOUNDED = 16_777_215
"""Qt's largest height of a widget: no limit."""


class Fold(QWidget):
    """Room for less-used controls, hidden until its button is pressed.

    Put `button` wherever it is seen, and the controls into `body`.
    """

    def __init__(self, name: str, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.button = IconButton("more", label, parent, size=16, checkable=True)
        self.button.setObjectName(f"{name}-button")
        self.button.setProperty("look", "small")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 4, 0, 0)
        self.body.setSpacing(8)
        self._motion = make_motion(self)
        self._motion.valueChanged.connect(self._unfold)
        self._motion.finished.connect(self._settle)
        self.button.toggled.connect(self._toggle)
        self.hide()

    @property
    def is_open(self) -> bool:
        return self.button.isChecked()

    def set_open(self, opened: bool) -> None:
        self.button.setChecked(opened)

    def _toggle(self, opened: bool) -> None:
        moving = may_move(self.button)
        self._motion.stop()
        self._motion.setDirection(
            self._motion.Direction.Forward if opened else self._motion.Direction.Backward
        )
        self.setVisible(opened or moving)
        if moving:
            self._motion.start()
            self._unfold(float(not opened))
        else:
            self.setMaximumHeight(_UNBOUNDED)

    def _unfold(self, share: float) -> None:
        self.setMaximumHeight(round(share * self.sizeHint().height()))

    def _settle(self) -> None:
        self.setVisible(self.is_open)
        self.setMaximumHeight(_UNBOUNDED)


class CollapsibleCard(Card):
    """A card whose body folds away under its title.

    Signals: ``collapsed_changed(collapsed)``.
    """

    collapsed_changed = Signal(bool)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self._content = QWidget(self)
        outer = self.body
        self.body = QVBoxLayout(self._content)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(outer.spacing())
        outer.addWidget(self._content)
        self._button = IconButton("less", f"Fold {title}", self, size=14)
        self._button.setObjectName("collapse-button")
        self._button.setProperty("look", "small")
        self.header.addWidget(self._button)
        self._button.clicked.connect(self._toggle)

    @property
    def collapsed(self) -> bool:
        return self._content.isHidden()

    def set_collapsed(self, collapsed: bool) -> None:
        """Fold the body away or show it again."""
        if collapsed == self.collapsed:
            return
        self._content.setVisible(not collapsed)
        self._button.set_icon_name("down" if collapsed else "less")
        self._button.set_label(f"{'Unfold' if collapsed else 'Fold'} {self.title}")
        self.collapsed_changed.emit(collapsed)

    def _toggle(self) -> None:
        self.set_collapsed(not self.collapsed)
