"""The same training step in the engine, in tutorial NumPy and in other people's libraries.

Each function prepares one and returns a callable that does n steps (or, where a library only knows
whole epochs, at least n) and says how many it did.  A step: draw a shuffled mini-batch,
forward, backward, clip by the global norm, SGD, and record the loss.  float64, one thread.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable

from rows import LEARNING_RATE, MAX_NORM, Row
from timing import Work
from tutorial import TutorialNetwork, TutorialTrainer

from engine import Network, Trainer


def engine(row: Row) -> Work:
    network = Network(
        list(row.sizes),
        activation=row.activation,
        output_activation=row.output,
        loss=row.loss,
        seed=0,
    )
    trainer = Trainer(
        network,
        *row.data(),
        batch_size=row.batch,
        learning_rate=LEARNING_RATE,
        clip="norm",
        clip_threshold=MAX_NORM,
    )

    return _stepwise(trainer.step)


def tutorial(row: Row) -> Work:
    network = TutorialNetwork(list(row.sizes), row.activation, row.loss)
    trainer = TutorialTrainer(network, *row.data(), row.batch, LEARNING_RATE, MAX_NORM)

    return _stepwise(trainer.step)


def torch(row: Row) -> Work:
    """Eager, as everybody writes it."""
    import torch
    from torch import nn

    torch.set_num_threads(1)
    torch.manual_seed(0)
    units: list[nn.Module] = []
    for n_in, n_out in zip(row.sizes, row.sizes[1:], strict=False):
        units += [nn.Linear(n_in, n_out), nn.Tanh() if row.activation == "tanh" else nn.ReLU()]
    units[-1] = nn.Tanh() if row.loss == "mse" else nn.Identity()
    model = nn.Sequential(*units).double()
    criterion = nn.MSELoss() if row.loss == "mse" else nn.BCEWithLogitsLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=LEARNING_RATE)
    inputs, targets = (torch.from_numpy(array) for array in row.data())
    state = {"position": len(inputs), "order": torch.arange(len(inputs))}

    def step() -> float:
        if state["position"] >= len(inputs):
            state["order"], state["position"] = torch.randperm(len(inputs)), 0
        batch = state["order"][state["position"] : state["position"] + row.batch]
        state["position"] += row.batch
        optimizer.zero_grad()
        loss = criterion(model(inputs[batch]), targets[batch])
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), MAX_NORM)
        optimizer.step()
        return loss.item()

    return _stepwise(step)


def sklearn(row: Row) -> Work:
    """``fit`` for whole epochs, warm; it cannot clip, and its regressor has a linear output."""
    from sklearn.neural_network import MLPClassifier, MLPRegressor

    kind = MLPRegressor if row.loss == "mse" else MLPClassifier
    model = kind(
        hidden_layer_sizes=row.sizes[1:-1],
        activation=row.activation,
        solver="sgd",
        alpha=0.0,
        batch_size=row.batch,
        learning_rate_init=LEARNING_RATE,
        momentum=0.0,
        tol=0.0,
        n_iter_no_change=10**9,
        warm_start=True,
        random_state=0,
    )
    inputs, targets = row.data()
    targets = targets.ravel()

    def work(steps: int) -> int:
        model.max_iter = _whole_epochs(steps, row)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model.fit(inputs, targets)
        return model.max_iter * row.batches

    return work


def jax(row: Row) -> Work:
    """Compiled as a whole: an epoch is one scan, and Python sees only its losses."""
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
    activate = jnp.tanh if row.activation == "tanh" else jax.nn.relu
    key = jax.random.PRNGKey(0)
    keys = jax.random.split(key, len(row.sizes))
    shapes = zip(row.sizes, row.sizes[1:], keys[1:], strict=False)
    start = [(jax.random.normal(k, (i, o)) / i**0.5, jnp.zeros(o)) for i, o, k in shapes]
    inputs, targets = (jnp.asarray(array) for array in row.data())

    def loss_of(parameters, x, y):  # type: ignore[no-untyped-def]
        for weights, biases in parameters[:-1]:
            x = activate(x @ weights + biases)
        z = x @ parameters[-1][0] + parameters[-1][1]
        if row.loss == "mse":
            return jnp.mean((jnp.tanh(z) - y) ** 2)
        return jnp.mean(jnp.maximum(z, 0) - z * y + jnp.log1p(jnp.exp(-jnp.abs(z))))

    def step(parameters, batch):  # type: ignore[no-untyped-def]
        loss, gradient = jax.value_and_grad(loss_of)(parameters, *batch)
        leaves = jax.tree_util.tree_leaves(gradient)
        norm = jnp.sqrt(sum(jnp.sum(leaf**2) for leaf in leaves))
        rate = LEARNING_RATE * jnp.minimum(1.0, MAX_NORM / (norm + 1e-6))
        return jax.tree_util.tree_map(lambda p, g: p - rate * g, parameters, gradient), loss

    @jax.jit
    def epoch(parameters, key):  # type: ignore[no-untyped-def]
        order = jax.random.permutation(key, len(inputs))
        batches = (
            inputs[order].reshape(row.batches, row.batch, -1),
            targets[order].reshape(row.batches, row.batch, -1),
        )
        return jax.lax.scan(step, parameters, batches)

    state = {"parameters": start, "key": key}

    def work(steps: int) -> int:
        epochs = _whole_epochs(steps, row)
        for _ in range(epochs):
            state["key"], draw = jax.random.split(state["key"])
            state["parameters"], losses = epoch(state["parameters"], draw)
            losses.block_until_ready()
        return epochs * row.batches

    return work


PEERS: dict[str, Callable[[Row], Work]] = {
    "engine": engine,
    "tutorial": tutorial,
    "torch": torch,
    "sklearn": sklearn,
    "jax": jax,
}
LABELS = {
    "engine": "this engine",
    "tutorial": "tutorial NumPy",
    "torch": "PyTorch eager",
    "sklearn": "scikit-learn (no clip)",
    "jax": "JAX jit, epoch in one scan",
}


def _stepwise(step: Callable[[], float]) -> Work:
    def work(steps: int) -> int:
        losses = [step() for _ in range(steps)]
        return len(losses)

    return work


def _whole_epochs(steps: int, row: Row) -> int:
    return -(-steps // row.batches)
