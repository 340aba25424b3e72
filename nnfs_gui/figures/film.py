"""Films of training: the boundary or the network, frame by frame, written by Pillow."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from PIL import Image
from PySide6.QtGui import QImage

from nnfs_gui.experiment.files.reading import Asked, heed, never
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.export.code import Program
from nnfs_gui.export.figure import Look, figure_svg
from nnfs_gui.export.figure.look import Theme
from nnfs_gui.training.recording import Recording

from .vector import pixels_of

FORMATS = {"webp": "WebP", "gif": "GIF", "apng": "APNG"}
"""How a film's file ends, and what people call it."""
MAX_FRAMES, MAX_RATE = 2_000, 60
_COLOURS = 64
"""Of a frame of GIF and APNG, which is enough for two blending hues."""
_QUALITY = 72

Spacing = Literal["even", "log"]
View = Literal["boundary", "network"]
Told = Callable[[int], object]


@dataclass(frozen=True)
class FilmPlan:
    """What is filmed.

    Attributes
    ----------
    epochs, frames, rate : int
        How long the network trains, in how many frames, and frames a second.
    spacing : "even" or "log"
        Whether frames are even in the epochs, or in their logarithm: early training in slow motion.
    """

    epochs: int = 200
    frames: int = 120
    rate: int = 24
    spacing: Spacing = "even"
    view: View = "boundary"
    theme: Theme = "dark"
    scale: float = 1.25

    def moments(self) -> list[int]:
        """The epoch of each frame, from 0 on and in order; one may come again."""
        share = np.linspace(0.0, 1.0, self.frames)
        if self.spacing == "log":
            share = (np.power(1.0 + self.epochs, share) - 1.0) / max(1, self.epochs)
        return [int(epoch) for epoch in np.round(share * self.epochs)]


def frames_of(
    experiment: Experiment, plan: FilmPlan, told: Told | None = None, stop: Asked = never
) -> Iterator[Image.Image]:
    """Train anew, and draw each frame; may run on any thread.

    ``told`` is called with the number of finished frames.  If training diverges, the last picture
    stays.  Raises `ReadingStopped` if ``stop`` says so.
    """
    recording = Recording(experiment)
    trained, look, last = recording.trained, Look(plan.theme), None
    for number, epoch in enumerate(plan.moments(), start=1):
        moved = last is None
        while trained.epoch < epoch and not trained.diverged and trained.trainer is not None:
            recording.train_epoch()
            moved = True
            heed(stop)
        heed(stop)
        if moved or last is None:
            program = Program(experiment, trained.epoch, trained.network.parameters)
            last = image_of(pixels_of(figure_svg(program, look, [plan.view]), plan.scale))
        if told is not None:
            told(number)
        yield last


def image_of(pixels: QImage) -> Image.Image:
    """Qt's pixels as Pillow's."""
    pixels = pixels.convertToFormat(QImage.Format.Format_RGB888)
    size, stride = (pixels.width(), pixels.height()), pixels.bytesPerLine()
    return Image.frombytes("RGB", size, bytes(pixels.constBits()), "raw", "RGB", stride, 1)


def film_of(frames: Iterable[Image.Image], rate: int, form: str) -> bytes:
    """The content of a film's file in a form of `FORMATS`, which repeats for ever."""
    images = list(frames)
    if form in ("gif", "apng"):
        images = _with_few_colours(images)
    content = io.BytesIO()
    options: dict[str, object] = {
        "webp": {"quality": _QUALITY, "method": 4, "minimize_size": True},
        "gif": {"disposal": 1, "optimize": True},
        "apng": {"disposal": 0, "optimize": True},
    }[form]  # type: ignore[assignment]  # values of several types
    images[0].save(
        content,
        format="PNG" if form == "apng" else form.upper(),
        save_all=True,
        append_images=images[1:],
        duration=_durations(len(images), rate, form),
        loop=0,
        **options,
    )
    return content.getvalue()


def _durations(count: int, rate: int, form: str) -> list[int]:
    """Milliseconds of each frame, rounded so that the whole is right; GIF counts hundredths."""
    unit = 10 if form == "gif" else 1
    ends = np.round(np.arange(count + 1) * 1000.0 / rate / unit) * unit
    return [max(unit, int(length)) for length in np.diff(ends)]


def _with_few_colours(images: list[Image.Image]) -> list[Image.Image]:
    """One palette for all frames, from the last one and the middle, so that nothing flickers."""
    chosen = [images[-1], images[len(images) // 2], images[0]]
    sheet = Image.new("RGB", (chosen[0].width, sum(image.height for image in chosen)))
    for number, image in enumerate(chosen):
        sheet.paste(image, (0, number * image.height))
    palette = sheet.quantize(_COLOURS, dither=Image.Dither.NONE)
    return [image.quantize(palette=palette, dither=Image.Dither.NONE) for image in images]
