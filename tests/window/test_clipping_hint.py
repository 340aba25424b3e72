"""What is said, once, when an optimizer divides the factor of clipping out again."""

from __future__ import annotations

import numpy as np
import pytest

from engine import CLIPPERS, OPTIMIZERS
from nnfs_gui.document import Document
from nnfs_gui.experiment import edits
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.notifications import NotificationHub
from nnfs_gui.settings import Settings
from nnfs_gui.window.clipping_hint import SCALE_FREE, SCALING, ClippingHint, hint


def path_of(optimizer: str, factors: np.ndarray) -> np.ndarray:
    """Where a few parameters go, with gradients shortened by these factors."""
    rng = np.random.default_rng(0)
    moved, rule = np.zeros(4), OPTIMIZERS[optimizer]()
    rule.start(4)
    for factor in factors:
        rule.step(moved, factor * rng.normal(size=4), 0.01)
    return moved


@pytest.mark.parametrize("optimizer", OPTIMIZERS.names())
def test_the_hint_names_those_that_undo_a_common_factor_and_not_a_changing_one(optimizer) -> None:
    plain, common = path_of(optimizer, np.ones(30)), path_of(optimizer, np.full(30, 0.01))
    assert np.allclose(common, plain, rtol=1e-4) is (optimizer in SCALE_FREE)
    mixed = path_of(optimizer, np.where(np.arange(30) % 3 == 0, 0.01, 1.0))
    assert not np.allclose(mixed, plain, rtol=0.02)


def test_it_is_about_clipping_by_a_factor() -> None:
    said = {
        clip
        for clip in CLIPPERS.names()
        if hint(edits.set_training(Experiment(), optimizer="adam", clip=clip))
    }
    assert said == set(SCALING)


def test_it_is_said_once_when_somebody_sets_it_and_not_when_it_is_opened(qtbot, tmp_path) -> None:
    told: list[str] = []
    hub, settings = NotificationHub(), Settings.in_memory()
    hub.posted.connect(lambda one: told.append(one.message))
    document = Document()
    listener = ClippingHint(document, hub, settings, document)
    both = edits.set_training(Experiment(), optimizer="adam", clip="norm")
    document.open(both, None)
    document.open(Experiment(), None)
    document.edit(edits.set_training(document.experiment, clip="norm"), "Clip")
    document.edit(edits.set_training(document.experiment, optimizer="momentum"), "Momentum")
    assert told == []
    document.edit(edits.set_training(document.experiment, optimizer="rmsprop"), "RMSProp")
    assert len(told) == 1
    assert told[0].startswith("RMSProp divides")
    assert "by global norm" in told[0]
    document.edit(edits.set_training(document.experiment, optimizer="sgd"), "SGD")
    document.edit(edits.set_training(document.experiment, optimizer="adam"), "Adam")
    later = Document()
    another = ClippingHint(later, hub, settings, later)
    later.edit(both, "Both")
    assert len(told) == 1
    assert listener.parent() is document
    assert another.parent() is later
