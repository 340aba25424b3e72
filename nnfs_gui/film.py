"""Films of the whole window, off screen, trained through the real session."""

from __future__ import annotations

from collections.abc import Iterator

from PIL import Image
from PySide6.QtCore import QEventLoop, QTimer

from nnfs_gui.app import THEMES, Playground, make_application
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.figures.film import FilmPlan, Told, image_of
from nnfs_gui.settings import Settings

_SETTLE_MS = 40
"""Time for views that are drawn in the background, at each frame."""


def window_frames(
    experiment: Experiment, plan: FilmPlan, size: tuple[int, int], told: Told
) -> Iterator[Image.Image]:
    """Pictures of the window while it trains; ``told`` gets the number of finished frames."""
    make_application()
    playground = Playground(Settings.in_memory(), THEMES[plan.theme])
    try:
        playground.open(experiment, None, None)
        playground.window.resize(*size)
        playground.window.show()
        before = 0
        for number, epoch in enumerate(plan.moments(), start=1):
            _train(playground, epoch - before)
            before = epoch
            told(number)
            yield image_of(playground.window.grab().toImage())
    finally:
        playground.shutdown()
        playground.window.close_quietly()


def _train(playground: Playground, epochs: int) -> None:
    loop = QEventLoop()
    if epochs:
        playground.session.epochs_finished.connect(loop.quit)
        QTimer.singleShot(0, lambda: playground.session.train_epochs(epochs))
        loop.exec()
    QTimer.singleShot(_SETTLE_MS, loop.quit)
    loop.exec()
