"""Writing pictures of the window, whole or not at all."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QPixmap

from engine.tools.writing import write_whole
from nnfs_gui.experiment.files.wording import reason


class PictureError(Exception):
    """A picture could not be written; the text is for people."""


def write_picture(picture: QPixmap, path: Path) -> None:
    """Write a picture in the format of the name's suffix.

    Raises
    ------
    PictureError
        If it cannot be written; an older picture is left whole then.
    """
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not picture.save(buffer, path.suffix[1:]):
        raise PictureError(f"cannot write {path}: there is no picture format of that name.")
    try:
        write_whole(path, bytes(content.data()))
    except OSError as error:
        raise PictureError(f"cannot write {path}: {reason(error)}") from error
