"""Formulas within text stand on the baseline of the words, on any screen, and are never cut."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter, QTextBlock, QTextDocument
from pytestqt.qtbot import QtBot

from nnfs_gui.theme import LIGHT, load_fonts
from nnfs_gui.widgets.markdown import TextLook, write_markdown
from nnfs_gui.widgets.rich_text import RichText

WORD, OBJECT = "HHHH", "\ufffc"
TEXT = f"""{WORD} $HHHH$ in a line of letters

{WORD} $HHHH$ beside something tall: $\\frac{{a}}{{b}}$

- {WORD} $HHHH$ in a list
- **{WORD}** $HHHH$ once more

| {WORD} $HHHH$ | a |
|---|---|
| {WORD} $HHHH$ and $q_1$ | b |

{WORD} $HHHH$ with a hat $\\hat{{H}}$
"""


@pytest.fixture(autouse=True)
def _fonts(qapp) -> None:
    load_fonts()


def painted(document: QTextDocument, ratio: float) -> np.ndarray:
    """The darkness of every pixel of a text."""
    size = document.size() * ratio
    image = QImage(size.toSize(), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    document.drawContents(painter)
    painter.end()
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    pixels = np.frombuffer(grey.constBits(), dtype=np.uint8).copy()
    return 255 - pixels.reshape(grey.height(), grey.bytesPerLine())[:, : grey.width()].astype(int)


def lowest(darkness: np.ndarray, block: QTextBlock, first: int, last: int, ratio: float) -> int:
    """The lowest row with ink of some characters of a block's first line."""
    place = block.document().documentLayout().blockBoundingRect(block)
    line = block.layout().lineAt(0)
    left, right = (round((place.x() + line.cursorToX(at)[0]) * ratio) for at in (first, last))
    top = place.y() + line.y()
    rows = darkness[int(top * ratio) : int((top + line.height()) * ratio), left:right].sum(axis=1)
    return int(np.nonzero(rows > 0.12 * rows.max())[0][-1])


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("pixels", [13, 14, 17, 22])
def test_letters_and_formulas_stand_on_one_line(pixels, ratio) -> None:
    document = QTextDocument()
    write_markdown(document, TEXT, 600, TextLook(pixels, "#000000", "#0000FF", ratio))
    document.setTextWidth(600)
    darkness = painted(document, ratio)
    block, seen = document.begin(), 0
    while block.isValid():
        if WORD in block.text():
            word, formula = block.text().index(WORD), block.text().index(OBJECT)
            letters = lowest(darkness, block, word, word + len(WORD), ratio)
            assert lowest(darkness, block, formula, formula + 1, ratio) == letters, block.text()
            seen += 1
        block = block.next()
    assert seen == 7


def test_a_low_formula_leaves_the_line_as_high_as_it_is() -> None:
    def height(markdown: str) -> float:
        document = QTextDocument()
        write_markdown(document, markdown, 400, TextLook(14, "#000000", "#0000FF"))
        return document.size().height()

    assert height("a word and $x$") == height("a word and x")
    assert height(r"a word and $\frac{a}{b}$") > height("a word and x")


def test_a_formula_alone_is_set_taller_than_one_among_words(qtbot: QtBot) -> None:
    def rows(markdown: str) -> float:
        document = QTextDocument()
        write_markdown(document, markdown, 400, TextLook(14, "#000000", "#0000FF"))
        document.setTextWidth(400)
        return float((painted(document, 1.0) > 100).any(axis=1).sum())

    assert rows(r"$$\frac{a}{b}$$") > 1.2 * rows(r"$\frac{a}{b}$")


@pytest.mark.parametrize("width", [230, 260, 300])
def test_a_long_formula_becomes_smaller_and_is_not_cut(qtbot: QtBot, width) -> None:
    text = RichText("text", LIGHT)
    qtbot.addWidget(text)
    text.resize(width, 10)
    product = r"\frac{\partial L}{\partial w_{11}} = 2\,(\hat{y} - y)\; v_1\; (1 - a_1^2)\; x_1"
    text.show_markdown(f"Before.\n\n$${product}$$\n\nAfter ${product}$ it.")
    document = text.document()
    assert document.size().width() <= width
    darkness = painted(document, 1.0)
    assert not (darkness[:, -1] > 60).any()
    assert text.height() >= document.size().height()


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_what_stands_close_behind_a_formula_is_not_cut(ratio) -> None:
    heights = {}
    for behind in (")", " )"):
        document = QTextDocument()
        write_markdown(document, f"$x${behind}", 300, TextLook(40, "black", "blue", ratio))
        columns = (painted(document, ratio) > 128).any(axis=0)
        last = int(np.nonzero(columns)[0][-1])
        first = int(np.nonzero(~columns[:last])[0][-1]) + 1  # where the bracket begins
        rows = (painted(document, ratio)[:, first : last + 1] > 128).any(axis=1)
        heights[behind] = np.nonzero(rows)[0][[0, -1]]
    assert np.ptp(heights[")"]) > 30 * ratio
    assert abs(np.ptp(heights[")"]) - np.ptp(heights[" )"])) <= 1
