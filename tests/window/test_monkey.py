"""A window that survives random hands; `python tests/window/monkey` plays for hours."""

from __future__ import annotations

from pathlib import Path

import pytest
from monkey import Monkey

from nnfs_gui.app import Playground


@pytest.mark.parametrize("seed", [1, 2, 10])
def test_random_events_leave_nothing_wrong(
    new_playground: Playground, tmp_path: Path, seed: int
) -> None:
    new_playground.window.resize(1366, 768)
    Monkey(new_playground, tmp_path).play(seed, 200)
