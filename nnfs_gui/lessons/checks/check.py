"""`parse_check`: a line of a check as a value; unknown names are told with the nearest one."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from typing import Literal, cast

import numpy as np

from ..errors import unknown
from ..names import TABS
from ..situation import Situation
from .course import COURSE, PARTS, course_of, course_quantities, deed_quantities
from .experiment import experiment_quantities, normal_feature
from .moment import OUTPUT_AT, moment_quantities, number
from .quantity import Quantity, Value

Operator = Literal["", "<", "<=", ">", ">=", "==", "!=", "within"]
LONGEST = 200
_CHECK = re.compile(
    r"(?P<negated>not\s+)?(?P<name>[a-z_]+)"
    r"(?:\((?P<arguments>[^()]*(?:\([^()]*\)[^()]*)*)\))?"
    r"(?:\s*(?P<operator><=|>=|==|!=|<|>|\bwithin\b)\s*(?P<value>kept\(.+\)|[^<>=]+))?"
)
_NUMBER = re.compile(r"[-−]?\d+(?:\.\d+)?(?:e[-−]?\d+)?\s*%?")
_LAYER = re.compile(r"L\d{1,2}")
_LINK = re.compile(r"[^<>=]{1,100}\s*(?:->|→)\s*[A-Za-z][\w.]{0,15}")
_RUN = re.compile(r"[A-F]")

QUANTITIES: dict[str, Quantity] = {
    quantity.name: quantity
    for source in (experiment_quantities, moment_quantities, course_quantities, deed_quantities)
    for quantity in source()
}
"""All by name; `first_epoch` and `kept` are added below, since they hold checks themselves."""


class CheckError(ValueError):
    """A check that cannot be read, in one sentence."""


@dataclass(frozen=True)
class Asked:
    """A quantity with its arguments."""

    quantity: Quantity
    arguments: tuple[str, ...] = ()
    inside: Asked | Check | None = None
    """The quantity of a pinned run, or the check of a first epoch."""

    def value(self, situation: Situation) -> Value:
        """What it is in a situation; NaN where there is none."""
        name, inside = self.quantity.name, self.inside
        if name == "kept" and isinstance(inside, Asked):
            run = situation.kept.get(self.arguments[0])
            if run is None:
                return False if inside.quantity.kind == "flag" else math.nan
            return inside.value(run)
        if name == "first_epoch" and isinstance(inside, Check):
            return _first_epoch(situation, inside)
        return self.quantity.read(situation, self.arguments)

    @property
    def innermost(self) -> Asked:
        """What is asked of a kept run; else itself."""
        return self.inside if isinstance(self.inside, Asked) else self

    @property
    def kind(self) -> str:
        """The kind of its value."""
        if self.quantity.name == "kept" and isinstance(self.inside, Asked):
            return self.inside.kind
        return self.quantity.kind


@dataclass(frozen=True)
class Check:
    """One line: what is asked, how it is compared, and with what."""

    text: str
    asked: Asked
    operator: Operator = ""
    value: Value = True
    negated: bool = False
    other: Asked | None = None
    """The number of a kept run that it is compared with, instead of the value."""

    def resolved(self, situation: Situation) -> Check:
        """With the number of the kept run as its value."""
        if self.other is None:
            return self
        return replace(self, value=self.other.value(situation), other=None)

    @property
    def asks(self) -> tuple[Asked, ...]:
        """All that is looked up."""
        return (self.asked,) if self.other is None else (self.asked, self.other)


def parse_check(text: str) -> Check:
    """The check that a line means; CheckError if it means none."""
    text = text.strip()
    found = _CHECK.fullmatch(text) if len(text) <= LONGEST else None
    if found is None:
        raise CheckError(f"'{text[:60]}' is no check, such as test_accuracy >= 95 %")
    asked = _asked(found["name"], found["arguments"])
    operator = cast(Operator, found["operator"] or "")
    negated = bool(found["negated"])
    if asked.kind == "flag":
        if operator:
            raise CheckError(f"'{found['name']}' is a yes-or-no: write it alone, or after 'not'")
        return Check(text, asked, "", not negated, negated)
    if not operator:
        raise CheckError(f"'{found['name']}' is a {_A[asked.kind]}: compare it with one")
    if negated:
        raise CheckError("'not' goes with a yes-or-no only; turn the operator round instead")
    value = found["value"].strip()
    if value.startswith("kept("):
        return Check(text, asked, operator, math.nan, other=_other(asked, operator, value))
    return Check(text, asked, operator, _value(asked, operator, value))


def parse_quantity(text: str) -> Asked:
    """A quantity without comparison, as an answer has it; CheckError if it is none."""
    found = _CHECK.fullmatch(text.strip()) if len(text) <= LONGEST else None
    if found is None or found["operator"] or found["negated"]:
        raise CheckError(f"'{text[:60]}' is no quantity, such as test_accuracy")
    asked = _asked(found["name"], found["arguments"])
    if asked.kind not in _NUMBERS:
        raise CheckError(f"'{found['name']}' is not a number")
    return asked


def _other(asked: Asked, operator: str, text: str) -> Asked:
    """The number of a kept run, to compare with."""
    if asked.kind not in _NUMBERS or operator == "within":
        raise CheckError("Only numbers are compared with those of a kept run")
    return parse_quantity(text)


_NUMBERS = ("number", "count", "share")
_A = {"number": "number", "count": "number", "share": "share", "name": "name", "names": "set"}


def _asked(name: str, arguments: str | None) -> Asked:
    if name == "output" and arguments is not None:
        return Asked(OUTPUT_AT, _arguments(OUTPUT_AT, arguments))
    quantity = QUANTITIES.get(name)
    if quantity is None:
        raise CheckError(unknown("quantity", name, QUANTITIES))
    if name == "first_epoch":
        return Asked(quantity, (), _threshold(arguments or ""))
    if name == "kept":
        run, _, rest = (arguments or "").partition(",")
        if not _RUN.fullmatch(run.strip()) or not rest.strip() or "kept(" in rest:
            raise CheckError("kept is written like kept(A, test_loss)")
        found = _CHECK.fullmatch(rest.strip())
        if found is None or found["operator"] or found["negated"]:
            raise CheckError("kept is written like kept(A, test_loss)")
        return Asked(quantity, (run.strip(),), _asked(found["name"], found["arguments"]))
    return Asked(quantity, _arguments(quantity, arguments))


def _threshold(text: str) -> Check:
    check = parse_check(text)
    bound = check.asked.quantity.name in COURSE and check.other is None
    if not bound or check.operator not in ("<", "<=", ">", ">="):
        raise CheckError(f"first_epoch takes a bound of {', '.join(COURSE)}")
    return check


def _arguments(quantity: Quantity, text: str | None) -> tuple[str, ...]:
    given = tuple(part.strip() for part in text.split(",")) if text and text.strip() else ()
    if len(given) != len(quantity.arguments):
        example = ", ".join(_EXAMPLES[kind] for kind in quantity.arguments)
        written = f"{quantity.name}({example})" if example else quantity.name
        raise CheckError(f"{quantity.name} is written {written}")
    for argument, kind in zip(given, quantity.arguments, strict=True):
        _check_argument(argument, kind)
    return given


_EXAMPLES = {"layer": "L1", "link": "x1 -> L1.1", "number": "0.01", "course": "test_loss",
             "tab": "gradients", "part": "neuron"}  # fmt: skip
_PATTERNS = {"layer": _LAYER, "link": _LINK, "number": _NUMBER}
_SETS = {"course": COURSE, "tab": TABS, "part": PARTS}


def _check_argument(argument: str, kind: str) -> None:
    pattern = _PATTERNS.get(kind)
    if pattern is not None and not pattern.fullmatch(argument):
        raise CheckError(f"'{argument[:40]}' is no {kind}, such as {_EXAMPLES[kind]}")
    if kind in _SETS and argument not in _SETS[kind]:
        raise CheckError(unknown(kind, argument, _SETS[kind]))


def _value(asked: Asked, operator: str, text: str) -> Value:
    kind, quantity = asked.kind, asked.innermost.quantity
    if kind == "names":
        words = frozenset(map(normal_feature, text.split()))
        choices = quantity.choices()
        for word in words if choices else ():
            if word not in choices:
                raise CheckError(unknown(quantity.name, word, choices))
        if operator not in ("within", "==", "!="):
            raise CheckError(f"'{quantity.name}' is a set: compare it with within, == or !=")
        return words
    if operator == "within" and kind != "name":
        raise CheckError(f"'within' is for sets, and '{quantity.name}' is a number")
    if kind == "name":
        return _name(quantity, operator, text)
    if not _NUMBER.fullmatch(text):
        raise CheckError(f"'{text[:40]}' is no number")
    return number(text)


def _name(quantity: Quantity, operator: str, text: str) -> Value:
    words = text.split() if operator == "within" else [text]
    for word in words:
        if word not in quantity.choices():
            raise CheckError(unknown(quantity.label, word, quantity.choices()))
    if operator not in ("within", "==", "!="):
        raise CheckError(f"'{quantity.name}' is a name: compare it with == or !=")
    return frozenset(words) if operator == "within" else text


def compare(value: Value, operator: Operator, wanted: Value) -> bool:
    """Whether a value is as wanted; NaN never is."""
    if operator == "within":
        values = frozenset([value]) if isinstance(value, str) else value
        return isinstance(values, frozenset) and isinstance(wanted, frozenset) and values <= wanted
    if operator in ("", "=="):
        return value == wanted
    if operator == "!=":
        return value != wanted and not (isinstance(value, float) and math.isnan(value))
    assert isinstance(value, float)
    assert isinstance(wanted, float)
    ordered = {"<": value < wanted, "<=": value <= wanted, ">": value > wanted}
    return ordered.get(operator, value >= wanted)


def _first_epoch(situation: Situation, check: Check) -> float:
    """The first epoch of the curve in which a bound holds; infinite if there is none."""
    values = course_of(situation.curve, check.asked.quantity.name)
    held = [compare(float(value), check.operator, check.value) for value in values]
    places = np.flatnonzero(held)
    return float(math.ceil(situation.curve.epoch[places[0]])) if len(places) else math.inf


def _never(_situation: Situation, _arguments: tuple[str, ...]) -> Value:
    return math.nan


QUANTITIES["first_epoch"] = Quantity("first_epoch", "first epoch with", "count", _never)
QUANTITIES["kept"] = Quantity("kept", "of run", "number", _never)
