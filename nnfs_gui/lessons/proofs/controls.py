"""Controls: what a step asks for must not be locked in it."""

from __future__ import annotations

from collections.abc import Iterator

from nnfs_gui.experiment.controls import CONTROLS, LABELS, expanded, moved

from ..answers import parse_expression
from ..checks import parse_check
from ..model import Challenge, Controls, Do, Number, Step
from ..setups import Prepared, with_settings
from .finding import Finding

_COUNTED = ("epoch", "step", "updates")
_BY_TRAINING = ("best", "first_epoch", "rises", "diverged", "clip_angle", "clipped")
_AT_LEAST = (">", ">=")
_GIVEN = ("input", "target")
"""What learners are given to compute with."""


def locked_in(step: Step) -> frozenset[str]:
    """The controls that cannot be touched in a step."""
    controls = step.one_of(Controls)
    if controls is None:
        return frozenset()
    locked = expanded((*controls.lock, *controls.hide))
    if controls.only is not None:
        locked |= CONTROLS - expanded(controls.only)
    return locked


def prove_controls(step: Step, prepared: Prepared) -> Iterator[Finding]:
    """Solutions that need a locked control, and checklists that need training without play."""
    locked = locked_in(step)
    for challenge in step.all_of(Challenge):
        solution = with_settings(prepared.after, challenge.solution, challenge.line)
        for name in sorted(moved(prepared.after, solution) & locked):
            message = f"the solution changes what is locked here: {LABELS[name].lower()}"
            yield Finding(challenge.line, message)
    yield from _told_by_math(step)
    for task in step.all_of(Do):
        if {"play", "step"} <= locked and any(_needs_training(text) for text in task.check):
            yield Finding(task.line, "the check needs training, but play and step are locked")


def _told_by_math(step: Step) -> Iterator[Finding]:
    """A warning for each number that the tab Math tells."""
    controls = step.one_of(Controls)
    if controls is not None and "math" in expanded(controls.hide):
        return
    for task in step.all_of(Number):
        for box in task.boxes:
            asked = parse_expression(box.answer) if isinstance(box.answer, str) else None
            if asked is not None and not box.given and asked.kind not in _GIVEN:
                message = (
                    'the tab Math tells this answer; the controls hide it with hide = ["math"]'
                )
                yield Finding(box.line, message, warning=True)
                break


def _needs_training(text: str) -> bool:
    """Whether a check cannot hold before anything is trained, even with weights set by hand."""
    check = parse_check(text)
    name = check.asked.quantity.name
    if name in _COUNTED:
        return check.operator in _AT_LEAST
    return name in _BY_TRAINING and not check.negated
