"""The part of a program that makes its points: ``X_train``, ``y_train``, ``X_test``, ``y_test``."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from engine import DATASETS
from nnfs_gui.experiment.data import materialize as making
from nnfs_gui.experiment.data.formulas import parse
from nnfs_gui.experiment.features import VARIABLES
from nnfs_gui.experiment.model import (
    PLANE,
    Experiment,
    FormulaData,
    GeneratedData,
    PointsData,
    SplitSpec,
)
from nnfs_gui.experiment.outputs import source_of as source_in_words

from ..errors import ExportError
from . import formulas
from .program import Program
from .sources import source_of
from .text import comment, joined, numbers, section

MAX_POINTS = 5_000
"""Given points that a program can hold."""


def data_part(program: Program) -> str:
    """Points, split, features and targets, to the last digit."""
    experiment = program.experiment
    words = comment(source_in_words(experiment.data)) or "drawn by hand"
    return joined(
        (section(f"data: {words}"), _points(experiment), _split(program), _features(experiment),
         _targets(program))
    ).rstrip("\n")  # fmt: skip


# --- points ------------------------------------------------------------------------------------


def _points(experiment: Experiment) -> str:
    match experiment.data:
        case GeneratedData() as data:
            return _generated(data, experiment)
        case FormulaData() as data:
            return _from_formula(data)
        case PointsData() as data:
            return _given(data)


def _generated(data: GeneratedData, experiment: Experiment) -> str:
    generator = DATASETS[data.generator]
    regression = generator.task == "regression"
    classes = 0 if regression else min(max(2, data.classes), max(2, generator.max_classes))
    name = generator.points.__name__
    return f"""{source_of(generator.points)}


rng = np.random.default_rng({data.seed})
points, targets = {name}({data.size}, {data.noise!r}, rng, {classes})
order = rng.permutation({data.size})
points, targets = np.clip(points, {-PLANE}, {PLANE})[order], targets[order]"""


def _from_formula(data: FormulaData) -> str:
    above = data.form == "above"
    variables = ("x",) if above else VARIABLES
    formula = formulas.numpy_text(data.formula, variables, {"x": "x1"})
    if formulas.is_constant(data.formula, variables):
        formula = f"np.broadcast_to({formula}, x1.shape)"
    if above:
        values = (
            f"height = {formula}\n"
            "targets = np.where(np.isfinite(height), x2 > height, np.nan)  # 1 above the curve"
        )
    else:
        scale = making._size(parse(data.formula, variables))  # noqa: SLF001 -- as it is drawn
        values = f"targets = np.clip({formula} / {scale!r}, -1.0, 1.0)"
    return f"""points_rng, noise_rng = np.random.default_rng({data.seed}).spawn(2)
points = points_rng.uniform({-PLANE}, {PLANE}, ({4 * data.size}, 2))
jitter = noise_rng.uniform(-1.0, 1.0, points.shape) * {data.noise!r} * {PLANE}
x1, x2 = (points + jitter).T
{values}
defined = np.flatnonzero(np.isfinite(targets))[:{data.size}]
points, targets = points[defined], targets[defined]"""


def _given(data: PointsData) -> str:
    if len(data.points) > MAX_POINTS:
        count = len(data.points)
        raise ExportError(f"Code holds at most {MAX_POINTS:,} given points, got {count:,}.")
    rows = numbers("rows", data.points.values, 3)
    return f"{rows}\npoints, targets = rows[:, :2], rows[:, 2]"


# --- split -------------------------------------------------------------------------------------


def _split(program: Program) -> str:
    split, points = program.experiment.split, program.points
    classification = points.task == "classification"
    thinned = classification and bool(split.class_balance)
    given = split.order == "given"
    functions = list[Callable[..., object]]()
    if thinned:
        functions.append(making._balanced)  # noqa: SLF001 -- the very function that thins
    if split.outliers > 0:
        functions.append(making._with_outliers)  # noqa: SLF001 -- as above
    parts = [source_of(*functions)] if functions else []
    return joined((*parts, "\n".join(_split_lines(program, thinned, given)))).rstrip("\n")


def _split_lines(program: Program, thinned: bool, given: bool) -> Iterator[str]:
    split: SplitSpec = program.experiment.split
    points = program.points
    n_train = len(points.train)
    if thinned or split.outliers > 0 or not given:
        seed = split.seed
        yield f"thinning, dividing, mislabelling = np.random.default_rng({seed}).spawn(3)"
    if thinned:
        yield f"kept = _balanced(targets, {split.class_balance!r}, thinning)"
        yield "points, targets = points[kept], targets[kept]"
    if given:
        yield f"train, test = np.arange({n_train}), np.arange({n_train}, len(points))"
    else:
        yield "is_train = np.zeros(len(points), dtype=bool)"
        chosen = f"np.argpartition(dividing.random(len(points)), {n_train - 1})[:{n_train}]"
        yield f"is_train[{chosen}] = True"
        yield "train, test = np.flatnonzero(is_train), np.flatnonzero(~is_train)"
    if split.outliers > 0:
        count = points.n_classes
        yield (
            f"targets = _with_outliers(targets, train, {split.outliers!r}, {count}, mislabelling)"
        )


# --- what the network is given -----------------------------------------------------------------


def _features(experiment: Experiment) -> str:
    chosen = experiment.network.features
    columns = ", ".join(formulas.numpy_text(formula, VARIABLES) for formula in chosen)
    constant = any(formulas.is_constant(formula, VARIABLES) for formula in chosen)
    stack = f"np.column_stack(np.broadcast_arrays({columns}))" if constant else (
        f"np.column_stack([{columns}])")  # fmt: skip
    if not all(formulas.is_always_defined(formula, VARIABLES) for formula in chosen):
        stack = f"np.nan_to_num({stack}, nan=0.0, posinf=0.0, neginf=0.0)"
    return f'''def features(points):
    """What the network is given of points: its inputs, one row a point."""
    x1, x2 = points[:, 0], points[:, 1]
    return {stack}'''


def _targets(program: Program) -> str:
    reading = program.reading
    if reading.task == "regression":
        encoded = "targets.reshape(-1, 1)"
    elif reading.n_outputs > 1:
        encoded = f"np.eye({reading.n_outputs})[targets.astype(int)]  # a column per class"
    else:
        encoded = f"np.where(targets > 0, {reading.high!r}, {reading.low!r}).reshape(-1, 1)"
    return f"""y = {encoded}
X_train, y_train = features(points[train]), y[train]
X_test, y_test = features(points[test]), y[test]"""
