"""What a recovery file holds: unsaved work, with its run; without Qt.

The first line tells as JSON what it is; then comes what a saved run holds, or, if there is no run,
what a saved experiment holds.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from nnfs_gui.experiment.files import FileError, decode_experiment
from nnfs_gui.experiment.files.reading import Asked, never
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.training.saved import PackedRun, Restored
from nnfs_gui.training.saved.files import decode_run, decode_set_up, join_run

_ZIP = b"PK"
_LONGEST_LINE = 20_000


class Label(msgspec.Struct, frozen=True):
    """What the work is called, the file it was opened from, and when it was kept."""

    title: str
    file: str | None
    time: float
    """In seconds since 1970."""

    @property
    def name(self) -> str:
        """What people call the work."""
        return self.title if self.file is None else Path(self.file).name


def encode_work(label: Label, experiment: bytes, run: PackedRun | None) -> bytes:
    """The content of a recovery file, given the experiment as JSON."""
    what = experiment if run is None else join_run(experiment, run)
    return msgspec.json.encode(label) + b"\n" + what


def read_label(path: Path) -> Label | None:
    """The first line of a file; None if that is not of a recovery file, or cannot be read."""
    try:
        with path.open("rb") as file:
            return msgspec.json.decode(file.readline(_LONGEST_LINE), type=Label)
    except (OSError, ValueError, RecursionError, msgspec.DecodeError):
        return None


def decode_work(content: bytes, stop: Asked = never) -> tuple[Experiment, Restored | None]:
    """The work in the content of a file; FileError if not even its experiment can be read."""
    _, _, what = content.partition(b"\n")
    if not what.startswith(_ZIP):
        return decode_experiment(what, stop), None
    try:
        return decode_run(what, stop)
    except FileError:
        return decode_set_up(what), None
