"""Gradient clipping: holding a step to a sensible length.

What is clipped is the finished gradient: averaged over the batch, with the penalty's gradient
added, and before the optimizer sees it.  Clipping anything earlier would corrupt what earlier
layers are told; clipping later would clip the optimizer's memory.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from ..arrays import Mask, Vector
from .registry import Registered, Registry

SMALLEST_NORM = 1e-6
"""Added to a norm before it divides, as in ``torch.nn.utils.clip_grad_norm_``."""

CLIPPED_BELOW = 1.0 - 1e-9
"""Shares of a number that rounding may leave of it lie above this one."""


def was_clipped(raw: npt.ArrayLike, applied: npt.ArrayLike) -> Mask:
    """Whether clipping made numbers smaller; the project's one definition of "clipped".

    Parameters
    ----------
    raw, applied : float or arrays of one shape
        Before and after clipping: norms, or single components.  Every way to clip that changes a
        gradient makes its norm smaller, so norms tell all.

    Returns
    -------
    ndarray of bool of that shape (of no dimensions for floats, and then as good as a bool)
    """
    smaller: Mask = np.abs(applied) < np.abs(raw) * CLIPPED_BELOW
    return smaller


@dataclass(frozen=True, eq=False, slots=True)
class NeuronRows:
    """Where each neuron's row (its weights and its bias) lies in a flat vector.

    Attributes
    ----------
    starts, lengths : ndarray of int of shape (n_neurons,)
    """

    starts: npt.NDArray[np.intp]
    lengths: npt.NDArray[np.intp]


class Clipper(Registered, ABC):
    """Base of the ways to clip; a new one needs `clip` and a registration.

    Attributes
    ----------
    formula : str
        What `clip` computes, as text; g is the gradient, c the threshold.
    keeps_direction : bool
        Whether the clipped gradient points exactly where the raw one does.
    """

    keeps_direction: ClassVar[bool] = False

    @abstractmethod
    def clip(self, gradient: Vector, threshold: float, rows: NeuronRows, out: Vector) -> None:
        """Write the clipped gradient to ``out``; ``gradient`` stays as it is.

        Parameters
        ----------
        gradient, out : ndarray of shape (n_parameters,)
        threshold : float
            > 0.
        rows : NeuronRows
            The neurons' places in ``gradient``.
        """

    def clipped(self, gradient: Vector, threshold: float, rows: NeuronRows) -> Vector:
        """The clipped gradient as a new array; parameters as `clip`."""
        out = np.empty_like(gradient)
        self.clip(gradient, threshold, rows, out)
        return out

    def factored(
        self, gradient: Vector, norm: float, threshold: float, rows: NeuronRows
    ) -> tuple[Vector, float]:
        """The clipped gradient as a vector and a factor of it; the gradient's norm is given."""
        return self.clipped(gradient, threshold, rows), 1.0


class ScalingClipper(Clipper):
    """Clipping that multiplies the whole gradient by one number, found from its norm.

    The trainer need not touch the gradient then, see `Optimizer.scaled_step`.
    """

    keeps_direction = True

    @abstractmethod
    def scale(self, norm: float, threshold: float) -> float:
        """What a gradient of that norm is multiplied by, in [0, 1]."""

    def clip(self, gradient: Vector, threshold: float, rows: NeuronRows, out: Vector) -> None:
        norm = float(np.linalg.norm(gradient))
        np.multiply(gradient, self.scale(norm, threshold), out=out)

    def factored(
        self, gradient: Vector, norm: float, threshold: float, rows: NeuronRows
    ) -> tuple[Vector, float]:
        return gradient, self.scale(norm, threshold)


CLIPPERS: Registry[Clipper] = Registry("clipping", Clipper)


@CLIPPERS.register
class NoClipping(ScalingClipper):
    """Leaves the gradient as it is."""

    name, label, formula = "none", "None", "g"

    def scale(self, norm: float, threshold: float) -> float:
        return 1.0


@CLIPPERS.register
class ClipValue(Clipper):
    """Holds every component by itself in [−c, c], which bends the direction of the step."""

    name, label, formula = "value", "By value", "each gᵢ held in [−c, c]"

    def clip(self, gradient: Vector, threshold: float, rows: NeuronRows, out: Vector) -> None:
        np.minimum(gradient, threshold, out=out)
        np.maximum(out, -threshold, out=out)


@CLIPPERS.register
class ClipNeuron(Clipper):
    """Shortens each neuron's own gradient (weights and bias) to norm c; others keep theirs."""

    name, label, formula = "neuron", "By neuron", "each neuron's g · min(1, c / (‖g‖ + 10⁻⁶))"

    def clip(self, gradient: Vector, threshold: float, rows: NeuronRows, out: Vector) -> None:
        np.multiply(gradient, gradient, out=out)
        norms = np.sqrt(np.add.reduceat(out, rows.starts))
        scales = np.minimum(threshold / (norms + SMALLEST_NORM), 1.0)
        np.multiply(gradient, np.repeat(scales, rows.lengths), out=out)


@CLIPPERS.register
class ClipNorm(ScalingClipper):
    """Shortens the whole gradient to norm c and keeps its direction (Pascanu et al. 2013).

    One norm over all parameters, with the meaning of ``torch.nn.utils.clip_grad_norm_``.
    """

    name, label, formula = "norm", "By global norm", "g · min(1, c / (‖g‖ + 10⁻⁶))"

    def scale(self, norm: float, threshold: float) -> float:
        return min(1.0, threshold / (norm + SMALLEST_NORM))
