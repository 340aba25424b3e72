"""The words of a formula, with mathematical signs as people type and paste them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_SIGNS = {"×": "*", "·": "*", "⋅": "*", "∙": "*", "÷": "/", "−": "-", "–": "-", "^": "**"}
_TOKEN = re.compile(
    r"""(?P<space>\s+)
      | (?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+(?![A-Za-z_]))?)
      | (?P<name>[A-Za-z_][A-Za-z_0-9]*[₀-₉]*|π|√)
      | (?P<superscript>⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)
      | (?P<sign>\*\*|[-+*/^(),×·⋅∙÷−–])
    """,
    re.VERBOSE,
)


class FormulaError(ValueError):
    """A formula that cannot be understood.

    Attributes
    ----------
    message : str
        For people; without the position.
    position : int
        0-based, in the text as it was typed.
    """

    def __init__(self, message: str, position: int) -> None:
        super().__init__(message)
        self.message, self.position = message, position


@dataclass(frozen=True, slots=True)
class Token:
    """One word: a number, a name, a sign, or the end of the formula."""

    kind: Literal["number", "name", "sign", "end"]
    text: str
    position: int
    value: float = 0.0


def tokenize(text: str) -> list[Token]:
    """The tokens of ``text``, an end token last; raises FormulaError at a strange character."""
    tokens: list[Token] = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise FormulaError(f"'{text[position]}' cannot stand in a formula", position)
        if match.lastgroup != "space":
            tokens += _tokens(str(match.lastgroup), match.group(), position)
        position = match.end()
    return [*tokens, Token("end", "", len(text))]


def _tokens(group: str, word: str, position: int) -> list[Token]:
    if group == "number":
        return [_number(word, position)]
    if group == "name":
        name = {"π": "pi", "√": "sqrt"}.get(word, word.translate(_SUBSCRIPTS))
        return [Token("name", name, position)]
    if group == "superscript":
        digits = word.translate(_SUPERSCRIPTS)
        tokens = [Token("sign", "**", position)]
        if digits.startswith("-"):
            tokens.append(Token("sign", "-", position))
        return [*tokens, _number(digits.lstrip("-"), position)]
    return [Token("sign", _SIGNS.get(word, word), position)]


def _number(word: str, position: int) -> Token:
    value = float(word)
    if value > 1e100:
        raise FormulaError("this number is too large", position)
    return Token("number", word, position, value)
