"""Networks in files.

A file is an ``.npz`` archive with three members, and a fourth if anything is frozen:

- ``format``: the text ``"nnfs-network"``, which tells our files from others;
- ``header``: JSON with the format's version, sizes, activations, loss and muted units;
- ``parameters``: the flat float64 vector;
- ``frozen``: which parameters do not move.

Nothing in it is ever executed: arrays are read with ``allow_pickle=False``.
"""

from __future__ import annotations

import json
import os
import stat
import zipfile
import zlib
from itertools import pairwise
from typing import IO, Any, TypeAlias

import numpy as np
import numpy.typing as npt

from ..functions.activations import ACTIVATIONS, ActivationFunction
from ..functions.losses import LOSSES, LossFunction
from ..network import Network
from .writing import replacing

FORMAT = "nnfs-network"
VERSION = 1
LARGEST = 1 << 30
"""Bytes that the members may take when unpacked: no network of ours is as large, a zip bomb is."""

LONGEST = 300
"""Letters of what is wrong: a message quotes the file, which may hold anything."""

MOST_LAYERS = 1000
"""Layers that a file may ask for: a million small ones are built for minutes from a few bytes."""

PathLike: TypeAlias = str | os.PathLike[str]
Members: TypeAlias = dict[str, npt.NDArray[Any]]

# What zipfile, zlib and NumPy raise about archives that are cut short, changed or contrived.
_DAMAGE = (
    ValueError,
    OSError,
    EOFError,
    KeyError,
    MemoryError,
    NotImplementedError,  # a compression method that zipfile does not know
    RuntimeError,  # an encrypted member
    zipfile.BadZipFile,
    zlib.error,
)


class NetworkFileError(ValueError):
    """A file that cannot be read as a network; the message says which file, and what is wrong."""


def save_network(network: Network, path: PathLike) -> None:
    """Write a network, all or nothing: a failure leaves an existing file as it was.

    The file gets exactly this name; ``.npz`` is customary and is not added.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    members: Members = {
        "format": np.array(FORMAT),
        "header": np.array(json.dumps(_header(network))),
        "parameters": network.parameters,
    }
    if network.frozen is not None:
        members["frozen"] = network.frozen
    with replacing(path) as file:
        np.savez(file, allow_pickle=False, **members)


def load_network(path: PathLike) -> Network:
    """Read a network that `save_network` wrote; it predicts the same, to the bit.

    Raises
    ------
    NetworkFileError
        If the file is foreign, damaged, cut short, from a newer version, or no regular file.
    OSError
        If the file cannot be read at all.
    """
    name = os.fspath(path)
    with open(path, "rb", opener=_without_waiting) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise NetworkFileError(f"{name} is not a network file: it is no regular file")
        members = _read(file, name)
    try:
        return _rebuilt(members)
    except (KeyError, TypeError, ValueError, RecursionError) as problem:
        reason = problem.args[0] if problem.args else repr(problem)
        raise NetworkFileError(f"{name} is damaged: {_shortened(reason)}") from problem


# --- writing -----------------------------------------------------------------------------------


def _header(network: Network) -> dict[str, Any]:
    return {
        "version": VERSION,
        "sizes": [int(size) for size in network.sizes],
        "activations": [_recipe(layer.activation) for layer in network.layers],
        "loss": _recipe(network.loss),
        "muted": [list(units) for units in network.muted],
    }


def _recipe(function: ActivationFunction | LossFunction) -> dict[str, Any]:
    """A function's name and the values of its parameters."""
    values = {name: float(getattr(function, name)) for name in function.parameters}
    return {"name": function.name, "parameters": values}


# --- reading -----------------------------------------------------------------------------------


def _without_waiting(path: str, flags: int) -> int:
    """Open a file; a pipe that nobody writes to would wait for ever."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _read(file: IO[bytes], name: str) -> Members:
    """The members of the archive, if it is one of ours."""
    if not zipfile.is_zipfile(file):
        raise NetworkFileError(f"{name} is not a network file, or was cut short: no .npz archive")
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > LARGEST:
            raise NetworkFileError(f"{name} is too large: {unpacked:,} bytes, at most {LARGEST:,}")
        file.seek(0)
        with np.load(file, allow_pickle=False) as archive:
            if "format" not in archive or str(archive["format"]) != FORMAT:
                raise NetworkFileError(f"{name} is not a network file: it holds something else")
            wanted = ("header", "parameters", "frozen")
            return {member: archive[member] for member in wanted if member in archive}
    except NetworkFileError:
        raise
    except _DAMAGE as problem:
        raise NetworkFileError(f"{name} is damaged: {_shortened(problem)}") from problem


def _shortened(reason: object) -> str:
    text = str(reason)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _rebuilt(members: Members) -> Network:
    """The network that the members describe, or an error that says what is wrong with them."""
    if missing := {"header", "parameters"} - members.keys():
        raise ValueError(f"it has no {min(missing)}")
    header = json.loads(str(members["header"]))
    if not isinstance(header, dict):
        raise ValueError("its header is not a table")
    version = header.get("version")
    if version != VERSION:
        raise ValueError(f"its format is version {version!r}, and this program reads {VERSION}")
    sizes, parameters = _checked_sizes(header.get("sizes")), members["parameters"]
    # Before the network is made: a changed digit in a size must not claim all memory.
    count = sum((n_in + 1) * n_out for n_in, n_out in pairwise(sizes))
    if parameters.dtype != np.float64 or parameters.shape != (count,):
        raise ValueError(
            f"its parameters must be {count} float64 numbers, "
            f"got {parameters.dtype} of shape {parameters.shape}"
        )
    recipes = _recipes(header, "activations")
    if len(recipes) != len(sizes) - 1:
        raise ValueError(f"it has {len(recipes):,} activations for {len(sizes) - 1:,} layers")
    *hidden, output = [ACTIVATIONS.create(name, **values) for name, values in recipes]
    [(loss, options)] = _recipes({"loss": [header.get("loss")]}, "loss")
    network = Network(sizes, hidden, output, LOSSES.create(loss, **options), initializer="zeros")
    network.parameters[:] = parameters
    network.freeze(members.get("frozen"))
    for index, units in enumerate(header.get("muted", [])):
        network.set_muted(index, units)
    return network


def _checked_sizes(sizes: object) -> list[int]:
    whole = isinstance(sizes, list) and all(type(size) is int and size > 0 for size in sizes)
    if not isinstance(sizes, list) or not whole or len(sizes) < 2:
        raise ValueError(f"its sizes must be two or more whole numbers > 0, got {sizes!r}")
    if len(sizes) > MOST_LAYERS:
        raise ValueError(f"it has {len(sizes):,} layers, and at most {MOST_LAYERS:,} can be read")
    return sizes


def _recipes(header: dict[str, Any], key: str) -> list[tuple[str, dict[str, float]]]:
    """Names and parameters of functions, checked."""
    match header.get(key):
        case [_, *_] as entries:
            return [_checked_recipe(entry, key) for entry in entries]
        case other:
            raise ValueError(f"its {key} must be a list, got {other!r}")


def _checked_recipe(entry: object, key: str) -> tuple[str, dict[str, float]]:
    match entry:
        case {"name": str(name), "parameters": dict(values)} if all(
            isinstance(value, (int, float)) for value in values.values()
        ):
            return name, values
        case _:
            raise ValueError(f"its {key} must have a name and parameters, got {entry!r}")


Network.save, Network.load = save_network, staticmethod(load_network)  # see there for why
