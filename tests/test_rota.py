"""Views that are read take turns."""

from __future__ import annotations

from collections import Counter

import pytest

from nnfs_gui.rota import Rota


def test_the_first_frame_shows_everything() -> None:
    assert sorted(Rota("abc", 0.05).due(0.0)) == ["a", "b", "c"]


def test_frequent_frames_draw_one_view_each_and_all_equally_often() -> None:
    rota = Rota("abc", 0.05)
    rota.all(0.0)
    frames = [rota.due(0.016 * number) for number in range(1, 601)]
    assert max(map(len, frames[3:])) == 1
    counts = Counter(view for frame in frames for view in frame)
    assert set(counts) == set("abc")
    assert max(counts.values()) - min(counts.values()) <= 1


@pytest.mark.parametrize("gap", [0.004, 0.016, 0.03, 0.07, 0.2, 1.0])
def test_no_view_waits_longer_than_twice_its_time_and_a_frame(gap: float) -> None:
    rota = Rota("abcd", 0.05)
    last = dict.fromkeys(rota.all(0.0), 0.0)
    for number in range(1, 400):
        now = gap * number
        for view in rota.due(now):
            assert now - last[view] >= 0.05
            last[view] = now
        assert all(now - shown < 0.1 + gap for shown in last.values())


def test_after_showing_all_nothing_is_due_for_a_while() -> None:
    rota = Rota("ab", 0.05)
    assert rota.all(7.0) == ["a", "b"]
    assert rota.due(7.04) == []
    assert len(rota.due(7.06)) == 1
