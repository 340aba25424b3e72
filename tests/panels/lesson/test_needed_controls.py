"""The controls of a step in the lesson's own column."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget
from shiboken6 import Shiboken

from nnfs_gui.document import Document
from nnfs_gui.experiment.edits import set_loss
from nnfs_gui.panels.lesson.needed import NeededControls
from nnfs_gui.theme import DARK
from nnfs_gui.widgets.drop_down import DropDown


def test_the_form_takes_no_more_room_than_it_needs(qtbot, document: Document) -> None:
    column = QWidget()
    qtbot.addWidget(column)
    form = NeededControls(["rate"], document, DARK)
    layout = QVBoxLayout(column)
    layout.addWidget(form)
    column.resize(300, 900)
    column.show()
    assert form.height() <= form.sizeHint().height()


def test_a_free_loss_is_chosen_in_the_column(qtbot, document: Document) -> None:
    form = NeededControls(["loss"], document, DARK)
    qtbot.addWidget(form)
    field = form.findChild(DropDown, "needed-loss")
    assert field.current_key == "bce"
    document.edit(set_loss(document.experiment, "mse"), "Loss")
    assert field.current_key == "mse"
    field.chosen.emit("bce")
    assert document.experiment.training.loss == "bce"


def test_a_form_whose_fields_died_where_they_were_lent_follows_nothing(
    qtbot, document: Document
) -> None:
    form = NeededControls(["loss"], document, DARK)
    qtbot.addWidget(form)
    field = form.findChild(DropDown, "needed-loss")
    (pair,) = form.lend()
    document.edit(set_loss(document.experiment, "mse"), "Loss")
    assert field.current_key == "mse", "a lent field goes on following"
    Shiboken.delete(pair)
    document.edit(set_loss(document.experiment, "bce"), "Loss")  # an error would fail the test
