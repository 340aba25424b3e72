"""Finds the moments of a run that are worth a mark."""

from __future__ import annotations

from nnfs_gui.experiment.names import spoken, unit_name

from ..health import can_die, neuron_health
from ..history import Losses
from ..snapshot import Snapshot
from .marks import Mark, MarkKind
from .tape import Tape

_ACCURACIES = ((0.9, "90 % accuracy"), (0.99, "99 % accuracy"))


def find_in_losses(tape: Tape, step: int, losses: Losses) -> None:
    """Mark the first step with a good accuracy on the test points, and the best test loss."""
    live = tape.live
    known = {mark.text for mark in live.marks}
    for least, text in _ACCURACIES:
        if losses.test_accuracy >= least and text not in known and step:
            tape.mark(Mark(step, "accuracy", text))
    if losses.test_loss < live.best_loss:
        live.best_loss = losses.test_loss
        if step:
            tape.mark(Mark(step, "best", f"best test loss: {losses.test_loss:.4g}"))


def find_clipping(tape: Tape, step: int | None) -> None:
    """Mark the first step whose gradient was clipped."""
    if step is not None and not _is_marked(tape, "clipping"):
        tape.mark(Mark(step, "clipping", "clipping began"))


def wants_clipping(tape: Tape) -> bool:
    """Whether no clipped step is known yet."""
    return not _is_marked(tape, "clipping")


def find_dead_neurons(tape: Tape, snapshot: Snapshot) -> bool:
    """Mark the picture in which a neuron was first seen dead; whether that was now."""
    if not snapshot.step or _is_marked(tape, "dead") or not can_die(snapshot.experiment):
        return False
    dead = [unit for unit, health in neuron_health(snapshot).items() if health.kind == "dead"]
    if dead:
        name = spoken(unit_name(snapshot.experiment, dead[0]))
        tape.mark(Mark(snapshot.step, "dead", f"{name} died"))
    return bool(dead)


def _is_marked(tape: Tape, kind: MarkKind) -> bool:
    return any(mark.kind == kind for mark in tape.live.marks)
