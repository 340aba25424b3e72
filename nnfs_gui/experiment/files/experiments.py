"""Experiments as JSON files: read with care, written whole or not at all.

A file is ``{"format": "nnfs-playground", "format_version": 1, "experiment": {…}}``.  Whatever is
thrown at the reader, it answers with an `Experiment` or a `FileError`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from engine.tools.writing import write_whole

from ..model import FORMAT_VERSION, Experiment, PointArray
from ..validation import MAX_POINTS, InvalidExperiment, check
from .reading import Asked, FileError, heed, never, read_file
from .wording import in_words, reason, where_malformed

FORMAT = "nnfs-playground"
MAX_BYTES = 100_000_000
"""A million points of full precision, a row a line, take 75 MB."""
_MOST = {b"[": MAX_POINTS + 10_000, b",": 3 * MAX_POINTS + 200_000, b"{": 300_000}
"""What the largest valid experiment needs of each sign."""
_PART = 2**19
_ROWS_AT_ONCE = 500
_ROWS = msgspec.json.Decoder(list[tuple[float, float, float]])
_COMMA = re.compile(rb"\s*,")
_POINTS = b'"points": "@"'
_LONGEST_MESSAGE = 400
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class _Header(msgspec.Struct):
    """The outside of a file; read before anything is assumed about the inside."""

    format: Any = None
    format_version: Any = None
    experiment: msgspec.Raw = msgspec.Raw()


# --- reading -----------------------------------------------------------------------------------


def load_experiment(path: Path, stop: Asked = never) -> Experiment:
    """The experiment in a file; may be called on any thread.

    Raises
    ------
    FileError
        Naming the file, and what is wrong where in it.
    ReadingStopped
        If ``stop`` said so.
    """
    try:
        return decode_experiment(read_file(path, MAX_BYTES, "experiments", stop), stop)
    except FileError as error:
        raise FileError(f"Cannot open {path.name or path}: {error}") from error.__cause__


def decode_experiment(content: bytes, stop: Asked = never) -> Experiment:
    """The experiment in the content of a file; FileError says what is wrong where in it."""
    content = content.removeprefix(_BYTE_ORDER_MARK)
    if not content or content.isspace():
        raise FileError("it is empty.")
    # Counted before anything is built, which would take ten times the content's room.
    if any(content.count(sign) > most for sign, most in _MOST.items()):
        raise FileError(f"it holds too much: an experiment has at most {MAX_POINTS:,} points.")
    try:
        header = msgspec.json.decode(content, type=_Header)
    except RecursionError:
        raise FileError("it is nested too deeply to be an experiment.") from None
    except (msgspec.ValidationError, UnicodeDecodeError):
        raise FileError("it is not an experiment of this playground.") from None
    except msgspec.DecodeError as error:
        raise FileError(where_malformed(content, str(error))) from error
    _check_header(header)
    return _decode_inside(header.experiment, stop)


def _check_header(header: _Header) -> None:
    version = header.format_version
    if header.format != FORMAT or not bytes(header.experiment):
        raise FileError("it is JSON, but not an experiment of this playground.")
    if type(version) is not int or version < 1:
        raise FileError("its format_version is not a whole number from 1 on.")
    if version > FORMAT_VERSION:
        raise FileError(
            f"it was written by a newer playground (format {version}; this one reads up to "
            f"{FORMAT_VERSION}). Please update."
        )


def _decode_inside(content: msgspec.Raw, stop: Asked) -> Experiment:
    without, rows = _points_apart(content)

    def decode_points(kind: type, _value: object) -> PointArray:
        if kind is not PointArray:
            raise NotImplementedError(kind)  # how msgspec asks a hook to decline a type
        return _decode_points(rows, stop)

    try:
        experiment = msgspec.json.decode(without, type=Experiment, dec_hook=decode_points)
        check(experiment)
    except InvalidExperiment as error:
        raise FileError(_shortened(f"{error.path} {error.message}.")) from error
    except RecursionError:
        raise FileError("it is nested too deeply to be an experiment.") from None
    except UnicodeDecodeError:
        raise FileError("it has text that is not UTF-8.") from None
    except msgspec.DecodeError as error:  # wrong types are a kind of it
        raise FileError(_shortened(f"{in_words(str(error))}.")) from error
    return experiment


def _points_apart(content: msgspec.Raw) -> tuple[bytes, bytes]:
    """The experiment without its points, and their rows; as it is if it has no such list."""
    table = dict[str, msgspec.Raw]
    try:
        outside = msgspec.json.decode(content, type=table)
        data = msgspec.json.decode(outside["data"], type=table)
        rows = bytes(data["points"]).strip()
    except (KeyError, RecursionError, UnicodeDecodeError, msgspec.DecodeError):
        return bytes(content), b""
    if not rows.startswith(b"["):
        return bytes(content), b""
    data["points"] = msgspec.Raw(b"[]")
    outside["data"] = msgspec.Raw(msgspec.json.encode(data))
    return msgspec.json.encode(outside), rows[1:-1]


def _decode_points(rows: bytes, stop: Asked) -> PointArray:
    """Rows of JSON, a part at a time, so that other threads and ``stop`` get their turn."""
    parts: list[npt.NDArray[np.float64]] = []
    start, end = 0, 0
    try:
        while end >= 0 and not rows[start : start + _PART].isspace() and start < len(rows):
            heed(stop)
            end = rows.find(b"]", start + _PART)
            part = rows[start:] if end < 0 else rows[start : end + 1]
            parts.append(np.array(_ROWS.decode(b"[" + part + b"]")).reshape(-1, 3))
            comma = _COMMA.match(rows, end + 1)
            start = comma.end() if comma else len(rows)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise ValueError("Expected rows of three numbers: x1, x2, target") from None
    return PointArray(np.concatenate(parts) if parts else ())


# --- writing -----------------------------------------------------------------------------------


def encode_experiment(experiment: Experiment) -> bytes:
    """The content of the experiment's file: JSON that people can read, a row a point."""
    points: list[PointArray] = []

    def encode(value: object) -> str:
        if not isinstance(value, PointArray):
            raise NotImplementedError(type(value))  # declines, as above
        points.append(value)
        return "@"

    outside = {"format": FORMAT, "format_version": FORMAT_VERSION, "experiment": experiment}
    compact = msgspec.json.encode(outside, enc_hook=encode)
    content = msgspec.json.format(compact, indent=2)
    # Points are put in afterwards, a row a line: indented alone they would take five lines each.
    # The mark cannot stand anywhere else, since quotation marks inside of texts are escaped.
    for array in points:
        content = content.replace(_POINTS, b'"points": ' + _encode_points(array), 1)
    return content + b"\n"


def _encode_points(points: PointArray) -> bytes:
    """A row a line, a part at a time, so that other threads get their turn."""
    values = points.values
    if not len(values):
        return b"[]"
    parts = []
    for start in range(0, len(values), _ROWS_AT_ONCE):
        rows = msgspec.json.encode(values[start : start + _ROWS_AT_ONCE].tolist())
        parts.append(rows[1:-1].replace(b"],[", b"],\n        ["))
    return b"[\n        " + b",\n        ".join(parts) + b"\n      ]"


def save_experiment(experiment: Experiment, path: Path) -> None:
    """Write the experiment to a file: completely, or leaving what was there untouched.

    Raises
    ------
    FileError
        Naming the file and what is in the way.
    """
    try:
        content = encode_experiment(experiment)
        write_whole(path, content)
    except (OSError, ValueError) as error:  # ValueError: a text that UTF-8 cannot hold
        raise FileError(f"Cannot save {path.name or path}: {reason(error)}") from error


def _shortened(message: str) -> str:
    return message if len(message) <= _LONGEST_MESSAGE else f"{message[:_LONGEST_MESSAGE]}…"
