"""What activation functions are called in a sentence."""

from __future__ import annotations

from engine import ACTIVATIONS


def spoken_activation(name: str) -> str:
    """The registry's label as it stands in a sentence: ``tanh``, but ``ReLU``."""
    label = ACTIVATIONS.labels().get(name, name)
    first = label.split()[0]
    return label if first[1:] != first[1:].lower() else label[0].lower() + label[1:]
