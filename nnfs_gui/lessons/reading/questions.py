"""The blocks that ask: predict, choice and number."""

from __future__ import annotations

from typing import Any

from ..errors import unknown
from ..model import AnswerKind, Box, Choice, Number, Option, Predict, Ranges
from .markdown import checked_text
from .settings import SECTIONS, setting_lines, taken_settings
from .tables import Table, check_keys

MOST_BOXES, MOST_CASES = 24, 12
_BOX = tuple(name for name in Box.__struct_fields__ if name != "line")
_COMMON = ("ask", "kind", "right", "otherwise")
_OF_KIND: dict[str, tuple[str, ...]] = {
    "options": ("pick",),
    "number": ("box", *_BOX),
    "order": ("items",),
    "arrows": ("arrows",),
    "click": ("answer",),
    "drag on the loss curve": ("of",),
    "draw the boundary": (),
}
_WITHOUT_RUN = ("options", "order", "arrows", "click")
assert set(_OF_KIND) == set(AnswerKind.__args__)  # type: ignore[attr-defined]  # of a Literal


def read_predict(table: Table, options: tuple[Option, ...]) -> Predict:
    """A question before play."""
    kind = _kind(table, tuple(_OF_KIND))
    table.check_keys((*_COMMON, "play", "case", "figures", *_OF_KIND[kind]))
    cases = [_case(table, entry, nth) for nth, entry in enumerate(table.subtables("case"))]
    play = table.span("play")
    values = {
        **_question(table, kind),
        "cases": cases,
        "play": None if play is None else {"count": play.count, "unit": play.unit},
        "figures": table.values.get("figures", {}),
    }
    predict = table.converted(Predict, {**values, "options": _plain(options)})
    if len(cases) > MOST_CASES:
        raise table.error(f"there may be {MOST_CASES} cases", "case")
    if predict.figures and not cases:
        raise table.error("figures are told of cases, and there are none", "figures")
    if cases and play is None:
        raise table.error("cases are compared by playing them: give play as well", "case")
    _check_answerable(table, predict)
    return predict


def read_choice(table: Table, options: tuple[Option, ...]) -> Choice:
    """A question without a run."""
    kind = _kind(table, _WITHOUT_RUN)
    table.check_keys((*_COMMON, *_OF_KIND[kind]))
    choice = table.converted(Choice, {**_question(table, kind), "options": _plain(options)})
    _check_answerable(table, choice)
    return choice


def read_number(table: Table) -> Number:
    """Typed answers."""
    table.check_keys(("ask", "box", "new_numbers", "in_a_row", *_BOX))
    values: dict[str, Any] = {"ask": _ask(table), "boxes": _boxes(table)}
    new = table.values.get("new_numbers", False)
    if isinstance(new, dict):
        names = [name for name in Ranges.__struct_fields__ if name != "line"]
        check_keys(new, names, "key of new_numbers", table, "new_numbers")
        values["new_numbers"] = new
    elif new is True:
        values["new_numbers"] = {}
    elif new is not False:
        raise table.error("new_numbers is true, or a table of ranges", "new_numbers")
    if "in_a_row" in table.values:
        values["in_a_row"] = table.values["in_a_row"]
    number = table.converted(Number, values)
    if not 1 <= number.in_a_row <= 10:
        raise table.error("in_a_row is from 1 to 10", "in_a_row")
    if number.in_a_row > 1 and number.new_numbers is None:
        raise table.error("in_a_row needs new_numbers", "in_a_row")
    _check_ranges(table, number)
    return number


def _check_ranges(table: Table, number: Number) -> None:
    ranges = number.new_numbers
    if ranges is None:
        return
    for low, high in filter(None, (ranges.weights, ranges.inputs, ranges.targets)):
        if not -1e3 <= low < high <= 1e3:
            raise table.error("a range is [low, high], within ±1000", "new_numbers")
    if not 0 <= ranges.digits <= 4:
        raise table.error("digits is from 0 to 4", "new_numbers")


def _kind(table: Table, kinds: tuple[str, ...]) -> str:
    kind = table.values.get("kind", "options")
    if kind not in kinds:
        raise table.error(unknown("kind of question", str(kind), kinds), "kind")
    return str(kind)


def _question(table: Table, kind: str) -> dict[str, Any]:
    own = {key: table.values[key] for key in _OF_KIND[kind] if key in table.values}
    if kind == "number":
        own = {"boxes": _boxes(table)}
    if kind == "click" and isinstance(own.get("answer"), str):
        own["answer"] = [own["answer"]]
    feedback = {}
    for key in ("right", "otherwise"):
        value = table.values.get(key)
        if value is not None:
            feedback[key] = _markdown(table, key, value)
    return {"kind": kind, "ask": _ask(table), **own, **feedback}


def _ask(table: Table) -> Any:  # noqa: ANN401 -- of a wrong type it stays as it is
    return _markdown(table, "ask", table.values.get("ask", ""))


def _markdown(table: Table, key: str, value: Any) -> Any:  # noqa: ANN401 -- as above
    return checked_text(value, table.line_of(key)) if isinstance(value, str) else value


def _boxes(table: Table) -> list[dict[str, Any]]:
    """One box for each ``[[box]]``, or a single one from the block's own keys."""
    several = table.subtables("box")
    alone = [
        key for key in _BOX if key in table.values and (table.name == "number" or key != "kind")
    ]
    if several:
        mixed = [key for key in alone if key not in ("right", "otherwise")]
        if mixed:
            raise table.error(f"{mixed[0]} belongs to a [[box]] here", mixed[0])
        if len(several) > MOST_BOXES:
            raise table.error(f"there may be {MOST_BOXES} boxes", "box")
    boxes = several or [{key: table.values[key] for key in alone}]
    for nth, box in enumerate(boxes):
        check_keys(box, _BOX, "key of a box", table, "box", nth)
        if "answer" not in box:
            raise table.error("a number needs an answer", "box" if several else "", nth)
    places = [table.line_of("box", nth) if several else table.line for nth in range(len(boxes))]
    return [_box(table, box, line) for box, line in zip(boxes, places, strict=True)]


def _box(table: Table, values: dict[str, Any], line: int) -> dict[str, Any]:
    box = {key: _markdown(table, key, value) for key, value in values.items()}
    wrong = box.get("wrong", [])
    if isinstance(wrong, list):
        for entry in wrong:
            if isinstance(entry, dict):
                check_keys(entry, ("value", "say"), "key of wrong", table, "wrong")
                entry.setdefault("line", line)
    return {**box, "line": line}


def _case(table: Table, entry: dict[str, Any], nth: int) -> dict[str, Any]:
    check_keys(entry, ("label", "optional", *SECTIONS), "key of a case", table, "case", nth)
    if not isinstance(entry.get("label"), str):
        raise table.error("a case needs a label", "case", nth)
    optional = entry.get("optional", False)
    if not isinstance(optional, bool):
        raise table.error("optional is true or false", "case", nth)
    return {
        "label": entry["label"],
        "optional": optional,
        "settings": taken_settings(entry, table, "case", nth),
        "lines": setting_lines(entry, table, "case", nth),
        "line": table.line_of("case", nth),
    }


def _plain(options: tuple[Option, ...]) -> list[dict[str, Any]]:
    return [
        {name: getattr(option, name) for name in Option.__struct_fields__} for option in options
    ]


def _check_answerable(table: Table, question: Predict | Choice) -> None:
    """Refuse a question that nobody could answer."""
    if not question.ask:
        raise table.error(f'{table.name} needs ask = "…"')
    if question.kind != "options" and question.options:
        raise table.error(f'a task list belongs to kind = "options", not "{question.kind}"', "kind")
    if question.kind == "options" and len(question.options) < 2:
        raise table.error(f"{table.name} needs at least two options below it: - [ ] and - [x]")
    if question.kind == "options" and not any(option.right for option in question.options):
        raise table.error("no option is marked right with - [x]")
    missing = {
        "order": len(question.items) < 2,
        "arrows": not question.arrows,
        "click": not question.answer,
    }
    if missing.get(question.kind, False):
        key = {"order": "items", "arrows": "arrows", "click": "answer"}[question.kind]
        raise table.error(f'kind = "{question.kind}" needs {key}')
