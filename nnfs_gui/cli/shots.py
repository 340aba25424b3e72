"""A script of pictures: ``[[shot]]`` tables whose names are the options of `nnfs-gui render`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

from nnfs_gui.experiment.files.reading import FileError, read_file

from .parsing import Refused

_PLAIN = ("preset", "epochs", "lesson", "step", "tab", "select", "point", "enlarge", "scale")
_REPEATED = ("size", "theme", "output")
MAX_BYTES = 1_000_000


def script_commands(path: Path) -> Iterator[list[str]]:
    """The words of one `render` for each shot; files are named from the script's folder."""
    try:
        script = tomllib.loads(read_file(path, MAX_BYTES, "scripts").decode("utf-8"))
    except FileError as error:
        raise Refused(f"cannot read {path}: {error}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused(f"{path} is not TOML: {error}") from error
    shots = script.get("shot")
    if not isinstance(shots, list) or not all(isinstance(shot, dict) for shot in shots):
        raise Refused(f"{path} has no [[shot]] tables")
    for number, shot in enumerate(shots, start=1):
        unknown = [name for name in shot if name not in ("file", *_PLAIN, *_REPEATED)]
        if unknown:
            known = ", ".join(("file", *_PLAIN, *_REPEATED))
            raise Refused(f"shot {number} has {unknown[0]!r}; there are {known}")
        yield list(_words(shot, path.parent))


def _words(shot: dict[str, object], folder: Path) -> Iterator[str]:
    if "file" in shot:
        name = str(shot["file"])
        yield name if "#" in name else str(folder / name)
    for name in _PLAIN:
        if name in shot:
            value = folder / str(shot[name]) if name == "lesson" else shot[name]
            yield f"--{name}={value}"
    for name in _REPEATED:
        given = shot.get(name, [])
        for value in given if isinstance(given, list) else [given]:
            yield f"--{name}={folder / str(value) if name == 'output' else value}"
