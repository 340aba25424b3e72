"""`.nnfs` files: a zip with ``experiment.json``, ``run.json`` and ``arrays.npz``."""

from __future__ import annotations

from pathlib import Path

from engine.tools.writing import write_whole
from nnfs_gui.experiment.files import FileError, decode_experiment, encode_experiment
from nnfs_gui.experiment.files.reading import Asked, heed, never, read_file
from nnfs_gui.experiment.files.wording import reason
from nnfs_gui.experiment.model import Experiment

from .archive import pack_arrays, pack_zip, unpack_arrays, unpack_zip
from .packing import PackedRun
from .unpacking import Restored, unpack

SUFFIX = ".nnfs"
MAX_BYTES = 200_000_000
_EXPERIMENT, _RUN, _ARRAYS = "experiment.json", "run.json", "arrays.npz"
_ENTRIES = {_EXPERIMENT, _RUN, _ARRAYS}


def is_run_file(path: Path) -> bool:
    """Whether a file is one of a run, by its name."""
    return path.suffix.lower() == SUFFIX


def save_run(experiment: Experiment, run: PackedRun, path: Path) -> None:
    """Write a file: completely, or leaving what was there untouched.

    Raises
    ------
    FileError
        Naming the file and what is in the way.
    """
    try:
        write_whole(path, encode_run(experiment, run))
    except (OSError, ValueError) as error:
        raise FileError(f"Cannot save {path.name or path}: {reason(error)}") from error


def encode_run(experiment: Experiment, run: PackedRun) -> bytes:
    """The content of a file."""
    return join_run(encode_experiment(experiment), run)


def join_run(experiment: bytes, run: PackedRun) -> bytes:
    """The content of a file, given the experiment as JSON."""
    entries = {
        _EXPERIMENT: experiment,
        _RUN: run.description,
        _ARRAYS: pack_arrays(run.arrays),
    }
    return pack_zip(entries, compressed=frozenset((_EXPERIMENT, _RUN)))


def load_run(path: Path, stop: Asked = never) -> tuple[Experiment, Restored]:
    """The experiment in a file, and the run as it stood; may be called on any thread.

    Raises
    ------
    FileError
        Naming the file, and what is wrong with it.
    ReadingStopped
        If ``stop`` said so.
    """
    try:
        return decode_run(read_file(path, MAX_BYTES, "runs", stop), stop)
    except FileError as error:
        raise FileError(f"Cannot open {path.name or path}: {error}") from error.__cause__


def decode_set_up(content: bytes) -> Experiment:
    """The experiment alone in the content of a file whose run may be damaged."""
    entries = unpack_zip(content)
    if _EXPERIMENT not in entries:
        raise FileError("it is not a run of this playground.")
    return decode_experiment(entries[_EXPERIMENT])


def decode_run(content: bytes, stop: Asked = never) -> tuple[Experiment, Restored]:
    """The experiment and the run in the content of a file."""
    if not content:
        raise FileError("it is empty.")
    entries = unpack_zip(content)
    if not entries.keys() >= _ENTRIES:
        raise FileError("it is not a run of this playground.")
    heed(stop)
    experiment = decode_experiment(entries[_EXPERIMENT], stop)
    heed(stop)
    arrays = unpack_arrays(entries[_ARRAYS])
    heed(stop)
    return experiment, unpack(experiment, entries[_RUN], arrays, stop)
