"""Edits move the picture: columns glide, a new neuron grows, and the end is the exact layout."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from nnfs_gui.canvas.geometry import lay_out
from nnfs_gui.canvas.glide import Glide
from nnfs_gui.experiment import edits
from nnfs_gui.widgets.fold import Fold
from nnfs_gui.widgets.motion import allow_motion


@pytest.fixture
def moving(qapp, monkeypatch):
    """Motion, as in the application; the off-screen platform asks for none."""
    allow_motion(qapp)
    monkeypatch.setattr("nnfs_gui.widgets.motion.asks_for_rest", lambda _widget: False)
    yield
    allow_motion(qapp, False)


def test_a_glide_begins_where_things_stood_and_ends_where_they_will(make_desk):
    desk = make_desk(3, 2)
    old = desk.canvas.state.layout
    more = edits.add_neuron(edits.add_layer(desk.experiment, 1, 2), "L1")
    new = lay_out(more, old.metrics.width, old.metrics.height)
    glide = Glide(old, new, desk.canvas.state.atlas)
    begin, middle = glide.at(0.0), glide.at(0.5)
    for unit in ("x1", "L1.2", "L2.1", "out0"):
        assert begin.unit_rect(unit) == old.unit_rect(unit)
        between = (old.unit_rect(unit).left() + new.unit_rect(unit).left()) / 2
        assert middle.unit_rect(unit).left() == pytest.approx(between)
    added = new.columns[1].units[-1]
    widths = [glide.at(share).unit_rect(added).width() for share in (0.0, 0.5, 1.0)]
    assert widths == sorted(widths)
    assert widths[0] <= 1
    assert glide.target is new


def test_an_edit_glides_and_arrives(make_desk, qtbot, moving):
    desk = make_desk(3, 2)
    before = desk.canvas.state.layout.unit_rect("L1.1")
    desk.document.edit(edits.add_neuron(desk.experiment, "L1"), "Add")
    wanted = lay_out(desk.experiment, *(desk.canvas.viewport().size().toTuple()))
    assert desk.canvas.state.layout.unit_rect("L1.1") == before, "the way begins here"
    qtbot.waitUntil(lambda: desk.canvas.state.layout.columns == wanted.columns)


def test_an_edit_in_midst_of_a_glide_goes_on_from_there(make_desk, qtbot, moving):
    desk = make_desk(3, 2)
    desk.document.edit(edits.add_neuron(desk.experiment, "L1"), "Add")
    desk.document.edit(edits.add_layer(desk.experiment, 0, 2), "Add")
    desk.document.undo_stack.undo()
    wanted = lay_out(desk.experiment, *(desk.canvas.viewport().size().toTuple()))
    qtbot.waitUntil(lambda: desk.canvas.state.layout.columns == wanted.columns)


def test_nothing_moves_where_the_system_asks_for_less_motion(make_desk, moving, monkeypatch):
    monkeypatch.setattr("nnfs_gui.widgets.motion.asks_for_rest", lambda _widget: True)
    desk = make_desk(3, 2)
    desk.document.edit(edits.add_neuron(desk.experiment, "L1"), "Add")
    wanted = lay_out(desk.experiment, *(desk.canvas.viewport().size().toTuple()))
    assert desk.canvas.state.layout.columns == wanted.columns


def test_a_fold_unfolds_and_folds(qtbot, moving):
    fold = Fold("extras", "More")
    qtbot.addWidget(fold)
    qtbot.addWidget(fold.button)
    fold.body.addWidget(QLabel("one\ntwo\nthree"))
    fold.button.show()
    full = fold.sizeHint().height()
    fold.set_open(True)
    assert fold.maximumHeight() < full
    qtbot.waitUntil(lambda: fold.maximumHeight() > full)
    assert fold.isVisible()
    fold.set_open(False)
    assert fold.isVisible(), "it folds first"
    qtbot.waitUntil(fold.isHidden)
