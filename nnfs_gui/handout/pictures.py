"""Pictures of a step's set-up, drawn by the window's own views in light colours."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QRegion
from PySide6.QtWidgets import QWidget

from nnfs_gui.canvas.card import NetworkCard
from nnfs_gui.document import Document
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.lessons.model import Span
from nnfs_gui.lessons.setups import Prepared
from nnfs_gui.plots.boundary.view import BoundaryPlot
from nnfs_gui.theme import LIGHT
from nnfs_gui.training.run import Run
from nnfs_gui.training.snapshot import RunState

from .items import RATIO

NETWORK, PLANE = QSize(430, 196), QSize(190, 206)
SLICE = 0.5
"""Seconds to train at a time."""
FEW = 24
"""Parameters up to which all weights are written onto the links."""


class StepPictures:
    """Draws network and boundary of set-ups, one after the other, with the same two views."""

    def __init__(self) -> None:
        self._document = Document()
        self._network = NetworkCard(self._document, LIGHT)
        self._boundary = BoundaryPlot(self._document, LIGHT)
        self._boundary.options = replace(self._boundary.options, misclassified=False)
        self._holder = QWidget()  # a window that may have any size, or Qt would warn
        self._holder.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        self._holder.resize(NETWORK + PLANE)
        for view in (self._network, self._boundary):
            view.setParent(self._holder)
        self._network.canvas.state.on_paper = True
        self._network.resize(NETWORK + QSize(4, 60))
        self._boundary.resize(PLANE + QSize(36, 70))

    def close(self) -> None:
        """Let the views go."""
        self._holder.deleteLater()

    def of(self, prepared: Prepared) -> list[tuple[QImage, str]]:
        """Pictures and their captions of how a step begins."""
        run = Run(1, prepared.experiment)
        if prepared.train is not None:
            _train(run, prepared.train)
        if prepared.after != prepared.experiment:
            run.apply(prepared.after)
        experiment = prepared.after
        self._document.open(experiment, None)
        snapshot = run.snapshot()
        canvas = self._network.canvas
        self._holder.show()
        for view in (self._network, self._boundary):
            view.show()
            view.show_experiment(experiment)
            view.show_snapshot(snapshot)
        canvas.show_numbers(len(snapshot.parameters) <= FEW and bool(experiment.network.hand_set))
        point = prepared.point if isinstance(prepared.point, int) else None
        self._boundary.show_point(None)
        self._boundary.show_point(point, numbered=len(snapshot.data.targets) > 1)
        plane = self._boundary.plot.parentWidget()
        assert plane is not None
        words = f"epoch {snapshot.epoch}" if snapshot.epoch else "before training"
        if snapshot.step and not snapshot.epoch:
            words = f"step {snapshot.step}"
        pictures = [
            (_picture(canvas), f"The network, {words}"),
            (_picture(plane), "What it says over the plane"),
        ]
        self._holder.hide()
        return pictures


def _train(run: Run, span: Span) -> None:
    if span.unit == "steps":
        for _ in range(span.count):
            run.step("batch")
        return
    run.play(span.count)
    while run.state is RunState.RUNNING:
        run.train(SLICE)


def shows_the_same(first: Experiment, second: Experiment) -> bool:
    """Whether a picture of one would look like that of the other."""
    return (first.data, first.split, first.network) == (second.data, second.split, second.network)


def _picture(widget: QWidget) -> QImage:
    image = QImage(widget.size() * RATIO, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(RATIO)
    image.fill(QColor(LIGHT.panel))
    painter = QPainter(image)
    # Without its parents a widget would paint the window's ground.
    only = QWidget.RenderFlag.DrawChildren
    QWidget.render(
        widget, painter, QPoint(), QRegion(), only
    )  # a canvas has another one, of its scene alone
    painter.end()
    return image
