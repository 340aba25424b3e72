"""Numbers as people read and write them: thin spaces, true minus signs, fractions, both commas."""

from __future__ import annotations

import math

MINUS = "\u2212"
THIN_SPACE = "\u2009"
NO_NUMBER = "–"
"""Shown for NaN, where there is nothing to tell."""
_SPACES = (" ", "\u00a0", "\u202f", THIN_SPACE, "_", "'", "’")


def format_number(value: float, digits: int = 3) -> str:
    """``value`` to ``digits`` significant digits, with a true minus and grouped thousands.

    Trailing zeros stay, so that a changing figure keeps its width: 0.5 gives ``0.500``.  Numbers
    below 1e-4 or from 1e7 on are written with an exponent, NaN as ``–`` and infinity as ``∞``.
    """
    value = float(value)
    if math.isnan(value):
        return NO_NUMBER
    if math.isinf(value):
        return f"{MINUS}∞" if value < 0 else "∞"
    if value == 0:
        return "0"
    text = f"{value:.{digits - 1}e}"
    mantissa, exponent = text.split("e")
    if not -4 <= int(exponent) < 7:
        return _minus(f"{mantissa}e{int(exponent)}")
    decimals = max(0, digits - 1 - int(exponent))
    return _minus(f"{value:,.{decimals}f}".replace(",", THIN_SPACE))


def format_count(n: int) -> str:
    """A whole number with thin spaces between thousands: ``1 284``."""
    return _minus(f"{int(n):,}".replace(",", THIN_SPACE))


def format_exact(value: float) -> str:
    """The shortest text that reads back as exactly ``value``: 0.012 gives ``0.012``."""
    value = float(value)
    if not math.isfinite(value):
        return format_number(value)
    text = repr(value)
    if "e-" in text and value and abs(value) >= 1e-6:
        mantissa, exponent = text.split("e")
        decimals = len(mantissa.partition(".")[2]) - int(exponent)
        text = f"{value:.{decimals}f}"
    return _minus(text.removesuffix(".0").replace("e-0", "e-").replace("e+", "e"))


def format_percent(share: float, digits: int = 0) -> str:
    """A share of 1 as a percentage: 0.12 gives ``12 %``."""
    if math.isnan(share):
        return NO_NUMBER
    return _minus(f"{100 * share:.{digits}f}") + f"{THIN_SPACE}%"


def parse_number(text: str) -> float:
    """The number a person typed: ``0.03``, ``0,03``, ``1/2``, ``1e-3``, ``−4``, ``12 %``.

    Raises
    ------
    ValueError
        If it is no finite number, in a sentence for people.
    """
    cleaned = text.strip().replace(MINUS, "-")
    for space in _SPACES:
        cleaned = cleaned.replace(space, "")
    if not cleaned:
        raise ValueError("a number is missing: write one such as 0.03, 1/2 or 1e-3")
    percent = cleaned.endswith("%")
    parts = cleaned.removesuffix("%").split("/")
    try:
        numerator, *denominators = [float(_point(part)) for part in parts]
        if len(denominators) > 1:
            raise ValueError("more than one fraction bar")
        value = numerator / denominators[0] if denominators else numerator
    except ZeroDivisionError:
        raise ValueError(f"“{text.strip()}” divides by zero") from None
    except ValueError:
        raise ValueError(
            f"“{text.strip()}” is not a number: write one such as 0.03, 1/2 or 1e-3"
        ) from None
    if not math.isfinite(value):
        raise ValueError(f"“{text.strip()}” is not a finite number")
    return value / 100 if percent else value


def _point(text: str) -> str:
    """Text with a decimal point: the last separator is the decimal one if both kinds occur."""
    if "," in text and "." in text:
        grouping = "," if text.rfind(",") < text.rfind(".") else "."
        text = text.replace(grouping, "")
    return text.replace(",", ".")


def _minus(text: str) -> str:
    return text.replace("-", MINUS)
