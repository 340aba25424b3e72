"""Checks that Qt can open a window, before Qt aborts because it cannot."""

from __future__ import annotations

import ctypes
import ctypes.util
import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

from nnfs_gui.assets import FONTS

NO_DISPLAY = (
    "there is no display to open a window on; `nnfs-gui render` draws a picture without one"
)

_START = """
import sys
from PySide6.QtGui import QFontDatabase, QGuiApplication
application = QGuiApplication([])
fonts = [QFontDatabase.addApplicationFont(path) for path in sys.argv[1:]]
sys.exit(min(fonts) < 0 or application.primaryScreen() is None)
"""

_GLIB = "libglib2.0-0"
_ODD_PACKAGES = {"libglib-2.0.so.0": _GLIB, "libgthread-2.0.so.0": _GLIB}
"""Debian packages that are not called after the library and its version, as the policy has it."""


def missing_library_message(error: str) -> str | None:
    """One sentence for a loader error that names a shared library, or None if it names none."""
    found = re.search(r"(lib[\w.+-]+)\.so\.?([.\d]*)", error)
    if found is None:
        return None
    library, version = found.groups()
    if not version:
        return f"the system library {found[0]} is missing, which Qt needs"
    dash = "-" if library[-1].isdigit() else ""
    package = _ODD_PACKAGES.get(found[0], f"{library.lower()}{dash}{version}")
    return f"the system library {found[0]} is missing: install the Debian package {package}"


def window_problem() -> str | None:
    """Why no window can be opened, as one sentence; None when one can.

    Only Linux can lack a display or Qt's system libraries; elsewhere Qt brings all it needs.
    """
    platform = os.environ.get("QT_QPA_PLATFORM", "").split(":")[0]
    if not sys.platform.startswith("linux") or platform == "offscreen":
        return None
    display, wayland = os.environ.get("DISPLAY"), os.environ.get("WAYLAND_DISPLAY")
    if platform not in ("", "xcb"):
        return _start_problem(f"Qt's platform {platform!r} cannot open the window here")
    if not platform and wayland:
        answer = f"no Wayland compositor answers at WAYLAND_DISPLAY={wayland}"
        return None if display else _start_problem(answer)
    return (_xcb_plugin_problem() or _x_server_problem()) if display else NO_DISPLAY


def _start_problem(problem: str) -> str | None:
    """Try what Qt would end the process for in another process."""
    tried = subprocess.run(
        [sys.executable, "-c", _START, *map(str, FONTS)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=False,
    )
    return f"{problem}; `nnfs-gui render` needs none" if tried.returncode else None


def _xcb_plugin_problem() -> str | None:
    """Load Qt's xcb plugin as Qt would, to learn which library it lacks."""
    package = importlib.util.find_spec("PySide6")
    if package is None or not package.submodule_search_locations:
        return "PySide6 is not installed"
    root = Path(next(iter(package.submodule_search_locations)))
    plugin = root / "Qt" / "plugins" / "platforms" / "libqxcb.so"
    if not plugin.exists():
        return None
    try:
        ctypes.CDLL(str(plugin))
    except OSError as error:
        return missing_library_message(str(error)) or f"Qt's xcb plugin cannot be loaded: {error}"
    return None


def _x_server_problem() -> str | None:
    """Connect to the X server once, as the plugin will."""
    name = ctypes.util.find_library("xcb") or "libxcb.so.1"
    try:
        xcb = ctypes.CDLL(name)
    except OSError:
        return "the system library libxcb.so.1 is missing: install the Debian package libxcb1"
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    failed = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    if failed:
        display = os.environ.get("DISPLAY", "")
        return f"no X server answers at DISPLAY={display}; `nnfs-gui render` needs none"
    return None


_ended = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p)(lambda _display: os._exit(1))


def end_with_x_server() -> None:
    """Let the process end when its X server does.

    Xlib would call C's ``exit``, and a destructor of PySide's would then spin for ever, because the
    interpreter is in the midst of something.  What was open has been kept, see `window.recovery`.
    """
    try:
        xlib = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
    except OSError:
        return  # then nobody has loaded it, and it cannot end anything
    xlib.XSetIOErrorHandler.argtypes = [type(_ended)]
    xlib.XSetIOErrorHandler(_ended)
