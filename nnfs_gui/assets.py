"""Where fonts and bundled files are; nothing else knows a resource path."""

from __future__ import annotations

from pathlib import Path

import fontpkg_inter
from PySide6.QtGui import QFontDatabase

_PACKAGED = Path(__file__).parent / "resources"
RESOURCES = _PACKAGED if _PACKAGED.is_dir() else Path(__file__).parents[1] / "resources"


def load_fonts() -> str:
    """Register Inter with Qt and return its family name; needs a QGuiApplication."""
    fonts = Path(fontpkg_inter.ROOT) / "files"
    for name in ("Inter[opsz,wght].ttf", "Inter-Italic[opsz,wght].ttf"):
        if QFontDatabase.addApplicationFont(str(fonts / name)) < 0:
            raise RuntimeError(f"cannot load the font {fonts / name}")
    return str(fontpkg_inter.FAMILY)


def preset_paths() -> tuple[Path, ...]:
    """The bundled experiment files, in the order of their names."""
    return tuple(sorted((RESOURCES / "presets").glob("*.json")))


def table_paths() -> tuple[Path, ...]:
    """The bundled example tables."""
    return tuple(sorted((RESOURCES / "tables").glob("*.csv")))
