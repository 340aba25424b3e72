"""Own data beside the live network, in the whole window: paint, tables and formulas."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QDialog, QPushButton
from pytestqt.qtbot import QtBot

from nnfs_gui.app import Playground
from nnfs_gui.experiment import edits
from nnfs_gui.experiment.model import FormulaData, GeneratedData, PointsData, default_experiment
from nnfs_gui.experiment.outputs import class_count
from nnfs_gui.training.snapshot import RunState

LEFT = Qt.MouseButton.LeftButton


def pixel(playground: Playground, x: float, y: float) -> QPoint:
    plot = playground.window.boundary.plot
    return plot.mapFromScene(plot.plotItem.vb.mapViewToScene(QPointF(x, y)))


def stroke(qtbot: QtBot, playground: Playground, *places: tuple[float, float]) -> None:
    viewport = playground.window.boundary.plot.viewport()
    qtbot.mousePress(viewport, LEFT, pos=pixel(playground, *places[0]))
    for place in places[1:]:
        qtbot.mouseMove(viewport, pos=pixel(playground, *place))
    qtbot.mouseRelease(viewport, LEFT, pos=pixel(playground, *places[-1]))


def test_training_goes_on_while_painting_and_the_boundary_follows(
    qtbot: QtBot, playground: Playground
) -> None:
    document, session, view = playground.document, playground.session, playground.window.boundary
    document.edit(edits.set_data(document.experiment, GeneratedData("gaussians")), "x")
    session.play()
    qtbot.waitUntil(lambda: session.snapshot is not None and session.snapshot.test_accuracy > 0.97)
    assert session.snapshot is not None
    step, before = session.snapshot.step, session.snapshot.boundary
    layout = playground.window.network.canvas.state.layout
    view.set_painting(True)
    qtbot.keyClick(view.plot, Qt.Key.Key_1)
    for height in (-5.0, -4.0, -3.0):
        stroke(qtbot, playground, (3.0, height), (4.0, height), (5.0, height))
    side = before.shape[-1]
    row, column = int(2 / 12 * side), int(10 / 12 * side)

    def followed() -> bool:
        snapshot = session.snapshot
        assert snapshot is not None
        return snapshot.step > step and float(snapshot.boundary[0, row, column]) < 0.2

    qtbot.waitUntil(followed, timeout=60_000)
    assert session.state is RunState.RUNNING
    assert playground.window.network.canvas.state.layout is layout
    for _ in range(3):
        document.undo_stack.undo()
    assert document.experiment.data == GeneratedData("gaussians")


def is_trained(playground: Playground) -> bool:
    """Whether two epochs of the run that was asked for are shown, not those of a run before."""
    snapshot = playground.session.snapshot
    return snapshot is not None and snapshot.epoch == 2 and snapshot.run == playground.session._run


@pytest.mark.parametrize("generator", ["blobs", "rings", "pinwheel"])
@pytest.mark.parametrize("classes", [2, 5, 8])
def test_many_classes_are_learned_and_can_be_painted_on(
    qtbot: QtBot, shared_playground: Playground, generator: str, classes: int
) -> None:
    playground = shared_playground
    document, session = playground.document, playground.session
    playground.window.boundary.set_painting(False)
    document.open(default_experiment(), None)
    data = GeneratedData(generator, size=160, classes=classes)
    document.edit(edits.set_data(document.experiment, data), "x")
    session.train_epochs(2)
    qtbot.waitUntil(lambda: is_trained(playground))
    outputs = session.snapshot.boundary
    if classes > 2:
        assert np.allclose(outputs.sum(axis=0), 1.0, atol=1e-4)
    playground.window.boundary.set_painting(True)
    qtbot.keyClick(playground.window.boundary.plot, getattr(Qt.Key, f"Key_{classes}"))
    stroke(qtbot, playground, (0.0, 0.0), (0.5, 0.0))
    painted = document.experiment.data
    assert isinstance(painted, PointsData)
    assert class_count(document.experiment) == classes
    assert painted.points.values[-1, 2] == classes - 1


def test_a_table_of_a_hundred_thousand_rows_is_trained_on_drawn_as_a_sample_and_says_so(
    qtbot: QtBot, playground: Playground, tmp_path: Path
) -> None:
    rng = np.random.default_rng(0)
    inputs = rng.normal((100, -5), (20, 3), (100_000, 2)).round(2)
    labels = np.where(inputs[:, 0] > 100, "high", "low")
    rows = "\n".join(f"{x},{y},{z}" for (x, y), z in zip(inputs.tolist(), labels, strict=True))
    path = tmp_path / "big.csv"
    path.write_text(f"pressure (kPa),temperature,level\n{rows}\n")
    window, session = playground.window, playground.session
    window.data_dialogs.import_table(path)
    dialog = window.findChild(QDialog, "import-dialog")
    accept = dialog.findChild(QPushButton, "import-accept")
    qtbot.waitUntil(accept.isEnabled, timeout=60_000)
    qtbot.mouseClick(accept, LEFT)
    session.play()
    qtbot.waitUntil(
        lambda: session.snapshot is not None and session.snapshot.test_accuracy > 0.98,
        timeout=60_000,
    )
    assert len(session.snapshot.data.targets) == 100_000
    assert window.boundary.legend.note == "2\u2009000 of 100\u2009000 points shown"
    low, high = window.boundary.plot.bottom.range
    ticks = window.boundary.plot.bottom.tickValues(low, high, 300)[0][1]
    texts = window.boundary.plot.bottom.tickStrings(ticks, 1.0, 50.0)
    assert "100" in texts


def test_a_formula_becomes_points_at_the_first_stroke(qtbot: QtBot, playground: Playground) -> None:
    document = playground.document
    data = FormulaData("regression", "x1*x2", 80)
    document.edit(edits.set_data(document.experiment, data), "x")
    playground.window.boundary.set_painting(True)
    stroke(qtbot, playground, (1.0, 1.0), (2.0, 1.0))
    painted = document.experiment.data
    assert isinstance(painted, PointsData)
    assert (painted.task, painted.source, painted.class_names) == ("regression", "x1*x2", ())
    assert len(painted.points) > 80
    assert painted.points.values[-1, 2] == 1.0
    document.undo_stack.undo()
    assert document.experiment.data == data
