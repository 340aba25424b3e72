"""Choices that are kept between starts; the only place that knows QSettings."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QByteArray, QSettings

MAX_RECENT = 10
MAX_LESSONS = 8
THEME_CHOICES = ("system", "dark", "light")
DEFAULT_SPEED = 0.8


class Store(Protocol):
    """The part of QSettings that is used."""

    def value(self, key: str) -> object: ...

    def setValue(self, key: str, value: object) -> None: ...


class _Memory(dict[str, object]):
    """A store that forgets everything when the program ends."""

    value = dict.get
    setValue = dict.__setitem__


class Settings:
    """Remembered choices; whatever is missing, damaged or out of range counts as never set."""

    def __init__(self, store: Store | None = None) -> None:
        if store is None:
            store = QSettings("nnfs-playground", "nnfs-playground")
        self._store: Store = store

    @classmethod
    def in_memory(cls) -> Settings:
        """Settings that touch no file: for pictures and tests."""
        return cls(_Memory())

    @classmethod
    def in_file(cls, path: Path) -> Settings:
        """Settings in an ini file of one's own."""
        return cls(QSettings(str(path), QSettings.Format.IniFormat))

    # --- the window ---

    def geometry(self) -> bytes:
        """What QWidget.saveGeometry gave; empty if unknown."""
        return _as_bytes(self._store.value("window/geometry"))

    def set_geometry(self, geometry: bytes | QByteArray) -> None:
        self._store.setValue("window/geometry", QByteArray(geometry))

    def splitters(self) -> dict[str, bytes]:
        """Saved states of the splitters by their object names."""
        names = _as_texts(self._store.value("window/splitters"))
        states = {name: _as_bytes(self._store.value(f"splitters/{name}")) for name in names}
        return {name: state for name, state in states.items() if state}

    def set_splitters(self, states: Mapping[str, bytes]) -> None:
        self._store.setValue("window/splitters", list(states))
        for name, state in states.items():
            self._store.setValue(f"splitters/{name}", QByteArray(state))

    def tabs_closed(self) -> bool:
        """Whether the views at the bottom were closed."""
        return str(self._store.value("window/tabs-closed")).lower() == "true"

    def set_tabs_closed(self, closed: bool) -> None:
        self._store.setValue("window/tabs-closed", closed)

    def has_drawn(self) -> bool:
        """Whether somebody has seen how a layer is drawn."""
        return str(self._store.value("window/has-drawn")).lower() == "true"

    def set_has_drawn(self) -> None:
        self._store.setValue("window/has-drawn", True)

    def has_seen_gallery(self) -> bool:
        """Whether somebody was offered the tour."""
        return str(self._store.value("window/has-seen-gallery")).lower() == "true"

    def set_has_seen_gallery(self) -> None:
        self._store.setValue("window/has-seen-gallery", True)

    def left_in_lesson(self) -> bool:
        """Whether a lesson was open when the window was closed last."""
        return str(self._store.value("window/left-in-lesson")).lower() == "true"

    def set_left_in_lesson(self, open_then: bool) -> None:
        self._store.setValue("window/left-in-lesson", open_then)

    def has_seen_hint(self, topic: str) -> bool:
        """Whether somebody was given that hint."""
        return str(self._store.value(f"hints/{topic}")).lower() == "true"

    def set_has_seen_hint(self, topic: str) -> None:
        self._store.setValue(f"hints/{topic}", True)

    def theme(self) -> str:
        """``"system"``, ``"dark"`` or ``"light"``."""
        choice = self._store.value("theme")
        return choice if isinstance(choice, str) and choice in THEME_CHOICES else "system"

    def set_theme(self, choice: str) -> None:
        if choice not in THEME_CHOICES:
            raise ValueError(f"theme must be one of {', '.join(THEME_CHOICES)}, got {choice!r}")
        self._store.setValue("theme", choice)

    # --- work ---

    def speed(self) -> float:
        """How fast training is shown, 0 … 1."""
        try:
            speed = float(str(self._store.value("speed")))
        except ValueError:
            return DEFAULT_SPEED
        return speed if 0.0 <= speed <= 1.0 else DEFAULT_SPEED

    def set_speed(self, speed: float) -> None:
        self._store.setValue("speed", float(speed))

    def recent_lessons(self) -> tuple[Path, ...]:
        """Lessons of one's own that were opened last, the newest first, as far as they exist."""
        paths = (Path(text) for text in _as_texts(self._store.value("recent-lessons")))
        return tuple(path for path in paths if _exists(path))[:MAX_LESSONS]

    def add_recent_lesson(self, path: Path) -> None:
        path = path.absolute()
        known = [path, *(old for old in self.recent_lessons() if old != path)]
        self._store.setValue("recent-lessons", [str(entry) for entry in known[:MAX_LESSONS]])

    def remove_recent_lesson(self, path: Path) -> None:
        """List a lesson of one's own no more; its file stays."""
        known = [old for old in self.recent_lessons() if old != path.absolute()]
        self._store.setValue("recent-lessons", [str(entry) for entry in known])

    def recent_files(self) -> tuple[Path, ...]:
        """Files opened or saved last, the newest first; those that are gone are left out."""
        paths = (Path(text) for text in _as_texts(self._store.value("recent")))
        return tuple(path for path in paths if _exists(path))[:MAX_RECENT]

    def add_recent_file(self, path: Path) -> None:
        path = path.absolute()
        others = [old for old in self.recent_files() if old != path]
        self._store.setValue("recent", [str(entry) for entry in [path, *others][:MAX_RECENT]])


def _exists(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name too long, or with a null byte
        return False


def _as_bytes(value: object) -> bytes:
    if isinstance(value, QByteArray):
        return bytes(value.data())
    return value if isinstance(value, bytes) else b""


def _as_texts(value: object) -> tuple[str, ...]:
    """A list of texts; QSettings gives a list of one back as a plain text."""
    if isinstance(value, str):
        return (value,) if value else ()
    if isinstance(value, (list, tuple)):
        return tuple(text for text in value if isinstance(text, str) and text)
    return ()
