"""Pictures are written whole or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

from nnfs_gui.window.pictures import PictureError, write_picture


def plain(qapp: QApplication) -> QPixmap:
    picture = QPixmap(4, 4)
    picture.fill(Qt.GlobalColor.red)
    return picture


def test_a_picture_is_written_and_nothing_beside_it(qapp: QApplication, tmp_path: Path) -> None:
    write_picture(plain(qapp), tmp_path / "a.png")
    assert [path.name for path in tmp_path.iterdir()] == ["a.png"]
    assert QPixmap(str(tmp_path / "a.png")).width() == 4


def test_a_failure_leaves_the_older_picture_whole(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"older")

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(PictureError, match="the disk is full"):
        write_picture(plain(qapp), path)
    assert path.read_bytes() == b"older"
    assert list(tmp_path.iterdir()) == [path]


def test_a_missing_folder_is_named(qapp: QApplication, tmp_path: Path) -> None:
    with pytest.raises(PictureError, match="nowhere"):
        write_picture(plain(qapp), tmp_path / "nowhere" / "a.png")
