"""What the window writes into a text: set-ups that lead back to it, and merged changes."""

from __future__ import annotations

import pytest

from nnfs_gui.experiment.model import Experiment
from nnfs_gui.experiment.presets import load_preset, preset_titles
from nnfs_gui.lessons.model import Controls, Lesson
from nnfs_gui.lessons.reading.reader import lesson_paths, load_lesson, read_lesson
from nnfs_gui.lessons.setups import prepare
from nnfs_gui.lessons.writing import (
    id_of,
    locks_of,
    merged,
    outline,
    set_up_text,
    title_of,
    with_lock,
)

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


def test_a_text_that_cannot_be_read_has_a_title_and_an_id_all_the_same() -> None:
    text = '+++\nid   = "two-moons"\ntitle = "Two moons"\nminutes = oh\n+++\n\n## A'
    assert (id_of(text), title_of(text)) == ("two-moons", "Two moons")
    assert (id_of('id = "Not one"'), title_of("")) == ("", "")


def test_only_what_differs_is_written() -> None:
    experiment = load_preset("xor")
    assert set_up_text(experiment, experiment, "previous step") == (
        '```setup\nfrom = "previous step"\n```'
    )


def test_locks_come_and_go_without_touching_the_rest() -> None:
    text = HEADER + '```controls\nhide = ["accuracy"]\n```\n\nWords.\n'
    once, _ = with_lock(text, 1, "rate")
    twice, _ = with_lock(once, 1, "batch")
    assert locks_of(twice, 1) == {"rate", "batch"}
    assert 'hide = ["accuracy"]' in twice
    back, _ = with_lock(with_lock(twice, 1, "rate")[0], 1, "batch")
    assert locks_of(back, 1) == frozenset()
    assert 'hide = ["accuracy"]' in back
    read_lesson(back)


def test_a_click_changes_what_only_allows_where_a_step_has_it() -> None:
    text = HEADER + '```controls\nonly = ["play", "network"]\n```\n\nWords.\n'
    assert {"rewind", "rate", "dataset"} <= locks_of(text, 1)
    assert not {"play", "layers", "math", "speed"} & locks_of(text, 1)
    freed, _ = with_lock(text, 1, "rate")
    assert 'only = ["play", "network", "rate"]' in freed
    locked, _ = with_lock(with_lock(freed, 1, "play")[0], 1, "layers")
    assert {"play", "layers"} <= locks_of(locked, 1)
    assert not {"neurons", "rate"} & locks_of(locked, 1)
    assert "lock =" not in locked
    assert locks_of(with_lock(locked, 1, "play")[0], 1) == locks_of(locked, 1) - {"play"}
    fast, _ = with_lock(text, 1, "speed")  # which `only` never locks
    assert 'lock = ["speed"]' in fast
    for one in (freed, locked, fast):
        read_lesson(one)


def test_the_last_control_that_was_allowed_can_be_locked() -> None:
    text = HEADER + '```controls\nonly = ["play"]\n```\n\nWords.\n'
    none, _ = with_lock(text, 1, "play")
    assert "only = []" in none
    assert "play" in locks_of(none, 1)
    assert read_lesson(none).steps[0].one_of(Controls).only == ()


def test_one_of_a_locked_group_can_be_set_free() -> None:
    text = HEADER + '```controls\nlock = ["transport"]\n```\n\nWords.\n'
    freed, _ = with_lock(text, 1, "play")
    assert locks_of(freed, 1) == {"step", "rewind", "speed"}


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
