"""What a screen reader finds in the window: names for all that matters, and nothing hidden."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from nnfs_gui.app import Playground
from nnfs_gui.plots.tabs import BottomTabs

_SAYING = (QAccessible.Role.Graphic, QAccessible.Role.Button)
_LABELS = (QAccessible.Role.StaticText, QAccessible.Role.Client)
"""A label may be called as what it labels, and a group as what is in it."""


def name(node: QAccessibleInterface) -> str:
    """The name; of a list its label, which is read before its value."""
    if node.role() == QAccessible.Role.ComboBox and isinstance(box := node.object(), QWidget):
        return box.accessibleName()
    return node.text(QAccessible.Text.Name)


def inside(node: QAccessibleInterface) -> list[QAccessibleInterface]:
    """The children that can be perceived."""
    children = (node.child(index) for index in range(node.childCount()))
    return [child for child in children if child is not None and not child.state().invisible]  # type: ignore[attr-defined]  # a state's bits are attributes


def walk(node: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    yield node
    for child in inside(node):
        yield from walk(child)


STATES = ["plain", "unfolded", "painting", "activations", "runs", "gallery"]


@pytest.fixture(scope="module", params=STATES)
def state(
    request: pytest.FixtureRequest,
    begin_application: Callable[[], AbstractContextManager[Playground]],
) -> Iterator[QAccessibleInterface]:
    """A window in one of its states; the tests only look at it."""
    with begin_application() as playground:
        window, session = playground.window, playground.session
        if request.param == "gallery":
            window.gallery.open()
        if request.param in ("activations", "runs"):
            done = QSignalSpy(session.epochs_finished)
            session.train_epochs(1)
            assert done.wait(30_000)
            window.tabs.open_tab(request.param.capitalize())
        buttons: dict[str, tuple[str, ...]] = {
            "unfolded": ("data-extras-button", "training-more-button"),
            "painting": ("paint-mode",),
        }
        for each in buttons.get(request.param, ()):
            button = window.findChild(QAbstractButton, each)
            assert button is not None
            button.click()
        yield QAccessible.queryAccessibleInterface(window)


def test_what_can_have_the_focus_and_every_picture_has_a_name(state: QAccessibleInterface) -> None:
    nameless = []
    for node in walk(state):
        widget = node.object()
        if not isinstance(widget, QWidget) or not widget.isVisible():
            continue
        matters = bool(widget.focusPolicy()) or node.role() in _SAYING
        if matters and not (name(node) or widget.accessibleName()):
            nameless.append(f"{type(widget).__name__} {widget.objectName()}")
    assert nameless == []


def test_no_two_neighbours_are_called_alike(state: QAccessibleInterface) -> None:
    twice = {}
    for node in walk(state):
        names = Counter(name(child) for child in inside(node) if child.role() not in _LABELS)
        labels = Counter(
            name(child) for child in inside(node) if child.role() == QAccessible.Role.StaticText
        )
        more = {each for each, count in (*names.items(), *labels.items()) if each and count > 1}
        if more:
            twice[name(node)] = more
    assert twice == {}


def test_nothing_of_a_hidden_tab_is_found(playground: Playground) -> None:
    tabs = playground.window.findChild(BottomTabs)
    assert tabs is not None
    bar = tabs.findChild(QWidget, "bottom-tabs")
    assert bar is not None
    root = QAccessible.queryAccessibleInterface(playground.window)
    for index in range(bar.count()):  # type: ignore[attr-defined]  # a tab bar
        bar.setCurrentIndex(index)  # type: ignore[attr-defined]
        found = {
            widget.objectName()
            for node in walk(root)
            if isinstance(widget := node.object(), QWidget)
            and widget.objectName().endswith("-view")
        } & {
            f"{each}-view"
            for each in ("gradients", "weights", "activations", "landscape", "math", "runs")
        }
        assert len(found) == 1


def test_the_runs_are_counted_in_words(qtbot: QtBot, playground: Playground) -> None:
    playground.window.show()
    playground.window.tabs.open_tab("Runs")
    with qtbot.waitSignal(playground.session.epochs_finished):
        playground.session.train_epochs(1)
    runs = playground.window.tabs.runs
    qtbot.waitUntil(lambda: runs.summary().startswith("1 run; "))


def test_every_histogram_says_whose_it_is(qtbot: QtBot, playground: Playground) -> None:
    playground.window.show()
    playground.window.tabs.open_tab("Activations")
    with qtbot.waitSignal(playground.session.epochs_finished):
        playground.session.train_epochs(1)
    plots = playground.window.tabs.activations.histograms.plots
    layers = ("Hidden 1", "Hidden 2", "Output")
    assert [plot.accessibleName().rpartition(" of ")[2] for plot in plots] == list(layers)
