"""The mathematics fits the strip: nothing is cut off or has to be scrolled to."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine import OPTIMIZERS
from nnfs_gui.plots.math.view import MathView
from nnfs_gui.theme import DARK
from nnfs_gui.widgets.magnify import magnify

NARROW, WIDE = (968, 118), (1540, 150)


@pytest.fixture
def view(qtbot, document):
    made = MathView(document, DARK, framed=False)
    qtbot.addWidget(made)
    made.resize(*NARROW)
    made.show()
    return made


def shown_text(view):
    return view.text.document().toPlainText()


def fits(view):
    text, page = view.text.viewport(), view.text.document().size()
    return page.width() <= text.width() and page.height() <= text.height()


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("part", ["forward", "backward"])
def test_every_part_fits_a_small_window(view, train, optimizer, part):
    view.show_snapshot(train(hidden=(8, 8), optimizer=optimizer, clip="norm")[-1])
    view.show_selection(frozenset({"L1.2"}))
    view.parts.findChild(type(view.check_button), f"math-part-{part}").click()
    assert fits(view)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_whole_computation_fits_a_wide_window(view, train, optimizer):
    view.resize(*WIDE)
    view.show_snapshot(train(hidden=(8, 8), optimizer=optimizer, clip="norm")[-1])
    view.show_selection(frozenset({"L1.2"}))
    assert not view.parts.isVisible()
    assert "Weighted sum" in shown_text(view)
    assert "Update by" in shown_text(view)
    assert fits(view)


def test_a_narrow_strip_shows_the_way_there_or_the_way_back(view, train):
    view.show_snapshot(train()[-1])
    assert view.parts.isVisible()
    assert "Weighted sum" in shown_text(view)
    assert "Update by" not in shown_text(view)
    view.parts.findChild(type(view.check_button), "math-part-backward").click()
    assert "Weighted sum" not in shown_text(view)
    assert "Update by" in shown_text(view)


def test_the_update_shows_the_runs_own_moments(view, train):
    view.resize(*WIDE)
    snapshot = train(optimizer="momentum")[-1]
    view.show_snapshot(snapshot)
    assert "from an empty memory" in shown_text(view)
    moments = {"velocity": np.full(len(snapshot.parameters), 0.75)}
    view.show_snapshot(replace(snapshot, serial=99, moments=moments, moment_steps=8))
    assert "v: 0.75 → " in shown_text(view)
    assert "from an empty memory" not in shown_text(view)


def test_sums_are_written_with_one_sign_between_their_products(view, train):
    for snapshot in train(hidden=(8, 8)):
        view.show_snapshot(snapshot)
        for unit in ("L1.1", "L1.2", "L1.3", "L2.1", "L2.2"):
            view.show_selection(frozenset({unit}))
            assert "+ −" not in shown_text(view)
            assert "− −" not in shown_text(view)


def test_a_wide_and_higher_strip_has_the_table_of_weights_too(view, train):
    view.resize(1540, 240)
    view.show_snapshot(train()[-1])
    assert "applied g" in shown_text(view)
    assert fits(view)


def test_the_point_is_written_as_large_as_the_neuron(view, train):
    view.show_snapshot(train()[-1])
    magnify(view, 1.5)
    assert view.points.lineEdit().font().pixelSize() == view.units.font().pixelSize()
