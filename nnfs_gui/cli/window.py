"""`nnfs-gui [FILE]`: the window."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from nnfs_gui.display import window_problem

from .commands import COMMANDS, listed, suggestion
from .lesson.opening import open_lesson
from .parsing import Parser, Refused
from .source import named_source


def run(arguments: Sequence[str]) -> int:
    """Open the window, and return when it is closed."""
    options = _parser().parse_args(arguments)
    if options.file is not None and options.file.endswith(".lesson.md"):
        return open_lesson(Path(options.file))
    name = options.file or ""
    if name.isalpha() and suggestion(name, COMMANDS) and not Path(name).exists():
        raise Refused(f"there is no file {name}{suggestion(name, COMMANDS)}")
    problem = window_problem()
    if problem is not None:
        raise Refused(problem)
    source = named_source(options.file, None)
    from nnfs_gui.app import run as run_application

    experiment = None if options.file is None else source.experiment
    return run_application(experiment, source.path, source.run, source.remarks)


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="nnfs-gui",
        description="Learn how neural networks work by building one with your hands.",
        epilog=listed(COMMANDS, "nnfs-gui"),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    file = "experiment, run or lesson to open, or a link of TensorFlow Playground"
    parser.add_argument("file", nargs="?", metavar="FILE", help=file)
    parser.add_argument("--version", action="version", version=f"nnfs-gui {_version()}")
    return parser


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("nnfs-playground")
    except PackageNotFoundError:
        return "(not installed)"
