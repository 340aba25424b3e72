"""Objects that Python and Qt share die without taking the process along."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest
from PySide6.QtWidgets import QApplication

import nnfs_gui
from nnfs_gui.window.main_window import MainWindow

PREPARE = """
import gc
from PySide6.QtCore import QEvent
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication

from nnfs_gui.canvas.view import NetworkCanvas
from nnfs_gui.document import Document
from nnfs_gui.experiment import edits
from nnfs_gui.theme import DARK, load_fonts

application = QApplication([])
load_fonts()
"""


def run(script: str) -> None:
    """Run a script of its own process; a crash there is a failure here."""
    result = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", PREPARE + dedent(script)],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip() == "alive"


def test_documents_with_a_history_can_be_collected_as_part_of_a_cycle() -> None:
    run("""
        for number in range(60):
            document = Document()
            document.edit(edits.remove_neuron(document.experiment, "L1"), "Remove")
            document.me = document
            del document
            if number % 7 == 0:
                gc.collect()
        gc.collect()
        print("alive")
    """)


def test_canvases_come_and_go_while_a_screen_reader_listens() -> None:
    run("""
        def heard(canvas):
            access = QAccessible.queryAccessibleInterface(canvas)
            children = [access.child(index) for index in range(access.childCount())]
            return [child.text(QAccessible.Text.Name) for child in children]

        QAccessible.setActive(True)
        kept = []
        for number in range(60):
            document = Document()
            canvas = NetworkCanvas(document, DARK)
            canvas.show_experiment(document.experiment)
            canvas.show()
            assert all(heard(canvas))
            document.edit(edits.remove_neuron(document.experiment, "L1"), "Remove")
            canvas.show_experiment(document.experiment)
            assert all(heard(canvas))
            if number % 3 == 0:
                canvas.deleteLater()
                QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            elif number % 3 == 1:
                kept.append((canvas, document))
            del canvas, document
            if number % 7 == 0:
                gc.collect()
        print("alive")
    """)


def test_nobody_asks_layouts_for_their_items() -> None:
    """Python would keep them when Qt has deleted them, and mistake what comes to lie there."""
    house = Path(nnfs_gui.__file__).parent
    found = [
        f"{path.relative_to(house)}:{node.lineno}"
        for path in house.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and node.attr in ("itemAt", "takeAt")
    ]
    assert not found


def test_what_is_put_off_until_later_ends_with_its_owner() -> None:
    """Qt must be told whose it is: else it calls methods of what was deleted meanwhile."""
    house = Path(nnfs_gui.__file__).parent
    found = [
        f"{path.relative_to(house)}:{node.lineno}"
        for path in house.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) == "QTimer.singleShot"
        and len(node.args) == 2
        and ast.unparse(node.args[1]).startswith("self.")
    ]
    assert not found


def test_every_widget_of_a_window_has_an_owner_to_die_with(
    qapp: QApplication, request: pytest.FixtureRequest
) -> None:
    """But for the menus and forms that pyqtgraph gives its plots."""
    before = set(qapp.topLevelWidgets())
    request.getfixturevalue("new_playground")
    unowned = {one for one in qapp.topLevelWidgets() if one.parent() is None} - before
    ours = [type(one) for one in unowned if type(one).__module__.startswith("nnfs_gui")]
    assert ours == [MainWindow]
