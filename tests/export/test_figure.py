"""Figures as SVG: what is drawn, against the network's numbers."""

from __future__ import annotations

import base64
import io
import re
import xml.etree.ElementTree as Xml

import numpy as np
import pytest
from PIL import Image

from nnfs_gui.experiment.features import feature_matrix
from nnfs_gui.experiment.model import PLANE, Experiment, default_experiment
from nnfs_gui.experiment.presets import load_preset, preset_names
from nnfs_gui.export.code import Program
from nnfs_gui.export.errors import ExportError
from nnfs_gui.export.figure import PANELS, Look, figure_svg
from nnfs_gui.export.figure.svg import png
from nnfs_gui.headless import train
from nnfs_gui.training.recording import Recording

SVG = "{http://www.w3.org/2000/svg}"
HREF = "{http://www.w3.org/1999/xlink}href"


def trained(experiment: Experiment, epochs: int = 3) -> tuple[Program, Recording]:
    recording = Recording(experiment)
    result = train(experiment, epochs, recording=recording)
    return Program(experiment, epochs, result.parameters), recording


def links(svg: str) -> list[tuple[float, str]]:
    """Width and colour of each curved link."""
    paths = Xml.fromstring(svg).iter(f"{SVG}path")
    return [
        (float(path.attrib["stroke-width"]), path.attrib["stroke"])
        for path in paths
        if "C" in path.attrib["d"]
    ]


def weights(program: Program) -> np.ndarray:
    network = Recording(program.experiment).trained.network
    assert program.trained is not None
    network.parameters[:] = program.trained
    return np.concatenate([layer.weights.ravel() for layer in network.layers])


@pytest.mark.parametrize("preset", preset_names())
@pytest.mark.parametrize("theme", ["light", "dark", "bw"])
def test_every_preset_is_drawn_in_every_look(preset: str, theme: str) -> None:
    program, recording = trained(load_preset(preset), 1)
    svg = figure_svg(program, Look(theme, numbers=True), PANELS, recording.curve)  # type: ignore[arg-type]
    root = Xml.fromstring(svg)
    words = {text.text for text in root.iter(f"{SVG}text")}
    assert {"(a)", "(b)", "(c)"} <= words
    assert all(text.attrib["font-family"] == "Inter" for text in root.iter(f"{SVG}text"))
    assert len(links(svg)) == len(weights(program))


def test_widths_and_colours_are_those_of_the_weights() -> None:
    program, _ = trained(default_experiment(), 5)
    all_weights, look = weights(program), Look()
    largest = np.abs(all_weights).max()
    expected = sorted(
        (round(0.4 + 8.0 * abs(w) / largest, 2), look.signed(w / largest)) for w in all_weights
    )
    assert sorted(links(figure_svg(program, look))) == expected


def test_without_colours_negative_weights_are_dashed() -> None:
    program, _ = trained(default_experiment())
    root = Xml.fromstring(figure_svg(program, Look("bw")))
    curved = [path for path in root.iter(f"{SVG}path") if "C" in path.attrib["d"]]
    dashed = sum("stroke-dasharray" in path.attrib for path in curved)
    assert dashed == (weights(program) < 0).sum()


def test_numbers_are_the_weights() -> None:
    program, _ = trained(default_experiment())
    bare = figure_svg(program, Look())
    told = figure_svg(program, Look(numbers=True))
    words = [text.text for text in Xml.fromstring(told).iter(f"{SVG}text")]
    for weight in weights(program):
        assert f"{weight:.2f}" in words
    assert len(words) == len(list(Xml.fromstring(bare).iter(f"{SVG}text"))) + len(weights(program))


def pictures(svg: str) -> list[np.ndarray]:
    images = Xml.fromstring(svg).iter(f"{SVG}image")
    contents = (base64.b64decode(image.attrib[HREF].split(",")[1]) for image in images)
    return [np.asarray(Image.open(io.BytesIO(content))) for content in contents]


def test_the_boundary_has_the_colours_of_the_outputs() -> None:
    program, _ = trained(load_preset("moons"), 20)
    (picture,) = pictures(figure_svg(program, Look(), ["boundary"]))
    size = len(picture)
    places = PLANE * (2 * (np.arange(size) + 0.5) / size - 1)
    x1, x2 = np.meshgrid(places, -places)
    network = Recording(program.experiment).trained.network
    network.parameters[:] = program.trained
    grid = np.column_stack([x1.ravel(), x2.ravel()])
    outputs = network.predict(feature_matrix(program.experiment.network.features, grid))
    is_blue = picture[..., 2].astype(int) > picture[..., 0]
    sure = np.abs(outputs.reshape(size, size) - 0.5) > 0.1
    np.testing.assert_array_equal(is_blue[sure], (outputs.reshape(size, size) > 0.5)[sure])


def test_the_loss_is_drawn_where_it_was() -> None:
    program, recording = trained(default_experiment(), 10)
    curve = recording.curve
    svg = figure_svg(program, Look(), ["loss"], curve)
    lines = list(Xml.fromstring(svg).iter(f"{SVG}polyline"))
    assert len(lines) == 2
    heights = [float(place.split(",")[1]) for place in lines[0].attrib["points"].split()]
    order = np.argsort(curve.train_loss)[::-1]
    assert np.argmin(heights) == order[0]  # SVG counts downwards
    assert np.argmax(heights) == order[-1]


def test_the_caption_tells_the_settings() -> None:
    program, recording = trained(load_preset("spiral"), 2)
    svg = figure_svg(program, Look(), ["network", "loss"], recording.curve)
    words = " ".join(text.text or "" for text in Xml.fromstring(svg).iter(f"{SVG}text"))
    for part in ("2–8–8–6–1", "learning rate 0.02", "batches of 32", "2 epochs", "Adam"):
        assert part in words
    assert re.search(r"Training loss [\d.]+, test loss [\d.]+", words)


def test_what_is_no_panel_is_refused() -> None:
    program, _ = trained(default_experiment(), 0)
    with pytest.raises(ExportError, match="no panel 'weights'; there are network, boundary, loss"):
        figure_svg(program, Look(), ["weights"])
    with pytest.raises(ExportError, match="no training yet"):
        figure_svg(program, Look(), ["loss"])


def test_pictures_of_pixels_are_read_by_others() -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (5, 7, 3))
    read = Image.open(io.BytesIO(png(pixels.astype(float))))
    np.testing.assert_array_equal(np.asarray(read), pixels)
