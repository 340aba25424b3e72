import subprocess
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMenu, QWidget

from nnfs_gui.theme import DARK, LIGHT
from nnfs_gui.widgets.card import Card
from nnfs_gui.widgets.elided import ElidedLabel
from nnfs_gui.widgets.figure import Figure
from nnfs_gui.widgets.fold import Fold
from nnfs_gui.widgets.icons import ICONS, IconButton, icon, retint
from nnfs_gui.widgets.number_field import NumberField
from nnfs_gui.widgets.play_button import PlayButton
from nnfs_gui.widgets.seed_field import SeedField


def colours_of(picture, size=96):
    image = picture.pixmap(size, size).toImage()
    pixels = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return {colour.name() for colour in pixels if colour.alpha() == 255}


def test_a_card_shows_title_and_caption(qtbot):
    card = Card("Data")
    qtbot.addWidget(card)
    card.set_caption("500 points")
    card.set_title("Points")
    shown = {label.text() for label in card.findChildren(QLabel) if not label.isHidden()}
    assert shown == {"Points", "500 points"}
    assert card.accessibleName() == "Points"
    card.set_caption("")
    assert card.caption == ""


@pytest.mark.parametrize("name", sorted(ICONS))
def test_every_icon_draws_something_in_the_themes_colour(qapp, name):
    assert DARK.dim.lower() in colours_of(icon(name, DARK))


def test_icons_are_drawn_once_per_theme(qapp):
    assert icon("play", DARK) is icon("play", DARK)
    assert icon("play", DARK) is not icon("play", LIGHT)


def test_a_change_of_theme_tints_every_button_again(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    button = IconButton("undo", "Undo", parent)
    retint(parent, DARK)
    assert DARK.dim.lower() in colours_of(button.icon())
    retint(parent, LIGHT)
    assert LIGHT.dim.lower() in colours_of(button.icon())
    assert button.toolTip() == button.accessibleName() == "Undo"


def test_a_fold_opens_and_closes_by_its_button(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    fold = Fold("extras", "More", parent)
    fold.body.addWidget(QLabel("inside"))
    parent.show()
    assert fold.isHidden()
    QTest.mouseClick(fold.button, Qt.MouseButton.LeftButton)
    assert fold.is_open
    assert not fold.isHidden()
    fold.set_open(False)
    assert fold.isHidden()


def test_a_label_without_room_elides_and_tells_all_on_hover(qtbot):
    label = ElidedLabel("A very long name of an experiment")
    qtbot.addWidget(label)
    label.resize(60, 20)
    label.show()
    assert label.text().endswith("…")
    assert label.toolTip() == label.full_text == "A very long name of an experiment"
    label.resize(600, 20)
    assert label.text() == label.full_text
    assert label.toolTip() == ""


def test_a_figure_keeps_its_width_and_writes_smaller_what_is_longer(qtbot):
    figure = Figure("epoch", "E", "00", None)
    qtbot.addWidget(figure)
    figure.show_value("7")
    label, wide = figure.findChild(QLabel, "figure-value"), figure.width()
    large = label.font().pixelSize()
    figure.show_value("123 456")
    assert figure.text == "123 456"
    assert figure.width() == figure.minimumWidth() == wide
    assert label.font().pixelSize() < large
    figure.show_value("7")
    assert label.font().pixelSize() == large


def test_a_figure_has_a_tone(qtbot):
    figure = Figure("loss", "Loss", "0.00")
    qtbot.addWidget(figure)
    figure.show_value("∞", "error")
    assert figure.findChild(QLabel, "figure-value").property("tone") == "error"


def test_the_dice_throws_another_seed(qtbot):
    seed = SeedField("data-seed", "Data seed")
    qtbot.addWidget(seed)
    seed.show_value(42)
    seed.show()
    heard = []
    seed.value_edited.connect(lambda value, gesture: heard.append(value))
    QTest.mouseClick(seed.findChild(IconButton, "data-seed-dice"), Qt.MouseButton.LeftButton)
    assert len(heard) == 1
    assert heard[0] != 42
    assert seed.value == heard[0]


def test_a_seed_beyond_32_bits_is_kept(qtbot):
    seed = SeedField("data-seed", "Data seed")
    qtbot.addWidget(seed)
    seed.show()
    heard = []
    seed.value_edited.connect(lambda value, gesture: heard.append(value))
    field = seed.findChild(NumberField, "data-seed")
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, str(2**40))
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert heard == [2**40]


def test_the_play_button_says_what_a_press_does(qtbot):
    button = PlayButton(DARK)
    qtbot.addWidget(button)
    assert button.accessibleName() == "Play"
    button.show_running(True)
    assert button.accessibleName() == "Pause"
    button.show_theme(LIGHT)
    assert LIGHT.accent.lower() in {
        button.grab().toImage().pixelColor(x, 12).name() for x in range(10, 40)
    }


def test_cached_icons_do_not_crash_the_end_of_the_interpreter():
    """They did: drawn by Python code, they were destroyed after the QApplication."""
    script = (
        "import gc\n"
        "from PySide6.QtWidgets import QApplication\n"
        "application = QApplication([])\n"
        "from nnfs_gui.document import Document\n"
        "from nnfs_gui.theme import DARK\n"
        "from nnfs_gui.panels.data.data_panel import DataPanel\n"
        "from nnfs_gui.panels.training.training_panel import TrainingPanel\n"
        "from nnfs_gui.panels.header.header import Header\n"
        "gc.disable()\n"
        "document = Document()\n"
        "for kind in (DataPanel, TrainingPanel, Header):\n"
        "    view = kind(document, DARK)\n"
        "    view.show()\n"
        "    del view\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr.decode()


def test_a_button_is_not_lit_after_its_menu_closed_elsewhere(qtbot):
    button = IconButton("more", "More")
    qtbot.addWidget(button)
    button.setMenu(QMenu(button))
    button.move(300, 300)
    button.show()
    button.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, True)
    QCursor.setPos(5, 5)
    button.menu().aboutToHide.emit()
    assert not button.underMouse()
