"""`TextFile`: the file of a lesson, watched: what another editor saves appears at once."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from engine.tools.writing import write_whole
from nnfs_gui.experiment.files.reading import FileError, read_file
from nnfs_gui.experiment.files.wording import reason
from nnfs_gui.lessons.reading.reader import LARGEST

SETTLE_MS = 60
"""Many editors write a file in several steps; it is read when they are done."""


class TextFileError(Exception):
    """The file cannot be read or written; the text is for people."""


class TextFile(QObject):
    """A path, and the text that was last read from there or written.

    Signals: ``changed(str)``, the new text, when somebody else changed the file; ``lost(str)``,
    what happened, when it cannot be read any more: the text was not saved anywhere then;
    ``filed(Path)`` when a file was opened or written.
    """

    filed = Signal(object)
    changed = Signal(str)
    lost = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.path: Path | None = None
        self.text = ""
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(self._touched)
        self._watcher.directoryChanged.connect(self._touched)
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(SETTLE_MS)
        self._settling.timeout.connect(self.look)

    def open(self, path: Path) -> str:
        """Read a file and watch it from now on; TextFileError if it cannot be read."""
        text = _read(path)
        self.path, self.text = path, text
        self._watch()
        self.filed.emit(path)
        return text

    def begin(self, text: str) -> None:
        """A text that has no file yet."""
        self.path, self.text = None, text
        self._watch()

    def save(self, text: str, path: Path | None = None) -> None:
        """Write the text, to another path if one is given; TextFileError if it cannot be."""
        target = path or self.path
        assert target is not None
        try:
            write_whole(target, text.encode("utf-8"))
        except OSError as error:
            raise TextFileError(f"Cannot save {target.name}: {reason(error)}") from error
        self.path, self.text = target, text
        self._watch()
        self.filed.emit(target)

    def close(self) -> None:
        """Watch nothing any more."""
        self.begin("")

    def look(self) -> None:
        """See whether the file has changed."""
        if self.path is None:
            return
        try:
            text = _read(self.path)
        except TextFileError:  # for a moment, or for good: the text in the window stays
            if self.text:
                self.text = ""
                there = self.path.exists()
                self.lost.emit("is no text any more" if there else "is there no more")
            return
        self._watch()
        if text != self.text:
            self.text = text
            self.changed.emit(text)

    def _touched(self, _path: str) -> None:
        self._settling.start()

    def _watch(self) -> None:
        """Watch the file, and its folder, since many editors put a new file in its place."""
        known = [*self._watcher.files(), *self._watcher.directories()]
        wanted = [] if self.path is None else [str(self.path), str(self.path.parent)]
        gone = [path for path in known if path not in wanted]
        if gone:
            self._watcher.removePaths(gone)
        new = [path for path in wanted if path not in known and Path(path).exists()]
        if new:
            self._watcher.addPaths(new)


def _read(path: Path) -> str:
    try:
        content = read_file(path, LARGEST, "lessons")
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except FileError as error:
        raise TextFileError(f"Cannot open {path.name}: {error}") from error
    except UnicodeDecodeError:
        raise TextFileError(
            f"Cannot open {path.name}: it is not UTF-8 text: save it as UTF-8 first."
        ) from None
