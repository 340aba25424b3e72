"""The network's `fit`: its history, what ends it, what it refuses; and saving."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine import Network, Trainer
from engine.tools.stopping import AccuracyAbove, LossBelow

RNG = np.random.default_rng(8)
X = RNG.normal(size=(11, 2)) * 2
Y = (X[:, :1] * X[:, 1:] > 0).astype(float)


# --- fit, save and load --------------------------------------------------------------------------


def test_fit_learns_and_tells_its_history() -> None:
    network = Network([2, 8, 1], seed=0)
    history = network.fit(
        X, Y, epochs=400, batch_size=4, learning_rate=0.05, optimizer="adam", validation=(X, Y)
    )
    assert history.epochs == 400 == len(history.validation_loss)
    assert history.steps == 400 * 3
    assert not history.diverged
    assert history.reason == ""
    assert history.loss[-1] < 0.05 < history.loss[0]
    assert history.validation_loss[-1] == network.evaluate(X, Y)
    assert ((network.predict(X) > 0.5) == Y).all()


def test_a_callback_sees_each_epoch_and_can_end_training() -> None:
    epochs = []

    def callback(trainer: object) -> bool:
        epochs.append(trainer.epoch)  # type: ignore[attr-defined]
        return len(epochs) == 3

    history = Network([2, 3, 1]).fit(X, Y, epochs=10, callback=callback)
    assert epochs == [1, 2, 3]
    assert history.epochs == 3
    assert history.reason == "the callback asked for it"
    assert Network([2, 3, 1]).fit(X, Y, epochs=2, callback=lambda trainer: None).epochs == 2


def test_stop_conditions_end_training_with_their_reason() -> None:
    history = Network([2, 3, 1], seed=1).fit(X, Y, epochs=500, stop=[LossBelow(0.69)])
    assert 0 < history.epochs < 500
    assert history.reason
    assert history.loss[-1] < 0.69


@pytest.mark.parametrize(
    ("output", "loss", "low"),
    [("sigmoid", "bce", 0.0), ("tanh", "mse", -1.0), ("linear", "mse", 0.0)],
)
@pytest.mark.parametrize("watched", [True, False])
def test_accuracy_is_read_halfway_between_the_targets(
    output: str, loss: str, low: float, watched: bool
) -> None:
    network = Network([2, 8, 1], output_activation=output, loss=loss, seed=0)
    targets = np.where(Y > 0, 1.0, low)
    history = network.fit(
        X, targets, epochs=800, learning_rate=0.05, optimizer="adam",
        validation=(X, targets) if watched else None, stop=[AccuracyAbove(0.99)],
    )  # fmt: skip
    assert 0 < history.epochs < 800
    assert ((network.predict(X) > (1 + low) / 2) == (Y > 0)).all()


def test_fit_stops_where_training_diverges_and_keeps_finite_parameters() -> None:
    network = Network([2, 4, 1], "relu", "linear", "mse", seed=0)
    history = network.fit(X * 10, Y, epochs=100, learning_rate=1e6)
    assert history.diverged
    assert "not finite" in history.reason
    assert history.epochs < 100
    assert np.isfinite(network.parameters).all()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"batch_size": 0}, "batch_size must be ≥ 1, got 0"),
        ({"epochs": 0}, "epochs must be ≥ 1, got 0"),
        ({"learning_rate": -0.1}, "learning_rate must be > 0 and finite, got -0.1"),
        ({"clip_threshold": 0}, "clip_threshold must be > 0 and finite, got 0"),
        ({"regularization_rate": -1}, "regularization_rate must be ≥ 0"),
    ],
)
def test_options_out_of_range_are_refused(options: dict[str, float], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Network([2, 3, 1]).fit(X, Y, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("option", ["optimizer", "clip", "regularizer", "schedule"])
def test_unknown_options_are_refused(option: str) -> None:
    with pytest.raises(KeyError, match=r"unknown \w+ 'nonsense'"):
        Network([2, 3, 1]).fit(X, Y, **{option: "nonsense"})  # type: ignore[arg-type]


@pytest.mark.parametrize("option", ["optimizer", "clip", "regularizer", "schedule"])
def test_what_is_neither_name_nor_instance_is_refused(option: str) -> None:
    with pytest.raises(TypeError, match="must be a name or an instance, got 3"):
        Network([2, 2, 1]).fit(X, Y, **{option: 3})  # type: ignore[arg-type]


def test_initial_weights_by_something_strange_are_refused() -> None:
    with pytest.raises(TypeError, match="initializer must be a name or an instance, got 3"):
        Network([2, 2, 1], initializer=3)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("samples", "message"),
    [
        ((X[:, :1], Y), r"validation X must have shape \(n_samples, 2\)"),
        ((X, Y[:2]), "validation X and y must hold as many samples, got 11 and 2"),
        ((X, np.full_like(Y, np.nan)), "validation y must be finite"),
    ],
)
def test_what_is_wrong_with_validation_samples_is_said_of_them(
    samples: tuple[object, object], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        Network([2, 2, 1]).fit(X, Y, validation=samples)  # type: ignore[arg-type]


@pytest.mark.parametrize("samples", [X, 3, (X,)])
def test_validation_samples_that_are_no_pair_are_refused(samples: object) -> None:
    with pytest.raises(TypeError, match=r"validation must be a pair \(X, y\), got "):
        Network([2, 2, 1]).fit(X, Y, validation=samples)  # type: ignore[arg-type]


def test_a_saved_network_predicts_the_same(tmp_path: Path) -> None:
    network = Network([2, 3, 1], activation="elu", seed=5)
    network.save(tmp_path / "network.npz")
    again = Network.load(tmp_path / "network.npz")
    np.testing.assert_array_equal(again.predict(X), network.predict(X))


def test_class_numbers_and_one_hot_rows_train_alike() -> None:
    labels = np.arange(11) % 3
    networks = [Network([2, 4, 3], output_activation="softmax", loss="cce") for _ in range(2)]
    for network, targets in zip(networks, (labels, np.eye(3)[labels]), strict=True):
        network.fit(X, targets, epochs=3)
    np.testing.assert_array_equal(networks[0].parameters, networks[1].parameters)
    assert networks[0].evaluate(X, labels) == networks[1].evaluate(X, np.eye(3)[labels])


def test_a_history_says_briefly_how_it_went() -> None:
    history = Network([2, 2, 1]).fit(X, Y, epochs=40, validation=(X, Y))
    said = f"loss={history.loss[-1]:.6g}, validation_loss={history.validation_loss[-1]:.6g}"
    assert repr(history) == f"History(epochs=40, steps=80, {said})"
    ended = Network([2, 2, 1]).fit(X, Y, epochs=40, stop=[LossBelow(100)])
    assert repr(ended).endswith("reason='the loss fell below 100')")
    assert len(repr(ended)) < 120


@pytest.mark.parametrize("epochs", [0, -1, 2.0, True, "3"])
def test_a_trainer_runs_a_whole_number_of_epochs(epochs: object) -> None:
    trainer = Trainer(Network([2, 2, 1]), X, Y)
    with pytest.raises((TypeError, ValueError), match="epochs must be "):
        trainer.run(epochs)  # type: ignore[arg-type]
    assert trainer.steps == 0


@pytest.mark.parametrize("stop", ["x", ["x"], [LossBelow], LossBelow(0.1), 3, None])
def test_what_cannot_stop_training_is_refused_before_it_begins(stop: object) -> None:
    trainer = Trainer(Network([2, 2, 1]), X, Y)
    with pytest.raises(TypeError, match=r"stop must be a sequence of conditions, like .*, got "):
        trainer.run(3, stop=stop)  # type: ignore[arg-type]
    assert trainer.steps == 0
