"""`nnfs-gui render`: the real window, off screen, trained through the real session."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer

from nnfs_gui.app import THEMES, Playground, make_application
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.settings import Settings
from nnfs_gui.training.snapshot import RunState
from nnfs_gui.window.pictures import PictureError, write_picture

SETTLE_MS = 300
"""Time for background views, such as the landscape, to finish their first picture."""


class RenderError(Exception):
    """The picture could not be written; the text is for people."""


class UnknownTab(RenderError):
    """There is no tab of that name; the text is for people."""


def render(
    experiment: Experiment,
    epochs: int,
    size: tuple[int, int],
    theme: str,
    tab: str,
    output: Path,
) -> str:
    """Train ``experiment`` for ``epochs`` epochs and write a picture of the window.

    Returns
    -------
    str
        What is worth telling about the run: why it ended early, or "".

    Raises
    ------
    RenderError
        If the picture cannot be written, or as `UnknownTab` if there is no such tab.
    """
    make_application()
    playground = Playground(Settings.in_memory(), THEMES[theme])
    try:
        playground.open(experiment, None)
        playground.window.resize(*size)
        playground.window.show()
        _open_tab(playground, tab)
        _train(playground, epochs)
        picture = playground.window.grab()
        try:
            write_picture(picture, output)
        except PictureError as error:
            raise RenderError(str(error)) from error
        snapshot = playground.session.snapshot
        ended = playground.session.state in {RunState.DIVERGED, RunState.STOPPED}
        return snapshot.message if ended and snapshot is not None else ""
    finally:
        playground.shutdown()
        playground.window.close_quietly()


def _open_tab(playground: Playground, name: str) -> None:
    tabs = playground.window.tabs
    titles = {view.title.lower(): view.title for view in tabs.views}
    if name.lower() not in titles:
        raise UnknownTab(f"there is no tab {name!r}; the tabs are {', '.join(titles)}")
    tabs.open_tab(titles[name.lower()])


def _train(playground: Playground, epochs: int) -> None:
    loop = QEventLoop()
    playground.session.epochs_finished.connect(loop.quit)
    QTimer.singleShot(0, lambda: playground.session.train_epochs(epochs))
    loop.exec()
    QTimer.singleShot(SETTLE_MS, loop.quit)
    loop.exec()
