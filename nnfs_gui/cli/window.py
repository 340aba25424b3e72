"""`nnfs-gui [FILE]`: the window."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from nnfs_gui.display import window_problem

from .parsing import Parser, Refused
from .source import named_source


def run(arguments: Sequence[str]) -> int:
    """Open the window, and return when it is closed."""
    options = _parser().parse_args(arguments)
    problem = window_problem()
    if problem is not None:
        raise Refused(problem)
    source = named_source(options.file, None)
    from nnfs_gui.app import run as run_application

    return run_application(
        None if source.path is None else source.experiment, source.path, source.run
    )


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="nnfs-gui",
        description="Learn how neural networks work by building one with your hands.",
        epilog="Without a window: nnfs-gui render --help, nnfs-gui train --help",
    )
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="experiment to open")
    parser.add_argument("--version", action="version", version=f"nnfs-gui {_version()}")
    return parser


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("nnfs-playground")
    except PackageNotFoundError:
        return "(not installed)"
