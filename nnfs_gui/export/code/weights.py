"""The part of a program that makes the weights: ``parameters``, and a view of it per layer."""

from __future__ import annotations

import numpy as np

from engine import ACTIVATIONS
from nnfs_gui.experiment.building import build_network

from ..errors import ExportError
from .program import Program
from .text import joined, numbers, section, whole_numbers

_DRAWN = {
    "glorot": '''def glorot(n_out, n_in):
    """Glorot and Bengio 2010: for tanh, sigmoid and their like."""
    reach = np.sqrt(6.0 / (n_in + n_out))
    return rng.uniform(-reach, reach, (n_out, n_in))''',
    "he": '''def he(n_out, n_in):
    """He et al. 2015: for the rectifiers."""
    return np.sqrt(2.0 / n_in) * rng.standard_normal((n_out, n_in))''',
    "uniform": """def uniform(n_out, n_in):
    return rng.uniform(-0.5, 0.5, (n_out, n_in))""",
    "zeros": """def zeros(n_out, n_in):
    return np.zeros((n_out, n_in))""",
}
_FEW = 12
"""Weights set by hand that are named one by one; more are written as a whole."""

_VIEWS = """shapes = [(n_out, n_in + 1) for n_in, n_out in zip(sizes, sizes[1:])]
ends = np.cumsum([rows * columns for rows, columns in shapes])
parameters = np.zeros(ends[-1])  # all of them in one vector
# Views of it, one per layer: a row per neuron, its weights and last its bias.
blocks = [part.reshape(shape) for part, shape in zip(np.split(parameters, ends[:-1]), shapes)]"""


def weights_part(program: Program) -> str:
    """Sizes, parameters, and the weights that the program begins with."""
    sizes = f"sizes = {whole_numbers(program.sizes)}  # inputs, hidden layers, outputs"
    return joined((section("network"), f"{sizes}\n{_VIEWS}", _start(program))).rstrip("\n")


def _start(program: Program) -> str:
    if program.trained is not None:
        return f"{numbers('trained', program.trained)}\nparameters[:] = trained"
    bare = build_network(program.experiment).parameters
    by_hand = np.flatnonzero(bare != program.network.parameters)
    if len(by_hand) > _FEW:
        return f"{numbers('initial', program.network.parameters)}\nparameters[:] = initial"
    drawn = _drawn(program)
    if not len(by_hand):
        return drawn
    places, values = whole_numbers(by_hand.tolist()), program.network.parameters[by_hand].tolist()
    return f"{drawn}\nparameters[{places}] = {values}  # set by hand"


def _drawn(program: Program) -> str:
    spec = program.experiment.network
    names = [
        ACTIVATIONS[layer.activation].initializer
        if spec.initializer == "auto"
        else spec.initializer
        for layer in program.layers
    ]
    unknown = [name for name in names if name not in _DRAWN]
    if unknown:
        raise ExportError(f"There is no code for initial weights by {unknown[0]!r}.")
    definitions = "\n\n\n".join(_DRAWN[name] for name in dict.fromkeys(names))
    return f"""rng = np.random.default_rng({spec.seed})


{definitions}


for block, draw in zip(blocks, {_kinds(names)}):
    block[:, :-1] = draw(len(block), block.shape[1] - 1)  # biases begin at 0"""


def _kinds(names: list[str]) -> str:
    """One function per layer."""
    if len(set(names)) == 1:
        return f"[{names[0]}] * {len(names)}"
    return f"[{', '.join(names)}]"
