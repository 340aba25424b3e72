import gc
import weakref

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget

from engine import DATASETS
from nnfs_gui.experiment import edits
from nnfs_gui.experiment.edits.points import from_plane
from nnfs_gui.experiment.model import Axis, FormulaData, GeneratedData, PointArray, PointsData
from nnfs_gui.experiment.outputs import class_count
from nnfs_gui.panels.data.data_panel import DataPanel
from nnfs_gui.panels.data.dataset_tile import DatasetTile, draw_points
from nnfs_gui.theme import DARK, LIGHT
from nnfs_gui.widgets.slider import FlatSlider


@pytest.fixture
def panel(shown):
    return shown(DataPanel)


def click(panel, name):
    QTest.mouseClick(panel.findChild(QAbstractButton, name), Qt.MouseButton.LeftButton)


def tile(panel, dataset):
    return panel.findChild(DatasetTile, f"dataset-{dataset.replace('_', '-')}")


def painted(count=3):
    rows = [[float(index), 1.0, index % 2] for index in range(count)]
    return PointsData(points=PointArray(rows), source="iris.csv")


def test_the_gallery_lists_every_registered_dataset(panel):
    shown = {tile.dataset for tile in panel.findChildren(DatasetTile)}
    assert shown == set(DATASETS.names())


@pytest.mark.parametrize("dataset", DATASETS.names())
def test_a_click_on_a_tile_chooses_its_dataset_and_undo_takes_it_back(panel, document, dataset):
    before = document.experiment
    click(panel, f"dataset-{dataset.replace('_', '-')}")
    assert document.experiment.data.generator == dataset
    assert tile(panel, dataset).isChecked()
    while document.undo_stack.canUndo():
        document.undo_stack.undo()
    assert document.experiment == before
    assert tile(panel, "circle").isChecked()


@pytest.mark.parametrize("dataset", DATASETS.names())
def test_every_tile_is_named_and_explained(panel, dataset):
    assert tile(panel, dataset).accessibleName() == DATASETS[dataset].label
    assert DATASETS[dataset].description in tile(panel, dataset).toolTip()
    assert tile(panel, dataset).isCheckable()


@pytest.mark.parametrize("dataset", DATASETS.names())
@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_thumbnails_are_drawn_from_the_generators_in_the_themes_colours(qapp, dataset, theme):
    image = draw_points(dataset, theme, 52, 2.0).toImage()
    opaque = {
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    }
    assert len(opaque) > 1
    if DATASETS[dataset].max_classes == 2:
        assert {theme.pos.lower(), theme.neg.lower()} <= opaque


def test_arrow_keys_walk_the_gallery_as_one_undo_step(panel, document):
    first = tile(panel, "circle")
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Right)
    QTest.keyClick(tile(panel, "xor"), Qt.Key.Key_Down)
    chosen = DATASETS.names()[5]
    assert document.experiment.data.generator == chosen
    assert tile(panel, chosen).isChecked()
    document.undo_stack.undo()
    assert document.experiment.data.generator == "circle"


def test_drawing_import_and_formula_are_asked_for(panel, document, qtbot):
    before = document.experiment
    for name, signal in (
        ("dataset-paint", panel.paint_requested),
        ("import-data", panel.import_requested),
        ("formula-data", panel.formula_requested),
    ):
        with qtbot.waitSignal(signal, timeout=1000):
            click(panel, name)
    assert document.experiment == before
    assert tile(panel, "circle").isChecked(), "asking chooses nothing yet"


@pytest.mark.parametrize(
    ("name", "text", "read"),
    [
        ("noise-value", "12,5", lambda e: e.data.noise == 0.125),
        ("training-share-value", "70 %", lambda e: e.split.training_share == 0.7),
        ("points-value", "321", lambda e: e.data.size == 321),
        ("data-seed", "7", lambda e: e.data.seed == 7),
        ("outliers-value", "10", lambda e: e.split.outliers == 0.1),
        ("balance-0-value", "25", lambda e: e.split.class_balance == (0.25, 1.0)),
        ("split-seed", "9", lambda e: e.split.seed == 9),
    ],
)
def test_every_number_edits_the_document_and_undo_restores_it(
    panel, document, write, name, text, read
):
    click(panel, "data-extras-button")
    before, shown = document.experiment, panel.findChild(QLineEdit, name).text()
    write(panel, name, text)
    assert read(document.experiment)
    assert document.undo_stack.count() == 1
    document.undo_stack.undo()
    assert document.experiment == before
    assert panel.findChild(QLineEdit, name).text() == shown


@pytest.mark.parametrize("name", ["noise", "training-share", "points"])
def test_one_drag_of_a_slider_is_one_undo_step(panel, document, name):
    before, slider = document.experiment, panel.findChild(FlatSlider, name)
    y = slider.height() // 2
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(60, y))
    for x in range(60, 160, 10):
        QTest.mouseMove(slider, QPoint(x, y))
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(160, y))
    assert document.experiment != before
    assert document.undo_stack.count() == 1
    document.undo_stack.undo()
    assert document.experiment == before


def test_a_number_that_is_not_allowed_changes_nothing(panel, document, write):
    before = document.experiment
    write(panel, "noise-value", "80")
    assert document.experiment == before
    assert panel.findChild(QLineEdit, "noise-value").property("invalid") is True


def test_the_dice_is_one_undo_step(panel, document):
    click(panel, "data-seed-dice")
    assert document.experiment.data.seed != 42
    document.undo_stack.undo()
    assert document.experiment.data.seed == 42


def test_the_number_of_classes_is_offered_where_there_is_a_choice(panel, document):
    button = panel.findChild(QAbstractButton, "classes-4")
    assert not button.isVisible()
    click(panel, "dataset-blobs")
    assert button.isVisible()
    click(panel, "classes-4")
    assert document.experiment.data.classes == 4
    assert document.experiment.training.loss == "cce"


def test_adapting_the_loss_is_told(panel, qtbot):
    with qtbot.waitSignal(panel.adapted, timeout=1000) as told:
        click(panel, "dataset-plane")
    assert "loss" in told.args[0]


def test_showing_an_experiment_edits_nothing(panel, document):
    other = edits.change_data(document.experiment, generator="pinwheel", size=523, noise=0.123)
    other = edits.set_split(other, training_share=0.333, outliers=0.2, class_balance=(0.5, 1.0))
    panel.show_experiment(other)
    assert document.undo_stack.count() == 0
    assert panel.findChild(QLineEdit, "points-value").text() == "523"
    assert panel.findChild(QLineEdit, "noise-value").text() == "12.3\u2009%"
    assert panel.findChild(QLineEdit, "training-share-value").text() == "33.3\u2009%"


def test_given_points_show_their_source_and_hide_the_generators_controls(panel, document):
    document.edit(edits.set_data(document.experiment, painted()), "Import")
    assert panel.caption == "3 points"
    assert panel.findChild(QWidget, "data-source").text() == "iris.csv"
    for name in ("noise-row", "points-row", "data-seed-row"):
        assert not panel.findChild(QWidget, name).isVisible()
    assert panel.findChild(QWidget, "training-share-row").isVisible()
    assert panel.findChild(QAbstractButton, "dataset-paint").isChecked()
    assert not any(tile.isChecked() for tile in panel.findChildren(DatasetTile))
    click(panel, "dataset-moons")
    assert document.experiment.data == GeneratedData("moons")
    assert panel.findChild(QWidget, "noise-row").isVisible()


def test_a_formula_is_shown_with_its_noise_and_seed(panel, document, write):
    data = FormulaData(formula="sin(x)", size=200)
    document.edit(edits.set_data(document.experiment, data), "Formula")
    assert "sin(x)" in panel.findChild(QWidget, "data-source").text()
    write(panel, "data-seed", "3")
    assert document.experiment.data.seed == 3
    click(panel, "dataset-xor")
    assert document.experiment.data == GeneratedData("xor", size=200, noise=0.0, seed=3)


def test_keeping_all_of_every_class_is_no_class_balance(panel, document, write):
    click(panel, "data-extras-button")
    write(panel, "balance-1-value", "40")
    write(panel, "balance-1-value", "100")
    assert document.experiment.split.class_balance == ()


def test_the_sliders_of_class_balance_are_called_by_the_class_everywhere(panel):
    click(panel, "dataset-blobs")
    click(panel, "data-extras-button")
    for number, name in enumerate(("orange", "sky blue", "green")):
        slider = panel.findChild(FlatSlider, f"balance-{number}")
        label = panel.findChild(QWidget, f"balance-{number}-row").findChild(QLabel)
        assert slider.accessibleName() == label.text() == f"Keep of {name}"


def test_a_change_of_theme_redraws_the_thumbnails(panel):
    before = tile(panel, "circle").grab().toImage()
    panel.show_theme(LIGHT)
    after = tile(panel, "circle").grab().toImage()
    assert before != after


def test_the_panel_fits_into_the_left_column_with_all_it_can_show(panel):
    click(panel, "dataset-blobs")
    click(panel, "data-extras-button")
    for _ in range(4):  # what stands beside each other now asks for its room layout by layout
        QApplication.sendPostedEvents()
    assert panel.minimumSizeHint().width() <= 236


def test_points_drawn_are_those_of_the_generator(qapp):
    """Two different sets give two different pictures; the same set the same one."""

    def pixels(name):
        image = draw_points(name, DARK, 52, 1.0).toImage()
        return np.frombuffer(image.constBits(), np.uint8).copy()

    assert np.array_equal(pixels("moons"), pixels("moons"))
    assert not np.array_equal(pixels("moons"), pixels("spiral"))


def test_a_closed_panel_is_freed_at_once(qtbot, document):
    """No cycles through widgets: the collector might run in the training thread."""
    gc.disable()
    panel = DataPanel(document, DARK)
    panel.show()
    watched = weakref.ref(panel)
    del panel
    assert watched() is None


def test_the_first_set_with_many_classes_has_as_many_as_its_tile_shows(panel, document):
    for name, count in (("blobs", 3), ("rings", 3)):
        click(panel, f"dataset-{name}")
        assert class_count(document.experiment) == count
    click(panel, "classes-2")
    click(panel, "dataset-pinwheel")
    assert class_count(document.experiment) == 2


def test_whether_weights_are_kept_is_chosen_behind_more_and_can_be_undone(panel, document):
    box = panel.findChild(QAbstractButton, "keep-weights")
    assert not box.isVisible()
    click(panel, "data-extras-button")
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))
    assert document.experiment.training.keep_weights
    assert document.undo_stack.undoText() == "Keep weights on"
    document.undo_stack.undo()
    assert not box.isChecked()
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert document.experiment.training.keep_weights


def test_the_tile_for_drawing_is_marked_for_drawn_points_only(panel, document):
    draw = panel.findChild(QAbstractButton, "dataset-paint")
    document.edit(from_plane(document.experiment), "Paint")
    assert draw.isChecked()
    table = PointsData(points=PointArray([[0.0, 1.0, 0]]), x1=Axis("petal"), source="iris.csv")
    document.edit(edits.set_data(document.experiment, table), "Import")
    assert not draw.isChecked()
    assert panel.findChild(QWidget, "data-source").text() == "iris.csv"


@pytest.mark.parametrize(("count", "words"), [(1, "1 point"), (2, "2 points")])
def test_one_point_is_counted_as_one(panel, document, count, words):
    document.edit(edits.set_data(document.experiment, painted(count)), "Paint")
    assert panel.caption == words
