"""Mistakes that networks written from scratch are known for, and that this one must not make.

Each was found in a public repository, many in several; some stayed for years, because training
still "worked", only worse.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from engine import (
    ACTIVATIONS,
    INITIALIZERS,
    LOSSES,
    OPTIMIZERS,
    REGULARIZERS,
    Network,
    Trainer,
)
from engine.losses import LogitLoss

EXTREMES = np.array([-1e308, -1e5, -1000.0, -40.0, -1e-300, 0.0, 1e-300, 40.0, 1000.0, 1e5, 1e308])
ELEMENTWISE = [name for name in ACTIVATIONS if not ACTIVATIONS[name].output_only]


@pytest.fixture(autouse=True)
def _floating_point_troubles_are_errors():
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        yield


def line(loss: str, output: str, weight: float, bias: float) -> Network:
    """One input, one output: z = weight·x + bias."""
    network = Network([1, 1], output_activation=output, loss=loss)
    network.parameters[:] = [weight, bias]
    return network


def data(n_samples: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n_samples, 2)), rng.choice([0.0, 1.0], (n_samples, 1))


# --- overflow, logarithms of nothing, and gradients that get lost -----------------------------


@pytest.mark.parametrize("name", ACTIVATIONS.names())
def test_values_and_slopes_of_any_finite_number_are_finite(name: str) -> None:
    function = ACTIVATIONS.create(name)
    z = EXTREMES.reshape(1, -1) if function.output_only else EXTREMES
    assert np.isfinite(function.value(z)).all()
    assert np.isfinite(function.derivative(z)).all()


@pytest.mark.parametrize("name", ACTIVATIONS.names())
def test_values_stay_within_the_limits_that_are_promised(name: str) -> None:
    function = ACTIVATIONS.create(name)
    z = np.concatenate([EXTREMES, np.linspace(-10, 10, 4001)])
    values = function.value(z.reshape(1, -1) if function.output_only else z)
    low, high = function.limits
    assert low <= values.min()
    assert values.max() <= high


def test_sigmoid_of_a_thousand_is_one_without_a_warning() -> None:
    np.testing.assert_array_equal(
        ACTIVATIONS.create("sigmoid").value(np.array([-1000.0, 0.0, 1000.0])), [0.0, 0.5, 1.0]
    )


def test_softmax_is_shifted_so_that_large_scores_do_not_overflow() -> None:
    shares = ACTIVATIONS.create("softmax").value(np.array([[1000.0, 1001.0], [-1000.0, -1001.0]]))
    low, high = 1 / (1 + math.e), math.e / (1 + math.e)
    np.testing.assert_allclose(shares, [[low, high], [high, low]], rtol=1e-14)


def test_softplus_of_a_thousand_is_a_thousand() -> None:
    values = ACTIVATIONS.create("softplus").value(np.array([1000.0, -1000.0]))
    np.testing.assert_array_equal(values, [1000.0, 0.0])


@pytest.mark.parametrize(("output", "target"), [(0.0, 1.0), (1.0, 0.0), (0.0, 0.0), (1.0, 1.0)])
@pytest.mark.parametrize("loss", ["bce", "cce"])
def test_the_logarithm_of_zero_is_never_taken(loss: str, output: float, target: float) -> None:
    function = LOSSES.create(loss)
    outputs, targets = [[output, 1 - output]], [[target, 1 - target]]
    value = function.value(outputs, targets)
    assert np.isfinite(value)
    assert (value > 10) == (output != target)
    assert np.isfinite(function.gradient(outputs, targets)).all()


def test_binary_cross_entropy_has_its_second_term() -> None:
    loss = LOSSES.create("bce")
    assert loss.value([[0.9]], [[0.0]]) == pytest.approx(-math.log(0.1))
    assert loss.value([[0.9]], [[1.0]]) == pytest.approx(-math.log(0.9))
    assert loss.gradient([[0.9]], [[0.0]])[0, 0] == pytest.approx(10.0)


@pytest.mark.parametrize("z", [40.0, 800.0, 1e6])
def test_a_confidently_wrong_sigmoid_still_has_a_gradient_and_its_true_loss(z: float) -> None:
    # σ(40) is exactly 1 in floating point, so σ′ = ŷ(1 − ŷ) is exactly 0.
    network = line("bce", "sigmoid", z, 0.0)
    loss, gradient = network.loss_and_gradient([[1.0]], [[0.0]])
    assert loss == pytest.approx(z, rel=1e-12)
    assert network.evaluate([[1.0]], [[0.0]]) == loss
    np.testing.assert_allclose(gradient, [1.0, 1.0], rtol=1e-12)


def test_a_confidently_wrong_softmax_still_has_a_gradient_and_its_true_loss() -> None:
    network = Network([1, 2], output_activation="softmax", loss="cce")
    network.parameters[:] = [900.0, 0.0, 0.0, 0.0]
    loss, gradient = network.loss_and_gradient([[1.0]], [[0.0, 1.0]])
    assert loss == pytest.approx(900.0)
    assert network.evaluate([[1.0]], [[0.0, 1.0]]) == loss
    np.testing.assert_allclose(gradient, [1.0, 1.0, -1.0, -1.0])


def test_softmax_with_cross_entropy_has_the_gradient_output_minus_target() -> None:
    """Not −y/ŷ, which would give (0, −5, 0) here."""
    network = Network([1, 3], output_activation="softmax", loss="cce")
    network.layers[0].weights[:] = 0.0
    network.layers[0].biases[:] = np.log([0.7, 0.2, 0.1])
    loss, gradient = network.loss_and_gradient([[0.0]], [[0.0, 1.0, 0.0]])
    assert loss == pytest.approx(-math.log(0.2))
    np.testing.assert_allclose(gradient.reshape(3, 2)[:, 1], [0.7, -0.8, 0.1], rtol=1e-12)


def fused_cases() -> list[tuple[str, np.ndarray, np.ndarray]]:
    rng = np.random.default_rng(0)
    logits = np.concatenate([rng.normal(0.0, 2.0, (6, 3)), [[60.0, -60.0, 0.0]]])
    return [
        (name, logits, targets)
        for name in LOSSES
        if isinstance(LOSSES.create(name), LogitLoss)
        for targets in (rng.random((7, 3)), np.eye(3)[rng.integers(0, 3, 7)])
    ]


@pytest.mark.parametrize(("name", "logits", "targets"), fused_cases())
def test_a_fused_loss_is_the_loss_of_its_partners_outputs_and_has_its_gradient(
    name: str, logits: np.ndarray, targets: np.ndarray
) -> None:
    """The plain formulas by the logits, and the prepared call, for shares of any sum."""
    loss = LOSSES.create(name)
    assert isinstance(loss, LogitLoss)
    outputs = ACTIVATIONS.create(loss.partner).value(logits)
    mild = slice(0, 6)  # where the unfused loss has all its digits, too
    assert loss.logit_value(logits[mild], targets[mild]) == pytest.approx(
        loss.value(outputs[mild], targets[mild]), rel=1e-12
    )
    slopes = loss.logit_slopes(outputs, targets)
    for place in np.ndindex(logits.shape):
        move = np.zeros_like(logits)
        move[place] = 1e-6
        rise = loss.logit_elements(logits + move, targets).sum()
        rise -= loss.logit_elements(logits - move, targets).sum()
        assert slopes[place] == pytest.approx(rise / 2e-6, rel=1e-6, abs=1e-6)

    delta = np.full((3, 7), np.nan)
    evaluate = loss.bind_logits(logits.T.copy(), outputs.T.copy(), delta)
    assert evaluate(targets.T.copy()) == pytest.approx(loss.logit_value(logits, targets))
    np.testing.assert_allclose(delta.T, slopes / loss.count(outputs), rtol=1e-12, atol=1e-15)


def test_absolute_error_has_no_slope_where_there_is_no_error() -> None:
    gradient = LOSSES.create("mae").gradient([[1.0, 2.0, 0.0]], [[1.0, 0.0, 3.0]])
    np.testing.assert_allclose(gradient, [[0.0, 1 / 3, -1 / 3]])


# --- functions that do not fit their derivatives ----------------------------------------------


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_a_derivative_is_the_derivative_of_its_function(name: str) -> None:
    kind = ACTIVATIONS[name]
    for parameter in (None, 0.1, 0.7):
        given = {} if parameter is None else dict.fromkeys(kind.parameters, parameter)
        function = ACTIVATIONS.create(name, **given)
        z = np.linspace(-6.0, 6.0, 240)  # without the kink at 0
        slope = (function.value(z + 1e-6) - function.value(z - 1e-6)) / 2e-6
        np.testing.assert_allclose(function.derivative(z), slope, rtol=1e-7, atol=1e-8)


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_a_slope_is_taken_at_z_and_not_at_the_activation(name: str) -> None:
    """The fast path may use a = f(z), but what it gives is f′(z)."""
    function = ACTIVATIONS.create(name)
    z = np.linspace(-3.0, 3.0, 40)
    a = function.value(z)
    out = np.full_like(z, np.nan)
    function.slope(z if function.slope_needs_z else np.full_like(z, np.nan), a, out)
    np.testing.assert_array_equal(out, function.derivative(z))


@pytest.mark.parametrize("name", ACTIVATIONS.names())
def test_an_activation_leaves_its_argument_alone_unless_told_otherwise(name: str) -> None:
    z = np.linspace(-3.0, 3.0, 12).reshape(3, 4)
    before = z.copy()
    function = ACTIVATIONS.create(name)
    fresh = function.value(z)
    function.derivative(z)
    np.testing.assert_array_equal(z, before)
    function.value(z, out=z)
    np.testing.assert_array_equal(z, fresh)


@pytest.mark.parametrize("name", LOSSES.names())
def test_a_loss_has_the_gradient_of_its_value(name: str) -> None:
    loss = LOSSES.create(name)
    rng = np.random.default_rng(0)
    outputs, targets = rng.uniform(0.1, 0.9, (5, 3)), rng.uniform(0.0, 1.0, (5, 3))
    numeric = np.empty_like(outputs)
    for place in np.ndindex(outputs.shape):
        move = np.zeros_like(outputs)
        move[place] = 1e-6
        rise = loss.value(outputs + move, targets) - loss.value(outputs - move, targets)
        numeric[place] = rise / 2e-6
    np.testing.assert_allclose(loss.gradient(outputs, targets), numeric, rtol=1e-6, atol=1e-9)


# --- sums where means are meant ---------------------------------------------------------------


def test_mean_squared_error_is_a_mean_over_all_elements() -> None:
    loss = LOSSES.create("mse")
    outputs, targets = [[1.0, 2.0], [3.0, 4.0]], np.zeros((2, 2))
    assert loss.value(outputs, targets) == 7.5
    np.testing.assert_array_equal(loss.gradient(outputs, targets), [[0.5, 1.0], [1.5, 2.0]])


@pytest.mark.parametrize("name", LOSSES.names())
def test_a_loss_does_not_grow_with_the_number_of_samples(name: str) -> None:
    loss = LOSSES.create(name)
    rng = np.random.default_rng(0)
    outputs, targets = rng.uniform(0.1, 0.9, (4, 3)), rng.uniform(0.0, 1.0, (4, 3))
    many = np.tile(outputs, (50, 1)), np.tile(targets, (50, 1))
    assert loss.value(*many) == pytest.approx(loss.value(outputs, targets), rel=1e-12)
    np.testing.assert_allclose(
        loss.gradient(*many)[:4] * 50, loss.gradient(outputs, targets), rtol=1e-12
    )


@pytest.mark.parametrize("name", LOSSES.names())
def test_the_loss_is_the_mean_of_the_samples_losses(name: str) -> None:
    loss = LOSSES.create(name)
    rng = np.random.default_rng(0)
    outputs, targets = rng.uniform(0.1, 0.9, (6, 3)), rng.uniform(0.0, 1.0, (6, 3))
    alone = loss.per_sample(outputs, targets)
    assert alone.shape == (6,)
    assert alone.mean() == pytest.approx(loss.value(outputs, targets), rel=1e-12)


# --- the order of things in an update ---------------------------------------------------------


def test_the_delta_is_propagated_through_the_weights_of_before_the_update() -> None:
    """1-1-1, linear: ∂L/∂w₁ = 2(ŷ − y)·w₂·x with the old w₂ = 3, not with the new one."""
    network = Network([1, 1, 1], activation="linear", output_activation="linear", loss="mse")
    network.parameters[:] = [1.0, 0.0, 3.0, 0.0]
    Trainer(network, [[1.0]], [[2.0]], batch_size=1, learning_rate=0.1).step()
    np.testing.assert_allclose(network.parameters, [1 - 0.6, -0.6, 3 - 0.2, -0.2], rtol=1e-14)


def test_the_slope_of_the_output_activation_is_not_forgotten() -> None:
    network = line("mse", "tanh", 0.5, 0.0)
    _, gradient = network.loss_and_gradient([[1.0]], [[1.0]])
    a = math.tanh(0.5)
    np.testing.assert_allclose(gradient, 2 * (a - 1) * (1 - a * a), rtol=1e-14)


def test_gradients_do_not_pile_up_from_call_to_call() -> None:
    network = Network([2, 4, 1], seed=1)
    X, y = data(9)
    first_loss, first = network.loss_and_gradient(X, y)
    kept = first.copy()
    for _ in range(3):
        loss, again = network.loss_and_gradient(X, y)
        np.testing.assert_array_equal(again, kept)
        assert loss == first_loss
    network.loss_and_gradient(-X, y)
    np.testing.assert_array_equal(first, kept)


def test_every_buffer_has_memory_of_its_own() -> None:
    """Not ``weights = gradients = np.zeros(…)``, nor two layers in one place."""
    network = Network([2, 3, 3, 1], seed=1)
    X, y = data(9)
    trainer = Trainer(network, X, y, optimizer="adam", clip="norm", clip_threshold=0.01)
    trainer.step()
    assert not np.shares_memory(network.parameters, trainer.raw_gradient)
    assert not np.shares_memory(trainer.raw_gradient, trainer.applied_gradient)
    assert not np.shares_memory(network.parameters, network.loss_and_gradient(X, y)[1])
    blocks = [layer.block for layer in network.layers]
    for block in blocks:
        assert np.shares_memory(block, network.parameters)
    for number, block in enumerate(blocks):
        for other in blocks[number + 1 :]:
            assert not np.shares_memory(block, other)
    activations = network.forward(X)
    for number, array in enumerate(activations):
        for other in activations[number + 1 :]:
            assert not np.shares_memory(array, other)


def test_training_leaves_the_data_alone() -> None:
    network = Network([2, 4, 1], activation="relu", seed=1)
    X, y = data(30)
    before = X.copy(), y.copy()
    network.fit(X, y, epochs=3, batch_size=7, clip="norm")
    np.testing.assert_array_equal(X, before[0])
    np.testing.assert_array_equal(y, before[1])


def test_no_two_weights_begin_with_the_same_random_number() -> None:
    for name in INITIALIZERS:
        if name != "zeros":
            network = Network([5, 8, 8, 1], initializer=name, seed=3)
            weights = np.concatenate([layer.weights.ravel() for layer in network.layers])
            assert len(np.unique(weights)) == weights.size


# --- clipping ---------------------------------------------------------------------------------


def clipped_trainer(clip: str | None, **options: object) -> Trainer:
    network = Network([2, 4, 3, 1], activation="tanh", seed=1)
    X, y = data(20)
    return Trainer(network, X, y, clip=clip, clip_threshold=0.01, batch_size=20, **options)


def test_norm_clipping_is_not_value_clipping() -> None:
    trainer = clipped_trainer("norm")
    trainer.step()
    raw, applied = trainer.raw_gradient, trainer.applied_gradient
    cosine = raw @ applied / (np.linalg.norm(raw) * np.linalg.norm(applied))
    assert cosine == pytest.approx(1.0, abs=1e-14)


def test_norm_clipping_has_one_norm_for_all_layers_and_not_one_for_each() -> None:
    trainer = clipped_trainer("norm")
    trainer.step()
    ratios = trainer.applied_gradient / trainer.raw_gradient
    np.testing.assert_allclose(ratios, ratios[0], rtol=1e-12)
    assert np.linalg.norm(trainer.applied_gradient) == pytest.approx(0.01, rel=1e-3)


@pytest.mark.parametrize("clip", ["value", "neuron", "norm"])
def test_what_is_clipped_is_the_finished_gradient_and_never_a_delta(clip: str) -> None:
    unclipped, clipped = clipped_trainer(None), clipped_trainer(clip)
    unclipped.step()
    clipped.step()
    np.testing.assert_array_equal(clipped.raw_gradient, unclipped.raw_gradient)
    assert clipped.clipped
    assert not np.array_equal(clipped.applied_gradient, clipped.raw_gradient)


def test_clipping_comes_before_the_optimizer_so_that_its_memory_is_clipped_too() -> None:
    trainer = clipped_trainer("norm", optimizer="momentum", learning_rate=1.0)
    before = trainer.network.parameters.copy()
    trainer.step()  # the first velocity is the clipped gradient
    moved = np.linalg.norm(trainer.network.parameters - before)
    assert moved == pytest.approx(0.01, rel=1e-3)


@pytest.mark.parametrize("clip", ["value", "neuron", "norm"])
def test_a_gradient_of_nothing_is_clipped_to_nothing(clip: str) -> None:
    network = line("mse", "linear", 1.0, 0.0)
    trainer = Trainer(network, [[2.0]], [[2.0]], batch_size=1, clip=clip)
    trainer.step()
    np.testing.assert_array_equal(trainer.applied_gradient, [0.0, 0.0])
    np.testing.assert_array_equal(network.parameters, [1.0, 0.0])
    assert not trainer.clipped


@pytest.mark.parametrize("clip", ["neuron", "norm"])
def test_clipping_never_lengthens(clip: str) -> None:
    network = line("mse", "linear", 1.0, 0.0)
    trainer = Trainer(network, [[1.0]], [[0.999]], batch_size=1, clip=clip, clip_threshold=5.0)
    trainer.step()
    np.testing.assert_array_equal(trainer.applied_gradient, trainer.raw_gradient)


# --- optimizers -------------------------------------------------------------------------------


@pytest.mark.parametrize("batch_size", [1, 10])
def test_adams_first_step_is_the_rate_because_its_means_are_corrected_by_division(
    batch_size: int,
) -> None:
    """And t counts steps, not samples; and biases are Adam's too."""
    network = Network([2, 3, 1], activation="tanh", seed=1)
    before = network.parameters.copy()
    X, y = data(10)
    Trainer(network, X, y, batch_size=batch_size, learning_rate=0.01, optimizer="adam").step()
    np.testing.assert_allclose(np.abs(network.parameters - before), 0.01, rtol=1e-4)


@pytest.mark.parametrize("optimizer", OPTIMIZERS.names())
def test_an_optimizer_moves_biases_as_it_moves_weights(optimizer: str) -> None:
    network = line("mse", "linear", 1.0, 1.0)
    trainer = Trainer(network, [[1.0]], [[0.0]], batch_size=1, optimizer=optimizer)
    for _ in range(4):
        trainer.step()
    assert network.parameters[0] == network.parameters[1] < 1.0


# --- penalties --------------------------------------------------------------------------------


@pytest.mark.parametrize("regularizer", [name for name in REGULARIZERS if name != "none"])
@pytest.mark.parametrize("batch_size", [1, 5, 20])
def test_a_penalty_pulls_alike_for_every_batch_size_and_spares_biases(
    regularizer: str, batch_size: int
) -> None:
    """With inputs of 0 and outputs that are right, only the penalty is left."""
    network = line("mse", "linear", 2.0, 1.0)
    trainer = Trainer(
        network, np.zeros((20, 1)), np.ones((20, 1)), batch_size=batch_size, learning_rate=0.1,
        regularizer=regularizer, regularization_rate=0.5,
    )  # fmt: skip
    trainer.step()
    pull = {"l1": 1.0, "l2": 2.0}[regularizer]
    np.testing.assert_allclose(network.parameters, [2.0 - 0.1 * 0.5 * pull, 1.0], rtol=1e-14)


def test_the_shown_loss_is_the_datas_and_has_no_penalty_in_it() -> None:
    plain, punished = line("mse", "linear", 2.0, 1.0), line("mse", "linear", 2.0, 1.0)
    options = {"batch_size": 1, "learning_rate": 0.1}
    loss = Trainer(plain, [[1.0]], [[0.0]], **options).step()
    same = Trainer(
        punished, [[1.0]], [[0.0]], regularizer="l2", regularization_rate=3.0, **options
    ).step()
    assert loss == same == 9.0


def test_a_weight_of_zero_under_l1_comes_back_to_life() -> None:
    network = line("mse", "linear", 0.0, 0.0)
    trainer = Trainer(
        network, [[1.0], [-1.0]], [[1.0], [-1.0]], batch_size=2, learning_rate=0.1,
        regularizer="l1", regularization_rate=0.1,
    )  # fmt: skip
    trainer.step()
    assert network.parameters[0] == pytest.approx(0.2)


# --- samples left over ------------------------------------------------------------------------


def test_the_last_short_batch_is_used_and_nothing_is_carried_over() -> None:
    """Of 25 samples in tens, each epoch's third batch holds five, and each sample comes once."""
    y = 2.0 ** np.arange(25)
    network = line("mse", "linear", 0.0, 0.0)
    trainer = Trainer(network, np.zeros((25, 1)), y, batch_size=10, learning_rate=1e-300)
    assert trainer.steps_per_epoch == 3
    for _ in range(2):
        held = []
        for size in (10, 10, 5):
            trainer.step()
            # A batch's mean gradient of the bias, −2 Σy / size, has one bit for each sample.
            held.append(round(-trainer.raw_gradient[-1] * size / 2))
        assert [number.bit_count() for number in held] == [10, 10, 5]
        assert sum(held) == 2**25 - 1
    assert (trainer.epoch, trainer.steps) == (2, 6)


def test_a_batch_larger_than_the_data_is_the_whole_data() -> None:
    X, y = data(7)
    network = Network([2, 3, 1], seed=0)
    expected = network.loss_and_gradient(X, y)[1].copy()
    trainer = Trainer(network, X, y, batch_size=100, shuffle=False)
    trainer.step()
    np.testing.assert_allclose(trainer.raw_gradient, expected, rtol=1e-10, atol=1e-15)
    assert trainer.epoch == 1


def test_the_loss_of_an_epoch_weighs_batches_by_their_size() -> None:
    """Losses 1, 1, 1 | 16 in batches of 3 and 1: (3·1 + 1·16) / 4, not (1 + 16) / 2."""
    network = line("mse", "linear", 0.0, 0.0)
    trainer = Trainer(
        network, np.zeros((4, 1)), [[1.0], [1.0], [1.0], [4.0]], batch_size=3,
        learning_rate=1e-300, shuffle=False,
    )  # fmt: skip
    assert [trainer.step(), trainer.step()] == [1.0, 16.0]
    assert trainer.epoch_loss == pytest.approx(19 / 4)


def test_every_epoch_is_shuffled_anew() -> None:
    X, y = data(40)
    trainer = Trainer(Network([2, 3, 1], seed=0), X, y, batch_size=5, learning_rate=1e-300)
    epochs = [[trainer.step() for _ in range(8)] for _ in range(3)]
    assert epochs[0] != epochs[1] != epochs[2]
