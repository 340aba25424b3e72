"""`nnfs-gui render`: a picture of the window, off screen."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from nnfs_gui.experiment.model import default_experiment

from .parsing import FAILED, Parser, Refused, count
from .source import Source, add_source, epochs_of, told_source

MAX_SIDE = 8192
T = TypeVar("T")


DEFAULT_SIZE = (1600, 1000)


def run(arguments: Sequence[str]) -> int:
    """Train, draw, and write the pictures; or do so for each entry of a script."""
    if any(word == "--script" or word.startswith("--script=") for word in arguments):
        return _run_script(arguments)
    return _render(_parser().parse_args(arguments))


def _run_script(arguments: Sequence[str]) -> int:
    from .shots import script_commands

    parser = Parser(prog="nnfs-gui render --script")
    parser.add_argument("--script", type=Path, required=True, metavar="FILE.toml")
    options = parser.parse_args(arguments)
    for words in script_commands(options.script):
        status = _render(_parser().parse_args(words))
        if status:
            return status
    return 0


def _render(options: argparse.Namespace) -> int:
    source, epochs, step, lesson = Source(default_experiment()), 0, options.step, None
    if options.lesson is None:
        source = told_source(options.file, options.preset)
        epochs = epochs_of(options, source)
    elif options.file is not None or options.preset is not None:
        raise Refused("a lesson brings its own experiment; give --lesson alone")
    else:
        lesson, step = _checked_lesson(options.lesson, options.step or 1), None
        epochs = options.epochs or 0
    for output in options.output:
        if output.suffix.lower() not in {".png", ".jpg", ".jpeg"}:
            raise Refused(f"the picture's name must end in .png or .jpg, got {output.name!r}")
        if not output.absolute().parent.is_dir():
            folder = output.absolute().parent
            raise Refused(f"there is no folder {folder} to write {output.name} in")
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from nnfs_gui.render import Look, RenderError, Shot, UnknownName, render

    outputs = options.output
    sizes = _one_each("--size", options.size or [DEFAULT_SIZE], len(outputs))
    themes = _one_each("--theme", options.theme or ["dark"], len(outputs))
    shots = [Shot(*parts) for parts in zip(outputs, sizes, themes, strict=True)]
    look = Look(options.tab, options.scale, options.select, options.point, options.enlarge)
    try:
        notice = render(source.experiment, epochs, look, shots, source.run, step, lesson)
    except UnknownName as error:
        raise Refused(str(error)) from error
    except RenderError as error:
        print(f"nnfs-gui: {error}", file=sys.stderr)
        return FAILED
    if notice:
        print(f"nnfs-gui: {notice}", file=sys.stderr)
    return 0


def _checked_lesson(path: Path, step: int) -> tuple[Path, int]:
    """A lesson's file and the number of one of its steps."""
    from nnfs_gui.lessons.errors import LessonError
    from nnfs_gui.lessons.reading.reader import load_lesson

    try:
        count = len(load_lesson(path).steps)
    except LessonError as error:
        raise Refused(str(error)) from error
    if not 1 <= step <= count:
        raise Refused(f"{path.name} has {count} steps, so there is no step {step}")
    return path, step


def _one_each(name: str, values: list[T], count: int) -> list[T]:
    """One value for each picture: as many as there are, or one for all."""
    if len(values) not in (1, count):
        raise Refused(f"give {name} once, or once for each of the {count} pictures")
    return values * count if len(values) == 1 else values


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="nnfs-gui render",
        description="Train in the real window, off screen, and write pictures of it.",
        epilog="--script FILE.toml makes many pictures: a table [[shot]] with these names for each",
    )
    add_source(parser)
    lesson = "a lesson to show, at the step of --step"
    parser.add_argument("--lesson", type=Path, metavar="FILE", help=lesson)
    step = "the step of the run to show; without it the last one"
    parser.add_argument("--step", type=count, metavar="N", help=step)
    size = "window size in pixels (1600x1000); once, or once for each picture"
    parser.add_argument("--size", type=window_size, action="append", metavar="WxH", help=size)
    theme = "dark or light; once, or once for each picture"
    parser.add_argument("--theme", choices=("dark", "light"), action="append", help=theme)
    tab = "the tab to show at the bottom (gradients)"
    parser.add_argument("--tab", default="gradients", metavar="NAME", help=tab)
    select = "a neuron to select, such as 1.2"
    parser.add_argument("--select", metavar="NEURON", help=select)
    point = "a data point whose computation is shown, counted from 0"
    parser.add_argument("--point", type=count, metavar="N", help=point)
    enlarge = "a view to enlarge: boundary, loss, or a tab"
    parser.add_argument("--enlarge", metavar="VIEW", help=enlarge)
    scale = "pixels of the picture per pixel of the window (1)"
    parser.add_argument("--scale", type=picture_scale, default=1.0, metavar="X", help=scale)
    output = "a picture; may come several times"
    parser.add_argument(
        "-o", "--output", type=Path, action="append", required=True, metavar="FILE.png", help=output
    )
    return parser


def picture_scale(text: str) -> float:
    """A factor between a quarter and eight."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0.25 <= value <= 8:
        raise argparse.ArgumentTypeError(f"must be a number from 0.25 to 8, got {text!r}")
    return value


def window_size(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{2,5})[x×](\d{2,5})", text)
    if found is None:
        raise argparse.ArgumentTypeError(f"must be a size such as 1600x1000, got {text!r}")
    width, height = int(found[1]), int(found[2])
    if not (640 <= width <= MAX_SIDE and 480 <= height <= MAX_SIDE):
        raise argparse.ArgumentTypeError(f"must be from 640x480 to 8192x8192, got {text!r}")
    return width, height
