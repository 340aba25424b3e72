"""The experiment, or the run, that a command is about."""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .parsing import Refused, count

if TYPE_CHECKING:
    from nnfs_gui.experiment.model import Experiment
    from nnfs_gui.training.saved import Restored


@dataclass(frozen=True, eq=False)
class Source:
    """What the command line names: an experiment, its file, and the run if the file has one."""

    experiment: Experiment
    path: Path | None = None
    run: Restored | None = None
    remarks: tuple[str, ...] | None = None
    """What a link says and the experiment does not keep; None if no link was named."""


def add_source(parser: argparse.ArgumentParser) -> None:
    """Let the command take FILE, --preset and --epochs."""
    add_experiment(parser)
    epochs = "how many to train; a run goes on where it was saved"
    parser.add_argument("--epochs", type=count, metavar="N", help=epochs)


def add_experiment(parser: argparse.ArgumentParser) -> None:
    """Let the command take FILE and --preset."""
    file = "experiment, run, or link of TensorFlow Playground"
    parser.add_argument("file", nargs="?", metavar="FILE", help=file)
    parser.add_argument("--preset", metavar="NAME", help="a bundled experiment, such as spiral")


def told_source(name: str | None, preset: str | None) -> Source:
    """As `named_source`; what a link says that is not kept is told beside the result."""
    source = named_source(name, preset)
    for remark in source.remarks or ():
        print(f"nnfs-gui: {remark}", file=sys.stderr)
    return source


def named_source(name: str | None, preset: str | None) -> Source:
    """The experiment named on the command line, or the default one."""
    from nnfs_gui.experiment.files import FileError, load_experiment
    from nnfs_gui.experiment.model import default_experiment
    from nnfs_gui.experiment.presets import load_preset
    from nnfs_gui.export.tfp import is_link, open_link
    from nnfs_gui.training.saved import is_run_file, load_run

    if name is not None and preset is not None:
        raise Refused(f"give either a file or --preset, not both ({name} and {preset})")
    file = None if name is None else Path(name)
    try:
        if name is not None and is_link(name):
            opened = open_link(name)
            return Source(opened.experiment, remarks=opened.remarks)
        if file is not None and is_run_file(file):
            experiment, run = load_run(file)
            return Source(experiment, file, run)
        if file is not None:
            return Source(load_experiment(file), file)
        if preset is not None:
            return Source(load_preset(preset))
    except FileError as error:
        raise Refused(str(error)) from error
    except KeyError as error:
        raise Refused(str(error.args[0])) from error
    return Source(default_experiment())


def epochs_of(options: argparse.Namespace, source: Source) -> int:
    """How many epochs to train; none by default if there is a run to look at."""
    if options.epochs is None and source.run is None:
        raise Refused("the following arguments are required: --epochs")
    return options.epochs or 0
