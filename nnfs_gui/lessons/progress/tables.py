"""What a class answered: per question which options and which slips, and all of it as CSV."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ..answers.slips import SAYS
from ..model import Choice, Lesson, Predict
from .hand_in import HandIn
from .records import TaskRecord, Verdict

_NUMBER = re.compile(r"-?[\d.,]+(e-?\d+)?\s*%?")
_MOST_ANSWERS = 12
VERDICTS: tuple[Verdict, ...] = ("right", "close", "slip", "wrong", "done", "open")


@dataclass(frozen=True)
class Bar:
    """One line of a table.

    Attributes
    ----------
    label : str
    count : int
    right : bool or None
        None if it is not known, or not marked.
    name : str
        The slip's name.
    """

    label: str
    count: int
    right: bool | None = None
    name: str = ""


@dataclass(frozen=True)
class QuestionTable:
    """What a class did at one task.

    Attributes
    ----------
    step, task : int
    title, ask, kind : str
    answered : int
        Learners who tried.
    solved : int
        Learners who did it, at the first attempt or later.
    at_once : int
        Learners whose first attempt counted.
    attempts : int
        Of all together.
    hints : int
    first : tuple of Bar
        First answers, the most frequent first; of a question with options in their order.
    slips : tuple of Bar
        Learners who had each slip at any attempt.
    """

    step: int
    task: int
    title: str
    ask: str
    kind: str
    answered: int
    solved: int
    at_once: int
    attempts: int
    hints: int
    first: tuple[Bar, ...]
    slips: tuple[Bar, ...]


def class_table(
    hand_ins: Sequence[HandIn], lesson: Lesson | None = None
) -> tuple[QuestionTable, ...]:
    """One table a task that anybody tried, in the order of the lesson.

    With the lesson, options that nobody chose are listed, too, and which of them are right.
    """
    records: dict[tuple[int, int], list[TaskRecord]] = {}
    for answers in hand_ins:
        for record in answers.record.tasks:
            if record.attempts:
                records.setdefault((record.step, record.task), []).append(record)
    return tuple(_table(records[place], lesson) for place in sorted(records))


def _table(records: list[TaskRecord], lesson: Lesson | None) -> QuestionTable:
    some = records[0]
    steps = () if lesson is None else lesson.steps
    title = steps[some.step - 1].title if some.step <= len(steps) else ""
    first = [record.attempts[0] for record in records]
    slips = Counter(
        name
        for record in records
        for name in {slip for attempt in record.attempts for slip in attempt.slips if slip}
    )
    return QuestionTable(
        step=some.step,
        task=some.task,
        title=title,
        ask=some.ask,
        kind=some.kind,
        answered=len(records),
        solved=sum(record.done for record in records),
        at_once=sum(attempt.verdict in ("right", "close", "done") for attempt in first),
        attempts=sum(len(record.attempts) for record in records),
        hints=sum(record.hints for record in records),
        first=_first_answers(records, lesson),
        slips=tuple(
            Bar(SAYS.get(name, name), count, False, name) for name, count in slips.most_common()
        ),
    )


def _first_answers(records: list[TaskRecord], lesson: Lesson | None) -> tuple[Bar, ...]:
    options = _options(records[0], lesson)
    if options:
        chosen = Counter(text for record in records for text in record.attempts[0].answer)
        return tuple(Bar(text, chosen.pop(text, 0), right) for text, right in options) + tuple(
            Bar(text, count, None) for text, count in chosen.items()
        )
    if records[0].kind == "explain":
        return tuple(Bar(record.attempts[0].answer[0], 1) for record in records if _words(record))
    given = Counter(" · ".join(record.attempts[0].answer) for record in records)
    right = {
        " · ".join(record.attempts[0].answer): record.attempts[0].verdict in ("right", "close")
        for record in records
    }
    return tuple(Bar(text, n, right[text]) for text, n in given.most_common(_MOST_ANSWERS) if text)


def _words(record: TaskRecord) -> bool:
    return bool(record.attempts[0].answer and record.attempts[0].answer[0].strip())


def _options(record: TaskRecord, lesson: Lesson | None) -> list[tuple[str, bool]]:
    steps = () if lesson is None else lesson.steps
    if record.step > len(steps) or record.task >= len(steps[record.step - 1].tasks):
        return []
    task = steps[record.step - 1].tasks[record.task]
    if not isinstance(task, Predict | Choice):
        return []
    return [(option.text, option.right) for option in task.options]


def to_csv(hand_ins: Sequence[HandIn]) -> str:
    """A line a learner: name, time, and for each task verdict, attempts, answer and slips."""
    places = sorted({(t.step, t.task) for one in hand_ins for t in one.record.tasks})
    head = ["name", "lesson", "written", "minutes", "done", "of"]
    for step, task in places:
        name = f"{step}.{task + 1}"
        head += [f"{name} verdict", f"{name} attempts", f"{name} answer", f"{name} slips"]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    for one in hand_ins:
        record = one.record
        row = [one.name, record.lesson, one.written, f"{record.seconds / 60:.0f}"]
        row += [str(record.done), str(record.total)]
        for place in places:
            row += _cells(record.task(*place))
        writer.writerow([_harmless(cell) for cell in row])
    return text.getvalue()


def _cells(record: TaskRecord | None) -> list[str]:
    if record is None or not record.attempts:
        return ["", "", "", ""]
    last = record.attempts[-1]
    slips = sorted({slip for attempt in record.attempts for slip in attempt.slips if slip})
    return [last.verdict, str(len(record.attempts)), " · ".join(last.answer), " · ".join(slips)]


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    if cell[:1] in ("=", "+", "@", "-", "\t", "\r") and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell
