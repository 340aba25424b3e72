"""`nnfs-gui render`: a picture of the window, off screen."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from .parsing import FAILED, Parser, Refused, count
from .source import add_source, epochs_of, told_source

MAX_SIDE = 8192


def run(arguments: Sequence[str]) -> int:
    """Train, draw, and write the picture."""
    options = _parser().parse_args(arguments)
    source = told_source(options.file, options.preset)
    epochs = epochs_of(options, source)
    if options.step is not None and (source.run is None or options.epochs):
        raise Refused("--step shows a step of a run that was saved, and goes without --epochs")
    output: Path = options.output
    if output.suffix.lower() not in {".png", ".jpg", ".jpeg"}:
        raise Refused(f"the picture's name must end in .png or .jpg, got {output.name!r}")
    if not output.absolute().parent.is_dir():
        raise Refused(f"there is no folder {output.absolute().parent} to write {output.name} in")
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from nnfs_gui.render import Look, RenderError, UnknownTab, render

    look = Look(options.size, options.theme, options.tab)
    try:
        notice = render(source.experiment, epochs, look, output, source.run, options.step)
    except UnknownTab as error:
        raise Refused(str(error)) from error
    except RenderError as error:
        print(f"nnfs-gui: {error}", file=sys.stderr)
        return FAILED
    if notice:
        print(f"nnfs-gui: {notice}", file=sys.stderr)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="nnfs-gui render",
        description="Train in the real window, off screen, and write a picture of it.",
    )
    add_source(parser)
    step = "the step to show, of a run that was saved; without it the last one"
    parser.add_argument("--step", type=count, metavar="N", help=step)
    size = "window size in pixels (1600x1000)"
    parser.add_argument("--size", type=window_size, default=(1600, 1000), metavar="WxH", help=size)
    parser.add_argument("--theme", choices=("dark", "light"), default="dark")
    tab = "the tab to show at the bottom (gradients)"
    parser.add_argument("--tab", default="gradients", metavar="NAME", help=tab)
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.png")
    return parser


def window_size(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{2,5})[x×](\d{2,5})", text)
    if found is None:
        raise argparse.ArgumentTypeError(f"must be a size such as 1600x1000, got {text!r}")
    width, height = int(found[1]), int(found[2])
    if not (640 <= width <= MAX_SIDE and 480 <= height <= MAX_SIDE):
        raise argparse.ArgumentTypeError(f"must be from 640x480 to 8192x8192, got {text!r}")
    return width, height
