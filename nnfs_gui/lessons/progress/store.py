"""`ProgressStore`: a small JSON file per lesson, in a folder of the application."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path

import msgspec

from engine.tools.writing import write_whole

from .records import LessonRecord

LARGEST = 2_000_000
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_DECODER = msgspec.json.Decoder(LessonRecord)


class ProgressStore:
    """Reads and writes records; nothing of it leaves the machine.

    A file that is damaged is set aside under the name ``….damaged`` and counts as none.

    Parameters
    ----------
    folder : Path
        Made when something is written.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load(self, lesson: str) -> LessonRecord | None:
        """The record of a lesson, by its id; None if there is none."""
        path = self._path(lesson)
        try:
            with path.open("rb") as file:
                content = file.read(LARGEST + 1)
            if len(content) > LARGEST:
                raise ValueError("too large")
            record = _DECODER.decode(content)
            if record.lesson != lesson:
                raise ValueError("of another lesson")
        except FileNotFoundError:
            return None
        except OSError:
            return None  # it may be readable the next time
        except (ValueError, RecursionError):  # msgspec's errors are ValueErrors
            with contextlib.suppress(OSError):
                path.replace(path.with_suffix(".json.damaged"))
            return None
        return record

    def load_all(self) -> dict[str, LessonRecord]:
        """All records by the lesson's id."""
        names = sorted(path.stem for path in self._folder.glob("*.json"))
        records = {name: self.load(name) for name in names if _ID.fullmatch(name)}
        return {name: record for name, record in records.items() if record is not None}

    def save(self, record: LessonRecord) -> None:
        """Write a record whole, or leave what was there.

        Raises
        ------
        OSError
            If it cannot be written.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        content = msgspec.json.format(msgspec.json.encode(record), indent=1)
        write_whole(self._path(record.lesson), content)

    def forget(self, lesson: str) -> None:
        """Remove the record of a lesson, so that it can be begun anew."""
        self._path(lesson).unlink(missing_ok=True)

    def _path(self, lesson: str) -> Path:
        if not _ID.fullmatch(lesson):
            raise ValueError(f"a lesson's id has a–z, 0–9 and hyphens, got {lesson[:40]!r}")
        return self._folder / f"{lesson}.json"
