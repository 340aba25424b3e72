"""Paths of the bundled files; without Qt, for training without a window."""

from __future__ import annotations

from pathlib import Path

import fontpkg_inter

_PACKAGED = Path(__file__).parent / "resources"
RESOURCES = _PACKAGED if _PACKAGED.is_dir() else Path(__file__).parents[1] / "resources"
FONTS = tuple(
    Path(fontpkg_inter.ROOT) / "files" / f"{name}[opsz,wght].ttf"
    for name in ("Inter", "Inter-Italic")
)


def preset_paths() -> tuple[Path, ...]:
    """The bundled experiment files, in the order of their names."""
    return tuple(sorted((RESOURCES / "presets").glob("*.json")))


def lesson_paths() -> tuple[Path, ...]:
    """The bundled lessons, in the order of their names."""
    return tuple(sorted((RESOURCES / "lessons").glob("*.lesson.md")))


def lesson_format_path() -> Path:
    """How a lesson is written, as Markdown."""
    return RESOURCES / "lessons" / "FORMAT.md"


def table_paths() -> tuple[Path, ...]:
    """The bundled example tables."""
    return tuple(sorted((RESOURCES / "tables").glob("*.csv")))


def image_url(name: str) -> str:
    """A bundled image as a style sheet names it."""
    return (RESOURCES / "images" / name).as_posix()
