"""`Monkey`: does random things to a playground, and checks it after every burst.

By hand, for hours:  python tests/window/monkey --events 20000 --seeds 1 2 3 --log /tmp/monkey.log
Again, from what a failure printed:  python tests/window/monkey --replay events.json
"""

from __future__ import annotations

import json
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from time import perf_counter

from checks import Trouble, Watch, check_all
from hands import Event, Hands
from PySide6.QtCore import QTimer
from whims import Whims

from nnfs_gui.app import Playground
from nnfs_gui.experiment.files import save_experiment
from nnfs_gui.experiment.model import default_experiment
from nnfs_gui.lessons.template import new_lesson

BURST = 100
REMEMBERED = 50
INSIDE, INSIDE_MS = 5, 40
"""Events done inside of another one that does not return, and after how long that is clear."""
SLOW = 2.0
"""Seconds after which an event is worth telling of."""
FILES = {
    "experiment.json": None,
    "cut.json": b'{"format": "nnfs-playground", "format_version": 1, "experi',
    "huge.json": b'{"format":"nnfs-playground","format_version":1,"experiment":{"data":{"kind":'
    b'"points","points":[[1,0,0],[1,1,1],[2,2,0]],"x1":{"name":"a","scale":1e200}}}}',
    "empty.json": b"",
    "classes.csv": b"a,b,class\n" + b"".join(b"%d,%d,k%d\n" % (i, i * i, i % 5) for i in range(60)),
    "values.tsv": b"a\tb\ty\n" + b"".join(b"%d\t%d\t%d.5\n" % (i, -i, i % 7) for i in range(90)),
    "far.csv": b"a,b,c\n1e308,1,x\n-1e308,2,y\n0,3,x\n",
    "one.csv": b"a\n1\n",
    "binary.csv": bytes(range(256)) * 4,
    "own.lesson.md": new_lesson("own", "My own lesson").encode(),
    "broken.lesson.md": b"+++\nformat = 'nnfs-lesson 1'\nid = 1\n+++\n## A\n```setpu\n```\n",
    "some.answers.json": b"{}",
    "folder": None,
    "pipe": None,
    "gone.csv": None,
    "nowhere/new.json": None,
    "new": None,
    "picture.png": None,
    "picture.svg": None,
    "table.csv": None,
}
"""What is dropped and opened, and under which names is saved; without content it is special."""


def make_files(folder: Path) -> list[str]:
    """Write the files, and give their names."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in FILES.items():
        if content is not None:
            (folder / name).write_bytes(content)
    save_experiment(default_experiment(), folder / "experiment.json")
    (folder / "folder").mkdir(exist_ok=True)
    if hasattr(os, "mkfifo") and not (folder / "pipe").exists():
        os.mkfifo(folder / "pipe")
    return list(FILES)


class Monkey:
    """Plays with a playground that is shown; a `Trouble` tells what broke, and after what."""

    def __init__(
        self, playground: Playground, folder: Path, note: Callable[[str], object] | None = None
    ) -> None:
        self.playground, self._folder, self._note = playground, folder, note
        self._files = make_files(folder)
        self._last: deque[Event] = deque(maxlen=REMEMBERED)
        self.slow: list[tuple[float, Event]] = []
        self.count = 0
        self._inside = QTimer(singleShot=True)
        self._inside.timeout.connect(self._go_on_inside)
        self._nested = 0.0
        playground.window.actions_by_name["quit"].setEnabled(False)

    def play(self, seed: int, events: int) -> None:
        """Do so many random events, with checks between them."""
        hands = Hands(self.playground, self._folder)
        try:
            self._run(hands, islice(Whims(hands, seed, self._files), events), f"seed {seed}")
        finally:
            hands.let_go()

    def replay(self, events: Iterable[Event]) -> None:
        """Do these events."""
        hands = Hands(self.playground, self._folder)
        try:
            self._run(hands, iter(events), "a replay")
        finally:
            hands.let_go()

    def _run(self, hands: Hands, events: Iterator[Event], what: str) -> None:
        self._hands, self._events, checked = hands, events, self.count
        with Watch() as watch:
            try:
                for event in events:
                    self._do(event)
                    watch.check()
                    if self.count >= checked + BURST:
                        self._check(watch)
                        checked = self.count
                self._check(watch)
            except Trouble as trouble:
                lines = "\n".join(json.dumps(event) for event in self._last)
                message = f"{trouble}\nin event {self.count} of {what}; the last were:\n{lines}"
                raise Trouble(message) from None
            finally:
                self._inside.stop()

    def _check(self, watch: Watch) -> None:
        self._log("check")
        check_all(self.playground, watch)

    def _do(self, event: Event) -> None:
        self._last.append(event)
        self._log(json.dumps(event))
        self.count += 1
        if event[0] != "wait":
            self._inside.start(INSIDE_MS)
        start, nested = perf_counter(), self._nested
        self._hands.do(event)
        took = perf_counter() - start - (self._nested - nested)
        self._inside.stop()
        if took > SLOW:
            self.slow.append((took, event))
            self._log(f"# {json.dumps(event)[:60]} took {took:.1f} s")

    def _go_on_inside(self) -> None:
        """An event has opened a menu that does not return before it is closed: go on in it."""
        if self._hands.top() is not self.playground.window:
            start, nested = perf_counter(), self._nested
            for event in islice(self._events, INSIDE):
                self._do(event)
            self._hands.do(("key", "Escape"))
            self._nested = nested + perf_counter() - start
        self._inside.start(INSIDE_MS)

    def _log(self, line: str) -> None:
        if self._note is not None:
            self._note(line)
