"""`Sweep`: one experiment with one or two settings over several values, under several seeds."""

from __future__ import annotations

import hashlib
import math
import re
from dataclasses import dataclass
from itertools import product

from nnfs_gui.experiment.files import encode_experiment
from nnfs_gui.experiment.model import Experiment

from .errors import StudyError
from .goal import Goal
from .seeds import WEIGHTS, check_varied
from .settings import Value, check_setting, with_setting

MOST_SETTINGS, MOST_VALUES, MOST_SEEDS, MOST_EPOCHS = 2, 100, 100, 100_000
SOLVED = Goal()
_RANGE = re.compile(r"([^:]+):([^:]+):(log|lin):(\d{1,3})")


@dataclass(frozen=True)
class Varied:
    """A setting and the values it takes."""

    name: str
    values: tuple[Value, ...]
    logarithmic: bool = False
    """Whether the values are evenly spaced on a logarithmic scale."""


@dataclass(frozen=True)
class Cell:
    """One combination of values; ``index`` counts the cells, the last setting fastest."""

    index: int
    values: tuple[Value, ...]
    experiment: Experiment


@dataclass(frozen=True)
class Sweep:
    """What is to be trained.

    Parameters
    ----------
    experiment : Experiment
    varied : tuple of Varied
        One or two.
    seeds : int
        Networks for each combination, with seeds 1, 2, …
    epochs : int
    goal : Goal
    by_seed : tuple of str
        What the seeds are of, see `seeds.VARIED`.

    Raises
    ------
    StudyError
        At the first thing that cannot be.
    """

    experiment: Experiment
    varied: tuple[Varied, ...]
    seeds: int = 10
    epochs: int = 300
    goal: Goal = SOLVED
    by_seed: tuple[str, ...] = (WEIGHTS,)

    def __post_init__(self) -> None:
        if not 1 <= len(self.varied) <= MOST_SETTINGS:
            raise StudyError(f"a sweep varies one or two settings, got {len(self.varied)}")
        names = [one.name for one in self.varied]
        if len(set(names)) < len(names):
            raise StudyError(f"a sweep varies each setting once, got {names[0]} twice")
        _check_count("seeds", self.seeds, MOST_SEEDS)
        _check_count("epochs", self.epochs, MOST_EPOCHS)
        check_varied(self.by_seed)

    def cells(self) -> list[Cell]:
        """All combinations of values; StudyError if one of them makes no valid experiment."""
        cells = []
        for index, values in enumerate(product(*(one.values for one in self.varied))):
            experiment = self.experiment
            for one, value in zip(self.varied, values, strict=True):
                experiment = with_setting(experiment, one.name, value)
            cells.append(Cell(index, values, experiment))
        return cells

    @property
    def digest(self) -> str:
        """Twelve hexadecimal digits that are others for any other sweep."""
        settings = self.varied, self.seeds, self.epochs, str(self.goal), self.by_seed
        content = encode_experiment(self.experiment) + repr(settings).encode()
        return hashlib.sha256(content).hexdigest()[:12]


def parse_varied(text: str) -> Varied:
    """A setting and its values as people write them.

    ``training.learning_rate=0.001:1:log:9`` are nine values from 0.001 to 1, evenly spaced on a
    logarithmic scale (``lin`` for a plain one); ``network.hidden=2,4,8-8`` are these three.
    """
    name, equals, rest = text.partition("=")
    name, rest = name.strip(), rest.strip()
    if not equals or not rest:
        raise StudyError(f"what varies must be like training.learning_rate=0.01,0.1, got {text!r}")
    check_setting(name)
    found = _RANGE.fullmatch(rest)
    if found is None:
        values: tuple[Value, ...] = tuple(part.strip() for part in rest.split(","))
        if ":" in rest or not all(values):
            raise StudyError(f"{name} needs values like 2,4,8 or 0.001:1:log:9, got {rest!r}")
        logarithmic = False
    else:
        logarithmic = found[3] == "log"
        values = spaced(name, found[1], found[2], int(found[4]), logarithmic=logarithmic)
    if len(set(values)) < len(values):
        raise StudyError(f"{name} has a value twice: {rest}")
    _check_count(f"values of {name}", len(values), MOST_VALUES)
    return Varied(name, values, logarithmic)


def spaced(name: str, low: str, high: str, count: int, *, logarithmic: bool) -> tuple[Value, ...]:
    """Evenly spaced values, rounded to three significant digits so that they can be read."""
    try:
        first, last = float(low), float(high)
    except ValueError:
        raise StudyError(f"{name} needs numbers around ':', got {low}:{high}") from None
    if not (math.isfinite(first) and math.isfinite(last)) or (logarithmic and first <= 0.0):
        raise StudyError(f"{name} needs {'numbers above 0' if logarithmic else 'finite numbers'}")
    if count < 2 or first >= last:
        raise StudyError(f"{name} needs at least two values from a lower to a higher one")
    if logarithmic:
        step = (math.log(last) - math.log(first)) / (count - 1)
        values = [first * math.exp(step * index) for index in range(count)]
    else:
        values = [first + (last - first) * index / (count - 1) for index in range(count)]
    return tuple(float(f"{value:.3g}") for value in values)


def _check_count(what: str, count: int, most: int) -> None:
    if not 1 <= count <= most:
        raise StudyError(f"a sweep has 1 … {most} {what}, got {count}")
