"""Films: frames against the network's outputs, and files read by Pillow again."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication

from nnfs_gui.cli import main
from nnfs_gui.experiment.files.reading import ReadingStopped
from nnfs_gui.experiment.model import default_experiment
from nnfs_gui.export.code import Program
from nnfs_gui.export.figure import Look, figure_svg
from nnfs_gui.figures.film import FORMATS, FilmPlan, film_of, frames_of, image_of
from nnfs_gui.figures.vector import pixels_of
from nnfs_gui.headless import train

PLAN = FilmPlan(epochs=6, frames=4, rate=8, scale=0.5)


def test_frames_are_even_in_the_epochs_or_in_their_logarithm() -> None:
    assert FilmPlan(60, 4).moments() == [0, 20, 40, 60]
    early = FilmPlan(99, 3, spacing="log").moments()
    assert early == [0, 9, 99]
    assert FilmPlan(0, 3).moments() == [0, 0, 0]


@pytest.mark.parametrize("view", ["boundary", "network"])
def test_each_frame_is_the_figure_of_its_epoch(qapp: QApplication, view: str) -> None:
    experiment = default_experiment()
    plan = FilmPlan(epochs=6, frames=3, view=view, scale=0.5)  # type: ignore[arg-type]
    for frame, epoch in zip(frames_of(experiment, plan), (0, 3, 6), strict=True):
        parameters = train(experiment, epoch).parameters
        program = Program(experiment, epoch, parameters)
        expected = image_of(pixels_of(figure_svg(program, Look("dark"), [view]), 0.5))
        np.testing.assert_array_equal(np.asarray(frame), np.asarray(expected))


@pytest.mark.parametrize("form", FORMATS)
def test_a_film_has_its_frames_and_its_length(qapp: QApplication, form: str) -> None:
    frames = list(frames_of(default_experiment(), PLAN))
    film = Image.open(io.BytesIO(film_of(frames, PLAN.rate, form)))
    assert film.n_frames == 4  # type: ignore[attr-defined]
    length = 0
    for number in range(4):
        film.seek(number)
        film.load()
        length += film.info["duration"]
        difference = np.abs(np.asarray(film.convert("RGB"), int) - np.asarray(frames[number], int))
        assert difference.mean() < 8
    assert length == pytest.approx(500, abs=10)
    assert film.info["loop"] == 0


def test_a_film_can_be_stopped_and_tells_its_progress(qapp: QApplication) -> None:
    told: list[int] = []
    with pytest.raises(ReadingStopped):
        list(frames_of(default_experiment(), PLAN, told.append, lambda: len(told) >= 2))
    assert told == [1, 2]


def test_five_seconds_of_a_boundary_are_small(qapp: QApplication) -> None:
    """Twelve frames far apart take an eighth of 2 MB; more of them are nearer each other."""
    frames = list(frames_of(default_experiment(), FilmPlan(epochs=40, frames=12)))
    for form in FORMATS:
        assert len(film_of(frames, 24, form)) < 250_000


def test_a_film_from_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "a.webp"
    arguments = ["film", "--preset", "moons", "--epochs", "2", "--frames", "3", "-o"]
    assert main([*arguments, str(output), "--views", "network", "--spacing", "log"]) == 0
    assert "3 frames" in capsys.readouterr().out
    assert Image.open(io.BytesIO(output.read_bytes())).n_frames == 3  # type: ignore[attr-defined]
    assert main([*arguments, str(tmp_path / "a.mp4")]) == 2
    assert ".webp, .gif or .apng" in capsys.readouterr().err
    assert main([*arguments, str(output), "--frames", "1"]) == 2


def test_a_film_of_the_window(tmp_path: Path, qapp: QApplication) -> None:
    output = tmp_path / "window.gif"
    film = ["film", "--preset", "moons", "--epochs", "2", "--frames", "2", "--views", "window"]
    assert main([*film, "--size", "1024x700", "-o", str(output)]) == 0
    read = Image.open(io.BytesIO(output.read_bytes()))
    assert read.n_frames == 2  # type: ignore[attr-defined]
    first = np.asarray(read.convert("RGB")).astype(int)
    read.seek(1)
    assert read.size == (1024, 700)
    assert np.abs(np.asarray(read.convert("RGB")).astype(int) - first).max() > 30
