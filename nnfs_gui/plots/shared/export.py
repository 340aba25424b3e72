"""A plot as a picture on the clipboard or a PNG, SVG or CSV file."""

from __future__ import annotations

import csv
import io
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRect
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QFileDialog, QMenu

from engine.tools.writing import write_whole
from nnfs_gui.experiment.files.wording import reason

from .exportable import ExportableCard
from .figure import figure_size, paint_figure

SCALE = 2
"""Pixels of a saved picture for each pixel on the screen."""
FORMATS = {".png": "PNG image", ".svg": "SVG drawing", ".csv": "CSV table"}


def export_menu(view: ExportableCard, menu: QMenu) -> None:
    """Add the entries that every plot has to ``menu``."""
    copy = menu.addAction("Copy as image")
    copy.setObjectName("plot-copy")
    copy.triggered.connect(partial(copy_image, view))
    menu.addSeparator()
    for suffix in FORMATS:
        action = menu.addAction(f"Save as {suffix[1:].upper()}…")
        action.setObjectName(f"plot-save-{suffix[1:]}")
        action.setEnabled(suffix != ".csv" or bool(view.table()[0]))
        action.triggered.connect(partial(ask_and_save, view, suffix))


def copy_image(view: ExportableCard, _checked: bool = False) -> None:
    """Put the view as it looks now on the clipboard."""
    QGuiApplication.clipboard().setImage(picture(view))


def ask_and_save(view: ExportableCard, suffix: str, _checked: bool = False) -> None:
    """Ask for a file name and save there; the view's ``failed`` says what went wrong."""
    suggestion = f"{view.title.lower().replace(' ', '-')}{suffix}"
    caption = f"Save as {FORMATS[suffix]}"
    chosen, _ = QFileDialog.getSaveFileName(
        view, caption, suggestion, f"{FORMATS[suffix]} (*{suffix})"
    )
    if chosen:
        path = Path(chosen)
        save(view, path if path.suffix else path.with_suffix(suffix))


def save(view: ExportableCard, path: Path) -> bool:
    """Write the view to ``path`` in the format of its suffix; False if that failed."""
    makers = {".png": png_bytes, ".svg": svg_bytes, ".csv": csv_bytes}
    maker = makers.get(path.suffix.lower())
    if maker is None:
        view.failed.emit(f"Could not save {path.name}: the name must end in .png, .svg or .csv.")
        return False
    try:
        write_whole(path, maker(view))
    except OSError as error:
        view.failed.emit(f"Could not save {path.name}: {reason(error)}")
        return False
    return True


def picture(view: ExportableCard) -> QImage:
    """The view's figure at twice its size on the screen."""
    image = QImage(figure_size(view) * SCALE, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(SCALE)
    painter = QPainter(image)
    paint_figure(view, painter)
    painter.end()
    return image


def png_bytes(view: ExportableCard) -> bytes:
    """The view as a PNG file."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture(view).save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes
    return bytes(content.data())


def svg_bytes(view: ExportableCard) -> bytes:
    """The view as an SVG drawing."""
    content = QByteArray()
    buffer = QBuffer(content)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    size = figure_size(view)
    generator.setSize(size)
    generator.setViewBox(QRect(QPoint(), size))
    generator.setTitle(view.title)
    generator.setDescription(view.summary())
    painter = QPainter(generator)
    paint_figure(view, painter)
    painter.end()
    return bytes(content.data())


def csv_bytes(view: ExportableCard) -> bytes:
    """The view's table as CSV in UTF-8."""
    header, rows = view.table()
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()
