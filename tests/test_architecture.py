"""The rules of the house, checked by tools."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted([*ROOT.glob("engine/**/*.py"), *ROOT.glob("nnfs_gui/**/*.py")])
ALL_PYTHON = sorted([*SOURCES, *ROOT.glob("tests/**/*.py")])


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imported_modules(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module


def test_import_contracts_hold() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("path", [p for p in SOURCES if "engine" in p.parts], ids=relative)
def test_the_engine_imports_only_numpy_and_the_standard_library(path: Path) -> None:
    allowed = {*sys.stdlib_module_names, "numpy", "engine"}
    foreign = {name for name in imported_modules(path) if name.split(".")[0] not in allowed}
    assert not foreign


@pytest.mark.parametrize("path", ALL_PYTHON, ids=relative)
def test_modules_stay_short(path: Path) -> None:
    limit = 250 if path.name == "main_window.py" else 400
    assert len(path.read_text(encoding="utf-8").splitlines()) <= limit


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_one_place_for_settings_and_no_dangerous_calls(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if path.name != "settings.py":
        assert "QSettings" not in text
    assert not re.search(r"(?<![\w.])(eval|exec)\(|processEvents\(|\bpickle\b(?!=)", text)


def test_only_plots_import_pyqtgraph() -> None:
    importers = {
        relative(path)
        for path in SOURCES
        if any(name.split(".")[0] == "pyqtgraph" for name in imported_modules(path))
    }
    assert importers
    assert all(name.startswith("nnfs_gui/plots/") for name in importers), importers


def test_nothing_imports_the_network() -> None:
    """No module of ours can reach a network: the application works offline and tells nobody."""
    forbidden = {"socket", "urllib", "http", "requests", "ftplib", "smtplib", "ssl"}
    for path in SOURCES:
        names = set(imported_modules(path))
        assert not {name for name in names if name.split(".")[0] in forbidden}, relative(path)
        assert "PySide6.QtNetwork" not in names, relative(path)
