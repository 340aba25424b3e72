"""Whatever file is opened: an experiment that can be trained, or one clear sentence."""

from __future__ import annotations

import os
import sys
from itertools import islice
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # test modules cannot import each other by name

from hostile import open_hostile
from hostile_files import HostileFiles, special_files


@pytest.mark.parametrize("seed", range(4))
def test_hostile_files_are_used_or_refused(tmp_path: Path, seed: int) -> None:
    """`python tests/experiment/hostile.py` does the same for as many as one likes."""
    opened = [open_hostile(path) for path in islice(HostileFiles(tmp_path, seed), 60)]
    assert 0 < opened.count(None) < 60, "they are neither all whole nor all broken"


@pytest.mark.skipif(os.name == "nt", reason="no such things there")
def test_what_is_no_file_is_refused_at_once(tmp_path: Path) -> None:
    for path in special_files(tmp_path):
        assert open_hostile(path) is None
