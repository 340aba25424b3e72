"""`NotificationBar`: shows the hub's messages one after another, with buttons and details."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QEnterEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPixmap,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from nnfs_gui.notifications import Action, Kind, Notification, NotificationHub
from nnfs_gui.theme import DARK, Theme, font

from .icons import IconButton, icon_pixmap, retint
from .labels import set_style_property
from .magnify import magnified, magnify

INFO_MS = 6000
"""How long an info stays; a warning or an error stays until it is dismissed."""
MOST_BESIDE = 2
"""So many buttons leave room for the words beside them; more stand below."""
PICTURE_HEIGHT = 44
_ROLES = {Kind.INFO: "accent", Kind.WARN: "warn", Kind.ERROR: "error"}


class NotificationBar(QWidget):
    """A bar that is only there when there is something to say.

    Messages wait in line, errors first.  A newer message on the same topic takes the older one's
    place.  Screen readers are told each message as it appears.
    """

    def __init__(self, hub: NotificationHub, parent: QWidget | None = None, *,
                 theme: Theme = DARK, info_ms: int = INFO_MS) -> None:  # fmt: skip
        super().__init__(parent)
        self._theme = theme
        self._queue: list[Notification] = []
        self._actions: list[_ActionButton] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(info_ms)
        self._timer.timeout.connect(self.dismiss)
        self._build()
        self.hide()
        self.show_theme(theme)
        hub.posted.connect(self.show_notification)
        hub.withdrawn.connect(self.withdraw)

    @property
    def current(self) -> Notification | None:
        """The message that is shown."""
        return self._queue[0] if self._queue else None

    @property
    def waiting(self) -> tuple[Notification, ...]:
        """The messages behind it."""
        return tuple(self._queue[1:])

    def show_notification(self, notification: Notification) -> None:
        """Show the message now, or when those before it are dismissed."""
        shown = self.current
        self._queue = [old for old in self._queue if old.key != notification.key]
        replaces_shown = shown is not None and shown.key == notification.key
        if notification.kind is Kind.ERROR or replaces_shown:
            self._queue.insert(0, notification)
        elif shown is not None and shown.passes:
            self._queue = [notification, *self._queue[1:]]  # an info is not worth waiting for
        else:
            self._queue.append(notification)
        self._show_current(shown)

    def withdraw(self, topic: str) -> None:
        """Drop what was said about a topic."""
        shown = self.current
        self._queue = [old for old in self._queue if old.key != topic]
        self._show_current(shown)

    def dismiss(self) -> None:
        """Take the shown message away and show the next."""
        shown = self.current
        self._queue = self._queue[1:]
        self._show_current(shown)

    def show_theme(self, theme: Theme) -> None:
        self._theme = theme
        retint(self, theme)
        self._show_kind()

    # --- building ---

    def _build(self) -> None:
        self._frame = QFrame(self)
        self._frame.setObjectName("message-bar")
        self._icon = QLabel()
        self._icon.setObjectName("message-icon")
        self._picture = QLabel()
        self._picture.setObjectName("message-picture")
        self._text = QLabel()
        self._text.setObjectName("message-text")
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._text.setFont(font(13, 500))
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(6)
        self._more = QPushButton("Details")
        self._more.setObjectName("message-details-button")
        self._more.setCheckable(True)
        self._more.setFont(font(weight=500))
        self._copy = IconButton("copy", "Copy the message and its details", self)
        self._copy.setObjectName("message-copy")
        self._close = IconButton("close", "Dismiss", self, size=16)
        self._close.setObjectName("message-dismiss")
        self._details = QPlainTextEdit()
        self._details.setObjectName("message-details")
        self._details.setAccessibleName("Details")
        self._details.setReadOnly(True)
        self._details.setMaximumHeight(120)
        self._details.hide()
        self._more.toggled.connect(self._details.setVisible)
        self._copy.clicked.connect(self._copy_all)
        self._close.clicked.connect(self.dismiss)
        self._lay_out()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self._icon)
        row.addWidget(self._picture)
        row.addWidget(self._text, 1)
        row.addLayout(self._buttons)
        for widget in (self._more, self._copy, self._close):
            row.addWidget(widget)
        inside = QVBoxLayout(self._frame)
        inside.setContentsMargins(12, 6, 8, 6)
        inside.setSpacing(6)
        inside.addLayout(row)
        self._below = QHBoxLayout()
        self._below.setSpacing(6)
        self._below.addStretch(1)
        inside.addLayout(self._below)
        inside.addWidget(self._details)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 10, 16, 0)
        outer.addWidget(self._frame)

    # --- showing ---

    def _show_current(self, before: Notification | None) -> None:
        now = self.current
        if now is before:
            return
        self._timer.stop()
        self._more.setChecked(False)
        for button in self._actions:
            button.setParent(None)
            button.deleteLater()
        self._actions.clear()
        self.setVisible(now is not None)
        if now is None:
            return
        self._text.setText(now.message)
        self._show_picture(now.picture)
        self._details.setPlainText(now.details)
        self._more.setVisible(bool(now.details))
        self._copy.setVisible(bool(now.details))
        self._add_actions(now)
        self._show_kind()
        if now.passes:
            self._timer.start()
        self._announce(now)

    def _show_picture(self, content: bytes) -> None:
        pixmap = QPixmap()
        if pixmap.loadFromData(content):
            ratio, smooth = self.devicePixelRatioF(), Qt.TransformationMode.SmoothTransformation
            pixmap = pixmap.scaledToHeight(round(PICTURE_HEIGHT * ratio), smooth)
            pixmap.setDevicePixelRatio(ratio)
        self._picture.setPixmap(pixmap)
        self._picture.setVisible(not pixmap.isNull())

    def _add_actions(self, notification: Notification) -> None:
        for index, action in enumerate(notification.actions):
            button = _ActionButton(action)
            button.setObjectName(f"message-action-{index}")
            if index == 0:
                button.setProperty("role", "primary")
            button.taken.connect(self._take)
            few = len(notification.actions) <= MOST_BESIDE
            (self._buttons if few else self._below).addWidget(button)
            self._actions.append(button)
            magnify(button, magnified(1000, self) / 1000)

    def _take(self, action: Action) -> None:
        # Dismissed first: the action may have something to say itself.
        self.dismiss()
        action.run()

    def _show_kind(self) -> None:
        kind = self.current.kind if self.current is not None else Kind.INFO
        self._icon.setPixmap(icon_pixmap(kind.value, self._theme, _ROLES[kind], 20))
        self._icon.setAccessibleName(kind.name.lower())
        set_style_property(self._frame, "kind", kind.value)

    def _announce(self, notification: Notification) -> None:
        event = QAccessibleAnnouncementEvent(self, notification.message)
        if notification.kind is Kind.ERROR:
            event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        QAccessible.updateAccessibility(event)

    def _copy_all(self) -> None:
        if self.current is not None:
            text = f"{self.current.message}\n\n{self.current.details}".strip()
            QGuiApplication.clipboard().setText(text)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        if self.current is not None and self.current.passes:
            self._timer.start()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Cancel):
            self.dismiss()
        else:
            super().keyPressEvent(event)


class _ActionButton(QPushButton):
    """A button for one action of a message.

    Signals: ``taken(Action)``.
    """

    taken = Signal(object)

    def __init__(self, action: Action) -> None:
        super().__init__(action.label)
        self.setToolTip(action.label)
        self.setFont(font(weight=500))
        self._action = action
        self.clicked.connect(self._clicked)

    def _clicked(self) -> None:
        self.taken.emit(self._action)
