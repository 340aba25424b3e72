"""The fixture ``playground``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from .driver import Driver


@pytest.fixture
def playground(qapp: QApplication, tmp_path: Path) -> Iterator[Driver]:
    """A window with settings of its own, closed without a trace; needs pytest-qt."""
    from nnfs_gui.app import Playground, make_application
    from nnfs_gui.settings import Settings
    from nnfs_gui.theme import DARK, load_fonts

    make_application()
    load_fonts()
    made = Playground(Settings.in_memory(), DARK)
    made.window.resize(1600, 1000)
    made.window.show()
    yield Driver(made, tmp_path)
    made.window.close_quietly()
    made.shutdown()
    made.window.deleteLater()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
