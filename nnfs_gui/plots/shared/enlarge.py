"""Enlarging a view to the whole window, and putting it back."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QLabel, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from nnfs_gui.theme import CARD_RADIUS, LABEL, Theme, font
from nnfs_gui.widgets.magnify import FACTOR, magnify, room_factor

MARGIN = 24
USUAL = QSize(1280, 760)
"""A window in which an enlarged view has words of the usual size; in a larger one they grow."""


class EnlargeOverlay(QWidget):
    """Covers a window and shows one of its views at full size until Esc or a double click.

    Signals: ``opened(QWidget)``, ``closed(QWidget)``.
    """

    opened = Signal(object)
    closed = Signal(object)

    def __init__(self, window: QWidget, theme: Theme) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("enlarge-overlay")
        self.setAccessibleName("Enlarged plot")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._theme = theme
        self._view: QWidget | None = None
        self._placeholder: QWidget | None = None
        self._framed = True
        self._factor = 1.0  # of the view where it belongs
        self._hint = QLabel("Esc returns")
        self._hint.setFont(font(LABEL))
        self._layout = QVBoxLayout(self)
        self._layout.addWidget(self._hint, 0, Qt.AlignmentFlag.AlignHCenter)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.close_view)
        escape.activatedAmbiguously.connect(self.close_view)
        self.show_theme(theme)
        self.hide()
        window.installEventFilter(self)

    @property
    def view(self) -> QWidget | None:
        """The view shown large, if any."""
        return self._view

    def show_theme(self, theme: Theme) -> None:
        """Take the colours of ``theme``."""
        self._theme = theme
        self._hint.setStyleSheet(f"color: {theme.dim}; background: transparent;")
        self.update()

    def open(self, view: QWidget) -> None:
        """Move ``view`` here; the same view again goes back."""
        again = view is self._view
        self.close_view()
        if again:
            return
        placeholder = QWidget()
        placeholder.setSizePolicy(view.sizePolicy())
        placeholder.setMinimumSize(view.size())
        if not _swap(view, placeholder):
            placeholder.deleteLater()
            return
        self._view, self._placeholder = view, placeholder
        self._framed = view.objectName() == "card"
        self._layout.setContentsMargins(*_margins(self._framed))
        self._layout.insertWidget(0, view, 1)
        self._factor = float(view.property(FACTOR) or 1.0)
        self.setGeometry(self._window.rect())
        magnify(view, max(self._factor, room_factor(self.size(), USUAL)))
        view.show()
        self.show()
        self.raise_()
        self.setFocus()
        self.opened.emit(view)

    def close_view(self) -> None:
        """Put the view back where it was."""
        view, placeholder = self._view, self._placeholder
        if view is None or placeholder is None:
            return
        self._view = self._placeholder = None
        self._layout.removeWidget(view)
        _swap(placeholder, view)
        magnify(view, self._factor)
        view.show()
        placeholder.setParent(None)
        placeholder.deleteLater()
        self.hide()
        self.closed.emit(view)

    # --- Qt ----------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._window:
            self.setGeometry(self._window.rect())
        return super().eventFilter(watched, event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.close_view()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.bg))
        if self._framed:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(self._theme.line))
        painter.setBrush(QColor(self._theme.panel))
        frame = self.rect().adjusted(MARGIN, MARGIN, -MARGIN - 1, -MARGIN - 25)
        painter.drawRoundedRect(frame, CARD_RADIUS, CARD_RADIUS)


def _margins(framed: bool) -> tuple[int, int, int, int]:
    """Room around a view; one without a frame of its own stands inside ours."""
    side = MARGIN if framed else 2 * MARGIN
    return side, side, side, 8 if framed else MARGIN + 8


def _swap(old: QWidget, new: QWidget) -> bool:
    """Put ``new`` in the place of ``old``, whatever holds it; False if that is unknown."""
    parent = old.parentWidget()
    if isinstance(parent, QSplitter):
        sizes = parent.sizes()
        parent.replaceWidget(parent.indexOf(old), new)
        parent.setSizes(sizes)
        return True
    if isinstance(parent, QStackedWidget):
        index, current = parent.indexOf(old), parent.currentWidget() is old
        parent.insertWidget(index, new)
        parent.removeWidget(old)
        if current:
            parent.setCurrentWidget(new)
        return True
    layout = parent.layout() if parent is not None else None
    return layout is not None and layout.replaceWidget(old, new) is not None
