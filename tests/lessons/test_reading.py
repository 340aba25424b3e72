"""The text of a lesson becomes a value, or an error with its line."""

from __future__ import annotations

import pytest

from nnfs_gui.lessons.errors import LessonError
from nnfs_gui.lessons.model import (
    Challenge,
    Choice,
    Controls,
    Do,
    Explain,
    Hint,
    Number,
    Predict,
    Reveal,
    Setup,
    Span,
    Teacher,
    Text,
)
from nnfs_gui.lessons.reading import LARGEST, load_lesson, read_lesson

from .lesson_texts import HEADER, PREDICT, WHOLE, block, lesson_text, step_text

CASES = '```predict\nask = "?"\nplay = "1 epoch"\n[[case]]\nlabel = "a"\n'
CASE = '[[case]]\nlabel = "b"\n'
OPTIONS = "\n\n- [x] a\n- [ ] b\n"


def refusal(text: str) -> LessonError:
    with pytest.raises(LessonError) as caught:
        read_lesson(text)
    return caught.value


def test_blocks_stand_in_the_order_of_the_file():
    lesson = read_lesson(WHOLE)
    first, second = lesson.steps
    kinds = [Text, Setup, Controls, Predict, Text, Hint, Reveal, Teacher]
    assert [type(part) for part in first.blocks] == kinds
    assert [type(part) for part in second.tasks] == [Choice, Number, Do, Challenge, Explain]
    assert lesson.introduction == "A word before."
    assert (lesson.id, lesson.needs, lesson.minutes) == ("small", ("before",), 5)


def test_each_part_knows_its_line():
    lines = WHOLE.split("\n")
    lesson = read_lesson(WHOLE)
    for step in lesson.steps:
        assert lines[step.line - 1] == f"## {step.title}"
        for part in step.blocks:
            named = f"```{type(part).__name__.lower()}"
            assert lines[part.line - 1] == (named if not isinstance(part, Text) else part.markdown)
    predict = lesson.steps[0].one_of(Predict)
    assert predict is not None
    assert [lines[option.line - 1] for option in predict.options] == ["- [ ] none", "- [x] all"]


def test_options_have_feedback_of_their_own():
    predict = read_lesson(WHOLE).steps[0].one_of(Predict)
    assert predict is not None
    assert predict.play == Span(50)
    assert [option.right for option in predict.options] == [False, True]
    assert predict.options[1].feedback == "Right,\nall of them."


def test_text_behind_the_options_is_text():
    text = read_lesson(step_text(PREDICT + "\n\nGo on.")).steps[0].blocks[-1]
    assert isinstance(text, Text)
    assert text.markdown == "Go on."


def test_a_number_may_have_several_boxes():
    number = read_lesson(WHOLE).steps[1].one_of(Number)
    assert number is not None
    assert [box.label for box in number.boxes] == ["z", ""]
    assert number.boxes[1].wrong[0].say == "That is one."
    assert number.new_numbers is not None
    assert number.new_numbers.digits == 2


def test_setup_keeps_what_changes_after_training():
    setup = read_lesson(WHOLE).steps[1].one_of(Setup)
    assert setup is not None
    assert setup.train == Span(3, "steps")
    assert setup.then == {"training": {"batch_size": 5}}


def test_the_default_pass_is_four_fifths_of_the_seeds():
    text = step_text(block("challenge", 'goal = ["test_loss < 1"]\nseeds = 12'))
    challenge = read_lesson(text).steps[0].one_of(Challenge)
    assert challenge is not None
    assert challenge.needed == 10


def test_plain_fences_are_code_in_the_text():
    step = read_lesson(step_text("```\n## no heading\n- [ ] no option\n```")).steps[0]
    assert "## no heading" in step.blocks[0].markdown


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "header"),
        ("+++\n", 1, "not closed"),
        (HEADER, 1, "at least one step"),
        (lesson_text("## A\n\nx", HEADER.replace("nnfs-lesson 1", "nnfs-lesson 9")), 2, "version"),
        (lesson_text("## A\n\nx", HEADER.replace("minutes ", "minuets ")), 6, "'minutes'"),
        (lesson_text("## A\n\nx", HEADER.replace('"small"', '"Not small"')), 3, "a–z"),
        (lesson_text("## A\n\nx", HEADER.replace("= 5", "= 0")), 6, "from 1 to 600"),
        (lesson_text("## A\n\nx", HEADER.replace("needs ", "number = -1\nneeds ")), 7, "0 to 999"),
        (lesson_text("## A\n\nx", HEADER.replace("needs ", 'number = "1"\nneeds ')), 7, "whole"),
        (lesson_text("## A\n\nx", HEADER.replace("needs ", "numbr = 1\nneeds ")), 7, "'number'"),
        (lesson_text("# A\n\nx"), 12, "## Title"),
        (lesson_text("## A\n\n## B\n\nx"), 12, "empty"),
        (lesson_text("```setup\n```\n\n## A"), 12, "belong to a step"),
        (step_text(block("setpu")), 14, "did you mean 'setup'"),
        (step_text("```setup\nx = 1"), 14, "not closed"),
        (step_text(block("setup", "\nx = \n")), 15, "written name = value"),
        (step_text(block("setup", 'show = "math"\nform = "empty"')), 16, "did you mean 'from'"),
        (step_text(block("setup", "data.size = 3\ndata.noize = 1")), 16, "'data.noise'"),
        (step_text(block("setup", "[data]\nsize = 3\nnoize = 1")), 17, "'data.noise'"),
        (step_text(block("setup", 'show = "maths"')), 15, "tab"),
        (step_text(block("setup", "point = 0")), 15, "from 1"),
        (step_text(block("setup", "weights = 3")), 15, "weights"),
        (step_text(block("setup", 'train = "long"')), 15, "50 epochs"),
        (step_text(block("setup", 'train = "5001 epochs"')), 15, "5,000 epochs"),
        (step_text(block("setup", 'train = "50001 steps"')), 15, "50,000 steps"),
        (step_text(block("setup", 'network.hidden = ["32", "32"]\nweights.all = 0')), 16, "500"),
        (step_text(CASES + CASE * 12 + "```" + OPTIONS), 17, "12 cases"),
        (step_text(block("setup"), block("setup")), 18, "at most one setup"),
        (step_text(block("controls", 'lock = ["play",\n"ratte"]')), 15, "did you mean 'rate'"),
        (step_text(block("controls", "limit = { neuron = 3 }")), 15, "'neurons'"),
        (step_text(block("predict", 'ask = "?"')), 14, "two options"),
        (step_text(block("predict", "", "- [x] a\n- [ ] b")), 14, "needs ask"),
        (step_text(block("choice", 'ask = "?"', "- [ ] a\n- [ ] b")), 14, "marked right"),
        (step_text(block("choice", 'ask = "?"\nplay = "1 epoch"', "- [x] a\n- [ ] b")), 16, "key"),
        (step_text(block("choice", 'ask = "?"', "- [y] a\n- [ ] b")), 18, "- [x]"),
        (step_text("- [x] astray"), 14, "directly below"),
        (step_text(block("number", 'ask = "?"')), 14, "needs an answer"),
        (step_text(block("number", "answer = 1\ntolerance = [1]")), 16, "tolerance"),
        (step_text(block("number", "[[box]]\nanswer = 1\n[[box]]\nanswr = 2")), 18, "'answer'"),
        (step_text(block("number", "answer = 1\n[[box]]\nanswer = 2")), 15, "[[box]]"),
        (step_text(block("number", "answer = 1\nin_a_row = 2")), 16, "new_numbers"),
        (step_text(block("number", "answer = inf")), 14, "finite"),
        (step_text(block("number", 'answer = 33\nslips = ["forgot_bias"]')), 14, "wrong = [{"),
        (step_text(block("number", 'answer = "dead"\nslips = ["sign"]')), 14, "measured quantity"),
        (
            step_text(
                block("setup", 'from = "what the learner has"'),
                block("number", 'answer = 33\nslips = ["24: no biases"]'),
            ),
            18,
            "wrong = [{",
        ),
        (
            step_text(
                block("setup", 'from = "what the learner has"'),
                block("number", 'answer = "z of L1.1"\nslips = ["forgot_bais"]'),
            ),
            18,
            "'forgot_bias'",
        ),
        (step_text(block("do", 'ask = "?"')), 14, "check"),
        (step_text(block("challenge", 'goal = ["diverged"]\nseeds = 21')), 16, "1 to 20"),
        (step_text(block("challenge", 'goal = ["diverged"]\nepochs = 5001')), 16, "5,000"),
        (step_text(block("challenge", 'goal = ["diverged"]\nwhen = "later"')), 16, "when"),
        (step_text(block("explain", "ideas = []")), 14, "ask"),
        (step_text(f"{CASES}training.learning_rate = -1\n```{OPTIONS}"), 19, "must be > 0"),
        (
            step_text(block("setup", 'point = 1\ndata.size = 60\ndata.generator = "spirl"')),
            17,
            "'spiral'",
        ),
        (
            step_text(block("setup", '[network]\nhidden = []\n[data]\ngenerator = "spirl"')),
            18,
            "'spiral'",
        ),
        (step_text(block("setup", 'network.hidden = []\nfrom = "step 4"')), 16, "got step 4"),
        (step_text(block("setup", 'network.hidden = []\nfreeze = ["L9.1"]')), 16, "L9.1"),
        (step_text(block("setup", '[then]\ntraining.optimizer = "adm"')), 16, "'adam'"),
        (
            step_text(
                block("challenge", 'goal = ["diverged"]\n[solution]\nnetwork.hidden = ["3 tnh"]')
            ),
            17,
            "'tnh'",
        ),
        (step_text(f"{CASES}optional = 1\n```{OPTIONS}"), 17, "true or false"),
        (
            step_text(PREDICT.replace("play", 'figures = { a = "dead" }\nplay')),
            16,
            "there are none",
        ),
        (step_text(f"{CASES}training.rate = 1\n```{OPTIONS}"), 19, "'training.rate'"),
        (step_text(block("challenge", 'goal = ["tset_loss < 1"]')), 14, "'test_loss'"),
        (step_text(block("challenge", 'goal = ["epoch < kept(A, epoch)"]')), 14, "no kept runs"),
        (step_text("a\n\n![x](https://example.org/a.png)"), 16, "pictures"),
        (step_text("a <b>bold</b> word"), 14, "HTML"),
        (step_text("[x](javascript:alert)"), 14, "https"),
        (step_text("a\n\x1b[2J"), 15, "U+001B"),
        (step_text(block("hint", "<script>")), 15, "HTML"),
        (step_text(*[block("hint", "x")] * 13), 62, "12 blocks"),
        (lesson_text("## A\n\nx\n\n" * 61), 252, "60 steps"),
    ],
)
def test_mistakes_are_told_with_their_line(text, line, words):
    error = refusal(text)
    assert words in error.message
    assert error.line == line


def test_signs_of_comparison_are_not_html():
    text = "Is a < b > c, or $x<y$, or `<b>`? See <https://example.org>."
    assert read_lesson(step_text(text)).steps[0].blocks[0].markdown == text


def test_a_large_file_is_refused():
    assert "1 MB" in refusal("x" * (LARGEST + 1)).message


def test_a_file_is_named_in_its_error(tmp_path):
    path = tmp_path / "broken.lesson.md"
    path.write_bytes(b"+++\n\xff")
    with pytest.raises(LessonError) as caught:
        load_lesson(path)
    assert str(caught.value) == "broken.lesson.md:2: this is not UTF-8 text: save it as UTF-8"
    with pytest.raises(LessonError, match="there is no such file"):
        load_lesson(tmp_path / "missing.lesson.md")


def test_line_ends_of_windows_are_understood():
    assert read_lesson(WHOLE.replace("\n", "\r\n")) == read_lesson(WHOLE)


def test_stretches_of_training_read_as_words():
    spans = (Span(1), Span(5000), Span(1, "steps"), Span(3, "steps"))
    assert [str(span) for span in spans] == ["1 epoch", "5,000 epochs", "1 step", "3 steps"]
