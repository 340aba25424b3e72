"""What a sweep has come to so far: a table that grows, and what it says of each cell."""

from __future__ import annotations

import csv
import io
import math
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from nnfs_gui.experiment.files.reading import FileError, read_file
from nnfs_gui.training.history import Losses

from .cells import CellResult, SeedResult
from .errors import StudyError
from .sweep import Cell, Sweep

_FIGURES = ("train_loss", "test_loss", "train_accuracy", "test_accuracy")
MAX_BYTES = 100_000_000
_FIXED = ("seed", "reached_at_epoch", *_FIGURES, "diverged", "sweep")


@dataclass(frozen=True)
class CellSummary:
    """What the networks of a cell say together.

    Attributes
    ----------
    seeds, solved, diverged : int
        Networks in all, those that reached the goal, and those whose numbers became infinite, which
        count as networks too.
    test_loss : float
        The median at the end; a diverged network counts as infinite.
    epochs_to_goal : float
        The median; one that never got there counts as infinite.
    """

    seeds: int
    solved: int
    diverged: int
    test_loss: float
    epochs_to_goal: float

    @property
    def share_solved(self) -> float:
        """Of all its networks, 0 … 1."""
        return self.solved / self.seeds


def summary(result: CellResult) -> CellSummary:
    """The figures of one cell."""
    seeds = result.seeds
    return CellSummary(
        seeds=len(seeds),
        solved=sum(one.reached is not None for one in seeds),
        diverged=sum(one.diverged for one in seeds),
        test_loss=_median(math.inf if one.diverged else one.losses.test_loss for one in seeds),
        epochs_to_goal=_median(math.inf if one.reached is None else one.reached for one in seeds),
    )


def _median(numbers: Iterable[float]) -> float:
    known = [number for number in numbers if not math.isnan(number)]
    return float(median(known)) if known else math.nan


class ResultTable:
    """The results of a sweep as a CSV file that is whole after every cell.

    Parameters
    ----------
    sweep : Sweep
    cells : sequence of Cell
        Those of the sweep.

    Attributes
    ----------
    sweep, cells
        As given.
    results : dict of int to CellResult
        By the cell's index.
    """

    def __init__(self, sweep: Sweep, cells: Sequence[Cell]) -> None:
        self.sweep, self.cells = sweep, tuple(cells)
        self.results: dict[int, CellResult] = {}

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns: settings, then figures."""
        return (*(one.name for one in self.sweep.varied), *_FIXED)

    @property
    def missing(self) -> list[Cell]:
        """The cells without a result."""
        return [cell for cell in self.cells if cell.index not in self.results]

    def add(self, result: CellResult) -> None:
        """Keep one cell's result."""
        self.results[result.index] = result

    def csv(self) -> str:
        """One row per network, in the order of cells and seeds, whatever came first."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(self.columns)
        for index in sorted(self.results):
            for one in self.results[index].seeds:
                writer.writerow(self._row(self.cells[index], one))
        return text.getvalue()

    def _row(self, cell: Cell, one: SeedResult) -> list[object]:
        figures = [repr(getattr(one.losses, name)) for name in _FIGURES]
        reached = "" if one.reached is None else one.reached
        return [*cell.values, one.seed, reached, *figures, int(one.diverged), self.sweep.digest]

    def write(self, path: Path) -> None:
        """Replace the file by what is known, in one step.

        Raises
        ------
        StudyError
            If it cannot be written; the old file stays.
        """
        temporary = path.with_name(f".{path.name}.part")
        try:
            temporary.write_text(self.csv(), encoding="utf-8")
            os.replace(temporary, path)
        except OSError as error:
            raise StudyError(f"cannot write {path}: {error.strerror}") from None

    def resume(self, path: Path) -> int:
        """Take over the whole cells of an earlier, unfinished file; returns how many.

        Raises
        ------
        StudyError
            If the file cannot be read, or belongs to another sweep; nothing is taken over then.
        """
        try:
            content = read_file(path, MAX_BYTES, "results")
            rows = list(csv.DictReader(io.StringIO(content.decode("utf-8"))))
        except (FileError, UnicodeDecodeError, csv.Error) as error:
            raise StudyError(f"cannot read {path}: {error}") from None
        if any(row.get("sweep") != self.sweep.digest for row in rows):
            raise StudyError(f"{path} holds another sweep: other settings, seeds, epochs or goal")
        places = {tuple(map(str, cell.values)): cell.index for cell in self.cells}
        found: dict[int, list[SeedResult]] = {}
        for number, row in enumerate(rows, start=2):
            values = tuple(row[one.name] for one in self.sweep.varied)
            try:
                found.setdefault(places[values], []).append(_seed_result(row))
            except (KeyError, ValueError, TypeError):
                raise StudyError(f"{path}, line {number}: this is no row of the sweep") from None
        whole = {index: seeds for index, seeds in found.items() if len(seeds) == self.sweep.seeds}
        self.results.update({i: CellResult(i, tuple(seeds)) for i, seeds in whole.items()})
        return len(whole)


def _seed_result(row: dict[str, str]) -> SeedResult:
    figures = {name: float(row[name]) for name in _FIGURES}
    reached = int(row["reached_at_epoch"]) if row["reached_at_epoch"] else None
    losses = Losses(penalty=0.0, **figures)
    return SeedResult(int(row["seed"]), reached, losses, row["diverged"] == "1")
