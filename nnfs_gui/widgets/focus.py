"""Where the keyboard focus goes after a choice, and own-drawn buttons that show it alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from operator import itemgetter

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QLayout, QScrollArea, QSplitter, QWidget

from nnfs_gui.theme import Theme

_BY_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
    Qt.FocusReason.OtherFocusReason,
)
_PRESSING = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TAB = Qt.FocusPolicy.TabFocus.value  # as a number: flags are slow, and widgets many
_STAYS = "keeps-focus"


def keep_focus(panel: QWidget) -> None:
    """Let the focus stay in ``panel`` after choices in it, until it is closed."""
    panel.setProperty(_STAYS, True)


def give_back_focus(widget: QWidget) -> bool:
    """Give the focus to what the window is about, its focus proxy; False if it has none."""
    home, parent = widget.window().focusProxy(), widget.parentWidget()
    while parent is not None:
        if parent.property(_STAYS):
            return False
        parent = parent.parentWidget()
    if home is not None:
        home.setFocus(Qt.FocusReason.OtherFocusReason)
    return home is not None


def order_tabs(root: QWidget) -> None:
    """Let Tab walk through ``root`` as its layouts stand: row by row, headers before bodies."""
    stops: list[QWidget] = []
    _add_stops(root, stops)
    for before, after in pairwise(stops):
        QWidget.setTabOrder(before, after)


def _add_stops(widget: QWidget, stops: list[QWidget]) -> None:
    """Add a widget and all that is laid out in it, depth first, where Tab stops."""
    if widget.focusPolicy().value & _TAB and widget.focusProxy() is None:
        stops.append(widget)
    layout = widget.layout()
    inside: Iterable[QWidget | None] = _widgets_of(layout) if layout is not None else ()
    if isinstance(widget, QSplitter):
        inside = [widget.widget(index) for index in range(widget.count())]
    elif isinstance(widget, QScrollArea):
        inside = [widget.widget()]
    for part in inside:
        if part is not None:
            _add_stops(part, stops)


def _widgets_of(layout: QLayout) -> Iterator[QWidget]:
    """What stands in a layout and those in it, in order.

    Without `QLayout.itemAt`: Python keeps the items it gives out after Qt has deleted them, and
    takes whatever comes to lie at such a place in memory for one.
    """
    host = layout.parentWidget()
    parts = [*layout.children(), *(host.children() if host is not None else ())]
    placed = [(layout.indexOf(one), one) for one in parts if isinstance(one, QLayout | QWidget)]
    for _, part in sorted((pair for pair in placed if pair[0] >= 0), key=itemgetter(0)):
        if isinstance(part, QLayout):
            yield from _widgets_of(part)
        else:
            yield part


class DrawnButton(QAbstractButton):
    """A button that paints itself: Enter presses it, and it shows a ring when Tab came to it."""

    def __init__(self, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.theme = theme
        self.ringed = False

    def show_theme(self, theme: Theme) -> None:
        self.theme = theme
        self.update()

    def draw_ring(
        self, painter: QPainter, area: QRectF, radius: float, *, on_accent: bool = False
    ) -> None:
        """Draw the focus ring along the inside of ``area``, if it is to be seen.

        ``on_accent`` where the edge has the ring's colour already.
        """
        if self.ringed:
            theme = self.theme
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.text if on_accent else theme.accent), 1.5))
            painter.drawRoundedRect(area.adjusted(0.75, 0.75, -0.75, -0.75), radius, radius)

    def focusInEvent(self, event: QFocusEvent) -> None:
        # A ring after a click, or because the window came up, would only be noise.
        self.ringed = event.reason() in _BY_KEYBOARD
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.ringed = False
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _PRESSING:
            self.click()
        else:
            super().keyPressEvent(event)
