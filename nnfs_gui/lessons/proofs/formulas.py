"""Formulas in the text: each can be set."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator

from ..model import Lesson, Step
from .finding import Finding
from .measuring import texts_of

_FORMULA = re.compile(r"\$\$(?P<display>.{1,500}?)\$\$|\$(?P<inline>[^$\n]{1,300})\$", re.DOTALL)
_LITERAL = re.compile(r"(`+)[^`]+\1|\{\{.*?\}\}", re.DOTALL)
"""Code, and what is measured."""
_PRODUCT = re.compile(r"[\w)]\*[\w(]")


def formulas_in(step: Step) -> Iterator[tuple[int, str]]:
    """The line and the LaTeX of each formula."""
    for line, markdown in texts_of(step):
        for found in _FORMULA.finditer(markdown):
            place = line + markdown.count("\n", 0, found.start())
            yield place, (found["display"] or found["inline"]).strip()


def prove_stars(step: Step) -> Iterator[Finding]:
    """Findings about products that Markdown takes for emphasis, and shows without their stars."""
    message = "a star between letters may vanish: write products between `backticks`"
    for line, markdown in texts_of(step):
        plain = _FORMULA.sub(_lines, _LITERAL.sub(_lines, markdown))
        for nth, text in enumerate(plain.split("\n")):
            if _PRODUCT.search(text):
                yield Finding(line + nth, message)


def _lines(found: re.Match[str]) -> str:
    """The line ends of what was found."""
    return "\n" * found[0].count("\n")


def prove_formulas(lesson: Lesson) -> Iterator[Finding]:
    """Findings about formulas; some ten milliseconds for each."""
    known: dict[str, bool] = {}
    for step in lesson.steps:
        for line, latex in formulas_in(step):
            if latex not in known:
                known[latex] = _can_be_set(latex)
            if not known[latex]:
                yield Finding(line, f"the formula ${latex[:60]}$ cannot be set")


def _can_be_set(latex: str) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # its way to its own font files
        from ziamath.zmath import Latex
    try:
        made = Latex(latex)
        made.svg()
    except Exception:  # noqa: BLE001 -- ziamath and latex2mathml raise all kinds for bad LaTeX
        return False
    return "\\" not in "".join(made.mathml.itertext())  # an unknown command is set as its name
