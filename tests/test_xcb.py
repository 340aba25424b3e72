"""The real window on a real X server: Qt's xcb plugin, its system libraries, and a clean end."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(
    shutil.which("Xvfb") is None or shutil.which("xdotool") is None,
    reason="needs Xvfb and xdotool",
)
PATIENCE = 60.0


class Server(str):
    """The name of an X server's display."""

    process: subprocess.Popen[bytes]


@pytest.fixture
def display() -> Iterator[Server]:
    """A virtual X server of our own."""
    read, write = os.pipe()
    command = [
        "Xvfb",
        "-displayfd",
        str(write),
        "-screen",
        "0",
        "1600x1000x24",
        "-nolisten",
        "tcp",
        "-noreset",
    ]
    server = subprocess.Popen(command, pass_fds=(write,), stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as number:
        name = Server(f":{number.readline().strip()}")
    name.process = server
    yield name
    server.terminate()
    server.wait()


def xdotool(environment: dict[str, str], *words: str) -> str:
    result = subprocess.run(
        ["xdotool", *words], env=environment, capture_output=True, text=True, check=False
    )
    return result.stdout


def find_window(environment: dict[str, str]) -> str:
    """The id of the application's window, once it can be seen."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        found = xdotool(environment, "search", "--onlyvisible", "--name", ".").split()
        if found:
            return found[-1]
    raise AssertionError("no window appeared")


def started(display: str, home: Path) -> tuple[subprocess.Popen[str], dict[str, str]]:
    """The application on that display, and the environment it has."""
    environment = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
    environment |= {"DISPLAY": display, "HOME": str(home), "XDG_CONFIG_HOME": str(home)}
    start = "import sys; from nnfs_gui.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", start]
    return subprocess.Popen(
        command, env=environment, stderr=subprocess.PIPE, text=True
    ), environment


def test_the_window_opens_plays_and_ends_without_a_word(display: str, tmp_path: Path) -> None:
    process, environment = started(display, tmp_path)
    try:
        window = find_window(environment)
        xdotool(environment, "mousemove", "--window", window, "800", "30", "key", "space")
        process.send_signal(signal.SIGTERM)
        _out, error = process.communicate(timeout=PATIENCE)
    finally:
        process.kill()
    assert process.returncode == 0
    assert error == ""


def test_the_process_ends_with_its_x_server(display: Server, tmp_path: Path) -> None:
    process, environment = started(display, tmp_path)
    try:
        find_window(environment)
        display.process.kill()
        process.communicate(timeout=PATIENCE)
    finally:
        process.kill()
    assert process.returncode == 1
