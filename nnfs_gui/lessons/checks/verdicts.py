"""What checks say: whether they hold, and in words what is missing."""

from __future__ import annotations

import math
from collections.abc import Iterable

from nnfs_gui.experiment.features import feature_label
from nnfs_gui.experiment.names import in_sentence

from ..situation import Situation
from .check import Asked, Check, compare
from .quantity import Value

_THIN = "\u2009"
_SIGNS = {"<": "below", "<=": "at most", ">": "above", ">=": "at least", "==": "",
          "!=": "other than"}  # fmt: skip


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


def first_missing(checks: Iterable[Check], situation: Situation) -> str:
    """What the first unmet check lacks, as a sentence; "" if all hold."""
    unmet = (missing(check, situation) for check in checks)
    return next(filter(None, unmet), "")


def missing(check: Check, situation: Situation) -> str:
    """What a check lacks, as a sentence; "" if it holds.

    ``Test accuracy 91 %, needed at least 95 %.``
    """
    if holds(check, situation):
        return ""
    run = _absent_run(check, situation)
    if run:
        return f"Keep a run as {run} first."
    whose = "" if check.other is None else f", as run {check.other.arguments[0]} has"
    check = check.resolved(situation)
    if check.asked.kind == "flag":
        return _undone(check)
    value = check.asked.value(situation)
    sentence = f"{label(check.asked)} {_shown(check, value)}, needed {_wanted(check)}{whose}."
    return sentence[:1].upper() + sentence[1:]


def figure(asked: Asked, situation: Situation) -> str:
    """What a quantity is now, as people write it."""
    value = measure(asked, situation)
    if math.isnan(value):
        return "not known"
    if math.isinf(value) and asked.kind == "count":
        return "not reached"
    return _words(Check("", asked, value=value), value)


def in_words(check: Check) -> str:
    """A check as a checklist has it: ``test accuracy at least 95 %``."""
    if check.asked.kind == "flag":
        name = label(check.asked)
        return f"not {name}" if check.negated else name
    if check.asked.quantity.name == "changed" and check.operator == "within":
        return f"nothing but {_words(check, check.value)} changed"  # which also holds at the start
    return f"{label(check.asked)} {_wanted(check)}"


def label(asked: Asked) -> str:
    """What a quantity is called: ``neurons of hidden 1``."""
    quantity, inside = asked.quantity, asked.inside
    if quantity.name == "kept" and isinstance(inside, Asked):
        return f"run {asked.arguments[0]}: {label(inside)}"
    if quantity.name == "first_epoch" and isinstance(inside, Check):
        return f"{quantity.label} {in_words(inside)}"
    return " ".join([quantity.label, *_arguments(asked)])


def _arguments(asked: Asked) -> list[str]:
    if asked.quantity.name == "output" and asked.arguments:
        return [f"({', '.join(asked.arguments)})"]
    words = {"layer": _layer, "course": _course, "link": _link, "tab": str.capitalize}
    words["part"] = "a {}".format
    return [
        words.get(kind, str)(text)
        for kind, text in zip(asked.quantity.arguments, asked.arguments, strict=True)
    ]


def _layer(text: str) -> str:
    return f"hidden {text[1:]}"


def _course(text: str) -> str:
    return {"train_loss": "training loss"}.get(text, text.replace("_", " "))


def _link(text: str) -> str:
    source, _, target = (part.strip() for part in text.replace("→", "->").partition("->"))
    return f"{_unit(source)} → {_unit(target)}"


def _unit(name: str) -> str:
    if name[:1] == "L" and name[1:2].isdigit():
        return name[1:]
    return name if name == "bias" or name.startswith("out") else feature_label(name)


def runs_of(check: Check) -> list[str]:
    """The kept runs that a check is about, by their letters."""
    return [asked.arguments[0] for asked in check.asks if asked.quantity.name == "kept"]


def _absent_run(check: Check, situation: Situation) -> str:
    """The kept run that is asked about and is not there."""
    return next((run for run in runs_of(check) if run not in situation.kept), "")


def _undone(check: Check) -> str:
    asked = check.asked.innermost
    if check.negated:
        return f"It has {label(check.asked)}." if asked.quantity.name == "diverged" else "Not yet."
    tab = asked.quantity.name == "seen"  # it is named as on the screen
    names = [name.capitalize() if tab else name for name in asked.arguments]
    return asked.quantity.missing.format(*names)


def _wanted(check: Check) -> str:
    if check.other is not None:
        run, same = check.other.arguments[0], check.other.inside == check.asked
        other = f"that of run {run}" if same else label(check.other)
        return f"{_SIGNS[check.operator] or 'equal to'} {other}"
    value = _words(check, check.value)
    if check.operator == "within":
        return f"only {value}" if check.asked.kind == "names" else f"one of {value}"
    if check.operator == "==" and check.asked.kind in ("count", "number"):
        return f"exactly {value}"
    return f"{_SIGNS[check.operator]} {value}".strip()


def _shown(check: Check, value: Value) -> str:
    if isinstance(value, float) and math.isinf(value) and check.asked.kind == "count":
        return "not reached yet"
    if isinstance(value, float) and math.isnan(value):
        return "not known yet"
    # A figure that rounds to its bound is written finer, or it would read "95 %, needed 95 %".
    for digits in range(3, 9):
        words = _words(check, value, digits)
        if words != _words(check, check.value, digits):
            return words
    return words


def _words(check: Check, value: Value, digits: int = 3) -> str:
    if isinstance(value, frozenset):
        return ", ".join(sorted(_called(check, name) for name in value)) or "nothing"
    if not isinstance(value, float):
        return _called(check, str(value))
    if check.asked.kind == "share":
        return f"{100 * value:.{digits}g}{_THIN}%"
    if check.asked.kind == "count":
        return f"{value:,.0f}" if value == round(value) else f"{value:.{digits}g}"
    return f"{value:.{digits}g}".replace("-", "−")


def _called(check: Check, name: str) -> str:
    """What people call a name: a feature's or a control's label, or that of a registry."""
    quantity = check.asked.innermost.quantity
    if quantity.name == "features":
        return feature_label(name)
    return in_sentence(quantity.choices().get(name, name))
