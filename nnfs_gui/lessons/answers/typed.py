"""Reading numbers as people write them."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

LONGEST = 60
_MINUS = str.maketrans({"−": "-", "–": "-", "⁄": "/", "⋅": "·", "×": "·", "*": "·"})
_SPACES = re.compile(r"[\s\u2009\u202f]+")
_PLAIN = r"(?:\d+(?:[.,]\d*)?|[.,]\d+)"
_NUMBER = re.compile(rf"([+-]?{_PLAIN})(?:(?:e|·10\^)([+-]?\d{{1,3}}))?")
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")
_MANY = re.compile(r"[+-]?\d{1,3}(?:[.,]\d{3}){2,}")
_TOO_LARGE = "That number is too large to be read."
_ENDS = re.compile(r"\.\.\.|…|\bto\b|\band\b|;|,\s|(?<=[\d%])\s*[–-]\s*(?=[\d.,])")


class Unreadable(ValueError):
    """A text that is no number, in one sentence that helps."""


class AskBack(ValueError):
    """A text that may mean two numbers; never marked.

    Attributes
    ----------
    choices : tuple of str
        What it may mean, as the learner would write it.
    """

    def __init__(self, message: str, choices: tuple[str, ...]) -> None:
        super().__init__(message)
        self.choices = choices


@dataclass(frozen=True)
class Typed:
    """A number that was typed.

    Attributes
    ----------
    value : float
        With a percent sign already divided by 100.
    percent : bool
        Whether there was one.
    """

    value: float
    percent: bool = False


def read_number(text: str) -> Typed:
    """The number in a text: ``0.75``, ``0,75``, ``3/4``, ``75 %``, ``1.2e-3``, ``−2``, ``z = 2``.

    Raises
    ------
    Unreadable, AskBack
    """
    if len(text) > LONGEST:
        raise Unreadable("That is too long for a number.")
    plain = text.rpartition("=")[2].translate(_MINUS).strip().rstrip("°").lower()
    percent = plain.endswith("%")
    plain = _SPACES.sub("", plain.rstrip("%"))
    if not plain:
        raise Unreadable("Type a number, such as 0.75 or 3/4.")
    over, slash, under = plain.partition("/")
    value = _one(over, text)
    if slash:
        divisor = _one(under, text)
        if divisor == 0.0:
            raise Unreadable("Nothing can be divided by 0.")
        value /= divisor
    if not math.isfinite(value):
        raise Unreadable(_TOO_LARGE)
    return Typed(value / 100.0 if percent else value, percent)


def _one(plain: str, text: str) -> float:
    if _THOUSANDS.fullmatch(plain):
        decimal, whole = plain.replace(",", "."), plain.replace(",", "")
        raise AskBack(f"{text.strip()}: did you mean {decimal} or {whole}?", (decimal, whole))
    if _MANY.fullmatch(plain):
        raise Unreadable("Write large numbers without points or commas, as 1234567.")
    found = _NUMBER.fullmatch(plain)
    if found is None:
        raise Unreadable(f"'{text.strip()[:30]}' is no number. Write it like 0.75, 3/4 or 1.2e-3.")
    value = float(f"{found[1].replace(',', '.')}e{found[2] or 0}")
    if not math.isfinite(value):
        raise Unreadable(_TOO_LARGE)
    return value


def read_interval(text: str) -> tuple[Typed, Typed]:
    """The two ends in a text: ``0.1 to 0.3``, ``0.1 … 0.3``, ``[0.1; 0.3]``, ``0.1, 0.3``.

    Raises
    ------
    Unreadable, AskBack
    """
    plain = text.strip().removeprefix("between").strip(" []()")
    ends = [part for part in _ENDS.split(plain) if part.strip()]
    if len(text) > 2 * LONGEST or len(ends) != 2:
        raise Unreadable("Type both ends, as 0.1 to 0.3.")
    return read_number(ends[0]), read_number(ends[1])
