"""`nnfs-gui sweep`: settings over ranges, under many seeds, here or on a cluster."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from nnfs_gui.studies.errors import StudyError

from .parsing import FAILED, Parser, Refused, count
from .source import add_experiment, told_source

if TYPE_CHECKING:
    from nnfs_gui.studies.results import ResultTable
    from nnfs_gui.studies.sweep import Sweep


def run(arguments: Sequence[str]) -> int:
    """Train all cells that are missing, and write the table and the figure."""
    options = _parser().parse_args(arguments)
    try:
        return _sweep(options)
    except StudyError as error:
        raise Refused(str(error)) from error


def _sweep(options: argparse.Namespace) -> int:
    from nnfs_gui.studies.results import ResultTable

    sweep = _asked(options)
    cells = sweep.cells()
    table = ResultTable(sweep, cells)
    output: Path = options.output
    _check_folders(output, options.figure)
    if output.exists() and not options.resume:
        raise Refused(f"{output} exists; give --resume to go on with it, or another name")
    if options.resume and output.exists():
        table.resume(output)
    try:
        _train_missing(table, options)
    except KeyboardInterrupt:
        print(f"nnfs-gui: cancelled; {_state(table)}, --resume goes on", file=sys.stderr)
        return 130
    finally:
        _write(table, options)
    print(f"{output}: {_state(table)}, {sweep.seeds} seeds each")
    return 0 if not table.missing else FAILED


def _asked(options: argparse.Namespace) -> Sweep:
    from nnfs_gui.studies.goal import parse_goal
    from nnfs_gui.studies.sweep import Sweep, parse_varied

    return Sweep(
        told_source(options.file, options.preset).experiment,
        tuple(parse_varied(text) for text in options.vary),
        options.seeds,
        options.epochs,
        parse_goal(options.goal),
        tuple(options.by_seed.split(",")),
    )


def _train_missing(table: ResultTable, options: argparse.Namespace) -> None:
    from tqdm import tqdm

    from nnfs_gui.studies.cells import task_of
    from nnfs_gui.studies.running import run_cells

    tqdm.monitor_interval = 0
    tasks = [task_of(table.sweep, cell) for cell in table.missing]
    done, hide = len(table.results), not sys.stderr.isatty()
    results = run_cells(tasks, options.jobs, options.dask)
    with tqdm(total=done + len(tasks), initial=done, unit=" cells", disable=hide) as bar:
        try:
            for result in results:
                table.add(result)
                table.write(options.output)
                bar.update()
        finally:
            results.close()


def _write(table: ResultTable, options: argparse.Namespace) -> None:
    from nnfs_gui.studies.figure import sweep_svg
    from nnfs_gui.studies.results import summary

    table.write(options.output)
    if options.figure is not None:
        summaries = {index: summary(result) for index, result in table.results.items()}
        try:
            options.figure.write_text(sweep_svg(table.sweep, summaries), encoding="utf-8")
        except OSError as error:
            raise StudyError(f"cannot write {options.figure}: {error.strerror}") from None


def _state(table: ResultTable) -> str:
    whole = len(table.results) + len(table.missing)
    return f"{len(table.results)} of {whole} cells done"


def _check_folders(*paths: Path | None) -> None:
    """Refuse to train for an hour and then have nowhere to write."""
    for path in paths:
        if path is not None and not path.absolute().parent.is_dir():
            raise Refused(f"there is no folder {path.absolute().parent} to write {path.name} in")


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="nnfs-gui sweep",
        description="Train one experiment with other settings, each under several seeds.",
    )
    add_experiment(parser)
    vary = "a setting and its values: training.learning_rate=0.001:1:log:9, network.hidden=2,4,8-8"
    parser.add_argument("--vary", action="append", required=True, metavar="NAME=VALUES", help=vary)
    parser.add_argument("--seeds", type=count, default=10, metavar="N", help="networks a cell (10)")
    by_seed = "what the seeds are of: weights, order, split, data, with commas (weights)"
    parser.add_argument("--by-seed", default="weights", metavar="NAMES", help=by_seed)
    goal = "what counts as solved (test_loss<0.1)"
    parser.add_argument("--goal", default="test_loss<0.1", metavar="TEXT", help=goal)
    parser.add_argument("--epochs", type=count, default=300, metavar="N", help="at most (300)")
    where = parser.add_mutually_exclusive_group()
    jobs = "local processes; by default one for each processor but one"
    where.add_argument("--jobs", type=count, metavar="N", help=jobs)
    where.add_argument("--dask", metavar="tcp://HOST:PORT", help="a Dask scheduler to work on")
    resume = "go on with the cells that the output lacks"
    parser.add_argument("--resume", action="store_true", help=resume)
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.csv")
    parser.add_argument("--figure", type=Path, metavar="FILE.svg", help="the result as a picture")
    return parser
