"""Measured numbers in a lesson: ``{{test_accuracy of setup, 20 seeds = 50 % [31 … 62]}}``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from .checks import Check, CheckError, parse_check, parse_quantity
from .checks.check import Asked
from .model import Span

NOT_YET = "(not measured yet)"
MOST_SEEDS = 20
_THIN = "\u2009"
_MEASURED = re.compile(
    r"\{\{\s*(?P<asked>[^{}]{1,200}?)"
    r"(?:\s+of\s+(?P<where>setup|solution|step \d{1,2}|\"[^\"{}]{1,80}\"))?"
    r"(?:\s+after\s+(?P<count>\d{1,5})\s+(?P<unit>epoch|step)s?)?"
    r"\s*,\s*(?P<seeds>\d{1,3})\s+seeds\s*(?:=\s*(?P<result>[^{}]{1,80}?)\s*)?\}\}"
)
_ANY = re.compile(r"\{\{.{0,300}?(?:\}\}|$)", re.MULTILINE)
_FIGURE = re.compile(r"[-−]?\d[\d,]*(?:\.\d+)?(?:e[-−]?\d+)?")


@dataclass(frozen=True)
class Measured:
    """A number that is measured.

    Attributes
    ----------
    text : str
        As it stands in the lesson, with its braces.
    question : str
        The quantity or the check as it is written.
    asked : Asked or Check
        A quantity, whose median is written; or a check, of which is written how often it held.
    where : str
        ``setup``, ``solution``, ``step 2``, or the label of a case in quotation marks.
    span : Span or None
        Training from the step's start; None for the play of its prediction.
    seeds : int
    result : str
        "" if it was not measured yet.
    """

    text: str
    question: str
    asked: Asked | Check
    where: str
    span: Span | None
    seeds: int
    result: str = ""

    def filled(self, result: str) -> str:
        """The text with a result."""
        head = self.text[2:-2].partition(" = ")[0] if self.result else self.text[2:-2]
        return f"{{{{{head.strip()} = {result}}}}}"


def measured_in(markdown: str) -> Iterator[tuple[int, Measured]]:
    """The measured numbers in a text, each with its line in the text, from 0.

    Raises
    ------
    CheckError
        If one is not written as it has to be.
    """
    for found in _ANY.finditer(markdown):
        yield markdown.count("\n", 0, found.start()), _parsed(found[0])


def _parsed(text: str) -> Measured:
    found = _MEASURED.fullmatch(text)
    if found is None:
        example = "{{test_accuracy of setup after 50 epochs, 20 seeds}}"
        raise CheckError(f"'{text[:60]}' is no measured number, such as {example}")
    seeds = int(found["seeds"])
    if not 1 <= seeds <= MOST_SEEDS:
        raise CheckError(f"a number is measured over 1 to {MOST_SEEDS} seeds")
    span = None
    if found["count"]:
        span = Span(int(found["count"]), "steps" if found["unit"] == "step" else "epochs")
    asked = found["asked"].strip()
    if "kept(" in asked:
        raise CheckError("a measured number has no kept runs to ask about")
    return Measured(
        text,
        asked,
        parse_check(asked) if _is_check(asked) else parse_quantity(asked),
        found["where"] or "setup",
        span,
        seeds,
        found["result"] or "",
    )


def _is_check(text: str) -> bool:
    outside = re.sub(r"\(.*\)", "", text)
    words = ("diverged", "predicted", "rewound", "same_start", "stopped")
    is_flag = outside.removeprefix("not ").strip() in words
    return is_flag or bool(re.search(r"[<>=]|\bwithin\b", outside))


def shown(markdown: str) -> str:
    """The text as learners read it: of each measured number only its result."""

    def result(found: re.Match[str]) -> str:
        whole = _MEASURED.fullmatch(found[0])
        return (whole["result"] or NOT_YET) if whole else NOT_YET

    return _ANY.sub(result, markdown)


def written(measured: Measured, values: Sequence[float]) -> str:
    """How the values of all seeds are written: median [least … most], or 17 of 20."""
    if isinstance(measured.asked, Check):
        return f"{sum(value > 0 for value in values)} of {len(values)}"
    is_share = measured.asked.kind == "share"
    finite = np.array([value for value in values if np.isfinite(value)])
    if not len(finite):
        return "infinite"
    numbers = [float(np.median(finite)), float(finite.min()), float(finite.max())]
    middle, least, most = (_figure(value, is_share) for value in numbers)
    unit = f"{_THIN}%" if is_share else ""
    if least == most:
        return f"{middle}{unit}"
    return f"{middle}{unit} [{least} … {most}]"


def _figure(value: float, is_share: bool) -> str:
    if is_share:
        percent = 100.0 * value
        whole = abs(percent - round(percent)) < 0.05 or 1 < percent < 98
        return f"{percent:.0f}" if whole else f"{percent:.1f}"
    if value == round(value) and abs(value) < 1e6:
        return f"{value:,.0f}".replace("-", "−")
    rounded = float(f"{value:.2g}")
    plain = 1e-6 <= abs(rounded) < 1e6
    text = np.format_float_positional(rounded, trim="-") if plain else f"{rounded:.2g}"
    return text.replace("-", "−")


def agrees(measured: Measured, result: str) -> bool:
    """Whether what the lesson says is still what is measured, within the noise of machines.

    Counts may differ by 2, shares by 3 points in the median and 10 at the ends, other numbers by a
    tenth in the median and a third at the ends.
    """
    said, found = (_figures(text) for text in (measured.result, result))
    if isinstance(measured.asked, Check):
        return len(said) == 2 and abs(said[0] - found[0]) <= 2
    if not said or not found:
        return measured.result == result
    is_share = measured.asked.kind == "share"
    said, found = (tuple((*figures, figures[0], figures[0])[:3]) for figures in (said, found))
    for place, (one, other) in enumerate(zip(said, found, strict=True)):
        slack = (10.0 if place else 3.0) if is_share else abs(other) * (0.34 if place else 0.1)
        if abs(one - other) > slack + 1e-9:
            return False
    return True


def _figures(text: str) -> tuple[float, ...]:
    plain = (found.replace("−", "-").replace(",", "") for found in _FIGURE.findall(text))
    return tuple(float(figure) for figure in plain)
