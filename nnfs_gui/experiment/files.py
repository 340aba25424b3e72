"""Experiments as JSON files: read with care, written whole or not at all.

A file is ``{"format": "nnfs-playground", "format_version": 1, "experiment": {…}}``.  Whatever is
thrown at the reader, it answers with an `Experiment` or a `FileError`.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
from pathlib import Path
from typing import Any

import msgspec

from .file_words import in_words, where_malformed
from .model import FORMAT_VERSION, Experiment, PointArray
from .validation import InvalidExperiment, check

FORMAT = "nnfs-playground"
MAX_BYTES = 200_000_000
_POINTS = b'"points": "@"'
_LONGEST_MESSAGE = 400
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class FileError(Exception):
    """A file that cannot be read or written; the text is one clear sentence for people."""


class _Header(msgspec.Struct):
    """The outside of a file; read before anything is assumed about the inside."""

    format: Any = None
    format_version: Any = None
    experiment: msgspec.Raw = msgspec.Raw()


# --- reading -----------------------------------------------------------------------------------


def load_experiment(path: Path) -> Experiment:
    """The experiment in a file.

    Raises
    ------
    FileError
        Naming the file, and what is wrong where in it.
    """
    try:
        return decode_experiment(_read(path))
    except FileError as error:
        raise FileError(f"Cannot open {path.name or path}: {error}") from error.__cause__


def decode_experiment(content: bytes) -> Experiment:
    """The experiment in the content of a file; FileError says what is wrong where in it."""
    content = content.removeprefix(_BYTE_ORDER_MARK)
    if not content.strip():
        raise FileError("it is empty.")
    try:
        header = msgspec.json.decode(content, type=_Header)
    except RecursionError:
        raise FileError("it is nested too deeply to be an experiment.") from None
    except (msgspec.ValidationError, UnicodeDecodeError):
        raise FileError("it is not an experiment of this playground.") from None
    except msgspec.DecodeError as error:
        raise FileError(where_malformed(content, str(error))) from error
    _check_header(header)
    return _decode_inside(header.experiment)


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


def _decode_inside(content: msgspec.Raw) -> Experiment:
    try:
        experiment = msgspec.json.decode(content, type=Experiment, dec_hook=_decode_points)
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


def _decode_points(kind: type, value: object) -> object:
    if kind is not PointArray:
        raise NotImplementedError(kind)  # how msgspec asks a hook to decline a type
    try:
        rows = msgspec.convert(value, list[tuple[float, float, float]])
    except msgspec.ValidationError:
        raise ValueError("Expected rows of three numbers: x1, x2, target") from None
    return PointArray(rows)


def _read(path: Path) -> bytes:
    try:
        # A pipe or a device would block or never end, so only regular files are opened.
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise FileError("it is a folder.")
        if not stat.S_ISREG(status.st_mode):
            raise FileError("it is not a regular file.")
        if status.st_size > MAX_BYTES:
            size = status.st_size / 1e6
            raise FileError(f"it has {size:,.0f} MB; experiments have at most 200 MB.")
        with path.open("rb") as file:
            return file.read(MAX_BYTES)
    except (OSError, ValueError) as error:  # ValueError: a name with a NUL in it
        raise FileError(_reason(error)) from error


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
        rows = msgspec.json.encode(array.values.tolist()).replace(b"],[", b"],\n        [")
        rows = rows.replace(b"[[", b"[\n        [").replace(b"]]", b"]\n      ]")
        content = content.replace(_POINTS, b'"points": ' + rows, 1)
    return content + b"\n"


def save_experiment(experiment: Experiment, path: Path) -> None:
    """Write the experiment to a file: completely, or leaving what was there untouched.

    Raises
    ------
    FileError
        Naming the file and what is in the way.
    """
    try:
        content = encode_experiment(experiment)
        _write_atomically(Path(os.path.realpath(path)), content)
    except (OSError, ValueError) as error:  # ValueError: a text that UTF-8 cannot hold
        raise FileError(f"Cannot save {path.name or path}: {_reason(error)}") from error


def _write_atomically(path: Path, content: bytes) -> None:
    """Write a new file beside ``path`` and put it in its place in one step."""
    mode = _mode_to_keep(path)
    temporary = path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}.tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o666)
    try:
        with open(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            temporary.chmod(mode)
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


_BINARY: int = getattr(os, "O_BINARY", 0)  # Windows would translate line ends otherwise


def _mode_to_keep(path: Path) -> int | None:
    """The permissions of the file to be replaced; refuses what must not be replaced."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, "it is a folder", str(path))
    if not os.access(path, os.W_OK):
        # Replacing needs only a writable folder, but a protected file is meant to stay.
        raise PermissionError(errno.EACCES, "it is write-protected", str(path))
    return stat.S_IMODE(status.st_mode)


def _sync_folder(folder: Path) -> None:
    """Make the new name itself survive a power cut, where the system offers that."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _reason(error: OSError | ValueError) -> str:
    if not isinstance(error, OSError):
        return f"{error}."
    known = {
        errno.ENOENT: "there is no such file or folder.",
        errno.ENOTDIR: "there is no such folder.",
        errno.EISDIR: "it is a folder.",
        errno.ENOSPC: "the disk is full.",
        getattr(errno, "EDQUOT", -1): "the disk quota is used up.",  # not on Windows
        errno.EACCES: "permission is denied.",
        errno.EPERM: "permission is denied.",
        errno.EROFS: "the disk is read-only.",
        errno.ENAMETOOLONG: "the name is too long.",
    }
    return known.get(error.errno or 0, f"{error.strerror or error}.")


def _shortened(message: str) -> str:
    return message if len(message) <= _LONGEST_MESSAGE else f"{message[:_LONGEST_MESSAGE]}…"
