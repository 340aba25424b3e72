"""The long part of the shipped lessons' test: solutions and measured numbers over 20 draws."""

from __future__ import annotations

import pytest

from nnfs_gui.lessons.proofs import prove_lesson
from nnfs_gui.lessons.reading import lesson_paths, load_lesson, read_lesson
from nnfs_gui.lessons.template import new_lesson

pytestmark = pytest.mark.lessons_20_seeds


@pytest.mark.parametrize("path", lesson_paths(), ids=lambda path: path.name.partition(".")[0])
def test_what_a_shipped_lesson_says_holds_over_twenty_seeds(path):
    proof = prove_lesson(load_lesson(path))
    assert [finding for finding in proof.findings if not finding.warning] == []


@pytest.mark.parametrize("identity", ["mine", "lesson-3"])
def test_a_new_lesson_holds_whatever_its_id_draws(identity: str) -> None:
    proof = prove_lesson(read_lesson(new_lesson(identity, "Mine")))
    assert [finding for finding in proof.findings if not finding.warning] == []
