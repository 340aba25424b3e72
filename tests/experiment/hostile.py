"""Opens hostile files as the application does: they are used, or refused in one sentence.

By hand, for many:  python tests/experiment/hostile.py --files 10000 --seed 1 --window 20
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
import warnings
from collections import Counter
from itertools import islice, pairwise
from pathlib import Path

import numpy as np
from hostile_files import HostileFiles

from engine import Network
from engine.tools.persistence import NetworkFileError, load_network
from nnfs_gui.experiment import edits
from nnfs_gui.experiment.data.table_points import choose, guess_columns, guess_task
from nnfs_gui.experiment.data.tables import TableError, load_table
from nnfs_gui.experiment.files import FileError, encode_experiment, load_experiment
from nnfs_gui.experiment.model import Experiment, default_experiment
from nnfs_gui.experiment.validation import check
from nnfs_gui.training.run import Run
from nnfs_gui.training.saved.files import load_run
from nnfs_gui.training.saved.unpacking import Restored

SECONDS = 2.0
MEGABYTES = 1_000


def open_hostile(path: Path) -> Experiment | None:
    """Open a file as the application does and use what is in it; None if it is refused.

    AssertionError if that is not done in one sentence; nothing else may be raised, or warned of.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            if path.suffix == ".npz":
                use_network(load_network(path))
                return None
            if path.suffix == ".nnfs":
                return use_run(*load_run(path))
            experiment = load_experiment(path) if path.suffix == ".json" else imported(path)
        except (FileError, TableError, NetworkFileError, edits.EditError) as error:
            check_sentence(str(error), path)
            return None
        except OSError:
            if path.suffix != ".npz":  # where Python's own kind of error is expected
                raise
            return None
        use(experiment)
    return experiment


def imported(path: Path) -> Experiment:
    """The points of a table in an experiment, as the import dialog makes it."""
    table = load_table(path)
    columns = guess_columns(table)
    points = choose(table, *columns, guess_task(table.column(columns[2])), path.name)
    return edits.set_data(default_experiment(), points.data)


def check_sentence(sentence: str, path: Path) -> None:
    """One sentence for people, which names the file; a table's name stands beside it."""
    assert 10 < len(sentence) < 600, sentence
    assert "\n" not in sentence, sentence
    assert path.name in sentence or path.suffix not in (".json", ".npz", ".nnfs"), sentence


def use_run(experiment: Experiment, restored: Restored) -> Experiment:
    """Go on with a run where it stood."""
    run = Run(1, experiment, map_size=8, boundary_size=16, restored=restored)
    train_on(run)
    return experiment


def use(experiment: Experiment) -> None:
    """Save an experiment, train it for some steps, and take the picture that is shown of it."""
    check(experiment)
    train_on(Run(1, experiment, map_size=8, boundary_size=16))
    encode_experiment(experiment)


def train_on(run: Run) -> None:
    """Train a run for some steps, with a picture before and after."""
    run.snapshot()
    for unit in ("sample", "batch", "batch"):
        run.step(unit)
    snapshot = run.snapshot()
    assert len(snapshot.parameters) == sum(
        (before + 1) * after for before, after in pairwise(snapshot.sizes)
    )


def use_network(network: Network) -> None:
    inputs = np.zeros((3, network.sizes[0]))
    with np.errstate(all="ignore"):
        assert network.predict(inputs).shape == (3, network.sizes[-1])


# --- the long form -------------------------------------------------------------------------------


class Shower:
    """Opens experiments in the real window, and paints it."""

    def __init__(self) -> None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        from PySide6.QtTest import QTest

        from nnfs_gui.app import Playground, make_application
        from nnfs_gui.settings import Settings

        self.found: list[str] = []
        sys.excepthook = lambda kind, error, _trace: self.found.append(f"{kind}: {error}")
        self._application = make_application()
        self._playground = Playground(Settings.in_memory())
        self._playground.window.resize(1366, 768)
        self._playground.window.show()
        self._wait = QTest.qWait

    def show(self, experiment: Experiment) -> None:
        self._playground.document.open(experiment, None)
        self._playground.session.step("batch")
        for tab in range(5):
            self._playground.window.tabs.bar.setCurrentIndex(tab)
            self._wait(40)
        found, self.found = self.found, []
        assert not found, found

    def close(self) -> None:
        self._playground.window.close_quietly()
        self._playground.shutdown()


def main() -> int:
    """Open many files, and print those that are not treated well; keep them, too."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--window", type=int, default=0, help="show each so many-th in the window")
    asked = parser.parse_args()
    shower = Shower() if asked.window else None
    kept, counts = Path(tempfile.mkdtemp(prefix="hostile-")), Counter[str]()
    with tempfile.TemporaryDirectory() as folder:
        for number, path in enumerate(
            islice(HostileFiles(Path(folder), asked.seed), asked.files), 1
        ):
            start = time.process_time()
            try:
                experiment = open_hostile(path)
                counts["refused" if experiment is None else "opened"] += 1
                if experiment is not None and shower and counts["opened"] % asked.window == 0:
                    counts["shown"] += 1
                    shower.show(experiment)
                    start = time.process_time()
                assert time.process_time() - start < SECONDS, "it takes too long"
                assert _megabytes() < MEGABYTES, f"{_megabytes():.0f} MB are in use"
            except Exception as error:  # noqa: BLE001 -- any is a finding
                counts["TROUBLE"] += 1
                copy = kept / f"{number}-{path.name[-40:]}"
                if path.is_file():
                    copy.write_bytes(path.read_bytes()[: 10**7])
                print(f"{copy}: {type(error).__name__}: {str(error)[:600]}")  # noqa: T201 -- that is its output
    print(f"seed {asked.seed}: {dict(counts)}, {_megabytes():.0f} MB")  # noqa: T201 -- as above
    if shower:
        shower.close()
    return int("TROUBLE" in counts)


def _megabytes() -> float:
    import resource  # not on Windows

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
