"""`nnfs-gui train`: training without a window."""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from .parsing import FAILED, Parser
from .source import add_source, epochs_of, told_source

if TYPE_CHECKING:
    from nnfs_gui.headless import TrainResult


def run(arguments: Sequence[str]) -> int:
    """Train, and print how it ended."""
    options = _parser().parse_args(arguments)
    source = told_source(options.file, options.preset)
    epochs = epochs_of(options, source)
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


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="nnfs-gui train", description="Train without a window.")
    add_source(parser)
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    save = "where to keep the run, so that it can go on from there"
    parser.add_argument("--save", type=Path, metavar="FILE.nnfs", help=save)
    return parser


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
