"""What the window writes into a text: set-ups that lead back to it, and merged changes."""

from __future__ import annotations

import pytest

from nnfs_gui.experiment.model import Experiment
from nnfs_gui.experiment.presets import load_preset, preset_titles
from nnfs_gui.lessons.model import Lesson
from nnfs_gui.lessons.reading.reader import lesson_paths, load_lesson, read_lesson
from nnfs_gui.lessons.setups import prepare
from nnfs_gui.lessons.writing import merged, outline, set_up_text
from nnfs_gui.lessons.writing.blocks import locks_of, with_lock

HEADER = """+++
format = "nnfs-lesson 1"
id = "x"
title = "T"
language = "en"
minutes = 5
needs = []
aim = "a"
licence = "l"
+++

## S

"""


def made_of(experiment: Experiment, origin: Experiment, name: str) -> Experiment:
    lesson: Lesson = read_lesson(HEADER + set_up_text(experiment, origin, name))
    return prepare(lesson, 1).after


def parts(experiment: Experiment) -> tuple[object, ...]:
    return experiment.data, experiment.split, experiment.network, experiment.training


@pytest.mark.parametrize("name", preset_titles())
def test_a_set_up_makes_the_experiment_again(name: str) -> None:
    wanted = load_preset(name)
    for origin, called in ((Experiment(), "empty"), (load_preset("xor"), "preset xor")):
        assert parts(made_of(wanted, origin, called)) == parts(wanted)


@pytest.mark.parametrize("path", lesson_paths(), ids=lambda path: path.stem)
def test_the_set_ups_of_all_lessons_can_be_written_again(path: object) -> None:
    lesson = load_lesson(path)  # type: ignore[arg-type]  # a path
    for step in lesson.steps:
        wanted = prepare(lesson, step.number).after
        assert parts(made_of(wanted, Experiment(), "empty")) == parts(wanted)


def test_only_what_differs_is_written() -> None:
    experiment = load_preset("xor")
    assert set_up_text(experiment, experiment, "previous step") == (
        '```setup\nfrom = "previous step"\n```'
    )


def test_locks_come_and_go_without_touching_the_rest() -> None:
    text = HEADER + '```controls\nhide = ["accuracy"]\n```\n\nWords.\n'
    once, _ = with_lock(text, 1, "rate")
    twice, _ = with_lock(once, 1, "batch")
    assert locks_of(twice, 1) == ("rate", "batch")
    assert 'hide = ["accuracy"]' in twice
    back, _ = with_lock(with_lock(twice, 1, "rate")[0], 1, "batch")
    assert locks_of(back, 1) == ()
    assert 'hide = ["accuracy"]' in back
    read_lesson(back)


def test_headings_inside_of_blocks_are_no_steps() -> None:
    text = HEADER + "```teacher\n## no step\n```\n\n## Second\n\nx\n"
    assert [step.title for step in outline(text)] == ["S", "Second"]


@pytest.mark.parametrize(
    ("mine", "theirs", "both"),
    [
        ("A\nb\nc\nd", "a\nb\nc\nD", "A\nb\nc\nD"),
        ("a\nb\nc\nd", "a\nb\nC\nd", "a\nb\nC\nd"),
        ("a\nb\nc\nd\ne", "a\nb\nc\nd", "a\nb\nc\nd\ne"),
        ("a\nB\nc\nd", "a\nX\nc\nd", None),
        ("a\nB\nc\nd", "a\nB\nc\nd", "a\nB\nc\nd"),
        ("a\nc\nd", "a\nb\nc\nd\ne", "a\nc\nd\ne"),
    ],
)
def test_changes_of_two_editors_are_joined(mine: str, theirs: str, both: str | None) -> None:
    assert merged("a\nb\nc\nd", mine, theirs) == both
