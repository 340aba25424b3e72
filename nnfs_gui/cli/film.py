"""`nnfs-gui film`: training as a film, off screen."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from .parsing import FAILED, Parser, Refused, count
from .render import picture_scale, window_size
from .source import add_source, epochs_of, told_source


def run(arguments: Sequence[str]) -> int:
    """Train, draw each frame, and write the film."""
    options = _parser().parse_args(arguments)
    output: Path = options.output
    form = output.suffix.lower().removeprefix(".")
    if form not in ("webp", "gif", "apng"):
        raise Refused(f"the film's name must end in .webp, .gif or .apng, got {output.name!r}")
    if not output.absolute().parent.is_dir():
        raise Refused(f"there is no folder {output.absolute().parent} to write {output.name} in")
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    content, size = _film(options, form)
    from engine.tools.writing import write_whole
    from nnfs_gui.experiment.files.wording import reason

    try:
        write_whole(output, content)
    except OSError as error:
        print(f"nnfs-gui: cannot write {output}: {reason(error)}", file=sys.stderr)
        return FAILED
    print(f"{output}: {size}, {len(content) / 1e6:.2f} MB")
    return 0


def _film(options: argparse.Namespace, form: str) -> tuple[bytes, str]:
    from tqdm import tqdm

    from nnfs_gui.export.errors import ExportError
    from nnfs_gui.figures.film import MAX_FRAMES, MAX_RATE, FilmPlan, View, film_of, frames_of
    from nnfs_gui.figures.vector import application

    source = told_source(options.file, options.preset)
    epochs = epochs_of(options, source)
    if not 2 <= options.frames <= MAX_FRAMES or not 1 <= options.fps <= MAX_RATE:
        raise Refused(f"a film has 2 to {MAX_FRAMES} frames, and 1 to {MAX_RATE} a second")
    is_window = options.views == "window"
    view: View = "network" if options.views == "network" else "boundary"
    plan = FilmPlan(epochs, options.frames, options.fps, options.spacing, view, options.theme,
                    options.scale)  # fmt: skip
    tqdm.monitor_interval = 0
    with tqdm(total=plan.frames, unit=" frames", disable=not sys.stderr.isatty()) as bar:

        def told(number: int) -> None:
            bar.update(number - bar.n)

        try:
            if is_window:
                from nnfs_gui.film import window_frames

                frames = list(window_frames(source.experiment, plan, options.size, told))
            else:
                application()
                frames = list(frames_of(source.experiment, plan, told))
        except ExportError as error:
            raise Refused(str(error)) from error
    seconds = plan.frames / plan.rate
    size = f"{frames[0].width}×{frames[0].height}, {plan.frames} frames, {seconds:.1f} s"
    return film_of(frames, plan.rate, form), size


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="nnfs-gui film", description="Make a film of training, off screen.")
    add_source(parser)
    parser.add_argument("--frames", type=count, default=120, metavar="N", help="in all (120)")
    parser.add_argument("--fps", type=count, default=24, metavar="N", help="frames a second (24)")
    views = "what is filmed (boundary)"
    parser.add_argument(
        "--views", choices=("window", "boundary", "network"), default="boundary", help=views
    )
    spacing = "frames even in the epochs, or in their logarithm (even)"
    parser.add_argument("--spacing", choices=("even", "log"), default="even", help=spacing)
    parser.add_argument("--theme", choices=("dark", "light"), default="dark")
    scale = "size of the boundary or the network (1.25)"
    parser.add_argument("--scale", type=picture_scale, default=1.25, metavar="X", help=scale)
    size = "of the window, in pixels (1366x768)"
    parser.add_argument("--size", type=window_size, default=(1366, 768), metavar="WxH", help=size)
    output = "FILE.webp, .gif or .apng"
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help=output)
    return parser
