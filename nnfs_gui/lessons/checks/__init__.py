"""Checks: ``quantity operator value``, matched by one expression and looked up in a table."""

from .check import Check, CheckError, parse_check, parse_quantity
from .verdicts import figure, first_missing, holds, measure, missing, runs_of
from .wording import in_words

__all__ = [
    "Check",
    "CheckError",
    "figure",
    "first_missing",
    "holds",
    "in_words",
    "measure",
    "missing",
    "parse_check",
    "parse_quantity",
    "runs_of",
]
