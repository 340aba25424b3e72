"""Where lines and marks of the tape lie."""

from __future__ import annotations

import pytest

from nnfs_gui.panels.tape.geometry import axis_end, lay_out
from nnfs_gui.training.tape.marks import Mark
from nnfs_gui.training.tape.picture import BranchPicture, Place, TapePicture

EDIT = Mark(40, "edit", "tanh → ReLU")
ROOT = BranchPicture(
    1, None, 0, 100, (Mark(10, "clipping", "clipping began"), Mark(90, "diverged", "diverged")), 0
)
CHILD = BranchPicture(2, Place(1, 40), 40, 70, (EDIT, Mark(60, "best", "best")), 30)
GRANDCHILD = BranchPicture(3, Place(2, 50), 50, 55, (), 0)


def tape(*branches: BranchPicture, live: Place) -> TapePicture:
    return TapePicture(branches, live)


def texts(marks: object, row: int) -> list[tuple[int, str]]:
    return [(m.mark.step, m.mark.text) for m in marks if m.row == row]  # type: ignore[attr-defined]


def test_one_line_is_the_run_itself() -> None:
    found = lay_out(tape(ROOT, live=Place(1, 100)), None)
    assert [(line.start, line.end, line.row) for line in found.lines] == [(0, 100, 0)]
    assert found.shown == Place(1, 100)
    assert texts(found.marks, 0) == [(10, "clipping began"), (90, "diverged")]


def test_what_a_branch_left_behind_is_a_second_line_that_leaves_the_first() -> None:
    found = lay_out(tape(ROOT, CHILD, live=Place(2, 70)), None)
    main, other = found.lines
    assert (main.branch, main.end) == (2, 70)
    assert (other.branch, other.start, other.end, other.row, other.left_row) == (1, 40, 100, 1, 0)
    assert texts(found.marks, 0) == [(10, "clipping began"), (40, EDIT.text), (60, "best")]
    assert texts(found.marks, 1) == [(90, "diverged")]
    assert found.coarse_until == 30


def test_the_line_that_is_looked_at_is_the_main_one_and_a_click_on_its_marks_stays_on_it() -> None:
    found = lay_out(tape(ROOT, CHILD, live=Place(2, 70)), Place(1, 30))
    assert [(line.branch, line.start, line.end) for line in found.lines] == [
        (1, 0, 100),
        (2, 40, 70),
    ]
    assert {m.place.branch for m in found.marks if m.row == 0} == {1}
    assert texts(found.marks, 1) == [(60, "best")]


def test_a_branch_leaves_the_row_of_its_parent() -> None:
    found = lay_out(tape(ROOT, CHILD, GRANDCHILD, live=Place(1, 100)), None)
    lines = {line.branch: line for line in found.lines}
    assert {lines[2].row, lines[3].row} == {1, 2}
    assert lines[2].left_row == 0
    assert lines[3].left_row == lines[2].row


def test_an_edit_that_only_the_other_branch_saw_is_not_on_this_one() -> None:
    edited = BranchPicture(1, None, 0, 100, (Mark(40, "edit", "rate"),), 0)
    found = lay_out(tape(edited, CHILD, live=Place(2, 70)), None)
    assert (40, "rate") not in texts(found.marks, 0)


def test_a_new_line_from_step_0_leaves_no_other_one() -> None:
    again = BranchPicture(2, None, 0, 20, (), 0)
    found = lay_out(tape(ROOT, again, live=Place(2, 20)), None)
    assert (found.lines[1].start, found.lines[1].left_row) == (0, None)


@pytest.mark.parametrize("last", [0, 1, 7, 8, 100, 3300, 10**6 + 1])
def test_the_axis_ends_a_little_beyond_the_run_and_moves_seldom(last: int) -> None:
    end = axis_end(last)
    assert last <= end <= max(8, 1.25 * last)
    assert axis_end(end) == end
