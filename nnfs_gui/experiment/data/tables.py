"""Reading tables: CSV, TSV and semicolon files; much is guessed, nothing is dropped silently.

A table goes through three steps: `decode` turns bytes into text, `read_table` guesses the format
and gives typed columns, and `table_points.choose` turns three of them into points of the plane.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ..files.reading import Asked, FileError, heed, never, read_file

MAX_BYTES = 256_000_000
MAX_COLUMNS = 1_000
MAX_ROWS = 1_000_000
MAX_ROW = 1_000_000
"""Characters of one row."""
MAX_CELLS = 10_000_000
"""Some 100 bytes each: beyond that a table would crowd out everything else in memory."""
SAMPLE_LINES = 60
LONGEST_NAME = 60
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
MISSING = frozenset({"", "na", "n/a", "nan", "null", "none", "?", "-", "."})
"""Cells that mean «no value», in lower case."""

_STRIDE = 5_000
"""Rows or cells between two looks whether the reading is to stop."""
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+([eE][+-]?\d+)?")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


class TableError(ValueError):
    """A table cannot be used; the text says why, for people."""


@dataclass(frozen=True)
class TableFormat:
    """How a table's text is written.

    Attributes
    ----------
    delimiter : str
        A key of `DELIMITERS`.
    decimal : str
        "." or ",".
    header : bool
        Whether the first row names the columns.
    """

    delimiter: str
    decimal: str
    header: bool


@dataclass(frozen=True, eq=False)
class Column:
    """One column: its name, its cells as text, and as numbers where they are some.

    Attributes
    ----------
    texts : tuple of str
        The cells, stripped.
    numbers : ndarray of shape (n_rows,)
        NaN where a cell is missing or is no number.
    missing : ndarray of bool, shape (n_rows,)
        Cells without a value.
    """

    name: str
    texts: tuple[str, ...]
    numbers: npt.NDArray[np.float64]
    missing: npt.NDArray[np.bool_]

    @cached_property
    def numeric(self) -> bool:
        """Whether most of the cells that have a value are numbers."""
        present = int((~self.missing).sum())
        return present > 0 and int(np.isfinite(self.numbers).sum()) * 2 > present

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The different values, sorted; numbers in numeric order."""
        present = {text for text, gone in zip(self.texts, self.missing, strict=True) if not gone}
        return tuple(sorted(present, key=_sorting_key))


@dataclass(frozen=True, eq=False)
class Table:
    """Typed columns, and how they were read."""

    columns: tuple[Column, ...]
    format: TableFormat
    encoding: str
    n_rows: int
    ragged: int
    """Rows with too many or too few cells; they count as dropped."""

    def column(self, name: str) -> Column:
        """The column called ``name``; a TableError if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        known = ", ".join(column.name for column in self.columns)
        raise TableError(f"there is no column {name!r}; the columns are {known}")


def load_table(path: Path, format_: TableFormat | None = None, stop: Asked = never) -> Table:
    """Read the table in ``path``, guessing its format unless given.

    Raises
    ------
    TableError
        If the file is missing, too large, binary, or no table of at least two columns;
        `ReadingStopped` if ``stop`` said so.
    """
    try:
        text, encoding = decode(read_file(path, MAX_BYTES, "tables", stop))
    except FileError as error:
        raise TableError(f"cannot read {path.name}: {str(error).rstrip('.')}") from error
    return read_table(text, format_, encoding, stop)


def decode(content: bytes) -> tuple[str, str]:
    """Text and encoding of a file's bytes: UTF-8, UTF-16 with a mark, or else Windows-1252.

    Raises
    ------
    TableError
        If the bytes are no text.
    """
    encodings: tuple[str, ...]
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ("utf-16",)
    elif b"\x00" in content[:65536]:
        encodings = _utf16_without_mark(content)
    else:
        encodings = ("utf-8-sig", "cp1252", "latin-1")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _CONTROL.search(text[:65536]) is None:
            return text, "utf-8" if encoding == "utf-8-sig" else encoding
    raise TableError("this is not a text file; a table is CSV, TSV or semicolon-separated text")


def read_table(
    text: str,
    format_: TableFormat | None = None,
    encoding: str = "text",
    stop: Asked = never,
) -> Table:
    """Parse a table's text, guessing its format unless given.

    Raises
    ------
    TableError
        If the text has no rows, too many, or fewer than two columns; `ReadingStopped` if
        ``stop`` said so.
    """
    if not text or text.isspace():
        raise TableError("the table is empty")
    how = format_ or guess_format(text)
    rows = _rows(text, how.delimiter, stop)
    if not rows:
        raise TableError("the table is empty")
    width = len(rows[0]) if how.header else _usual_width(rows)
    if width < 2:
        raise TableError(
            "the table has one column only; two columns and a label or target are needed, "
            "separated by commas, semicolons or tabs"
        )
    if width > MAX_COLUMNS:
        raise TableError(f"the table has {width} columns; up to {MAX_COLUMNS} can be read")
    names = _names(rows[0]) if how.header else _names([""] * width)
    body = rows[1:] if how.header else rows
    kept = [row for row in body if len(row) == width]
    if not kept:
        raise TableError("the table has a header but no rows below it")
    cells = zip(*kept, strict=True)
    columns = tuple(
        _column(name, column, how.decimal, stop) for name, column in zip(names, cells, strict=True)
    )
    return Table(columns, how, encoding, len(body), len(body) - len(kept))


def guess_format(text: str) -> TableFormat:
    """The format under which the first lines look most like a table."""
    sample = _sample(text)
    widths = {sign: [len(row) for row in _rows(sample, sign)] for sign in DELIMITERS}

    def score(sign: str) -> tuple[float, int]:
        usual = max(set(widths[sign]), key=widths[sign].count, default=1)
        agreeing = widths[sign].count(usual) / max(1, len(widths[sign]))
        return (agreeing if usual > 1 else 0.0, usual)

    delimiter = max(DELIMITERS, key=score)
    rows = _rows(sample, delimiter)
    cells = [cell.strip() for row in rows[1:] for cell in row]
    commas = sum(_DECIMAL_COMMA.fullmatch(cell) is not None for cell in cells)
    points = sum(_NUMBER.fullmatch(cell) is not None and "." in cell for cell in cells)
    decimal = "," if delimiter != "," and commas > points else "."
    guess = TableFormat(delimiter, decimal, header=False)
    return replace(guess, header=_has_header(rows, decimal))


# --- parts -------------------------------------------------------------------------------------


def _utf16_without_mark(content: bytes) -> tuple[str, ...]:
    """UTF-16 text in Western letters has a zero in every second byte; junk has not."""
    head = content[:4096]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) < 0.4 * len(head) / 2:
        return ()
    return ("utf-16-le",) if odd > even else ("utf-16-be",)


def _sample(text: str) -> str:
    """The first lines, cut at a line's end."""
    lines = text[:65536].splitlines(keepends=True)
    return "".join(lines[:SAMPLE_LINES])


def _rows(text: str, delimiter: str, stop: Asked = never) -> list[list[str]]:
    lines = _Lines(text)
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True)
    rows, cells, heeded = [], 0, 0
    try:
        for row in reader:
            lines.row_ended()
            if not any(map(str.strip, row)):
                continue
            rows.append(row)
            cells += len(row)
            if len(rows) > MAX_ROWS + 1 or cells > MAX_CELLS:
                raise TableError(_too_large(len(row)))
            if cells > heeded:
                heed(stop)
                heeded = cells + _STRIDE
    except csv.Error as error:
        raise TableError(f"line {reader.line_num} is not part of a table: {error}") from error
    return rows


class _Lines:
    """The lines of a text; a row's are counted before it is built: a cell takes 60 bytes."""

    def __init__(self, text: str) -> None:
        self._text = io.StringIO(text, newline="")
        self._left = MAX_ROW

    def row_ended(self) -> None:
        """The next line begins a row."""
        self._left = MAX_ROW

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._text.readline(self._left + 1)
        if not line:
            raise StopIteration
        self._left -= len(line)
        if self._left < 0:
            raise TableError(f"a row has more than {MAX_ROW:,} characters: this is no table")
        return line


def _too_large(width: int) -> str:
    most = min(MAX_ROWS, MAX_CELLS // max(1, width))
    return (
        f"the table is too long: {most:,} rows of {width} cells can be read, so take a part of it"
    )


def _usual_width(rows: Sequence[Sequence[str]]) -> int:
    widths = [len(row) for row in rows[:SAMPLE_LINES]]
    return max(set(widths), key=widths.count)


def _is_number(cell: str, decimal: str) -> bool:
    return _NUMBER.fullmatch(cell.strip().replace(decimal, ".")) is not None


def _has_header(rows: Sequence[Sequence[str]], decimal: str) -> bool:
    """A header has no numbers where the rows below have some, or is all different names."""
    if not rows or any(_is_number(cell, decimal) for cell in rows[0]):
        return False
    first, below = rows[0], rows[1:]
    numeric_below = any(
        _is_number(row[index], decimal)
        for row in below[:10]
        for index in range(min(len(row), len(first)))
    )
    return numeric_below or len(set(first)) == len(first) > 1


def _names(cells: Sequence[str]) -> list[str]:
    """Names without blanks and repetitions."""
    names: list[str] = []
    for index, cell in enumerate(cells):
        name = " ".join(cell.split())[:LONGEST_NAME] or f"column {index + 1}"
        base, count = name, 2
        while name in names:
            name, count = f"{base} ({count})", count + 1
        names.append(name)
    return names


def _column(name: str, cells: Sequence[str], decimal: str, stop: Asked = never) -> Column:
    texts: list[str] = []
    missing = np.zeros(len(cells), dtype=bool)
    numbers = np.full(len(cells), np.nan)
    for start in range(0, len(cells), _STRIDE):
        heed(stop)
        part = [" ".join(cell.split()) for cell in cells[start : start + _STRIDE]]
        gone = [text.lower() in MISSING for text in part]
        plain = [text.replace(",", ".") for text in part] if decimal == "," else part
        values = [
            float(text) if not none and _NUMBER.fullmatch(text) else np.nan
            for text, none in zip(plain, gone, strict=True)
        ]
        texts += part
        missing[start : start + len(part)] = gone
        numbers[start : start + len(part)] = values
    numbers[~np.isfinite(numbers)] = np.nan
    return Column(name, tuple(texts), numbers, missing)


def _sorting_key(text: str) -> tuple[int, float, str]:
    try:
        return (0, float(text.replace(",", ".")), text)
    except ValueError:
        return (1, 0.0, text)
