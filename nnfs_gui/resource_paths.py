"""Where bundled files lie; without Qt, so that training without a window finds them too."""

from __future__ import annotations

from pathlib import Path

_PACKAGED = Path(__file__).parent / "resources"
RESOURCES = _PACKAGED if _PACKAGED.is_dir() else Path(__file__).parents[1] / "resources"


def preset_paths() -> tuple[Path, ...]:
    """The bundled experiment files, in the order of their names."""
    return tuple(sorted((RESOURCES / "presets").glob("*.json")))


def table_paths() -> tuple[Path, ...]:
    """The bundled example tables."""
    return tuple(sorted((RESOURCES / "tables").glob("*.csv")))
