"""What stands under the name of each kind of phase; no Qt."""

from __future__ import annotations

from nnfs_gui.experiment.names import layer_name
from nnfs_gui.training.walk import Kind, Walk
from nnfs_gui.widgets.numbers import format_exact, format_number


def captions(walk: Walk) -> dict[Kind, str]:
    """A few words for each kind; for the one at work they say which layer works."""
    step, phase = walk.prepared, walk.phase
    raw, applied = (format_number(norm, 2) for norm in step.norms())
    rate = format_exact(float(f"{step.learning_rate:.3g}"))
    layer = layer_name(step.experiment, phase.layer) if phase.layer else ""
    made = {
        Kind.FORWARD: "z and a, layer by layer",
        Kind.LOSS: f"L = {format_number(step.passes.loss)}",
        Kind.BACKWARD: "error δ, layer by layer",
        Kind.GRADIENT: "∂L/∂w, ∂L/∂b",
        Kind.CLIP: f"‖g‖ {raw} → {applied}" if step.clipped else f"‖g‖ {raw}, not clipped",
        Kind.UPDATE: f"{step.trainer.optimizer.label}, η = {rate}",
    }
    if phase.kind is Kind.FORWARD:
        made[Kind.FORWARD] = f"{layer} · z and a"
    if phase.kind is Kind.BACKWARD:
        made[Kind.BACKWARD] = f"{layer} · error δ"
    return made
