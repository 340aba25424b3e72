"""What happened at a divergence, as values."""

from __future__ import annotations

from dataclasses import dataclass

from .picture import Place


@dataclass(frozen=True)
class LastStep:
    """A step before the end, and the norm of each layer's gradient in it, the first one first."""

    step: int
    norms: tuple[float, ...]


@dataclass(frozen=True)
class BlowUp:
    """How a run diverged.

    Attributes
    ----------
    end : Place
        The last finite step.
    before : Place
        A step before the gradient began to grow, to try something else from.
    layers : tuple of str
        Names, the first hidden layer first.
    steps : tuple of LastStep
        The last ones that were taken.
    parameter, sample : str
        The first to overflow in the step that was refused, by name.
    """

    end: Place
    before: Place
    layers: tuple[str, ...]
    steps: tuple[LastStep, ...]
    parameter: str
    sample: str
