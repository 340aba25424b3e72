"""Sweeps: what is asked for, and what comes of it."""

from __future__ import annotations

import math
from pathlib import Path
from xml.etree import ElementTree

import pytest
from msgspec.structs import replace
from sweep_tools import NETS, RATES, all_results, small_sweep

from nnfs_gui.experiment.model import default_experiment, make_layer
from nnfs_gui.experiment.presets import load_preset
from nnfs_gui.studies.cells import task_of
from nnfs_gui.studies.errors import StudyError
from nnfs_gui.studies.figure import sweep_svg
from nnfs_gui.studies.goal import parse_goal
from nnfs_gui.studies.results import ResultTable, summary
from nnfs_gui.studies.settings import setting_names, with_setting
from nnfs_gui.studies.sweep import Sweep, Varied, parse_varied


def test_ranges_and_lists_are_read_as_people_write_them() -> None:
    assert RATES.values == (0.01, 0.1, 1.0)
    assert RATES.logarithmic
    assert parse_varied("data.noise=0:0.5:lin:3").values == (0.0, 0.25, 0.5)
    assert NETS.values == ("2", "3-2")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("training.learning_rat=0.1", "did you mean training.learning_rate"),
        ("learning_rate=0.1", "did you mean training.learning_rate"),
        ("training.learning_rate", "must be like training.learning_rate="),
        ("training.learning_rate=0:1:log:3", "numbers above 0"),
        ("training.learning_rate=1:0.1:log:3", "from a lower to a higher"),
        ("training.learning_rate=0.1:1:log", "needs values like"),
        ("training.learning_rate=0.1,0.1", "has a value twice"),
        ("data.noise=0:0.1:lin:500", "1 … 100 values"),
    ],
)
def test_what_cannot_vary_is_named(text: str, words: str) -> None:
    with pytest.raises(StudyError, match=words):
        parse_varied(text)


def test_every_setting_can_be_set_to_what_it_is() -> None:
    experiment, tried = default_experiment(), 0
    special = {"network.hidden": "4-2", "network.activation": "tanh"}
    for name in setting_names():
        part, field = name.rsplit(".", 1)
        holder = experiment
        for step in part.split("."):
            holder = getattr(holder, step)
        if name in special or hasattr(holder, field):
            value = special.get(name) or str(getattr(holder, field))
            assert with_setting(experiment, name, value) == experiment, name
            tried += 1
    assert tried > 20


def test_hidden_layers_keep_their_activations_and_may_go() -> None:
    experiment = default_experiment()
    hidden = (make_layer(1, 3, "relu"), make_layer(2, 3, "sine"))
    experiment = replace(experiment, network=replace(experiment.network, hidden=hidden))
    deep = with_setting(experiment, "network.hidden", "5-4-3").network.hidden
    assert [len(layer.neurons) for layer in deep] == [5, 4, 3]
    assert [layer.activation for layer in deep] == ["relu", "sine", "sine"]
    assert with_setting(experiment, "network.hidden", "0").network.hidden == ()


def test_another_task_brings_a_loss_that_fits_it() -> None:
    changed = with_setting(default_experiment(), "data.generator", "plane")
    assert (changed.training.loss, changed.network.output.activation) == ("mse", "linear")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("training.learning_rate", "-1", "training.learning_rate=-1: .* must be > 0"),
        ("training.learning_rate", "fast", "training.learning_rate=fast: Expected `float`"),
        ("training.optimizer", "adm", "did you mean 'adam'"),
        ("network.hidden", "8x8", "must be like 8 or 8-4"),
        ("network.hidden", "99", "network"),
        ("data.formula", "x", "these data have no such setting"),
    ],
)
def test_values_that_cannot_be_are_named(name: str, value: str, words: str) -> None:
    with pytest.raises(StudyError, match=words):
        with_setting(default_experiment(), name, value)


def test_a_sweep_says_what_it_cannot_do() -> None:
    with pytest.raises(StudyError, match="one or two settings, got 3"):
        Sweep(default_experiment(), (RATES, NETS, parse_varied("data.noise=0,0.1")))
    with pytest.raises(StudyError, match="each setting once"):
        Sweep(default_experiment(), (RATES, RATES))
    with pytest.raises(StudyError, match="1 … 100 seeds, got 0"):
        Sweep(default_experiment(), (RATES,), seeds=0)


def test_a_summary_counts_every_network_also_those_that_diverged() -> None:
    experiment = load_preset("regression")
    training = replace(experiment.training, optimizer="sgd", clip="none")
    rates = (parse_varied("training.learning_rate=0.001,30"),)
    goal = parse_goal("test_loss<1e9")
    sweep = Sweep(replace(experiment, training=training), rates, 4, 3, goal)
    calm, wild = (summary(result) for result in all_results(sweep).results.values())
    assert (calm.seeds, calm.solved, calm.diverged) == (4, 4, 0)
    assert math.isfinite(calm.test_loss)
    assert calm.epochs_to_goal == 0.0
    assert (wild.seeds, wild.diverged) == (4, 4)
    assert math.isinf(wild.test_loss)


def test_the_table_is_the_same_in_whatever_order_cells_came_and_can_be_gone_on_with(
    tmp_path: Path,
) -> None:
    sweep = small_sweep()
    whole, file = all_results(sweep), tmp_path / "sweep.csv"
    assert len(whole.results) == 6
    assert not whole.missing
    half = ResultTable(sweep, sweep.cells())
    for index in (5, 0, 3):
        half.add(whole.results[index])
    half.write(file)
    again = ResultTable(sweep, sweep.cells())
    assert again.resume(file) == 3
    assert [cell.index for cell in again.missing] == [1, 2, 4]
    for cell in again.missing:
        again.add(task_of(sweep, cell).run())
    assert again.csv() == whole.csv()


def test_a_cell_of_which_rows_are_missing_is_trained_anew(tmp_path: Path) -> None:
    sweep, file = small_sweep(), tmp_path / "sweep.csv"
    all_results(sweep).write(file)
    file.write_text("\n".join(file.read_text().splitlines()[:6]))  # one cell, and two rows of three
    table = ResultTable(sweep, sweep.cells())
    assert table.resume(file) == 1
    assert len(table.missing) == 5


def test_a_file_of_another_sweep_and_a_damaged_one_are_refused(tmp_path: Path) -> None:
    sweep, file = small_sweep(), tmp_path / "sweep.csv"
    all_results(sweep).write(file)
    other = Sweep(sweep.experiment, sweep.varied, 3, 5, sweep.goal)
    table = ResultTable(other, other.cells())
    with pytest.raises(StudyError, match="holds another sweep"):
        table.resume(file)
    lines = file.read_text().splitlines()
    lines[4] = lines[4].replace(lines[4].split(",")[4], "much", 1)
    file.write_text("\n".join(lines))
    with pytest.raises(StudyError, match="line 5: this is no row of the sweep"):
        ResultTable(sweep, sweep.cells()).resume(file)
    assert not table.results


@pytest.mark.parametrize("varied", [(RATES, NETS), (RATES,)])
def test_the_figure_says_k_of_n_for_every_cell_that_is_done(varied: tuple[Varied, ...]) -> None:
    sweep = small_sweep(*varied)
    summaries = {index: summary(result) for index, result in all_results(sweep).results.items()}
    del summaries[1]
    drawn = ElementTree.fromstring(sweep_svg(sweep, summaries))
    words = [element.text for element in drawn.iter("{http://www.w3.org/2000/svg}text")]
    for found in summaries.values():
        assert f"{found.solved}/{found.seeds}" in words
    assert sum("/3" in (word or "") for word in words) == len(summaries)
    assert "training.learning_rate" in words
