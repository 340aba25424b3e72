"""What the README promises."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from nnfs_gui.cli import main

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_engine_example_learns_xor() -> None:
    found = re.search(r"## Read the engine.*?```python\n(.*?)```", README, re.DOTALL)
    assert found is not None
    result = subprocess.run(
        [sys.executable, "-c", found.group(1)], capture_output=True, text=True, check=True
    )
    shares = [float(number) for number in re.findall(r"\d\.\d*", result.stdout)]
    assert [round(share) for share in shares] == [0, 1, 1, 0]


@pytest.mark.parametrize("picture", re.findall(r"!\[[^]]*\]\(([^)]+)\)", README))
def test_every_picture_is_there(picture: str) -> None:
    assert (ROOT / picture).is_file()


def test_the_commands_are_marked_for_the_checks() -> None:
    for name, end in (("start", "nnfs-gui"), ("test", "-m pytest -n 2")):
        found = re.search(rf"<!-- {name} command -->\n```sh\n(.*?)\n```", README)
        assert found is not None
        assert found.group(1).endswith(end)


def test_the_train_command_works_as_written(capsys: pytest.CaptureFixture[str]) -> None:
    found = re.search(r"^nnfs-gui (train .*)$", README, re.MULTILINE)
    assert found is not None
    assert main(found.group(1).split()) == 0
    assert '"test_accuracy"' in capsys.readouterr().out
