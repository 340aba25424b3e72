"""Every icon that the sources name exists: a missing one would only fail when it is painted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import qtawesome
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from nnfs_gui.theme import DARK
from nnfs_gui.widgets.icons import IconButton

SOURCES = sorted((Path(__file__).parents[1] / "nnfs_gui").glob("**/*.py"))
NAME = re.compile(r'"((?:ph|mdi6|msc|fa6s)\.[a-z0-9-]+)"')
ICONS = sorted({name for path in SOURCES for name in NAME.findall(path.read_text("utf-8"))})


@pytest.mark.parametrize("name", ICONS)
def test_the_icon_exists(qapp: QApplication, name: str) -> None:
    assert not qtawesome.icon(name).pixmap(16, 16).isNull()


@pytest.mark.parametrize("factor", [1.0, 1.5])
def test_a_button_in_a_fold_that_opens_has_room_for_its_icon(
    qapp: QApplication, factor: float
) -> None:
    """Qt paints an icon as small as its button; of no size at all it says many warnings."""
    fold = QWidget()
    layout = QVBoxLayout(fold)
    button = IconButton("dice", "Another seed", size=16)
    layout.addWidget(button)
    button.show_theme(DARK)
    button.show_magnified(factor)
    fold.show()
    fold.resize(100, 4)
    assert button.height() >= 16 * factor
    assert not fold.grab().isNull()
