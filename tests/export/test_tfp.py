"""Links of TensorFlow Playground, against numbers that its own code gave.

``tfp_reference.json`` was made by running its TypeScript sources, with ``seedrandom`` 2.4.4 and d3
3.5.17 of npm, in node: for each link every fiftieth point, the sums of all, the initial weights,
the losses of training and test points, and some weights after 50 epochs.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from nnfs_gui.experiment import edits
from nnfs_gui.experiment.building import build_network
from nnfs_gui.experiment.data.materialize import materialize
from nnfs_gui.experiment.edits.points import add_points
from nnfs_gui.experiment.files import FileError, decode_experiment, encode_experiment
from nnfs_gui.experiment.model import default_experiment
from nnfs_gui.experiment.presets import load_preset, preset_names
from nnfs_gui.export.tfp import is_link, keys, open_link, write_link
from nnfs_gui.export.tfp.random import SeededRandom
from nnfs_gui.headless import train
from nnfs_gui.training.recording import Recording

REFERENCE = json.loads((Path(__file__).parent / "tfp_reference.json").read_text("utf-8"))
LINKS = REFERENCE["links"]
EXACT = [entry for entry in LINKS if "batchSize=12" not in entry["link"]][:-1]
"""All but one whose batches do not divide the points, and one in which L1 kills weights."""
TOLERANCE = 1e-9


def ids(entries: list[dict[str, Any]]) -> list[str]:
    return [entry["link"][1:40] for entry in entries]


@pytest.mark.parametrize("seed", REFERENCE["seeds"])
def test_a_seed_gives_the_numbers_of_seedrandom(seed: str) -> None:
    generator = SeededRandom(seed)
    numbers = [generator.random() for _ in range(400)]
    assert [*numbers[:4], *numbers[-2:]] == REFERENCE["seeds"][seed]


@pytest.mark.parametrize("entry", LINKS, ids=ids(LINKS))
def test_a_link_gives_the_same_points_and_initial_weights(entry: dict[str, Any]) -> None:
    experiment = open_link(entry["link"]).experiment
    made = materialize(experiment)
    labels = 2 * made.targets - 1 if made.task == "classification" else made.targets
    points = np.column_stack([made.inputs, labels])
    assert len(points) == entry["n_points"]
    np.testing.assert_array_equal(made.train, np.arange(entry["n_train"]))
    np.testing.assert_array_equal(made.test, np.arange(entry["n_train"], entry["n_points"]))
    np.testing.assert_allclose(points[::50], entry["every_50th_point"], rtol=0, atol=TOLERANCE)
    np.testing.assert_allclose(points.sum(axis=0), entry["sums"], rtol=0, atol=TOLERANCE)
    network = build_network(experiment, with_hand_set=True)
    np.testing.assert_array_equal(network.parameters, entry["initial"])


def test_there_are_links_of_all_kinds_that_are_kept_exactly() -> None:
    assert len(EXACT) >= 10
    text = " ".join(entry["link"] for entry in EXACT)
    for value in (*keys.ACTIVATIONS, "L1", "L2", *keys.DATASETS, *keys.VALUE_DATASETS):
        assert f"={value}" in text
    for name in keys.FEATURES:
        assert f"{name}=true" in text


@pytest.mark.parametrize("entry", EXACT, ids=ids(EXACT))
def test_a_link_trains_to_the_same_losses(entry: dict[str, Any]) -> None:
    opened = open_link(entry["link"])
    recording = Recording(opened.experiment)
    done = 0
    for epoch, losses in ((int(key), value) for key, value in entry["losses"].items()):
        result = train(opened.experiment, epoch - done, recording=recording)
        done = epoch
        found = (result.train_loss, result.test_loss)
        np.testing.assert_allclose(found, losses, rtol=0, atol=TOLERANCE)
    count = len(entry["final"])
    np.testing.assert_allclose(result.parameters[:count], entry["final"], rtol=0, atol=TOLERANCE)


def test_what_is_left_of_an_epoch_is_told() -> None:
    entry = next(entry for entry in LINKS if "batchSize=12" in entry["link"])
    opened = open_link(entry["link"])
    assert opened.remarks == (
        "TensorFlow Playground adds the last 10 of 250 training points to the next epoch's first "
        "batch; here they are a smaller batch of their own.",
    )
    start = train(opened.experiment, 0)
    np.testing.assert_allclose(
        (start.train_loss, start.test_loss), entry["losses"]["0"], atol=TOLERANCE
    )


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ("#batchSize=10", ["Without a seed"]),
        ("#seed=1&regularization=L1&regularizationRate=0.01", ["at 0 for good"]),
        ("#seed=1&regularization=L1", []),
        ("#seed=1&batchSize=300", ["never takes a step"]),
        ("#seed=1&cosX=true&cosY=true", ["cosX has no effect", "cosY has no effect"]),
        ("#seed=1&noise=81", ["noise of 81"]),
        ("#seed=1&noise=80", []),
        ("#seed=1&dataset=moons", ["“moons” is unknown"]),
        ("#seed=1&colour=red", ["Keys that mean nothing are left out: colour."]),
        ("#seed=1&discretize=true&showTestData=false", ["(discretize)"]),
        ("#seed=1&playButton_hide=true&noise_hide=false", ["all shown here: playButton."]),
        ("#seed=1&tutorial=basics&hideText=true&collectStats=true", ["“basics”", "collectStats"]),
    ],
)  # fmt: skip
def test_what_is_not_kept_is_told_in_a_sentence_each(link: str, words: list[str]) -> None:
    remarks = open_link(link).remarks
    assert len(remarks) == len(words)
    for remark, word in zip(remarks, words, strict=True):
        assert word in remark
        assert remark.endswith(".")


@pytest.mark.parametrize(
    ("link", "word"),
    [
        ("#batchSize=0", "batchSize"),
        ("#batchSize=2.5", "2.5"),
        ("#learningRate=fast", "learningRate must be a number, got 'fast'"),
        ("#learningRate=nan", "learningRate"),
        ("#learningRate=-1", "learning_rate"),
        ("#networkShape=4,,2", "networkShape"),
        ("#networkShape=4,0", "1 to 32 neurons"),
        ("#networkShape=33", "1 to 32 neurons, got 33"),
        ("#networkShape=900000,900000", "neurons"),
        ("#networkShape=" + ",".join("1" * 11), "10 layers"),
        ("#x=false&y=false", "no input feature"),
        ("#x_hide=true&y=false", "no input feature"),
        ("#percTrainData=0", "percTrainData"),
        ("#percTrainData=101", "percTrainData"),
        (f"#seed={'9' * 101}", "seed"),
        (f"#seed=1&tutorial={'x' * 10_001}", "10,0"),
    ],
)
def test_a_wrong_value_is_refused_with_its_name(link: str, word: str) -> None:
    with pytest.raises(FileError, match="Cannot open the link: ") as refused:
        open_link(link)
    assert word in str(refused.value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://playground.tensorflow.org/#activation=relu&seed=0.1", True),
        ("http://playground.tensorflow.org", True),
        ("  #activation=tanh\n", True),
        ("https://school.example/lesson#noise=10", True),
        ("#playButton_hide=true", True),
        ("#2 of 3", False),
        ("#fff", False),
        ("https://playground.tensorflow.org.example/#a=b", False),
        ("https://example.org/?noise=10", False),
        ("spiral.json", False),
        ("x1,x2,class\n1,2,a\n#noise=10", False),
        ("", False),
    ],
)
def test_links_are_told_from_other_texts(text: str, expected: bool) -> None:
    assert is_link(text) is expected


def test_all_27_keys_are_understood() -> None:
    assert len(keys.KEYS) == len(set(keys.KEYS)) == 27
    link = "#" + "&".join(f"{key}=1" for key in keys.KEYS)
    assert not keys.read_settings(link).unknown


def test_an_opened_link_lives_in_a_file() -> None:
    experiment = open_link(LINKS[0]["link"]).experiment
    assert decode_experiment(encode_experiment(experiment)) == experiment


# --- writing -----------------------------------------------------------------------------------


@pytest.mark.parametrize("entry", LINKS, ids=ids(LINKS))
def test_a_link_that_was_opened_is_written_as_the_same_experiment(entry: dict[str, Any]) -> None:
    experiment = open_link(entry["link"]).experiment
    written = write_link(experiment)
    assert is_link(written.link)
    assert open_link(written.link).experiment == experiment
    assert not [remark for remark in written.remarks if "of its own" in remark]


def test_what_a_link_changes_is_told() -> None:
    experiment = open_link("#seed=0.5&networkShape=3&batchSize=10").experiment
    assert write_link(experiment).remarks == ()
    other = edits.set_training(experiment, shuffle=True)
    assert write_link(other).remarks == ("It takes the samples in the same order each epoch.",)
    network = replace(experiment.network, hand_set=experiment.network.hand_set[:-1])
    (remark,) = write_link(replace(experiment, network=network)).remarks
    assert "initial weights of its own" in remark
    (remark,) = write_link(edits.set_split(experiment, seed=3)).remarks
    assert "divides the points" in remark


def test_our_own_circle_is_said_in_a_link_with_points_of_its_own() -> None:
    written = write_link(edits.set_loss(
        edits.set_output_activation(default_experiment(), "tanh"), "half_mse"))  # fmt: skip
    assert written.obstacles == ()
    assert "500 points of its own" in written.remarks[0]
    there = open_link(written.link).experiment
    assert there.training.learning_rate == default_experiment().training.learning_rate
    assert [len(layer.neurons) for layer in there.network.hidden] == [4, 2]


@pytest.mark.parametrize(
    ("preset", "words"),
    [
        ("first-steps", ["output is always tanh", "half squared error"]),
        ("moons", ["does not have this data set"]),
        ("rings", ["does not have this data set"]),
        ("clipping", ["does not clip"]),
    ],
)
def test_what_stands_in_the_way_is_told(preset: str, words: list[str]) -> None:
    written = write_link(load_preset(preset))
    assert written.link == ""
    for word in words:
        assert any(word in obstacle for obstacle in written.obstacles), written.obstacles


@pytest.mark.parametrize("preset", preset_names())
def test_every_preset_gives_a_link_or_reasons(preset: str) -> None:
    written = write_link(load_preset(preset))
    assert bool(written.link) != bool(written.obstacles)


def test_painted_points_are_no_data_set_of_a_link() -> None:
    experiment = open_link("#seed=0.5").experiment
    moved = add_points(experiment, ((0.5, 0.5),), 1.0)
    assert write_link(moved).obstacles == (
        "TensorFlow Playground makes its own points and cannot be given these.",
    )
