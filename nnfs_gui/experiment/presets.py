"""The bundled experiments, by slug: the file ``04-spiral.json`` is the preset ``"spiral"``."""

from __future__ import annotations

import difflib
import re
from functools import lru_cache
from pathlib import Path

from nnfs_gui.assets import preset_paths

from .files import load_experiment
from .model import Experiment


def preset_names() -> tuple[str, ...]:
    """The slugs of all presets, in the order they are offered."""
    return tuple(_paths())


def preset_titles() -> dict[str, str]:
    """Slug → title, in the order they are offered."""
    return {name: load_preset(name).title for name in _paths()}


def load_preset(name: str) -> Experiment:
    """The preset of that name.

    Raises
    ------
    KeyError
        If there is none; the message suggests the nearest name.
    """
    paths = _paths()
    if name in paths:
        return _loaded(paths[name])
    close = difflib.get_close_matches(name.lower(), paths, n=1, cutoff=0.5)
    if close:
        raise KeyError(f"unknown preset '{name}' (did you mean '{close[0]}'?)")
    raise KeyError(f"unknown preset '{name}'; choose from {', '.join(paths)}")


@lru_cache(maxsize=64)
def _loaded(path: Path) -> Experiment:
    return load_experiment(path)


def _paths() -> dict[str, Path]:
    return {re.sub(r"^\d+-", "", path.stem): path for path in preset_paths()}
