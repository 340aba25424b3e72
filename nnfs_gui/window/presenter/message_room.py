"""`MessageRoom`: a message that stays lies below the pictures it speaks of, not over them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Slot

from ..views_window import ViewsWindow

_CHANGES = (QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.Resize, QEvent.Type.LayoutRequest)


class MessageRoom(QObject):
    """While presenting, the pictures make room for a warning or an error; an info comes and goes
    over them as ever.  What is offered at the start gets room anyway."""

    def __init__(self, window: ViewsWindow) -> None:
        super().__init__(window)
        self._window, self._on = window, False
        window.bar.installEventFilter(self)

    @Slot(bool)
    def switch(self, on: bool) -> None:
        """Presenting begins or ends."""
        self._on = on
        self._fit()

    def _fit(self) -> None:
        window, shown = self._window, self._window.bar.current
        docked = shown is not None and not shown.passes and (self._on or shown.gets_room)
        window.floating.dock(docked)
        window.leave_at_the_foot(window.bar.height() if docked else 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _CHANGES and watched is self._window.bar:
            self._fit()
        return super().eventFilter(watched, event)
