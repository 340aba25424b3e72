"""What a room is taken to say, and what it is told in the end."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_uppercase

from nnfs_gui.lessons import measured
from nnfs_gui.lessons.errors import LessonError
from nnfs_gui.lessons.model import Choice, Explain, Number, Predict, Reveal, Step, Task

from ..lessons.judging import ARROWS, said_name
from ..lessons.stage import Stage
from .hands import hands_for


def right_answer(task: Predict) -> list[int] | list[str] | dict[str, str]:
    """What a room that was not asked is taken to say."""
    if task.kind == "options":
        return [at for at, option in enumerate(task.options) if option.right]
    if task.kind == "order":
        return list(range(len(task.items)))
    if task.kind == "arrows":
        return dict(task.arrows)
    if task.kind == "number":
        return ["0" for box in task.boxes if not box.given]
    return list(task.answer)


def given_numbers(task: Task | None, stage: Stage) -> str:
    """The boxes of a worked example: the numbers that are given, and what is asked for."""
    if isinstance(task, Number) and any(box.given for box in task.boxes):
        return _values(task, stage, asking=True)
    return ""


def chosen(task: Task, answer: object, *, but_right: bool = False) -> str:
    """What the room chose in the network, if it did; ``but_right`` leaves out the right answer."""
    if not isinstance(task, Predict | Choice) or task.kind != "click":
        return ""
    if not isinstance(answer, list) or (but_right and set(answer) == set(task.answer)):
        return ""
    names = ", ".join(said_name(name) for name in answer if isinstance(name, str))
    return f"The room: **{names}**" if names else ""


def why(task: Task | None, index: int) -> str:
    """What there is to say of one option."""
    if not isinstance(task, Predict | Choice):
        return ""
    word, words = "", hands_for(task).words[index]
    if task.kind == "options":
        word = task.options[index].feedback
    elif index not in hands_for(task).right:
        word = task.otherwise
    return f"**{ascii_uppercase[index]}** {words}\n\n{word}" if word else ""


def told(step: Step, task: Task, stage: Stage) -> str:
    """What is said once a task is revealed: the answer, why, and at last what the step reveals."""
    last = step.tasks[-1] is task
    reveals = [measured.shown(block.markdown) for block in step.all_of(Reveal) if last]
    return "\n\n".join(filter(None, [*_said(task, stage), *reveals]))


def _said(task: Task, stage: Stage) -> Sequence[str]:
    if isinstance(task, Explain):
        return ["\n".join(f"- {idea}" for idea in task.ideas)]
    if isinstance(task, Number):
        return [_values(task, stage)]
    if not isinstance(task, Predict | Choice):
        return []
    said = [option.feedback for option in task.options if option.right]
    solutions = {
        "order": ", ".join(task.items),
        "arrows": ", ".join(f"{name} {ARROWS[way]}" for name, way in task.arrows.items()),
        "click": ", ".join(map(said_name, task.answer)),
    }
    if isinstance(task, Predict) and task.kind == "number":
        solutions["number"] = _values(task, stage)
    return [solutions.get(task.kind, ""), *said, task.right if task.kind != "options" else ""]


def _values(task: Number | Predict, stage: Stage, *, asking: bool = False) -> str:
    """The right numbers: those of the step's beginning, or those that a prediction ended with.

    Those that are given are told, too; while ``asking``, the others are not.
    """
    from ..lessons.numbers import shown, worked_boxes  # with all that computes answers

    end = stage.now if isinstance(task, Predict) else stage.moment
    try:
        boxes = worked_boxes(task, stage.start, stage.moment, end)
    except LessonError as error:
        return str(error)
    values = [
        "?" if asking and not worked.box.given else shown(worked.box, worked.value)
        for worked in boxes
    ]
    return "  ·  ".join(
        f"{worked.box.label} **{value}** {worked.box.unit}".strip()
        for worked, value in zip(boxes, values, strict=True)
    )
