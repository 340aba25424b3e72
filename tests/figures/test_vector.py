"""Figures as PDF and as pixels."""

from __future__ import annotations

import re

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from nnfs_gui.experiment.model import default_experiment
from nnfs_gui.export.code import Program
from nnfs_gui.export.figure import Look, figure_svg
from nnfs_gui.figures.vector import pdf_of, pixels_of


def test_a_pdf_has_one_page_of_the_figures_size_with_inter(qapp: QApplication) -> None:
    content = pdf_of(figure_svg(Program(default_experiment(), 0), Look()))
    assert content.startswith(b"%PDF-")
    assert content.count(b"/Type /Page\n") == 1
    box = re.search(rb"/MediaBox \[0 0 ([0-9.]+) ", content)
    assert box is not None
    assert float(box[1]) == pytest.approx(480, abs=1)
    assert b"Inter" in content


def test_pixels_show_paper_and_network(qapp: QApplication) -> None:
    image = pixels_of(figure_svg(Program(default_experiment(), 0), Look("dark")), 2.0)
    assert image.width() == 1280
    assert image.pixelColor(1, 1).name() == "#161b24"
    shades = {image.pixelColor(x, image.height() // 2).name() for x in range(0, 1280, 3)}
    assert len(shades) > 10


def test_a_larger_scale_shows_the_same(qapp: QApplication) -> None:
    svg = figure_svg(Program(default_experiment(), 0), Look(), ["boundary"])
    small, large = pixels_of(svg), pixels_of(svg, 2.0)
    at = [(40 + 20 * step, 160) for step in range(12)]
    one = np.array([small.pixelColor(x, y).getRgb()[:3] for x, y in at], dtype=float)
    two = np.array([large.pixelColor(2 * x, 2 * y).getRgb()[:3] for x, y in at], dtype=float)
    assert np.abs(one - two).mean() < 20
