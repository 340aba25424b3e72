"""`LessonWindow`: what a lesson needs of the main window."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction

from ..transport import Transport
from ..views_window import ViewsWindow


class LessonWindow(ViewsWindow):
    """Views, actions and the transport.

    Signals: ``closed()`` once the window may go.
    """

    closed = Signal()
    transport: Transport
    actions_by_name: dict[str, QAction]
