"""Everything that a trained experiment can be written as, by the name that people ask for."""

from __future__ import annotations

from dataclasses import dataclass

from .code import LANGUAGES, Program
from .errors import ExportError
from .onnx_model import onnx_model
from .tfp import write_link

SUFFIXES = {"python": ".py", "torch": ".py", "sklearn": ".py", "onnx": ".onnx", "link": ".txt"}
"""The forms that are known here, and how their files end."""


@dataclass(frozen=True)
class Written:
    """The content of a file, and sentences worth telling about it."""

    content: bytes
    remarks: tuple[str, ...] = ()


def written(form: str, program: Program) -> Written:
    """The program in a form of `SUFFIXES`; ExportError says what stands in the way."""
    if form == "onnx":
        return Written(onnx_model(program))
    if form == "link":
        link = write_link(program.experiment)
        if not link.link:
            raise ExportError(f"There is no link for this experiment. {' '.join(link.obstacles)}")
        return Written(f"{link.link}\n".encode(), link.remarks)
    return Written(LANGUAGES[form].write(program).encode())
