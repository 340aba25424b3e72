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
from ..registry import Registry

Evaluate: TypeAlias = Callable[[Array], float]
"""Given the targets of a batch, returns its loss and leaves the gradient in a bound array."""


class LossFunction(ABC):
    """Base of the losses; a new one needs `elements`, `slopes` and a registration.

    Attributes
    ----------
    name, label : str
        For code and files, and for people.
    formula, gradient_formula : str
        The loss of one element and its derivative, as text; ŷ is the output, y the target.
    parameters : tuple of str
        Names of the constructor's arguments, which are also attributes.
    output_limits, target_limits : (float, float)
        The values for which the loss has a meaning.
    sums_outputs : bool
        True if the loss of a sample is the sum over its outputs and not their mean.
    """

    name: ClassVar[str]
    label: ClassVar[str]
    formula: ClassVar[str]
    gradient_formula: ClassVar[str]
    parameters: ClassVar[tuple[str, ...]] = ()
    output_limits: ClassVar[tuple[float, float]] = (-math.inf, math.inf)
    target_limits: ClassVar[tuple[float, float]] = (-math.inf, math.inf)
    sums_outputs: ClassVar[bool] = False

    @abstractmethod
    def elements(self, outputs: Array, targets: Array) -> Array:
        """The loss of each element, of the same shape as ``outputs``."""

    @abstractmethod
    def slopes(self, outputs: Array, targets: Array) -> Array:
        """The derivative of each element's loss by its output, of the same shape."""

    def value(self, outputs: npt.ArrayLike, targets: npt.ArrayLike) -> float:
        """The loss: the mean over all elements."""
        outputs, targets = self._checked(outputs, targets)
        return float(self.elements(outputs, targets).sum()) / self.count(outputs)

    def gradient(self, outputs: npt.ArrayLike, targets: npt.ArrayLike) -> Vector:
        """∂loss/∂outputs, of shape (n_samples, n_outputs)."""
        outputs, targets = self._checked(outputs, targets)
        gradient: Vector = self.slopes(outputs, targets) / self.count(outputs)
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

    def fuses_with(self, activation: ActivationFunction) -> bool:
        """Whether the loss can be computed straight from that activation's logits."""
        return False

    def bind(self, outputs: Array, gradient: Array) -> Evaluate:
        """A call that computes the loss of ``outputs`` and writes the gradient to ``gradient``.

        Both are feature-major here, of shape (n_outputs, n_samples), and contiguous.
        """
        share = 1.0 / self.count(outputs.T)

        def evaluate(targets: Array) -> float:
            self.check_outputs(outputs)
            np.multiply(self.slopes(outputs, targets), share, out=gradient)
            return float(self.elements(outputs, targets).sum()) * share

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

    def __repr__(self) -> str:
        arguments = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.parameters)
        return f"{type(self).__name__}({arguments})"


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

    def fuses_with(self, activation: ActivationFunction) -> bool:
        return activation.name == self.partner

    def logit_value(self, logits: Array, targets: Array) -> float:
        """The same as `value` of the partner's outputs, from the logits."""
        return float(self.logit_elements(logits, targets).sum()) / self.count(logits)

    def bind_logits(self, logits: Array, outputs: Array, gradient: Array) -> Evaluate:
        """As `bind`, but the gradient is δ = ∂loss/∂z; all arrays are feature-major."""
        share = 1.0 / self.count(outputs.T)

        def evaluate(targets: Array) -> float:
            np.multiply(self.logit_slopes(outputs.T, targets.T), share, out=gradient.T)
            return float(self.logit_elements(logits.T, targets.T).sum()) * share

        return evaluate


LOSSES: Registry[LossFunction] = Registry("loss", LossFunction)
