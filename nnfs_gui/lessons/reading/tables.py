"""`Table`: the TOML of a block, which knows on which line of the lesson each key stands."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

import msgspec

from nnfs_gui.experiment.files.wording import in_words

from ..errors import LessonError, together, unknown
from ..model import Part, Span, Unit
from .pieces import Fenced

T = TypeVar("T")
P = TypeVar("P", bound=Part)

LARGEST_BLOCK = 65_536
MOST: dict[Unit, int] = {"epochs": 5000, "steps": 50_000}
"""Of a stretch of training."""
_DEEPEST = 8
_LONG_KEY = re.compile(
    r"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]{0,40}"|'[^'\n]{0,40}')[ \t]*+\.[ \t]*+){9}"""
)
"""A key of so many parts: Python's reader takes time by the square of their number."""
_PLACE = re.compile(r"\(at (?:line (\d+), column \d+|end of document)\)")
_PATH = re.compile(r"`\$\.?([A-Za-z_]*)(?:\[(\d+)\])?(?:\.([A-Za-z_]+))?")
_SPAN = re.compile(r"(\d{1,6})\s+(epoch|step)s?")


class Table:
    """The keys and values of a block.

    Parameters
    ----------
    block : Fenced
    """

    def __init__(self, block: Fenced) -> None:
        self.line, self._lines = block.line, block.lines
        self.name = block.name
        self.values = self._parsed("\n".join(block.lines))
        if not _is_flat_enough(self.values):
            raise LessonError("a value is nested too deeply, or is not a finite number", self.line)

    def _parsed(self, text: str) -> dict[str, Any]:
        if len(text) > LARGEST_BLOCK:
            raise LessonError(f"a block may have {LARGEST_BLOCK:,} characters", self.line)
        if _LONG_KEY.search(text):
            raise LessonError("a key has too many parts", self.line)
        try:
            return tomllib.loads(text)
        except RecursionError:
            raise LessonError("the block is nested too deeply", self.line) from None
        except ValueError as error:
            place = _PLACE.search(str(error))
            number = int(place[1]) if place and place[1] else len(self._lines)
            what = _PLACE.sub("", str(error)).strip() if place else "a number is too long"
            line = self.line + (number if place else 0)
            why = f"{what[:1].lower()}{what[1:]}"
            message = f'a line is written name = value, with text in "quotes" (TOML: {why})'
            raise LessonError(message, line) from None

    # --- where -------------------------------------------------------------------------------

    def line_of(self, key: str, nth: int = 0, inside: str = "") -> int:
        """The line of a key; with ``nth`` and ``inside``, of a key of the nth such table."""
        start = 0
        word = re.escape(key)
        pattern = re.compile(rf"\s*(?:\[+\s*)?[\"']?{word}[\"']?\s*[.=\]]")
        hits = [number for number, line in enumerate(self._lines) if pattern.match(line)]
        if not hits:
            return self.line
        start = hits[min(nth, len(hits) - 1)]
        if inside:
            within = re.compile(rf"\s*[\"']?{re.escape(inside)}[\"']?\s*[.=]")
            rest = range(start + 1, len(self._lines))
            start = next((n for n in rest if within.match(self._lines[n])), start)
        return self.line + 1 + start

    def error(self, message: str, key: str = "", nth: int = 0, inside: str = "") -> LessonError:
        """An error on the line of a key."""
        return LessonError(message, self.line_of(key, nth, inside) if key else self.line)

    # --- what --------------------------------------------------------------------------------

    def check_keys(self, known: Iterable[str]) -> None:
        """Refuse keys that mean nothing here."""
        check_keys(self.values, known, f"key of {self.name}", self, "")

    def converted(self, kind: type[P], values: dict[str, Any]) -> P:
        """A part of the lesson; wrong types are told with the line of their key."""
        try:
            return msgspec.convert({**values, "line": self.line}, kind)
        except msgspec.ValidationError as error:
            raise self._wrong_type(error) from None

    def _wrong_type(self, error: msgspec.ValidationError) -> LessonError:
        path = _PATH.search(str(error))
        key, nth, inside = (path[1], int(path[2] or 0), path[3] or "") if path else ("", 0, "")
        key = _IN_FILE.get(key, key)
        what = in_words(str(error).split(" - at ")[0])
        shown = inside or key or self.name
        if inside and self.line_of(key) == self.line:  # a box that has no table of its own
            key, nth, inside = inside, 0, ""
        return self.error(f"{shown}: {what}", key, nth, inside)

    def span(self, key: str) -> Span | None:
        """A value such as ``"50 epochs"``."""
        value = self.values.get(key)
        if value is None:
            return None
        found = _SPAN.fullmatch(value.strip()) if isinstance(value, str) else None
        if found is None:
            raise self.error(f'{key} is written like "50 epochs" or "3 steps"', key)
        span = Span(int(found[1]), "steps" if found[2] == "step" else "epochs")
        if span.count > MOST[span.unit]:
            raise self.error(f"{key} may be {MOST[span.unit]:,} {span.unit}", key)
        return span

    def subtable(self, key: str) -> dict[str, Any]:
        """A value that is a table itself."""
        value = self.values.get(key, {})
        if not isinstance(value, dict):
            raise self.error(f"{key} must be a table of keys and values", key)
        return value

    def subtables(self, key: str) -> list[dict[str, Any]]:
        """The tables under ``[[key]]``."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
            raise self.error(f"{key} is written as tables under [[{key}]]", key)
        return value


_IN_FILE = {"origin": "from", "needed": "pass", "boxes": "box", "cases": "case"}


def check_keys(
    values: dict[str, Any],
    known: Iterable[str],
    kind: str,
    table: Table,
    inside: str,
    nth: int = 0,
) -> None:
    """Refuse unknown keys of a table, or of the nth table ``inside`` it."""
    names = list(known)
    together(
        table.error(unknown(kind, key, names), inside or key, nth, key if inside else "")
        for key in values
        if key not in names
    )


def _is_flat_enough(values: dict[str, Any]) -> bool:
    """Whether nothing is nested deeply, and every number is finite; without recursion."""
    layer: list[Any] = [values]
    for _ in range(_DEEPEST):
        inner = [part for value in layer for part in _parts(value)]
        if not all(math.isfinite(part) for part in inner if isinstance(part, float)):
            return False
        if any(isinstance(part, int) and abs(part) >= 2**63 for part in inner):
            return False
        layer = [part for part in inner if isinstance(part, dict | list)]
        if not layer:
            return True
    return False


def _parts(value: Any) -> Iterator[Any]:  # noqa: ANN401 -- whatever TOML holds
    return iter(value.values() if isinstance(value, dict) else value)
