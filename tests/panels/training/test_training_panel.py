from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLineEdit,
    QStyle,
    QStyleOptionFrame,
)

from engine import CLIPPERS, INITIALIZERS, LOSSES, OPTIMIZERS, REGULARIZERS, SCHEDULES
from nnfs_gui.experiment import edits
from nnfs_gui.experiment.data.materialize import materialize
from nnfs_gui.panels.training.training_panel import TrainingPanel
from nnfs_gui.stylesheet import stylesheet
from nnfs_gui.theme import DARK
from nnfs_gui.widgets.drop_down import DropDown
from nnfs_gui.widgets.number_field import NumberField


@pytest.fixture
def panel(shown):
    return shown(TrainingPanel)


def choose(panel, name, key):
    """Pick an entry of a list with the keyboard, as a person would."""
    box = panel.findChild(DropDown, name)
    box.setFocus()
    keys = [choice.key for choice in box.choices if choice.enabled]
    distance = keys.index(key) - keys.index(box.current_key)
    for _ in range(abs(distance)):
        QTest.keyClick(box, Qt.Key.Key_Down if distance > 0 else Qt.Key.Key_Up)


def open_more(panel):
    button = panel.findChild(QAbstractButton, "training-more-button")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize(
    ("name", "registry"),
    [
        ("loss", LOSSES),
        ("optimizer", OPTIMIZERS),
        ("clip", CLIPPERS),
        ("regularizer", REGULARIZERS),
        ("schedule", SCHEDULES),
    ],
)
def test_every_registered_entry_is_offered(panel, name, registry):
    offered = {choice.key: choice.label for choice in panel.findChild(DropDown, name).choices}
    assert offered == registry.labels()


def test_every_initializer_is_offered_and_the_automatic_one(panel):
    offered = [choice.key for choice in panel.findChild(DropDown, "initializer").choices]
    assert offered == ["auto", *INITIALIZERS.names()]


@pytest.mark.parametrize(
    ("name", "key", "read"),
    [
        ("loss", "mse", lambda e: e.training.loss),
        ("optimizer", "adam", lambda e: e.training.optimizer),
        ("clip", "norm", lambda e: e.training.clip),
        ("regularizer", "l2", lambda e: e.training.regularizer),
        ("schedule", "cosine", lambda e: e.training.schedule),
        ("initializer", "he", lambda e: e.network.initializer),
    ],
)
def test_every_list_edits_the_document_and_undo_restores_it(panel, document, name, key, read):
    open_more(panel)
    before = document.experiment
    choose(panel, name, key)
    assert read(document.experiment) == key
    assert panel.findChild(DropDown, name).current_key == key
    while document.undo_stack.canUndo():
        document.undo_stack.undo()
    assert document.experiment == before
    assert panel.findChild(DropDown, name).current_key == read(before)


@pytest.mark.parametrize(
    ("name", "text", "read"),
    [
        ("learning-rate", "0.005", lambda e: e.training.learning_rate == 0.005),
        ("learning-rate", "1/3", lambda e: e.training.learning_rate == 1 / 3),
        ("batch-size", "32", lambda e: e.training.batch_size == 32),
        ("batch-size", "full", lambda e: e.training.batch_size == 250),
        ("weight-seed", "11", lambda e: e.network.seed == 11),
        ("shuffle-seed", "12", lambda e: e.training.shuffle_seed == 12),
        ("stop-loss-below", "0.01", lambda e: e.training.stop.loss_below == 0.01),
        ("stop-accuracy-above", "99 %", lambda e: e.training.stop.accuracy_above == 0.99),
        ("stop-no-improvement", "50", lambda e: e.training.stop.no_improvement == 50),
    ],
)
def test_every_number_edits_the_document_and_undo_restores_it(
    panel, document, write, name, text, read
):
    open_more(panel)
    before, shown = document.experiment, panel.findChild(QLineEdit, name).text()
    write(panel, name, text)
    assert read(document.experiment)
    document.undo_stack.undo()
    assert document.experiment == before
    assert panel.findChild(QLineEdit, name).text() == shown


def test_the_learning_rate_is_shown_exactly_and_kept(panel, document):
    document.edit(edits.set_training(document.experiment, learning_rate=0.005), "Rate")
    field = panel.findChild(NumberField, "learning-rate")
    assert field.text() == "0.005"
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Return)
    field.clearFocus()
    assert document.experiment.training.learning_rate == 0.005
    assert document.undo_stack.count() == 1


def test_arrow_keys_move_the_learning_rate_along_its_series(panel, document):
    field = panel.findChild(NumberField, "learning-rate")
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert document.experiment.training.learning_rate == 0.01
    QTest.keyClick(field, Qt.Key.Key_Up)
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert document.experiment.training.learning_rate == 0.1


def test_the_presets_of_the_batch_end_with_the_full_one(panel, document):
    field = panel.findChild(NumberField, "batch-size")
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_F4)
    menu = QApplication.activePopupWidget()
    assert [action.text() for action in menu.actions()] == ["1", "10", "32", "128", "Full"]
    menu.actions()[-1].trigger()
    menu.close()
    assert document.experiment.training.batch_size == len(materialize(document.experiment).train)
    assert field.text() == "Full"


def test_the_threshold_and_the_rate_wait_for_their_modes(panel, document, write):
    threshold = panel.findChild(NumberField, "clip-threshold")
    rate = panel.findChild(NumberField, "regularization-rate")
    assert not threshold.isEnabled()
    assert not rate.isEnabled()
    document.edit(edits.set_training(document.experiment, clip="norm"), "Clip")
    assert (threshold.isEnabled(), rate.isEnabled()) == (True, False)
    document.undo_stack.undo()
    choose(panel, "clip", "value")
    choose(panel, "regularizer", "l1")
    assert threshold.isEnabled()
    assert rate.isEnabled()
    write(panel, "clip-threshold", "0,5")
    write(panel, "regularization-rate", "0.0003")
    training = document.experiment.training
    assert (training.clip_threshold, training.regularization_rate) == (0.5, 0.0003)


def test_a_loss_that_needs_another_output_says_so_and_takes_it_along(panel, document, qtbot):
    box = panel.findChild(DropDown, "loss")
    hinge = next(choice for choice in box.choices if choice.key == "hinge")
    assert "output becomes" in hinge.description
    with qtbot.waitSignal(panel.adapted, timeout=1000) as told:
        choose_by_index(box, "hinge")
    assert document.experiment.training.loss == "hinge"
    assert document.experiment.network.output.activation in {"linear", "tanh"}
    assert "output activation" in told.args[0]
    document.undo_stack.undo()
    assert document.experiment.network.output.activation == "sigmoid"


def choose_by_index(box, key):
    box.showPopup()
    row = [choice.key for choice in box.choices].index(key)
    place = box.view().visualRect(box.model().index(row, 0)).center()
    QTest.mouseMove(box.view().viewport(), place)
    QTest.mouseClick(box.view().viewport(), Qt.MouseButton.LeftButton, pos=place)
    box.hidePopup()


def test_a_loss_that_cannot_go_with_the_data_is_off_and_says_why(panel, document):
    document.edit(edits.change_data(document.experiment, generator="plane"), "Plane")
    choices = {choice.key: choice for choice in panel.findChild(DropDown, "loss").choices}
    assert not choices["bce"].enabled
    assert "classes" in choices["bce"].description
    assert choices["mse"].enabled


def test_a_stop_condition_is_switched_off_by_clearing_it(panel, document, write):
    open_more(panel)
    write(panel, "stop-loss-below", "0.01")
    write(panel, "stop-loss-below", "")
    assert document.experiment.training.stop.loss_below is None


def test_accuracy_is_no_goal_for_regression(panel, document):
    open_more(panel)
    field = panel.findChild(NumberField, "stop-accuracy-above")
    assert field.isEnabled()
    document.edit(edits.change_data(document.experiment, generator="plane"), "Plane")
    assert not field.isEnabled()


def test_showing_an_experiment_edits_nothing(panel, document):
    other = edits.set_training(
        document.experiment, loss="mse", optimizer="adam", learning_rate=0.0123, batch_size=77,
        clip="neuron", clip_threshold=0.7, regularizer="l1", regularization_rate=0.0007,
        schedule="step", shuffle_seed=2**40,
    )  # fmt: skip
    panel.show_experiment(other)
    assert document.undo_stack.count() == 0
    assert panel.findChild(NumberField, "learning-rate").text() == "0.0123"
    assert panel.findChild(NumberField, "batch-size").text() == "77"


def test_a_schedules_rate_is_shown_while_it_changes(panel, document):
    scheduled = edits.set_training(document.experiment, schedule="cosine")
    panel.show_snapshot(SimpleNamespace(experiment=scheduled, learning_rate=0.0123))
    assert "0.012" in panel.caption
    panel.show_snapshot(SimpleNamespace(experiment=document.experiment, learning_rate=0.03))
    assert panel.caption == ""


def test_every_control_has_a_name_for_screen_readers(panel):
    open_more(panel)
    controls = [*panel.findChildren(QLineEdit), *panel.findChildren(DropDown)]
    assert len(controls) > 12
    for control in controls:
        assert control.accessibleName(), control.objectName()
        assert control.toolTip(), control.objectName()


def test_the_panel_fits_into_the_left_column(panel):
    open_more(panel)
    assert panel.minimumSizeHint().width() <= 236


PARAMETERS = [
    (part, owner, parameter)
    for part, registry in (("loss", LOSSES), ("optimizer", OPTIMIZERS))
    for owner in registry
    for parameter in registry[owner].parameters
]


@pytest.mark.parametrize(("part", "owner", "parameter"), PARAMETERS)
def test_every_parameter_of_loss_and_optimizer_can_be_set(
    panel, document, write, part, owner, parameter
):
    open_more(panel)
    field = panel.findChild(NumberField, f"{part}-{owner}-{parameter}")
    assert not field.isVisible(), "it belongs to what is not in use"
    if part == "loss":
        document.edit(edits.change_data(document.experiment, generator="plane"), "Regression")
    document.edit(edits.set_training(document.experiment, **{part: owner}), "Choose")
    assert field.isVisible()
    registry = LOSSES if part == "loss" else OPTIMIZERS
    assert field.value == getattr(registry.create(owner), parameter)
    write(panel, field.objectName(), "0.25")
    assert getattr(document.experiment.training, f"{part}_parameters") == {parameter: 0.25}
    document.undo_stack.undo()
    assert getattr(document.experiment.training, f"{part}_parameters") == {}
    assert field.value == getattr(registry.create(owner), parameter)


@pytest.mark.parametrize("loss", ["mse", "huber"])
@pytest.mark.parametrize("optimizer", OPTIMIZERS.names())
def test_parameters_of_loss_and_optimizer_are_read_whole_in_a_narrow_column(
    panel, document, loss, optimizer
):
    experiment = edits.change_data(document.experiment, generator="plane")
    experiment = edits.set_loss(experiment, name=loss)
    document.edit(edits.set_training(experiment, optimizer=optimizer), "settings")
    panel.setStyleSheet(stylesheet(DARK))
    open_more(panel)
    panel.resize(236, 900)
    for _ in range(4):
        QApplication.sendPostedEvents()
    assert panel.minimumSizeHint().width() <= 236
    for field in panel.findChildren(NumberField):
        if field.objectName().startswith(("loss-", "optimizer-")) and field.isVisible():
            option = QStyleOptionFrame()
            field.initStyleOption(option)
            part = QStyle.SubElement.SE_LineEditContents
            room = field.style().subElementRect(part, option, field).width()
            assert field.fontMetrics().horizontalAdvance(field.text()) + 4 <= room, field.text()
