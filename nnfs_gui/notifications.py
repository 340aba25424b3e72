"""Messages for people, and the hub that passes them on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QObject, Signal


class Kind(Enum):
    """How much a message matters: an ``INFO`` goes away by itself."""

    INFO = "info"
    WARN = "warn"
    ERROR = "error"


@dataclass(frozen=True)
class Action:
    """A button under a message, such as "Learning rate ÷ 10"."""

    label: str
    run: Callable[[], object]


@dataclass(frozen=True)
class Notification:
    """One message.

    ``details`` are for copying into a report, ``picture`` is a small PNG beside the text.  Of two
    messages with the same ``topic`` only the newer one stays; without a topic the text itself is
    the topic.  An ``INFO`` that ``stays`` is there until it is withdrawn.  Nothing is covered by a
    message that ``gets_room``.
    """

    message: str
    kind: Kind = Kind.INFO
    details: str = ""
    actions: tuple[Action, ...] = ()
    topic: str = ""
    stays: bool = False
    picture: bytes = b""
    gets_room: bool = False

    @property
    def passes(self) -> bool:
        """Whether the message goes away by itself."""
        return self.kind is Kind.INFO and not self.stays

    @property
    def key(self) -> str:
        return self.topic or self.message


class NotificationHub(QObject):
    """Passes messages to whoever shows them; it keeps none.

    Signals: ``posted(Notification)``; ``withdrawn(topic)`` when a topic is no longer true.
    """

    posted = Signal(object)
    withdrawn = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)

    def post(self, notification: Notification) -> None:
        self.posted.emit(notification)

    def info(self, message: str, *, topic: str = "") -> None:
        """Say something that may be missed."""
        self.post(Notification(message, Kind.INFO, topic=topic))

    def warn(
        self, message: str, *, details: str = "", actions: tuple[Action, ...] = (), topic: str = ""
    ) -> None:
        """Say something that should be seen."""
        self.post(Notification(message, Kind.WARN, details, actions, topic))

    def error(
        self, message: str, *, details: str = "", actions: tuple[Action, ...] = (), topic: str = ""
    ) -> None:
        """Say that something went wrong."""
        self.post(Notification(message, Kind.ERROR, details, actions, topic))

    def withdraw(self, topic: str) -> None:
        """Take back what was said about ``topic``, shown or waiting."""
        self.withdrawn.emit(topic)
