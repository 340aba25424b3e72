"""An experiment as one file of Python and NumPy, which computes what the window showed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine import parts

from . import functions
from .data import data_part
from .program import Program
from .text import comment, joined, section, whole_numbers
from .weights import weights_part

_COLUMNS = '''def columns(a):
    """[a; 1]: a column per sample, and a 1 to meet the bias."""
    x = np.ones((a.shape[1] + 1, len(a)))
    x[:-1] = a.T
    return x'''


def numpy_program(program: Program) -> str:
    """Data, network and training loop; running it prints losses."""
    layers, fused = program.layers, functions.is_fused(program.experiment)
    parts = (
        _head(program),
        data_part(program),
        weights_part(program),
        functions.activation_code(layers, fused),
        functions.loss_code(program.experiment),
        _passes(program),
        _training(program),
    )
    return joined(parts)


def _head(program: Program) -> str:
    what = (
        f"the weights after {program.epochs} epochs of training"
        if program.trained is not None
        else f"{program.epochs} epochs of training from the initial weights"
    )
    return f'''"""{comment(program.title)}: {what}.

Written by NNFS Playground; needs NumPy alone.  It computes what the window showed, to the bit.
"""

import math

import numpy as np

np.seterr(all="ignore")  # overflow shows as inf or nan'''


def _passes(program: Program) -> str:
    names = functions.names_of(program.layers)
    last = len(names) - 1
    fused = functions.is_fused(program.experiment)
    has_slope = [not (fused and index == last) for index in range(len(names))]
    pairs = _as_list(
        f"({name}, {f'{name}_slope' if slope else None})"
        for name, slope in zip(names, has_slope, strict=True)
    )
    muted = any(program.muted)
    mute = f"\nmuted = {program.muted}  # neurons whose activation counts as 0" if muted else ""
    number = "number, " if muted else ""
    silence = "\n        activations[-1][:, muted[number]] = 0.0" if muted else ""
    layers = "enumerate(zip(blocks, layers))" if muted else "zip(blocks, layers)"
    head = f"for {number}(block, (activation, _)) in {layers}:" if muted else (
        f"for block, (activation, _) in {layers}:")  # fmt: skip
    still = "\n            delta[:, muted[layer - 1]] = 0.0" if muted else ""
    output = "" if fused else " * layers[-1][1](zs[-1], activations[-1])"
    return f'''layers = [{pairs}]{mute}


{_COLUMNS}


def forward(X):
    """z and a of each layer; X stands before the first a."""
    zs, activations = [], [X]
    {head}
        zs.append(block.dot(columns(activations[-1])).T)
        activations.append(activation(zs[-1])){silence}
    return zs, activations


def loss(X, y):
    zs, activations = forward(X)
    return loss_of(zs[-1], activations[-1], y)


def gradient(X, y):
    """Backpropagation: the gradient of all parameters, as one vector."""
    zs, activations = forward(X)
    delta = slopes_of(zs[-1], activations[-1], np.asfortranarray(y)){output}
    parts = []
    for layer in reversed(range(len(blocks))):
        delta_t = np.ascontiguousarray(delta.T)
        parts.append(delta_t.dot(columns(activations[layer]).T).ravel())  # of weights and bias
        if layer > 0:
            upstream = blocks[layer].T.dot(delta_t)[:-1].T
            delta = upstream * layers[layer - 1][1](zs[layer - 1], activations[layer]){still}
    return np.concatenate(parts[::-1])'''


def _training(program: Program) -> str:
    training = program.experiment.training
    memory, step = functions.optimizer_code(program.experiment)
    epochs = 0 if program.trained is not None else program.epochs
    note = "  # trained already" if program.trained is not None else ""
    order = "rng.permutation(len(X_train))" if training.shuffle else "np.arange(len(X_train))"
    has_test = len(program.points.test) > 0
    test = ', "test loss", loss(X_test, y_test)' if has_test else ""
    update = (*_step(program), *step.splitlines(), *_after(program))
    lines = "\n".join(f"        {line}" for line in update)
    before = "\n".join(filter(None, (memory, *_once(program))))
    in_parts = _in_parts(program)
    gradient = (
        "gradient_in_parts(batch)" if in_parts else "gradient(X_train[batch], y_train[batch])"
    )
    return f"""{section("training")}

epochs, batch_size = {epochs}, {training.batch_size}{note}
learning_rate = {training.learning_rate!r}
steps = -(-len(X_train) // batch_size)  # in an epoch
rng = np.random.default_rng({training.shuffle_seed})
{before}{in_parts}


def report(epoch):
    print("epoch", epoch, "train loss", loss(X_train, y_train){test})


report(0)
for epoch in range(1, epochs + 1):
    order = {order}
    for step in range(steps):
        batch = order[step * batch_size : (step + 1) * batch_size]
        g = {gradient}
{lines}
    if epoch % max(1, epochs // 10) == 0 or epoch == epochs:
        report(epoch)"""


def _in_parts(program: Program) -> str:
    """How large batches are passed, if there are any."""
    size = min(program.experiment.training.batch_size, len(program.points.train))
    if not parts.is_large(size, program.sizes):
        return ""
    return f'''


def gradient_in_parts(batch):
    """Large batches are passed in parts that fit the cache; sums depend on where they are cut."""
    is_large = len(batch) * {sum(program.sizes[1:])} >= {parts.LARGE}
    n_parts = -(-len(batch) // {parts.most_samples(program.sizes)}) if is_large else 1
    length = -(-len(batch) // n_parts)
    cut = [batch[start : start + length] for start in range(0, len(batch), length)]
    return sum(len(part) / len(batch) * gradient(X_train[part], y_train[part]) for part in cut)'''


def _once(program: Program) -> Iterator[str]:
    """Lines before the loop."""
    training = program.experiment.training
    if _penalizes(program):
        yield "is_weight = np.concatenate([np.tile(np.arange(c) < c - 1, n) for n, c in shapes])"
    if training.clip == "neuron":
        yield "lengths = np.array([block.shape[1] for block in blocks for _ in block])"
        yield "starts = np.cumsum(lengths) - lengths  # of each neuron's row"
    if program.frozen:
        yield f"fixed = {whole_numbers(program.frozen)}  # places of frozen weights"


def _penalizes(program: Program) -> bool:
    training = program.experiment.training
    return training.regularizer != "none" and training.regularization_rate > 0


def _step(program: Program) -> Iterator[str]:
    """What a gradient goes through before the optimizer sees it."""
    training = program.experiment.training
    if _penalizes(program):
        slope = "np.sign(parameters)" if training.regularizer == "l1" else "parameters"
        name = training.regularizer.upper()
        yield f"g += {slope} * ({training.regularization_rate!r} * is_weight)  # {name}"
    if program.frozen:
        yield "g[fixed], kept = 0.0, parameters[fixed]"
    yield "norm = math.sqrt(g.dot(g))"
    yield "if not math.isfinite(norm):"
    yield '    raise SystemExit(f"training diverged in epoch {epoch}")'
    schedule = functions.schedule_code(program.experiment)
    yield "rate = learning_rate"
    if schedule:
        yield "progress = epoch - 1 + step / steps"
        yield f"rate *= {schedule}"
    threshold = repr(training.clip_threshold)
    match training.clip:
        case "value":
            yield f"g = np.maximum(np.minimum(g, {threshold}), -{threshold})  # clipping"
        case "neuron":
            yield "norms = np.sqrt(np.add.reduceat(g * g, starts))  # clipping"
            yield f"scales = np.minimum({threshold} / (norms + 1e-6), 1.0)"
            yield "g = g * np.repeat(scales, lengths)"
        case "norm":
            yield f"scale = min(1.0, {threshold} / (norm + 1e-6))  # clipping"
            if training.optimizer != "sgd":
                yield "g = g * scale"


def _after(program: Program) -> Iterator[str]:
    if program.frozen:
        yield "parameters[fixed] = kept"


def _as_list(words: Iterable[str]) -> str:
    """Items of a list, on one line or one by one."""
    items = list(words)
    if len(", ".join(items)) < 80:
        return ", ".join(items)
    return "".join(f"\n    {item}," for item in items) + "\n"
