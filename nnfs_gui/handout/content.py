"""`Sheet`: the items of a lesson's sheet, for learners or for the teacher."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from string import ascii_uppercase

from nnfs_gui.experiment.model import Experiment
from nnfs_gui.lessons.answers import WorkedSlip, work
from nnfs_gui.lessons.checks import in_words, parse_check
from nnfs_gui.lessons.errors import LessonError
from nnfs_gui.lessons.measured import shown
from nnfs_gui.lessons.model import (
    Box,
    Challenge,
    Choice,
    Do,
    Explain,
    Hint,
    Lesson,
    Number,
    Predict,
    Reveal,
    Setup,
    Step,
    Teacher,
    Text,
)
from nnfs_gui.lessons.reading.reader import lesson_paths, load_lesson
from nnfs_gui.lessons.running.course import Course
from nnfs_gui.lessons.setups import Prepared, prepare
from nnfs_gui.theme import LIGHT
from nnfs_gui.widgets.numbers import format_number
from nnfs_gui.window.lessons.judging import said_name

from .items import AxesItem, Item, LinesItem, PicturesItem, RuleItem, TextItem, TickItem
from .pictures import StepPictures, shows_the_same

DIM = LIGHT.dim
GREEN = LIGHT.legible(LIGHT.ok, LIGHT.panel)
AMBER = LIGHT.legible(LIGHT.warn, LIGHT.panel)
TITLE, HEADING, SMALL = 22, 16, 12
DIGITS = 5
"""Of the right answers: enough to tell a slip from a rounding."""
_OWN_LINES = re.compile(r"\||\$\$|#|>|[-*+]\s|\d+[.)]\s")
"""How a table, a formula, a heading or a list begins, which follow no words in their line."""
_HOW = {
    "order": "Write 1, 2, 3 … before them.",
    "arrows": "Circle what will happen.",
    "click": "Mark it in the picture.",
    "draw the boundary": "Draw it into the picture.",
}


class Sheet:
    """Writes the sheet of a lesson; ``solutions`` adds answers, feedback, reveals and notes."""

    def __init__(self, lesson: Lesson, pictures: StepPictures, *, solutions: bool) -> None:
        self._lesson, self._pictures, self._solutions = lesson, pictures, solutions
        self._shown: tuple[Experiment, object] | None = None  # with the point that is marked

    def items(self) -> list[Item]:
        """Everything, in order."""
        items = [*self._head()]
        for step in self._lesson.steps:
            items += self._step(step)
        if not self._solutions:
            items += self._hints()
        return items

    def _head(self) -> Iterator[Item]:
        lesson = self._lesson
        yield TextItem(f"**{lesson.title}**", TITLE, keeps=True)
        about = [f"{lesson.minutes} minutes"]
        if lesson.needs:
            about.append(f"needs {', '.join(map(_titled, lesson.needs))}")
        if lesson.author:
            about.append(lesson.author)
        about.append(lesson.licence)
        yield TextItem("  ·  ".join(about), SMALL, DIM, keeps=True)
        if lesson.aim:
            yield TextItem(lesson.aim, colour=DIM, keeps=True)
        if self._solutions:
            yield TextItem("**Teacher's copy**", colour=GREEN, keeps=True)
        else:
            yield LinesItem(words="Name", length=0.55, keeps=True)
        yield RuleItem()
        yield from _texts(lesson.introduction)

    def _step(self, step: Step) -> Iterator[Item]:
        title = TextItem(f"**{step.number}  {step.title}**", HEADING, above=10, keeps=True)
        yield title
        prepared = self._prepared(step)
        yield from self._set_up(step, prepared)
        for block in step.blocks:
            if isinstance(block, Text):
                yield from _texts(block.markdown)
            elif isinstance(block, Predict | Choice):
                yield from self._question(block)
            elif isinstance(block, Number):
                yield from self._asked(block.ask)
                yield from self._boxes(block.boxes, prepared)
            elif isinstance(block, Do):
                yield from self._do(block)
            elif isinstance(block, Challenge):
                yield from self._challenge(block)
            elif isinstance(block, Explain):
                yield from self._explain(block)
        if self._solutions:
            yield from _notes(step)

    # --- set-ups -----------------------------------------------------------------------------

    def _prepared(self, step: Step) -> Prepared | None:
        try:
            return prepare(self._lesson, step.number)
        except LessonError:
            return None  # a set-up that goes on with what the learner has may have no start

    def _set_up(self, step: Step, prepared: Prepared | None) -> Iterator[Item]:
        """The pictures, unless they would look like those of the step before."""
        if prepared is None or step.one_of(Setup) is None:
            return
        shown, point = self._shown, prepared.point
        same = shown is not None and shows_the_same(shown[0], prepared.after) and shown[1] == point
        if same and prepared.train is None:
            return
        self._shown = (prepared.after, point) if prepared.train is None else None
        yield PicturesItem(self._pictures.of(prepared), keeps=True)

    # --- questions ---------------------------------------------------------------------------

    def _asked(self, ask: str) -> Iterator[Item]:
        if ask.strip():
            yield TextItem(_bold(ask), above=4, keeps=True)

    def _question(self, task: Predict | Choice) -> Iterator[Item]:
        yield from self._asked(task.ask)
        if task.kind in _HOW:
            yield TextItem(_HOW[task.kind], SMALL, DIM, keeps=True)
        ways = {
            "options": self._options, "order": self._order, "arrows": self._arrows,
            "number": self._numbers, "drag on the loss curve": self._axes, "click": self._clicked,
        }  # fmt: skip
        if task.kind in ways:
            yield from ways[task.kind](task)
        if isinstance(task, Predict) and task.cases:
            labels = "  ·  ".join(case.label for case in task.cases)
            yield TextItem(f"Compared: {labels}.", SMALL, DIM)
        if self._solutions:
            yield from (
                TextItem(said, SMALL, DIM, indent=24)
                for said in (task.right, task.otherwise)
                if said
            )

    def _arrows(self, task: Predict | Choice) -> Iterator[Item]:
        told = {"up": "↑ up", "same": "= the same", "down": "↓ down"}
        for name, way in task.arrows.items():
            words = "        ".join(
                f"**[{text}]**" if self._solutions and key == way else text
                for key, text in told.items()
            )
            yield TextItem(f"{name}:        {words}", keeps=True)

    def _numbers(self, task: Predict | Choice) -> Iterator[Item]:
        return self._boxes(task.boxes, None)

    def _axes(self, task: Predict | Choice) -> Iterator[Item]:
        yield AxesItem(y=task.of.replace("_", " "))

    def _clicked(self, task: Predict | Choice) -> Iterator[Item]:
        if self._solutions:
            yield TextItem(", ".join(map(said_name, task.answer)), colour=GREEN, indent=24)

    def _options(self, task: Predict | Choice) -> Iterator[Item]:
        last = len(task.options) - 1
        for at, (letter, option) in enumerate(zip(ascii_uppercase, task.options, strict=False)):
            ticked = self._solutions and option.right
            told = self._solutions and bool(option.feedback)
            yield TickItem(letter, TextItem(option.text), ticked, keeps=at < last or told)
            if told:
                colour = GREEN if option.right else DIM
                yield TextItem(option.feedback, SMALL, colour, indent=46, keeps=at < last)

    def _order(self, task: Predict | Choice) -> Iterator[Item]:
        shown = list(task.items) if self._solutions else sorted(task.items)
        for at, name in enumerate(shown):
            letter = str(at + 1) if self._solutions else ""
            yield TickItem(letter, TextItem(name), keeps=at < len(shown) - 1)

    def _boxes(self, boxes: Sequence[Box], prepared: Prepared | None) -> Iterator[Item]:
        values = self._right_values(boxes, prepared)
        for box, (value, slips) in zip(boxes, values, strict=True):
            filled = value if self._solutions or box.given else ""
            yield LinesItem(
                words=box.label or "Answer", after=box.unit, length=0.35, filled=filled,
                keeps=box is not boxes[-1],
            )  # fmt: skip
            if self._solutions:
                for said in (box.right, *slips):
                    if said:
                        yield TextItem(said, SMALL, DIM, indent=24)

    def _right_values(
        self, boxes: Sequence[Box], prepared: Prepared | None
    ) -> list[tuple[str, list[str]]]:
        """The right answers in words, each with its slips; what has to be measured is named."""
        found = list[tuple[str, list[str]]]()
        computed = prepared is not None and any(isinstance(box.answer, str) for box in boxes)
        moment = Course.of_step(prepared).situation() if prepared is not None and computed else None
        for box in boxes:
            if box.between is not None:
                low, high = box.between
                found.append((f"{_figure(low)} to {_figure(high)}", []))
                continue
            value: object = box.answer
            slips = [WorkedSlip(wrong.say, (wrong.value,), wrong.say) for wrong in box.wrong]
            if isinstance(value, str) and prepared is not None and moment is not None:
                weights = None if prepared.train is None else moment.parameters
                worked = work((box,), prepared.after, weights, moment)[0]
                value, slips = worked.value, list(worked.slips)
            found.append((_told(value, box), [_said(slip, box) for slip in slips]))
        return found

    def _do(self, task: Do) -> Iterator[Item]:
        yield from self._asked(task.ask or "Do it in the playground:")
        for at, line in enumerate(task.check):
            words = in_words(parse_check(line))
            yield TickItem("", TextItem(words), keeps=at < len(task.check) - 1)

    def _challenge(self, task: Challenge) -> Iterator[Item]:
        yield from self._asked(task.ask)
        when = "at some epoch" if task.when == "reached" else f"at epoch {task.epochs}"
        yield TextItem(
            f"Solved if it works in {task.needed} of {task.seeds} seeds, {when}, "
            f"within {task.epochs} epochs.", SMALL, DIM, keeps=True,
        )  # fmt: skip
        for line in (*task.goal, *task.within):
            yield TickItem("", TextItem(in_words(parse_check(line))), keeps=True)
        if self._solutions and task.solution:
            yield self._solution(_settings(task.solution))
        elif not self._solutions:
            yield LinesItem(2, "What worked")

    def _explain(self, task: Explain) -> Iterator[Item]:
        yield from self._asked(task.ask)
        if not self._solutions:
            yield LinesItem(4)
        for idea in task.ideas if self._solutions else ():
            yield TickItem("", TextItem(idea, colour=GREEN))

    def _solution(self, words: str) -> Item:
        return TextItem(f"`{words}`", colour=GREEN, indent=24)

    def _hints(self) -> Iterator[Item]:
        hints = [(step, hint) for step in self._lesson.steps for hint in step.all_of(Hint)]
        if not hints:
            return
        yield RuleItem()
        yield TextItem("**Hints**", HEADING, keeps=True)
        for step, hint in hints:
            yield TextItem(f"**{step.number}**  {hint.markdown}", SMALL, DIM)


def _titled(name: str) -> str:
    """The title of a bundled lesson in quotes; of others only the id is known."""
    for path in lesson_paths():
        if path.name == f"{name}.lesson.md":
            return f"“{load_lesson(path).title}”"
    return name


def _notes(step: Step) -> Iterator[Item]:
    """What only the teacher's copy says of a step."""
    for kind, name, bar in (
        (Hint, "Hint", AMBER), (Reveal, "Reveal", LIGHT.accent), (Teacher, "Teacher", GREEN),
    ):  # fmt: skip
        for block in step.all_of(kind):
            assert isinstance(block, Hint | Reveal | Teacher)
            text = shown(block.markdown).strip()
            gap = "\n\n" if _OWN_LINES.match(text) else " "
            yield TextItem(f"**{name}:**{gap}{text}", SMALL, indent=14, bar=bar, above=3)


def _texts(markdown: str) -> Iterator[Item]:
    """A text in parts that may stand on two pages."""
    part: list[str] = []
    for line in [*markdown.strip().split("\n"), ""]:
        # A table, a list or a formula over several lines stays whole.
        if line.strip() or "\n".join(part).count("$$") % 2:
            part.append(line)
        elif part:
            yield TextItem("\n".join(part))
            part = []


def _bold(ask: str) -> str:
    """A question in bold where that is one run of words."""
    text = ask.strip()
    return text if any(sign in text for sign in "*$`|\n") else f"**{text}**"


def _figure(value: float) -> str:
    """A number as people write it: ``33``, not ``33.000``."""
    return f"{value:.0f}" if value == round(value) else format_number(value, DIGITS)


def _said(slip: WorkedSlip, box: Box) -> str:
    """The values of a slip, and what is said to it."""
    return f"{' or '.join(_told(value, box) for value in slip.values)}: {slip.say}"


def _told(value: object, box: Box) -> str:
    if isinstance(value, tuple):
        return f"{_figure(value[0])} to {_figure(value[1])}"
    if isinstance(value, int | float):
        return _figure(100 * float(value) if box.unit == "%" else float(value))
    return f"measured: {value}"


def _settings(tables: object, inside: str = "") -> str:
    """Settings as an author writes them: ``network.hidden = ["6 tanh"]``."""
    if not isinstance(tables, dict):
        return f"{inside} = {tables}".replace("'", '"')
    parts = (_settings(value, f"{inside}.{key}".strip(".")) for key, value in tables.items())
    return "; ".join(parts)
