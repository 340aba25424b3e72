import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from nnfs_gui.stylesheet import stylesheet
from nnfs_gui.theme import DARK, LIGHT, contrast, font, palette, set_fonts

THEMES = pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)


@pytest.fixture
def restored_fonts(qapp):
    """The application, with its own fonts again after the test."""
    before = qapp.font()
    yield qapp
    qapp.setFont(before)


def test_contrast_agrees_with_the_examples_of_wcag():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert contrast("#FFFFFF", "#777777") == contrast("#777777", "#FFFFFF")


@THEMES
@pytest.mark.parametrize("text", ["text", "dim"])
@pytest.mark.parametrize("ground", ["bg", "panel", "raised"])
def test_text_reads_on_every_ground(theme, text, ground):
    assert contrast(getattr(theme, text), getattr(theme, ground)) >= 4.5


@THEMES
def test_text_on_the_accent_reads(theme):
    assert contrast(theme.on_accent, theme.accent) >= 4.5


@THEMES
@pytest.mark.parametrize("role", ["warn", "error", "neg", "pos", "ok"])
def test_any_colour_can_be_made_legible(theme, role):
    colour = theme.legible(getattr(theme, role), theme.panel)
    assert contrast(colour, theme.panel) >= 4.5


@THEMES
def test_a_legible_colour_is_left_alone(theme):
    assert theme.legible(theme.text, theme.panel).lower() == theme.text.lower()


@THEMES
def test_the_style_sheet_has_the_themes_colours_and_no_hole(theme):
    sheet = stylesheet(theme)
    assert "$" not in sheet
    assert sheet.count("{") == sheet.count("}")
    for colour in (theme.bg, theme.panel, theme.raised, theme.line, theme.text, theme.accent):
        assert colour in sheet


@THEMES
def test_the_style_sheet_sets_no_font(theme):
    """Qt cannot set a variable font's axes from a style sheet: a weight there is lost."""
    assert "font" not in stylesheet(theme)


@THEMES
@pytest.mark.parametrize(
    "widget",
    ["QMenu", "QToolTip", "QComboBox", "QLineEdit", "QScrollBar", "QTabBar", "QPushButton",
     "QToolButton", "QCheckBox", "QSlider", "QDialog", "QMessageBox", "QSplitter"],
)  # fmt: skip
def test_the_style_sheet_covers_every_kind_of_widget(theme, widget):
    assert widget in stylesheet(theme)


def test_what_can_be_pressed_is_written_a_little_stronger(restored_fonts):
    set_fonts(restored_fonts)
    window = QWidget()
    window.setStyleSheet(stylesheet(DARK))
    label, button = QLabel("x", window), QPushButton("y", window)
    window.ensurePolished()
    assert (label.font().family(), label.font().weight().value) == ("Inter", 400)
    assert (button.font().family(), button.font().weight().value) == ("Inter", 500)


@THEMES
def test_the_palette_has_the_themes_colours(theme):
    assert palette(theme).window().color() == QColor(theme.bg)
    assert palette(theme).highlight().color() == QColor(theme.accent)


@THEMES
def test_every_image_of_the_style_sheet_is_there(theme):
    images = re.findall(r'url\("([^"]+)"\)', stylesheet(theme))
    assert images
    assert all(Path(image).is_file() for image in images)


def test_fonts_are_inter_at_the_weight_asked_for(qapp):
    made = font(20, 600, tabular=True)
    assert (made.family(), made.pixelSize(), made.weight().value) == ("Inter", 20, 600)


def test_a_signed_value_runs_from_negative_over_middle_to_positive():
    assert DARK.signed(-1).lower() == DARK.neg.lower()
    assert DARK.signed(0).lower() == DARK.mid.lower()
    assert DARK.signed(7).lower() == DARK.pos.lower()


def test_more_than_two_classes_have_a_colour_each():
    colours = {DARK.class_color(index, 8) for index in range(8)}
    assert len(colours) == 8
