"""Which key frames go when there is no room for all."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from .branch import Branch, KeyFrame

REACH = 0.15
"""Seconds of training that may lie between two key frames, so that every step is soon shown."""
ROOM = 1 / 8
"""Share of the budget that is made free at a time."""


def frames_to_drop(branches: Iterable[Branch], excess: float) -> set[KeyFrame]:
    """Key frames that take ``excess`` bytes together, or as many as can go.

    First those go whose neighbours stay within `REACH`, the closest first, so that the tape grows
    evenly coarser.  When there are no more of these, those go whose gap is small for its age: the
    oldest part becomes coarser to reach, the newest stays as it is.
    """
    now = max(branch.frames[-1].clock for branch in branches)
    candidates = [entry for branch in branches for entry in _candidates(branch, now)]
    candidates.sort(key=lambda entry: entry[0])
    dropped: set[KeyFrame] = set()
    stay: set[KeyFrame] = set()
    for _score, before, frame, after in candidates:
        if excess <= 0:
            break
        if frame in stay or before in dropped or after in dropped:
            continue  # its gap is another one by now
        dropped.add(frame)
        stay |= {before, after}
        excess -= frame.moment.nbytes
    return dropped


def _candidates(branch: Branch, now: float) -> Iterable[tuple[float, KeyFrame, KeyFrame, KeyFrame]]:
    frames = branch.frames
    for before, frame, after in zip(frames, frames[1:], frames[2:], strict=False):
        begins_stretch = before.stretch != frame.stretch
        if begins_stretch and not branch.stretches[frame.stretch].exact:
            continue
        gap = after.clock - before.clock
        age = now - frame.clock
        yield (gap if gap <= REACH else REACH + gap / max(age, REACH)), before, frame, after


def coarse_until(branch: Branch) -> int:
    """The step before which steps may take longer to show; 0 if all are within `REACH`."""
    pairs = pairwise(branch.frames)
    return max((b.step for a, b in pairs if b.clock - a.clock > 2 * REACH), default=0)
