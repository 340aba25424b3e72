"""`nnfs-gui lesson handout`: a lesson on paper, for learners or with the answers."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from nnfs_gui.lessons.errors import LessonError
from nnfs_gui.lessons.reading.reader import lesson_paths, load_lesson

from ..parsing import FAILED, Parser, Refused


def run(arguments: Sequence[str]) -> int:
    """Write the PDF and say how many pages it has."""
    options = _parser().parse_args(arguments)
    output: Path = options.output
    if output.suffix.lower() != ".pdf":
        raise Refused(f"the sheet's name must end in .pdf, got {output.name!r}")
    if not output.absolute().parent.is_dir():
        raise Refused(f"there is no folder {output.absolute().parent} to write {output.name} in")
    try:
        lesson = load_lesson(_path_of(options.file))
    except LessonError as error:
        raise Refused(str(error)) from error
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from nnfs_gui.handout.writing import HandoutError, write_handout

    try:
        pages = write_handout(lesson, output, solutions=options.solutions, paper=options.paper)
    except HandoutError as error:
        print(f"nnfs-gui: {error}", file=sys.stderr)
        return FAILED
    print(f"{output}: {pages} page{'s' if pages != 1 else ''}")
    return 0


def _path_of(name: str) -> Path:
    """A file, or a bundled lesson by its id."""
    bundled = {path.name.removesuffix(".lesson.md"): path for path in lesson_paths()}
    return bundled.get(name, Path(name))


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="nnfs-gui lesson handout",
        description="Print a lesson: text, a picture of each step's set-up, room for answers.",
    )
    parser.add_argument("file", metavar="FILE", help="a .lesson.md file, or a bundled lesson's id")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.pdf")
    parser.add_argument(
        "--solutions", action="store_true", help="the teacher's copy: answers, feedback and notes"
    )
    parser.add_argument("--paper", choices=("a4", "letter"), default="a4")
    return parser
