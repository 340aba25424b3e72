"""The painting tools, one class each: places of the plane in, an edited experiment out.

A tool lives for one stroke.  `press` and `drag` collect where the mouse went; `apply` turns
 what was collected since the last call into an edit, so that a stroke can be shown while it is
being made, at the pace of the screen.  No tool knows of Qt.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from nnfs_gui.experiment.data.materialize import points_of
from nnfs_gui.experiment.edits.points import (
    add_points,
    erase_within,
    indices_within,
    move_points,
    nearest_index,
)
from nnfs_gui.experiment.model import PLANE, Experiment

Place = tuple[float, float]
Indices = npt.NDArray[np.intp]
NOTHING: Indices = np.empty(0, dtype=np.intp)


@dataclass(frozen=True)
class PaintSettings:
    """What the bar is set to.

    Attributes
    ----------
    target : float
        Class number, or value in [-1, 1].
    radius : float
        Of brush and eraser, in units of the plane.
    density : float
        Points per unit of the plane's area that one pass of the brush leaves; a line has its
        square root per unit of length.
    reach : float
        How far from a point a click still means it, in units of the plane.
    """

    target: float = 0.0
    radius: float = 0.6
    density: float = 6.0
    reach: float = 0.2


class Tool(ABC):
    """One stroke of a tool."""

    name: ClassVar[str]
    label: ClassVar[str]
    icon: ClassVar[str]
    key: ClassVar[str]
    text: ClassVar[str]
    """Name of the undo step."""

    def __init__(self, settings: PaintSettings, rng: np.random.Generator) -> None:
        self.settings, self._rng = settings, rng

    @abstractmethod
    def press(self, at: Place, experiment: Experiment) -> None:
        """Begin at ``at``."""

    @abstractmethod
    def drag(self, at: Place) -> None:
        """Go on to ``at``."""

    @abstractmethod
    def apply(self, experiment: Experiment) -> Experiment:
        """The experiment with what was collected since the last call; the same if nothing was."""


class Brush(Tool):
    """Sprays points along the way; what falls beyond the plane is lost."""

    name, label, icon, key, text = "brush", "Brush", "ph.paint-brush", "B", "Paint points"

    def press(self, at: Place, experiment: Experiment) -> None:
        self._last = np.array(at)
        self._owed = 0.0
        self._pending: list[npt.NDArray[np.float64]] = []
        self._spray(self._last[None], max(1.0, self.settings.density * self._disc()))

    def drag(self, at: Place) -> None:
        goal = np.array(at)
        way = goal - self._last
        length = float(np.hypot(*way))
        if length == 0:
            return
        expected = self.settings.density * 2 * self.settings.radius * length
        shares = self._rng.random(int(expected) + 1)[:, None]
        self._spray(self._last + shares * way, expected)
        self._last = goal

    def apply(self, experiment: Experiment) -> Experiment:
        if not self._pending:
            return experiment
        places = np.concatenate(self._pending)
        self._pending = []
        return add_points(experiment, places, self.settings.target) if len(places) else experiment

    def _disc(self) -> float:
        return float(np.pi * self.settings.radius**2)

    def _spray(self, centres: npt.NDArray[np.float64], expected: float) -> None:
        """Scatter ``expected`` points around ``centres``; fractions are owed to the next call."""
        self._owed += expected
        count = int(self._owed)
        self._owed -= count
        around = centres[self._rng.integers(len(centres), size=count)]
        angle = self._rng.random(count) * 2 * np.pi
        distance = self.settings.radius * np.sqrt(self._rng.random(count))
        places = around + distance[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
        self._pending.append(places[(np.abs(places) <= PLANE).all(axis=1)])


class _Placed(Tool):
    """Points that depend on where the mouse went down and where it is now."""

    def press(self, at: Place, experiment: Experiment) -> None:
        self._start, self._first, self._at, self._moved = experiment, at, at, True

    def drag(self, at: Place) -> None:
        self._at, self._moved = at, True

    def apply(self, experiment: Experiment) -> Experiment:
        if not self._moved:
            return experiment
        self._moved = False
        return add_points(self._start, self._places(), self.settings.target)

    @abstractmethod
    def _places(self) -> npt.NDArray[np.float64]:
        """Where the points belong, of shape (n, 2)."""


class SinglePoint(_Placed):
    """Adds one point where it is pressed; dragging carries it along."""

    name, label, key, text = "point", "Single point", "P", "Add a point"
    icon = "ph.crosshair-simple"

    def _places(self) -> npt.NDArray[np.float64]:
        return np.array([self._at])


class Line(_Placed):
    """Lays evenly spaced points on the straight way from press to release."""

    name, label, icon, key, text = "line", "Line", "ph.line-segment", "L", "Paint a line"

    def _places(self) -> npt.NDArray[np.float64]:
        first, last = np.clip([self._first, self._at], -PLANE, PLANE)
        length = float(np.hypot(*(last - first)))
        count = 1 + round(length * float(np.sqrt(self.settings.density)))
        return np.asarray(first + np.linspace(0.0, 1.0, count)[:, None] * (last - first))


class Eraser(Tool):
    """Removes the points that its disc passes over."""

    name, label, icon, key, text = "eraser", "Eraser", "ph.eraser", "E", "Erase points"

    def press(self, at: Place, experiment: Experiment) -> None:
        self._last = np.array(at)
        self._pending = [self._last[None]]

    def drag(self, at: Place) -> None:
        goal = np.array(at)
        steps = max(1, int(np.ceil(np.hypot(*(goal - self._last)) / (self.settings.radius / 2))))
        shares = np.arange(1, steps + 1)[:, None] / steps
        self._pending.append(self._last + shares * (goal - self._last))
        self._last = goal

    def apply(self, experiment: Experiment) -> Experiment:
        if not self._pending:
            return experiment
        centres = np.concatenate(self._pending)
        self._pending = []
        return erase_within(experiment, centres, self.settings.radius)


class Select(Tool):
    """Picks a point or a rectangle of points; dragging a picked point moves all that are picked."""

    name, label, icon, key, text = "select", "Select and move", "ph.cursor", "S", "Move points"

    def __init__(
        self,
        settings: PaintSettings,
        rng: np.random.Generator,
        selected: Indices = NOTHING,
        adding: bool = False,
    ) -> None:
        super().__init__(settings, rng)
        self.selected = selected
        self._kept = selected if adding else NOTHING
        self.band: tuple[Place, Place] | None = None
        self._moved = False

    def press(self, at: Place, experiment: Experiment) -> None:
        self._start, self._first, self._at = experiment, at, at
        index = nearest_index(points_of(experiment), at, self.settings.reach)
        if index is None:
            self.selected = self._kept
            self.band = (at, at)
        elif index not in self.selected:
            self.selected = np.append(self._kept, index)

    def drag(self, at: Place) -> None:
        self._at = at
        if self.band is not None:
            self.band = (self._first, at)
            inside = indices_within(points_of(self._start), *self.band)
            self.selected = np.union1d(self._kept, inside)
        else:
            self._moved = True

    def release(self) -> None:
        """Let the rubber band go."""
        self.band = None

    def apply(self, experiment: Experiment) -> Experiment:
        if not self._moved:
            return experiment
        self._moved = False
        shift = (self._at[0] - self._first[0], self._at[1] - self._first[1])
        return move_points(self._start, self.selected, shift)


TOOLS: tuple[type[Tool], ...] = (Brush, SinglePoint, Line, Eraser, Select)
