"""The source of functions, with all that they call, freed of what only this project needs."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable
from types import FunctionType, ModuleType

from ..errors import ExportError


def source_of(*functions: Callable[..., object]) -> str:
    """Source of functions and of the functions and constants that they use, in a running order.

    Raises
    ------
    ExportError
        If one uses what is neither a function, a number nor NumPy.
    """
    parts: dict[str, str] = {}
    for function in functions:
        _collect(function, parts)
    constants = [text for text in parts.values() if not text.startswith("def ")]
    definitions = [text for text in parts.values() if text.startswith("def ")]
    return "\n\n\n".join((["\n".join(constants)] if constants else []) + definitions)


def _collect(function: Callable[..., object], parts: dict[str, str]) -> None:
    if not isinstance(function, FunctionType):
        raise ExportError(f"{getattr(function, '__name__', function)} has no source to write.")
    if function.__name__ in parts:
        return
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    except (OSError, TypeError) as error:
        raise ExportError(f"The source of {function.__name__} is not at hand.") from error
    assert isinstance(tree, ast.FunctionDef)
    _plain(tree)
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    for name in sorted(used & function.__globals__.keys()):
        value = function.__globals__[name]
        if isinstance(value, int | float):
            parts[name] = f"{name} = {value!r}"
        elif isinstance(value, FunctionType):
            _collect(value, parts)
        elif not (isinstance(value, ModuleType) and value.__name__ == "numpy"):
            raise ExportError(f"{function.__name__} uses {name}, which cannot be written.")
    parts[function.__name__] = ast.unparse(tree)


class _Untyped(ast.NodeTransformer):
    """Takes types away: of arguments, results and assignments."""

    def visit_arg(self, node: ast.arg) -> ast.arg:
        node.annotation = None
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.stmt | None:
        if node.value is None:
            return None
        return ast.copy_location(ast.Assign([node.target], node.value), node)


def _plain(tree: ast.FunctionDef) -> None:
    """Take away decorators and types, and all of the docstring but its first line."""
    tree.decorator_list, tree.returns = [], None
    _Untyped().visit(tree)
    about = ast.get_docstring(tree)
    if about is not None:
        tree.body[0] = ast.Expr(ast.Constant(about.splitlines()[0]))
    ast.fix_missing_locations(tree)
