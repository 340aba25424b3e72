"""Reading and writing of files as jobs, which may run on any thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from nnfs_gui.experiment.files import FileError, load_experiment, save_experiment
from nnfs_gui.experiment.files.reading import Asked, heed
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.training.saved import PackedRun, Restored, is_run_file, load_run, save_run

from .file_mark import FileMark


@dataclass(frozen=True, eq=False)
class Opened:
    """What a file holds: an experiment, and its run if it has one."""

    path: Path
    experiment: Experiment
    run: Restored | None
    mark: FileMark


@dataclass(frozen=True, eq=False)
class Saving:
    """What goes into a file.

    Attributes
    ----------
    pack : callable or None
        Waits for the packed run, where the file holds one; None if there is no answer.
    tape : object
        What the tape held then, to notice that training went on.
    """

    path: Path
    experiment: Experiment
    pack: Callable[[], PackedRun | None] | None
    tape: object


def read(path: Path, stop: Asked) -> Opened:
    """Read a file; FileError says what is wrong with it."""
    run = None
    if is_run_file(path):
        experiment, run = load_run(path, stop)
    else:
        experiment = load_experiment(path, stop)
    heed(stop)
    return Opened(path, experiment, run, FileMark.of(path))


def write(saving: Saving, _stop: Asked) -> FileMark:
    """Write a file to its end, whoever waits; FileError says what is in the way."""
    if saving.pack is None:
        save_experiment(saving.experiment, saving.path)
    elif (run := saving.pack()) is not None:
        save_run(saving.experiment, run, saving.path)
    else:
        raise FileError(f"Cannot save {saving.path.name}: the run does not answer.")
    return FileMark.of(saving.path)
