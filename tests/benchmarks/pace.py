"""How fast the window is while it trains: frames, training speed, and what a click has to wait.

    python tests/benchmarks/pace.py [--seconds 10] [--size 1600x1000] [NET …]

A net such as 2-16x8-1@100000 gets so many points, of which half are trained on; with @100000/all
they are one batch.

Each network gets a process of its own with the real window, off screen:

- frames: repaints of the window that show a new snapshot, per second;
- training: steps per second with the window open, as a share of the bare `engine.Trainer`, which
  is measured before and after in the same process while nothing else runs;
- click: from the moment a click on play or pause is due until the window has been painted with the
  snapshot that answers it, 99th percentile;
- gap: the longest time between two frames while nobody clicks;
- spiral: from play to a test loss below 0.05 with the preset, all of it visible.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
from pathlib import Path
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from msgspec.structs import replace
from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Slot
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from nnfs_gui.app import Playground, make_application
from nnfs_gui.experiment.model import (
    Experiment,
    NetworkSpec,
    PointArray,
    PointsData,
    default_experiment,
    make_layer,
)
from nnfs_gui.experiment.presets import load_preset
from nnfs_gui.settings import Settings
from nnfs_gui.theme import DARK
from nnfs_gui.training.snapshot import RunState, Snapshot
from nnfs_gui.training.thread.garbage import GarbageCollector
from nnfs_gui.training.trained_network import TrainedNetwork

NETS = ("2-4-2-1", "2-8x6-1", "2-16x8-1")
TARGETS = {
    "2-4-2-1": (55, 0.5, 50),
    "2-8x6-1": (40, 0.5, 80),
    "2-16x8-1": (25, 0.5, 120),
    "2-16x8-1@100000": (20, 0.4, 200),
    "2-16x8-1@100000/all": (0, 0.0, 200),
}
SPIRAL = "spiral"
GOOD = 0.05
BARE_SECONDS = 2.0


def experiment_of(net: str) -> Experiment:
    """The circle with a tanh network: ``2-8x6-1`` has six hidden layers of eight."""
    net, _, points = net.partition("@")
    sizes: list[int] = []
    for part in net.split("-")[1:-1]:
        units, _, times = part.partition("x")
        sizes += [int(units)] * int(times or 1)
    layers = tuple(make_layer(number, size) for number, size in enumerate(sizes, start=1))
    experiment = replace(default_experiment(), network=NetworkSpec(hidden=layers))
    return with_points(experiment, points) if points else experiment


def with_points(experiment: Experiment, points: str) -> Experiment:
    """So many points of a circle; ``100000/all`` makes one batch of those that are trained on."""
    count, _, batch = points.partition("/")
    plane = np.random.default_rng(0).uniform(-6, 6, (int(count), 2))
    data = PointsData(points=PointArray(np.column_stack([plane, np.hypot(*plane.T) > 4])))
    size = int(count) if batch == "all" else experiment.training.batch_size
    training = replace(experiment.training, batch_size=size)
    return replace(experiment, data=data, training=training)


def bare_speed(experiment: Experiment) -> float:
    """Steps per second of the trainer alone."""
    trainer = TrainedNetwork(experiment).trainer
    assert trainer is not None
    step, steps = trainer.step, 0
    every = 1 if trainer.has_long_steps else 50
    for _ in range(4 * every):
        step()
    start = perf_counter()
    while perf_counter() - start < BARE_SECONDS:
        for _ in range(every):
            step()
        steps += every
    return steps / (perf_counter() - start)


def wait(seconds: float) -> None:
    """Let the window live for a while."""
    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()


class Watch(QObject):
    """Counts painted snapshots, and clicks on play, taking the time until each is answered."""

    def __init__(self, playground: Playground) -> None:
        super().__init__()
        self._session = playground.session
        self._button = playground.window.findChild(QWidget, "play")
        self.frames = 0
        self.gap, self._painted_at = 0.0, perf_counter()
        self.latencies: list[float] = []
        self._shown: Snapshot | None = None
        self._painted: Snapshot | None = None
        self._wanted: RunState | None = None
        self._due = 0.0
        self._random = random.Random(0)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._click)
        self._session.snapshot_changed.connect(self._show)
        playground.window.painted.connect(self._paint)

    def begin_clicking(self) -> None:
        """Click now and then, at times that have nothing to do with the frames."""
        pause = self._random.uniform(0.08, 0.25)
        self._due = perf_counter() + pause
        self._timer.start(round(1000 * pause))

    def end_clicking(self) -> None:
        """Click no more."""
        self._timer.stop()
        self._wanted = None

    @Slot()
    def _click(self) -> None:
        running = self._session.state is RunState.RUNNING
        self._wanted = RunState.PAUSED if running else RunState.RUNNING
        QTest.mouseClick(self._button, Qt.MouseButton.LeftButton)

    @Slot(object)
    def _show(self, snapshot: Snapshot) -> None:
        self._shown = snapshot

    @Slot()
    def _paint(self) -> None:
        if self._shown is None or self._shown is self._painted:
            return
        self._painted = self._shown
        self.frames += 1
        now = perf_counter()
        self.gap, self._painted_at = max(self.gap, now - self._painted_at), now
        if self._wanted is self._painted.state:
            self._wanted = None
            self.latencies.append(perf_counter() - self._due)
            self.begin_clicking()


def measure(net: str, seconds: float, size: tuple[int, int]) -> dict[str, float]:
    """All figures of one network."""
    experiment = load_preset(SPIRAL) if net == SPIRAL else experiment_of(net)
    application = make_application()
    collector = GarbageCollector(application)
    bare = bare_speed(experiment)
    playground = Playground(Settings.in_memory(), DARK)
    playground.open(experiment, None)
    playground.window.resize(*size)
    playground.window.show()
    wait(1.0)
    found = learn(playground) if net == SPIRAL else live(playground, seconds)
    playground.shutdown()
    playground.window.close_quietly()
    collector.stop()
    bare = (bare + bare_speed(experiment)) / 2
    return {**found, "bare": bare, "share": found["speed"] / bare}


def live(playground: Playground, seconds: float) -> dict[str, float]:
    """Frames and speed while nobody touches anything, then what clicks wait."""
    session, watch = playground.session, Watch(playground)
    session.play()
    wait(1.0)
    assert session.snapshot is not None
    start, frames, steps = perf_counter(), watch.frames, session.snapshot.step
    watch.gap = 0.0
    wait(seconds)
    gap = watch.gap
    passed = perf_counter() - start
    frames, steps = watch.frames - frames, session.snapshot.step - steps
    watch.begin_clicking()
    wait(seconds)
    watch.end_clicking()
    clicks = 1000 * np.array(watch.latencies)
    return {
        "frames": frames / passed,
        "gap": 1000 * gap,
        "speed": steps / passed,
        "clicks": len(clicks),
        "median": float(np.median(clicks)),
        "p99": float(np.percentile(clicks, 99)),
        "longest": float(clicks.max()),
    }


def learn(playground: Playground) -> dict[str, float]:
    """From play until the test loss is good."""
    session, watch = playground.session, Watch(playground)
    loop = QEventLoop()

    def look(snapshot: Snapshot) -> None:
        if snapshot.step and snapshot.test_loss < GOOD:
            loop.quit()

    session.snapshot_changed.connect(look)
    start, frames = perf_counter(), watch.frames
    session.play()
    loop.exec()
    passed = perf_counter() - start
    assert session.snapshot is not None
    return {
        "seconds": passed,
        "frames": (watch.frames - frames) / passed,
        "speed": session.snapshot.step / passed,
    }


def in_a_process(net: str, arguments: argparse.Namespace) -> dict[str, float]:
    command = [sys.executable, __file__, "--child", "--seconds", str(arguments.seconds)]
    command += ["--size", arguments.size, net]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode or not result.stdout:
        sys.exit(result.stderr or f"{net}: no result")
    found: dict[str, float] = json.loads(result.stdout.splitlines()[-1])
    return found


def print_table(nets: list[str], arguments: argparse.Namespace) -> None:
    print(
        "| net | frames/s | gap | training share | bare steps/s "
        "| click median | click p99 | longest |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for net in (net for net in nets if net != SPIRAL):
        found = in_a_process(net, arguments)
        frames, share, click = TARGETS.get(net, (0, 0.0, 0))
        print(
            f"| {net} | {found['frames']:.0f} (≥ {frames}) | {found['gap']:.0f} ms "
            f"| {100 * found['share']:.0f} % (≥ {100 * share:.0f} %) | {found['bare']:,.0f} "
            f"| {found['median']:.0f} ms | {found['p99']:.0f} ms (≤ {click} ms) "
            f"| {found['longest']:.0f} ms of {found['clicks']:.0f} |",
            flush=True,
        )
    if SPIRAL in nets:
        found = in_a_process(SPIRAL, arguments)
        print(
            f"\nThe spiral preset reaches a test loss of {GOOD} in {found['seconds']:.2f} s (≤ 3), "
            f"at {found['frames']:.0f} frames/s and {100 * found['share']:.0f} % of the bare speed."
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("nets", nargs="*", default=[*NETS, SPIRAL], metavar="NET")
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--size", default="1600x1000", metavar="WxH")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        width, height = (int(part) for part in arguments.size.split("x"))
        print(json.dumps(measure(arguments.nets[0], arguments.seconds, (width, height))))
        return
    print_table(arguments.nets, arguments)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))
    main()
