"""`Fold`: a part of a card that unfolds at the press of a button."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QRect
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from .icons import IconButton
from .motion import make_motion, may_move

_UNBOUNDED = 16_777_215
"""Qt's largest height of a widget: no limit."""


class _Whole(QVBoxLayout):
    """Gives its widgets the height they need where there is less: they are cut, not squeezed."""

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(
            QRect(rect.x(), rect.y(), rect.width(), max(rect.height(), self.minimumSize().height()))
        )


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
        self.button.show_magnified(1.0)
        self.body = _Whole(self)
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
        if moving:
            self._unfold(float(not opened))
        else:
            self.setMaximumHeight(_UNBOUNDED)
        self.setVisible(opened or moving)
        if moving:
            self._motion.start()

    def _unfold(self, share: float) -> None:
        self.setMaximumHeight(round(share * self.sizeHint().height()))
        _lay_out_around(self)

    def _settle(self) -> None:
        self.setVisible(self.is_open)
        self.setMaximumHeight(_UNBOUNDED)


def _lay_out_around(widget: QWidget) -> None:
    """Give what is around its new place before anything is painted, not a frame later."""
    around = widget.parentWidget()
    while around is not None and not around.isWindow():
        layout = around.layout()
        if isinstance(around, QScrollArea):  # it learns by an event how large its content is
            QCoreApplication.sendEvent(around, QEvent(QEvent.Type.LayoutRequest))
        elif layout is not None:
            layout.activate()
        around = around.parentWidget()
