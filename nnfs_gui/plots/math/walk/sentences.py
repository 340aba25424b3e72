"""What the numbers of a phase mean, in one sentence where there is something to say; no Qt."""

from __future__ import annotations

import math

import numpy as np

from nnfs_gui.training.walk import BIAS_SOURCE, Walk
from nnfs_gui.widgets.numbers import format_number, format_percent

FLAT = 0.1
"""A slope below it lets little of the error through."""
SURE = 0.05
"""An output this near to its target leaves little to learn."""
HEAVY = 0.4
"""Share of a batch's loss from which on one point makes most of it."""


def forward(walk: Walk) -> str:
    """Whether the activation is flat or silent here."""
    part = walk.prepared.network.layers[walk.layer - 1]
    if walk.position in part.muted:
        return "The neuron is muted: its activation counts as 0, whatever z is."
    a, slope = _at(walk)
    if part.activation.output_only:
        return "Every output depends on all z of the layer, and together they are 1."
    if a == 0.0 and slope == 0.0:
        return "z is below 0, so nothing goes on from here."
    low, high = part.activation.limits
    if math.isfinite(low) and math.isfinite(high) and slope < FLAT * (high - low) / 2:
        end = high if a > (low + high) / 2 else low
        return (
            f"The activation is nearly {format_number(end, 1)}, its limit: "
            "another z would hardly change it."
        )
    return ""


def loss(walk: Walk) -> str:
    """How much of the loss is this point's, or that the output is right."""
    losses = walk.prepared.passes.losses
    total, own = float(losses.sum()), float(losses[walk.sample])
    outputs = walk.prepared.passes.a[-1][walk.sample]
    targets = walk.prepared.passes.targets[walk.sample]
    if len(losses) > 2 and total > 0 and own > HEAVY * total:
        share = format_percent(own / total)
        return f"This point alone makes {share} of the mini-batch's loss."
    if np.abs(outputs - targets).max() < SURE:
        return "The output is almost its target: there is little to learn from this point."
    return ""


def backward(walk: Walk) -> str:
    """Whether the slope stops the error, or the output is wrong."""
    part = walk.prepared.network.layers[walk.layer - 1]
    if walk.position in part.muted:
        return "The neuron is muted: no error gets through."
    _, slope = _at(walk)
    label = part.activation.label
    if walk.layer == len(walk.prepared.network.layers):
        return _output_error(walk)
    if slope == 0.0:
        return f"f′(z) is 0 here: {label} is flat, so none of the error gets through."
    if abs(slope) < FLAT:
        return (
            f"f′(z) is {format_number(slope)} here: {label} is nearly flat, "
            "so little of the error gets through."
        )
    return ""


def _output_error(walk: Walk) -> str:
    at = (walk.sample, walk.position)
    passes = walk.prepared.passes
    output, target = float(passes.a[-1][at]), float(passes.targets[at])
    delta = float(passes.delta[-1][at])
    if abs(delta) == 0.0:
        return "Nothing is wrong with this output, so no error goes back from it."
    if walk.prepared.network.layers[-1].activation.output_only and delta * (output - target) <= 0:
        return ""
    way = "high" if delta > 0 else "low"
    return f"The output is too {way}, so z should be {'lower' if delta > 0 else 'higher'}."


def gradient(walk: Walk) -> str:
    """How many points pull the weight which way."""
    reason = rests(walk)
    if reason:
        return f"The weight is {reason}: it stays as it is."
    shares = walk.prepared.shares(walk.layer, walk.position, walk.followed_source)
    if len(shares) < 2:
        return ""
    up, down = int((shares < 0).sum()), int((shares > 0).sum())
    if not up and not down:
        return "No point has anything to say about it."
    total = float(walk.prepared.data_gradient[walk.weight])
    way = "up" if total < 0 else "down"
    what = "b" if walk.followed_source == BIAS_SOURCE else "w"
    return (
        f"{_points(up)} {what} up, {_points(down).lower()} it down; together they push it {way}. "
        "One point alone might mislead."
    )


def _points(count: int) -> str:
    return (
        "No point pushes" if not count else f"{count} point{'s push' if count > 1 else ' pushes'}"
    )


def clip(walk: Walk) -> str:
    """Whether anything was clipped, and whether the step turns."""
    step = walk.prepared
    if step.refused:
        return "The loss or its gradient is not finite: there is nothing to clip."
    if step.trainer.clip.name == "none":
        return "Clipping is off: the gradient is applied as it is."
    if not step.clipped:
        return "Everything is below the threshold: nothing is clipped."
    angle = turned(walk)
    if step.trainer.clip.keeps_direction or angle < 0.05:
        raw, applied = step.norms()
        return (
            f"The gradient keeps its direction and has {format_percent(applied / raw)} of "
            "its length left."
        )
    return f"Its parts are shortened unequally: the direction turns by {format_number(angle, 2)}°."


def turned(walk: Walk) -> float:
    """Degrees between the raw and the applied gradient; 0 where one of them is nothing."""
    raw, applied = walk.prepared.raw, walk.prepared.applied
    length = float(np.linalg.norm(raw) * np.linalg.norm(applied))
    if not length or not math.isfinite(length):
        return 0.0
    return math.degrees(math.acos(min(1.0, max(-1.0, float(raw @ applied) / length))))


def update(walk: Walk) -> str:
    """What became of the step."""
    if walk.prepared.refused:
        return "The loss or its gradient is not finite: the engine refuses this step."
    reason = rests(walk)
    if reason:
        return f"The weight is {reason}: it does not move."
    old, new = (float(part[walk.weight]) for part in (walk.prepared.before, walk.prepared.after))
    applied = float(walk.prepared.applied[walk.weight])
    if applied and (new - old) * applied > 0:
        return "It moves along its gradient: what the optimizer remembers is stronger."
    if applied and new != old:
        return "It moves against its gradient: that way the loss of this mini-batch falls."
    return ""


def rests(walk: Walk) -> str:
    """Why the followed weight does not move: ``frozen``, ``muted``, or empty if it does."""
    network = walk.prepared.network
    if network.fixed is None or not network.fixed[walk.weight]:
        return ""
    frozen = network.frozen
    return "frozen" if frozen is not None and frozen[walk.weight] else "cut off by a muted neuron"


def _at(walk: Walk) -> tuple[float, float]:
    """a and f′(z) of the followed neuron for the followed sample."""
    passes, at = walk.prepared.passes, (walk.sample, walk.position)
    return float(passes.a[walk.layer - 1][at]), float(passes.slope[walk.layer - 1][at])
