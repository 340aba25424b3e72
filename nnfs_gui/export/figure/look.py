"""`Look`: how a figure looks; its colours are those of the window, or black and white."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

Rgb = npt.NDArray[np.float64]
Theme = Literal["light", "dark", "bw"]

_FADE = 0.45
"""How far a boundary goes into the colour range, so that points stand out on it."""
_OKABE_ITO = (
    "#E69F00", "#56B4E9", "#009E73", "#CC79A7", "#F0E442", "#0072B2", "#D55E00", "#999999",
)  # fmt: skip
_ROLES = ("paper", "line", "text", "dim", "pos", "mid", "neg")
_COLOURS = {
    "light": ("#FFFFFF", "#D8DFEA", "#182032", "#5B6880", "#1769D2", "#F7F8FB", "#E8770C"),
    "dark": ("#161B24", "#2A3342", "#E8ECF3", "#93A0B4", "#3D8BFD", "#1B212C", "#FF9F40"),
    "bw": ("#FFFFFF", "#BBBBBB", "#000000", "#444444", "#000000", "#FFFFFF", "#777777"),
}
_CLASS_GREYS = ("#999999", "#222222", "#cccccc", "#666666", "#e2e2e2", "#444444", "#b0b0b0", "#888")


@dataclass(frozen=True)
class Look:
    """The colours of a figure, and what is written into it."""

    theme: Theme = "light"
    numbers: bool = False
    """Whether each link tells its weight."""

    def colour(self, role: str) -> str:
        """The colour of a role, as ``#RRGGBB``."""
        return _COLOURS[self.theme][_ROLES.index(role)]

    def signed(self, value: float) -> str:
        """The colour of a weight of that size, relative to the largest."""
        share = min(1.0, abs(value))
        end = self.colour("pos" if value >= 0 else "neg")
        # A link of no weight is still seen on the paper.
        return _hex(_mix(_rgb(self.colour("line")), _rgb(end), 0.25 + 0.75 * share))

    def class_colour(self, index: int, n_classes: int) -> str:
        """The colour of a class."""
        if self.theme == "bw":
            return _CLASS_GREYS[index]
        if n_classes <= 2:
            return self.colour("neg" if index == 0 else "pos")
        return _OKABE_ITO[index]

    def dash(self, value: float) -> str:
        """Negative weights are dashed where colours cannot tell them."""
        return ' stroke-dasharray="5 3"' if self.theme == "bw" and value < 0 else ""

    def diverging(self, values: npt.NDArray[np.float64], fade: float = 1.0) -> Rgb:
        """Colours, of shape (…, 3), of values in [−1, 1]."""
        middle, low, high = (_rgb(self.colour(role)) for role in ("mid", "neg", "pos"))
        if self.theme == "bw":  # one ramp: colours of either side would be the same grey
            low, high = _rgb("#FFFFFF"), _rgb("#333333")
            middle = (low + high) / 2
        share = np.abs(np.clip(np.nan_to_num(values), -1.0, 1.0))[..., None] * fade
        return np.where(values[..., None] >= 0, _mix(middle, high, share), _mix(middle, low, share))

    def shares(self, shares: npt.NDArray[np.float64], fade: float = _FADE) -> Rgb:
        """Colours of class shares of shape (…, n_classes): the largest's, paler if unsure."""
        n_classes = shares.shape[-1]
        colours = np.stack([_rgb(self.class_colour(k, n_classes)) for k in range(n_classes)])
        winner = shares.argmax(axis=-1)
        sure = np.clip((shares.max(axis=-1) * n_classes - 1) / (n_classes - 1), 0.0, 1.0)
        return _mix(_rgb(self.colour("mid")), colours[winner], fade * sure[..., None])

    @property
    def fade(self) -> float:
        """How far a boundary goes into the range."""
        return _FADE


def _rgb(text: str) -> Rgb:
    digits = text[1:] if len(text) == 7 else "".join(2 * digit for digit in text[1:])
    return np.array([int(digits[at : at + 2], 16) for at in (0, 2, 4)], dtype=float)


def _mix(first: Rgb, second: Rgb, share: float | Rgb) -> Rgb:
    mixed: Rgb = first + (second - first) * share
    return mixed


def _hex(colour: Rgb) -> str:
    return "#" + "".join(f"{round(float(channel)):02x}" for channel in colour)
