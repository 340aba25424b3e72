"""Formulas that learners typed, as NumPy."""

from __future__ import annotations

from nnfs_gui.experiment.data import formulas
from nnfs_gui.experiment.data.formulas import Call, Node, Number, Variable

_OPERATORS = {"add": "+", "subtract": "-", "multiply": "*", "divide": "/"}
_SAFE = frozenset(("add", "subtract", "multiply", "negative", "positive", "sin", "cos", "tanh"))


def numpy_text(text: str, variables: tuple[str, ...], names: dict[str, str] | None = None) -> str:
    """A formula as an expression; its variables may get other ``names``."""
    return _text(formulas.parse(text, variables).root, names or {})


def is_always_defined(text: str, variables: tuple[str, ...]) -> bool:
    """Whether the formula surely has a finite value at each point of the plane."""
    return _is_safe(formulas.parse(text, variables).root)


def is_constant(text: str, variables: tuple[str, ...]) -> bool:
    """Whether no variable is in the formula."""
    return not _has_variable(formulas.parse(text, variables).root)


def _text(node: Node, names: dict[str, str]) -> str:
    match node:
        case Number(value=value):
            return repr(float(value))
        case Variable(name=name):
            return names.get(name, name)
        case Call(function=function, arguments=arguments):
            words = [_text(argument, names) for argument in arguments]
            name = function.__name__
            if name == "_power":
                return _power(words, arguments)
            if name in _OPERATORS:
                return f"({words[0]} {_OPERATORS[name]} {words[1]})"
            return f"np.{name}({', '.join(words)})"


def _power(words: list[str], arguments: tuple[Node, ...]) -> str:
    exponent = arguments[1]
    if isinstance(exponent, Number) and exponent.value == 2.0:
        return f"np.square({words[0]})"
    return f"np.power({words[0]}, {words[1]})"


def _is_safe(node: Node) -> bool:
    if not isinstance(node, Call):
        return True
    name = node.function.__name__
    is_square = name == "_power" and node.arguments[1] == Number(2.0)
    return (name in _SAFE or is_square) and all(map(_is_safe, node.arguments))


def _has_variable(node: Node) -> bool:
    if isinstance(node, Call):
        return any(map(_has_variable, node.arguments))
    return isinstance(node, Variable)
