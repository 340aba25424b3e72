"""The network as a figure: true weights as widths and colours, and each unit's map."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from nnfs_gui.experiment.features import feature_label
from nnfs_gui.experiment.names import class_name, spoken_activation

from . import svg
from .look import Look
from .state import Maps, State

WIDTH = 640.0
_MAP = 40
"""Pixels of a unit's map, to the side."""
_TOP, _FOOT, _SIDE = 34.0, 64.0, 70.0
_TILE, _GAP, _WIDEST = 40.0, 12.0, 8.0
_MOST_NUMBERS = 160


class NetworkPicture:
    """Places of units, and the SVG that is drawn there."""

    def __init__(self, state: State, look: Look) -> None:
        self._state, self._look = state, look
        tallest = max(len(units) for units in state.units)
        self._tile = _TILE if tallest <= 10 else max(12.0, 10 * _TILE / tallest)
        gap = _GAP * self._tile / _TILE
        self.width = WIDTH
        self.height = _TOP + tallest * (self._tile + gap) - gap + _FOOT
        self._step = self._tile + gap
        self._middle = _TOP + (self.height - _TOP - _FOOT) / 2
        self._largest = max(float(np.abs(block[:, :-1]).max()) for block in state.blocks) or 1.0

    def content(self) -> str:
        """Links below units, labels above, legend at the foot."""
        maps = self._state.maps(_MAP)
        parts = [*self._links(), *self._numbers()]
        for layer, answers in enumerate(maps):
            parts += self._units(layer, answers)
        return "\n".join((*parts, *self._labels(), *self._legend()))

    def place(self, layer: int, unit: int) -> tuple[float, float]:
        """The middle of a unit's tile."""
        count, layers = len(self._state.units[layer]), len(self._state.units)
        across = (self.width - 2 * _SIDE) * layer / (layers - 1)
        return _SIDE + across, self._middle + (unit - (count - 1) / 2) * self._step

    # --- links ---

    def _links(self) -> Iterator[str]:
        half = self._tile / 2
        for layer, block in enumerate(self._state.blocks):
            order = np.argsort(np.abs(block[:, :-1]), axis=None)  # the strongest on top
            for target, source in zip(*np.unravel_index(order, block[:, :-1].shape), strict=True):
                weight = float(block[target, source])
                (x0, y0), (x1, y1) = self.place(layer, source), self.place(layer + 1, target)
                x0, x1 = x0 + half, x1 - half
                bend = (x1 - x0) * 0.45
                share = weight / self._largest
                yield (
                    f'<path d="M{x0:.1f} {y0:.1f}C{x0 + bend:.1f} {y0:.1f} {x1 - bend:.1f} '
                    f'{y1:.1f} {x1:.1f} {y1:.1f}" fill="none" '
                    f'stroke="{self._look.signed(share)}" '
                    f'stroke-width="{0.4 + _WIDEST * abs(share):.2f}"{self._look.dash(weight)}/>'
                )

    def _numbers(self) -> Iterator[str]:
        """Each weight beside its link, where there are few enough to be read."""
        blocks = self._state.blocks
        if not self._look.numbers or sum(block.size for block in blocks) > _MOST_NUMBERS:
            return
        half = self._tile / 2
        for layer, block in enumerate(blocks):
            for (target, source), weight in np.ndenumerate(block[:, :-1]):
                (x0, y0), (x1, y1) = self.place(layer, source), self.place(layer + 1, target)
                # Near its source, fanned out, so that those of one unit do not lie on each other.
                share = 0.3 + 0.4 * (target + 0.5) / len(block)
                at = x0 + half + (x1 - x0 - 2 * half) * share
                ease = share * share * (3 - 2 * share)
                yield svg.text(at, y0 + (y1 - y0) * ease - 2, f"{weight:.2f}",
                               self._look.colour("text"), 8)  # fmt: skip

    # --- units ---

    def _units(self, layer: int, answers: Maps) -> Iterator[str]:
        half = self._tile / 2
        for unit in range(len(self._state.units[layer])):
            x, y = self.place(layer, unit)
            colours = self._colours(layer, unit, answers[..., unit])
            yield svg.picture(x - half, y - half, self._tile, self._tile, colours)
            yield (
                f'<rect x="{x - half:.1f}" y="{y - half:.1f}" width="{self._tile:.1f}" '
                f'height="{self._tile:.1f}" rx="3" fill="none" '
                f'stroke="{self._look.colour("dim")}" stroke-width="1"/>'
            )
            if layer > 0:
                yield self._bias(layer, unit, x - half, y + half)

    def _bias(self, layer: int, unit: int, x: float, y: float) -> str:
        bias = float(self._state.blocks[layer - 1][unit, -1])
        colour = self._look.signed(bias / self._largest)
        return (
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}" '
            f'stroke="{self._look.colour("paper")}" stroke-width="1"/>'
        )

    def _colours(self, layer: int, unit: int, answer: Maps) -> Maps:
        last = layer == len(self._state.units) - 1
        if last and self._state.reading.n_outputs > 1:
            count = self._state.reading.n_outputs
            shares = np.zeros((*answer.shape, count))
            shares[..., unit] = 1.0  # its own colour, as strong as its share
            plain = self._look.shares(shares, 1.0)
            paper = self._look.diverging(np.zeros_like(answer))
            mixed: Maps = paper + (plain - paper) * np.clip(answer, 0.0, 1.0)[..., None]
            return mixed
        if last:
            return self._look.diverging(self._state.centred(answer))
        return self._look.diverging(answer / max(1.0, float(np.abs(answer).max())))

    # --- words ---

    def _labels(self) -> Iterator[str]:
        look, state = self._look, self._state
        half = self._tile / 2
        last = len(state.units) - 1
        for unit, formula in enumerate(state.experiment.network.features):
            x, y = self.place(0, unit)
            yield svg.text(x - half - 8, y + 4, feature_label(formula), look.colour("text"), 12,
                           "end")  # fmt: skip
        for layer, part in enumerate(state.program.layers, start=1):
            x, _ = self.place(layer, 0)
            yield svg.text(x, 20, spoken_activation(part.activation), look.colour("dim"), 11)
        yield svg.text(self.place(0, 0)[0], 20, "features", look.colour("dim"), 11)
        if state.reading.n_outputs > 1:
            for unit in range(state.reading.n_outputs):
                x, y = self.place(last, unit)
                name = class_name(state.experiment, unit)
                yield svg.text(x + half + 6, y + 4, name, look.colour("text"), 11, "start")

    def _legend(self) -> Iterator[str]:
        """What widths and colours mean."""
        look, y = self._look, self.height - 20
        for number, share in enumerate((-1.0, -0.5, 0.5, 1.0)):
            x = _SIDE + 78 * number
            yield (
                f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{x + 24:.1f}" y2="{y:.1f}" '
                f'stroke="{look.signed(share)}" stroke-width="{0.4 + _WIDEST * abs(share):.2f}"'
                f"{look.dash(share)}/>"
            )
            words = f"{share * self._largest:+.2f}".replace("-", "−")
            yield svg.text(x + 30, y + 4, words, look.colour("dim"), 10, "start")
        x = _SIDE + 78 * 4
        yield f'<circle cx="{x + 4:.1f}" cy="{y:.1f}" r="3.5" fill="{look.colour("dim")}"/>'
        yield svg.text(x + 14, y + 4, "bias", look.colour("dim"), 10, "start")
