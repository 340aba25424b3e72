"""The recipes of CONTRIBUTING.md, followed in a copy of the project."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / ".github" / "CONTRIBUTING.md").read_text(encoding="utf-8")
APPENDED = re.findall(
    r"<!-- recipe: \w+, appended to (\S+) -->\n```python\n(.*?)```", TEXT, re.DOTALL
)
WRITTEN = re.findall(
    r"<!-- recipe: \w+, written to (\S+) -->\n````markdown\n(.*?)````", TEXT, re.DOTALL
)
FORM = """
from PySide6.QtTest import QTest
from nnfs_gui.app import make_application
from nnfs_gui.document import Document
from nnfs_gui.panels.training.training_panel import TrainingPanel
from nnfs_gui.theme import DARK
from nnfs_gui.training.run import Run
from nnfs_gui.widgets.number_field import NumberField

application = make_application()
document = Document()
panel = TrainingPanel(document, DARK)
run = Run(1, document.experiment)
document.experiment_changed.connect(lambda _old, new: run.apply(new))
field = panel.findChild(NumberField, "warmup")
field.setText("4")
field.editingFinished.emit()
run.step("batch")
print(document.experiment.training.warmup, run.snapshot().learning_rate)
"""


def follow(diff: str, root: Path) -> None:
    """Make the changes of a diff without line numbers; each of its places must be found once."""
    for part in diff.split("--- ")[1:]:
        name, _, changes = part.partition("\n")
        path = root / name
        for hunk in changes.rstrip("\n").split("\n@@\n"):
            lines = hunk.split("\n")
            before = "\n".join(line[1:] for line in lines if line[:1] != "+") + "\n"
            after = "\n".join(line[1:] for line in lines if line[:1] != "-") + "\n"
            text = path.read_text(encoding="utf-8")
            assert text.count(before) == 1, f"{name} does not say once:\n{before}"
            path.write_text(text.replace(before, after), encoding="utf-8")


def run(root: Path, *command: str) -> str:
    result = subprocess.run(
        [sys.executable, *command],
        cwd=root, env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True, text=True, check=False, encoding="utf-8",
    )  # fmt: skip
    assert result.returncode == 0, result.stdout[-4000:] + result.stderr[-2000:]
    return result.stdout


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project after the recipes."""
    root = tmp_path_factory.mktemp("copy")
    for name in ("engine", "nnfs_gui", "tests", "resources"):
        ignored = shutil.ignore_patterns("__pycache__", "pictures", "benchmarks")
        shutil.copytree(ROOT / name, root / name, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", root)
    for name, code in APPENDED:
        path = root / name
        path.write_text(path.read_text(encoding="utf-8") + "\n\n" + code, encoding="utf-8")
    for name, text in WRITTEN:
        (root / name).write_text(text, encoding="utf-8")
    found = re.search(r"<!-- recipe: setting -->\n```diff\n(.*?)```", TEXT, re.DOTALL)
    assert found is not None
    follow(found.group(1), root)
    return root


@pytest.fixture(scope="module")
def passed(copy: Path) -> list[str]:
    """The generic tests that know of what was added, all of which pass."""
    rooms = (
        "tests/engine",
        "tests/panels/data/test_data_panel.py",
        "tests/training/test_run_settings.py",
        "tests/lessons/test_proofs.py",
    )
    names = ("-k", "softsign or stripes or warmup or clouds")
    out = run(copy, "-m", "pytest", "-q", "-rA", "-p", "no:cacheprovider", *rooms, *names)
    return re.findall(r"^PASSED (.*)$", out, re.MULTILINE)


@pytest.mark.parametrize(
    ("name", "least"), [("softsign", 30), ("stripes", 8), ("warmup", 2), ("two-clouds", 1)]
)
def test_what_a_recipe_adds_passes_the_generic_tests(
    passed: list[str], name: str, least: int
) -> None:
    assert len([test for test in passed if name in test]) >= least


def test_a_setting_written_in_the_form_arrives_in_the_running_trainer(copy: Path) -> None:
    after_one_of_25_batches = 0.03 * (1 + 1 / 25) / (1 + 4)
    written, rate = run(copy, "-c", FORM).split()
    assert float(written) == 4.0
    assert float(rate) == pytest.approx(after_one_of_25_batches)


def test_the_lesson_of_the_recipe_passes_under_twenty_seeds(copy: Path) -> None:
    name = "resources/lessons/two-clouds.lesson.md"
    program = "import sys; from nnfs_gui.cli import main; sys.exit(main())"
    out = run(copy, "-c", program, "lesson", "check", "--fill", "--jobs", "1", name)
    assert out == "1 lesson, nothing wrong\n"
    assert "20 seeds = " in (copy / name).read_text(encoding="utf-8")


def test_files_that_the_recipes_name_are_there() -> None:
    for name in re.findall(r"`((?:engine|nnfs_gui|tests|resources)/[\w/.]+\.(?:py|md))`", TEXT):
        assert (ROOT / name).is_file(), name
