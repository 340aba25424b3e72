"""The test kit: its README example, its driver, and the names of controls."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from nnfs_gui.app import Playground
from nnfs_gui.cli import main
from nnfs_gui.testing.controls import controls
from nnfs_gui.testing.driver import Driver

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")


@pytest.fixture
def driver(playground: Playground, tmp_path: Path) -> Driver:
    return Driver(playground, tmp_path)


def run_pytest(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider",
               "-p", "nnfs_gui.testing.plugin", *options]  # fmt: skip
    return subprocess.run(
        command, cwd=folder, env=os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def test_the_readmes_test_passes_and_the_plugin_is_off_until_asked_for(tmp_path: Path) -> None:
    found = re.search(r"<!-- whole test -->\n```python\n(.*?)```", README, re.DOTALL)
    assert found is not None
    assert len(found[1].splitlines()) <= 15
    (tmp_path / "test_spiral.py").write_text(found[1], encoding="utf-8")
    on = run_pytest(tmp_path, "-p", "pytestqt.plugin", "-o", "nnfs_playground=true")
    assert "1 passed" in on.stdout, on.stdout + on.stderr
    off = run_pytest(tmp_path, "-p", "pytestqt.plugin")
    assert "fixture 'playground' not found" in off.stdout


def test_a_drawn_layer_has_its_place_and_its_neurons(driver: Driver) -> None:
    driver.open_preset("first-steps")
    before = [len(layer.neurons) for layer in driver.experiment.network.hidden]
    driver.draw_layer(after=1, neurons=5)
    after = [len(layer.neurons) for layer in driver.experiment.network.hidden]
    assert after == [before[0], 5, *before[1:]]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("training.learning_rate", 0.1),
        ("training.batch_size", 7),
        ("training.optimizer", "adam"),
        ("training.loss", "half_mse"),
        ("training.shuffle", False),
        ("data.noise", 0.2),
        ("split.seed", 12),
        ("network.initializer", "zeros"),
    ],
)
def test_values_are_set_through_the_forms(driver: Driver, path: str, value: object) -> None:
    driver.set(path, value if path != "data.noise" else "20")
    part, name = path.split(".")
    assert getattr(getattr(driver.experiment, part), name) == value
    assert driver.application.document.undo_stack.count() == 1


def test_playing_ends_where_it_is_told_to(driver: Driver) -> None:
    driver.open_preset("moons")
    epoch = driver.play_until(test_loss=0.3, within=30)
    assert driver.snapshot.test_loss <= 0.3
    assert driver.snapshot.epoch == epoch
    assert float(driver.text_of("test loss")) == pytest.approx(driver.snapshot.test_loss, abs=1e-3)
    with pytest.raises(AssertionError, match="after 31 epochs, not 0"):
        driver.play_until(test_loss=0.0, within=31)


def test_a_screenshot_is_the_window(driver: Driver) -> None:
    picture = QImage(str(driver.screenshot("one")))
    assert picture.size() == driver.window.size()


def test_what_is_not_there_is_told(driver: Driver) -> None:
    with pytest.raises(AssertionError, match="no control 'warp drive'"):
        driver.text_of("warp drive")
    with pytest.raises(AssertionError, match="no field"):
        driver.set("training.colour", 1)


def test_every_control_has_a_name_of_its_own_and_one_for_people(playground: Playground) -> None:
    found = controls(playground.window)
    assert len(found) > 60
    assert not [control for control in found if not control.name or not control.label]
    counted = Counter(control.name for control in found)
    assert not {name: count for name, count in counted.items() if count > 1}


def test_controls_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["controls"]) == 0
    rows = capsys.readouterr().out.splitlines()
    assert any(row.startswith("learning-rate") and "Learning rate" in row for row in rows)
