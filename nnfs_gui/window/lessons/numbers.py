"""What is said to typed numbers: the right ones come from the engine, slips are named."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from nnfs_gui.experiment.model import Experiment
from nnfs_gui.lessons.answers import Judgement, WorkedBox, judge_all, work
from nnfs_gui.lessons.answers.working import PREDICTED, TYPED, Tolerance
from nnfs_gui.lessons.checks import figure, parse_quantity
from nnfs_gui.lessons.model import Box, Number, Predict
from nnfs_gui.lessons.situation import Deeds, Situation
from nnfs_gui.training.snapshot import Snapshot
from nnfs_gui.widgets.numbers import format_number

from .records import NOT_YET, NOTE, RIGHT, Outcome

THIN = "\u2009"
_PLAIN = re.compile(r"−?\d+\.\d+")


def worked_boxes(
    task: Number | Predict, start: Experiment, begin: Snapshot | None, end: Snapshot | None
) -> tuple[WorkedBox, ...]:
    """The boxes with their right values.

    ``begin`` is the moment at which the step began, and ``end`` the one that answers are measured
    at: the same for a number, the end of the run for a prediction.

    Raises
    ------
    LessonError
        If one cannot be computed.
    """
    default = PREDICTED if isinstance(task, Predict) else TYPED
    parameters = None if begin is None else begin.parameters
    situation = None if end is None else Situation.of_snapshot(end, start, Deeds())
    return work(task.boxes, start, parameters, situation, default)


def given_texts(boxes: Sequence[WorkedBox]) -> list[str]:
    """What stands in the boxes that are filled in."""
    return [shown(worked.box, worked.value) for worked in boxes if worked.box.given]


def shown(box: Box, value: float | tuple[float, float]) -> str:
    """A value as it is written behind the label of its box, without its unit."""
    if isinstance(value, tuple):
        return " … ".join(shown(box, end) for end in value)
    text = format_number(100 * value if box.unit == "%" else value, 4)
    return text.rstrip("0").rstrip(".") if _PLAIN.fullmatch(text) else text


def measured_words(task: Predict, start: Experiment, begin: Snapshot | None, end: Snapshot) -> str:
    """The only number that a prediction is about, as a run has it; "" if it is not measured."""
    if len(task.boxes) != 1 or not isinstance(task.boxes[0].answer, str):
        return ""
    (worked,) = worked_boxes(task, start, begin, end)
    if isinstance(worked.value, float) and math.isnan(worked.value):
        return ""
    box = worked.box
    return f"{shown(box, worked.value)}{THIN if box.unit else ''}{box.unit}"


def told_figures(task: Predict, start: Experiment, end: Snapshot) -> str:
    """What the lesson wants to be told of a case."""
    situation = Situation.of_snapshot(end, start, Deeds())
    return ", ".join(
        f"{words} {figure(parse_quantity(text), situation)}" for words, text in task.figures.items()
    )


def judge_numbers(
    task: Number | Predict, boxes: Sequence[WorkedBox], texts: Sequence[str]
) -> tuple[Outcome, tuple[Judgement, ...]]:
    """What is said to the texts in the boxes that are not filled in."""
    typed = iter(texts)
    full = [("" if worked.box.given else next(typed, "")) for worked in boxes]
    found = [
        (worked, judgement)
        for worked, judgement in zip(boxes, judge_all(boxes, full), strict=True)
        if not worked.box.given
    ]
    judgements = tuple(judgement for _, judgement in found)
    marks = tuple("right" if j.is_right else "not-yet" if j.counts else "" for j in judgements)
    said = "\n\n".join(_said(worked.box, j, len(found) > 1) for worked, j in found if j.say)
    slip = next((j.slip for j in judgements if j.slip), "")
    right = all(judgement.is_right for judgement in judgements)
    if isinstance(task, Predict):
        asked_back = any(not judgement.counts for judgement in judgements)
        said = f"{_compared(boxes, texts)}\n\n{said or _general(task, right)}".strip()
        tone = NOTE if asked_back else RIGHT if right else NOT_YET
        return Outcome(tone, said, True, marks, slip, _on_scale(found)), judgements
    if any(not judgement.counts for judgement in judgements):
        return Outcome(NOTE, said, False, marks), judgements
    return Outcome(RIGHT if right else NOT_YET, said, right, marks, slip), judgements


def _on_scale(
    found: Sequence[tuple[WorkedBox, Judgement]],
) -> tuple[float, float, str, str] | None:
    """The only number that was asked for, and the one that was measured."""
    if len(found) != 1:
        return None
    worked, judgement = found[0]
    value = worked.value
    if not isinstance(value, float) or math.isnan(value) or judgement.value is None:
        return None
    unit = f"{THIN}{worked.box.unit}" if worked.box.unit else ""
    own, right = shown(worked.box, judgement.value), shown(worked.box, value)
    return judgement.value, value, f"{own}{unit}", f"{right}{unit}"


def is_readable(boxes: Sequence[Box], texts: Sequence[str]) -> str:
    """What cannot be read as a number of these boxes, in a sentence; "" if all can."""
    ask = tuple(worked for worked in _unmarked(boxes))
    for judgement in judge_all(ask, texts):
        if judgement.verdict in ("ask", "unreadable") and "no right answer" not in judgement.say:
            return judgement.say
    return ""


def _unmarked(boxes: Sequence[Box]) -> tuple[WorkedBox, ...]:
    """Boxes with no right answer yet, only to read what was typed into them."""
    return tuple(WorkedBox(box, math.nan, Tolerance(0.0)) for box in boxes if not box.given)


def _said(box: Box, judgement: Judgement, named: bool) -> str:
    label = box.label.strip().rstrip(":=").rstrip()
    return f"**{label}**: {judgement.say}" if named and label else judgement.say


def _general(task: Predict, right: bool) -> str:
    return task.right if right else task.otherwise


def _compared(boxes: Sequence[WorkedBox], texts: Sequence[str]) -> str:
    """Own answer beside what happened."""
    lines = []
    typed = iter(texts)
    for worked in boxes:
        box = worked.box
        text = "" if box.given else next(typed, "")
        if box.given or (isinstance(worked.value, float) and math.isnan(worked.value)):
            continue
        unit = f"{THIN}{box.unit}" if box.unit else ""
        own = text if text.endswith(box.unit) and box.unit else f"{text}{unit}"
        label = f"{box.label.rstrip(' :=')}: " if box.label else ""
        lines.append(f"{label}you said **{own}**, it is **{shown(box, worked.value)}{unit}**.")
    return "  \n".join(map(_capital, lines))


def _capital(line: str) -> str:
    """With a capital letter, unless it begins with a symbol: W₁ is no w₁."""
    return line[:1].upper() + line[1:] if line[:2].isalpha() and line[:2].isascii() else line
