"""`nnfs-gui lesson FILE`: a lesson in the window, from any of its steps."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from nnfs_gui.display import window_problem

from ..commands import LESSON_COMMANDS, listed
from ..parsing import Parser, Refused


def run(arguments: Sequence[str]) -> int:
    """Open the window with a lesson, and return when it is closed."""
    options = _parser().parse_args(arguments)
    return open_lesson(options.file, options.step)


def open_lesson(path: Path, step: int = 0) -> int:
    """Open a lesson in the window; what is wrong with its file is told without one."""
    from nnfs_gui.lessons.errors import LessonError
    from nnfs_gui.lessons.reading.reader import load_lesson

    try:
        lesson = load_lesson(path)
    except LessonError as error:
        raise Refused(str(error)) from error
    if step > len(lesson.steps):
        steps = len(lesson.steps)
        raise Refused(f"{path.name} has {steps} steps, so there is no step {step}")
    problem = window_problem()
    if problem is not None:
        raise Refused(problem)
    from nnfs_gui.app import run as run_application

    return run_application(None, None, lesson=(path, step))


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="nnfs-gui lesson",
        description="Open a lesson in the window.",
        epilog=listed(LESSON_COMMANDS, "nnfs-gui lesson"),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="a lesson, name.lesson.md")
    step = "the step to begin with; without it, where the learner stopped"
    parser.add_argument("--step", type=_number, default=0, metavar="N", help=step)
    return parser


def _number(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text) <= 60:
        raise argparse.ArgumentTypeError(f"must be the number of a step, got {text!r}")
    return int(text)
