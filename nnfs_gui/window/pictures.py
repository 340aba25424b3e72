"""Writing pictures of the window, whole or not at all."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QPixmap


class PictureError(Exception):
    """A picture could not be written; the text is for people."""


def write_picture(picture: QPixmap, path: Path) -> None:
    """Write beside the target first, so that a full disk leaves an older picture whole.

    Raises
    ------
    PictureError
        If it cannot be written; nothing is left behind then.
    """
    partial = path.with_name(f".{path.stem}.partial{path.suffix}")
    try:
        if not picture.save(str(partial)):
            raise PictureError(f"cannot write {path}: is the disk full or the folder read-only?")
        partial.replace(path)
    except OSError as error:
        raise PictureError(f"cannot write {path}: {error.strerror}") from error
    finally:
        _remove(partial)


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return  # a folder that refuses the picture may refuse this too; then nothing was written
