"""`nnfs-gui lesson new`: a small lesson that passes its test, to begin with."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from pathlib import Path

from ..parsing import Parser, Refused

SUFFIX = ".lesson.md"


def run(arguments: Sequence[str]) -> int:
    """Write the file, unless there is one."""
    path: Path = _parser().parse_args(arguments).file
    if not path.name.endswith(SUFFIX):
        path = path.with_name(f"{path.name.removesuffix('.md')}{SUFFIX}")
    if path.exists():
        raise Refused(f"{path} is there already; choose another name")
    from engine.tools.writing import write_whole
    from nnfs_gui.lessons.template import new_lesson

    name = path.name.removesuffix(SUFFIX)
    identity = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:64] or "my-lesson"
    try:
        write_whole(path, new_lesson(identity, name.replace("-", " ").strip()).encode("utf-8"))
    except OSError as error:
        raise Refused(f"cannot write {path.name}: {error.strerror or error}") from None
    print(f"{path}: write on from here, and see how it reads with nnfs-gui lesson check {path}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="nnfs-gui lesson new",
        description="Write a small lesson to begin with. resources/lessons/FORMAT.md says what "
        "may stand in it.",
    )
    parser.add_argument("file", type=Path, metavar="FILE.lesson.md")
    return parser
