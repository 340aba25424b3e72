"""The loss over the epochs as a figure, on a logarithmic scale."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from nnfs_gui.training.snapshot import Curve

from . import svg
from .look import Look

_LEFT, _TOP, _RIGHT, _FOOT = 44.0, 10.0, 14.0, 40.0
_MOST = 400
"""Most points of a curve; more are not seen."""


class LossPicture:
    """Axes and two curves."""

    def __init__(self, curve: Curve, look: Look, size: float = 320.0) -> None:
        self._curve, self._look = curve, look
        self.width, self.height = size, size
        values = np.concatenate([curve.train_loss, curve.test_loss])
        values = values[np.isfinite(values) & (values > 0)]
        low, high = (values.min(), values.max()) if len(values) else (0.1, 1.0)
        self._low = math.floor(math.log10(low))
        self._high = max(self._low + 1, math.ceil(math.log10(high)))
        self._last = max(1.0, float(curve.epoch[-1])) if len(curve.epoch) else 1.0

    def content(self) -> str:
        """Axes, curves, and which is which."""
        return "\n".join((*self._axes(), *self._curves()))

    def _place(self, epoch: float, loss: float) -> tuple[float, float]:
        width, height = self.width - _LEFT - _RIGHT, self.height - _TOP - _FOOT
        up = (math.log10(loss) - self._low) / (self._high - self._low)
        return _LEFT + width * epoch / self._last, _TOP + height * (1 - up)

    def _axes(self) -> Iterator[str]:
        dim, line = self._look.colour("dim"), self._look.colour("line")
        right = self.width - _RIGHT
        for power in range(self._low, self._high + 1):
            _, y = self._place(0.0, 10.0**power)
            yield f'<path d="M{_LEFT:.1f} {y:.1f}H{right:.1f}" stroke="{line}" stroke-width="0.8"/>'
            yield svg.text(_LEFT - 6, y + 3.5, f"{10.0**power:g}", dim, 10, "end")
        bottom = self.height - _FOOT
        for share in (0.0, 0.5, 1.0):
            epoch = round(share * self._last)
            x, _ = self._place(epoch, 10.0**self._low)
            anchor = "end" if share == 1.0 else "middle"
            yield svg.text(x, bottom + 14, f"{epoch:,}", dim, 10, anchor)
        yield svg.text(_LEFT + (right - _LEFT) / 2, bottom + 30, "epoch", dim, 10)

    def _curves(self) -> Iterator[str]:
        curve, look = self._curve, self._look
        for number, (name, values, colour, dash) in enumerate((
            ("training loss", curve.train_loss, look.colour("pos"), ""),
            ("test loss", curve.test_loss, look.colour("neg"), ' stroke-dasharray="5 3"'),
        )):  # fmt: skip
            drawn = np.flatnonzero(np.isfinite(values) & (values > 0))
            if not len(drawn):
                continue
            drawn = drawn[:: max(1, len(drawn) // _MOST)]
            places = [self._place(curve.epoch[i], values[i]) for i in drawn]
            path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
            style = f'fill="none" stroke="{colour}" stroke-width="1.8"{dash}'
            yield f'<polyline points="{path}" {style}/>'
            x, y = self.width - _RIGHT - 104, _TOP + 14 + 16 * number
            yield f'<path d="M{x:.1f} {y - 4:.1f}h18" {style}/>'
            yield svg.text(x + 24, y, name, look.colour("text"), 10, "start")
