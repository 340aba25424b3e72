"""`nnfs-gui lesson`: what is printed, and how it ends."""

from __future__ import annotations

import subprocess
import sys

from nnfs_gui.cli import main
from nnfs_gui.lessons.reading import load_lesson

from .lesson_texts import block, step_text

CLOUDS = block("setup", 'data.generator = "gaussians"\ndata.size = 60')
WELL = step_text(
    CLOUDS,
    block("choice", 'ask = "?"', "- [x] a\n  > Yes.\n- [ ] b\n  > No."),
    block("explain", 'ask = "Why?"'),
).replace("minutes  = 5", "minutes  = 3")


def test_a_good_lesson_is_told_so(tmp_path, capsys):
    path = tmp_path / "good.lesson.md"
    path.write_text(WELL, encoding="utf-8")
    assert main(["lesson", "check", "--quick", str(path)]) == 0
    assert capsys.readouterr().out == "1 lesson, nothing wrong\n"


def test_mistakes_are_told_with_file_and_line(tmp_path, capsys):
    path, other = tmp_path / "one.lesson.md", tmp_path / "two.lesson.md"
    path.write_text(WELL.replace('"?"', '"?"\nkinds = 3'), encoding="utf-8")
    other.write_text(WELL.replace("  > No.", ""), encoding="utf-8")
    assert main(["lesson", "check", "--quick", str(path), str(other)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        f"{path}:21: unknown key of choice 'kinds' (did you mean 'kind'?)",
        f"{other}:25: the option 'b' has no feedback",
    ]


def test_all_that_can_be_told_is_told_at_once(tmp_path, capsys):
    path = tmp_path / "many.lesson.md"
    steps = [
        block("setup", 'data.generatr = "xor"\nnetwork.hiden = []'),
        block("pridect", 'ask = "?"', "- [x] a\n- [ ] b"),
        '## Second\n\n```setup\nfrom = "previous step"\n```',
        block("do", 'check = ["test_acuracy > 0.5", "epoch > 5", "hidden_layer == 1"]'),
        "<b>bold</b>",
        f"## Third\n\n{CLOUDS}",
        block("choice", 'ask = "?"', "- [x] a\n  > Yes.\n- [ ] b"),
        '## Fourth\n\n```choice\nask = "?"',
    ]
    path.write_text(step_text(*steps).replace("licence", "license"), encoding="utf-8")
    assert main(["lesson", "check", "--quick", str(path)]) == 1
    lines = path.read_text(encoding="utf-8").split("\n")
    told = []
    for line in capsys.readouterr().out.splitlines():
        name, number, message = line.split(":", 2)
        assert name == str(path)
        told.append((lines[int(number) - 1].split()[0], message.strip()))
    assert told == [
        ("license", "unknown key of header 'license' (did you mean 'licence'?)"),
        ("data.generatr", "unknown setting 'data.generatr' (did you mean 'data.generator'?)"),
        ("network.hiden", "unknown setting 'network.hiden' (did you mean 'network.hidden'?)"),
        ("```pridect", "unknown block 'pridect' (did you mean 'predict'?)"),
        ("```do", "unknown quantity 'hidden_layer' (did you mean 'hidden_layers'?)"),
        ("```do", "unknown quantity 'test_acuracy' (did you mean 'test_accuracy'?)"),
        ("<b>bold</b>", "HTML is not shown; put code between `backticks`"),
        ("-", "the option 'b' has no feedback"),
        ("```choice", "the block is not closed by a line of ```"),
    ]


def test_warnings_do_not_fail(tmp_path, capsys):
    path = tmp_path / "long.lesson.md"
    path.write_text(WELL.replace("minutes  = 3", "minutes  = 50"), encoding="utf-8")
    assert main(["lesson", "check", "--quick", str(path)]) == 0
    assert f"{path}:1: warning: minutes says 50" in capsys.readouterr().out


def test_lessons_that_share_a_number_are_told(tmp_path, capsys):
    paths = [tmp_path / "one.lesson.md", tmp_path / "two.lesson.md"]
    for path in paths:
        path.write_text(WELL.replace("minutes ", "number = 7\nminutes "), encoding="utf-8")
    assert main(["lesson", "check", "--quick", *map(str, paths)]) == 0
    assert f"{paths[1]}:1: warning: number 7 is also that of" in capsys.readouterr().out


def test_measured_numbers_are_filled_in(tmp_path, capsys):
    path = tmp_path / "measured.lesson.md"
    reveal = block("reveal", "After {{epoch of setup after 2 epochs, 2 seeds}} epochs.")
    text = step_text(CLOUDS, block("explain", 'ask = "Why?"'), block("explain", 'ask = "How?"'))
    path.write_text(f"{text}\n{reveal}", encoding="utf-8")
    assert main(["lesson", "check", "--fill", "--jobs", "1", str(path)]) == 0
    assert "2 seeds = 2}} epochs" in path.read_text(encoding="utf-8")
    assert capsys.readouterr().out == "1 lesson, nothing wrong\n"
    assert main(["lesson", "check", "--fill", "--quick", str(path)]) == 2


def test_a_new_lesson_is_written_once(tmp_path, capsys):
    path = tmp_path / "Two clouds.lesson.md"
    assert main(["lesson", "new", str(tmp_path / "Two clouds")]) == 0
    lesson = load_lesson(path)
    assert (lesson.id, lesson.title) == ("two-clouds", "Two clouds")
    capsys.readouterr()
    assert main(["lesson", "new", str(path)]) == 2
    assert "is there already" in capsys.readouterr().err


def test_a_missing_file_is_told(tmp_path, capsys):
    assert main(["lesson", "check", str(tmp_path / "none.lesson.md")]) == 1
    assert "there is no such file" in capsys.readouterr().out


def test_lessons_are_checked_without_qt(tmp_path):
    path = tmp_path / "good.lesson.md"
    path.write_text(WELL, encoding="utf-8")
    code = (
        "import sys\nfrom nnfs_gui.cli import main\n"
        f"status = main(['lesson', 'check', {str(path)!r}])\n"
        "qt = [name for name in sys.modules if name.startswith('PySide6')]\n"
        "sys.exit(f'{status} {qt}' if status or qt else 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60, capture_output=True)
