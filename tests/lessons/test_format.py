"""What FORMAT.md promises to authors is so."""

from __future__ import annotations

import re

import pytest

from nnfs_gui.assets import RESOURCES
from nnfs_gui.experiment.controls import CONTROLS, GROUPS
from nnfs_gui.lessons.answers.slips import SAYS
from nnfs_gui.lessons.answers.working import work
from nnfs_gui.lessons.checks.check import QUANTITIES
from nnfs_gui.lessons.model import Number, Predict
from nnfs_gui.lessons.names import BLOCKS, POINTS, TABS
from nnfs_gui.lessons.reading import read_lesson
from nnfs_gui.lessons.setups import prepare

from .lesson_texts import HEADER, block

TEXT = (RESOURCES / "lessons" / "FORMAT.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(
    rf"^```(?:{'|'.join(BLOCKS)})\n[\s\S]*?^```\n(?:\n(?:- \[.\].*\n(?:  .*\n)*)+)?",
    TEXT,
    re.MULTILINE,
)
NETWORK = block(
    "setup",
    'data.points = [[-2, 1.5, 1]]\ndata.task = "regression"\nnetwork.hidden = ["2 tanh"]',
)
CLASSES = block("setup", "data.points = [[3, 1, 1]]")


def section(start: str, end: str) -> str:
    return TEXT[TEXT.index(start) : TEXT.index(end)]


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_every_example_can_be_read(example):
    computed = 'answer = "' in example or 'answer    = "z' in example
    before = NETWORK if computed and "```number" in example else ""
    if "[[case]]" in example:
        example += "- [x] a\n- [ ] b\n"
    read_lesson(f"{HEADER}\n## Step\n\n{before}\n{example}")


def test_there_is_an_example_of_each_block():
    assert len(EXAMPLES) >= 13
    assert {re.match(r"```(\w+)", example)[1] for example in EXAMPLES} == set(BLOCKS)


def test_all_quantities_are_listed():
    listed = section("| from | quantities |", '"Exactly one change"')
    names = set(re.findall(r"`([a-z_]+)[(`]", listed))
    assert names - {"controls"} == set(QUANTITIES)


def test_all_slips_are_listed():
    listed = set(re.findall(r"`([a-z_0-9]+)`", section("## Slips", "## Writing well")))
    assert set(SAYS) <= listed
    assert listed - set(SAYS) <= {"turn"}


def test_all_controls_tabs_and_points_are_listed():
    listed = section("## controls", "## predict")
    words = set(re.findall(r"[a-z_]+", listed))
    assert words >= CONTROLS | set(GROUPS)
    assert all(f'"{tab}"' in TEXT for tab in (*TABS, *POINTS))


def test_the_answers_that_are_listed_can_be_computed():
    listed = section("Computed answers", "## do")
    forms = [form for form in re.findall(r"`([^`]+)`", listed) if form[:2] not in ("at", "ov")]
    assert len(forms) >= 12
    for form in forms:
        whole = form.replace("of …", "of L1.1 …").replace("class 2", "class 1")
        made = block("number", f'answer = "{whole.replace(" …", " at point 1")}"')
        setup = CLASSES if "class" in form else NETWORK
        lesson = read_lesson(f"{HEADER}\n## Step\n\n{setup}\n{made}")
        number = lesson.steps[0].one_of(Number)
        assert number is not None
        assert isinstance(work(number.boxes, prepare(lesson, 1).after)[0].value, float), form


def test_kinds_of_predictions_are_listed():
    listed = section("## predict", "## choice")
    assert Predict.__struct_fields__
    kinds = ("options", "number", "order", "arrows", "click")
    assert all(f'| `"{kind}"` |' in listed for kind in (*kinds, "drag on the loss curve"))
