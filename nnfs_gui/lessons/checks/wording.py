"""How checks are worded: as lines that read well both before and after they hold.

What one does is told as a task (``open the tab Weights``), what is to be reached as its name and
its bound (``test accuracy at least 95 %``), what is counted as so many (``at most 3 features``).
"""

from __future__ import annotations

import math

from nnfs_gui.experiment.features import feature_label
from nnfs_gui.experiment.names import in_sentence

from .check import Asked, Check
from .quantity import Value

_THIN = "\u2009"
_SIGNS = {"<": "below", "<=": "at most", ">": "above", ">=": "at least", "==": "",
          "!=": "other than"}  # fmt: skip
_COUNTED = {"<": "fewer than", ">": "more than", "!=": "not", "==": "exactly"}
_BY = {"<": "before", "<=": "by", ">": "only after", ">=": "not before", "==": "in",
       "!=": "not in"}  # fmt: skip
"""An epoch that is reached."""


def in_words(check: Check) -> str:
    """A check as a checklist has it: ``test accuracy at least 95 %``."""
    asked = check.asked
    if asked.kind == "flag":
        return _negated(asked) if check.negated else label(asked)
    if asked.quantity.name == "changed" and check.operator == "within":
        return f"nothing changed but {controls(check)}"  # which holds at the start, too
    inside = asked.inside
    if asked.quantity.name == "first_epoch" and isinstance(inside, Check):
        return f"{in_words(inside)} {_by(check)}"
    if asked.innermost.quantity.one and check.other is None:
        return _counted(check)
    return f"{label(asked)} {compared(check)}"


def label(asked: Asked) -> str:
    """What a quantity is called: ``neurons of Hidden 1``."""
    quantity, inside = asked.quantity, asked.inside
    if quantity.name == "kept" and isinstance(inside, Asked):
        return f"run {asked.arguments[0]}: {label(inside)}"
    if quantity.name == "first_epoch" and isinstance(inside, Check):
        return f"{quantity.label} {in_words(inside)}"
    called = " ".join([quantity.label, *_arguments(asked)])
    return f"{called}:" if quantity.kind == "name" and asked.arguments else called


def undone(check: Check) -> str:
    """How a yes-or-no that does not hold is made to hold."""
    asked = check.asked.innermost
    if check.negated:
        diverged = asked.quantity.name == "diverged"
        return "It has diverged: rewind." if diverged else "Begin the step again."
    where = "in the plane" if asked.arguments == ("point",) else "in the network"
    return asked.quantity.missing.format(where)


def amount(asked: Asked, value: float) -> str:
    """So many: ``4 hidden neurons``."""
    if isinstance(asked.inside, Asked):
        return f"run {asked.arguments[0]}: {amount(asked.inside, value)}"
    return f"{value:,.0f} {_noun(asked, value)}"


def compared(check: Check) -> str:
    """The bound of a check: ``at least 95 %``."""
    counted = check.asked.innermost.quantity.one
    if check.other is not None:
        run, same = check.other.arguments[0], check.other.inside == check.asked
        that = "those" if counted else "that"
        other = f"{that} of run {run}" if same else label(check.other)
        return f"{_SIGNS[check.operator] or 'equal to'} {other}"
    value = words(check, check.value)
    if check.operator == "within":
        return f"only {value}" if check.asked.kind == "names" else f"one of {value}"
    if check.operator == "==" and check.asked.kind in ("count", "number"):
        return "none" if counted and check.value == 0 else f"exactly {value}"
    signs = _SIGNS | (_COUNTED if counted else {})
    return f"{signs[check.operator]} {value}".strip()


def controls(check: Check) -> str:
    """The controls of a check as a list: ``the learning rate and the optimizer``."""
    assert isinstance(check.value, frozenset)
    called = sorted(_called(check, name) for name in check.value)
    nouns = [name if name.endswith("ing") else f"the {name}" for name in called]
    *others, last = nouns or ["nothing"]
    return f"{', '.join(others)} and {last}" if others else last


def words_beside(check: Check, value: Value) -> str:
    """A value beside its bound."""
    if isinstance(value, float) and math.isinf(value) and check.asked.kind == "count":
        return "not reached yet"
    if isinstance(value, float) and math.isnan(value):
        return "not known yet"
    # A figure that rounds to its bound is written finer, or it would read "95 %, needed 95 %".
    for digits in range(3, 9):
        found = words(check, value, digits)
        if found != words(check, check.value, digits):
            return found
    return found


def words(check: Check, value: Value, digits: int = 3) -> str:
    """A value as people write it."""
    if isinstance(value, frozenset):
        return ", ".join(sorted(_called(check, name) for name in value)) or "nothing"
    if not isinstance(value, float):
        return _called(check, str(value))
    if check.asked.kind == "share":
        return f"{100 * value:.{digits}g}{_THIN}%"
    if check.asked.kind == "count":
        return f"{value:,.0f}" if value == round(value) else f"{value:.{digits}g}"
    return f"{value:.{digits}g}".replace("-", "−")


# --- parts of them ---------------------------------------------------------------------------


def _negated(asked: Asked) -> str:
    if isinstance(asked.inside, Asked):
        return f"run {asked.arguments[0]}: {_negated(asked.inside)}"
    return " ".join([asked.quantity.negated, *_arguments(asked)])


def _counted(check: Check) -> str:
    """``at most 3 features``; ``no hidden neurons``."""
    asked, value = check.asked.innermost, check.value
    assert isinstance(value, float)
    bound = "no" if compared(check) == "none" else compared(check)
    run = "" if asked is check.asked else f"run {check.asked.arguments[0]}: "
    return f"{run}{bound} {_noun(asked, value)}"


def _noun(asked: Asked, value: float) -> str:
    quantity = asked.quantity
    noun = quantity.one if value == 1 else quantity.label
    return " ".join([noun, *_arguments(asked)])


def _by(check: Check) -> str:
    """When a bound is to be reached."""
    if check.other is not None:
        run, same = check.other.arguments[0], check.other.inside == check.asked
        than = f"than run {run}" if same else f"than {label(check.other)}"
        ways = {"<": f"earlier {than}", "<=": f"no later {than}", ">": f"later {than}",
                ">=": f"no earlier {than}"}  # fmt: skip
        return ways.get(check.operator, compared(check))
    return f"{_BY[check.operator]} epoch {words(check, check.value)}"


def _arguments(asked: Asked) -> list[str]:
    if asked.quantity.name == "output" and asked.arguments:
        return [f"({', '.join(asked.arguments)})"]
    called = {"layer": _layer, "course": _course, "link": _link, "tab": str.capitalize,
              "part": _part}  # fmt: skip
    return [
        called.get(kind, str)(text)
        for kind, text in zip(asked.quantity.arguments, asked.arguments, strict=True)
    ]


def _part(text: str) -> str:
    return f"an {text}" if text[0] in "aeiou" else f"a {text}"


def _layer(text: str) -> str:
    return f"Hidden {text[1:]}"


def _course(text: str) -> str:
    return {"train_loss": "training loss"}.get(text, text.replace("_", " "))


def _link(text: str) -> str:
    source, _, target = (part.strip() for part in text.replace("→", "->").partition("->"))
    return f"{_unit(source)} → {_unit(target)}"


def _unit(name: str) -> str:
    if name[:1] == "L" and name[1:2].isdigit():
        return name[1:]
    return name if name == "bias" or name.startswith("out") else feature_label(name)


def _called(check: Check, name: str) -> str:
    """What people call a name: a feature's or a control's label, or that of a registry."""
    quantity = check.asked.innermost.quantity
    if quantity.name == "features":
        return feature_label(name)
    return in_sentence(quantity.choices().get(name, name))
