"""Benchmarks run only when asked for: ``pytest tests/benchmarks``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy is imported

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))  # the modules here are scripts too, and import each other by name


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave everything here alone unless this directory was named on the command line."""
    start = config.invocation_params.dir
    named = [(start / argument.split("::")[0]).resolve() for argument in config.args]
    return None if any(path.is_relative_to(HERE) for path in named) else True
