"""The engine's own lines that do the work of a phase, read from the installed source; no Qt."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

Function = Callable[..., object]


@dataclass(frozen=True)
class Work:
    """A function of the engine, its statement that is at work, and the value that it gives.

    ``statement`` is how the statement begins, or a part of it; empty for the last one.
    """

    function: Function
    statement: str
    value: str


@dataclass(frozen=True)
class CodeLine:
    """A line of source, and what it gives if it is at work."""

    text: str
    marked: bool = False
    value: str = ""


@dataclass(frozen=True)
class Excerpt:
    """A function without its docstring: the file, its name for people, and where it stands."""

    file: Path
    name: str
    first: int
    """Line number of the marked statement in the file."""
    last: int
    lines: tuple[CodeLine, ...]


def excerpt(work: Work) -> Excerpt | None:
    """The source of a function with its working lines marked; None if there is no source."""
    found = _function_source(work.function)
    if found is None:
        return None
    file, start, lines, body = found
    node = _statement(lines, body, work.statement)
    docstring = _docstring_lines(body)
    shown: list[CodeLine] = []
    for number, text in enumerate(lines, start=1):
        if number in docstring or (not shown and not text.lstrip().startswith("def ")):
            continue  # decorators, too
        marked = node.lineno <= number <= (node.end_lineno or node.lineno)
        value = work.value if number == (node.end_lineno or node.lineno) else ""
        shown.append(CodeLine(text, marked, value if marked else ""))
    offset = start - 1
    last = (node.end_lineno or node.lineno) + offset
    return Excerpt(file, _name(work.function), node.lineno + offset, last, tuple(shown))


def work_of(kind: type, name: str, value: str, statement: str = "") -> Work:
    """A method of a class of the engine at work."""
    return Work(getattr(kind, name), statement, value)


@lru_cache(maxsize=128)
def _function_source(
    function: Function,
) -> tuple[Path, int, tuple[str, ...], tuple[ast.stmt, ...]] | None:
    plain = inspect.unwrap(function)
    try:
        lines, start = inspect.getsourcelines(plain)
        file = Path(inspect.getsourcefile(plain) or "")
    except (OSError, TypeError):
        return None  # a packed program may come without its sources
    text = textwrap.dedent("".join(lines))
    definition = ast.parse(text).body[0]
    assert isinstance(definition, ast.FunctionDef)
    return file, start, tuple(text.splitlines()), tuple(definition.body)


def _statement(lines: tuple[str, ...], body: tuple[ast.stmt, ...], words: str) -> ast.stmt:
    """The statement that holds some words, the innermost if there are several, or the last."""
    if words:
        for node in _inner(body):
            text = "\n".join(lines[node.lineno - 1 : node.end_lineno])
            if words in text:
                return node
    return _maker(body, body[-1])


def _maker(body: tuple[ast.stmt, ...], last: ast.stmt) -> ast.stmt:
    """The statement that made what is returned, if only a name is."""
    if isinstance(last, ast.Return) and isinstance(last.value, ast.Name):
        for node in reversed(_inner(body)):
            targets = node.targets if isinstance(node, ast.Assign) else ()
            targets = [node.target] if isinstance(node, ast.AnnAssign) else targets
            names = [target.id for target in targets if isinstance(target, ast.Name)]
            if last.value.id in names:
                return node
    return last


def _inner(body: tuple[ast.stmt, ...]) -> list[ast.stmt]:
    """All statements, those inside of others before the others."""
    found = []
    for node in body:
        for name in ("body", "orelse"):
            found += _inner(tuple(getattr(node, name, ())))
        found.append(node)
    return found


def _docstring_lines(body: tuple[ast.stmt, ...]) -> range:
    first = body[0]
    constant = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    if constant and len(body) > 1:
        return range(first.lineno, (first.end_lineno or first.lineno) + 1)
    return range(0)


def _name(function: Function) -> str:
    """Its file, as people find it: ``engine/layer.py``."""
    return f"{function.__module__.replace('.', '/')}.py"
