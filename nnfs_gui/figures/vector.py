"""SVG as PDF, and as pixels."""

from __future__ import annotations

import sys

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QGuiApplication, QImage, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgRenderer

from nnfs_gui.theme import load_fonts

_DOTS_PER_INCH = 600
_POINTS_PER_PIXEL = 0.75


def application() -> QGuiApplication:
    """An application for drawing without a window, with the project's font; or the one there is."""
    existing = QGuiApplication.instance()
    made = existing if isinstance(existing, QGuiApplication) else QGuiApplication(sys.argv[:1])
    load_fonts()
    return made


def pdf_of(svg: str) -> bytes:
    """A PDF of one page, as large as the picture, with texts as text."""
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    size = QSizeF(renderer.defaultSize()) * _POINTS_PER_PIXEL
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_DOTS_PER_INCH)
    page = QPageSize(size, QPageSize.Unit.Point, "figure", QPageSize.SizeMatchPolicy.ExactMatch)
    writer.setPageSize(page)
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setTitle("Figure")
    painter = QPainter(writer)
    renderer.render(painter, QRectF(0, 0, writer.width(), writer.height()))
    painter.end()
    buffer.close()
    return bytes(content.data())


def pixels_of(svg: str, scale: float = 1.0) -> QImage:
    """The picture as pixels, ``scale`` times its size; may be called on any thread."""
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    image = QImage(renderer.defaultSize() * scale, QImage.Format.Format_RGB888)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    renderer.render(painter, QRectF(image.rect()))
    painter.end()
    return image
