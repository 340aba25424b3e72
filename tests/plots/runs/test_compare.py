"""Two networks side by side: the engine's numbers, from the same start, one thing changed."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtGui import QColor, QFontMetrics

from nnfs_gui.experiment.presets import load_preset
from nnfs_gui.plots.boundary.thumbnail import map_image
from nnfs_gui.plots.runs.side_by_side import SideBySide
from nnfs_gui.plots.runs.view import RunsView
from nnfs_gui.studies.disagreement import disagreement
from nnfs_gui.studies.many_seeds import ManySeeds
from nnfs_gui.studies.seed_process import SIDE
from nnfs_gui.theme import DARK
from nnfs_gui.widgets.magnify import magnify

XOR = load_preset("xor")


@pytest.fixture
def view(qtbot, document):
    document.open(XOR, None)
    made = RunsView(document, DARK, framed=False)
    qtbot.addWidget(made)
    made.resize(1300, 300)
    made.show()
    made.show_page("compare")
    yield made
    made.shutdown()


def maps(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float32).reshape(1, 2, 2)


def test_classes_disagree_where_the_decisions_differ_and_values_by_their_difference() -> None:
    found = disagreement(maps(0.9, 0.2, 0.6, 0.4), maps(0.6, 0.7, 0.4, 0.1), XOR, XOR)
    assert found.tolist() == [[0, 1], [1, 0]]
    plane = load_preset("regression")
    found = disagreement(maps(1, 0, -1, 0.5), maps(1, 1, 1, 0.0), plane, plane)
    np.testing.assert_allclose(found, [[0, 0.5], [1, 0.25]])
    assert disagreement(maps(1, 0, 0, 0), maps(1, 0, 0, 0), XOR, plane) is None


def test_one_output_and_two_can_be_compared() -> None:
    softmax = replace(XOR.network, output=replace(XOR.network.output, activation="softmax"))
    other = replace(XOR, network=softmax, training=replace(XOR.training, loss="cce"))
    two = np.concatenate([1 - maps(0.9, 0.2, 0.6, 0.4), maps(0.9, 0.2, 0.6, 0.4)])
    assert not disagreement(maps(0.9, 0.2, 0.6, 0.4), two, XOR, other).any()


@pytest.mark.parametrize("size", [(700, 260), (700, 64), (300, 200)])
def test_the_three_pictures_stay_inside_and_apart(qtbot, size) -> None:
    widget = SideBySide(DARK)
    qtbot.addWidget(widget)
    widget.resize(*size)
    boxes = widget.boxes()
    assert all(widget.rect().contains(box) for box in boxes)
    assert not any(a.intersects(b) for a in boxes for b in boxes if a is not b)


def test_both_are_trained_from_the_same_weights_and_drawn_as_they_are(qtbot, view) -> None:
    page = view.compare
    page.value.setText("0.5")
    page.start.click()
    assert page.start.text() == "Cancel"
    qtbot.waitUntil(lambda: page.progress is not None and page.progress.finished, timeout=60_000)
    changed = replace(XOR, training=replace(XOR.training, learning_rate=0.5))
    many = ManySeeds([XOR, changed], [XOR.network.seed])
    for _ in range(300):
        many.train_epoch()
    for line, course in zip(page.plot.lines, many.courses, strict=True):
        np.testing.assert_allclose(10**line.y, [found.test_loss for found in course.losses])
        assert line.x.tolist() == course.epochs
    one, other = page.progress.outputs
    assert page.pictures.images[0] == map_image(one, XOR, DARK)
    assert page.pictures.images[1] == map_image(other, changed, DARK)
    differ = disagreement(one, other, XOR, changed)
    assert page.pictures.share == differ.mean()
    third = page.pictures.images[2]
    row, column = np.argwhere(differ == 0)[0]
    assert QColor(third.pixel(int(column), SIDE - 1 - int(row))) == QColor(DARK.panel)
    assert page.words.text().startswith(
        f"learning rate {XOR.training.learning_rate:g} → 0.5: test loss"
    )
    with qtbot.waitSignal(view.opened, timeout=10_000) as opened:
        page.take.click()
    assert opened.args[0].experiment == changed


def test_what_cannot_be_changed_is_said_and_starts_nothing(qtbot, view) -> None:
    page = view.compare
    for text, words in (("fast", "fast"), (str(XOR.training.learning_rate), "the same")):
        page.value.setText(text)
        with qtbot.waitSignal(view.failed) as failed:
            page.start.click()
        assert words in failed.args[0]
        assert not page.training


def test_a_kept_run_is_compared_with_the_present_one(qtbot, view) -> None:
    other = replace(XOR, training=replace(XOR.training, optimizer="rmsprop"))
    view.show_page("runs")
    view.runs.compared.emit(other)
    assert view.page is view.compare
    qtbot.waitUntil(lambda: view.compare.progress is not None, timeout=60_000)
    assert view.compare._pair == (XOR, other)
    view.compare.start.click()
    assert not view.compare.training


@pytest.mark.parametrize("size", [(800, 560), (640, 500), (1300, 300), (620, 90)])
@pytest.mark.parametrize("factor", [1.0, 1.35])
def test_nothing_is_cut_before_a_class(view, size, factor):
    page = view.compare
    view.resize(*size)
    magnify(view, factor)
    page.take.show()
    page.words.setText("learning rate 0.03 → 0.3: test loss 0.0162 as it is, 0.3 changed")
    page._place_words()
    page.layout().activate()
    shown = [part for part in (page._lead, page.setting, page.value, page.start, page.take)
             if part.isVisible()]  # fmt: skip
    assert page.take in shown
    for one, other in pairwise(shown):
        assert one.geometry().right() < other.geometry().left()
    assert page.rect().contains(page.take.geometry())
    assert page.words.width() >= 250
    assert not any(page.words.geometry().intersects(part.geometry()) for part in shown)


def test_pictures_are_as_large_as_the_room_allows(qtbot):
    pictures = SideBySide(DARK)
    qtbot.addWidget(pictures)
    pictures.resize(480, 560)
    boxes = pictures.boxes()
    assert all(pictures.rect().contains(box) for box in boxes)
    assert boxes[0].width() == (480 - 14) // 2
    assert boxes[2].top() > boxes[0].bottom() + 14
    pictures.share = 0.14
    magnify(pictures, 2.0)
    room = pictures._title_room(pictures.boxes()[2]).width()
    assert QFontMetrics(pictures._font).horizontalAdvance(pictures.title_of(2)) <= room
    assert "14%" in pictures.title_of(2)
