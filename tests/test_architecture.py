"""The rules of the house, checked by tools."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[1]
SOURCES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for package in ("engine", "nnfs_gui")
    for path in sorted(ROOT.glob(f"{package}/**/*.py"))
}
TESTS = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted(ROOT.glob("tests/**/*.py"))
}


def imported_modules(text: str) -> set[str]:
    """Every module that a file names in an absolute import, wherever the import stands."""
    names = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


IMPORTS = {path: imported_modules(text) for path, text in SOURCES.items()}


def importers_of(package: str) -> set[str]:
    return {
        path
        for path, names in IMPORTS.items()
        if any(name == package or name.startswith(f"{package}.") for name in names)
    }


def naming(words: str) -> list[str]:
    return [path for path, text in SOURCES.items() if re.search(words, text)]


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    """Who imports whom, also inside functions and for type checking only."""
    return grimp.build_graph("engine", "nnfs_gui", cache_dir=None)


def test_import_contracts_hold() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("package", ["engine", "nnfs_gui"])
def test_modules_never_import_each_other_in_a_circle(
    graph: grimp.ImportGraph, package: str
) -> None:
    modules = {package, *graph.find_descendants(package)}
    imports = {module: graph.find_modules_directly_imported_by(module) for module in modules}
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        pytest.fail(" imports ".join(reversed(error.args[1])))


def test_document_and_training_reach_no_widgets(graph: grimp.ImportGraph) -> None:
    """The import contracts cannot tell the parts of PySide6 from each other."""
    rooms = {"nnfs_gui.document", "nnfs_gui.training", *graph.find_descendants("nnfs_gui.training")}
    reached = rooms.union(*map(graph.find_upstream_modules, rooms))
    drawing = {
        path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for path in importers_of("PySide6.QtWidgets")
    }
    assert drawing
    assert not reached & drawing


def test_the_engine_imports_only_numpy_and_the_standard_library() -> None:
    allowed = {*sys.stdlib_module_names, "numpy", "engine"}
    engine = {path: names for path, names in IMPORTS.items() if path.startswith("engine/")}
    assert engine
    foreign = {path: {name.split(".")[0] for name in engine[path]} - allowed for path in engine}
    assert not any(foreign.values()), foreign


def test_nothing_imports_the_network() -> None:
    """No module of ours can reach a network: the application works offline and tells nobody."""
    forbidden = "socket urllib http requests ftplib smtplib ssl PySide6.QtNetwork"
    assert not set().union(*map(importers_of, forbidden.split()))


def test_modules_stay_short() -> None:
    lengths = {path: len(text.splitlines()) for path, text in (SOURCES | TESTS).items()}
    limits = {"nnfs_gui/window/main_window.py": 250}
    assert limits.keys() <= lengths.keys()
    assert not {path: n for path, n in lengths.items() if n > limits.get(path, 400)}


@pytest.mark.parametrize(
    ("words", "home"),
    [("QSettings", "settings.py"), ("__file__|fontpkg_inter|importlib.resources", "assets.py")],
    ids=["settings", "resource paths"],
)
def test_one_module_names_what_only_it_knows(words: str, home: str) -> None:
    assert naming(words) == [f"nnfs_gui/{home}"]


def test_no_dangerous_calls() -> None:
    assert not naming(r"(?<![\w.])(eval|exec)\(|processEvents\(|\bpickle\b(?!=)")
