"""Formulas that learners type: parsed by hand into a small tree, never `eval`ed.

The grammar, from loosest to tightest binding::

    sum     = product { ("+" | "−") product }
    product = unary { ("*" | "/" | nothing) unary }     nothing: "2x", "3(x+1)", "x₁x₂"
    unary   = { "+" | "−" } power
    power   = atom [ ("**" | "^" | "²" …) unary ]        right-associative: 2^3^2 is 2^9
    atom    = number | name | function "(" sum { "," sum } ")" | "(" sum ")"
"""

from __future__ import annotations

import difflib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from ..model import PLANE
from .formula_tokens import FormulaError, Token, tokenize

__all__ = ["ALIASES", "FUNCTIONS", "Formula", "FormulaError", "parse"]

Array: TypeAlias = npt.NDArray[np.float64]
Function: TypeAlias = Callable[..., Array]
Node: TypeAlias = "Number | Variable | Call"

MAX_LENGTH = 200
MAX_DEPTH = 40
MAX_EXPONENT = 64
_PLACES = 101

CONSTANTS = {"pi": float(np.pi), "e": float(np.e)}
ALIASES = {"x": "x1", "y": "x2"}
"""Short names accepted where the variable they stand for exists and they do not."""


def _power(base: Array, exponent: Array) -> Array:
    if exponent.ndim == 0 and exponent == 2.0:
        return base * base  # several times faster than np.power on large grids
    return np.asarray(np.power(base, exponent))


FUNCTIONS: dict[str, tuple[int, int, Function]] = {
    "sin": (1, 1, np.sin),
    "cos": (1, 1, np.cos),
    "tan": (1, 1, np.tan),
    "tanh": (1, 1, np.tanh),
    "exp": (1, 1, np.exp),
    "log": (1, 1, np.log),
    "sqrt": (1, 1, np.sqrt),
    "abs": (1, 1, np.abs),
    "sign": (1, 1, np.sign),
    "min": (2, 2, np.minimum),
    "max": (2, 2, np.maximum),
}
"""Name → fewest arguments, most arguments, function."""


@dataclass(frozen=True, slots=True)
class Number:
    """A constant."""

    value: float

    def evaluate(self, variables: dict[str, Array]) -> Array:
        return np.asarray(self.value)


@dataclass(frozen=True, slots=True)
class Variable:
    """One of the variables of the formula."""

    name: str

    def evaluate(self, variables: dict[str, Array]) -> Array:
        return variables[self.name]


@dataclass(frozen=True, slots=True)
class Call:
    """A function or operator applied to its arguments."""

    function: Function
    arguments: tuple[Node, ...]

    def evaluate(self, variables: dict[str, Array]) -> Array:
        return self.function(*(node.evaluate(variables) for node in self.arguments))


@dataclass(frozen=True, slots=True)
class Formula:
    """A parsed formula.

    Attributes
    ----------
    text : str
        As it was typed.
    variables : tuple of str
        The variables it may use.
    root : Node
        The tree.
    """

    text: str
    variables: tuple[str, ...]
    root: Node

    def evaluate(self, **arrays: npt.ArrayLike) -> Array:
        """The value at each point, of the arrays' common shape.

        Where the formula has no value (a logarithm of a negative number, a division by zero), the
        result is NaN or infinite; what that means is the caller's choice.
        """
        values = {name: np.asarray(arrays[name], dtype=np.float64) for name in self.variables}
        shape = np.broadcast_shapes(*(value.shape for value in values.values()))
        with np.errstate(all="ignore"):
            result = self.root.evaluate(values)
        return np.array(np.broadcast_to(result, shape), dtype=np.float64)


@lru_cache(maxsize=512)
def parse(text: str, variables: tuple[str, ...]) -> Formula:
    """Parse ``text`` as a formula of ``variables``.

    Raises
    ------
    FormulaError
        With a message for people and the 0-based position in ``text`` that it is about.
    """
    if len(text) > MAX_LENGTH:
        raise FormulaError(f"a formula has at most {MAX_LENGTH} characters", MAX_LENGTH)
    parser = _Parser(tokenize(text), variables)
    return Formula(text, variables, parser.formula())


@lru_cache(maxsize=512)
def parse_defined(text: str, variables: tuple[str, ...]) -> Formula:
    """As `parse`, and refuses a formula without a value at any place: ``1/0*x1``."""
    formula = parse(text, variables)
    if not _has_a_value(formula):
        raise FormulaError("the formula has no value anywhere in the plane", 0)
    return formula


def _has_a_value(formula: Formula) -> bool:
    """Whether it is a number at any of many places, unlike ``1/0*x1`` and ``log(-1)``."""
    axis = np.linspace(-PLANE, PLANE, _PLACES)
    grid = np.meshgrid(*[axis] * len(formula.variables), indexing="ij")
    values = formula.evaluate(**dict(zip(formula.variables, grid, strict=True)))
    return bool(np.isfinite(values).any())


class _Parser:
    """Recursive descent over the tokens of one formula."""

    def __init__(self, tokens: list[Token], variables: tuple[str, ...]) -> None:
        self._tokens, self._variables = tokens, variables
        self._at = 0
        self._depth = 0

    def formula(self) -> Node:
        if self._next.kind == "end":
            raise FormulaError("the formula is empty", self._next.position)
        node = self._sum()
        last = self._next
        if last.kind != "end":
            raise FormulaError(self._unexpected(last), last.position)
        return node

    @property
    def _next(self) -> Token:
        return self._tokens[self._at]

    def _take(self) -> Token:
        token = self._next
        self._at += 1
        return token

    def _sum(self) -> Node:
        self._enter()
        node = self._product()
        while self._next.text in ("+", "-"):
            function: Function = np.add if self._take().text == "+" else np.subtract
            node = Call(function, (node, self._product()))
        self._depth -= 1
        return node

    def _product(self) -> Node:
        node = self._unary()
        while True:
            if self._next.text in ("*", "/"):
                function: Function = np.multiply if self._take().text == "*" else np.divide
                node = Call(function, (node, self._unary()))
            elif self._next.kind == "name" or self._next.text == "(":
                node = Call(np.multiply, (node, self._power()))
            else:
                return node

    def _unary(self) -> Node:
        if self._next.text not in ("+", "-"):
            return self._power()
        self._enter()
        sign = self._take().text
        node = self._unary()
        self._depth -= 1
        return Call(np.negative, (node,)) if sign == "-" else node

    def _power(self) -> Node:
        base = self._atom()
        if self._next.text != "**":
            return base
        self._enter()
        position = self._take().position
        exponent = self._unary()
        self._depth -= 1
        if isinstance(exponent, Number) and abs(exponent.value) > MAX_EXPONENT:
            raise FormulaError(f"exponents go up to {MAX_EXPONENT}", position)
        return Call(_power, (base, exponent))

    def _atom(self) -> Node:
        token = self._take()
        if token.kind == "number":
            return Number(token.value)
        if token.kind == "name":
            return self._name(token)
        if token.text == "(":
            node = self._sum()
            self._close(token)
            return node
        raise FormulaError(self._unexpected(token), token.position)

    def _name(self, token: Token) -> Node:
        name = token.text
        if name in FUNCTIONS:
            return self._call(token)
        if name in self._variables:
            return Variable(name)
        if ALIASES.get(name) in self._variables:
            return Variable(ALIASES[name])
        if name in CONSTANTS:
            return Number(CONSTANTS[name])
        if "x" in self._variables and name == "x1":
            return Variable("x")
        raise FormulaError(self._unknown(name), token.position)

    def _call(self, token: Token) -> Node:
        if self._next.text != "(":
            raise FormulaError(f"{token.text} needs parentheses: {token.text}(…)", token.position)
        opening = self._take()
        arguments = [self._sum()]
        while self._next.text == ",":
            self._take()
            arguments.append(self._sum())
        self._close(opening)
        fewest, most, function = FUNCTIONS[token.text]
        if not fewest <= len(arguments) <= most:
            expected = "one value" if most == 1 else "two values"
            message = f"{token.text} takes {expected}, got {len(arguments)}"
            raise FormulaError(message, token.position)
        return Call(function, tuple(arguments))

    def _close(self, opening: Token) -> None:
        if self._next.text == ")":
            self._take()
        elif self._next.kind == "end":
            raise FormulaError("this parenthesis is never closed", opening.position)
        else:
            raise FormulaError(self._unexpected(self._next), self._next.position)

    def _enter(self) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            message = f"the formula is nested more than {MAX_DEPTH} deep"
            raise FormulaError(message, self._next.position)

    def _unexpected(self, token: Token) -> str:
        if token.kind == "end":
            return "the formula ends too early: a number, a name or a parenthesis is missing"
        if token.text == ",":
            return "a comma only separates the values of a function; decimals take a point: 0.5"
        if token.text == ")":
            return "this parenthesis was never opened"
        shown = "^" if token.text == "**" else token.text  # which the tokenizer made of it
        return f"'{shown}' cannot stand here"

    def _unknown(self, name: str) -> str:
        known = [*self._variables, *FUNCTIONS, *CONSTANTS]
        if name in ("ln", "log10"):
            return f"unknown name '{name}' (did you mean 'log'?)"
        close = difflib.get_close_matches(name.lower(), known, n=1, cutoff=0.5)
        if not close:
            return f"unknown name '{name}'; there are {', '.join(known)}"
        return f"unknown name '{name}' (did you mean '{close[0]}'?)"
