"""Every icon that the sources name exists: a missing one would only fail when it is painted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import qtawesome
from PySide6.QtWidgets import QApplication

SOURCES = sorted((Path(__file__).parents[1] / "nnfs_gui").glob("**/*.py"))
NAME = re.compile(r'"((?:ph|mdi6|msc|fa6s)\.[a-z0-9-]+)"')
ICONS = sorted({name for path in SOURCES for name in NAME.findall(path.read_text("utf-8"))})


@pytest.mark.parametrize("name", ICONS)
def test_the_icon_exists(qapp: QApplication, name: str) -> None:
    assert not qtawesome.icon(name).pixmap(16, 16).isNull()
