"""Which of very many points are drawn: an even choice that stays."""

from __future__ import annotations

import numpy as np

from nnfs_gui.experiment.data.sample import FRESH, SAMPLE, drawn_points


def test_all_points_are_drawn_until_there_are_too_many() -> None:
    assert drawn_points(SAMPLE).tolist() == list(range(SAMPLE))
    some = drawn_points(10 * SAMPLE)
    assert len(set(some.tolist())) == SAMPLE
    assert some.tolist() == drawn_points(10 * SAMPLE).tolist()
    thirds = np.histogram(some, bins=3, range=(0, 10 * SAMPLE))[0]
    assert thirds.min() > 0.3 * SAMPLE


def test_a_painted_point_leaves_nearly_all_others_drawn() -> None:
    before, after = (
        set(drawn_points(3 * SAMPLE).tolist()),
        set(drawn_points(3 * SAMPLE + 5).tolist()),
    )
    assert len(before & after) >= SAMPLE - 5


def test_what_was_added_last_is_always_drawn() -> None:
    for count in (SAMPLE + 1, 7 * SAMPLE):
        assert drawn_points(count)[-FRESH:].tolist() == list(range(count - FRESH, count))
        assert len(np.unique(drawn_points(count))) == SAMPLE
