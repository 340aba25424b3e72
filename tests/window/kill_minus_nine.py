"""Kills the real window with −9 at random moments, and looks at what is left on disk.

    python tests/window/kill_minus_nine.py --kills 100

Each process trains, saves to a file now and then, and begins with what the killed one before left:
it restores what is offered, else it opens the file.  After each kill

- the file is the last one saved, or the one being saved, and opens;
- recovery or file bring back a state at most 5 s old;
- there is one orphaned slot at most.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nnfs_gui.window.main_window import MainWindow

MOST = 5.0
"""Seconds of training that may be lost."""
START = 60.0
"""Seconds a process may take to start."""


@dataclass
class Life:
    """What a process told before it was killed."""

    steps: list[tuple[float, int]] = field(default_factory=list)
    """When which step was shown."""
    begun: int = 0
    """Saves that were begun."""
    saved: list[tuple[float, int, str]] = field(default_factory=list)
    """When which step was saved, and the file's digest."""
    how: str = ""
    """What it began with."""

    def read(self, log: Path) -> None:
        for line in log.read_text().splitlines():
            entry = json.loads(line)
            if "how" in entry:
                self.how = entry["how"]
            elif "digest" in entry:
                self.saved.append((entry["at"], entry["step"], entry["digest"]))
            elif "begins" in entry:
                self.begun += 1
            else:
                self.steps.append((entry["at"], entry["step"]))

    def age(self, step: int, killed: float) -> float:
        """Seconds of training lost, if it goes on from a step."""
        later = [at for at, shown in self.steps if shown > step]
        return killed - later[0] if later else 0.0


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""


# --- the process that is killed ------------------------------------------------------------------


def begin_with(window: MainWindow, path: Path) -> str:
    """Restore what is offered, else open the file, else begin anew; which it was."""
    from PySide6.QtCore import QEventLoop

    from nnfs_gui.experiment.presets import load_preset

    offered, files = window.bar.current, window.files
    if offered is not None:
        offered.actions[0].run()
        return "restored"
    if not path.exists():
        files.open_experiment(load_preset("spiral"))
        return "new"
    wait = QEventLoop()
    files.opened.connect(wait.quit)
    files.open(path)
    if files._reader.busy:
        wait.exec()
    return "opened"


def child(home: Path, interval: float) -> int:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from nnfs_gui import app
    from nnfs_gui.window.main_window import MainWindow
    from nnfs_gui.window.recovery import keeper

    keeper.INTERVAL_MS = round(1000 * interval)
    application = app.make_application()
    log = os.open(home / "log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    path = home / "mine.nnfs"
    windows: list[MainWindow] = []
    saving: list[int] = []  # the step, while a save is under way

    def tell(**entry: object) -> None:
        os.write(log, json.dumps({"at": time.time(), **entry}).encode() + b"\n")

    def begin() -> None:
        (window,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow)]
        session = window._session
        session.set_speed(1.0)
        how = begin_with(window, path)
        window.files.saved.connect(saved)
        session.play()
        windows.append(window)
        timer.start(30)
        tell(how=how)

    def tick() -> None:
        window = windows[0]
        snapshot = window._session.snapshot
        if snapshot is None or snapshot.run != window._session._run:
            return
        tell(step=snapshot.step)
        if random.random() < 0.02 and not saving:
            saving.append(snapshot.step)
            tell(begins=True)
            window.files.save_to(path)

    def saved() -> None:
        tell(step=saving.pop(), digest=digest(path))

    timer = QTimer(application)
    timer.timeout.connect(tick)
    QTimer.singleShot(0, begin)
    return app.run(None, None)


# --- the one that kills --------------------------------------------------------------------------


@dataclass
class Results:
    ages: list[float] = field(default_factory=list)
    how: list[str] = field(default_factory=list)
    torn: int = 0
    """Kills in the midst of a save."""
    problems: list[str] = field(default_factory=list)


def kill_once(home: Path, interval: float, life: float, results: Results) -> None:
    from nnfs_gui.experiment.files import FileError
    from nnfs_gui.training.saved import load_run
    from nnfs_gui.window.recovery.kept_work import decode_work
    from nnfs_gui.window.recovery.slot import orphans

    path, log = home / "mine.nnfs", home / "log"
    before = digest(path)
    log.unlink(missing_ok=True)
    killed = _run_and_kill(home, interval, life)
    told = Life()
    told.read(log)
    results.how.append(told.how)
    lost = []
    last = told.saved[-1][2] if told.saved else before
    in_midst = told.begun > len(told.saved)
    results.torn += in_midst
    if digest(path) != last and not in_midst:
        results.problems.append("the file is neither the old nor the new one")
    if path.exists():
        try:
            lost.append(told.age(load_run(path)[1].trained.steps, killed))
        except FileError as error:
            results.problems.append(str(error))
    found = orphans(home / "data" / "nnfs-playground" / "recovery")
    if len(found) > 1:
        results.problems.append(f"{len(found)} slots are left")
    for work in found:
        _, run = decode_work(work.slot.read())
        if run is None:
            results.problems.append("the kept run is damaged")
        else:
            lost.append(told.age(run.trained.steps, killed))
        work.slot.release()
    age = min(lost) if lost else killed - told.steps[0][0] if told.steps else 0.0
    results.ages.append(age)
    if age > MOST:
        results.problems.append(f"{age:.1f} s are lost")


def _run_and_kill(home: Path, interval: float, life: float) -> float:
    """Start a process, let it live for so long once it trains, and kill it; when that was."""
    environment = os.environ | {
        "QT_QPA_PLATFORM": "offscreen",
        "OPENBLAS_NUM_THREADS": "1",
        "HOME": str(home),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CONFIG_HOME": str(home / "config"),
    }
    command = [sys.executable, __file__, "--child", "--home", str(home)]
    process = subprocess.Popen([*command, "--interval", str(interval)], env=environment)
    try:
        end = time.time() + START
        while not (home / "log").exists() or b"how" not in (home / "log").read_bytes():
            if process.poll() is not None or time.time() > end:
                raise RuntimeError(f"the window did not start: {process.poll()}")
            time.sleep(0.02)
        time.sleep(random.uniform(0.0, life))
    finally:
        killed = time.time()
        process.kill()
        process.wait()
    return killed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--life", type=float, default=7.0, help="longest life of a process")
    parser.add_argument("--interval", type=float, default=3.0, help="seconds between two keepings")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        return child(options.home, options.interval)
    random.seed(options.seed)
    results = Results()
    with tempfile.TemporaryDirectory() as folder:
        home = options.home or Path(folder)
        for number in range(options.kills):
            kill_once(home, options.interval, options.life, results)
            sys.stdout.write(f"{number + 1}: {results.how[-1]}, {results.ages[-1]:.2f} s lost\n")
            sys.stdout.flush()
    ages = sorted(results.ages)
    begun = {how: results.how.count(how) for how in sorted(set(results.how))}
    sys.stdout.write(
        f"{len(ages)} kills, {results.torn} in the midst of a save; begun: {begun}\n"
        f"lost: median {ages[len(ages) // 2]:.2f} s, at most {ages[-1]:.2f} s\n"
        + "".join(f"PROBLEM: {problem}\n" for problem in results.problems)
    )
    return bool(results.problems)


if __name__ == "__main__":
    sys.exit(main())
