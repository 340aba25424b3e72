"""Pictures of lessons and presets: of what was trained, kept, and never empty."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from nnfs_gui.app import Playground
from nnfs_gui.experiment.data.materialize import materialize
from nnfs_gui.experiment.features import feature_matrix
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.experiment.presets import load_preset
from nnfs_gui.training.trained_network import TrainedNetwork
from nnfs_gui.window.gallery.catalogue import picture_of
from nnfs_gui.window.gallery.gallery import Gallery
from nnfs_gui.window.gallery.pictures import SIDE, PictureMaker, Wanted, outputs_of


def test_pictures_are_of_the_trained_set_ups(
    qtbot: QtBot, playground: Playground, gallery: Gallery
) -> None:
    experiment, epochs = picture_of(gallery.page.cards[1].entry.lesson)
    qtbot.waitUntil(lambda: gallery.page.cards[1].has_picture, timeout=20_000)
    made = gallery._made[gallery.page.cards[1].key]
    trained = TrainedNetwork(experiment)
    for _ in range(min(4000, epochs * trained.trainer.steps_per_epoch)):
        trained.trainer.step()
    assert made.outputs.shape == (1, SIDE, SIDE)
    middle = made.outputs[0, SIDE // 2, SIDE // 2]
    half = 6 / SIDE
    features = feature_matrix(experiment.network.features, np.array([[half, half]]))
    assert middle == pytest.approx(trained.network.predict(features)[0, 0], abs=1e-4)


def test_a_picture_of_an_untrained_network_brings_its_points(qtbot: QtBot) -> None:
    owner, made = QObject(), []
    maker = PictureMaker(owner)
    maker.made.connect(made.append)
    wanted = [(name, partial(with_epochs, name)) for name in ("vanishing-gradients", "clipping")]
    maker.make([Wanted(*one) for one in wanted])
    qtbot.waitUntil(lambda: len(made) == 2, timeout=10_000)
    maker.shutdown()
    assert made[0].points is materialize(load_preset("vanishing-gradients"))
    assert made[1].points is None


def with_epochs(name: str) -> tuple[Experiment, int]:
    return load_preset(name), 5


def test_a_picture_is_made_once_and_read_afterwards(qtbot: QtBot, tmp_path: Path) -> None:
    experiment, owner = load_preset("xor"), QObject()
    made = []
    for _ in range(2):
        maker = PictureMaker(owner)
        maker.use_folder(tmp_path)
        maker.made.connect(made.append)
        maker.make([Wanted("xor", lambda: (experiment, 1))])
        qtbot.waitSignal(maker.made, timeout=10_000).wait()
        maker.shutdown()
        (file,) = tmp_path.glob("*.npy")
        changed = np.load(file)
        changed[:] = 0.25
        np.save(file, changed)
    assert made[0].outputs.shape == (1, SIDE, SIDE)
    assert not np.all(made[0].outputs == 0.25)
    assert np.all(made[1].outputs == 0.25)
    file.write_bytes(b"damaged")
    assert outputs_of(experiment, 1, lambda: False).shape == (1, SIDE, SIDE)
