"""The page of a walk: columns, buttons, and what they ask for."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QUrl
from PySide6.QtGui import QKeySequence

from nnfs_gui.experiment.model import GeneratedData, default_experiment, make_layer
from nnfs_gui.plots.math.walk.panel import WalkPanel
from nnfs_gui.plots.math.walk.sentences import turned
from nnfs_gui.theme import DARK, LIGHT, load_fonts
from nnfs_gui.training.run import Run
from nnfs_gui.training.step_walk import prepare_step
from nnfs_gui.training.walk import Kind, Walk
from nnfs_gui.widgets.formula_words import spoken


@pytest.fixture
def walk() -> Walk:
    made = default_experiment()
    network = replace(made.network, hidden=(make_layer(1, 7),))
    training = replace(made.training, clip="value", clip_threshold=0.01, optimizer="adam")
    data = GeneratedData("circle", size=60)
    run = Run(1, replace(made, data=data, network=network, training=training))
    prepared = prepare_step(run.shown)
    assert prepared is not None
    return Walk.begin(prepared)


@pytest.fixture
def panel(qtbot, walk) -> WalkPanel:
    load_fonts()
    made = WalkPanel(DARK)
    qtbot.addWidget(made)
    made.resize(1400, 210)
    made.moved.connect(made.show_walk)
    made.show_walk(walk)
    made.show()
    return made


def test_a_long_sum_opens_with_its_link_and_closes_with_the_next_phase(panel, walk) -> None:
    panel.show_walk(walk.at(1))  # the output, with seven inputs
    text = panel.numbers.text
    assert "… 4 more" in text.toPlainText()
    text.anchorClicked.emit(QUrl("more"))
    assert "more" not in text.toPlainText()
    panel.go_on()
    panel.go_back()
    assert "… 4 more" in text.toPlainText()


def test_formulas_are_typeset_and_can_be_heard(panel) -> None:
    for index in range(len(panel.walk.phases)):
        panel.show_walk(panel.walk.at(index))
        assert panel.page is not None
        shown = [made for made in panel.formulas.formulas if not made.isHidden()]
        assert [made.latex for made in shown] == list(panel.page.formulas)
        assert [made.accessibleName() for made in shown] == [
            spoken(latex) for latex in panel.page.formulas
        ]


def test_pictures_stand_by_the_phases_that_have_one(panel) -> None:
    for index, phase in enumerate(panel.walk.phases):
        panel.show_walk(panel.walk.at(index))
        assert panel.bars.isVisible() == (phase.kind is Kind.GRADIENT)
        assert panel.clip.isVisible() == (phase.kind is Kind.CLIP)


def test_the_clip_picture_has_the_engines_lengths_and_the_real_angle(panel, walk) -> None:
    panel.show_walk(walk.at(len(walk.phases) - 2))
    clip = panel.clip
    raw, applied = walk.prepared.norms()
    assert clip.lengths == (raw, applied)
    first, second = clip.bars()
    assert second.width() / first.width() == pytest.approx(max(applied / raw, 1 / first.width()))
    arrows = clip.arrows()
    assert arrows is not None
    angle = turned(walk)
    assert angle > 1.0
    assert arrows[1].angle() - arrows[0].angle() == pytest.approx(angle)
    assert "turned" in clip.accessibleName()


def test_the_last_button_takes_the_step_and_then_asks_for_the_next(qtbot, panel, walk) -> None:
    panel.show_walk(walk.at(len(walk.phases) - 2))
    assert "Take step" in panel.next_button.text()
    panel.go_on()
    assert panel.walk.is_last
    with qtbot.waitSignal(panel.next_wanted):
        panel.go_on()


@pytest.mark.parametrize("width", [640, 1400])
@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_nothing_is_cut_at_any_width(panel, width, theme) -> None:
    panel.show_theme(theme)
    panel.resize(max(width, panel.minimumSizeHint().width()), 210)
    for index in range(len(panel.walk.phases)):
        panel.show_walk(panel.walk.at(index))
        panel.layout().activate()
        parts = (*panel.phases.buttons.values(), panel.back_button, panel.next_button,
                 panel.slow_button, panel.leave_button)  # fmt: skip
        for part in parts:
            corner = part.mapTo(panel, part.rect().bottomRight())
            assert panel.rect().contains(corner), part.objectName()
    assert panel.minimumSizeHint().width() <= 960
    assert QKeySequence("Esc").toString() in panel.leave_button.toolTip()
