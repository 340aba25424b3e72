"""The long form: many events over several seeds, or those of a file again."""

from __future__ import annotations

import argparse
import faulthandler
import json
import os
import sys
import tempfile
from pathlib import Path
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from monkey import Monkey
from PySide6.QtCore import QCoreApplication, QEvent, QStandardPaths

from nnfs_gui.app import Playground, make_application
from nnfs_gui.settings import Settings
from nnfs_gui.theme import DARK, LIGHT

HANGS = 90.0
"""Seconds after which a burst counts as hanging; the process then ends with a traceback."""


def main() -> int:
    """Run what the command line asks for; 1 if there was trouble."""
    parser = argparse.ArgumentParser(prog="python tests/window/monkey")
    parser.add_argument("--events", type=int, default=10_000, help="for each seed")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    parser.add_argument("--seconds", type=float, default=1e9, help="begin no seed after so long")
    parser.add_argument("--replay", type=Path, help="a file with an event, as JSON, a line")
    parser.add_argument("--log", type=Path, help="write each event there before it is done")
    asked = parser.parse_args()
    faulthandler.enable()
    QStandardPaths.setTestModeEnabled(True)
    application = make_application()
    start, status = perf_counter(), 0
    for seed in asked.seeds:
        if perf_counter() - start > asked.seconds:
            break
        status |= run(seed, asked)
    del application
    return status


def run(seed: int, asked: argparse.Namespace) -> int:
    """One seed on a window of its own, or a replay."""
    playground = Playground(Settings.in_memory(), (DARK, LIGHT)[seed % 2])
    playground.window.resize(1366, 768)
    playground.window.show()
    start = perf_counter()
    log = (asked.log or Path(os.devnull)).open("a", buffering=1)

    def note(line: str) -> None:
        log.write(line + "\n")
        if line == "check":  # a burst that takes so long hangs
            faulthandler.dump_traceback_later(HANGS, exit=True)

    with tempfile.TemporaryDirectory() as folder, log:
        log.write(f"# seed {seed}\n")
        monkey = Monkey(playground, Path(folder), note)
        try:
            if asked.replay is None:
                monkey.play(seed, asked.events)
            else:
                lines = asked.replay.read_text().splitlines()
                monkey.replay([tuple(json.loads(line)) for line in lines if line[:1] == "["])
            said = "clean"
        except AssertionError as trouble:
            said = f"TROUBLE: {trouble}"
    playground.window.close_quietly()
    playground.shutdown()
    playground.window.deleteLater()
    playground.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    slow = "".join(f"\n  {took:.1f} s: {event!r:.60}" for took, event in monkey.slow)
    print(f"seed {seed}: {monkey.count} events in {perf_counter() - start:.0f} s, {said}{slow}")  # noqa: T201 -- that is its output
    return int(said != "clean")


if __name__ == "__main__":
    sys.exit(main())
