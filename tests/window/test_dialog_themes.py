"""A dialog that is open takes the colours of another theme, too: a system may change its own."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QDialog, QFileDialog, QPlainTextEdit, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from nnfs_gui.app import Playground
from nnfs_gui.panels.data.table_preview import PointsPreview
from nnfs_gui.panels.gesture_pictures import GestureTable
from nnfs_gui.theme import DARK, LIGHT, Theme, contrast

PARTS: dict[str, type[QWidget]] = {
    "formula": PointsPreview,
    "import_table": PointsPreview,
    "shortcuts": GestureTable,
    "save_code": QPlainTextEdit,
}
"""What has colours of its own, by the action that opens its dialog."""


def colours_of(part: QWidget) -> object:
    """Pixels, or the colours of words where a cursor blinks."""
    if not isinstance(part, QPlainTextEdit):
        image = part.grab().toImage()  # named, for its bits live as long as it does
        return bytes(image.constBits())
    found, block = [], part.document().begin()
    while block.isValid():
        found += [each.format.foreground().color().name() for each in block.layout().formats()]
        block = block.next()
    return found


def colours_after(qtbot: QtBot, playground: Playground, action: str, *themes: Theme) -> object:
    """Colours of a part of the dialog that an action opens, after these themes."""
    window = playground.window
    playground.themes.choose(themes[0])
    if action == "formula":
        window.data_dialogs.make_from_formula()
    else:
        window.actions_by_name[action].trigger()
    dialog = next(each for each in window.findChildren(QDialog) if each.isVisible())
    for theme in themes[1:]:
        playground.themes.choose(theme)
    part = dialog.findChild(PARTS[action])
    assert isinstance(part, QWidget)
    colours = colours_of(part)
    dialog.reject()
    qtbot.waitUntil(lambda: not window.findChildren(QDialog))
    return colours


@pytest.mark.parametrize("action", PARTS)
def test_an_open_dialog_follows_the_theme(
    qtbot: QtBot, playground: Playground, action: str
) -> None:
    playground.window.show()
    light = colours_after(qtbot, playground, action, LIGHT)
    assert colours_after(qtbot, playground, action, DARK, LIGHT) == light
    assert colours_after(qtbot, playground, action, DARK) != light


@pytest.mark.parametrize("name", ["backButton", "forwardButton", "toParentButton"])
def test_a_file_dialog_of_qt_shows_its_arrows_on_dark(playground: Playground, name: str) -> None:
    playground.themes.choose(DARK)
    dialog = QFileDialog(playground.window)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    image = dialog.findChild(QToolButton, name).icon().pixmap(16, 16).toImage()
    pixels = [image.pixelColor(x, y) for x in range(16) for y in range(16)]
    strokes = [pixel for pixel in pixels if pixel.alpha() > 200]
    assert strokes
    assert max(contrast(pixel.name(), DARK.bg) for pixel in strokes) > 3
    dialog.deleteLater()
