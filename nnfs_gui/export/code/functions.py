"""Activations, losses, optimizers and the like as lines of NumPy, to the bit as the engine's."""

from __future__ import annotations

import math
from typing import NamedTuple

from engine import ACTIVATIONS, LOSSES, OPTIMIZERS, SCHEDULES
from nnfs_gui.experiment.model import Experiment, LayerSpec, OutputSpec

from ..errors import ExportError


class Activation(NamedTuple):
    """A value of ``z``, a slope of ``z`` and ``a = f(z)``, and lines that come before each."""

    value: str
    slope: str
    before: str = ""


_SIGMOID = "0.5 * np.tanh(0.5 * z) + 0.5"
_GELU = (
    "z_in = np.clip(z, -30.0, 30.0)\n    t = np.tanh({c} * z_in * (1.0 + 0.044715 * z_in * z_in))"
)
_ACTIVATIONS = {
    "linear": Activation("z", "np.ones_like(z)"),
    "sigmoid": Activation(_SIGMOID, "(1.0 - a) * a"),
    "tanh": Activation("np.tanh(z)", "1.0 - a * a"),
    "relu": Activation("np.maximum(z, 0.0)", "(a > 0.0).astype(float)"),
    "leaky_relu": Activation("np.maximum(z, z * {alpha})", "np.where(a > 0.0, 1.0, {alpha})"),
    "elu": Activation(
        "np.maximum(z, 0.0) + {alpha} * np.expm1(np.minimum(z, 0.0))",
        "np.where(a > 0.0, 1.0, a + {alpha})",
    ),
    "gelu": Activation(
        "z * ((t + 1.0) * 0.5)",
        "0.5 * (z_in * ({c} * (1.0 + {d} * z_in * z_in)) * (1.0 - t * t) + t + 1.0)",
        _GELU,
    ),
    "softplus": Activation("np.maximum(z, 0.0) + np.log1p(np.exp(-np.abs(z)))", "-np.expm1(-a)"),
    "swish": Activation("z * s", "((1.0 - s) * z + 1.0) * s", f"s = {_SIGMOID}"),
    "sine": Activation("np.sin(z)", "np.cos(z)"),
    "step": Activation("np.heaviside(z, 1.0)", "np.zeros_like(z)"),
    "softmax": Activation(
        "shares / shares.sum(axis=-1, keepdims=True)",
        "",
        "shares = np.exp(z - z.max(axis=-1, keepdims=True))",
    ),
}


def names_of(layers: list[LayerSpec | OutputSpec]) -> list[str]:
    """A name for each layer's activation; equal ones share it."""
    known: dict[tuple[str, tuple[tuple[str, float], ...]], str] = {}
    names = []
    for layer in layers:
        key = (layer.activation, tuple(sorted(layer.parameters.items())))
        same = sum(name == key[0] for name, _ in known)
        names.append(known.setdefault(key, layer.activation + (f"_{same + 1}" if same else "")))
    return names


def activation_code(layers: list[LayerSpec | OutputSpec], fused: bool) -> str:
    """A function and its slope for each activation; the output's slope is not needed if fused."""
    parts: dict[str, str] = {}
    for index, (name, layer) in enumerate(zip(names_of(layers), layers, strict=True)):
        needs_slope = not (fused and index == len(layers) - 1)
        text = _definition(name, layer, needs_slope)
        parts[name] = max(parts.get(name, ""), text, key=len)
    return "\n\n".join(parts.values())


def _definition(name: str, layer: LayerSpec | OutputSpec, needs_slope: bool) -> str:
    if layer.activation not in _ACTIVATIONS:
        label = ACTIVATIONS[layer.activation].label
        raise ExportError(f"There is no code for the activation {label}.")
    made = ACTIVATIONS.create(layer.activation, **layer.parameters)
    values = {key: repr(getattr(made, key)) for key in made.parameters}
    # The numbers of GELU as the engine computes them.
    values |= {"c": repr(math.sqrt(2.0 / math.pi)), "d": repr(3.0 * 0.044715)}
    template = _ACTIVATIONS[layer.activation]
    value, slope, before = (part.format(**values) for part in template)
    lines = f"    {before}\n" if before else ""
    text = f"def {name}(z):\n{lines}    return {value}"
    if needs_slope and layer.activation == "softmax":
        raise ExportError("A softmax output is written with categorical cross-entropy only.")
    if needs_slope:
        text += f"\n\ndef {name}_slope(z, a):\n{lines}    return {slope}"
    return text


# --- losses ------------------------------------------------------------------------------------


class Loss(NamedTuple):
    """The loss of each element, and its slope by the output, of ``a`` and ``y``."""

    elements: str
    slopes: str


_LOSSES = {
    "mse": Loss("np.square(a - y)", "2.0 * (a - y)"),
    "half_mse": Loss("0.5 * np.square(a - y)", "a - y"),
    "mae": Loss("np.abs(a - y)", "np.sign(a - y)"),
    "huber": Loss("near * (size - 0.5 * near)", "np.clip(a - y, -{delta}, {delta})"),
    "hinge": Loss("np.maximum(1.0 - y * a, 0.0)", "np.where(y * a < 1.0, -y, 0.0)"),
}
_FUSED = {
    ("bce", "sigmoid"): Loss(
        "np.maximum(z, 0.0) + (np.log1p(np.exp(-np.abs(z))) - z * y)", "a - y"
    ),
    ("cce", "softmax"): Loss(
        "y * (np.log(np.exp(shifted).sum(axis=-1, keepdims=True)) - shifted)",
        "a * y.sum(axis=-1, keepdims=True) - y",
    ),
}
_BEFORE = {
    "huber": "size = np.abs(a - y)\n    near = np.minimum(size, {delta})",
    "cce": "shifted = z - z.max(axis=-1, keepdims=True)",
}


def is_fused(experiment: Experiment) -> bool:
    """Whether loss and output activation are one formula."""
    return (experiment.training.loss, experiment.network.output.activation) in _FUSED


def loss_code(experiment: Experiment) -> str:
    """``loss_of`` and ``slopes_of`` of z, a and y."""
    name, output = experiment.training.loss, experiment.network.output.activation
    found = _FUSED.get((name, output), _LOSSES.get(name))
    if found is None:
        raise ExportError(f"There is no code for the loss {LOSSES[name].label} after {output}.")
    made = LOSSES.create(name, **experiment.training.loss_parameters)
    values = {key: repr(getattr(made, key)) for key in made.parameters}
    elements, slopes = (part.format(**values) for part in found)
    before = f"    {_BEFORE[name].format(**values)}\n" if name in _BEFORE else ""
    count = "len(a)" if made.sums_outputs else "a.size"
    if name == "mse":
        body = '    d = (a - y).ravel(order="K")\n    return float(d.dot(d)) * (1.0 / a.size)'
    else:
        body = f"""{before}    elements = {elements}
    return float(np.full(a.size, 1.0 / {count}).dot(elements.ravel(order="K")))"""
    return f'''def loss_of(z, a, y):
    """{made.label}: the mean of {made.formula}."""
{body}

def slopes_of(z, a, y):
    """How the loss changes with {"z" if is_fused(experiment) else "a"}."""
    return ({slopes}) * (1.0 / {count})'''


# --- steps -------------------------------------------------------------------------------------

_OPTIMIZERS = {
    "sgd": ("", "parameters -= {g} * {rate}"),
    "momentum": (
        "velocity = np.zeros_like(parameters)",
        "velocity = velocity * {momentum} + g\nparameters -= velocity * rate",
    ),
    "rmsprop": (
        "mean_square = np.zeros_like(parameters)",
        "mean_square = mean_square * {decay} + g * g * (1.0 - {decay})\n"
        "parameters -= g / (np.sqrt(mean_square) + {epsilon}) * rate",
    ),
    "adam": (
        "mean, mean_square, count = np.zeros_like(parameters), np.zeros_like(parameters), 0",
        "count += 1\n"
        "mean = mean * {beta1} + g * (1.0 - {beta1})\n"
        "mean_square = mean_square * {beta2} + g * g * (1.0 - {beta2})\n"
        "root = np.sqrt(mean_square / (1.0 - {beta2}**count)) + {epsilon}\n"
        "parameters -= mean / root * (rate / (1.0 - {beta1}**count))",
    ),
}
_SCHEDULES = {
    "constant": "",
    "step": "{drop} ** (progress // {every})",
    "cosine": "{lowest} + (1.0 - {lowest}) * 0.5 "
    "* (1.0 + math.cos(math.pi * min(progress / {epochs}, 1.0)))",
    "inverse_time": "1.0 / (1.0 + {decay} * progress)",
}


def optimizer_code(experiment: Experiment) -> tuple[str, str]:
    """What an optimizer remembers, and its step along the gradient ``g``."""
    training = experiment.training
    if training.optimizer not in _OPTIMIZERS:
        raise ExportError(f"There is no code for {OPTIMIZERS[training.optimizer].label}.")
    made = OPTIMIZERS.create(training.optimizer, **training.optimizer_parameters)
    values = {key: repr(getattr(made, key)) for key in made.parameters}
    rate = "(rate * scale)" if training.clip == "norm" else "rate"
    memory, step = _OPTIMIZERS[training.optimizer]
    return memory, step.format(**values, g="g", rate=rate)


def schedule_code(experiment: Experiment) -> str:
    """The learning rate's factor as an expression of ``progress`` in epochs, or ""."""
    name = experiment.training.schedule
    if name not in _SCHEDULES:
        raise ExportError(f"There is no code for the schedule {SCHEDULES[name].label}.")
    made = SCHEDULES.create(name)
    return _SCHEDULES[name].format(**{key: repr(getattr(made, key)) for key in made.parameters})
