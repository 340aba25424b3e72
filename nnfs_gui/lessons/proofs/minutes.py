"""How long a lesson takes, from what it holds."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import (
    Challenge,
    Choice,
    Do,
    Hint,
    Lesson,
    Predict,
    Setup,
    Step,
    Task,
    Teacher,
    Text,
)
from .finding import Finding

WORDS, QUESTION, CHOICE, LINE, CHALLENGE = 130.0, 2.0, 1.0, 0.5, 4.0
"""Words a minute, and minutes for a question, a choice of options, a line to tick, a challenge."""
_FAR = 1.6


def minutes_of(step: Step) -> float:
    """Minutes that a step takes about."""
    tasks = sum(_minutes(task) for task in step.tasks)
    read = (block for block in step.blocks if not isinstance(block, Setup | Teacher | Hint))
    words = sum(
        len(block.markdown.split())
        if isinstance(block, Text)
        else len(str(getattr(block, "ask", "")).split()) + len(_revealed(block).split())
        for block in read
    )
    return tasks + words / WORDS


def _minutes(task: Task) -> float:
    if isinstance(task, Challenge):
        return CHALLENGE
    if isinstance(task, Do):
        return LINE * len(task.check)
    chosen = isinstance(task, Predict | Choice) and task.kind == "options"
    return CHOICE if chosen else QUESTION


def _revealed(block: object) -> str:
    return str(getattr(block, "markdown", ""))


def prove_minutes(lesson: Lesson) -> Iterator[Finding]:
    """A warning if the header's minutes are far from what the steps come to."""
    words = len(lesson.introduction.split()) / WORDS
    minutes = words + sum(minutes_of(step) for step in lesson.steps)
    if not lesson.minutes / _FAR <= minutes <= lesson.minutes * _FAR:
        message = f"minutes says {lesson.minutes}, but the steps come to about {minutes:.0f}"
        yield Finding(1, message, warning=True)
