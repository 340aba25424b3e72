"""A sweep gives the same numbers wherever it is done, and loses nothing when a process dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from cloudpickle import register_pickle_by_value
from sweep_tools import all_results, cluster_sweep, small_sweep

from nnfs_gui.cli import main
from nnfs_gui.studies import running
from nnfs_gui.studies.cells import CellResult, CellTask, run_task, task_of
from nnfs_gui.studies.errors import StudyError
from nnfs_gui.studies.results import ResultTable
from nnfs_gui.studies.running import run_cells
from nnfs_gui.studies.sweep import Sweep

COMMAND = [
    "sweep", "--preset", "xor", "--vary", "training.learning_rate=0.1,1", "--seeds", "2",
    "--epochs", "2", "--jobs", "1",
]  # fmt: skip

register_pickle_by_value(sys.modules[__name__])  # workers cannot import tests


def tasks_of(sweep: Sweep) -> list[CellTask]:
    return [task_of(sweep, cell) for cell in sweep.cells()]


def in_two_processes(sweep: Sweep) -> str:
    table = ResultTable(sweep, sweep.cells())
    for result in run_cells(tasks_of(sweep), jobs=2):
        table.add(result)
    return table.csv()


def test_local_processes_give_the_same_numbers() -> None:
    sweep = small_sweep()
    assert in_two_processes(sweep) == all_results(sweep).csv()


def dies_once(task: CellTask) -> CellResult:
    """Dies in the third cell, the first time that anybody trains it."""
    trace = Path(os.environ["TRACE_OF_DEATH"])
    if task.index == 2 and not trace.exists():
        trace.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return run_task(task)


def always_dies(task: CellTask) -> CellResult:
    os.kill(os.getpid(), signal.SIGKILL)
    return run_task(task)


def test_a_process_that_dies_costs_nothing_but_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACE_OF_DEATH", str(tmp_path / "died"))
    monkeypatch.setattr(running, "run_task", dies_once)
    sweep = small_sweep()
    assert in_two_processes(sweep) == all_results(sweep).csv()
    assert (tmp_path / "died").exists()


def test_processes_that_keep_dying_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "run_task", always_dies)
    with pytest.raises(StudyError, match=r"processes died 3 times .* of which 6 are left"):
        in_two_processes(small_sweep())


def test_closing_the_results_ends_the_work() -> None:
    results = run_cells(tasks_of(small_sweep()), jobs=2)
    next(results)
    results.close()
    with pytest.raises(StopIteration):
        next(results)


# --- a cluster -----------------------------------------------------------------------------------


def test_a_cluster_gives_the_local_numbers_although_one_process_is_killed() -> None:
    # In a process of its own: a cluster leaves threads behind.
    script = Path(__file__).with_name("cluster_sweep.py")
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, timeout=100
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == all_results(cluster_sweep()).csv()
    assert len(done.stdout.splitlines()) == 1 + 24 * 2


def test_no_scheduler_is_said_to_be_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(address: str, timeout: float) -> None:
        raise OSError(f"Timed out trying to connect to {address} after {timeout} s")

    monkeypatch.setattr("distributed.Client", refuse)
    with pytest.raises(StudyError, match=r"there is no Dask scheduler at tcp://127\.0\.0\.1:9"):
        next(run_cells(tasks_of(small_sweep()), scheduler="tcp://127.0.0.1:9"))


# --- the command line ----------------------------------------------------------------------------


def test_the_command_writes_table_and_figure_and_goes_on_only_if_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table, figure = tmp_path / "s.csv", tmp_path / "s.svg"
    command = [*COMMAND, "-o", str(table), "--figure", str(figure)]
    assert main(command) == 0
    assert "2 of 2 cells done, 2 seeds each" in capsys.readouterr().out
    assert len(table.read_text().splitlines()) == 5
    assert "<svg" in figure.read_text()
    assert main(command) == 2
    assert "--resume" in capsys.readouterr().err
    assert main([*command, "--resume"]) == 0


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (["--vary", "training.rate=1"], "there is no setting 'training.rate'"),
        (["--goal", "test_los<1"], "did you mean test_loss?"),
        (["--by-seed", "luck"], "seeds may vary weights, order, split, data, got 'luck'"),
        (["--seeds", "0"], "1 … 100 seeds"),
        (["--dask", "tcp://x", "--jobs", "2"], "not allowed with"),
        (["-o", "/nowhere/s.csv"], "there is no folder /nowhere"),
    ],
)
def test_wrong_words_get_one_sentence(
    change: list[str], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = [*COMMAND, "-o", str(tmp_path / "s.csv"), *change]
    try:
        status: object = main(command)
    except SystemExit as end:
        status = end.code
    error = capsys.readouterr().err
    assert status == 2
    assert words in error
    assert error.count("\n") == 1
