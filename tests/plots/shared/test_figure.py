"""A saved plot is a figure: margins, a title, the settings, and no word over a curve."""

from __future__ import annotations

import numpy as np
import pytest
from msgspec.structs import replace as changed
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage

from nnfs_gui.plots.loss.view import LossPlot
from nnfs_gui.plots.shared import export
from nnfs_gui.plots.shared.figure import (
    MARGIN,
    figure_caption,
    figure_size,
    figure_title,
    settings_of,
)
from nnfs_gui.theme import DARK, LIGHT


@pytest.fixture(params=[DARK, LIGHT], ids=lambda theme: theme.name)
def view(qtbot, document, request):
    made = LossPlot(document, request.param)
    qtbot.addWidget(made)
    made.resize(380, 240)
    with qtbot.waitExposed(made):
        made.show()
    return made


def pixels_of(image: QImage) -> np.ndarray:
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)
    return rows[:, : image.width(), 2::-1].astype(int)


def test_a_figure_has_margins_on_all_sides(view, make_snapshot):
    view.show_snapshot(make_snapshot())
    pixels = pixels_of(export.picture(view))
    ground = np.array(QColor(view.theme.panel).getRgb()[:3])
    inked = (np.abs(pixels - ground) > 8).any(axis=2)
    rows, columns = np.flatnonzero(inked.any(axis=1)), np.flatnonzero(inked.any(axis=0))
    height, width = inked.shape
    least = export.SCALE * (MARGIN - 4)  # a letter may lean over its line a little
    assert min(rows[0], height - 1 - rows[-1]) >= least
    assert min(columns[0], width - 1 - columns[-1]) >= least


def test_a_figure_says_what_it_shows_and_how_it_was_made(view, make_snapshot):
    snapshot = make_snapshot(hidden=(4, 2))
    training = changed(
        snapshot.experiment.training, optimizer="adam", clip="norm", clip_threshold=0.5
    )
    experiment = changed(snapshot.experiment, training=training)
    text = settings_of(make_snapshot(experiment=experiment))
    for part in ("2-4-2-1", "tanh", "Adam, rate 0.03, batch 10", "norm at 0.5", "epoch 1\u2009284"):
        assert part in text
    assert "L1" not in text, "a penalty that is off is not mentioned"
    view.show_snapshot(snapshot)
    assert figure_title(view) == "Loss · Test"
    assert figure_caption(view) == settings_of(snapshot)


def test_the_caption_is_drawn_below_the_view(view, make_snapshot):
    bare = figure_size(view).height()
    view.show_snapshot(make_snapshot())
    assert figure_size(view).height() > bare
    pixels = pixels_of(export.picture(view))
    below = pixels[export.SCALE * (bare - MARGIN + 4) :]
    ground = np.array(QColor(view.theme.panel).getRgb()[:3])
    assert (np.abs(below - ground) > 60).any()


def test_the_vector_drawing_has_the_same_size_and_words(view, make_snapshot):
    view.show_snapshot(make_snapshot())
    text = export.svg_bytes(view).decode()
    size = figure_size(view)
    assert f'viewBox="0 0 {size.width()} {size.height()}"' in text
    assert "Loss · Test" in text


def test_the_legend_stands_outside_the_curves(view, make_snapshot):
    view.show_snapshot(make_snapshot())
    box = view.plot.plotItem.vb.sceneBoundingRect().toRect()
    area = QRect(view.plot.mapFromScene(box.topLeft()), box.size())
    assert not area.intersects(view._legend.geometry())
