"""`nnfs-gui controls`: every control of the window, for tests that drive it."""

from __future__ import annotations

import os
from collections.abc import Sequence

from .parsing import Parser


def run(arguments: Sequence[str]) -> int:
    """Print object name, accessible name and kind of each control."""
    Parser(prog="nnfs-gui controls", description="List every control of the window.").parse_args(
        arguments
    )
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from nnfs_gui.app import Playground, make_application
    from nnfs_gui.settings import Settings
    from nnfs_gui.theme import DARK

    make_application()
    playground = Playground(Settings.in_memory(), DARK)
    from nnfs_gui.testing.controls import controls

    try:
        for control in controls(playground.window):
            print(f"{control.name:32} {control.label:48} {control.kind}")
    finally:
        playground.shutdown()
        playground.window.close_quietly()
    return 0
