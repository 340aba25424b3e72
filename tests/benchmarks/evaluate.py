"""Time the maps of all neurons over the plane, which the window draws for each frame.

    python tests/benchmarks/evaluate.py [--rounds 15] [--quietest]

Prints a Markdown table: milliseconds for the activations of every unit of a 2-8-8-8-8-8-8-1 tanh
network at every point of a grid.
"""

from __future__ import annotations

import os

# Before NumPy is imported: one thread for everybody (see README.md).
for _variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_variable] = "1"

import argparse  # noqa: E402
from importlib.util import find_spec  # noqa: E402
from itertools import pairwise  # noqa: E402

import numpy as np  # noqa: E402
from peers import LABELS  # noqa: E402
from rows import MAP_SIZES  # noqa: E402
from timing import Work, interleaved, ratio, summary  # noqa: E402
from tutorial import TutorialNetwork  # noqa: E402

from engine import Network  # noqa: E402
from nnfs_gui.training.maps import MapEvaluator  # noqa: E402


def grid(side: int) -> np.ndarray:
    """Pixel centres of the plane, shape (side², 2)."""
    centres = (np.arange(side) + 0.5) / side * 12.0 - 6.0
    return np.stack(np.meshgrid(centres, centres), axis=-1).reshape(-1, 2)


def engine(points: np.ndarray) -> Work:
    network = Network(list(MAP_SIZES), activation="tanh", output_activation="tanh", loss="mse")
    return _repeated(MapEvaluator(network, points).evaluate)


def tutorial(points: np.ndarray) -> Work:
    network = TutorialNetwork(list(MAP_SIZES), "tanh", "mse")
    return _repeated(lambda: network.activations(points))


def torch(points: np.ndarray) -> Work:
    import torch
    from torch import nn

    torch.set_num_threads(1)
    pairs = pairwise(MAP_SIZES)
    layers = [nn.Sequential(nn.Linear(n_in, n_out), nn.Tanh()) for n_in, n_out in pairs]
    inputs = torch.from_numpy(points).float()

    def maps() -> list[object]:
        with torch.no_grad():
            outputs, values = [], inputs
            for layer in layers:
                values = layer(values)
                outputs.append(values)
            return outputs

    return _repeated(maps)


def _repeated(evaluate) -> Work:  # type: ignore[no-untyped-def]
    def work(times: int) -> int:
        for _ in range(times):
            evaluate()
        return times

    return work


CONTENDERS = {"engine": engine, "tutorial": tutorial, "torch": torch}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=15, help="at least 7 (default 15)")
    parser.add_argument("--seconds", type=float, default=0.2, help="per contender and round")
    parser.add_argument("--quietest", action="store_true", help="best round instead of median")
    options = parser.parse_args()
    if options.rounds < 7:
        parser.error(f"--rounds must be at least 7, got {options.rounds}")
    names = [name for name in CONTENDERS if name != "torch" or find_spec("torch") is not None]
    print("| grid | " + " | ".join(LABELS[name] for name in names) + " |")
    print("|---|" + "---|" * len(names))
    for side in (100, 256):
        work = {name: CONTENDERS[name](grid(side)) for name in names}
        times = interleaved(work, options.rounds, options.seconds)
        cells = [f"{1e3 * value:.3g}" for value in summary(times, options.quietest).values()]
        leads = [ratio(times, name, "engine", options.quietest) for name in names[1:]]
        against = ["", *(f" ({lead:.3g}×)" for lead in leads)]
        pairs = zip(cells, against, strict=True)
        print(f"| {side} × {side} | " + " | ".join(a + b for a, b in pairs) + " |", flush=True)


if __name__ == "__main__":
    main()
