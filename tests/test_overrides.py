"""No Python exception leaves a method that Qt calls."""

from __future__ import annotations

import importlib
import os
import pkgutil
import subprocess
import sys
import traceback
import typing
from enum import Enum
from textwrap import dedent
from types import UnionType

import pytest
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

import nnfs_gui
from nnfs_gui.app import _Reporter
from nnfs_gui.notifications import NotificationHub
from nnfs_gui.overrides import bound_classes, empty_value, guard_overrides, is_guarded, overrides


def in_process(script: str) -> str:
    """What a script of its own process says; a crash there is a failure here."""
    result = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", dedent(script)],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=170,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


def test_making_the_application_guards_every_override_of_every_module() -> None:
    said = in_process("""
        import importlib, pkgutil
        import nnfs_gui
        from nnfs_gui.app import make_application
        from nnfs_gui.overrides import bound_classes, is_guarded, overrides

        application = make_application()
        for found in pkgutil.walk_packages(nnfs_gui.__path__, "nnfs_gui."):
            importlib.import_module(found.name)
        found = [
            (f"{kind.__name__}.{name}", is_guarded(function))
            for kind in bound_classes()
            for name, function in overrides(kind)
        ]
        print(len(found), *[name for name, guarded in found if not guarded])
    """)
    number, *bare = said.split()
    assert not bare
    assert int(number) > 300


def test_a_failed_override_returns_what_its_annotation_promises() -> None:
    for found in pkgutil.walk_packages(nnfs_gui.__path__, "nnfs_gui."):
        importlib.import_module(found.name)
    ours = [kind for kind in bound_classes() if kind.__module__.startswith("nnfs_gui.")]
    assert len(ours) > 100
    for function in (function for kind in ours for _name, function in overrides(kind)):
        promised = typing.get_type_hints(function)["return"]
        value = empty_value(function)
        if typing.get_origin(promised) in (typing.Union, UnionType):
            assert value is None
        elif promised is not object:
            assert isinstance(value, typing.get_origin(promised) or promised), function


def test_the_window_lives_on_while_any_of_its_overrides_fails() -> None:
    """Those of each room in turn raise in the midst of painting, while the window is used."""
    said = in_process("""
        import sys
        import typing
        from PySide6.QtCore import QPoint
        from PySide6.QtGui import QPainter
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QWidget
        from nnfs_gui import overrides
        from nnfs_gui.app import Playground, make_application
        from nnfs_gui.settings import Settings
        from nnfs_gui.theme import DARK, LIGHT

        application = make_application()
        failed = set()
        sys.excepthook = lambda kind, error, trace: failed.add(error.__notes__[0])
        playground = Playground(Settings.in_memory(), DARK)
        window = playground.window
        window.resize(1024, 700)
        window.show()
        window.grab()

        def use():
            for index in range(window.tabs.bar.count()):
                window.tabs.bar.setCurrentIndex(index)
            window.resize(1025 if window.width() == 1024 else 1024, 700)
            QTest.mouseMove(window.network, QPoint(200, 200))
            window.grab()

        def breaking(real):
            def broken(self, *arguments, **named):
                painter = QPainter(self) if isinstance(self, QWidget) else None
                raise ZeroDivisionError("as a test")
            broken.__name__, broken.__qualname__ = real.__name__, real.__qualname__
            broken.__annotations__ = {"return": typing.get_type_hints(real).get("return")}
            return broken

        rooms = {}
        for kind in overrides.bound_classes():
            if kind.__module__.startswith("nnfs_gui."):
                for _name, guarded in overrides.overrides(kind):
                    # Qt remembers overrides, so the one inside of the guard is exchanged.
                    place = guarded.__code__.co_freevars.index("function")
                    cell = guarded.__closure__[place]
                    change = (cell, cell.cell_contents, breaking(guarded))
                    room = kind.__module__.rpartition(".")[0]
                    rooms.setdefault(room, []).append(change)
        for changes in rooms.values():
            for cell, _real, broken in changes:
                cell.cell_contents = broken
            use()
            for cell, real, _broken in changes:
                cell.cell_contents = real
        number = len(failed)
        use()
        assert len(failed) == number
        playground.shutdown()
        window.close_quietly()
        print(number)
    """)
    assert int(said) > 50, "so many were called and failed"


class Broken(QWidget):
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawPoint(0, 0)
        raise ValueError("no colour")


def test_a_failed_paint_event_is_reported_with_its_place(qtbot: QtBot) -> None:
    Broken.__module__ = "nnfs_gui.window"
    guard_overrides()
    assert is_guarded(Broken.paintEvent)
    widget = Broken()
    qtbot.addWidget(widget)
    with qtbot.capture_exceptions() as exceptions:
        widget.grab()
    assert [str(error) for _kind, error, _trace in exceptions] == ["no colour"]
    details = "".join(traceback.format_exception(exceptions[0][1]))
    assert "in Broken.paintEvent, which Qt called" in details
    assert not widget.paintingActive()


def test_an_error_that_comes_with_every_frame_is_told_once(
    qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    hub = NotificationHub()
    told: list[str] = []
    hub.posted.connect(lambda notification: told.append(notification.message))
    report = _Reporter(hub)

    def fail(note: str, number: int) -> None:
        try:
            raise ValueError(number)
        except ValueError as error:
            if note:
                error.add_note(note)
            report(ValueError, error, error.__traceback__)

    for number in range(3):
        fail("in Broken.paintEvent, which Qt called", number)
    assert len(told) == 1
    assert capsys.readouterr().err.count("Traceback") == 1
    fail("", 3)
    fail("", 3)
    assert len(told) == 3, "a button that fails again says so again"


def test_an_enumeration_gives_its_first_member() -> None:
    class Role(Enum):
        NONE = 0
        BUTTON = 1

    def role() -> Role:
        return Role.BUTTON

    role.__annotations__ = {"return": Role}
    assert empty_value(role) is Role.NONE
