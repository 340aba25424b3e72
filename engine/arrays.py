"""What the engine's arrays are called in annotations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[Any]
"""Floating-point numbers: float64 while training, float32 while maps are drawn."""

Vector: TypeAlias = npt.NDArray[np.float64]
"""float64 numbers: a vector, or a matrix that is a view of one."""

Mask: TypeAlias = npt.NDArray[np.bool_]
Indices: TypeAlias = npt.NDArray[np.intp]

Call: TypeAlias = Callable[[], object]
"""A call with all its operands bound in advance."""
