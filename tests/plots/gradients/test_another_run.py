"""What the gradients view forgets when a run begins anew."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from nnfs_gui.plots.gradients.view import GradientsView
from nnfs_gui.theme import DARK
from nnfs_gui.training.snapshot import GradientNorms, RunState


def test_no_axis_keeps_the_size_of_a_run_that_is_over(qtbot, document, train) -> None:
    view = GradientsView(document, DARK, framed=False)
    qtbot.addWidget(view)
    view.resize(1200, 130)
    view.show()
    snapshot = train()[-1]
    huge = replace(snapshot, raw_gradient=1e20 * snapshot.raw_gradient, state=RunState.PAUSED)
    view.show_snapshot(huge)
    assert min(view.gauge.top, view.bars.scale_top.top) > 1e10
    none = np.zeros_like(snapshot.raw_gradient)
    names = ("step", "raw", "applied", "cosine", "clipped")
    empty = GradientNorms(*(getattr(snapshot.gradient_norms, name)[:0] for name in names))
    view.show_snapshot(
        replace(snapshot, step=0, raw_gradient=none, applied_gradient=none, gradient_norms=empty)
    )
    assert (view.gauge.top, view.bars.scale_top.top) == (1.0, 1.0)
