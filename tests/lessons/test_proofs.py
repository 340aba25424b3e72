"""The test that every lesson brings along finds what it should, and the shipped ones pass it."""

from __future__ import annotations

import pytest

from nnfs_gui.lessons.checks import CheckError
from nnfs_gui.lessons.measured import agrees, measured_in, shown, written
from nnfs_gui.lessons.model import Lesson
from nnfs_gui.lessons.proofs import prove_lesson
from nnfs_gui.lessons.proofs.curriculum import prove_curriculum
from nnfs_gui.lessons.proofs.formulas import prove_formulas
from nnfs_gui.lessons.proofs.measuring import filled, measure_all, places_in, prove_measured
from nnfs_gui.lessons.proofs.minutes import minutes_of
from nnfs_gui.lessons.proofs.proof import ignore
from nnfs_gui.lessons.reading import lesson_paths, load_lesson, read_lesson
from nnfs_gui.lessons.template import new_lesson

from .lesson_texts import block, step_text

CLOUDS = block(
    "setup", 'data.generator = "gaussians"\ndata.size = 60\ntraining.learning_rate = 0.3'
)
POINT = block(
    "setup",
    "data.points = [[3, 1, 1]]\n"
    'weights = { "x1 -> out0" = 1.0, "x2 -> out0" = -2.0, "bias -> out0" = 0.5 }',
)


def messages(lesson: Lesson, quick: bool = True, warnings: bool = False) -> list[str]:
    proof = prove_lesson(lesson, quick, jobs=0)
    return [finding.message for finding in proof.findings if warnings or not finding.warning]


def quick(*blocks: str) -> list[str]:
    return messages(read_lesson(step_text(*blocks)))


@pytest.mark.parametrize("path", lesson_paths(), ids=lambda path: path.name.partition(".")[0])
def test_shipped_lessons_pass_what_needs_no_long_run(path):
    lesson = load_lesson(path)
    found = prove_lesson(lesson, True, jobs=0).findings
    assert [
        one for one in found if not one.warning or "point" in one.message or "Math" in one.message
    ] == []
    assert path.name == f"{lesson.id}.lesson.md"


def test_stars_that_markdown_takes_away_are_told():
    told = quick(
        "Some text.\nType x1*sin(2*x2) here.", block("hint", "Type `x1*x2` or $a*b$: *so*.")
    )
    assert told == ["a star between letters may vanish: write products between `backticks`"]
    found = prove_lesson(read_lesson(step_text("Some text.\n2*x1*3")), True, jobs=0).findings
    assert [one.line for one in found if "star" in one.message] == [15]


def test_a_number_about_a_point_that_nothing_shows_is_told():
    number = block("number", 'ask = "?"\nanswer = "loss at point 3"')

    def told(*blocks: str) -> list[str]:
        found = prove_lesson(read_lesson(step_text(*blocks)), True, jobs=0).findings
        return [f"{one.line}: {one.message}" for one in found if "which point" in one.message]

    assert told(CLOUDS, number) == [
        "20: nothing shows which point is point 3; give the setup point = 3"
    ]
    shown = CLOUDS.replace("data.size = 60", "data.size = 60\npoint = 3")
    same = CLOUDS.replace("data.size = 60", 'data.size = 60\nnetwork.initializer = "zeros"')
    assert told(shown, number) == told(same, number) == []
    assert told(POINT, number.replace("point 3", "point 1")) == []  # there is no other


def test_a_computed_number_of_any_learners_network_is_told():
    number = block("number", 'ask = "?"\nanswer = "z of out0 at point 1"')
    text = step_text(POINT, block("explain", 'ask = "?"')) + f"\n## Second\n\n{number}"

    def told(text: str) -> list[str]:
        found = prove_lesson(read_lesson(text), True, jobs=0).findings
        return [one.message for one in found if "another network" in one.message]

    assert len(told(text)) == 1
    made = block("setup", 'from = "previous step"')
    assert told(text.replace("## Second", f"## Second\n\n{made}")) == []


def test_an_answer_that_the_math_tab_tells_is_found():
    number = block("number", 'ask = "?"\nanswer = "z of out0 at point 1"')

    def told(*blocks: str) -> list[str]:
        found = prove_lesson(read_lesson(step_text(*blocks)), True, jobs=0).findings
        return [one.message for one in found if "tab Math" in one.message]

    assert len(told(POINT, number)) == 1
    for hidden in ("math", "views"):
        assert told(POINT, block("controls", f'hide = ["{hidden}"]'), number) == []
    assert told(POINT, number.replace("z of out0", "input of x1")) == []


def test_shipped_lessons_need_only_lessons_that_there_are():
    lessons = [load_lesson(path) for path in lesson_paths()]
    known = {lesson.id for lesson in lessons}
    assert len(known) == len(lessons)
    for lesson in lessons:
        assert set(lesson.needs) <= known - {lesson.id}, lesson.id


def test_shipped_lessons_are_numbered_in_an_order_that_can_be_followed():
    lessons = [load_lesson(path) for path in lesson_paths()]
    assert sorted(lesson.number for lesson in lessons) == list(range(len(lessons)))
    assert list(prove_curriculum(lessons)) == []


def test_numbers_that_make_no_order_are_told():
    def lesson(name: str, number: int, needs: str) -> Lesson:
        text = new_lesson(name, name).replace("needs    = []", f"needs = [{needs}]")
        return read_lesson(text.replace("minutes ", f"number = {number}\nminutes "))

    lessons = [lesson("first", 4, '"second"'), lesson("second", 5, ""), lesson("third", 4, "")]
    told = [
        (one.id, finding.message, finding.warning) for one, finding in prove_curriculum(lessons)
    ]
    assert told == [
        ("first", "it is number 4, but needs 'second', which is 5", True),
        ("third", "number 4 is also that of 'first'", True),
    ]


def test_a_new_lesson_passes():
    assert messages(read_lesson(new_lesson("mine", 'My "own"'))) == []
    assert read_lesson(new_lesson("mine", 'My "own"')).title == 'My "own"'


def test_every_option_needs_feedback():
    found = quick(block("choice", 'ask = "?"', "- [x] a\n  > Yes.\n- [ ] b"))
    assert found == ["the option 'b' has no feedback"]
    with_common = block("choice", 'ask = "?"\notherwise = "Look."', "- [x] a\n  > Yes.\n- [ ] b")
    assert quick(with_common) == []


def test_an_option_stands_there_once():
    found = quick(block("choice", 'ask = "?"', "- [x] a\n  > Yes.\n- [ ] a\n  > No."))
    assert found == ["the option 'a' stands there twice"]


def test_slips_that_cannot_be_told_apart_are_refused():
    same = 'answer = "z of out0"\nslips = ["bias_sign"]\nwrong = [{ value = 0.5, say = "x" }]'
    assert quick(POINT, block("number", same)) == [
        "bias_sign and x give the same number; choose other numbers"
    ]
    near = 'answer = "z of out0"\nwrong = [{ value = 1.52, say = "x" }]'
    assert quick(POINT, block("number", near)) == [
        "the right answer and x give numbers 1.3 % apart; choose other numbers"
    ]


def test_answers_that_are_no_numbers_are_refused():
    found = quick(CLOUDS, block("number", 'answer = "test_mae"'))
    assert found == ["the answer 'test_mae' is not a number"]


def test_a_range_holds_its_answer():
    found = quick(CLOUDS, block("number", "answer = 3\nbetween = [4, 5]"))
    assert found == ["the answer 3 does not lie in between"]


def test_predicted_numbers_are_measured_after_the_play():
    predict = block(
        "predict",
        'ask = "?"\nkind = "number"\nplay = "3 epochs"\nanswer = "epoch"\nbetween = [3, 3]',
    )
    assert quick(CLOUDS, predict) == []


def test_a_checklist_is_not_done_at_its_start():
    found = quick(CLOUDS, block("do", 'check = ["hidden_layers == 0"]'))
    assert found == ["the step is done before anything was done"]
    assert quick(CLOUDS, block("do", 'check = ["hidden_layers == 0"]\nafter = "5 epochs"')) == []
    assert quick(CLOUDS, block("do", 'check = ["predicted"]')) == []


def challenge(text: str) -> str:
    return block("challenge", text)


def test_a_challenge_brings_a_solution_that_keeps_its_limits():
    goal = 'goal = ["test_accuracy >= 90 %"]\n'
    assert quick(CLOUDS, challenge(goal)) == ["the challenge has no [solution] to be tested with"]
    limits = f'{goal}within = ["hidden_layers == 0"]\n[solution]\nnetwork.hidden = ["2 tanh"]'
    assert quick(CLOUDS, challenge(limits)) == [
        "the solution breaks a limit: 1 hidden layer, needed none."
    ]


def test_a_solution_has_to_pass_and_the_start_must_not():
    goal = 'goal = ["test_accuracy >= 90 %"]\nepochs = 10\n'
    solved = "[solution]\ntraining.learning_rate = 1"
    lesson = read_lesson(step_text(CLOUDS, challenge(goal + solved)))
    assert messages(lesson, quick=False) == ["the step begins with what already passes"]
    hopeless = 'goal = ["test_loss < 0"]\nepochs = 1\n[solution]\ntraining.learning_rate = 1'
    lesson = read_lesson(step_text(CLOUDS, challenge(hopeless)))
    assert messages(lesson, quick=False) == ["the solution passes in 0 of 20 seeds, not in 18"]


def test_what_a_step_asks_for_is_not_locked_in_it():
    goal = 'goal = ["test_accuracy >= 90 %"]\n[solution]\ntraining.learning_rate = 1'
    only = block("controls", 'only = ["transport", "batch"]')
    assert quick(CLOUDS, only, challenge(goal)) == [
        "the solution changes what is locked here: learning rate"
    ]
    assert quick(CLOUDS, block("controls", 'only = ["rate"]'), challenge(goal)) == []
    trained = block("do", 'check = ["epoch >= 5"]')
    assert quick(CLOUDS, block("controls", 'lock = ["transport"]'), trained) == [
        "the check needs training, but play and step are locked"
    ]
    assert quick(CLOUDS, block("controls", 'lock = ["step"]'), trained) == []


def test_formulas_that_cannot_be_set_are_found_with_their_line():
    lesson = read_lesson(step_text("Good: $\\sigma(z)$.\n\nBad: $\\sgima(z)$ and $$\\frac{1}$$"))
    findings = list(prove_formulas(lesson))
    assert [finding.line for finding in findings] == [16, 16]
    assert findings[0].message == "the formula $\\sgima(z)$ cannot be set"


def test_minutes_are_warned_of():
    lesson = read_lesson(step_text("word " * 2000))
    found = messages(lesson, warnings=True)
    assert found == ["minutes says 5, but the steps come to about 15"]
    asked = read_lesson(step_text(block("explain", 'ask = "Why?"'))).steps[0]
    assert minutes_of(asked) == pytest.approx(2.0, abs=0.1)
    ticked = block("do", 'check = ["selected(neuron)"]')
    assert minutes_of(read_lesson(step_text(ticked)).steps[0]) == pytest.approx(0.5, abs=0.1)


# --- measured numbers --------------------------------------------------------------------------


def test_measured_numbers_are_shown_as_their_results():
    text = "It is {{test_accuracy of setup, 20 seeds = 50 % [31 … 62]}} and {{dead, 3 seeds}}."
    assert shown(text) == "It is 50 % [31 … 62] and (not measured yet)."


@pytest.mark.parametrize(
    "text",
    [
        "{{test_accuracy}}",
        "{{tset_accuracy of setup, 20 seeds}}",
        "{{test_accuracy of setup, 21 seeds}}",
        "{{test_accuracy, 20 seeds",
        "{{loss, 20 seeds}}",
        "{{kept(A, epoch) of setup, 2 seeds}}",
    ],
)
def test_what_cannot_be_measured_is_refused(text):
    with pytest.raises(CheckError):
        list(measured_in(text))


def one(text: str):
    ((_, measured),) = measured_in(text)
    return measured


def test_results_are_written_for_people():
    share = one("{{test_accuracy, 3 seeds}}")
    assert written(share, [0.31, 0.62, 0.5]) == "50\u2009% [31 … 62]"
    assert written(share, [0.992, 1.0, 0.996]) == "99.6\u2009% [99.2 … 100]"
    assert written(share, [1.0, 1.0]) == "100\u2009%"
    loss = one("{{test_loss, 3 seeds}}")
    assert written(loss, [0.00036, 0.00008, 0.0012]) == "0.00036 [0.00008 … 0.0012]"
    check = one("{{test_accuracy >= 95 %, 4 seeds}}")
    assert written(check, [1.0, 0.0, 1.0, 1.0]) == "3 of 4"


@pytest.mark.parametrize(
    ("asked", "said", "found", "same"),
    [
        ("test_accuracy", "50 % [31 … 62]", "52 % [38 … 70]", True),
        ("test_accuracy", "50 % [31 … 62]", "54 % [31 … 62]", False),
        ("test_accuracy", "100 %", "99 % [91 … 100]", True),
        ("test_loss", "0.1 [0.05 … 0.2]", "0.105 [0.06 … 0.21]", True),
        ("test_loss", "0.1 [0.05 … 0.2]", "0.12 [0.05 … 0.2]", False),
        ("dead <= 7 %", "17 of 20", "19 of 20", True),
        ("dead <= 7 %", "17 of 20", "20 of 20", False),
        ("test_loss", "little", "0.1", False),
    ],
)
def test_a_result_may_differ_as_machines_do(asked, said, found, same):
    measured = one(f"{{{{{asked}, 20 seeds = {said}}}}}")
    assert agrees(measured, found) is same


def test_numbers_are_measured_over_draws_and_filled_in():
    predict = block(
        "predict",
        'ask = "?"\nplay = "2 epochs"\n[[case]]\nlabel = "slow"\ntraining.learning_rate = 0.0001',
        "- [x] a\n  > x\n- [ ] b\n  > x",
    )
    reveal = block(
        "reveal",
        "{{epoch, 2 seeds}}; {{test_accuracy >= 50 % of setup after 3 epochs, 2 seeds = 1 of 2}}; "
        '{{rate of "slow", 2 seeds = 0.0001}}',
    )
    text = step_text(CLOUDS, predict, reveal)
    lesson = read_lesson(text)
    results = measure_all(lesson, (1, 2), 0, ignore)
    assert [results[place] for place in results] == ["2", "2 of 2", "0.0001"]
    after = filled(text, results)
    assert "{{epoch, 2 seeds = 2}}" in after
    assert "seeds = 1 of 2}}" in after  # as near as machines are
    assert [place.measured.result for place in places_in(read_lesson(after))] == [
        "2",
        "1 of 2",
        "0.0001",
    ]


def test_the_same_words_in_two_steps_are_filled_in_each_by_itself():
    reveal = block("reveal", "It is {{epoch of setup after 2 epochs, 1 seeds}}.")
    other = block("setup", 'from = "previous step"\ntrain = "3 epochs"')
    text = step_text(CLOUDS, reveal) + f"\n## Other\n\n{other}\n{reveal}"
    after = filled(text, measure_all(read_lesson(text), (1,), 0, ignore))
    assert [place.measured.result for place in places_in(read_lesson(after))] == ["2", "5"]


def test_what_the_lesson_says_otherwise_is_found():
    reveal = block("reveal", "It is {{epoch of setup after 2 epochs, 1 seeds = 7}}.")
    lesson = read_lesson(step_text(CLOUDS, reveal))
    (finding,) = prove_measured(measure_all(lesson, (1,), 0, ignore))
    assert finding.message == "it says 7, but 2 was measured"
    assert finding.line == lesson.steps[0].blocks[-1].line + 1


def test_numbers_about_nothing_are_found():
    reveal = block("reveal", '{{epoch of "slow", 2 seeds}}')
    assert quick(CLOUDS, reveal) == ['there is no case "slow"']
    assert quick(CLOUDS, block("reveal", "{{epoch, 2 seeds}}")) == [
        "how long? write: after 50 epochs"
    ]
