"""Time one training step of the engine beside tutorial NumPy and whatever peers are installed.

    python tests/benchmarks/compare.py [--rows 1 2] [--rounds 15] [--peers engine tutorial jax]

Prints a Markdown table: microseconds per step, and in brackets how many times faster the engine is.
"""

from __future__ import annotations

import os

# Before NumPy is imported: one thread for everybody (see README.md).
for _variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_variable] = "1"
os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
os.environ["JAX_PLATFORMS"] = "cpu"

import argparse  # noqa: E402
from importlib.util import find_spec  # noqa: E402

from peers import LABELS, PEERS  # noqa: E402
from rows import ROWS, Row  # noqa: E402
from timing import interleaved, medians, ratio  # noqa: E402


def installed() -> list[str]:
    """The peers that can be measured here."""
    own = {"engine", "tutorial"}
    return [name for name in PEERS if name in own or find_spec(name) is not None]


def measure(row: Row, peers: list[str], rounds: int, seconds: float) -> list[str]:
    """The cells of one row: the engine's time and ratio, then each peer's."""
    times = interleaved({name: PEERS[name](row) for name in peers}, rounds, seconds)
    typical = medians(times)
    cells = [row.name]
    for name in peers:
        microseconds = (
            f"{1e6 * typical[name]:,.1f}"
            if typical[name] < 1e-4
            else (f"{1e6 * typical[name]:,.0f}")
        )
        against = "" if name == "engine" else f" ({ratio(times, name, 'engine'):.3g}×)"
        cells.append(microseconds + against)
    return cells


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, nargs="+", default=range(1, len(ROWS) + 1))
    parser.add_argument("--rounds", type=int, default=15, help="at least 7 (default 15)")
    parser.add_argument("--seconds", type=float, default=0.1, help="per contender and round")
    parser.add_argument("--peers", nargs="+", choices=list(PEERS), default=installed())
    options = parser.parse_args()
    if options.rounds < 7:
        parser.error(f"--rounds must be at least 7, got {options.rounds}")
    peers = ["engine", *(name for name in options.peers if name != "engine")]
    print("| net, batch | " + " | ".join(LABELS[name] for name in peers) + " |")
    print("|---|" + "---|" * len(peers))
    for number in options.rows:
        cells = measure(ROWS[number - 1], peers, options.rounds, options.seconds)
        print("| " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
