"""A lesson as a value: what `reading.read_lesson` makes of a ``.lesson.md`` file.

Everything is frozen, and every part knows the line of the file on which it begins.  The blocks of
a step stand in the order of the file, its text among them.  ``resources/lessons/FORMAT.md`` says
what an author may write; the names of the fields are those of the keys, but for ``origin``
(``from``) and ``needed`` (``pass``), which are words of Python.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias, TypeVar

import msgspec

FORMAT = "nnfs-lesson 1"

AnswerKind = Literal[
    "options", "number", "order", "arrows", "click", "drag on the loss curve", "draw the boundary"
]
Unit = Literal["epochs", "steps"]
Settings: TypeAlias = Mapping[str, Any]
"""Tables of an experiment file, with the short forms of lessons; see `setups.apply_settings`."""


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """Base of every part of a lesson."""

    line: int = 0
    """Where it begins in the file, from 1."""


class Span(msgspec.Struct, frozen=True):
    """A stretch of training: ``50 epochs`` or ``3 steps``."""

    count: int
    unit: Unit = "epochs"

    def __str__(self) -> str:
        return f"{self.count:,} {self.unit if self.count != 1 else self.unit[:-1]}"


# --- parts of questions ------------------------------------------------------------------------


class Option(Part, frozen=True, kw_only=True):
    """One line of a task list, and the quoted feedback below it; both are Markdown."""

    text: str
    right: bool
    feedback: str = ""


class Wrong(Part, frozen=True, kw_only=True):
    """A wrong value that is known beforehand, and what to say to it."""

    value: float
    say: str


class Box(Part, frozen=True, kw_only=True):
    """One number to type.

    ``answer`` is a number, the two ends of an interval, what the engine computes
    (``"z of out0 at point 1"``, see `answers`), or a quantity of the checks (``"test_accuracy"``),
    which is measured: for a `Number` at the step's start, for a `Predict` when its play has ended.
    """

    answer: float | tuple[float, float] | str
    label: str = ""
    kind: Literal["number", "fraction", "interval"] = "number"
    tolerance: float | str = ""
    """``"1 %"``, ``0.05`` or ``"factor 10"``; empty for the rule of the block."""
    between: tuple[float, float] | None = None
    """Any number in here is right, whatever the tolerance."""
    whole: bool = False
    """Whether only a whole number can be the answer, of 0 or more unless ``least`` says else."""
    least: float | None = None
    most: float | None = None
    """What lies outside is refused, and is no attempt."""
    unit: str = ""
    """Written behind the box; with ``%`` numbers are typed and shown in percent."""
    slips: tuple[str, ...] = ()
    wrong: tuple[Wrong, ...] = ()
    given: bool = False
    """Filled in already, as in a worked example."""
    right: str = ""
    otherwise: str = ""
    """Feedback to a right answer, and to a wrong one that no slip explains."""


class Case(Part, frozen=True, kw_only=True):
    """One of several settings to compare; the learner may play each after committing."""

    label: str
    settings: Settings = {}
    lines: Mapping[str, int] = {}
    """Where settings such as ``data.generator`` stand, by their names."""
    optional: bool = False
    """Whether the answer is known without it."""


# --- blocks ------------------------------------------------------------------------------------


class Text(Part, frozen=True, kw_only=True):
    """Markdown between the blocks."""

    markdown: str


class Setup(Part, frozen=True, kw_only=True):
    """The experiment at the step's start; `setups.prepare` makes it."""

    origin: str = "empty"
    """The key ``from``."""
    settings: Settings = {}
    """The tables data, split, network and training."""
    lines: Mapping[str, int] = {}
    """Where settings such as ``data.generator`` stand, and the other keys, by their names."""
    weights: Mapping[str, float] = {}
    freeze: tuple[str, ...] = ()
    """Neurons (``"L1.1"``) and links (``"bias -> out0"``) that do not move."""
    mute: tuple[str, ...] = ()
    train: Span | None = None
    """Done before the step is shown."""
    then: Settings = {}
    """Settings that change after that training."""
    show: str = ""
    """A tab to open."""
    point: int | str | None = None
    """The point to select: its number from 1, or one of `names.POINTS`."""


class Controls(Part, frozen=True, kw_only=True):
    """What can be touched in the step; names and groups are those of `experiment.controls`."""

    lock: tuple[str, ...] = ()
    hide: tuple[str, ...] = ()
    only: tuple[str, ...] | None = None
    limit: Mapping[str, float | tuple[float, float]] = {}


class _Question(Part, frozen=True, kw_only=True):
    ask: str = ""
    """Markdown."""
    kind: AnswerKind = "options"
    options: tuple[Option, ...] = ()
    pick: Literal["one", "all"] = "one"
    """``one``: any right option will do; ``all``: exactly the right ones."""
    boxes: tuple[Box, ...] = ()
    items: tuple[str, ...] = ()
    """For ``order``: in the right order; they are shown shuffled."""
    arrows: Mapping[str, Literal["up", "same", "down"]] = {}
    """For ``arrows``: what is asked about, and where it goes."""
    answer: tuple[str, ...] = ()
    """For ``click``: the neurons and links to click, by id."""
    of: Literal["train_loss", "test_loss"] = "test_loss"
    """For ``drag on the loss curve``."""
    right: str = ""
    otherwise: str = ""
    """Feedback where no option has any."""


class Predict(_Question, frozen=True, kw_only=True):
    """A question before play; ``play`` runs after the commitment."""

    play: Span | None = None
    cases: tuple[Case, ...] = ()
    """The first is played on the commitment, the others when asked for."""
    figures: Mapping[str, str] = {}
    """What is told of a case that was played: words, and the quantity that follows them."""


class Choice(_Question, frozen=True, kw_only=True):
    """A question without a run."""


class Ranges(Part, frozen=True, kw_only=True):
    """What "New numbers" draws from."""

    weights: tuple[float, float] = (-2.0, 2.0)
    inputs: tuple[float, float] = (-3.0, 3.0)
    targets: tuple[float, float] | None = None
    """None keeps the targets as they are."""
    digits: int = 1


class Number(Part, frozen=True, kw_only=True):
    """Typed answers: one box, or several side by side."""

    ask: str = ""
    boxes: tuple[Box, ...] = ()
    new_numbers: Ranges | None = None
    in_a_row: int = 1
    """So many right answers in a row, with new numbers each time, finish it."""


class Do(Part, frozen=True, kw_only=True):
    """Done when every line of ``check`` holds; a line is one of `checks`."""

    ask: str = ""
    check: tuple[str, ...] = ()
    after: Span | None = None
    """When at the earliest."""


class Challenge(Part, frozen=True, kw_only=True):
    """Solved when ``goal`` is met in ``needed`` of ``seeds`` runs that keep ``within``."""

    ask: str = ""
    goal: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    epochs: int = 100
    seeds: int = 10
    needed: int = 8
    """The key ``pass``."""
    vary: tuple[Literal["weights", "order", "data"], ...] = ("weights", "order", "data")
    when: Literal["reached", "at the end"] = "reached"
    solution: Settings = {}
    lines: Mapping[str, int] = {}
    """Where the settings of the solution stand, by their names."""


class Explain(Part, frozen=True, kw_only=True):
    """Own words, then ideas to tick; never marked."""

    ask: str = ""
    ideas: tuple[str, ...] = ()


class Hint(Part, frozen=True, kw_only=True):
    """Opened one after another; Markdown."""

    markdown: str


class Reveal(Part, frozen=True, kw_only=True):
    """Shown when the step's question is answered or its check holds; see `reveals`."""

    markdown: str


class Teacher(Part, frozen=True, kw_only=True):
    """Seen by authors and presenters only; Markdown."""

    markdown: str


Block: TypeAlias = (
    Text
    | Setup
    | Controls
    | Predict
    | Choice
    | Number
    | Do
    | Challenge
    | Explain
    | Hint
    | Reveal
    | Teacher
)
Task: TypeAlias = Predict | Choice | Number | Do | Challenge | Explain
"""What a learner answers or does."""

B = TypeVar("B")


class Step(Part, frozen=True, kw_only=True):
    """From one heading to the next.

    Attributes
    ----------
    number : int
        From 1.
    blocks : tuple of Block
        In the order of the file.  At most one setup, one controls and one predict.
    """

    number: int
    title: str
    blocks: tuple[Block, ...] = ()

    def all_of(self, kind: type[B]) -> tuple[B, ...]:
        """The blocks of a kind, in order."""
        return tuple(block for block in self.blocks if isinstance(block, kind))

    def one_of(self, kind: type[B]) -> B | None:
        """The first block of a kind."""
        return next((block for block in self.blocks if isinstance(block, kind)), None)

    @property
    def tasks(self) -> tuple[Task, ...]:
        """What there is to answer or to do, in order; a task is named by its place in here."""
        return tuple(
            block
            for block in self.blocks
            if isinstance(block, Predict | Choice | Number | Do | Challenge | Explain)
        )


class Header(Part, frozen=True, kw_only=True):
    """What the header of a lesson says."""

    id: str
    title: str
    language: str = "en"
    minutes: int = 20
    needs: tuple[str, ...] = ()
    """Ids of lessons."""
    aim: str = ""
    licence: str = ""
    author: str = ""
    level: str = ""
    seed: int | None = None
    """Of data, split, weights and order of the samples wherever a setup gives none."""
    number: int | None = None
    """Place in the curriculum; None for none."""


class Lesson(Header, frozen=True, kw_only=True):
    """A whole lesson.

    Attributes
    ----------
    introduction : str
        Markdown before the first step.
    digest : str
        SHA-256 of the file's text, in hexadecimal: answers belong to it.
    """

    introduction: str = ""
    steps: tuple[Step, ...] = ()
    digest: str = ""
