"""What checks say: whether they hold, and in words what is missing."""

from __future__ import annotations

import math
from collections.abc import Iterable

from ..situation import Situation
from .check import Asked, Check, compare
from .wording import amount, compared, controls, label, undone, words, words_beside


def holds(check: Check, situation: Situation) -> bool:
    """Whether a check is met."""
    if _absent_run(check, situation):
        return False
    check = check.resolved(situation)
    value = check.asked.value(situation)
    if check.operator == "":
        return value is check.value
    return compare(value, check.operator, check.value)


def measure(asked: Asked, situation: Situation) -> float:
    """The number that a quantity is now; NaN if there is none."""
    value = asked.value(situation)
    return float(value) if isinstance(value, float) else math.nan


def first_missing(checks: Iterable[Check], situation: Situation, training: str = "") -> str:
    """What the first unmet check lacks, as a sentence; "" if all hold.

    ``training`` says how much is still to be trained: then what training may yet bring about is
    not told, only what the learner is to do before it.
    """
    first = (check for check in checks if not training or _is_to_do(check))
    unmet = (missing(check, situation) for check in first)
    return next(filter(None, unmet), training)


def _is_to_do(check: Check) -> bool:
    """Whether training alone never brings it about."""
    quantity = check.asked.quantity
    return quantity.to_do or quantity.name == "kept" or _wants_rewind(check)


def _wants_rewind(check: Check) -> bool:
    """Whether training on cannot cure it."""
    name = check.asked.quantity.name
    late = name in ("epoch", "step", "updates") and check.operator in ("<", "<=")
    return late or (name == "diverged" and check.negated)


def missing(check: Check, situation: Situation) -> str:
    """What a check lacks, as a sentence; "" if it holds.

    ``Test accuracy 91 %, needed at least 95 %.``
    """
    if holds(check, situation):
        return ""
    run = _absent_run(check, situation)
    if run:
        return f"Keep a run as {run} first."
    if check.asked.kind == "flag":
        return undone(check)
    sentence = _lacking(check, situation)
    return sentence[:1].upper() + sentence[1:] + (": rewind." if _wants_rewind(check) else ".")


def _lacking(check: Check, situation: Situation) -> str:
    whose = "" if check.other is None else f", as run {check.other.arguments[0]} has"
    check = check.resolved(situation)
    value = check.asked.value(situation)
    if check.asked.quantity.name == "changed" and check.operator == "within":
        return f"changed: {words(check, value)}; only {controls(check)} may change"
    if check.asked.innermost.quantity.one and isinstance(value, float) and math.isfinite(value):
        return f"{amount(check.asked, value)}, needed {compared(check)}{whose}"
    if check.asked.quantity.kind == "name":
        called = label(check.asked).removesuffix(":")
        wanted = "another" if check.operator == "!=" else compared(check)
        return f"{called}: {words(check, value)}; choose {wanted}"
    return f"{label(check.asked)} {words_beside(check, value)}, needed {compared(check)}{whose}"


def figure(asked: Asked, situation: Situation) -> str:
    """What a quantity is now, as people write it."""
    value = measure(asked, situation)
    if math.isnan(value):
        return "not known"
    if math.isinf(value) and asked.kind == "count":
        return "not reached"
    return words(Check("", asked, value=value), value)


def runs_of(check: Check) -> list[str]:
    """The kept runs that a check is about, by their letters."""
    return [asked.arguments[0] for asked in check.asks if asked.quantity.name == "kept"]


def _absent_run(check: Check, situation: Situation) -> str:
    """The kept run that is asked about and is not there."""
    return next((run for run in runs_of(check) if run not in situation.kept), "")
