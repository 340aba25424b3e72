"""`nnfs-gui render`: the real window, off screen, trained through the real session."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer

from nnfs_gui.app import THEMES, Playground, make_application
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.settings import Settings
from nnfs_gui.training.saved import Restored
from nnfs_gui.training.snapshot import RunState
from nnfs_gui.window.pictures import PictureError, write_picture

SETTLE_MS = 300
"""Time for background views, such as the landscape, to finish their first picture."""


class RenderError(Exception):
    """The picture could not be written; the text is for people."""


class UnknownTab(RenderError):
    """There is no tab of that name; the text is for people."""


@dataclass(frozen=True)
class Look:
    """How the window looks: its size in pixels, its theme, and the tab at the bottom."""

    size: tuple[int, int] = (1600, 1000)
    theme: str = "dark"
    tab: str = "gradients"


def render(
    experiment: Experiment,
    epochs: int,
    look: Look,
    output: Path,
    run: Restored | None = None,
    step: int | None = None,
) -> str:
    """Train ``experiment`` for ``epochs`` epochs and write a picture of the window.

    Training goes on with a ``run`` that was saved, or a ``step`` of it is shown.

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
    playground = Playground(Settings.in_memory(), THEMES[look.theme])
    try:
        playground.open(experiment, None, run)
        playground.window.resize(*look.size)
        playground.window.show()
        _open_tab(playground, look.tab)
        _train(playground, epochs)
        if step is not None:
            _look_at(playground, step)
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


def _look_at(playground: Playground, step: int) -> None:
    """Show a step of the run, or the nearest there is."""
    session, loop = playground.session, QEventLoop()
    session.snapshot_changed.connect(loop.quit)
    session.tape.look_at(step)
    loop.exec()
