"""One picture, or several with letters and a caption, as a page."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Protocol

from engine import LOSSES, OPTIMIZERS, REGULARIZERS
from nnfs_gui.experiment.outputs import source_of
from nnfs_gui.training.snapshot import Curve

from ..code.program import Program
from ..errors import ExportError
from . import svg
from .boundary import BoundaryPicture
from .look import Look
from .loss import LossPicture
from .network import NetworkPicture
from .state import State

PANELS = ("network", "boundary", "loss")
_GAP, _LETTER = 18.0, 22.0
_LINE, _LETTERS_A_LINE = 15.0, 0.185


class Picture(Protocol):
    """Something of a size that has content."""

    width: float
    height: float

    def content(self) -> str:
        """SVG without its surroundings."""


def figure_svg(
    program: Program, look: Look, panels: Sequence[str] = ("network",), curve: Curve | None = None
) -> str:
    """The figure as the text of an SVG file.

    Several panels stand side by side with letters, above a caption of the settings.

    Raises
    ------
    ExportError
        If there is no panel of a name, or no curve for the loss.
    """
    state = State(program)
    pictures = [_picture(name, state, look, curve) for name in panels]
    if not pictures:
        raise ExportError(f"Name at least one panel: {', '.join(PANELS)}.")
    if len(pictures) == 1:
        whole = pictures[0]
        return svg.document(whole.width, whole.height, look.colour("paper"), whole.content())
    return _page(pictures, look, caption(program, curve))


def _picture(name: str, state: State, look: Look, curve: Curve | None) -> Picture:
    if name == "network":
        return NetworkPicture(state, look)
    if name == "boundary":
        return BoundaryPicture(state, look)
    if name != "loss":
        raise ExportError(f"There is no panel {name!r}; there are {', '.join(PANELS)}.")
    if curve is None:
        raise ExportError("There is no training yet whose loss could be drawn.")
    return LossPicture(curve, look)


def _page(pictures: Sequence[Picture], look: Look, words: str) -> str:
    height = max(picture.height for picture in pictures)
    x, parts = _GAP, []
    for letter, picture in zip("abcdefgh", pictures, strict=False):
        parts.append(svg.text(x, 18, f"({letter})", look.colour("text"), 13, "start", 600))
        y = _LETTER + (height - picture.height) / 2
        parts.append(f'<g transform="translate({x:.1f} {y:.1f})">{picture.content()}</g>')
        x += picture.width + _GAP
    top = _LETTER + height + 22
    lines = textwrap.wrap(words, max(40, int(x * _LETTERS_A_LINE)))
    for number, line in enumerate(lines):
        y = top + _LINE * number
        parts.append(svg.text(_GAP, y, line, look.colour("dim"), 11, "start"))
    return svg.document(x, top + _LINE * len(lines), look.colour("paper"), "\n".join(parts))


def caption(program: Program, curve: Curve | None = None) -> str:
    """The settings in a sentence or two."""
    experiment, training = program.experiment, program.experiment.training
    shape = "–".join(map(str, program.sizes))
    points = program.points
    data = source_of(experiment.data) or "drawn by hand"
    parts = [
        f"{experiment.title}. Data: {data}, {len(points.train):,} training and "
        f"{len(points.test):,} test points. Network: {shape}, "
        f"{', '.join(dict.fromkeys(layer.activation for layer in program.layers))}. "
        f"Loss: {LOSSES[training.loss].label.lower()}. {OPTIMIZERS[training.optimizer].label}, "
        f"learning rate {training.learning_rate:g}, batches of {training.batch_size}"
    ]
    if training.clip != "none":
        parts.append(f"gradients clipped by {training.clip} at {training.clip_threshold:g}")
    if training.regularizer != "none" and training.regularization_rate > 0:
        label = REGULARIZERS[training.regularizer].label
        parts.append(f"{label} {training.regularization_rate:g}")
    parts.append(f"{program.epochs:,} epochs")
    sentence = ", ".join(parts) + "."
    if curve is not None and len(curve.epoch):
        train, test = float(curve.train_loss[-1]), float(curve.test_loss[-1])
        sentence += f" Training loss {train:.3g}, test loss {test:.3g}."
    return sentence
