"""The decision boundary as a figure: outputs over the plane, and the points."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from nnfs_gui.experiment.data.sample import drawn_points
from nnfs_gui.experiment.model import PLANE

from . import svg
from .look import Look
from .state import Maps, State

_LEFT, _TOP, _RIGHT, _FOOT = 30.0, 10.0, 12.0, 26.0
_MAP = 120


class BoundaryPicture:
    """A square of the plane with axes."""

    def __init__(self, state: State, look: Look, size: float = 320.0) -> None:
        self._state, self._look = state, look
        self.width = self.height = size
        self._side = size - _LEFT - _RIGHT
        self._bottom = _TOP + size - _TOP - _FOOT

    def content(self) -> str:
        """The map, axes, and points above."""
        height = self._bottom - _TOP
        return "\n".join(
            (svg.picture(_LEFT, _TOP, self._side, height, self._colours()), *self._axes(),
             *self._points())
        )  # fmt: skip

    def _colours(self) -> Maps:
        outputs = self._state.outputs(_MAP)
        if self._state.reading.n_outputs > 1:
            return self._look.shares(outputs)
        return self._look.diverging(self._state.centred(outputs[..., 0]), self._look.fade)

    def _place(self, x1: float, x2: float) -> tuple[float, float]:
        height = self._bottom - _TOP
        across, up = (x1 + PLANE) / (2 * PLANE), (x2 + PLANE) / (2 * PLANE)
        return _LEFT + self._side * across, self._bottom - height * up

    def _axes(self) -> Iterator[str]:
        dim = self._look.colour("dim")
        height = self._bottom - _TOP
        yield (
            f'<rect x="{_LEFT:.1f}" y="{_TOP:.1f}" width="{self._side:.1f}" '
            f'height="{height:.1f}" fill="none" stroke="{dim}" stroke-width="1"/>'
        )
        for value in (-6, -3, 0, 3, 6):
            words = f"{value}".replace("-", "−")
            x, y = self._place(value, value)
            yield svg.text(x, self._bottom + 14, words, dim, 10)
            yield svg.text(_LEFT - 5, y + 3.5, words, dim, 10, "end")

    def _points(self) -> Iterator[str]:
        """Training points filled, test points as rings."""
        points, paper = self._state.points, self._look.colour("paper")
        is_train = np.zeros(len(points.targets), dtype=bool)
        is_train[points.train] = True
        for index in drawn_points(len(points.targets)):
            x, y = self._place(*np.clip(points.inputs[index], -PLANE, PLANE).tolist())
            colour = self._colour(float(points.targets[index]))
            shown = (
                f'r="2.6" fill="{colour}" stroke="{paper}" stroke-width="0.8"'
                if is_train[index]
                else f'r="2.2" fill="none" stroke="{colour}" stroke-width="1"'
            )
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" {shown}/>'

    def _colour(self, target: float) -> str:
        if self._state.reading.task == "regression":
            return self._look.signed(target)
        return self._look.class_colour(int(target), self._state.reading.n_classes)
