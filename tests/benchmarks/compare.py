"""Time one training step of the engine beside tutorial NumPy and whatever peers are installed.

    python tests/benchmarks/compare.py [--rows 1 2] [--rounds 15] [--quietest] [--peers torch jax]

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
from dataclasses import replace  # noqa: E402
from importlib.util import find_spec  # noqa: E402

from peers import LABELS, PEERS  # noqa: E402
from rows import ROWS, Row  # noqa: E402
from timing import interleaved, ratio, summary  # noqa: E402


def installed() -> list[str]:
    """The peers that can be measured here."""
    own = {"engine", "tutorial"}
    return [name for name in PEERS if name in own or find_spec(name) is not None]


def measure(row: Row, peers: list[str], options: argparse.Namespace) -> list[str]:
    """The cells of one row: the engine's time, then each peer's with the ratio."""
    contenders = {name: PEERS[name](row) for name in peers}
    times = interleaved(contenders, options.rounds, options.seconds)
    typical = summary(times, options.quietest)
    cells = [row.name, _microseconds(typical["engine"])]
    for name in peers[1:]:
        lead = ratio(times, name, "engine", options.quietest)
        cells.append(f"{_microseconds(typical[name])} ({lead:.3g}×)")
    return cells


def _microseconds(seconds: float) -> str:
    return f"{1e6 * seconds:,.{1 if seconds < 1e-4 else 0}f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, nargs="+", default=range(1, len(ROWS) + 1))
    parser.add_argument("--batch", type=int, help="another batch size for all rows")
    parser.add_argument("--rounds", type=int, default=15, help="at least 7 (default 15)")
    parser.add_argument("--seconds", type=float, default=0.1, help="per contender and round")
    parser.add_argument("--quietest", action="store_true", help="best round instead of median")
    parser.add_argument("--peers", nargs="+", choices=list(PEERS), default=installed())
    options = parser.parse_args()
    if options.rounds < 7:
        parser.error(f"--rounds must be at least 7, got {options.rounds}")
    peers = ["engine", *(name for name in options.peers if name != "engine")]
    print("| net, batch | " + " | ".join(LABELS[name] for name in peers) + " |")
    print("|---|" + "---|" * len(peers))
    for number in options.rows:
        row = ROWS[number - 1]
        row = row if options.batch is None else replace(row, batch=options.batch)
        cells = measure(row, peers, options)
        print("| " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
