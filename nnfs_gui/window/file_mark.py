"""`FileMark`: what a file was when it was opened or saved, to notice another program's writing."""

from __future__ import annotations

import hashlib
import stat
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class FileMark:
    """A file's time, size and content; of a file that is gone or cannot be read, nothing."""

    path: Path
    time: int = 0
    size: int = 0
    digest: bytes = b""

    @classmethod
    def of(cls, path: Path) -> FileMark:
        """The mark of a file as it is now."""
        try:
            status = path.stat()
            if not stat.S_ISREG(status.st_mode):  # a pipe would be waited for without end
                return cls(path)
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "blake2b").digest()
        except (OSError, ValueError):
            return cls(path)
        return cls(path, status.st_mtime_ns, status.st_size, digest)

    def is_overwritten(self) -> bool:
        """Whether the file has another content by now; one that is gone has lost nothing."""
        try:
            status = self.path.stat()
        except (OSError, ValueError):
            return False
        if (status.st_mtime_ns, status.st_size) == (self.time, self.size):
            return False
        return FileMark.of(self.path).digest != self.digest
