"""Where the tape's lines and marks lie: steps along, rows up; without Qt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nnfs_gui.training.tape.marks import Mark
from nnfs_gui.training.tape.picture import BranchPicture, Place, TapePicture

ROWS = 2
"""Rows of other branches that are drawn above the one that is shown."""
_APART = 0.02
"""Share of the axis that lies free between two branches of a row."""


@dataclass(frozen=True)
class Line:
    """A line of steps that is drawn; row 0 is the one that leads to the step that is shown.

    ``left_row`` is the row of the line that it leaves; None if it begins with initial weights.
    """

    branch: int
    start: int
    end: int
    row: int
    left_row: int | None = None


@dataclass(frozen=True)
class PlacedMark:
    """A mark, and the step that a click on it goes to."""

    place: Place
    mark: Mark
    row: int


@dataclass(frozen=True)
class TapeMap:
    """All that is drawn of the tape.

    Attributes
    ----------
    shown : Place
    last : int
        The step at the right end of the axis.
    lines : tuple of Line
        The main one first.
    marks : tuple of PlacedMark
        By step.
    coarse_until : int
        The step of the main line before which steps take longer to show; 0 if none do.
    """

    shown: Place
    last: int
    lines: tuple[Line, ...]
    marks: tuple[PlacedMark, ...]
    coarse_until: int

    @property
    def end(self) -> int:
        """The last step of the line that is shown."""
        return self.lines[0].end


def lay_out(tape: TapePicture, past: Place | None) -> TapeMap:
    """The tape as it is drawn while a step of the past, or None for the run itself, is shown."""
    shown = past if past is not None and _has(tape, past.branch) else tape.live
    line = lineage(tape, shown.branch)
    main = Line(shown.branch, 0, line[-1][1], 0)
    rest = [(b, until) for b, until in line[:-1] if b.end > until]
    known = {branch.number for branch, _ in line}
    others = [(b, b.start) for b in tape.branches if b.number not in known]
    last = axis_end(max(branch.end for branch in tape.branches))
    side = _in_rows([*rest, *others], known, last)
    marks = [*_main_marks(line, shown.branch), *_side_marks(tape, side)]
    coarse = max(min(branch.coarse_until, until) for branch, until in line)
    ordered = sorted(marks, key=lambda placed: placed.mark.step)
    return TapeMap(shown, last, (main, *side), tuple(ordered), coarse)


def lineage(tape: TapePicture, number: int) -> list[tuple[BranchPicture, int]]:
    """The branches that lead to the end of one, the oldest first, each with its last step there."""
    branch, until = tape.branch(number), tape.branch(number).end
    found = [(branch, until)]
    while branch.parent is not None and _has(tape, branch.parent.branch):
        until = min(until, branch.parent.step)
        branch = tape.branch(branch.parent.branch)
        found.append((branch, until))
    return found[::-1]


def axis_end(last: int) -> int:
    """A round number from ``last`` on, so that marks stand still while the run grows."""
    if last < 8:
        return 8
    step = 1 << (last.bit_length() - 3)
    return -(-last // step) * step


def _has(tape: TapePicture, number: int) -> bool:
    return any(branch.number == number for branch in tape.branches)


def _in_rows(
    parts: Iterable[tuple[BranchPicture, int]], main: set[int], last: int
) -> tuple[Line, ...]:
    """The newest branches in as few rows as they fit into; those without room are left out."""
    rows: list[list[tuple[int, int]]] = [[] for _ in range(ROWS)]
    gap = _APART * last
    lines: dict[int, Line] = {}
    for branch, start in sorted(parts, key=lambda part: -part[0].number):
        for row, taken in enumerate(rows):
            if all(branch.end + gap < first or end + gap < start for first, end in taken):
                taken.append((start, branch.end))
                lines[branch.number] = Line(branch.number, start, branch.end, row + 1)
                break
    parents = {branch.number: branch.parent for branch, _ in parts}
    return tuple(_leaving(line, parents[line.branch], main, lines) for line in lines.values())


def _leaving(line: Line, parent: Place | None, main: set[int], lines: dict[int, Line]) -> Line:
    left: int | None = None
    if line.branch in main:
        left = 0
    elif parent is not None:
        other = lines.get(parent.branch)
        left = other.row if other is not None and other.start < parent.step else 0
    return Line(line.branch, line.start, line.end, line.row, left)


def _main_marks(line: list[tuple[BranchPicture, int]], number: int) -> Iterator[PlacedMark]:
    for branch, until in line:
        for mark in branch.marks:
            # An edit is of the steps after it, and those are on the branch that was left.
            left = mark.kind == "edit" and branch.number != number and mark.step == until
            if mark.step <= until and not left:
                yield PlacedMark(Place(number, mark.step), mark, 0)


def _side_marks(tape: TapePicture, side: Iterable[Line]) -> Iterator[PlacedMark]:
    for line in side:
        for mark in tape.branch(line.branch).marks:
            if line.start < mark.step <= line.end:
                yield PlacedMark(Place(line.branch, mark.step), mark, line.row)
