"""Loss functions: how wrong the outputs are, and in which direction they would be less so.

``outputs`` and ``targets`` have shape (n_samples, n_outputs).  A loss is given by two formulas
that work element by element: `LossFunction.elements` and its derivative `LossFunction.slopes`.
Value and gradient are *means* over all elements, as in PyTorch's ``MSELoss``, ``L1Loss`` and
``BCELoss``, so that the length of a step does not depend on the size of the batch.  (Categorical
cross-entropy sums over a sample's classes and is the mean over samples, as PyTorch's
``CrossEntropyLoss``.)

Two losses can be *fused* with the output activation they were made for, see `LogitLoss`.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import ClassVar, TypeAlias

import numpy as np
import numpy.typing as npt

from ...arrays import Array, Vector
from ..activations import ActivationFunction
from ..registry import Registered, Registry

Evaluate: TypeAlias = Callable[[Array], float]
"""Given the targets of a batch, returns its loss and leaves the gradient in a bound array."""


class LossFunction(Registered, ABC):
    """Base of the losses; a new one needs `elements`, `slopes` and a registration.

    Attributes
    ----------
    formula, gradient_formula : str
        The loss of one element and its derivative, as text; ŷ is the output, y the target.
    output_limits, target_limits : (float, float)
        The values for which the loss has a meaning.
    sums_outputs : bool
        True if the loss of a sample is the sum over its outputs and not their mean.
    classes : (float, float) or None
        The targets by which one output tells two classes; None if the loss is one of values.
    """

    gradient_formula: ClassVar[str]
    output_limits: ClassVar[tuple[float, float]] = (-math.inf, math.inf)
    target_limits: ClassVar[tuple[float, float]] = (-math.inf, math.inf)
    sums_outputs: ClassVar[bool] = False
    classes: ClassVar[tuple[float, float] | None] = None

    @abstractmethod
    def elements(self, outputs: Array, targets: Array) -> Array:
        """The loss of each element, of the same shape as ``outputs``."""

    @abstractmethod
    def slopes(self, outputs: Array, targets: Array) -> Array:
        """The derivative of each element's loss by its output, of the same shape."""

    def value(self, outputs: npt.ArrayLike, targets: npt.ArrayLike) -> float:
        """The loss: the mean over all elements."""
        return self.mean(self.elements(*self._checked(outputs, targets)))

    def gradient(self, outputs: npt.ArrayLike, targets: npt.ArrayLike) -> Vector:
        """∂loss/∂outputs, of shape (n_samples, n_outputs)."""
        outputs, targets = self._checked(outputs, targets)
        gradient: Vector = self.slopes(outputs, targets) * (1.0 / self.count(outputs))
        return gradient

    def per_sample(self, outputs: npt.ArrayLike, targets: npt.ArrayLike) -> Vector:
        """The loss of each sample, of shape (n_samples,); `value` is its mean."""
        outputs, targets = self._checked(outputs, targets)
        elements = self.elements(outputs, targets).reshape(len(outputs), -1)
        losses: Vector = elements.sum(axis=1) / (1 if self.sums_outputs else elements.shape[1])
        return losses

    def count(self, outputs: Array) -> int:
        """What the sum of all elements is divided by."""
        return len(outputs) if self.sums_outputs else outputs.size

    def mean(self, elements: Array) -> float:
        """What elements of shape (n_samples, n_outputs) come to, as one dot product."""
        shares = np.full(elements.size, 1.0 / self.count(elements), elements.dtype)
        return float(shares.dot(elements.ravel(order="K")))

    def values(self, outputs: Array, targets: Array) -> Vector:
        """`value` for each of several networks, of shape (n_networks,); nothing is checked.

        Both arrays have shape (n_networks, n_samples, n_outputs).
        """
        return self.means(self.elements(outputs, targets))

    def means(self, elements: Array) -> Vector:
        """`mean` for each of several networks, to the bit; shape as in `values`."""
        rows = network_rows(elements)
        shares = np.full(rows.shape[1], 1.0 / self.count(elements[0]), elements.dtype)
        means: Vector = np.vecdot(rows, shares)
        return means

    def after(self, activation: ActivationFunction) -> OutputLoss:
        """The loss as a function of what an output layer gives to its activation."""
        return OutputLoss(self, activation)

    def bind(self, outputs: Array, gradient: Array) -> Evaluate:
        """A call that computes the loss of ``outputs`` and writes the gradient to ``gradient``.

        Both are feature-major here, of shape (n_outputs, n_samples), and contiguous.
        """
        share = 1.0 / self.count(outputs.T)

        def evaluate(targets: Array) -> float:
            self.check_outputs(outputs)
            np.multiply(self.slopes(outputs, targets), share, out=gradient)
            return self.mean(self.elements(outputs, targets).T)

        return evaluate

    def check_outputs(self, outputs: Array) -> None:
        """Refuse outputs for which the loss has no meaning; NaN passes, as the trainer's concern.

        Raises
        ------
        ValueError
        """
        self._within("outputs", outputs, self.output_limits)

    def check_targets(self, targets: Array) -> None:
        """Refuse targets for which the loss has no meaning.

        Raises
        ------
        ValueError
        """
        self._within("targets", targets, self.target_limits)

    def _within(self, what: str, values: Array, limits: tuple[float, float]) -> None:
        low, high = limits
        if low == -math.inf and high == math.inf:
            return
        outside = (values < low) | (values > high)
        if outside.any():
            bad = float(values[outside][0])
            raise ValueError(f"{self.name} needs {what} in [{low:g}, {high:g}], got {bad:g}")

    def _checked(self, outputs: npt.ArrayLike, targets: npt.ArrayLike) -> tuple[Array, Array]:
        """Both as arrays of one shape: NumPy would stretch (n,) against (n, 1) to (n, n)."""
        outputs, targets = np.asarray(outputs, dtype=float), np.asarray(targets, dtype=float)
        if outputs.ndim not in (1, 2) or outputs.shape != targets.shape:
            rule = "outputs and targets must both have shape (n_samples, n_outputs)"
            raise ValueError(f"{rule}, got {outputs.shape} and {targets.shape}")
        if outputs.size == 0:
            raise ValueError(f"outputs must hold at least one sample, got shape {outputs.shape}")
        self.check_outputs(outputs)
        self.check_targets(targets)
        return outputs, targets


def network_rows(elements: Array) -> Array:
    """What (n_networks, n_samples, n_outputs) elements are as one row per network, output-major."""
    return np.moveaxis(elements, -1, 1).reshape(len(elements), -1)


class LogitLoss(LossFunction):
    """A loss that can be fused with an output activation: computed from the logits z.

    The chain rule multiplies ∂loss/∂ŷ by the activation's slope.  For a confidently wrong output
    that is (nearly) infinite times (nearly) zero, and in floating point the gradient is lost: σ(40)
    is exactly 1.  But the product has a closed form, δ = ∂loss/∂z = ŷ − y, and the loss written
    in z needs no logarithm of a rounded ŷ.  So the pair is computed as one function.
    """

    partner: ClassVar[str]
    """Name of the output activation that the loss is fused with."""

    @abstractmethod
    def logit_elements(self, logits: Array, targets: Array) -> Array:
        """The loss of each element from the logits, of shape (n_samples, n_outputs)."""

    @abstractmethod
    def logit_slopes(self, outputs: Array, targets: Array) -> Array:
        """∂element/∂z for the partner's outputs, of shape (n_samples, n_outputs)."""

    def after(self, activation: ActivationFunction) -> OutputLoss:
        fuses = activation.name == self.partner
        return FusedLoss(self, activation) if fuses else super().after(activation)

    def bind_logits(self, logits: Array, outputs: Array, gradient: Array) -> Evaluate:
        """As `bind`, but the gradient is δ = ∂loss/∂z; all arrays are feature-major."""
        share = 1.0 / self.count(outputs.T)

        def evaluate(targets: Array) -> float:
            np.multiply(self.logit_slopes(outputs.T, targets.T), share, out=gradient.T)
            return self.mean(self.logit_elements(logits.T, targets.T))

        return evaluate


class OutputLoss:
    """A loss after an output activation: a function of the pre-activations z.

    Of shape (n_samples, n_outputs) are ``z``, ``targets`` and what is returned, if it is an array.

    Attributes
    ----------
    fused : bool
        Whether the loss is computed from z without the activation between them.
    """

    fused: ClassVar[bool] = False

    def __init__(self, loss: LossFunction, activation: ActivationFunction) -> None:
        self.loss, self.activation = loss, activation

    def elements(self, z: Array, targets: Array) -> Array:
        """The loss of each element."""
        return self.loss.elements(self.activation.value(z), targets)

    def value(self, z: Array, targets: Array) -> float:
        """The mean loss."""
        return self.loss.value(self.activation.value(z), targets)

    def values(self, z: Array, outputs: Array, targets: Array) -> Vector:
        """The mean loss of each of several networks, see `LossFunction.values`."""
        self.loss.check_outputs(outputs)
        return self.loss.values(outputs, targets)

    def slopes(self, outputs: Array, targets: Array) -> Array:
        """∂element/∂a, or ∂element/∂z if fused, of each element."""
        return self.loss.slopes(outputs, targets)

    def delta(self, z: Array, targets: Array) -> Array:
        """δ = ∂L/∂z = ∂L/∂a · f′(z)."""
        a = self.activation.value(z)
        return self.activation.backpropagate(self.loss.gradient(a, targets), z, a)

    def bind(self, z: Array, outputs: Array, gradient: Array) -> Evaluate:
        """A call that writes ∂L/∂a, or δ if fused, to ``gradient``; all are feature-major."""
        return self.loss.bind(outputs, gradient)


class FusedLoss(OutputLoss):
    """A loss and its partner as one function, see `LogitLoss`."""

    fused = True
    loss: LogitLoss

    def elements(self, z: Array, targets: Array) -> Array:
        return self.loss.logit_elements(z, targets)

    def value(self, z: Array, targets: Array) -> float:
        return self.loss.mean(self.elements(z, targets))

    def values(self, z: Array, outputs: Array, targets: Array) -> Vector:
        return self.loss.means(self.elements(z, targets))

    def slopes(self, outputs: Array, targets: Array) -> Array:
        return self.loss.logit_slopes(outputs, targets)

    def delta(self, z: Array, targets: Array) -> Array:
        slopes = self.loss.logit_slopes(self.activation.value(z), targets)
        delta: Array = slopes * (1.0 / self.loss.count(z))
        return delta

    def bind(self, z: Array, outputs: Array, gradient: Array) -> Evaluate:
        return self.loss.bind_logits(z, outputs, gradient)


LOSSES: Registry[LossFunction] = Registry("loss", LossFunction)
