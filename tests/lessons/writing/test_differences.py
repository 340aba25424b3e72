"""Where two texts of a lesson differ: every line of both, once, and what was left out."""

from __future__ import annotations

import random

import pytest

from nnfs_gui.lessons.writing.differences import differences


def test_the_same_texts_differ_nowhere() -> None:
    assert differences("a\nb", "a\nb") == ()


def test_each_side_is_shown_with_what_stands_around_it() -> None:
    base = [f"line {number}" for number in range(20)]
    theirs = [*base[:9], "new", *base[10:]]
    found = [(line.side, line.text) for line in differences("\n".join(base), "\n".join(theirs))]
    assert found == [
        ("left out", "7 lines the same"), ("both", "line 7"), ("both", "line 8"),
        ("mine", "line 9"), ("theirs", "new"), ("both", "line 10"), ("both", "line 11"),
        ("left out", "8 lines the same"),
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(20))
def test_nothing_of_either_text_is_missing(seed: int) -> None:
    chance = random.Random(seed)
    one = chance.choices("abcdefgh", k=40)
    other = [letter for letter in one if chance.random() > 0.2]
    other.insert(chance.randrange(len(other)), "z")
    lines = differences("\n".join(one), "\n".join(other))
    for side, text in (("mine", one), ("theirs", other)):
        shown = sum(
            int(line.text.split()[0]) if line.side == "left out" else line.side in (side, "both")
            for line in lines
        )
        assert shown == len(text)
