"""`nnfs-gui render`: the real window, off screen, trained through the real session."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from nnfs_gui.app import THEMES, Playground, make_application
from nnfs_gui.experiment.data.materialize import materialize
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.experiment.names import unit_labels, unit_names
from nnfs_gui.settings import Settings
from nnfs_gui.training.saved import Restored
from nnfs_gui.training.snapshot import RunState
from nnfs_gui.window.pictures import PictureError, write_picture

SETTLE_MS = 300
"""Time for background views, such as the landscape, to finish their first picture."""


class RenderError(Exception):
    """The picture could not be written; the text is for people."""


class UnknownName(RenderError):
    """There is no tab, neuron, point or view of that name; the text is for people."""


@dataclass(frozen=True)
class Look:
    """How the window looks, and what is chosen in it.

    Attributes
    ----------
    scale : float
        Pixels of the picture per pixel of the window.
    tab : str
        The tab at the bottom.
    unit : str or None
        The neuron that is selected, by its id (``L1.2``) or its label (``1.2``).
    point : int or None
        The data point whose computation is shown.
    enlarged : str or None
        The view that fills the window: ``boundary``, ``loss``, or a tab.
    """

    tab: str = "gradients"
    scale: float = 1.0
    unit: str | None = None
    point: int | None = None
    enlarged: str | None = None


@dataclass(frozen=True)
class Shot:
    """One picture of a run: its file, and the size and theme that it has."""

    output: Path
    size: tuple[int, int]
    theme: str


def render(
    experiment: Experiment,
    epochs: int,
    look: Look,
    shots: Sequence[Shot],
    run: Restored | None = None,
    step: int | None = None,
    lesson: tuple[Path, int] | None = None,
) -> str:
    """Train ``experiment`` for ``epochs`` epochs and write pictures of the window.

    Training goes on with a ``run`` that was saved; a ``step`` of it is shown, or the last one.
    A ``lesson`` is shown at the number of one of its steps, with what that sets up.

    Returns
    -------
    str
        What is worth telling about the run: why it ended early, or "".

    Raises
    ------
    RenderError
        If a picture cannot be written, or as `UnknownName` if there is no such tab, neuron, point
        or view.
    """
    make_application()
    playground = Playground(Settings.in_memory(), THEMES[shots[0].theme])
    try:
        playground.open(experiment, None, run)
        playground.window.resize(*shots[0].size)
        playground.window.show()
        _open_tab(playground, look.tab)
        if lesson is not None:
            playground.window.lessons.open_path(*lesson)
        choose = _chosen(playground, look)
        _train(playground, epochs)
        if step is not None:
            _look_at(playground, step)
        choose()
        for number, shot in enumerate(shots):
            _show(playground, shot, look, first=number == 0)
            try:
                write_picture(_picture(playground, look.scale), shot.output)
            except PictureError as error:
                raise RenderError(str(error)) from error
        snapshot = playground.session.snapshot
        ended = playground.session.state in {RunState.DIVERGED, RunState.STOPPED}
        return snapshot.message if ended and snapshot is not None else ""
    finally:
        playground.shutdown()
        playground.window.close_quietly()


def _chosen(playground: Playground, look: Look) -> Callable[[], None]:
    """What selects a neuron and a point, and enlarges a view; unknown names are told before."""
    window, experiment = playground.window, playground.document.experiment
    labels = {label: unit for unit, label in unit_labels(experiment).items()}
    unit = labels.get(look.unit or "", look.unit)
    if unit is not None and unit not in unit_names(experiment):
        known = ", ".join(unit_names(experiment))
        raise UnknownName(f"there is no neuron {look.unit!r}; there are {known}")
    if look.point is not None:
        count = len(materialize(experiment).targets)
        if look.point >= count:
            raise UnknownName(f"there is no point {look.point}; there are {count}, from 0 on")
    views: dict[str, QWidget] = {view.title.lower(): view for view in window.tabs.views}
    views |= {"boundary": window.boundary, "loss": window.loss}
    if look.enlarged is not None and look.enlarged.lower() not in views:
        raise UnknownName(f"there is no view {look.enlarged!r}; there are {', '.join(views)}")

    def choose() -> None:
        if unit is not None:
            window.network.select_unit(unit)
        if look.point is not None:
            window.tabs.show_point(look.point)
            window.boundary.show_point(look.point)
        if look.enlarged is not None:
            window.overlay.open(views[look.enlarged.lower()])

    return choose


def _show(playground: Playground, shot: Shot, look: Look, *, first: bool) -> None:
    """Give the window the size and the theme of a picture."""
    playground.themes.choose(THEMES[shot.theme])
    playground.window.resize(*shot.size)
    if not first or look.enlarged is not None or look.unit is not None or look.point is not None:
        loop = QEventLoop()
        QTimer.singleShot(SETTLE_MS, loop.quit)
        loop.exec()


def _picture(playground: Playground, scale: float) -> QPixmap:
    """The window's pixels; drawn anew, and not stretched, where more are wanted."""
    window = playground.window
    if scale == 1.0:
        return window.grab()
    picture = QPixmap(window.size() * scale)
    picture.setDevicePixelRatio(scale)
    window.render(picture)
    return picture


def _open_tab(playground: Playground, name: str) -> None:
    tabs = playground.window.tabs
    titles = {title.lower(): title for title in tabs.titles}
    if name.lower() not in titles:
        raise UnknownName(f"there is no tab {name!r}; the tabs are {', '.join(titles)}")
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
