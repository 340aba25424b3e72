"""What stands in each kind of block."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nnfs_gui.experiment.controls import CONTROLS, GROUPS

from ..errors import LessonError, unknown
from ..model import (
    Block,
    Challenge,
    Controls,
    Do,
    Explain,
    Hint,
    Option,
    Reveal,
    Setup,
    Span,
    Teacher,
)
from ..names import POINTS, TABS
from .markdown import checked, checked_text
from .pieces import Fenced
from .questions import read_choice, read_number, read_predict
from .settings import SECTIONS, setting_lines, taken_settings
from .tables import Table, check_keys

MOST_EPOCHS = 5000
MOST_SEEDS = 20
_LIMITS = ("layers", "neurons", "features", "points", "noise", "rate", "batch", "clip_threshold")


def read_block(block: Fenced, options: tuple[Option, ...] = ()) -> Block:
    """A block of a lesson, with the options that stand below it."""
    if block.name in _MARKDOWN:
        text = checked(block.lines, block.line + 1)
        if not text.strip():
            raise LessonError(f"the {block.name} says nothing", block.line)
        return _MARKDOWN[block.name](line=block.line, markdown=text)
    table = Table(block)
    if block.name == "predict":
        return read_predict(table, options)
    if block.name == "choice":
        return read_choice(table, options)
    return _READERS[block.name](table)


def _setup(table: Table) -> Setup:
    values = table.values
    keys = ("from", "weights", "freeze", "mute", "train", "then", "show", "point")
    table.check_keys((*keys, *SECTIONS))
    then = table.subtable("then")
    check_keys(then, SECTIONS, "key of then", table, "then")
    own: dict[str, Any] = {
        "origin": values.get("from", "empty"),
        "settings": taken_settings(values, table),
        "then": taken_settings(then, table, "then"),
        "lines": {
            **{key: table.line_of(key) for key in values if key not in SECTIONS},
            **setting_lines(then, table, "then"),
            **setting_lines(values, table),
        },
        **{key: values[key] for key in keys if key in values and key not in ("from", "then")},
    }
    own.pop("train", None)
    setup = table.converted(Setup, {**own, **_with(train=table.span("train"))})
    if setup.show and setup.show not in TABS:
        raise table.error(f"show names a tab: {', '.join(TABS)}", "show")
    if isinstance(setup.point, str) and setup.point not in POINTS:
        raise table.error(f"point is a number from 1, or {' or '.join(POINTS)}", "point")
    if isinstance(setup.point, int) and setup.point < 1:
        raise table.error("points are counted from 1", "point")
    return setup


def _controls(table: Table) -> Controls:
    table.check_keys(("lock", "hide", "only", "limit"))
    controls = table.converted(Controls, table.values)
    known = (*GROUPS, *sorted(CONTROLS))
    for key in ("lock", "hide", "only"):
        for name in getattr(controls, key) or ():
            if name not in known:
                raise table.error(unknown("control", name, known), key)
    check_keys(dict(controls.limit), _LIMITS, "limit", table, "limit")
    return controls


def _do(table: Table) -> Do:
    table.check_keys(("ask", "check", "after"))
    values = {**table.values, **_with(after=table.span("after"))}
    do = table.converted(Do, {**values, "ask": _text(table, "ask")})
    if not do.check:
        raise table.error('do needs check = ["…"], at least one line', "check")
    return do


def _challenge(table: Table) -> Challenge:
    keys = ("ask", "goal", "within", "epochs", "seeds", "pass", "vary", "when", "solution")
    table.check_keys(keys)
    solution = table.subtable("solution")
    check_keys(solution, SECTIONS, "key of solution", table, "solution")
    values = {key: value for key, value in table.values.items() if key != "pass"}
    values["solution"] = taken_settings(solution, table, "solution")
    values["lines"] = setting_lines(solution, table, "solution")
    values["ask"] = _text(table, "ask")
    seeds = table.values.get("seeds", 10)
    least = -(-4 * seeds // 5) if isinstance(seeds, int) else 8
    values["needed"] = table.values.get("pass", least)
    challenge = table.converted(Challenge, values)
    if not challenge.goal:
        raise table.error('a challenge needs goal = ["…"], at least one line', "goal")
    if not 1 <= challenge.epochs <= MOST_EPOCHS:
        raise table.error(f"epochs is from 1 to {MOST_EPOCHS:,}", "epochs")
    if not 1 <= challenge.seeds <= MOST_SEEDS:
        raise table.error(f"seeds is from 1 to {MOST_SEEDS}", "seeds")
    if not 1 <= challenge.needed <= challenge.seeds:
        raise table.error("pass is from 1 to seeds", "pass")
    if not challenge.vary:
        raise table.error("vary names at least one of weights, order and data", "vary")
    return challenge


def _explain(table: Table) -> Explain:
    table.check_keys(("ask", "ideas"))
    explain = table.converted(Explain, {**table.values, "ask": _text(table, "ask")})
    for idea in explain.ideas:
        checked_text(idea, table.line_of("ideas"))
    if not explain.ask:
        raise table.error('explain needs ask = "…"')
    return explain


def _text(table: Table, key: str) -> Any:  # noqa: ANN401 -- of a wrong type it stays as it is
    value = table.values.get(key, "")
    return checked_text(value, table.line_of(key)) if isinstance(value, str) else value


def _with(**spans: Span | None) -> dict[str, Any]:
    return {
        name: None if span is None else {"count": span.count, "unit": span.unit}
        for name, span in spans.items()
    }


_MARKDOWN: dict[str, type[Hint | Reveal | Teacher]] = {
    "hint": Hint,
    "reveal": Reveal,
    "teacher": Teacher,
}
_READERS: dict[str, Callable[[Table], Block]] = {
    "setup": _setup,
    "controls": _controls,
    "number": read_number,
    "do": _do,
    "challenge": _challenge,
    "explain": _explain,
}
