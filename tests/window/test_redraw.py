"""Views that are read take turns."""

from __future__ import annotations

from collections import Counter

import pytest

from nnfs_gui.window.redraw import RedrawScheduler


def test_the_first_frame_shows_everything() -> None:
    assert sorted(RedrawScheduler("abc", 0.05).due(0.0)) == ["a", "b", "c"]


def test_frequent_frames_draw_one_view_each_and_all_equally_often() -> None:
    scheduler = RedrawScheduler("abc", 0.05)
    scheduler.all(0.0)
    frames = [scheduler.due(0.016 * number) for number in range(1, 601)]
    assert max(map(len, frames[3:])) == 1
    counts = Counter(view for frame in frames for view in frame)
    assert set(counts) == set("abc")
    assert max(counts.values()) - min(counts.values()) <= 1


@pytest.mark.parametrize("gap", [0.004, 0.016, 0.03, 0.07, 0.2, 1.0])
def test_no_view_waits_longer_than_twice_its_time_and_a_frame(gap: float) -> None:
    scheduler = RedrawScheduler("abcd", 0.05)
    last = dict.fromkeys(scheduler.all(0.0), 0.0)
    for number in range(1, 400):
        now = gap * number
        for view in scheduler.due(now):
            assert now - last[view] >= 0.05
            last[view] = now
        assert all(now - shown < 0.1 + gap for shown in last.values())


def test_after_showing_all_nothing_is_due_for_a_while() -> None:
    scheduler = RedrawScheduler("ab", 0.05)
    assert scheduler.all(7.0) == ["a", "b"]
    assert scheduler.due(7.04) == []
    assert len(scheduler.due(7.06)) == 1
