"""The command line: `nnfs-gui [FILE]`, `nnfs-gui render` and `nnfs-gui train`."""

from __future__ import annotations

import argparse
import json
import math
import os
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from nnfs_gui.display import missing_library_message, window_problem

if TYPE_CHECKING:
    from nnfs_gui.experiment.model import Experiment
    from nnfs_gui.headless import TrainResult
    from nnfs_gui.training.saved import Restored

USAGE_ERROR = 2
FAILED = 1
MAX_SIDE = 8192
MAX_EPOCHS = 10_000_000


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, and exits with status 2."""

    def error(self, message: str) -> NoReturn:
        self.exit(USAGE_ERROR, f"nnfs-gui: {message}\n")


class _Refused(Exception):
    """Something the person asked for cannot be done; the text is for them."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        if given[:1] == ["render"]:
            return _render(_render_parser().parse_args(given[1:]))
        if given[:1] == ["train"]:
            return _train(_train_parser().parse_args(given[1:]))
        return _open_window(_window_parser().parse_args(given))
    except _Refused as refusal:
        print(f"nnfs-gui: {refusal}", file=sys.stderr)
        return USAGE_ERROR
    except ImportError as error:
        message = missing_library_message(str(error))
        if message is None:
            raise
        print(f"nnfs-gui: {message}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        return 130


# --- parsers -----------------------------------------------------------------------------------


def _window_parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="nnfs-gui",
        description="Learn how neural networks work by building one with your hands.",
        epilog="Without a window: nnfs-gui render --help, nnfs-gui train --help",
    )
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="experiment to open")
    parser.add_argument("--version", action="version", version=f"nnfs-gui {_version()}")
    return parser


def _render_parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="nnfs-gui render",
        description="Train in the real window, off screen, and write a picture of it.",
    )
    _add_source(parser)
    step = "the step to show, of a run that was saved; without it the last one"
    parser.add_argument("--step", type=_count, metavar="N", help=step)
    size = "window size in pixels (1600x1000)"
    parser.add_argument("--size", type=_size, default=(1600, 1000), metavar="WxH", help=size)
    parser.add_argument("--theme", choices=("dark", "light"), default="dark")
    tab = "the tab to show at the bottom (gradients)"
    parser.add_argument("--tab", default="gradients", metavar="NAME", help=tab)
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.png")
    return parser


def _train_parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="nnfs-gui train", description="Train without a window.")
    _add_source(parser)
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    save = "where to keep the run, so that it can go on from there"
    parser.add_argument("--save", type=Path, metavar="FILE.nnfs", help=save)
    return parser


def _add_source(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="experiment or run")
    parser.add_argument("--preset", metavar="NAME", help="a bundled experiment, such as spiral")
    epochs = "how many to train; a run goes on where it was saved"
    parser.add_argument("--epochs", type=_count, metavar="N", help=epochs)


def _count(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,8}", text) or int(text) > MAX_EPOCHS:
        raise argparse.ArgumentTypeError(
            f"must be a whole number from 0 to {MAX_EPOCHS}, got {text!r}"
        )
    return int(text)


def _size(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{2,5})[x×](\d{2,5})", text)
    if found is None:
        raise argparse.ArgumentTypeError(f"must be a size such as 1600x1000, got {text!r}")
    width, height = int(found[1]), int(found[2])
    if not (640 <= width <= MAX_SIDE and 480 <= height <= MAX_SIDE):
        raise argparse.ArgumentTypeError(f"must be from 640x480 to 8192x8192, got {text!r}")
    return width, height


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("nnfs-playground")
    except PackageNotFoundError:
        return "(not installed)"


# --- commands ----------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class _Source:
    """What the command line names: an experiment, its file, and the run if the file has one."""

    experiment: Experiment
    path: Path | None = None
    run: Restored | None = None


def _source(file: Path | None, preset: str | None) -> _Source:
    """The experiment named on the command line, or the default one."""
    from nnfs_gui.experiment.files import FileError, load_experiment
    from nnfs_gui.experiment.model import default_experiment
    from nnfs_gui.experiment.presets import load_preset
    from nnfs_gui.training.saved import is_run_file, load_run

    if file is not None and preset is not None:
        raise _Refused(f"give either a file or --preset, not both ({file} and {preset})")
    try:
        if file is not None and is_run_file(file):
            experiment, run = load_run(file)
            return _Source(experiment, file, run)
        if file is not None:
            return _Source(load_experiment(file), file)
        if preset is not None:
            return _Source(load_preset(preset))
    except FileError as error:
        raise _Refused(str(error)) from error
    except KeyError as error:
        raise _Refused(str(error.args[0])) from error
    return _Source(default_experiment())


def _epochs(options: argparse.Namespace, source: _Source) -> int:
    """How many epochs to train; none by default if there is a run to look at."""
    if options.epochs is None and source.run is None:
        raise _Refused("the following arguments are required: --epochs")
    return options.epochs or 0


def _open_window(options: argparse.Namespace) -> int:
    problem = window_problem()
    if problem is not None:
        raise _Refused(problem)
    source = _source(options.file, None)
    from nnfs_gui.app import run

    return run(None if source.path is None else source.experiment, source.path, source.run)


def _render(options: argparse.Namespace) -> int:
    source = _source(options.file, options.preset)
    epochs = _epochs(options, source)
    if options.step is not None and (source.run is None or options.epochs):
        raise _Refused("--step shows a step of a run that was saved, and goes without --epochs")
    output: Path = options.output
    if output.suffix.lower() not in {".png", ".jpg", ".jpeg"}:
        raise _Refused(f"the picture's name must end in .png or .jpg, got {output.name!r}")
    if not output.absolute().parent.is_dir():
        raise _Refused(f"there is no folder {output.absolute().parent} to write {output.name} in")
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from nnfs_gui.render import Look, RenderError, UnknownTab, render

    look = Look(options.size, options.theme, options.tab)
    try:
        notice = render(source.experiment, epochs, look, output, source.run, options.step)
    except UnknownTab as error:
        raise _Refused(str(error)) from error
    except RenderError as error:
        print(f"nnfs-gui: {error}", file=sys.stderr)
        return FAILED
    if notice:
        print(f"nnfs-gui: {notice}", file=sys.stderr)
    return 0


def _train(options: argparse.Namespace) -> int:
    source = _source(options.file, options.preset)
    epochs = _epochs(options, source)
    from tqdm import tqdm

    from nnfs_gui.experiment.files import FileError
    from nnfs_gui.headless import train
    from nnfs_gui.training.recording import Recording
    from nnfs_gui.training.saved import save_run

    tqdm.monitor_interval = 0  # no thread of its own for a bar that is updated often
    hide = options.json or not sys.stderr.isatty()
    recording = Recording(source.experiment, source.run)
    before = recording.trained.epoch
    with tqdm(total=epochs, unit=" epochs", disable=hide, leave=False) as bar:

        def progress(epoch: int, loss: float) -> None:
            bar.update(epoch - before - bar.n)
            bar.set_postfix_str(f"loss {loss:.4g}", refresh=False)

        result = train(source.experiment, epochs, progress, recording)
    print(json.dumps(_as_json(result)) if options.json else _as_text(result))
    if result.message:
        print(f"nnfs-gui: {result.message}", file=sys.stderr)
    if options.save is not None:
        try:
            save_run(source.experiment, recording.pack(), options.save)
        except FileError as error:
            print(f"nnfs-gui: {error}", file=sys.stderr)
            return FAILED
    return FAILED if result.diverged else 0


def _as_json(result: TrainResult) -> dict[str, float | int | str | None]:
    names = ("train_loss", "test_loss", "train_accuracy", "test_accuracy")
    numbers = {name: getattr(result, name) for name in names}
    finite = {name: value if math.isfinite(value) else None for name, value in numbers.items()}
    return {"epochs": result.epochs, "steps": result.steps, **finite, "message": result.message}


def _as_text(result: TrainResult) -> str:
    rows = [
        f"epochs          {result.epochs}",
        f"steps           {result.steps}",
        f"train loss      {result.train_loss:.6g}",
        f"test loss       {result.test_loss:.6g}",
    ]
    if not math.isnan(result.train_accuracy):
        rows += [
            f"train accuracy  {result.train_accuracy:.1%}",
            f"test accuracy   {result.test_accuracy:.1%}",
        ]
    return "\n".join(rows)
