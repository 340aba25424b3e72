"""The command line, run as a person runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage

from nnfs_gui import cli
from nnfs_gui.cli import main
from nnfs_gui.cli import train as train_command
from nnfs_gui.cli.commands import COMMANDS, LESSON_COMMANDS
from nnfs_gui.experiment import edits
from nnfs_gui.experiment.files import save_experiment
from nnfs_gui.experiment.presets import load_preset


def run(
    *arguments: str, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own."""
    base = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
    command = [sys.executable, "-c", "import sys; from nnfs_gui.cli import main; sys.exit(main())"]
    return subprocess.run(
        [*command, *arguments],
        env=base | (environment or {}),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["--nonsense"], "--nonsense"),
        (["a.json", "b.json"], "b.json"),
        (["render", "--epochs", "5"], "--output"),
        (["render", "--epochs", "5", "-o", "a.gif"], "a.gif"),
        (["render", "--epochs", "5", "-o", "/nowhere/at/all/a.png"], "/nowhere/at/all"),
        (["render", "--epochs", "5", "--size", "huge", "-o", "a.png"], "huge"),
        (["render", "--epochs", "5", "--size", "10x10", "-o", "a.png"], "10x10"),
        (["render", "--epochs", "5", "--theme", "pink", "-o", "a.png"], "pink"),
        (["render", "--preset", "spirall", "--epochs", "5", "-o", "a.png"], "spiral"),
        (["train"], "--epochs"),
        (["train", "--epochs", "-1"], "-1"),
        (["train", "--epochs", "many"], "many"),
        (["train", "--epochs", "5", "missing.json"], "missing.json"),
        (["train", "--epochs", "5", "--preset", "first-steps", "a.json"], "both"),
        (["train", "--epochs", "5", "missing.nnfs"], "missing.nnfs"),
        (["render", "--epochs", "1", "--select", "9.9", "-o", "a.png"], "9.9"),
        (["render", "--epochs", "1", "--enlarge", "map", "-o", "a.png"], "map"),
        (["render", "--epochs", "1", "--scale", "99", "-o", "a.png"], "99"),
        (
            ["render", "--epochs", "1", "-o", "a.png", "--size", "800x600", "--size", "900x700"],
            "--size once",
        ),
        (["render", "--lesson", "no.lesson.md", "-o", "a.png"], "no.lesson.md"),
    ],
)
def test_wrong_arguments_end_with_status_2_and_one_sentence(
    arguments: list[str], word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        status = main(arguments)
    except SystemExit as exit_:
        status = int(exit_.code or 0)
    error = capsys.readouterr().err
    assert status == 2
    assert word in error
    assert error.count("\n") == 1
    assert error.startswith("nnfs-gui: ")


def test_train_prints_losses_and_accuracy(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", "--preset", "first-steps", "--epochs", "30"]) == 0
    lines = capsys.readouterr().out.splitlines()
    numbers = {line.rsplit(None, 1)[0]: line.split()[-1] for line in lines}
    assert numbers["epochs"] == "30"
    assert float(numbers["train loss"]) < 0.5
    assert float(numbers["test accuracy"].rstrip("%")) > 80


def test_train_as_json_can_be_read_back(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", "--preset", "spiral", "--epochs", "2", "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["epochs"] == 2
    assert 0 < result["test_loss"] < 10
    assert 0 <= result["test_accuracy"] <= 1


def test_training_is_the_same_every_time(capsys: pytest.CaptureFixture[str]) -> None:
    main(["train", "--preset", "xor", "--epochs", "5", "--json"])
    first = capsys.readouterr().out
    main(["train", "--preset", "xor", "--epochs", "5", "--json"])
    assert capsys.readouterr().out == first


def test_a_broken_file_is_refused_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "broken.json"
    path.write_text("{", encoding="utf-8")
    assert main(["train", str(path), "--epochs", "1"]) == 2
    error = capsys.readouterr().err
    assert "broken.json" in error
    assert error.count("\n") == 1


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a display is Linux's question")
def test_without_a_display_the_window_says_so_and_names_render() -> None:
    result = run(environment={"DISPLAY": "", "WAYLAND_DISPLAY": ""})
    assert result.returncode == 2
    assert result.stderr.count("\n") == 1
    assert "display" in result.stderr
    assert "nnfs-gui render" in result.stderr


def test_render_writes_a_picture_of_the_trained_window(tmp_path: Path) -> None:
    output = tmp_path / "shot.png"
    result = run(
        "render",
        "--preset",
        "first-steps",
        "--epochs",
        "20",
        "--size",
        "1024x700",
        "-o",
        str(output),
    )
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
    image = QImage(str(output))
    assert (image.width(), image.height()) == (1024, 700)
    colours = {image.pixelColor(x, y).name() for x in range(0, 1024, 7) for y in range(0, 700, 7)}
    assert len(colours) > 100
    assert list(tmp_path.iterdir()) == [output]


@pytest.mark.parametrize("picture", [False, True])
def test_a_run_that_diverges_is_told_in_one_sentence(
    tmp_path: Path,
    picture: bool,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    experiment = load_preset("regression")
    for layer in experiment.network.hidden:
        experiment = edits.set_activation(experiment, layer.id, "relu")
    experiment = edits.set_training(experiment, learning_rate=900.0, optimizer="sgd", clip="none")
    save_experiment(experiment, tmp_path / "far.json")
    command = ["render", "-o", str(tmp_path / "a.png")] if picture else ["train"]
    monkeypatch.setattr(sys, "warnoptions", [])
    main([*command, str(tmp_path / "far.json"), "--epochs", "20"])
    said = capsys.readouterr()
    assert said.err.startswith("nnfs-gui: Training diverged ")
    assert said.err.count("\n") == 1
    assert "Warning" not in said.out + said.err


def test_warnings_of_numbers_are_left_to_the_commands_sentences(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def overflows(_arguments: object) -> int:
        np.array(1e200) ** 2
        warnings.warn("something else", UserWarning, stacklevel=1)
        return 0

    monkeypatch.setattr(train_command, "run", overflows)
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        monkeypatch.setattr(sys, "warnoptions", [])
        assert main(["train"]) == 0
    assert [str(warning.message) for warning in heard] == ["something else"]
    assert capsys.readouterr().err == ""


def test_render_names_the_tabs_when_asked_for_another(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = tmp_path / "a.png"
    assert main(["render", "--epochs", "1", "--tab", "poetry", "-o", str(picture)]) == 2
    assert "gradients" in capsys.readouterr().err.lower()
    assert not picture.exists()


def test_a_point_that_is_not_there_is_told_before_training(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delattr("nnfs_gui.render._train")
    assert main(["render", "--epochs", "1", "--point", "5000", "-o", "a.png"]) == 2
    error = capsys.readouterr().err
    assert error.startswith("nnfs-gui: there is no point 5000; there are ")
    assert error.count("\n") == 1


def test_training_in_two_parts_prints_the_losses_of_training_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept, kept_again = str(tmp_path / "a.nnfs"), str(tmp_path / "b.nnfs")
    assert main(["train", "--preset", "spiral", "--epochs", "4", "--save", kept]) == 0
    assert main(["train", kept, "--epochs", "3", "--save", kept_again]) == 0
    capsys.readouterr()
    assert main(["train", kept_again, "--epochs", "3", "--json"]) == 0
    in_parts = json.loads(capsys.readouterr().out)
    assert main(["train", "--preset", "spiral", "--epochs", "10", "--json"]) == 0
    assert in_parts == json.loads(capsys.readouterr().out)
    assert in_parts["epochs"] == 10


def test_a_saved_run_that_cannot_be_written_is_told_and_the_result_is_printed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["train", "--epochs", "1", "--save", "/nowhere/at/all/a.nnfs"]) == 1
    shown = capsys.readouterr()
    assert "train loss" in shown.out
    assert "Cannot save a.nnfs" in shown.err


def test_render_shows_a_step_of_a_saved_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept, steps = str(tmp_path / "a.nnfs"), ("0", "60")
    assert main(["train", "--preset", "xor", "--epochs", "8", "--save", kept]) == 0
    pictures = []
    for step in steps:
        output = str(tmp_path / f"{step}.png")
        assert main(["render", kept, "--step", step, "--size", "1024x700", "-o", output]) == 0
        assert capsys.readouterr().err == ""
        pictures.append(QImage(output))
    assert pictures[0].width() == 1024
    assert pictures[0] != pictures[1]


def test_a_link_of_tensorflow_playground_trains_to_its_losses(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The numbers are those that TensorFlow Playground's own code gives, see tests/export."""
    reference = json.loads((Path(__file__).parent / "export/tfp_reference.json").read_text("utf-8"))
    entry = reference["links"][0]
    assert main(["train", entry["link"], "--epochs", "50", "--json"]) == 0
    said = capsys.readouterr()
    result = json.loads(said.out)
    losses = (result["train_loss"], result["test_loss"])
    assert losses == pytest.approx(tuple(entry["losses"]["50"]), abs=1e-9)
    assert said.err == ""


def test_what_a_link_does_not_keep_is_told_beside_the_result(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["train", "#seed=1&batchSize=7&tutorial=a", "--epochs", "0", "--json"]) == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["epochs"] == 0
    assert len(said.err.splitlines()) == 2
    assert main(["train", "#batchSize=0", "--epochs", "1"]) == 2
    assert "batchSize" in capsys.readouterr().err


@pytest.mark.parametrize("form", ["python", "torch", "sklearn", "svg"])
def test_an_experiment_is_exported_as_text(
    form: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    arguments = ["export", "--preset", "first-steps", "--epochs", "2", "--to", form]
    assert main(arguments) == 0
    printed = capsys.readouterr().out
    assert len(printed) > 1000
    assert main([*arguments, "-o", str(tmp_path / "file")]) == 0
    assert (tmp_path / "file").read_text("utf-8") == printed


def test_figures_of_several_panels_and_links_are_exported(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    figure = ["export", "--preset", "rings", "--epochs", "1", "--theme", "bw", "-o"]
    panels = ["--panels", "network,boundary,loss", "--to", "pdf"]
    assert main([*figure, str(tmp_path / "a.pdf"), *panels]) == 0
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    link = "#activation=relu&seed=0.5"
    assert main(["export", link, "--to", "link"]) == 0
    assert "activation=relu" in capsys.readouterr().out
    assert main(["export", "--preset", "rings", "--to", "link"]) == 2
    assert "There is no link" in capsys.readouterr().err
    assert main(["export", "--preset", "rings", "--to", "onnx"]) == 2
    assert "-o FILE" in capsys.readouterr().err


def test_one_run_gives_pictures_of_several_sizes_themes_and_scales(tmp_path: Path) -> None:
    one, two = tmp_path / "one.png", tmp_path / "two.png"
    arguments = ["render", "--preset", "first-steps", "--epochs", "3", "--step", "20", "--scale",
                 "1.5", "--select", "1.2", "--point", "4", "--tab", "math",
                 "-o", str(one), "--size", "1024x700", "--theme", "dark",
                 "-o", str(two), "--size", "1366x768", "--theme", "light"]  # fmt: skip
    assert main(arguments) == 0
    first, second = QImage(str(one)), QImage(str(two))
    assert (first.width(), first.height()) == (1536, 1050)
    assert (second.width(), second.height()) == (2049, 1152)
    assert first.pixelColor(3, 3).lightness() < 60
    assert second.pixelColor(3, 3).lightness() > 200


def test_a_script_makes_many_pictures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script = tmp_path / "shots.toml"
    lesson = Path(__file__).parents[1] / "resources/lessons/batches.lesson.md"
    script.write_text(
        f"""
[[shot]]
preset = "moons"
epochs = 1
enlarge = "boundary"
output = ["a.png", "b.png"]
size = ["800x700", "1024x700"]
[[shot]]
lesson = "{lesson}"
step = 1
output = "c.png"
""",
        encoding="utf-8",
    )
    assert main(["render", "--script", str(script)]) == 0
    assert [QImage(str(tmp_path / f"{name}.png")).isNull() for name in "abc"] == [False] * 3
    script.write_text("[[shot]]\ncolour = 1\n", encoding="utf-8")
    assert main(["render", "--script", str(script)]) == 2
    assert "shot 1 has 'colour'" in capsys.readouterr().err


def test_every_command_is_found_from_help(capsys: pytest.CaptureFixture[str]) -> None:
    rooms = Path(cli.__file__).parent
    for words, folder, known in (
        ([], rooms, COMMANDS),
        (["lesson"], rooms / "lesson", LESSON_COMMANDS),
    ):
        with pytest.raises(SystemExit):
            main([*words, "--help"])
        told = [line.split() for line in capsys.readouterr().out.splitlines() if line]
        for name, what in known.items():
            assert [name, *what.split()] in told
        runs = {path.stem for path in folder.glob("*.py") if "\ndef run(" in path.read_text()}
        runs |= {path.parent.name for path in folder.glob("*/__init__.py")}
        assert runs - {"window", "opening", "__init__"} == set(known)


def test_a_misspelled_command_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trian"]) == 2
    assert "did you mean the command 'train'?" in capsys.readouterr().err
    assert main(["lesson", "chekc"]) == 2
    assert "did you mean the command 'check'?" in capsys.readouterr().err
