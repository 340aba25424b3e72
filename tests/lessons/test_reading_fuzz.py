"""Whatever is thrown at the reader, it answers with a lesson or a `LessonError`, quickly."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nnfs_gui.lessons.answers import ExpressionError, parse_expression
from nnfs_gui.lessons.checks import CheckError, parse_check, parse_quantity
from nnfs_gui.lessons.errors import LessonError
from nnfs_gui.lessons.measured import measured_in, shown
from nnfs_gui.lessons.model import Lesson
from nnfs_gui.lessons.names import BLOCKS
from nnfs_gui.lessons.reading import LARGEST, lesson_paths, load_lesson, read_all, read_lesson

from .lesson_texts import HEADER, WHOLE, step_text

SHIPPED = [path.read_text(encoding="utf-8") for path in lesson_paths()] or [WHOLE]
VALUES = st.sampled_from(
    ["1", "-1", "1e400", "nan", '""', '"x"', "[]", "[[]]", "{}", "true", "1979-05-27", "0x7f",
     '"4 tanh"', '["4 tanh"]', "[1, 2]", "[[1, 2, 3]]", "9" * 30, '"50 epochs"', "{ a = 1 }"]
)  # fmt: skip
KEYS = st.sampled_from(
    ["from", "data.points", "data.size", "data.generator", "data.task", "data.classes", "weights",
     "network.hidden", "network.features", "network.output", "training.learning_rate", "split.seed",
     "training.optimizer_parameters", "freeze", "mute", "train", "then", "show", "point", "ask",
     "play", "kind", "answer", "tolerance", "slips", "wrong", "box", "new_numbers", "in_a_row",
     "check", "after", "goal", "within", "epochs", "seeds", "pass", "vary", "when", "solution",
     "ideas", "lock", "hide", "only", "limit", "items", "arrows", "pick", "case", "unit", "of"]
)  # fmt: skip
TOML = st.lists(st.tuples(KEYS, VALUES), max_size=6).map(
    lambda rows: "\n".join(f"{key} = {value}" for key, value in rows)
)
PIECES = st.one_of(
    st.builds("```{}\n{}\n```\n- [x] a\n- [ ] b\n  > c\n".format, st.sampled_from(BLOCKS), TOML),
    st.text(max_size=40),
    st.sampled_from(["## Step\n", "```", "- [x] a", "$$", "+++", "![", "<b>", "\x00", "]: x:"]),
)


def read(text: str) -> None:
    """Read a text; every other error than the reader's own fails the test."""
    first = None
    try:
        assert isinstance(read_lesson(text), Lesson)
    except LessonError as error:
        first = (error.line, error.message)
    lesson, problems = read_all(text)
    assert lesson is not None or problems
    told = [(error.line, error.message) for error in problems]
    assert told == sorted(set(told))
    assert first in told if first is not None else not told


@given(st.text(max_size=400))
def test_any_text(text):
    read(text)
    read(HEADER + text)
    read(step_text(text))


@given(st.lists(PIECES, max_size=8))
def test_any_blocks(pieces):
    read(HEADER + "\n## Step\n" + "\n".join(pieces))


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_mutated_lessons(data):
    text = data.draw(st.sampled_from([WHOLE, *SHIPPED]))
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        length = data.draw(st.integers(0, 40))
        text = text[:start] + data.draw(st.text(max_size=12)) + text[start + length :]
    read(text)


@given(st.lists(st.integers(0, 200), min_size=1, max_size=4), st.booleans())
def test_lessons_with_lines_left_out_or_doubled(places, double):
    lines = WHOLE.split("\n")
    for place in places:
        index = place % len(lines)
        lines[index : index + 1] = [lines[index]] * 2 if double else []
        lines = lines or [""]
    read("\n".join(lines))


@given(st.text(max_size=120))
def test_any_check_answer_and_measured_number(text):
    with contextlib.suppress(CheckError):
        parse_check(text)
    with contextlib.suppress(CheckError):
        parse_quantity(text)
    with contextlib.suppress(ExpressionError):
        parse_expression(text)
    with contextlib.suppress(CheckError):
        list(measured_in(f"{{{{{text}}}}}"))
    assert "{{" + text + "}}" not in shown(f"{{{{{text}}}}}") or "\n" in text


@given(st.binary(max_size=300))
def test_any_file(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "any.lesson.md"
    path.write_bytes(content)
    with contextlib.suppress(LessonError):
        load_lesson(path)


LARGE = 'network.hidden = ["32", "32", "32", "32", "32", "32", "32", "32", "32", "32"]'
STEP = '\n## Step\n\n```setup\nfrom = "previous step"\ndata.noise = 0.1\n```\n'
ANSWER = "```number\nanswer = 'loss after 20 steps over all points'\n```\n"
SLIPS = ", ".join(['"updated_weights"'] * 30)
HOSTILE = {
    "many large steps": step_text(f"```setup\n{LARGE}\n```") + STEP * 59,
    "many answers": step_text(f"```setup\n{LARGE}\n```") + (STEP + ANSWER * 11) * 12,
    "many slips": step_text(f"```setup\n{LARGE}\n```")
    + (STEP + f"```number\nanswer = 'gradient x1 -> L1.1'\nslips = [{SLIPS}]\n```\n") * 16,
    "all weights": step_text(f"```setup\n{LARGE}\nweights = {{ all = 1 }}\n```"),
    "brackets": step_text("```setup\nx = " + "[" * 50_000 + "\n```"),
    "dots": step_text("```setup\n" + ".".join("a" * 30_000) + " = 1\n```"),
    "quoted dots": step_text("```setup\n" + ".".join(['"a"'] * 15_000) + " = 1\n```"),
    "a long word": step_text("```setup\n" + "a" * 60_000 + " = 1\n```"),
    "digits": step_text("```setup\ndata.size = " + "9" * 60_000 + "\n```"),
    "quotes": step_text("> " * 200_000),
    "backticks": step_text("`" * 200_000),
    "ticks and words": step_text("`a " * 100_000),
    "angles": step_text("<a " * 200_000),
    "links": step_text("](" * 200_000),
    "links with spaces": step_text("](" + " " * 400_000 + "x"),
    "options": step_text("- [x] " * 100_000),
    "many fences": step_text("```hint\nx\n```\n" * 20_000),
    "open fences": step_text("````\n" * 100_000),
    "headings": HEADER + "## a\n" * 150_000,
    "spaces": step_text(" " * 900_000),
    "measured": step_text("```reveal\n" + "{{" * 200_000 + "\n```"),
    "features": step_text("```setup\nnetwork.features = [" + '"x1",' * 10_000 + "]\n```"),
    "points": step_text("```setup\ndata.points = [" + "[1,2,1]," * 6000 + "]\n```"),
    "a deep formula": step_text('```setup\nnetwork.features = ["' + "(" * 20_000 + '"]\n```'),
    "too much": step_text("x" * LARGEST),
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.timeout(20)
def test_hostile_lessons_end_in_an_error_or_a_lesson(name):
    read(HOSTILE[name])
