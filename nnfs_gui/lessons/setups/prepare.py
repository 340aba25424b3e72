"""`prepare`: the experiment with which a step begins."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from msgspec.structs import replace

from nnfs_gui.experiment.data.materialize import materialize
from nnfs_gui.experiment.model import Experiment, PointsData
from nnfs_gui.experiment.presets import load_preset
from nnfs_gui.experiment.validation import InvalidExperiment, check

from ..errors import LessonError, unknown
from ..model import Lesson, Settings, Setup, Span
from .settings import apply_settings
from .weights import with_frozen, with_muted, with_weights

EMPTY, PREVIOUS, LEARNER = "empty", "previous step", "what the learner has"
NOWHERE: Mapping[str, int] = {}
_STEP = re.compile(r"step (\d{1,3})")
_PRESET = re.compile(r"preset ([a-z0-9-]+)")


@dataclass(frozen=True)
class Prepared:
    """How a step begins.

    Attributes
    ----------
    experiment : Experiment
        With weights set by hand among it.
    train : Span or None
        Training before the step is shown.
    after : Experiment
        The experiment once that training is done; the same if nothing changes then.
    keeps : bool
        Whether the step goes on with what the learner has, weights included.
    show : str
        The tab to open, "" for none.
    point : int, str or None
        The point to select: an index from 0, or one of `names.POINTS`.
    """

    experiment: Experiment
    after: Experiment
    train: Span | None = None
    keeps: bool = False
    show: str = ""
    point: int | str | None = None


Known = dict[int, "Prepared"]


def prepare(
    lesson: Lesson,
    number: int,
    learner: Experiment | None = None,
    known: Known | None = None,
) -> Prepared:
    """How step ``number`` (from 1) begins, for a learner who has this experiment.

    Without a learner, a step that goes on with what the learner has begins as the step before.
    Whoever asks about all steps keeps the answers in ``known``, so that none is made twice.

    Raises
    ------
    LessonError
        With the line of the set-up that is not valid.
    """
    known = {} if known is None else known
    if number in known:
        return known[number]
    step = lesson.steps[number - 1]
    setup = step.one_of(Setup)
    if setup is None:
        setup = Setup(line=step.line, origin=LEARNER)
    try:
        known[number] = _prepared(lesson, number, setup, learner, known)
    except InvalidExperiment as error:
        raise _told(error, setup.line, setup.lines) from None
    return known[number]


def _prepared(
    lesson: Lesson, number: int, setup: Setup, learner: Experiment | None, known: Known
) -> Prepared:
    origin = _origin(lesson, number, setup, learner, known)
    experiment = apply_settings(origin, setup.settings)
    if setup.origin == EMPTY:
        experiment = _seeded(experiment, lesson.seed, setup.settings)
    experiment = with_weights(experiment, setup.weights)
    experiment = with_muted(with_frozen(experiment, setup.freeze), setup.mute)
    experiment = replace(experiment, title=lesson.title, notes="")
    check(experiment)
    after = apply_settings(experiment, setup.then)
    point = setup.point - 1 if isinstance(setup.point, int) else setup.point
    if isinstance(point, int) and point >= len(materialize(after).targets):
        raise InvalidExperiment("point", f"is {point + 1}, but there are fewer points")
    keeps = setup.origin == LEARNER
    return Prepared(experiment, after, setup.train, keeps, setup.show, point)


def _origin(
    lesson: Lesson, number: int, setup: Setup, learner: Experiment | None, known: Known
) -> Experiment:
    name = setup.origin.strip()
    if name == LEARNER and learner is not None:
        return learner
    if name == EMPTY or (number == 1 and name == LEARNER):
        return Experiment()
    if name in (PREVIOUS, LEARNER):
        if number == 1:
            raise InvalidExperiment("from", "means the step before, but this is the first one")
        return _of_step(lesson, number - 1, number, learner, known)
    step, preset = _STEP.fullmatch(name), _PRESET.fullmatch(name)
    if step is not None:
        return _of_step(lesson, int(step[1]), number, learner, known)
    if preset is not None:
        try:
            return load_preset(preset[1])
        except KeyError as error:
            raise InvalidExperiment("from", f"names an {error.args[0]}") from None
    choices = (EMPTY, PREVIOUS, LEARNER, "step 2", "preset xor")
    raise InvalidExperiment("from", f"has an {unknown('origin', name, choices)}")


def _of_step(
    lesson: Lesson, wanted: int, number: int, learner: Experiment | None, known: Known
) -> Experiment:
    if not 1 <= wanted < number:
        raise InvalidExperiment("from", f"may name the steps before this one, got step {wanted}")
    return prepare(lesson, wanted, learner, known).after


def begins_alike(lesson: Lesson, number: int) -> bool:
    """Whether a step begins the same for all learners, whatever they made of those before."""
    setup = lesson.steps[number - 1].one_of(Setup)
    name = LEARNER if setup is None else setup.origin.strip()
    step = _STEP.fullmatch(name)
    if step is not None:
        return begins_alike(lesson, int(step[1]))
    if number == 1 or name not in (PREVIOUS, LEARNER):
        return True
    return name == PREVIOUS and begins_alike(lesson, number - 1)


def _seeded(experiment: Experiment, seed: int | None, settings: Settings) -> Experiment:
    """The lesson's seed wherever the settings name none."""
    if seed is None:
        return experiment
    data, split = experiment.data, experiment.split
    network, training = experiment.network, experiment.training
    if not isinstance(data, PointsData) and "seed" not in settings.get("data", {}):
        data = replace(data, seed=seed)
    if "seed" not in settings.get("split", {}):
        split = replace(split, seed=seed)
    if "seed" not in settings.get("network", {}):
        network = replace(network, seed=seed)
    if "shuffle_seed" not in settings.get("training", {}):
        training = replace(training, shuffle_seed=seed)
    return replace(experiment, data=data, split=split, network=network, training=training)


def with_settings(
    experiment: Experiment,
    settings: Settings,
    line: int = 0,
    lines: Mapping[str, int] = NOWHERE,
) -> Experiment:
    """A valid experiment with the settings of a case or a solution.

    Raises
    ------
    LessonError
        On the line of the setting that is wrong, if it is among the ``lines``, or else on ``line``.
    """
    try:
        changed = with_weights(apply_settings(experiment, settings), {})
        check(changed)
    except InvalidExperiment as error:
        raise _told(error, line, lines) from None
    return changed


def _told(error: InvalidExperiment, line: int, lines: Mapping[str, int]) -> LessonError:
    """What is wrong, on the line of the setting or of the key that it belongs to."""
    path = error.path
    while path and path not in lines:
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    return LessonError(f"{error.path} {error.message}", lines.get(path, line))
