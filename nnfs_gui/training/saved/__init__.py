"""Runs as files: an experiment with all that was learned, and the tape of how it came about."""

from __future__ import annotations

from .files import is_run_file, load_run, save_run
from .packing import PackedRun, pack
from .unpacking import Restored

__all__ = ["PackedRun", "Restored", "is_run_file", "load_run", "pack", "save_run"]
