"""Formulas: their size, baseline, colours and words, and what happens with bad LaTeX."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage

from nnfs_gui.theme import load_fonts
from nnfs_gui.widgets.formula import EM, Formula, formula_image, typeset
from nnfs_gui.widgets.formula_words import spoken

DELTA = r"\delta_j = f'(z_j) \sum_k w_{kj}\,\delta_k"


@pytest.fixture(autouse=True)
def _fonts(qapp) -> None:
    load_fonts()


def ink(image: QImage) -> np.ndarray:
    """The opacity of every pixel, row by row."""
    image = image.convertToFormat(QImage.Format.Format_ARGB32)
    pixels = np.frombuffer(image.constBits(), dtype=np.uint8)
    return pixels.reshape(image.height(), image.bytesPerLine() // 4, 4)[
        :, : image.width(), 3
    ].copy()


def test_a_formula_has_ink_all_over_and_not_slivers() -> None:
    drawn = ink(formula_image(DELTA, 40, "#FFFFFF").image)
    assert (drawn > 128).mean() > 0.08
    columns = (drawn > 128).any(axis=0)
    assert columns[: len(columns) // 8].any()
    assert columns[-len(columns) // 8 :].any()


def test_a_formula_is_drawn_in_its_colour_and_parts_in_their_own() -> None:
    image = formula_image(r"\textcolor{#FF0000}{1} + 2", 60, "#00FF00").image
    solid = ink(image) == 255
    names = {
        QColor(image.pixel(int(x), int(y))).name() for y, x in zip(*np.nonzero(solid), strict=True)
    }
    assert names == {"#ff0000", "#00ff00"}


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_an_image_has_the_pixels_of_its_screen(ratio) -> None:
    made = formula_image(DELTA, 20, "#FFFFFF", ratio)
    assert made.image.devicePixelRatio() == ratio
    assert made.image.width() == pytest.approx(made.width * ratio, abs=1.01)
    assert made.image.height() == pytest.approx(made.height * ratio, abs=1.01)
    assert made.width == pytest.approx(formula_image(DELTA, 40, "#FFFFFF").width / 2)


def test_the_baseline_is_where_letters_without_tails_stand() -> None:
    made = formula_image("x", 100, "#FFFFFF")
    lowest = int(np.nonzero((ink(made.image) > 128).any(axis=1))[0][-1])
    assert lowest + 1 == pytest.approx(made.ascent, abs=3)


@pytest.mark.parametrize("latex", [r"\frac{a}{", "a_{", r"\unheard x", "a & b", ""])
def test_what_is_no_latex_is_written_as_it_stands(latex) -> None:
    assert typeset(latex) is None
    made = formula_image(latex, 20, "#FFFFFF")
    assert (ink(made.image) > 0).any() == bool(latex)


@pytest.mark.parametrize(
    "signed", [r"w = -1", r"(-1, 2)", r"2 \cdot -3", r"w \leftarrow -w", "[-6, 6]", "0, -1"]
)
def test_a_sign_stands_close_to_its_number_and_an_operator_does_not(signed) -> None:
    by_hand = typeset(signed.replace("-", "{-}"))
    assert typeset(signed) == by_hand
    assert typeset("1 - 2").width > typeset("1 {-} 2").width + 0.1 * EM


def test_a_formula_is_set_once_for_all_sizes_and_colours() -> None:
    typeset.cache_clear()
    for pixels, colour in ((20, "#FFFFFF"), (30, "#FFFFFF"), (20, "#000000")):
        formula_image("q^2", pixels, colour)
    assert typeset.cache_info().misses == 1


@pytest.mark.parametrize(
    ("latex", "words"),
    [
        (DELTA, "delta sub j equals f prime ( z sub j ) sum over k of w sub k j delta sub k"),
        (r"\frac{\partial L}{\partial w}", "partial L over partial w"),
        (r"w \leftarrow w - \eta\, g^2", "w becomes w minus eta g squared"),
        (r"\textcolor{#FF0000}{-1.5} \cdot \hat{y}", "minus 1.5 times y hat"),
        (r"\operatorname{sign}(x)", "sign ( x )"),
        (r"\sqrt{v} e^{-z}", "square root of v e to the power of minus z"),
        ("a_{", "a sub"),
    ],
)
def test_a_formula_can_be_heard(latex, words) -> None:
    assert spoken(latex) == words


def test_the_widget_has_its_formulas_size_and_words(qtbot) -> None:
    widget = Formula("walk-formula")
    qtbot.addWidget(widget)
    widget.show_formula(DELTA, 24, "#FFFFFF")
    made = typeset(DELTA)
    assert made is not None
    assert widget.sizeHint().width() == pytest.approx(made.width * 24 / EM, abs=2)
    assert widget.accessibleName() == spoken(DELTA)
    widget.show_formula(DELTA, 24, "#FFFFFF", "the error of a hidden neuron")
    assert widget.accessibleName() == "the error of a hidden neuron"


def test_a_widget_with_too_little_room_draws_its_formula_smaller(qtbot) -> None:
    widget = Formula()
    qtbot.addWidget(widget)
    widget.show_formula(r"aaaaaaaa\textcolor{#FF0000}{b}", 30, "#FFFFFF")
    widget.resize(widget.sizeHint() * 0.5)
    image = widget.grab().toImage()
    reds = [
        x
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).red() > 150 and image.pixelColor(x, y).green() < 100
    ]
    assert min(reds) > image.width() * 0.7


def test_a_formula_that_begins_with_a_hat_has_no_empty_room_before_it() -> None:
    for latex in (r"\hat{y}", r"\tilde{g} + 1", r"\hat{y} - \hat{x}"):
        drawn = ink(formula_image(latex, 64, "#FFFFFF").image)
        columns = np.nonzero((drawn > 60).any(axis=0))[0]
        assert columns[0] <= 5, latex
        assert drawn.shape[1] - columns[-1] <= 6, latex
    assert typeset("y").width == pytest.approx(typeset(r"\hat{y}").width, abs=8)


def test_a_partial_derivative_is_set_close() -> None:
    assert typeset(r"\partial L") == typeset("∂L") == typeset(r"{\partial} L")
    assert typeset(r"\partial L").width < typeset(r"\partial").width + typeset("L").width
