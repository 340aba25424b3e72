"""How long things move, if they move at all."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation
from PySide6.QtWidgets import QApplication, QStyle, QWidget

MILLISECONDS = 150
_SWITCH = "moves"


def allow_motion(application: QApplication, allowed: bool = True) -> None:
    """Let widgets move from now on; without this they never do."""
    application.setProperty(_SWITCH, allowed)


def may_move(widget: QWidget) -> bool:
    """Whether to move: where it can be seen, is allowed, and the system asks for no less motion."""
    application = QApplication.instance()
    allowed = application is not None and bool(application.property(_SWITCH))
    return allowed and widget.isVisible() and not asks_for_rest(widget)


def asks_for_rest(widget: QWidget) -> bool:
    """Whether the system wants no animations."""
    hint = QStyle.StyleHint.SH_Widget_Animation_Duration
    return widget.style().styleHint(hint, None, widget) <= 0


def make_motion(parent: QObject) -> QVariantAnimation:
    """An animation from 0 to 1 that begins fast and ends slowly."""
    motion = QVariantAnimation(parent)
    motion.setDuration(MILLISECONDS)
    motion.setEasingCurve(QEasingCurve.Type.OutCubic)
    motion.setStartValue(0.0)
    motion.setEndValue(1.0)
    return motion
