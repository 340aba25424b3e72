"""A view as a figure for a paper or a slide: with margins, its title, and what it was made with."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QRegion
from PySide6.QtWidgets import QToolButton, QWidget

from engine import CLIPPERS, LOSSES, OPTIMIZERS, REGULARIZERS
from nnfs_gui.experiment.model import TrainingSpec
from nnfs_gui.experiment.names import in_sentence, spoken_activation
from nnfs_gui.experiment.outputs import layer_ids
from nnfs_gui.theme import BODY, LABEL, font
from nnfs_gui.training.snapshot import Snapshot
from nnfs_gui.widgets.numbers import format_count, format_exact, format_number

from .exportable import ExportableCard

MARGIN, GAP = 24, 12
"""Pixels around a figure, and between its parts."""
TITLE = 22
"""Pixels for the title."""
IN_NO_FIGURE = "in-no-figure"
"""Property of a bar at the top of a view that a figure leaves out."""
_WRAPPED = Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap


def figure_size(view: ExportableCard) -> QSize:
    """How large the figure of a view is, in the view's pixels."""
    part, below = _part(view), _caption_box(view).height()
    height = part.height() + 2 * MARGIN + TITLE + GAP + (below + GAP if below else 0)
    return QSize(part.width() + 2 * MARGIN, height)


def paint_figure(view: ExportableCard, painter: QPainter) -> None:
    """Paint title, view and settings, each below the other."""
    theme = view.theme
    painter.fillRect(QRect(QPoint(), figure_size(view)), QColor(theme.panel))
    line = QRect(MARGIN, MARGIN, _part(view).width(), TITLE)
    painter.setFont(font(LABEL))
    painter.setPen(QColor(theme.dim))
    painter.drawText(line, Qt.AlignmentFlag.AlignRight, view.caption)
    line.setWidth(line.width() - painter.fontMetrics().horizontalAdvance(view.caption) - GAP)
    painter.setFont(font(BODY, 600))
    painter.setPen(QColor(theme.text))
    title = painter.fontMetrics().elidedText(
        figure_title(view), Qt.TextElideMode.ElideRight, line.width()
    )
    painter.drawText(line, 0, title)
    _render(view, painter, QPoint(MARGIN, MARGIN + TITLE + GAP))
    painter.setFont(font(LABEL))
    painter.setPen(QColor(theme.dim))
    painter.drawText(_caption_box(view), _WRAPPED, figure_caption(view))


def figure_title(view: ExportableCard) -> str:
    """What the view shows, and of which experiment."""
    snapshot = view.snapshot
    return f"{view.title} · {snapshot.experiment.title}" if snapshot is not None else view.title


def figure_caption(view: ExportableCard) -> str:
    """What is needed to make the figure again; empty before there is anything to see."""
    return "" if view.snapshot is None else settings_of(view.snapshot, view.withheld)


def settings_of(snapshot: Snapshot, withheld: frozenset[str] = frozenset()) -> str:
    """Network, training and moment in one line, without losses that are ``withheld``."""
    experiment, training = snapshot.experiment, snapshot.experiment.training
    sizes = "-".join(str(len(units)) for units in layer_ids(experiment))
    used = [layer.activation for layer in experiment.network.hidden]
    used.append(experiment.network.output.activation)
    activations = ", ".join(dict.fromkeys(map(spoken_activation, used)))
    parts = [
        f"Network {sizes} ({activations})",
        *_training_parts(training),
        f"epoch {format_count(snapshot.epoch)}, step {format_count(snapshot.step)}",
    ]
    losses = {
        "train_loss": f"loss {format_number(snapshot.train_loss)}",
        "test_loss": f"test loss {format_number(snapshot.test_loss)}",
    }
    told = [text for name, text in losses.items() if not withheld & {name, "loss_chart"}]
    parts += [", ".join(told)] if told else []
    return " · ".join(parts)


def _training_parts(training: TrainingSpec) -> list[str]:
    """The settings in force, those that do nothing left out."""
    parts = [
        LOSSES.labels().get(training.loss, training.loss),
        f"{OPTIMIZERS.labels().get(training.optimizer, training.optimizer)}, "
        f"rate {format_exact(training.learning_rate)}, batch {format_count(training.batch_size)}",
    ]
    if training.clip != "none":
        how = in_sentence(CLIPPERS.labels()[training.clip])
        parts.append(f"clipped {how} at {format_exact(training.clip_threshold)}")
    if training.regularizer != "none":
        label = REGULARIZERS.labels()[training.regularizer]
        parts.append(f"{label} at {format_exact(training.regularization_rate)}")
    if training.schedule != "constant":
        parts.append(f"schedule {training.schedule}")
    return parts


def _part(view: ExportableCard) -> QRect:
    """The part of a view that a figure shows: no frame, and no header that its title repeats."""
    part = view.body.geometry() if view.framed else view.rect()
    for bar in view.findChildren(QWidget):
        if bar.property(IN_NO_FIGURE) and bar.isVisibleTo(view):
            part.setTop(bar.geometry().bottom() + 1)
    return part


def _caption_box(view: ExportableCard) -> QRect:
    """Where the caption stands; empty without one."""
    text, part = figure_caption(view), _part(view)
    if not text:
        return QRect()
    room = QRect(MARGIN, MARGIN + TITLE + 2 * GAP + part.height(), part.width(), 400)
    return QFontMetrics(font(LABEL)).boundingRect(room, _WRAPPED, text)


def _render(view: ExportableCard, painter: QPainter, at: QPoint) -> None:
    """Draw a widget without its buttons, which keep their room meanwhile."""
    buttons = [button for button in view.findChildren(QToolButton) if button.isVisibleTo(view)]
    for button in buttons:
        policy = button.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        button.setSizePolicy(policy)
        button.hide()
    flags = QWidget.RenderFlag.DrawChildren  # the card paints its own background
    try:
        view.render(painter, at, QRegion(_part(view)), flags)
    finally:
        for button in buttons:
            button.show()
