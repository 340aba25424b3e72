"""Files: the one reader, experiments as JSON, and what went wrong in words for people."""

from __future__ import annotations

from .experiments import decode_experiment, encode_experiment, load_experiment, save_experiment
from .reading import FileError

__all__ = [
    "FileError",
    "decode_experiment",
    "encode_experiment",
    "load_experiment",
    "save_experiment",
]
