"""Answers are kept, handed in and counted."""

from __future__ import annotations

import csv
import io

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnfs_gui.lessons.progress import (
    Attempt,
    HandInError,
    LessonRecord,
    ProgressStore,
    class_table,
    hand_in,
    load_hand_in,
    save_hand_in,
    to_csv,
)
from nnfs_gui.lessons.progress.hand_in import _decoded
from nnfs_gui.lessons.progress.records import MOST_ATTEMPTS
from nnfs_gui.lessons.reading import read_lesson

from .lesson_texts import WHOLE

LESSON = read_lesson(WHOLE)
NOW = 1_800_000_000.0


def record_of(*attempts: tuple[int, int, Attempt]) -> LessonRecord:
    record = LessonRecord.of(LESSON)
    for step, place, attempt in attempts:
        record = record.with_attempt(LESSON, step, place, attempt, NOW)
    return record


RIGHT = Attempt(("all",), "right")
WRONG = Attempt(("none",), "wrong")
SLIP = Attempt(("1.0", "0.75"), "slip", ("forgot_bias",), 30.0)


def test_a_record_counts_what_is_done():
    record = record_of((1, 0, WRONG), (1, 0, RIGHT), (2, 1, SLIP))
    assert record.total == 6
    assert record.done == 1
    assert record.done == 1
    task = record.task(2, 1)
    assert task is not None
    guessed = record_of((1, 0, WRONG))
    assert guessed.done == 1  # a prediction is answered once, right or not
    assert (task.kind, task.ask, task.done) == ("number", "z?", False)
    assert record.begun == record.updated == NOW


def test_hints_count_until_the_task_is_done():
    record = record_of((1, 0, WRONG)).with_hint(LESSON, 1, 0, NOW)
    done = record.with_attempt(LESSON, 1, 0, RIGHT, NOW).with_hint(LESSON, 1, 0, NOW)
    assert done.tasks[0].hints == 1


def test_of_very_many_attempts_the_first_and_the_last_stay():
    record = LessonRecord.of(LESSON)
    for number in range(MOST_ATTEMPTS + 9):
        record = record.with_attempt(LESSON, 2, 1, Attempt((str(number),), "wrong"), NOW)
    attempts = record.tasks[0].attempts
    assert len(attempts) == MOST_ATTEMPTS
    assert (attempts[0].answer, attempts[-1].answer) == (("0",), (str(MOST_ATTEMPTS + 8),))


def test_a_changed_lesson_keeps_answers_to_the_same_questions():
    record = record_of((1, 0, RIGHT), (2, 0, RIGHT)).at_step(2, NOW)
    changed = read_lesson(WHOLE.replace('ask = "Which?"', 'ask = "Which one?"'))
    following = record.following(changed)
    assert [(task.step, task.task) for task in following.tasks] == [(1, 0)]
    assert following.digest == changed.digest
    assert following.step == 2


def test_records_are_kept_in_files(tmp_path):
    store = ProgressStore(tmp_path / "progress")
    record = record_of((1, 0, RIGHT), (2, 1, SLIP))
    assert store.load("small") is None
    store.save(record)
    assert store.load("small") == record
    assert store.load_all() == {"small": record}
    store.forget("small")
    assert store.load_all() == {}


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"lesson": 3}', b'{"lesson": "other"}'])
def test_a_damaged_record_is_set_aside(tmp_path, content):
    path = tmp_path / "small.json"
    path.write_bytes(content)
    store = ProgressStore(tmp_path)
    assert store.load("small") is None
    assert not path.exists()
    assert path.with_suffix(".json.damaged").read_bytes() == content
    store.save(record_of((1, 0, RIGHT)))
    assert store.load("small") is not None


def test_a_name_leads_nowhere_else(tmp_path):
    with pytest.raises(ValueError, match="hyphens"):
        ProgressStore(tmp_path).load("../secret")


def test_answers_are_handed_in_and_read_back(tmp_path):
    answers = hand_in(record_of((1, 0, RIGHT)), " Ada ", "2026-11-27T10:00:00")
    path = tmp_path / "ada.answers.json"
    save_hand_in(answers, path)
    assert load_hand_in(path) == answers
    assert answers.name == "Ada"
    assert b'"verdict": "right"' in path.read_bytes()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "ends too early"),
        (b"{}", "the field is missing"),
        (b'{"format": 1}', "expected text"),
        (b"\x00\xff", "not a text file"),
        (b"[" * 5000, "no file of answers"),
    ],
)
def test_what_is_no_file_of_answers_is_told(tmp_path, content, words):
    path = tmp_path / "x.answers.json"
    path.write_bytes(content)
    with pytest.raises(HandInError) as caught:
        load_hand_in(path)
    assert words in str(caught.value)
    assert str(caught.value).startswith("Cannot open x.answers.json: ")


def test_answers_of_another_version_are_refused():
    answers = hand_in(LessonRecord.of(LESSON), "", "")
    content = msgspec.json.encode(answers).replace(b"nnfs-answers 1", b"nnfs-answers 2")
    with pytest.raises(HandInError, match="another version"):
        _decoded(content)


@given(st.binary(max_size=300))
def test_any_bytes_are_refused_or_read(content):
    try:
        _decoded(content)
    except HandInError as error:
        refusal = str(error)
        assert refusal.endswith(".")


def test_a_class_is_counted_per_question():
    ones = [
        hand_in(record_of((1, 0, RIGHT)), "Ada", ""),
        hand_in(record_of((1, 0, WRONG), (1, 0, RIGHT), (2, 1, SLIP)), "Bo", ""),
        hand_in(record_of((1, 0, WRONG), (2, 1, SLIP), (2, 1, SLIP)), "Cy", ""),
    ]
    predict, number = class_table(ones, LESSON)
    assert (predict.title, predict.ask, predict.kind) == ("First", "How many?", "predict")
    assert (predict.answered, predict.solved, predict.at_once, predict.attempts) == (3, 2, 1, 4)
    assert [(bar.label, bar.count, bar.right) for bar in predict.first] == [
        ("none", 2, False),
        ("all", 1, True),
    ]
    assert (number.answered, number.solved) == (2, 0)
    assert [(bar.name, bar.count) for bar in number.slips] == [("forgot_bias", 2)]
    assert number.slips[0].label == "That is the sum without the bias."
    assert [(bar.label, bar.count) for bar in number.first] == [("1.0 · 0.75", 2)]


def test_without_the_lesson_options_that_were_chosen_are_counted():
    (table,) = class_table([hand_in(record_of((1, 0, WRONG)), "", "")])
    assert [(bar.label, bar.count) for bar in table.first] == [("none", 1)]
    assert table.title == ""


def test_own_words_are_listed():
    words = Attempt(("Because.", "because"), "done")
    (table,) = class_table([hand_in(record_of((2, 4, words)), "", "")], LESSON)
    assert [bar.label for bar in table.first] == ["Because."]
    assert table.solved == 1


def test_csv_has_a_line_a_learner_and_no_formulas():
    evil = Attempt(("=1+1",), "wrong")
    minus = Attempt(("-4.5", "1"), "slip", ("swapped_weights",))
    ones = [
        hand_in(record_of((1, 0, evil)), "Ada", "2026"),
        hand_in(record_of((2, 1, minus)), "Bo, the builder", "2026"),
    ]
    head, *rows = list(csv.reader(io.StringIO(to_csv(ones))))
    assert head[6:] == [
        f"{place} {what}"
        for place in ("1.1", "2.2")
        for what in ("verdict", "attempts", "answer", "slips")
    ]
    assert rows[0][:1] + rows[0][6:10] == ["Ada", "wrong", "1", "'=1+1", ""]
    assert rows[1][:1] + rows[1][6:] == [
        "Bo, the builder",
        *[""] * 4,
        "slip",
        "1",
        "'-4.5 · 1",
        "swapped_weights",
    ]
