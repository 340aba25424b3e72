"""The question whether a window can be opened."""

from __future__ import annotations

import sys

import pytest

from nnfs_gui import display
from nnfs_gui.cli import main

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="only Linux can lack a display"
)


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)


def test_no_display_names_the_way_without_one() -> None:
    problem = display.window_problem()
    assert problem is not None
    assert "no display" in problem
    assert "nnfs-gui render" in problem


def test_off_screen_needs_no_display(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert display.window_problem() is None


def test_wayland_needs_no_x_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    monkeypatch.setattr(display, "_start_problem", lambda problem: None)
    assert display.window_problem() is None


def test_a_wayland_display_without_a_compositor_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-7654")
    problem = display.window_problem()
    assert problem is not None
    assert "wayland-7654" in problem


@pytest.mark.parametrize("platform", ["wayland", "eglfs", "minimal", "nonsense"])
def test_a_platform_that_cannot_open_a_window_ends_with_one_sentence(
    platform: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", platform)
    assert main([]) == 2
    error = capfd.readouterr().err
    assert error.count("\n") == 1
    assert error.startswith(f"nnfs-gui: Qt's platform '{platform}' cannot open the window here")


def test_a_display_without_a_server_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":7654")
    monkeypatch.setattr(display, "_xcb_plugin_problem", lambda: None)
    problem = display.window_problem()
    assert problem is not None
    assert ":7654" in problem


def test_a_missing_library_names_its_debian_package() -> None:
    error = "libxcb-cursor.so.0: cannot open shared object file: No such file or directory"
    message = display.missing_library_message(error)
    assert message is not None
    assert "libxcb-cursor.so.0" in message
    assert message.endswith("install the Debian package libxcb-cursor0")


def test_an_unknown_library_is_still_named() -> None:
    message = display.missing_library_message("libwhat.so.3: cannot open shared object file")
    assert message is not None
    assert "libwhat.so.3" in message


def test_other_errors_are_not_taken_for_missing_libraries() -> None:
    assert display.missing_library_message("No module named 'numpy'") is None
