"""What is said to answers that need no engine: options, orders, arrows, clicks and drawings."""

from __future__ import annotations

from collections.abc import Sequence

from nnfs_gui.experiment.features import feature_label
from nnfs_gui.experiment.model import BIAS
from nnfs_gui.lessons.model import Choice, Option, Predict

from .records import NOT_YET, NOTE, RIGHT, Outcome

ARROWS = {"up": "↑", "same": "=", "down": "↓"}


def judge(task: Predict | Choice, answer: object) -> Outcome:
    """What is said to an answer; a prediction is settled by it, right or not."""
    settles = isinstance(task, Predict)
    if task.kind == "options":
        return _options(task, _indices(answer), settles)
    if task.kind in ("drag on the loss curve", "draw the boundary"):
        return Outcome(NOTE, task.right or "Dashed: what you drew. Compare it with what happened.")
    right = _is_right(task, answer)
    said = (task.right if right else task.otherwise) or ("" if right else _solution(task, settles))
    return Outcome(RIGHT if right else NOT_YET, said, right or settles)


def _indices(answer: object) -> list[int]:
    given = answer if isinstance(answer, list | tuple) else ()
    return [index for index in given if isinstance(index, int)]


def _options(task: Predict | Choice, chosen: Sequence[int], settles: bool) -> Outcome:
    options = task.options
    picked = [options[index] for index in chosen if 0 <= index < len(options)]
    if task.pick == "one":
        right = bool(picked) and all(option.right for option in picked)
    else:
        right = {id(o) for o in picked} == {id(option) for option in options if option.right}
    settled = right or settles
    marks = tuple(_mark(option, option in picked, settled) for option in options)
    return Outcome(RIGHT if right else NOT_YET, _said(task, picked, right), settled, marks)


def _mark(option: Option, chosen: bool, settled: bool) -> str:
    """A wrong option that was chosen is marked at once, a right one when all is settled."""
    if option.right:
        return "right" if settled or chosen else ""
    return "not-yet" if chosen else ""


def _said(task: Predict | Choice, picked: Sequence[Option], right: bool) -> str:
    wrong = [option for option in picked if not option.right]
    said = [option.feedback for option in (picked if right else wrong or picked)]
    if not right and not wrong:
        said = ["What you ticked is right, and there is more."]
    feedback = "\n\n".join(filter(None, said))
    return feedback or (task.right if right else task.otherwise)


def _is_right(task: Predict | Choice, answer: object) -> bool:
    if task.kind == "order":
        return _indices(answer) == list(range(len(task.items)))
    if task.kind == "arrows":
        return isinstance(answer, dict) and answer == dict(task.arrows)
    given = answer if isinstance(answer, list | tuple) else ()
    return {_name(text) for text in given} == {_name(text) for text in task.answer}


def _name(text: object) -> str:
    return str(text).replace("→", "->").replace(" ", "")


def said_name(name: str) -> str:
    """``L1.2`` as people read it, and ``x1 -> out0`` as its ends are called."""
    ends = [_said_unit(end.strip()) for end in name.replace("→", "->").split("->")]
    return f"the link {ends[0]} → {ends[1]}" if len(ends) == 2 else ends[0]


def _said_unit(name: str) -> str:
    layer, dot, neuron = name.removeprefix("L").partition(".")
    if name.startswith("L") and dot:
        return f"neuron {neuron} of hidden layer {layer}"
    if name.startswith("out") and name[3:].isdigit():
        return "Output" if name == "out0" else f"Output {int(name[3:]) + 1}"
    return name if name == BIAS else feature_label(name)


def _solution(task: Predict | Choice, settled: bool) -> str:
    """The right answer in words, once it is no longer asked for."""
    if not settled:
        return ""
    if task.kind == "order":
        return "The order is: " + ", ".join(task.items) + "."
    if task.kind == "arrows":
        signs = (f"{name} {ARROWS[way]}" for name, way in task.arrows.items())
        return "It is: " + ", ".join(signs) + "."
    return "It is " + ", ".join(said_name(name) for name in task.answer) + "."
