"""Exported programs, run: the same losses to the bit, the same predictions in other packages."""

from __future__ import annotations

import importlib.util
import os
import re
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from engine import (
    ACTIVATIONS,
    CLIPPERS,
    DATASETS,
    LOSSES,
    OPTIMIZERS,
    REGULARIZERS,
    SCHEDULES,
    parts,
)
from nnfs_gui.experiment import edits
from nnfs_gui.experiment.compatibility import output_activations_for
from nnfs_gui.experiment.features import feature_matrix
from nnfs_gui.experiment.model import (
    Experiment,
    FormulaData,
    GeneratedData,
    HandSetWeight,
    Link,
    PointArray,
    PointsData,
    default_experiment,
)
from nnfs_gui.experiment.presets import load_preset, preset_names
from nnfs_gui.export.code import LANGUAGES, Program
from nnfs_gui.export.errors import ExportError
from nnfs_gui.export.onnx_model import onnx_model
from nnfs_gui.export.tfp import open_link
from nnfs_gui.headless import train
from nnfs_gui.training.recording import Recording

NUMBER = re.compile(r"(train|test) loss ([-+.e\d]+|nan|inf)")


def small(**data: Any) -> Experiment:
    """An experiment that is trained in milliseconds."""
    experiment = edits.change_data(default_experiment(), size=60, **data)
    return edits.set_training(experiment, batch_size=7, learning_rate=0.05)


def printed(text: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> list[tuple[float, ...]]:
    """Run a program, and read the losses that it prints, epoch by epoch."""
    path = folder / "program.py"
    path.write_text(text, encoding="utf-8")
    before = np.geterr()
    try:
        runpy.run_path(str(path))
    finally:
        np.seterr(**before)
    lines = capsys.readouterr().out.splitlines()
    return [tuple(float(number) for _, number in NUMBER.findall(line)) for line in lines]


def check(experiment: Experiment, folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """The program computes the losses of training here, to the bit; returns it."""
    epochs = 3
    text = LANGUAGES["python"].write(Program(experiment, epochs))
    found = printed(text, folder, capsys)
    recording = Recording(experiment)
    for epoch, losses in enumerate(found):
        result = train(experiment, 0 if epoch == 0 else 1, recording=recording)
        expected = (result.train_loss, result.test_loss)
        assert losses == (expected if len(losses) == 2 else expected[:1]), f"epoch {epoch}"
    assert len(found) == epochs + 1
    return text


# --- NumPy -------------------------------------------------------------------------------------


@pytest.mark.parametrize("preset", preset_names())
def test_every_preset_becomes_a_short_program_with_the_same_losses(
    preset: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = check(load_preset(preset), tmp_path, capsys)
    assert len(text.splitlines()) <= 150
    assert "nnfs_gui" not in text
    assert "import engine" not in text


def test_large_batches_are_cut_as_in_training(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("LARGE", 50), ("PART", 60), ("LEAST", 1)):
        monkeypatch.setattr(parts, name, value)
    experiment = edits.set_training(small(), batch_size=25)
    assert "gradient_in_parts(batch)" in check(experiment, tmp_path, capsys)
    monkeypatch.setattr(parts, "LARGE", 10**9)
    assert "gradient_in_parts" not in check(experiment, tmp_path, capsys)


def test_a_program_runs_by_itself(tmp_path: Path) -> None:
    """In a process that cannot import this project."""
    experiment = small()
    path = tmp_path / "program.py"
    path.write_text(LANGUAGES["python"].write(Program(experiment, 2)), encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run([sys.executable, "-I", str(path)], env=environment, cwd=tmp_path,
                          capture_output=True, text=True, timeout=60, check=True)  # fmt: skip
    result = train(experiment, 2)
    last = f"epoch 2 train loss {result.train_loss!r} test loss {result.test_loss!r}"
    assert done.stdout.splitlines()[-1] == last


@pytest.mark.parametrize("name", [name for name in ACTIVATIONS.names() if name != "softmax"])
def test_every_hidden_activation(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    experiment = small()
    layer = replace(experiment.network.hidden[0], activation=name)
    hidden = (layer, *experiment.network.hidden[1:])
    check(replace(experiment, network=replace(experiment.network, hidden=hidden)), tmp_path, capsys)


PAIRS = [
    (loss, output)
    for loss in LOSSES.names()
    for output in output_activations_for(loss, "classification", 2)
]


@pytest.mark.parametrize(("loss", "output"), PAIRS)
def test_every_pair_of_loss_and_output(
    loss: str, output: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    experiment = edits.set_output_activation(edits.set_loss(small(), loss), output)
    if (experiment.training.loss, experiment.network.output.activation) != (loss, output):
        experiment = edits.set_loss(experiment, loss)
    check(experiment, tmp_path, capsys)


SETTINGS: list[dict[str, Any]] = [
    *({"optimizer": name} for name in OPTIMIZERS.names()),
    *({"clip": name, "clip_threshold": 0.05, "optimizer": optimizer}
      for name in CLIPPERS.names() for optimizer in ("sgd", "adam")),
    *({"regularizer": name, "regularization_rate": 0.01} for name in REGULARIZERS.names()),
    *({"schedule": name} for name in SCHEDULES.names()),
    {"shuffle": False},
    {"shuffle_seed": 5, "batch_size": 1},
    {"batch_size": 1000},
    {"optimizer": "momentum", "optimizer_parameters": {"momentum": 0.3}},
    {"loss": "huber", "loss_parameters": {"delta": 0.2}},
]  # fmt: skip


@pytest.mark.parametrize("settings", SETTINGS, ids=str)
def test_every_setting_of_training(
    settings: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    check(edits.set_training(small(), **settings), tmp_path, capsys)


@pytest.mark.parametrize("name", DATASETS.names())
def test_every_data_set(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    classes = 3 if DATASETS[name].max_classes > 2 else 2
    data = GeneratedData(name, 60, 0.2, 9, classes)
    experiment = edits.set_split(edits.set_data(small(), data), seed=3, training_share=0.6)
    check(experiment, tmp_path, capsys)


def test_points_from_everywhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rng = np.random.default_rng(0)
    rows = np.column_stack([rng.uniform(-6, 6, (40, 2)), rng.integers(0, 2, 40)])
    for data in (
        FormulaData("above", "3*sin(x)", 60, 0.1, 4),
        FormulaData("above", "2", 60, 0.0, 4),
        FormulaData("regression", "x1*x2^2 + log(x1)", 60, 0.1, 4),
        PointsData(points=PointArray(rows)),
    ):
        check(edits.set_data(small(), data), tmp_path, capsys)
    check(open_link("#seed=0.7&networkShape=3&regularization=L2&regularizationRate=0.01")
          .experiment, tmp_path, capsys)  # fmt: skip


def test_sampling_and_features(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    experiment = edits.set_split(small(), class_balance=(0.4, 1.0), outliers=0.2)
    features = ("x1", "x2**2", "sin(x1)", "log(x2)", "2", "x1**3/x2")
    check(edits.set_features(experiment, features), tmp_path, capsys)
    check(edits.set_split(small(), training_share=1.0), tmp_path, capsys)


def with_quirks() -> Experiment:
    """Frozen and muted neurons, and weights set by hand."""
    experiment = small()
    layer = experiment.network.hidden[0]
    neurons = (
        replace(layer.neurons[0], frozen=True),
        replace(layer.neurons[1], muted=True),
        *layer.neurons[2:],
    )
    network = replace(
        experiment.network,
        hidden=(replace(layer, neurons=neurons), *experiment.network.hidden[1:]),
        hand_set=(HandSetWeight(Link("x1", layer.neurons[2].id), 1.25, 0.0, 1),),
        frozen_links=(Link("bias", "out0"),),
    )
    return edits.set_training(replace(experiment, network=network), optimizer="momentum")


def test_frozen_muted_and_hand_set_weights(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = check(with_quirks(), tmp_path, capsys)
    assert "= [1.25]  # set by hand" in text


def test_a_program_can_begin_with_the_trained_weights(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    experiment = small()
    result = train(experiment, 5)
    text = LANGUAGES["python"].write(Program(experiment, 5, result.parameters))
    assert printed(text, tmp_path, capsys) == [(result.train_loss, result.test_loss)]


def test_titles_and_names_do_no_harm(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = PointArray([[0, 0, 0], [1, 1, 1], [2, 0, 1], [-1, 0, 0]])
    source = 'a"""\nimport os  # \\'
    experiment = edits.set_data(small(), PointsData(points=rows, source=source))
    check(edits.set_title(experiment, 'An "odd" one """ \\'), tmp_path, capsys)


def test_what_cannot_be_written_is_told() -> None:
    with pytest.raises(ExportError, match="no points"):
        Program(edits.set_data(small(), PointsData()), 1)
    rows = np.zeros((5_001, 3))
    many = edits.set_data(small(), PointsData(points=PointArray(rows)))
    with pytest.raises(ExportError, match="at most 5,000 given points, got 5,001"):
        LANGUAGES["python"].write(Program(many, 1))
    with pytest.raises(ExportError, match="has 25 weights, got 3"):
        Program(small(), 1, np.zeros(3))


# --- other packages ----------------------------------------------------------------------------

PLANE = np.random.default_rng(1).uniform(-6, 6, (50, 2))


def here(experiment: Experiment, parameters: np.ndarray) -> np.ndarray:
    """The network's outputs at points of the plane, as they are here."""
    network = Recording(experiment).trained.network
    network.parameters[:] = parameters
    return network.predict(feature_matrix(experiment.network.features, PLANE))


@pytest.mark.parametrize("preset", ["first-steps", "rings", "regression"])
def test_scikit_learn_predicts_the_same(preset: str, tmp_path: Path) -> None:
    pytest.importorskip("sklearn")
    experiment = load_preset(preset)
    if experiment.network.output.activation == "tanh":
        experiment = edits.set_output_activation(experiment, "linear")
    parameters = train(experiment, 2).parameters
    path = tmp_path / "program.py"
    text = LANGUAGES["sklearn"].write(Program(experiment, 2, parameters))
    path.write_text(text, encoding="utf-8")
    found = runpy.run_path(str(path))["predict"](PLANE).reshape(len(PLANE), -1)
    np.testing.assert_allclose(
        found[:, -1:] if experiment.network.output.activation == "sigmoid" else found,
        here(experiment, parameters), rtol=0, atol=1e-12,
    )  # fmt: skip


def test_what_scikit_learn_cannot_say_is_told() -> None:
    experiment = edits.set_output_activation(edits.set_loss(small(), "mse"), "tanh")
    with pytest.raises(ExportError, match="no tanh output with the loss mse"):
        LANGUAGES["sklearn"].write(Program(experiment, 1))


@pytest.mark.parametrize("preset", preset_names())
def test_pytorch_code_compiles(preset: str) -> None:
    text = LANGUAGES["torch"].write(Program(load_preset(preset), 2))
    compile(text, "program.py", "exec")


TORCH = [
    small(),
    with_quirks(),
    *(edits.set_training(small(), **settings) for settings in SETTINGS),
    *(load_preset(name) for name in ("spiral", "rings", "regression", "clipping")),
]


@pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason="PyTorch is not installed")
@pytest.mark.parametrize("experiment", TORCH)
def test_pytorch_trains_to_the_same_losses(
    experiment: Experiment, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = LANGUAGES["torch"].write(Program(experiment, 3))
    found = printed(text, tmp_path, capsys)
    result = train(experiment, 3)
    np.testing.assert_allclose(found[-1], (result.train_loss, result.test_loss), rtol=1e-9)
    text = LANGUAGES["torch"].write(Program(experiment, 3, result.parameters))
    path = tmp_path / "trained.py"
    path.write_text(text, encoding="utf-8")
    outputs = runpy.run_path(str(path))["predict"](PLANE)
    np.testing.assert_allclose(outputs, here(experiment, result.parameters), rtol=0, atol=1e-12)


def with_activation(name: str) -> Experiment:
    experiment = small()
    layers = tuple(replace(layer, activation=name) for layer in experiment.network.hidden)
    return replace(experiment, network=replace(experiment.network, hidden=layers))


@pytest.mark.parametrize(
    "experiment",
    [
        *(with_activation(name) for name in ACTIVATIONS.names() if name != "softmax"),
        with_quirks(),
        load_preset("rings"),
        edits.set_features(small(), ("x1", "x2**2", "sin(x1)", "2", "max(x1, -x2)", "abs(x1)")),
    ],
    ids=lambda experiment: experiment.network.hidden[0].activation,
)
def test_an_onnx_model_predicts_the_same(experiment: Experiment) -> None:
    pytest.importorskip("onnx")
    runtime = pytest.importorskip("onnxruntime")
    parameters = train(experiment, 2).parameters
    model = onnx_model(Program(experiment, 2, parameters))
    session = runtime.InferenceSession(model, providers=["CPUExecutionProvider"])
    (found,) = session.run(None, {"points": PLANE.astype(np.float32)})
    np.testing.assert_allclose(found, here(experiment, parameters), rtol=0, atol=2e-5)
