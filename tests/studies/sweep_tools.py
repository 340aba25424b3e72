"""A small sweep, and its results without any process."""

from __future__ import annotations

from msgspec.structs import replace

from nnfs_gui.experiment.presets import load_preset
from nnfs_gui.studies.cells import task_of
from nnfs_gui.studies.goal import parse_goal
from nnfs_gui.studies.results import ResultTable
from nnfs_gui.studies.sweep import Sweep, Varied, parse_varied

RATES = parse_varied("training.learning_rate=0.01:1:log:3")
NETS = parse_varied("network.hidden=2,3-2")


def small_sweep(*varied: Varied) -> Sweep:
    experiment = load_preset("xor")
    experiment = replace(experiment, data=replace(experiment.data, size=60))
    return Sweep(experiment, varied or (RATES, NETS), 3, 4, parse_goal("test_loss<0.6"))


def cluster_sweep() -> Sweep:
    """24 cells of two networks."""
    ranges = "training.learning_rate=0.001:1:log:8", "network.hidden=2,3,4"
    varied = tuple(parse_varied(text) for text in ranges)
    return Sweep(load_preset("xor"), varied, 2, 20, parse_goal("test_loss<0.5"))


def all_results(sweep: Sweep) -> ResultTable:
    cells = sweep.cells()
    table = ResultTable(sweep, cells)
    for cell in cells:
        table.add(task_of(sweep, cell).run())
    return table
