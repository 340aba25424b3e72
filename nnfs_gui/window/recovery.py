"""Recovery files: unsaved work that is kept when the process must end; without Qt.

A file holds the path that the experiment was opened from, as JSON in the first line, and then what
a saved experiment holds.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from pathlib import Path

from engine.tools.writing import write_whole
from nnfs_gui.experiment.files import FileError, decode_experiment, encode_experiment
from nnfs_gui.experiment.files.experiments import MAX_BYTES
from nnfs_gui.experiment.files.reading import read_file
from nnfs_gui.experiment.model import Experiment

SUFFIX = ".recovery"


@dataclass(frozen=True)
class KeptWork:
    """Work that was kept: where, what, and the file it was opened from, if any."""

    slot: Path
    experiment: Experiment
    file: Path | None


def new_slot(folder: Path) -> Path:
    """A name for the recovery file of one window."""
    return folder / f"{secrets.token_hex(8)}{SUFFIX}"


def keep(slot: Path, experiment: Experiment, file: Path | None) -> None:
    """Write work to its slot, whole or not at all; OSError if that is impossible."""
    slot.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    origin = json.dumps(None if file is None else str(file))
    write_whole(slot, origin.encode() + b"\n" + encode_experiment(experiment))


def kept_works(folder: Path) -> list[KeptWork]:
    """What earlier windows kept, the newest first; what cannot be read is left alone."""
    found: list[tuple[float, KeptWork]] = []
    for slot in folder.glob(f"*{SUFFIX}"):
        try:
            origin, _, content = read_file(slot, MAX_BYTES, "recovery files").partition(b"\n")
            file = json.loads(origin)
            work = KeptWork(
                slot, decode_experiment(content), Path(file) if isinstance(file, str) else None
            )
            found.append((slot.stat().st_mtime, work))
        except (OSError, ValueError, RecursionError, FileError):
            continue
    return [work for _time, work in sorted(found, key=lambda pair: -pair[0])]
