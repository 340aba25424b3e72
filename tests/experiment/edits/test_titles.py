from engine import DATASETS
from nnfs_gui.experiment import edits
from nnfs_gui.experiment.model import GeneratedData, PointsData
from nnfs_gui.experiment.presets import load_preset


def test_a_title_that_nobody_wrote_names_the_data_set_that_is_there() -> None:
    other = edits.set_data(load_preset("spiral"), GeneratedData("moons"))
    assert other.title == "Moons"
    assert edits.change_data(other, noise=0.3).title == "Moons"
    assert edits.set_data(other, PointsData(source="iris.csv")).title == "iris.csv"
    assert edits.set_data(other, PointsData(source="x" * 900)).title == "x" * 200
    drawn = edits.set_data(other, PointsData())
    assert drawn.title == "Points drawn by hand"
    assert edits.set_data(drawn, GeneratedData("xor")).title == DATASETS["xor"].label


def test_a_title_that_somebody_wrote_stays_with_other_data() -> None:
    own = edits.set_title(load_preset("moons"), "My moons")
    assert edits.set_data(own, GeneratedData("xor")).title == "My moons"
