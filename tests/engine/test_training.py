"""The trainer: epochs, settings changed on the way, penalties, and clipping told truly."""

from __future__ import annotations

import math

import numpy as np
import pytest

from engine import CLIPPERS, OPTIMIZERS, Network, Trainer
from engine.functions.schedules import SCHEDULES

RNG = np.random.default_rng(6)
X = RNG.normal(size=(23, 2)) * 2
Y = (X[:, :1] * X[:, 1:] > 0).astype(float)


def make(sizes: tuple[int, ...] = (2, 4, 1), seed: int = 1, **options: object) -> Trainer:
    return Trainer(Network(list(sizes), seed=seed), X, Y, **({"batch_size": 5} | options))  # type: ignore[arg-type]


def run(trainer: Trainer, steps: int) -> list[float]:
    return [trainer.step() for _ in range(steps)]


# --- one step ------------------------------------------------------------------------------------


def test_a_step_is_one_update_with_the_mean_gradient() -> None:
    trainer = make(shuffle=False, learning_rate=0.5)
    network = trainer.network
    loss, gradient = network.loss_and_gradient(X[:5], Y[:5])
    expected = network.parameters - 0.5 * gradient
    assert trainer.step() == loss
    np.testing.assert_array_equal(network.parameters, expected)
    np.testing.assert_array_equal(trainer.raw_gradient, gradient)
    np.testing.assert_array_equal(trainer.applied_gradient, gradient)
    assert trainer.gradient_norm == pytest.approx(np.linalg.norm(gradient))
    assert not trainer.clipped
    assert isinstance(loss, float)


def test_a_duplicated_batch_gives_the_same_update() -> None:
    once = make(batch_size=23, shuffle=False)
    twice = Trainer(Network([2, 4, 1], seed=1), np.vstack([X, X]), np.vstack([Y, Y]), batch_size=46)
    assert once.step() == pytest.approx(twice.step())
    np.testing.assert_allclose(once.network.parameters, twice.network.parameters, rtol=1e-12)


def test_before_the_first_step_everything_is_0() -> None:
    trainer = make()
    assert (trainer.epoch, trainer.steps, trainer.position) == (0, 0, 0)
    assert math.isnan(trainer.epoch_loss)
    assert not trainer.raw_gradient.any()
    assert not trainer.applied_gradient.any()
    assert not trainer.clipped
    assert not trainer.diverged
    assert math.isnan(trainer.validation_loss())


def test_the_users_arrays_are_copied() -> None:
    inputs, targets = X.copy(), Y.copy()
    trainer = Trainer(Network([2, 4, 1], seed=1), inputs, targets, batch_size=5)
    inputs[:] = 1e9
    targets[:] = 1
    assert run(trainer, 10) == run(make(), 10)
    np.testing.assert_array_equal(trainer.samples[0], X)
    np.testing.assert_array_equal(trainer.samples[1], Y)


# --- epochs --------------------------------------------------------------------------------------


def test_epochs_use_every_sample_and_count() -> None:
    trainer = make()
    assert trainer.steps_per_epoch == 5
    run(trainer, 4)
    assert (trainer.epoch, trainer.position, trainer.steps) == (0, 4, 4)
    trainer.step()
    assert (trainer.epoch, trainer.position, trainer.steps) == (1, 0, 5)
    run(trainer, 7)
    assert (trainer.epoch, trainer.position, trainer.steps) == (2, 2, 12)


def test_the_epoch_loss_weighs_batches_by_their_size() -> None:
    trainer = make()
    losses = run(trainer, 5)
    assert trainer.epoch_loss == pytest.approx(np.average(losses, weights=[5, 5, 5, 5, 3]))


class Recorder:
    """Reads from a step's gradient which samples were in its batch.

    The output is −1 throughout, the targets are 0, and the loss is the mean absolute error: so the
    weight's gradient is −mean(x).  The inputs are powers of 2, whose sum tells its parts.
    """

    def __init__(self, n: int, **options: object) -> None:
        network = Network([1, 1], output_activation="linear", loss="mae")
        network.parameters = [0.0, -1.0]
        self.trainer = Trainer(
            network, 2.0 ** np.arange(n), np.zeros(n), learning_rate=1e-300, **options
        )  # type: ignore[arg-type]

    def samples(self, size: int) -> list[int]:
        self.trainer.step()
        bits = round(-self.trainer.raw_gradient[0] * size)
        return [index for index in range(bits.bit_length()) if bits >> index & 1]


def test_without_shuffling_the_given_order_is_kept() -> None:
    recorder = Recorder(8, batch_size=3, shuffle=False)
    for _ in range(2):
        assert [recorder.samples(size) for size in (3, 3, 2)] == [[0, 1, 2], [3, 4, 5], [6, 7]]


def test_each_epoch_has_a_new_order_with_every_sample_once() -> None:
    recorder = Recorder(8, batch_size=3, seed=5)
    epochs = [[recorder.samples(size) for size in (3, 3, 2)] for _ in range(4)]
    for batches in epochs:
        assert sorted(sample for batch in batches for sample in batch) == list(range(8))
    assert len({str(batches) for batches in epochs}) == 4


def test_the_order_has_a_generator_of_its_own() -> None:
    orders = [Recorder(8, batch_size=8, seed=seed) for seed in (5, 5, 6)]
    first, same, other = (recorder.trainer for recorder in orders)
    for trainer in (first, same, other):
        run(trainer, 3)
    assert first.state().generator == same.state().generator
    assert first.state().generator != other.state().generator
    given = Recorder(8, batch_size=8, seed=np.random.default_rng(5)).trainer
    run(given, 3)
    assert given.state().generator == first.state().generator


def test_a_new_batch_size_divides_what_is_left_of_the_epoch() -> None:
    recorder = Recorder(8, batch_size=2, shuffle=False)
    trainer = recorder.trainer
    assert recorder.samples(2) == [0, 1]
    trainer.batch_size = 4
    assert recorder.samples(4) == [2, 3, 4, 5]
    assert recorder.samples(2) == [6, 7]
    assert (trainer.epoch, trainer.position, trainer.steps_per_epoch) == (1, 0, 2)
    assert recorder.samples(4) == [0, 1, 2, 3]
    trainer.batch_size = 1
    trainer.batch_size = 4  # there and back again, without a step
    assert recorder.samples(4) == [4, 5, 6, 7]
    assert trainer.epoch == 2


def test_a_new_batch_size_keeps_the_shuffled_order() -> None:
    recorder = Recorder(8, batch_size=2, seed=1)
    done = recorder.samples(2)
    recorder.trainer.batch_size = 3
    done += recorder.samples(3) + recorder.samples(3)
    assert sorted(done) == list(range(8))
    assert recorder.trainer.epoch == 1


def test_a_batch_may_be_larger_than_the_data() -> None:
    trainer = make(batch_size=1000)
    assert trainer.steps_per_epoch == 1
    trainer.step()
    assert trainer.epoch == 1


# --- settings ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [("learning_rate", 0.5, 0.5), ("batch_size", 7, 7), ("clip_threshold", 2, 2.0),
     ("regularization_rate", 0, 0.0), ("clip", "value", "value"), ("clip", None, "none"),
     ("regularizer", "l2", "l2"), ("regularizer", None, "none"), ("schedule", "cosine", "cosine")],
)  # fmt: skip
def test_settings_can_be_read_back(name: str, value: object, shown: object) -> None:
    trainer = make()
    setattr(trainer, name, value)
    now = getattr(trainer, name)
    assert getattr(now, "name", now) == shown


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [("learning_rate", 0.0, ValueError), ("batch_size", 0, ValueError),
     ("batch_size", 1.5, TypeError), ("clip_threshold", math.nan, ValueError),
     ("regularization_rate", -1.0, ValueError), ("clip", "norn", KeyError),
     ("regularizer", "l3", KeyError), ("schedule", "cosin", KeyError)],
)  # fmt: skip
def test_a_wrong_setting_is_refused_and_the_old_one_kept(
    name: str, value: object, error: type[Exception]
) -> None:
    trainer, same = make(), make()
    before = getattr(trainer, name)
    with pytest.raises(error, match="unknown" if error is KeyError else name):
        setattr(trainer, name, value)
    assert getattr(trainer, name) is before
    assert run(trainer, 7) == run(same, 7)


def test_a_setting_is_known_on_the_class() -> None:
    assert type(Trainer.learning_rate).__name__ == "Setting"


@pytest.mark.parametrize(
    ("name", "value"),
    [("learning_rate", 0.4), ("clip_threshold", 0.01), ("clip", "value"), ("regularizer", "l1"),
     ("schedule", SCHEDULES.create("inverse_time", decay=5.0))],
)  # fmt: skip
def test_a_changed_setting_is_heeded_by_the_next_step(name: str, value: object) -> None:
    options = {"clip": "norm", "clip_threshold": 0.05, "regularizer": "l2",
               "regularization_rate": 0.1, "learning_rate": 0.1}  # fmt: skip
    changed, fresh = make(**options), make(**(options | {name: value}))
    run(changed, 3)
    setattr(changed, name, value)
    fresh.restore(changed.state())
    run(changed, 4)
    run(fresh, 4)
    np.testing.assert_array_equal(changed.network.parameters, fresh.network.parameters)
    kept = make(**options)
    run(kept, 7)
    assert (kept.network.parameters != changed.network.parameters).any()


def test_another_optimizer_starts_with_an_empty_memory() -> None:
    trainer = make(optimizer="momentum")
    run(trainer, 3)
    trainer.set_optimizer("adam")
    before = trainer.network.parameters.copy()
    trainer.step()
    assert trainer.optimizer.name == "adam"
    assert trainer.optimizer.count == 1
    moved = np.abs(trainer.network.parameters - before)
    np.testing.assert_allclose(moved, trainer.learning_rate, rtol=1e-3)
    with pytest.raises(KeyError, match=r"did you mean 'adam'"):
        trainer.set_optimizer("adan")


def test_two_trainers_given_one_optimizer_have_a_memory_each() -> None:
    shared = OPTIMIZERS.create("adam")
    first, alone = make(optimizer=shared), make(optimizer="adam")
    other = make(sizes=(2, 7, 1), optimizer=shared)
    for trainer in (first, other, first, other, alone, alone):
        trainer.step()
    np.testing.assert_array_equal(first.network.parameters, alone.network.parameters)


def test_writing_to_the_network_takes_effect_at_the_next_step() -> None:
    trainer = make(shuffle=False)
    trainer.step()
    trainer.network.layers[0].neurons[1].bias = 3.0
    expected, _ = trainer.network.loss_and_gradient(X[5:10], Y[5:10])
    assert trainer.step() == expected


def test_new_data_begins_a_new_epoch_and_keeps_the_weights() -> None:
    trainer = make(shuffle=False, optimizer="adam")
    run(trainer, 2)
    before, inputs, targets = trainer.network.parameters.copy(), X[:7] + 1, Y[:7]
    trainer.set_data(inputs, targets)
    np.testing.assert_array_equal(trainer.network.parameters, before)
    assert (trainer.epoch, trainer.position, trainer.steps) == (0, 0, 2)
    assert trainer.steps_per_epoch == 2
    expected, _ = trainer.network.loss_and_gradient(inputs[:5], targets[:5])
    assert trainer.step() == expected
    trainer.step()
    assert trainer.epoch == 1
    with pytest.raises(ValueError, match="X and y must hold as many samples"):
        trainer.set_data(X, Y[:3])


def test_another_loss_is_heeded_at_the_next_step() -> None:
    trainer = make(shuffle=False)
    trainer.step()
    trainer.network.loss = "mse"
    expected, _ = trainer.network.loss_and_gradient(X[5:10], Y[5:10])
    assert trainer.step() == expected


def test_another_loss_that_the_targets_do_not_suit_is_refused_at_each_step() -> None:
    network = Network([2, 4, 1], "tanh", "sigmoid", "mse")
    trainer = Trainer(network, X, 2 * Y - 1)
    trainer.step()
    network.loss = "bce"
    before = network.parameters.copy()
    for _ in range(2):
        with pytest.raises(ValueError, match=r"bce needs targets in \[0, 1\], got -1"):
            trainer.step()
    np.testing.assert_array_equal(network.parameters, before)
    trainer.set_data(X, Y)
    assert math.isfinite(trainer.step())


@pytest.mark.parametrize("name", SCHEDULES.names())
def test_the_schedule_sets_the_pace(name: str) -> None:
    trainer = make(schedule=name, learning_rate=0.2, shuffle=False)
    for done in range(12):
        factor = SCHEDULES.create(name).factor(trainer.epoch + trainer.position / 5)
        assert trainer.current_learning_rate == pytest.approx(0.2 * factor)
        before, rate = trainer.network.parameters.copy(), trainer.current_learning_rate
        trainer.step()
        moved = before - trainer.network.parameters
        np.testing.assert_allclose(moved, rate * trainer.raw_gradient, atol=1e-15)
        assert trainer.steps == done + 1


# --- penalties -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["l1", "l2"])
def test_the_penalty_pulls_weights_and_never_biases(name: str) -> None:
    trainer = make(regularizer=name, regularization_rate=0.1, shuffle=False)
    network = trainer.network
    network.layers[0].biases = 1.0, -1.0, 2.0, 0.5
    network.parameters[0] = 0.0
    loss, gradient = network.loss_and_gradient(X[:5], Y[:5])
    pull = np.sign(network.parameters) if name == "l1" else network.parameters.copy()
    pull[~network.is_weight] = 0.0
    size = np.abs(network.parameters) if name == "l1" else network.parameters**2 / 2
    assert trainer.penalty == pytest.approx(0.1 * size[network.is_weight].sum())
    assert trainer.step() == loss  # the data's loss alone
    np.testing.assert_allclose(trainer.raw_gradient, gradient + 0.1 * pull, rtol=1e-13)


def test_a_rate_of_0_is_no_penalty() -> None:
    assert run(make(regularizer="l2"), 6) == run(make(), 6)
    assert make(regularizer="l2").penalty == 0.0


def test_clipping_comes_after_the_penalty() -> None:
    trainer = make(regularizer="l2", regularization_rate=100.0, clip="norm", clip_threshold=0.5)
    trainer.step()
    assert trainer.gradient_norm > 10
    assert np.linalg.norm(trainer.applied_gradient) == pytest.approx(0.5, rel=1e-5)


# --- clipping ------------------------------------------------------------------------------------


@pytest.mark.parametrize("clip", [None, *CLIPPERS])
@pytest.mark.parametrize("optimizer", OPTIMIZERS.names())
@pytest.mark.parametrize("threshold", [0.02, 100.0])
def test_the_optimizer_is_given_what_the_trainer_says(
    clip: str | None, optimizer: str, threshold: float
) -> None:
    trainer = make(clip=clip, clip_threshold=threshold, optimizer=optimizer, learning_rate=0.3)
    network, rule = trainer.network, OPTIMIZERS.create(optimizer)
    rule.start(network.n_parameters)
    for _ in range(4):
        expected = network.parameters.copy()
        trainer.step()
        raw, applied, clipped = trainer.raw_gradient, trainer.applied_gradient, np.empty(17)
        CLIPPERS.create(clip or "none").clip(raw, threshold, network.rows, clipped)
        np.testing.assert_allclose(applied, clipped, rtol=1e-13)
        rule.step(expected, applied, 0.3)
        np.testing.assert_allclose(network.parameters, expected, rtol=1e-12, atol=1e-15)
        wanted = clip not in (None, "none") and threshold < 1
        assert trainer.clipped == wanted
        assert (trainer.clip_scale < 1) == (wanted and clip == "norm")


def test_what_is_told_of_the_last_step_survives_a_change_of_settings() -> None:
    trainer = make(clip="norm", clip_threshold=0.02)
    trainer.step()
    applied = trainer.applied_gradient
    trainer.clip = "value"
    np.testing.assert_array_equal(trainer.applied_gradient, applied)
    trainer.step()
    assert np.abs(trainer.applied_gradient).max() == 0.02
    trainer.clip = None
    assert trainer.clipped
    trainer.step()
    assert not trainer.clipped
    np.testing.assert_array_equal(trainer.applied_gradient, trainer.raw_gradient)


def test_gradients_are_handed_out_as_copies() -> None:
    for clip in ("norm", "value"):
        trainer = make(clip=clip, clip_threshold=0.02)
        trainer.step()
        for gradient in (trainer.raw_gradient, trainer.applied_gradient):
            gradient[:] = 0
        assert trainer.raw_gradient.all()
        assert trainer.applied_gradient.all()
