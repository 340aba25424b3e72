"""`nnfs-gui lesson check`: the test that every lesson brings along."""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..parsing import FAILED, Parser, Refused

if TYPE_CHECKING:
    from nnfs_gui.lessons.proofs import Finding
    from nnfs_gui.lessons.proofs.measuring import Place


def run(arguments: Sequence[str]) -> int:
    """Check lessons, and print what is found as ``file:line: sentence``."""
    options = _parser().parse_args(arguments)
    if options.quick and options.fill:
        raise Refused("--fill needs the runs that --quick leaves out")
    failed = [_is_wrong(path, options) for path in options.files]
    _tell_order(options.files)
    wrong = sum(failed)
    if not wrong:
        what = "1 lesson" if len(failed) == 1 else f"{len(failed)} lessons"
        print(f"{what}, nothing wrong")
    return FAILED if wrong else 0


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="nnfs-gui lesson check",
        description="Check lessons: that they can be read, that their set-ups are valid, that "
        "answers can be computed and slips told apart, that no step is done at its start, that "
        "solutions pass in 18 of 20 seeds, that measured numbers are still so, and that the "
        "numbers of several lessons make an order.",
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--quick", action="store_true", help="leave out the runs over 20 seeds")
    fill = "write measured numbers that are missing or no longer so into the file"
    parser.add_argument("--fill", action="store_true", help=fill)
    parser.add_argument("--jobs", type=_jobs, metavar="N", help="processes (all but one)")
    return parser


def _jobs(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 256:
        raise argparse.ArgumentTypeError(f"must be a whole number from 1 to 256, got {text!r}")
    return int(text)


def _is_wrong(path: Path, options: argparse.Namespace) -> bool:
    from tqdm import tqdm

    from nnfs_gui.lessons.errors import LessonError
    from nnfs_gui.lessons.proofs import prove_lesson, prove_text
    from nnfs_gui.lessons.reading import load_text, read_lesson

    tqdm.monitor_interval = 0  # no thread of its own for a bar that is updated often
    try:
        text = load_text(path)
    except LessonError as error:
        print(f"{path}:{error.line or 1}: {error.message}")
        return True
    unread = prove_text(text)
    if unread:
        _tell(path, unread)
        return True
    lesson = read_lesson(text)
    hide = options.quick or not sys.stderr.isatty()
    with tqdm(desc=path.name, unit=" runs", disable=hide, leave=False) as bar:
        proof = prove_lesson(lesson, options.quick, options.jobs, lambda runs: bar.update(runs))
    left = [*proof.findings]
    if options.fill and proof.results:
        # What was measured anew is no longer wrong once it is written.
        lines = {place.line for place in _fill(path, proof.results)}
        left = [finding for finding in left if finding.line not in lines]
    _tell(path, left)
    return any(not finding.warning for finding in left)


def _tell(path: Path, findings: Sequence[Finding]) -> None:
    for finding in findings:
        kind = "warning: " if finding.warning else ""
        print(f"{path}:{finding.line}: {kind}{finding.message}")


def _tell_order(paths: Sequence[Path]) -> None:
    """Warn where lessons that are checked together do not stand in an order."""
    from nnfs_gui.lessons.errors import LessonError
    from nnfs_gui.lessons.proofs.curriculum import prove_curriculum
    from nnfs_gui.lessons.reading import load_lesson

    known = []
    for path in dict.fromkeys(paths):
        with contextlib.suppress(LessonError):  # it was told already
            known.append((load_lesson(path), path))
    places = {id(lesson): path for lesson, path in known}
    for lesson, finding in prove_curriculum([lesson for lesson, _ in known]):
        print(f"{places[id(lesson)]}:{finding.line}: warning: {finding.message}")


def _fill(path: Path, results: dict[Place, str]) -> list[Place]:
    """Write what was measured into the file; returns what was written."""
    from engine.tools.writing import write_whole
    from nnfs_gui.lessons.proofs.measuring import filled, is_stale

    text = path.read_bytes().decode("utf-8")
    try:
        write_whole(path, filled(text, results).encode("utf-8"))
    except OSError as error:
        raise Refused(f"cannot write {path.name}: {error.strerror or error}") from None
    return [place for place, result in results.items() if is_stale(place, result)]
