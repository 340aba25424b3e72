"""An experiment as a program of its own, which needs nothing of this project.

`Program` says what is written; `LANGUAGES` who writes it.  Every program begins with the same two
parts, made by `data` (the very points, by the code that drew them) and `weights`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from .numpy_code import numpy_program
from .program import Program
from .sklearn_code import sklearn_program
from .torch_code import torch_program

__all__ = ["LANGUAGES", "Language", "Program"]


class Language(NamedTuple):
    """A form of code: its name for people, and what writes it."""

    label: str
    write: Callable[[Program], str]


LANGUAGES: dict[str, Language] = {
    "python": Language("Python (NumPy)", numpy_program),
    "torch": Language("PyTorch", torch_program),
    "sklearn": Language("scikit-learn", sklearn_program),
}
"""By the name that the command line takes."""
