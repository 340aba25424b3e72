"""Central differences against backpropagation.

Backpropagation is clever and easy to get wrong; the definition of a derivative is slow and hard to
get wrong.  Each parameter is moved a little up and down, and

    ∂L/∂p ≈ (L(p + h) − L(p − h)) / 2h

must agree with what backpropagation says.  The error of the formula is of order h², that of
rounding of order ε/h; h = 1e-5 is near the best of both in double precision.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..arrays import Mask, Vector
from ..network import Network


@dataclass(frozen=True, eq=False, slots=True)
class NumericGradient:
    """Derivatives from differences of the loss.

    Attributes
    ----------
    values : ndarray of shape (n_checked,)
        Central differences.
    kinks : ndarray of bool of shape (n_checked,)
        Where the loss has a corner or a jump within reach of the step, as a ReLU has at 0: there is
        no derivative there, and the value means nothing.
    rounding : ndarray of shape (n_checked,)
        How far off a value may be because numbers have only 16 digits: about ε·|L| / h.
    """

    values: Vector
    kinks: Mask
    rounding: Vector


@dataclass(frozen=True, eq=False, repr=False, slots=True)
class GradientCheck:
    """Backpropagation and central differences side by side.

    Attributes
    ----------
    indices : ndarray of int of shape (n_checked,)
        The parameters that were checked, as places in ``network.parameters``.
    analytic : ndarray of shape (n_checked,)
        From backpropagation.
    numeric : ndarray of shape (n_checked,)
        From central differences.
    kinks, rounding : ndarray of shape (n_checked,)
        Where there is nothing to compare, and how far off `numeric` may be; see `NumericGradient`.
    """

    indices: npt.NDArray[np.intp]
    analytic: Vector
    numeric: Vector
    kinks: Mask
    rounding: Vector

    @property
    def differences(self) -> Vector:
        """|analytic − numeric| of each parameter, NaN at kinks; shape (n_checked,)."""
        return np.where(self.kinks, np.nan, np.abs(self.analytic - self.numeric))

    @property
    def relative_error(self) -> float:
        """‖analytic − numeric‖ / (‖analytic‖ + ‖numeric‖), less kinks and what rounding explains.

        Below 1e-6 the two agree; a mistake in a formula gives 1e-2 or more.
        """
        smooth = ~self.kinks
        unexplained = np.maximum(self.differences[smooth] - self.rounding[smooth], 0.0)
        wrong = float(np.linalg.norm(unexplained))
        if wrong == 0.0:
            return 0.0
        size = np.linalg.norm(self.analytic[smooth]) + np.linalg.norm(self.numeric[smooth])
        return wrong / float(size)

    @property
    def worst(self) -> int | None:
        """The parameter where the two differ most, or None if there are only kinks."""
        if self.kinks.all():
            return None
        return int(self.indices[np.nanargmax(self.differences)])

    def __repr__(self) -> str:
        kinks = int(np.count_nonzero(self.kinks))
        error = f"relative_error={self.relative_error:.3g}, worst={self.worst}"
        return f"GradientCheck({len(self.indices)} parameters, {error}, kinks={kinks})"


def check_gradient(
    network: Network,
    X: npt.ArrayLike,
    y: npt.ArrayLike,
    *,
    step: float = 1e-5,
    indices: npt.ArrayLike | None = None,
) -> GradientCheck:
    """Compare the gradient of ``network.loss_and_gradient(X, y)`` with central differences.

    Parameters
    ----------
    X : array of shape (n_samples, n_inputs)
    y : array as for ``Network.fit``
    step : float
        The h of the formula, > 0.
    indices : array of int, optional
        Parameters to check; all of them unless given.  Each takes five forward passes.

    Raises
    ------
    ValueError
        If the step is not positive, or an index names no parameter.
    """
    chosen = _checked_indices(network.n_parameters, indices)
    numeric = numeric_gradient(network, X, y, step=step, indices=chosen)
    analytic = network.loss_and_gradient(X, y)[1][chosen]
    return GradientCheck(chosen, analytic, numeric.values, numeric.kinks, numeric.rounding)


def numeric_gradient(
    network: Network,
    X: npt.ArrayLike,
    y: npt.ArrayLike,
    *,
    step: float = 1e-5,
    indices: npt.ArrayLike | None = None,
) -> NumericGradient:
    """Central differences of the loss, and where they mean nothing; parameters as `check_gradient`.

    The network's parameters are moved and put back to the bit.
    """
    if not (np.isfinite(step) and step > 0.0):
        raise ValueError(f"step must be > 0 and finite, got {step!r}")
    chosen = _checked_indices(network.n_parameters, indices)
    places: Vector = np.arange(-2.0, 3.0) * (step / 2)  # two steps down, here, two steps up
    losses = np.array([_losses_along(network, X, y, int(i), places) for i in chosen])
    losses = losses.reshape(-1, len(places))
    central = (losses[:, -1] - losses[:, 0]) / (2 * step)
    size = 1.0 + np.abs(losses).max(axis=1)
    rounding = 4 * np.finfo(np.float64).eps * size / step
    return NumericGradient(central, _kinks(losses, step, size, rounding), rounding)


def _losses_along(
    network: Network, X: npt.ArrayLike, y: npt.ArrayLike, index: int, places: Vector
) -> list[float]:
    """The loss with one parameter moved to each place."""
    parameters = network.parameters
    before = parameters[index]
    losses = []
    try:
        for move in places:
            parameters[index] = before + move
            losses.append(network.evaluate(X, y))
    finally:
        parameters[index] = before
    return losses


def _kinks(losses: Vector, step: float, size: Vector, rounding: Vector) -> Mask:
    """Where five losses in a row, of shape (n, 5), do not look like a smooth function's.

    The slopes between neighbours of a smooth function change evenly, that is their second
    differences vanish with h².  A corner or a jump anywhere among the five breaks that.  Only the
    loss is looked at, never the gradient under test, so a wrong gradient cannot pass for a kink.
    """
    slopes = np.diff(losses, axis=1) / (step / 2)
    bend = np.abs(np.diff(slopes, n=2, axis=1)).max(axis=1)
    smooth = 1e2 * step**2 * size + 1e-7 * np.abs(slopes).max(axis=1)
    kinks: Mask = bend > np.maximum(16 * rounding, smooth)
    return kinks


def _checked_indices(count: int, indices: npt.ArrayLike | None) -> npt.NDArray[np.intp]:
    if indices is None:
        return np.arange(count)
    chosen = np.asarray(indices)
    if chosen.ndim != 1 or not (chosen.size == 0 or np.issubdtype(chosen.dtype, np.integer)):
        raise ValueError(f"indices must be a row of whole numbers, got {indices!r}")
    outside = (chosen < 0) | (chosen >= count)
    if outside.any():
        raise ValueError(f"indices must be from 0 to {count - 1}, got {chosen[outside][0]}")
    return chosen.astype(np.intp)
