"""`read_header`: what stands between the lines of +++."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..errors import LessonError, nearest, together
from ..model import FORMAT, Header
from .pieces import Fenced
from .tables import Table

LAST = 999
"""The last place in a curriculum."""
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_KEYS = ("format", *(name for name in Header.__struct_fields__ if name != "line"))
_REQUIRED = ("format", "id", "title", "language", "minutes", "needs", "aim", "licence")


def read_header(block: Fenced) -> Header:
    """The header; LessonError with all that is wrong with it."""
    table = Table(block)
    together((*_unknown(table), *_wrong(table)))
    return table.converted(
        Header, {key: table.values[key] for key in table.values if key != "format"}
    )


def _unknown(table: Table) -> Iterator[LessonError]:
    try:
        table.check_keys(_KEYS)
    except LessonError as error:
        yield from (error, *error.more)


def _wrong(table: Table) -> Iterator[LessonError]:
    misspelled = {nearest(key, _KEYS) for key in table.values if key not in _KEYS}
    for name in _REQUIRED:
        if name not in table.values and name not in misspelled:
            yield LessonError(f"the header lacks '{name}'", table.line)
    if table.values.get("format", FORMAT) != FORMAT:
        message = f'format must be "{FORMAT}"; another one needs another version of the playground'
        yield table.error(message, "format")
    for key, identity in _ids(table):
        if not isinstance(identity, str) or not _ID.fullmatch(identity):
            yield table.error("an id has a–z, 0–9 and hyphens, at most 64 of them", key)
    minutes = table.values.get("minutes", 1)
    if not isinstance(minutes, int) or not 1 <= minutes <= 600:
        yield table.error("minutes is a whole number from 1 to 600", "minutes")
    seed = table.values.get("seed", 0)
    if not isinstance(seed, int) or isinstance(seed, bool) or seed < 0:
        yield table.error("seed is a whole number from 0 on", "seed")
    number = table.values.get("number", 0)
    if type(number) is not int or not 0 <= number <= LAST:
        yield table.error(f"number is a whole number from 0 to {LAST}", "number")


def _ids(table: Table) -> Iterator[tuple[str, object]]:
    for key in ("id", "needs"):
        value = table.values.get(key, [])
        for name in value if isinstance(value, list) else [value]:
            yield key, name
