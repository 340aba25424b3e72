"""A lesson on paper: what stands on it, where, and what only the teacher's copy says."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from nnfs_gui.cli import main
from nnfs_gui.handout.content import DIGITS, Sheet
from nnfs_gui.handout.items import Item, LinesItem, PicturesItem, TextItem, TickItem
from nnfs_gui.handout.pages import paginated, pdf_of
from nnfs_gui.handout.pictures import StepPictures
from nnfs_gui.lessons.answers.slips import SAYS
from nnfs_gui.lessons.model import Lesson
from nnfs_gui.lessons.reading.reader import read_lesson
from nnfs_gui.lessons.running.course import Course
from nnfs_gui.lessons.setups import prepare
from nnfs_gui.theme import LIGHT
from nnfs_gui.widgets.numbers import format_number

TEXT = """+++
format   = "nnfs-lesson 1"
id       = "small"
title    = "A small lesson"
language = "en"
minutes  = 5
needs    = []
aim      = "Test the sheet."
licence  = "CC BY 4.0"
+++

Hello.

## First

```setup
data.generator = "blobs"
train = "20 epochs"
```

Some words with $\\sigma(z)$.

```predict
ask  = "Which?"
play = "5 epochs"
```

- [ ] nothing
  > It does learn.
- [x] everything
  > Right, because.

```hint
Think.
```

```reveal
It was everything.
```

```teacher
Wait for it.
```

## Second

```setup
from = "step 1"
data.points = [[3, 1, 1]]
weights = { "x1 -> out0" = 1.0, "x2 -> out0" = -2.0, "bias -> out0" = 0.5 }
```

```number
ask    = "What does it add up to?"
answer = "z of out0 at point 1"
slips  = ["forgot_bias"]
wrong  = [{ value = 7, say = "Seven?" }]
```
"""


@pytest.fixture
def lesson() -> Lesson:
    return read_lesson(TEXT)


def items_of(lesson: Lesson, *, solutions: bool) -> list[Item]:
    pictures = StepPictures()
    try:
        return Sheet(lesson, pictures, solutions=solutions).items()
    finally:
        pictures.close()


def words(items: list[Item]) -> str:
    parts = []
    for item in items:
        if isinstance(item, TextItem):
            parts.append(item.markdown)
        elif isinstance(item, TickItem):
            parts.append(item.words.markdown)
        elif isinstance(item, LinesItem):
            parts.append(item.filled)
    return "\n".join(parts)


def test_learners_get_room_and_no_answers(qapp: QApplication, lesson: Lesson) -> None:
    items = items_of(lesson, solutions=False)
    text = words(items)
    assert "Which?" in text
    assert [item.letter for item in items if isinstance(item, TickItem)] == ["A", "B"]
    assert not any(item.ticked for item in items if isinstance(item, TickItem))
    for secret in ("because", "It was everything", "Wait for it", "1.5"):
        assert secret not in text
    assert any(isinstance(item, LinesItem) and item.words == "Answer" for item in items)
    assert text.index("Hints") > text.index("What does it add up to?")


def test_what_a_lesson_needs_is_called_by_its_title(qapp: QApplication) -> None:
    text = TEXT.replace("needs    = []", 'needs = ["symmetry", "of-another-school"]')
    told = words(items_of(read_lesson(text), solutions=False))
    assert "needs “Breaking the tie”, of-another-school" in told


def test_the_teachers_copy_has_everything(qapp: QApplication, lesson: Lesson) -> None:
    items = items_of(lesson, solutions=True)
    text = words(items)
    for told in ("because", "It was everything", "Wait for it", "Think.", "1.5"):
        assert told in text
    ticked = [item.letter for item in items if isinstance(item, TickItem) and item.ticked]
    assert ticked == ["B"]
    lines = text.split("\n")  # 3 − 2 without the bias
    assert f"1: {SAYS['forgot_bias']}" in lines
    assert "7: Seven?" in lines
    assert SAYS["forgot_bias"] not in words(items_of(lesson, solutions=False))


def test_answers_are_those_after_the_training_of_a_set_up(qapp: QApplication) -> None:
    trained = TEXT.replace('from = "step 1"\n', "").replace("[weights]", "")
    trained = trained.replace("data.points =", 'train = "5 steps"\ndata.points =')
    lesson = read_lesson(trained.replace('train = "20 epochs"', 'train = "2 steps"'))
    moment = Course.of_step(prepare(lesson, 2)).situation()
    weights = moment.parameters
    z = 3 * weights[0] + weights[1] + weights[2]
    assert abs(z - 1.5) > 0.01  # as it is before
    items = items_of(lesson, solutions=True)
    filled = [item.filled for item in items if isinstance(item, LinesItem)]
    assert format_number(z, DIGITS) in filled
    captions = [
        caption for item in items if isinstance(item, PicturesItem) for _, caption in item.pictures
    ]
    assert "The network, step 2" in captions


def test_the_teachers_copy_tells_slips_and_whole_numbers_as_they_are(qapp: QApplication) -> None:
    asked = """## Numbers

```setup
data.points = [[3, 1, 1]]
network.hidden = []
weights = { "x1 -> out0" = 1.0, "x2 -> out0" = -2.0, "bias -> out0" = 0.5 }
```

```number
[[box]]
answer = 33
wrong = [{ value = 24, say = "No biases." }]
[[box]]
answer = "z of out0 at point 1"
slips = ["forgot_bias"]
```
"""
    lesson = read_lesson(TEXT[: TEXT.index("## First")] + asked)
    items = Sheet(lesson, StepPictures(), solutions=True).items()
    assert [item.filled for item in items if isinstance(item, LinesItem)] == ["33", "1.5000"]
    said = [item.markdown for item in items if isinstance(item, TextItem)]
    assert "24: No biases." in said
    assert "1: That is the sum without the bias." in said


def test_nothing_on_paper_looks_as_if_it_could_be_pressed(
    qapp: QApplication, lesson: Lesson
) -> None:
    pictures = StepPictures()
    pictures.of(prepare(lesson, 1))
    canvas = pictures._network.canvas
    (column, *_) = canvas.state.layout.columns
    seen = canvas.mapFromScene(column.plus.center())
    on_paper = canvas.grab().toImage().pixelColor(seen)
    assert on_paper.lightness() > 240, "no round button"
    canvas.state.on_paper = False
    canvas.state.locked = frozenset()
    assert canvas.grab().toImage().pixelColor(seen) != on_paper
    pictures.close()


def test_a_table_of_a_reveal_keeps_its_head_and_links_have_the_screens_names(
    qapp: QApplication,
) -> None:
    text = (
        TEXT.split("```predict")[0]
        + """\
```predict
kind   = "click"
ask    = "Which link?"
play   = "5 epochs"
answer = "x1*x2 -> out0"
```

```reveal
| | none | L2 |
|---|---|---|
| loss | 1 | 2 |
```

```teacher
Slowly.
```
"""
    )
    items = items_of(read_lesson(text), solutions=True)
    told = [item for item in items if isinstance(item, TextItem)]
    assert any("the link x₁x₂ → Output" in item.markdown for item in told)
    reveal, note = told[-2:]
    assert [row.split("|")[1:-1] for row in reveal.markdown.split("\n")[2:]] == [
        [" ", " none ", " L2 "], ["---", "---", "---"], [" loss ", " 1 ", " 2 "],
    ]  # fmt: skip
    assert reveal.markdown.startswith("**Reveal:**\n\n")
    assert note.markdown == "**Teacher:** Slowly."


def test_each_set_up_has_its_own_pictures(qapp: QApplication, lesson: Lesson) -> None:
    items = items_of(lesson, solutions=False)
    captions = [item.pictures[0][1] for item in items if isinstance(item, PicturesItem)]
    assert captions == ["The network, epoch 20", "The network, before training"]


def test_the_plane_is_drawn_in_light_colours(qapp: QApplication, lesson: Lesson) -> None:
    pictures = StepPictures()
    (network, _), (plane, _) = pictures.of(prepare(lesson, 1))
    pictures.close()
    for image in (network, plane):
        assert image.pixelColor(1, 1).name() == LIGHT.panel.lower()
    colours = {
        plane.pixelColor(x, y).name()
        for x in range(0, plane.width(), 8)
        for y in range(0, plane.height(), 8)
    }
    assert len(colours) > 20


def test_the_point_that_is_asked_about_is_marked_with_its_number(qapp: QApplication) -> None:
    pointed = TEXT.replace("[[3, 1, 1]]", "[[3, 1, 1], [-2, 1, 0]]\npoint = 2")
    pictures = StepPictures()
    try:
        (_, (marked, _)) = pictures.of(prepare(read_lesson(pointed), 2))
        chosen = pictures._boundary.chosen
        assert (chosen.place, chosen.number) == ((-2.0, 1.0), 2)
        plain_text = pointed.replace("\npoint = 2", "")
        (_, (plain, _)) = pictures.of(prepare(read_lesson(plain_text), 2))
        assert chosen.place is None
    finally:
        pictures.close()
    assert marked != plain


def test_another_point_gets_a_picture_of_its_own(qapp: QApplication) -> None:
    pointed = TEXT.replace("[[3, 1, 1]]", "[[3, 1, 1], [-2, 1, 0]]\npoint = 2")
    third = '\n## Third\n\n```setup\nfrom = "previous step"\npoint = POINT\n```\n\nAgain.\n'
    counts = []
    for point in ("2", "1"):
        lesson = read_lesson(pointed + third.replace("POINT", point))
        items = items_of(lesson, solutions=False)
        counts.append(sum(isinstance(item, PicturesItem) for item in items))
    assert counts == [2, 3]


class Block:
    def __init__(self, tall: float, keeps: bool = False) -> None:
        self.tall, self.keeps = tall, keeps

    def height(self, _width: float) -> float:
        return self.tall

    def paint(self, _painter: object, _width: float) -> None: ...


def test_what_keeps_together_moves_on_together() -> None:
    first, heading, picture = Block(60), Block(10, keeps=True), Block(40)
    pages = paginated([first, heading, picture], 100, 100)
    assert [[item for item, *_ in page.placed] for page in pages] == [[first], [heading, picture]]


def test_what_is_taller_than_a_page_goes_on_where_it_ended() -> None:
    tall = Block(250)
    pages = paginated([tall], 100, 100)
    assert [(y, done) for page in pages for _, y, done in page.placed] == [
        (0, 0),
        (0, 100),
        (0, 200),
    ]


@pytest.mark.parametrize(("paper", "box"), [("a4", b"595 842"), ("letter", b"612 792")])
def test_pages_have_the_size_of_the_paper(qapp: QApplication, paper: str, box: bytes) -> None:
    content = pdf_of([TextItem("Hello.")], "Title", "Title", paper)
    assert content.startswith(b"%PDF")
    line = next(line for line in content.splitlines() if b"/MediaBox" in line)
    numbers = [float(part) for part in line.split(b"[")[1].split(b"]")[0].split()]
    assert numbers[2:] == pytest.approx([float(part) for part in box.split()], abs=1)


def test_the_command_writes_the_sheet(
    qapp: QApplication, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, sheet = tmp_path / "small.lesson.md", tmp_path / "sheet.pdf"
    source.write_text(TEXT, encoding="utf-8")
    assert main(["lesson", "handout", str(source), "-o", str(sheet), "--solutions"]) == 0
    assert "page" in capsys.readouterr().out
    assert sheet.read_bytes().startswith(b"%PDF")
    source.write_text(TEXT.replace("predict", "pridect"), encoding="utf-8")
    assert main(["lesson", "handout", str(source), "-o", str(sheet)]) == 2
    told = capsys.readouterr().err
    assert "small.lesson.md:23:" in told
    assert "did you mean 'predict'" in told
    assert main(["lesson", "handout", str(source), "-o", str(tmp_path / "sheet.txt")]) == 2
