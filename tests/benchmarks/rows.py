"""The networks that are measured, and the data they learn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Row:
    """One line of the table.

    ``loss`` is "mse" (with a tanh output and targets of ±1) or "bce" (with a sigmoid output and
    targets 0 and 1).
    """

    sizes: tuple[int, ...]
    activation: str
    loss: str
    batch: int
    batches: int
    """Batches per epoch."""
    target: float
    """How many times the speed of the tutorial code the engine should reach (issue 2)."""

    @property
    def name(self) -> str:
        net = "-".join(map(str, self.sizes))
        end = "" if self.loss == "mse" else ", sigmoid+bce"
        return f"{net} {self.activation}{end}, {self.batch}"

    @property
    def output(self) -> str:
        return "tanh" if self.loss == "mse" else "sigmoid"

    def data(self) -> tuple[Array, Array]:
        """Two noisy classes in the plane; inputs (n, 2), targets (n, 1)."""
        rng = np.random.default_rng(0)
        inputs = rng.uniform(-1, 1, (self.batch * self.batches, 2))
        blue = np.hypot(*inputs.T)[:, None] < 0.7
        return inputs, np.where(blue, 1.0, 0.0 if self.loss == "bce" else -1.0)


ROWS = (
    Row((2, 4, 2, 1), "tanh", "mse", 10, 50, 6.8),
    Row((2, 8, 8, 8, 8, 8, 8, 1), "tanh", "mse", 30, 20, 7.4),
    Row((2, 64, 64, 1), "relu", "bce", 128, 8, 1.8),
    Row((2, 256, 256, 1), "relu", "bce", 512, 4, 1.13),
)
LEARNING_RATE = 0.03
MAX_NORM = 1.0
MAP_SIZES = (2, 8, 8, 8, 8, 8, 8, 1)
"""The network whose neurons' maps are drawn."""
