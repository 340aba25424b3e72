"""What a network is to be built of, checked before anything is built."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from .checks import count_from_one
from .functions.activations import ACTIVATIONS, ActivationFunction

Activation: TypeAlias = str | ActivationFunction


def checked_sizes(sizes: Sequence[int]) -> tuple[int, ...]:
    """The numbers of units from inputs to outputs: two or more whole numbers from 1."""
    if isinstance(sizes, str) or not hasattr(sizes, "__len__") or len(sizes) < 2:
        raise ValueError(f"sizes must name at least inputs and outputs, like [2, 4, 1]: {sizes!r}")
    return tuple(count_from_one("each of sizes", size) for size in sizes)


def layer_activations(
    n_hidden: int,
    hidden: Activation | Sequence[Activation],
    output: Activation,
    parameters: Sequence[Mapping[str, float]] | None,
) -> list[ActivationFunction]:
    """One activation function per layer, outputs last."""
    if isinstance(hidden, str) or not isinstance(hidden, Sequence):
        hidden = [hidden] * n_hidden
    if len(hidden) != n_hidden:
        rule = f"one name, or one per hidden layer ({n_hidden})"
        raise ValueError(f"activation must be {rule}, got {len(hidden)}")
    settings = [] if parameters is None else list(parameters)
    if parameters is not None and len(settings) not in (n_hidden, n_hidden + 1):
        rule = f"one mapping per hidden layer ({n_hidden}), and at most one for the output"
        raise ValueError(f"parameters must hold {rule}, got {len(settings)}")
    settings += [{}] * (n_hidden + 1 - len(settings))
    functions = [
        ACTIVATIONS.create(chosen, **setting)
        for chosen, setting in zip([*hidden, output], settings, strict=True)
    ]
    for function in functions[:-1]:
        if function.output_only:
            raise ValueError(f"{function.name!r} can only be an output activation")
    return functions
