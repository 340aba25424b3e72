"""A label that is narrower than its text says less before it cuts anything."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from nnfs_gui.widgets.elided import ElidedLabel

WHOLE, LESS, LEAST = "2 → 4 → 1 · 17 parameters", "2 → 4 → 1 · 17", "2 → 4 → 1"


@pytest.mark.parametrize("text", [WHOLE, LESS, LEAST])
def test_the_longest_text_that_fits_is_shown(qtbot: QtBot, text: str) -> None:
    label = ElidedLabel()
    qtbot.addWidget(label)
    label.set_text(WHOLE, shorter=(LESS, LEAST))
    label.resize(label.fontMetrics().horizontalAdvance(text) + 4, 20)
    label.show()
    assert label.text() == text
    assert label.toolTip() == ("" if text == WHOLE else WHOLE)
    assert (label.full_text, label.accessibleName()) == (WHOLE, WHOLE)


def test_where_nothing_fits_the_shortest_is_cut(qtbot: QtBot) -> None:
    label = ElidedLabel()
    qtbot.addWidget(label)
    label.set_text(WHOLE, shorter=(LESS, LEAST))
    label.resize(label.fontMetrics().horizontalAdvance(LEAST) - 10, 20)
    label.show()
    assert label.text().startswith("2 → 4")
    assert label.text().endswith("…")
    label.set_text(WHOLE)
    assert label.text().endswith("…")
