"""What the gradients view shows, as numbers: pure functions of a snapshot."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine import was_clipped
from nnfs_gui.training.snapshot import GradientNorms, Snapshot, Vector
from nnfs_gui.widgets.numbers import format_number

from ..shared.units import units_of

VANISHING, EXPLODING = 1e-3, 1e2
"""A layer's mean gradient, against the output layer's, from which it vanishes or explodes."""
TOO_LARGE = 1e3
"""A layer's norm from which it explodes whatever the others do."""

CLIP_WORDS = {
    "none": "no clipping",
    "value": "by value",
    "neuron": "per neuron",
    "norm": "by global norm",
}


@dataclass(frozen=True)
class ClipState:
    """The global norm of the last step, before and after clipping."""

    raw: float
    applied: float
    clipped: bool
    mode: str
    limit: float | None
    """Threshold of the global norm; None when another rule, or none, is in force."""


@dataclass(frozen=True)
class LayerGradient:
    """The gradient of one layer.

    Attributes
    ----------
    norm : float
        ‖g‖ over all weights and biases of the layer.
    typical : float
        Root mean square of one entry, comparable between layers of different sizes.
    share : float
        ``typical`` as a multiple of the output layer's.
    verdict : "ok", "vanishing", "exploding" or "none"
    """

    layer: int
    norm: float
    typical: float
    share: float
    verdict: str


def neuron_norms(snapshot: Snapshot, vector: Vector) -> Vector:
    """Norm of each neuron's row (weights and bias) of a flat vector; (n_neurons,)."""
    return np.asarray(np.sqrt(np.add.reduceat(np.square(vector), units_of(snapshot).start)))


def clip_state(snapshot: Snapshot) -> ClipState:
    """Global norm before and after clipping, and the limit it is held against."""
    training = snapshot.experiment.training
    raw = float(np.linalg.norm(snapshot.raw_gradient))
    applied = float(np.linalg.norm(snapshot.applied_gradient))
    clipped = bool(was_clipped(raw, applied))
    limit = training.clip_threshold if training.clip == "norm" else None
    return ClipState(raw, applied, clipped, training.clip, limit)


def clipped_share(norms: GradientNorms) -> float:
    """Share of the norms's steps that were clipped; 0 for an empty norms."""
    return float(norms.clipped.mean()) if len(norms.clipped) else 0.0


def angle(raw: Vector, applied: Vector) -> float:
    """Angle between two gradients in degrees; 0 if either is zero."""
    scale = float(np.linalg.norm(raw) * np.linalg.norm(applied))
    if scale == 0.0 or not math.isfinite(scale):
        return 0.0
    return float(angles(np.array([float(raw @ applied) / scale]))[0])


def angles(cosine: npt.NDArray[np.float64]) -> Vector:
    """Angles in degrees from cosines.

    Rounding leaves a cosine of parallel vectors a few units in the last place below 1, which the
    arc cosine would blow up to a millionth of a degree: such cosines count as 1.
    """
    safe = np.where(cosine > 1 - 1e-12, 1.0, np.nan_to_num(cosine, nan=1.0))
    return np.asarray(np.degrees(np.arccos(np.clip(safe, -1.0, 1.0))))


def layer_gradients(snapshot: Snapshot) -> tuple[LayerGradient, ...]:
    """Each layer's raw gradient, with a verdict: does it vanish or explode on its way back?"""
    layers = range(1, len(snapshot.sizes))
    blocks = [snapshot.block(layer, snapshot.raw_gradient) for layer in layers]
    norms = [float(np.linalg.norm(block)) for block in blocks]
    typical = [norm / math.sqrt(block.size) for norm, block in zip(norms, blocks, strict=True)]
    result = []
    for layer, norm, size in zip(layers, norms, typical, strict=True):
        share = size / typical[-1] if typical[-1] > 0 else math.nan
        result.append(LayerGradient(layer, norm, size, share, _verdict(norm, share)))
    return tuple(result)


def direction_sentence(snapshot: Snapshot) -> str:
    """Why the clip in force bends the direction of the step, or does not."""
    state = clip_state(snapshot)
    bend = angle(snapshot.raw_gradient, snapshot.applied_gradient)
    limit = format_number(snapshot.experiment.training.clip_threshold, 2)
    if state.mode == "none":
        return "Nothing is clipped: the step follows the raw gradient."
    if not state.clipped:
        return f"This step stayed below the limit {limit}: applied and raw are the same."
    if state.mode == "norm":
        scale = format_number(state.applied / state.raw, 2)
        return f"One factor, ×{scale}, shortens every entry alike: the direction stays."
    if state.mode == "neuron":
        return (
            f"Each neuron's gradient gets a factor of its own: directions within a neuron stay, "
            f"the whole bends by {bend:.0f}°."
        )
    return (
        f"Every entry is cut at ±{limit} by itself: long entries shrink, short ones stay, "
        f"so the direction bends by {bend:.0f}°."
    )


def layers_sentence(layers: tuple[LayerGradient, ...]) -> str:
    """Whether the gradient reaches the first layer, in one sentence."""
    if not layers or layers[-1].typical == 0.0:
        return "No gradient yet: take a step."
    worst = [layer for layer in layers if layer.verdict not in ("ok", "none")]
    if any(layer.verdict == "exploding" for layer in worst):
        names = _names([layer for layer in worst if layer.verdict == "exploding"])
        return f"Exploding in {names}: gradients grow on their way back."
    if worst:
        first = worst[0]
        times = format_number(1 / first.share, 2) if first.share > 0 else "∞"
        return f"Vanishing in {_names(worst)}: {times} times smaller than at the output."
    share = layers[0].share
    if len(layers) == 1:
        return "Only the output layer has weights."
    return f"Healthy: layer 1 gets {format_number(share, 2)} × the output layer's gradient."


def _names(layers: list[LayerGradient]) -> str:
    numbers = [str(layer.layer) for layer in layers]
    return f"layer {numbers[0]}" if len(numbers) == 1 else f"layers {', '.join(numbers)}"


def _verdict(norm: float, share: float) -> str:
    if not math.isfinite(norm) or norm > TOO_LARGE:
        return "exploding"
    if math.isnan(share):
        return "none"
    if share > EXPLODING:
        return "exploding"
    return "vanishing" if share < VANISHING else "ok"
