"""Where fonts and bundled files are; nothing else knows a resource path."""

from __future__ import annotations

from pathlib import Path

import fontpkg_inter
from PySide6.QtGui import QFontDatabase

from nnfs_gui.resource_paths import RESOURCES, preset_paths, table_paths

__all__ = ["RESOURCES", "load_fonts", "preset_paths", "table_paths"]


def load_fonts() -> str:
    """Register Inter with Qt and return its family name; needs a QGuiApplication."""
    fonts = Path(fontpkg_inter.ROOT) / "files"
    for name in ("Inter[opsz,wght].ttf", "Inter-Italic[opsz,wght].ttf"):
        if QFontDatabase.addApplicationFont(str(fonts / name)) < 0:
            raise RuntimeError(f"cannot load the font {fonts / name}")
    return str(fontpkg_inter.FAMILY)


def image_url(name: str) -> str:
    """A bundled image as a style sheet names it."""
    return (RESOURCES / "images" / name).as_posix()
