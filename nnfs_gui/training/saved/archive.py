"""Zip files and NumPy's arrays, read with limits: nothing is unpacked before it is checked."""

from __future__ import annotations

import io
import math
import zipfile
import zlib
from collections.abc import Mapping

import numpy as np

from nnfs_gui.experiment.files.reading import FileError

from ..snapshot import Vector

MOST_ENTRIES = 5000
MOST_BYTES = 300_000_000
MOST_RATIO = 100
"""How many times larger than packed an entry may be; descriptions of runs reach some five."""
_SMALL = 100_000
_STORED, _DEFLATED = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED
_DATE = (1980, 1, 1, 0, 0, 0)
_DAMAGED = "it is damaged."


def pack_zip(entries: Mapping[str, bytes], *, compressed: frozenset[str] = frozenset()) -> bytes:
    """A zip file with these entries."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in entries.items():
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = _DEFLATED if name in compressed else _STORED
            archive.writestr(entry, content, compresslevel=1)
    return buffer.getvalue()


def unpack_zip(content: bytes) -> dict[str, bytes]:
    """The entries of a zip file; FileError if it is damaged, or more than it claims to be."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _check(entries)
            return {entry.filename: archive.read(entry) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise FileError(_DAMAGED) from error


def _check(entries: list[zipfile.ZipInfo]) -> None:
    """Look at what the directory claims; `zipfile` itself reads no more than that."""
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise FileError("it holds more than a run can have.")
    if len({entry.filename for entry in entries}) < len(entries):
        raise FileError(_DAMAGED)
    for entry in entries:
        strange = entry.flag_bits & 1 or entry.compress_type not in (_STORED, _DEFLATED)
        if strange or entry.file_size > MOST_RATIO * entry.compress_size + _SMALL:
            raise FileError("it is packed in a way that no run is.")


def pack_arrays(arrays: Mapping[str, Vector]) -> bytes:
    """Arrays as the content of an ``.npz`` file."""
    entries = {}
    for name, array in arrays.items():
        buffer = io.BytesIO()
        np.lib.format.write_array(buffer, np.ascontiguousarray(array), allow_pickle=False)
        entries[f"{name}.npy"] = buffer.getvalue()
    return pack_zip(entries)


def unpack_arrays(content: bytes) -> dict[str, Vector]:
    """Arrays of floats from the content of an ``.npz`` file."""
    entries = unpack_zip(content)
    return {name.removesuffix(".npy"): _array(entry) for name, entry in entries.items()}


def _array(content: bytes) -> Vector:
    stream = io.BytesIO(content)
    try:
        if np.lib.format.read_magic(stream) != (1, 0):
            raise FileError(_DAMAGED)
        shape, in_columns, dtype = np.lib.format.read_array_header_1_0(stream)
    except ValueError as error:
        raise FileError(_DAMAGED) from error
    start = stream.tell()
    if dtype != np.float64 or not shape or len(content) - start != 8 * math.prod(shape):
        raise FileError(_DAMAGED)
    values = np.frombuffer(content, np.float64, offset=start)
    return values.reshape(shape, order="F" if in_columns else "C")
