"""Pieces of SVG: texts, and pictures of pixels."""

from __future__ import annotations

import base64
import struct
import zlib
from html import escape

import numpy as np
import numpy.typing as npt

FONT = "Inter"


def text(
    x: float,
    y: float,
    words: str,
    colour: str,
    size: float = 12,
    anchor: str = "middle",
    weight: int = 400,
) -> str:
    """Words on a base line, as text and not as outlines."""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-family="{FONT}" font-size="{size:g}" '
        f'font-weight="{weight}" text-anchor="{anchor}" fill="{colour}">{escape(words)}</text>'
    )


def picture(x: float, y: float, width: float, height: float, colours: npt.ArrayLike) -> str:
    """Pixels, of shape (rows, columns, 3) with the first row on top, 0 … 255."""
    data = base64.b64encode(png(np.asarray(colours))).decode()
    return (
        f'<image x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" '
        f'preserveAspectRatio="none" xlink:href="data:image/png;base64,{data}"/>'
    )


def png(colours: npt.NDArray[np.float64]) -> bytes:
    """The content of a PNG file."""
    pixels = np.clip(np.round(colours), 0, 255).astype(np.uint8)
    rows, columns, _ = pixels.shape
    lines = b"".join(b"\0" + row.tobytes() for row in pixels)
    header = struct.pack(">IIBBBBB", columns, rows, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(lines, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks)


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)


def document(width: float, height: float, paper: str, content: str) -> str:
    """A whole file."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{width:.0f}" height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}">\n'
        f'<rect width="{width:.0f}" height="{height:.0f}" fill="{paper}"/>\n{content}\n</svg>\n'
    )
