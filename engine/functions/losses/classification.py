"""Losses for classes: the two cross-entropies and the hinge."""

from __future__ import annotations

import math

import numpy as np

from ...arrays import Array
from .base import LOSSES, Evaluate, LogitLoss, LossFunction

TINY = math.exp(-100.0)
"""Shares below count as this one, so that a logarithm is at least −100, as in PyTorch's BCELoss."""


@LOSSES.register
class BinaryCrossEntropy(LogitLoss):
    """−ln of the probability given to the truth; fused with the sigmoid.

    From the logit: max(z, 0) − z y + ln(1 + e^−|z|), which has no exponent above 0.
    """

    name, label = "bce", "Binary cross-entropy"
    formula = "−y ln(ŷ) − (1 − y) ln(1 − ŷ)"
    gradient_formula = "(ŷ − y) / (ŷ (1 − ŷ));  with sigmoid, by z:  ŷ − y"
    output_limits = (0.0, 1.0)
    target_limits = (0.0, 1.0)
    classes = (0.0, 1.0)
    partner = "sigmoid"

    def elements(self, outputs: Array, targets: Array) -> Array:
        one = -targets * np.log(np.maximum(outputs, TINY))
        zero = (targets - 1.0) * np.log(np.maximum(1.0 - outputs, TINY))
        elements: Array = one + zero
        return elements

    def slopes(self, outputs: Array, targets: Array) -> Array:
        slopes: Array = (outputs - targets) / np.maximum(outputs * (1.0 - outputs), 1e-12)
        return slopes

    def logit_elements(self, logits: Array, targets: Array) -> Array:
        rest = np.log1p(np.exp(-np.abs(logits)))
        elements: Array = np.maximum(logits, 0.0) + (rest - logits * targets)
        return elements

    def logit_slopes(self, outputs: Array, targets: Array) -> Array:
        slopes: Array = outputs - targets
        return slopes

    def bind_logits(self, logits: Array, outputs: Array, gradient: Array) -> Evaluate:
        share = np.array(1.0 / outputs.size, dtype=outputs.dtype)
        zeros, minus = np.zeros_like(logits), np.array(-1.0, dtype=logits.dtype)
        elements, rest = np.empty_like(logits), np.empty_like(logits)
        mean_of = np.full(outputs.size, share).dot  # a mean in one dot
        row = elements.reshape(-1)

        def evaluate(targets: Array) -> float:
            np.subtract(outputs, targets, gradient)
            np.multiply(gradient, share, gradient)
            np.copysign(logits, minus, rest)
            np.exp(rest, rest)
            np.log1p(rest, rest)
            np.multiply(logits, targets, elements)
            np.subtract(rest, elements, rest)
            np.maximum(logits, zeros, out=elements)
            np.add(elements, rest, elements)
            return float(mean_of(row))

        return evaluate


@LOSSES.register
class Hinge(LossFunction):
    """The margin loss of support vector machines; classes are −1 and +1.

    Nothing is lost, and nothing learned, from points on the right side of the margin y ŷ ≥ 1.
    """

    name, label = "hinge", "Hinge"
    formula, gradient_formula = "max(0, 1 − y ŷ)", "−y if y ŷ < 1 else 0"
    classes = (-1.0, 1.0)

    def elements(self, outputs: Array, targets: Array) -> Array:
        elements: Array = np.maximum(1.0 - targets * outputs, 0.0)
        return elements

    def slopes(self, outputs: Array, targets: Array) -> Array:
        return np.where(targets * outputs < 1.0, -targets, 0.0)


@LOSSES.register
class CategoricalCrossEntropy(LogitLoss):
    """−ln of the probability given to the true class; fused with the softmax.

    Targets are one-hot rows, or any shares.  From the logits: Σⱼ yⱼ (ln Σₖ e^zₖ − zⱼ), with the
    row's largest logit subtracted from all, which cancels and keeps every exponent ≤ 0.
    """

    name, label = "cce", "Categorical cross-entropy"
    formula = "−Σⱼ yⱼ ln(ŷⱼ)"
    gradient_formula = "−yⱼ / ŷⱼ;  with softmax, by z:  ŷⱼ − yⱼ"
    output_limits = (0.0, 1.0)
    target_limits = (0.0, 1.0)
    sums_outputs = True
    classes = (0.0, 1.0)
    partner = "softmax"

    def elements(self, outputs: Array, targets: Array) -> Array:
        elements: Array = -targets * np.log(np.maximum(outputs, TINY))
        return elements

    def slopes(self, outputs: Array, targets: Array) -> Array:
        slopes: Array = -targets / np.maximum(outputs, 1e-12)
        return slopes

    def logit_elements(self, logits: Array, targets: Array) -> Array:
        shifted = logits - logits.max(axis=-1, keepdims=True)
        elements: Array = targets * (np.log(np.exp(shifted).sum(axis=-1, keepdims=True)) - shifted)
        return elements

    def logit_slopes(self, outputs: Array, targets: Array) -> Array:
        # Rows of shares sum to 1; the factor keeps the gradient right for any other targets too.
        slopes: Array = outputs * targets.sum(axis=-1, keepdims=True) - targets
        return slopes
