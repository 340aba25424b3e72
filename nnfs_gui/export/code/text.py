"""Numbers and pieces of Python as text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

WIDTH = 99
MAX_LINES = 40
"""Of a block of numbers; more numbers make longer lines."""


def section(title: str) -> str:
    """A comment that parts the program."""
    return f"# --- {title} {'-' * max(3, WIDTH - 7 - len(title))}"


def numbers(name: str, values: npt.NDArray[np.float64], columns: int | None = None) -> str:
    """An assignment of numbers, exact to the bit, as rows of ``columns`` if given."""
    words = [repr(float(value)) for value in values.ravel()]
    shape = "" if columns is None else f".reshape(-1, {columns})"
    if len(", ".join(words)) < WIDTH - len(name) - 30:
        return f"{name} = np.array([{', '.join(words)}]){shape}"
    lines = "\n".join(_filled(words))
    return f'{name} = np.array("""\n{lines}\n""".split(), dtype=float){shape}'


def whole_numbers(values: Sequence[int]) -> str:
    """A list of whole numbers, on one line."""
    return f"[{', '.join(map(str, values))}]"


def comment(text: str) -> str:
    """A text that may hold anything, as a docstring's line."""
    return re.sub(r'[\\"]', "'", " ".join(text.split()))[:80]


def joined(parts: Iterable[str]) -> str:
    """Paragraphs with one empty line between them, and nowhere more than one."""
    whole = "\n\n".join(part.strip("\n") for part in parts if part)
    whole = re.sub(r"(# --- [^\n]*\n)\n+", r"\1", whole)
    return re.sub(r"\n{3,}", "\n\n", whole) + "\n"


def _filled(words: list[str]) -> list[str]:
    """The words on lines as wide as a page, or wider if they would be too many."""
    whole = sum(len(word) + 1 for word in words)
    width = max(WIDTH, whole // (MAX_LINES - 5))
    lines, line, length = [], list[str](), 0
    for word in words:
        if line and length + len(word) > width:
            lines.append(" ".join(line))
            line, length = [], 0
        line.append(word)
        length += len(word) + 1
    return [*lines, " ".join(line)]
