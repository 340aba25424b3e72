from __future__ import annotations

import gc
import weakref
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtTest import QSignalSpy

from nnfs_gui.document import UNDO_LIMIT, Document
from nnfs_gui.experiment import edits
from nnfs_gui.experiment.model import Experiment, default_experiment
from nnfs_gui.experiment.validation import InvalidExperiment


@pytest.fixture
def document(qapp: object) -> Document:
    return Document()


def titled(title: str) -> Experiment:
    return replace(default_experiment(), title=title)


class Log:
    """Notes the titles that a document announces."""

    def __init__(self, document: Document) -> None:
        self.changes: list[tuple[str, str]] = []
        document.experiment_changed.connect(self.note)

    def note(self, old: Experiment, new: Experiment) -> None:
        self.changes.append((old.title, new.title))


def test_an_edit_is_announced_with_what_was_and_what_is(document: Document) -> None:
    log = Log(document)
    assert document.edit(titled("A"), "Rename")
    assert document.experiment.title == "A"
    assert log.changes == [("Circle", "A")]
    assert document.undo_stack.undoText() == "Rename"


def test_undo_and_redo_announce_too(document: Document) -> None:
    document.edit(titled("A"), "Rename")
    document.edit(titled("B"), "Rename")
    log = Log(document)
    document.undo_stack.undo()
    document.undo_stack.undo()
    document.undo_stack.redo()
    assert log.changes == [("B", "A"), ("A", "Circle"), ("Circle", "A")]
    assert document.experiment == titled("A")


def test_undo_gives_the_very_experiment_back(document: Document) -> None:
    before = document.experiment
    document.edit(edits.remove_layer(before, "L1"), "Remove a layer")
    document.undo_stack.undo()
    assert document.experiment is before


def test_an_edit_that_changes_nothing_leaves_no_step(document: Document) -> None:
    spy = QSignalSpy(document.experiment_changed)
    assert not document.edit(default_experiment(), "Nothing")
    assert document.undo_stack.count() == 0
    assert spy.count() == 0


def test_jumping_in_the_history_is_announced_once(document: Document) -> None:
    for title in "ABCD":
        document.edit(titled(title), "Rename")
    log = Log(document)
    document.undo_stack.setIndex(1)
    assert log.changes == [("D", "A")]


def test_the_oldest_steps_are_forgotten_at_the_limit(document: Document) -> None:
    for number in range(UNDO_LIMIT + 20):
        document.edit(titled(str(number)), "Rename")
    while document.undo_stack.canUndo():
        document.undo_stack.undo()
    assert document.experiment.title == "19"
    assert document.modified


# --- gestures ---


def test_edits_of_one_gesture_become_one_step(document: Document) -> None:
    log = Log(document)
    for title in "ABC":
        document.edit(titled(title), f"Rename to {title}", "drag 1")
    assert document.undo_stack.count() == 1
    assert document.undo_stack.undoText() == "Rename to C"
    assert log.changes == [("Circle", "A"), ("A", "B"), ("B", "C")]
    document.undo_stack.undo()
    assert document.experiment == default_experiment()
    document.undo_stack.redo()
    assert document.experiment.title == "C"


def test_two_gestures_are_two_steps(document: Document) -> None:
    document.edit(titled("A"), "Rename", "drag 1")
    document.edit(titled("B"), "Rename", "drag 2")
    document.edit(titled("C"), "Rename")
    document.edit(titled("D"), "Rename")
    assert document.undo_stack.count() == 4


def test_a_gesture_dragged_back_to_its_start_leaves_no_step(document: Document) -> None:
    document.edit(titled("A"), "Rename")
    log = Log(document)
    document.edit(titled("B"), "Rename", "drag 1")
    document.edit(titled("A"), "Rename", "drag 1")
    assert document.undo_stack.count() == 1
    assert log.changes == [("A", "B"), ("B", "A")]
    assert document.experiment == titled("A")
    document.undo_stack.undo()
    assert document.experiment == default_experiment()


def test_a_gesture_may_go_on_after_it_came_back(document: Document) -> None:
    for title in ("A", "Circle", "B"):
        document.edit(titled(title), "Rename", "drag 1")
    assert document.undo_stack.count() == 1
    document.undo_stack.undo()
    assert document.experiment == default_experiment()


def test_a_gesture_dragged_back_leaves_a_saved_document_unmodified(document: Document) -> None:
    document.edit(titled("A"), "Rename")
    document.saved(Path("a.json"))
    document.edit(titled("B"), "Rename", "drag 1")
    assert document.modified
    document.edit(titled("A"), "Rename", "drag 1")
    assert not document.modified


def test_saving_in_the_middle_of_a_gesture_keeps_the_saved_state_reachable(
    document: Document,
) -> None:
    document.edit(titled("A"), "Rename", "drag 1")
    document.saved(Path("a.json"))
    assert not document.edit(titled("A"), "Rename", "drag 1")
    assert not document.modified
    document.edit(titled("B"), "Rename", "drag 1")
    assert document.modified
    document.undo_stack.undo()
    assert document.experiment.title == "A"
    assert not document.modified


def test_undoing_during_a_gesture_does_not_confuse_it(document: Document) -> None:
    document.edit(titled("A"), "Rename", "drag 1")
    document.undo_stack.undo()
    document.edit(titled("B"), "Rename", "drag 1")
    assert document.undo_stack.count() == 1
    document.undo_stack.undo()
    assert document.experiment == default_experiment()


# --- validation ---


def test_an_invalid_experiment_is_refused_and_changes_nothing(document: Document) -> None:
    good = document.experiment
    bad = replace(good, training=replace(good.training, learning_rate=-1.0))
    spy = QSignalSpy(document.experiment_changed)
    with pytest.raises(InvalidExperiment, match="learning_rate must be > 0"):
        document.edit(bad, "Break it")
    with pytest.raises(InvalidExperiment):
        document.open(bad, None)
    assert document.experiment is good
    assert document.undo_stack.count() == 0
    assert spy.count() == 0


# --- files ---


def test_saving_makes_the_document_unmodified_until_the_next_edit(document: Document) -> None:
    assert not document.modified
    document.edit(titled("A"), "Rename")
    assert document.modified
    spy = QSignalSpy(document.file_changed)
    document.saved(Path("a.json"))
    assert not document.modified
    assert document.path == Path("a.json")
    assert spy.count() >= 1


def test_undo_after_saving_modifies_and_redo_restores_the_saved_state(document: Document) -> None:
    document.edit(titled("A"), "Rename")
    document.saved(Path("a.json"))
    spy = QSignalSpy(document.file_changed)
    document.undo_stack.undo()
    assert document.modified
    document.undo_stack.redo()
    assert not document.modified
    assert spy.count() == 2


def test_an_edit_after_undoing_a_saved_step_loses_the_saved_state(document: Document) -> None:
    document.edit(titled("A"), "Rename")
    document.saved(Path("a.json"))
    document.undo_stack.undo()
    document.edit(titled("B"), "Rename")
    document.undo_stack.undo()
    assert document.modified


def test_a_gesture_dragged_back_after_undoing_a_saved_step_is_still_modified(
    document: Document,
) -> None:
    document.edit(titled("A"), "Rename")
    document.saved(Path("a.json"))
    document.undo_stack.undo()
    document.edit(titled("B"), "Rename", "drag 1")
    document.edit(default_experiment(), "Rename", "drag 1")
    assert document.modified  # the file holds A


def test_opening_forgets_the_history_and_says_so_last(document: Document) -> None:
    document.edit(titled("A"), "Rename")
    order: list[str] = []
    notes = [
        document.experiment_changed.connect(lambda old, new: order.append("changed")),
        document.replaced.connect(lambda new: order.append(f"replaced by {new.title}")),
    ]
    assert notes
    document.open(titled("Opened"), Path("b.json"))
    assert order == ["changed", "replaced by Opened"]
    assert document.path == Path("b.json")
    assert not document.modified
    assert not document.undo_stack.canUndo()


def test_opening_the_same_experiment_again_still_replaces(document: Document) -> None:
    changed, replaced = QSignalSpy(document.experiment_changed), QSignalSpy(document.replaced)
    document.open(document.experiment, None)
    document.open(default_experiment(), None)
    assert (changed.count(), replaced.count()) == (0, 2)


# --- slots that edit ---


def test_an_edit_inside_a_slot_comes_after_the_edit_it_answers(document: Document) -> None:
    before = Log(document)

    def answer(old: Experiment, new: Experiment) -> None:
        if new.title == "A":
            document.edit(titled("answer"), "Answer")

    document.experiment_changed.connect(answer)
    after = Log(document)
    document.edit(titled("A"), "Rename")
    chain = [("Circle", "A"), ("A", "answer")]
    assert before.changes == after.changes == chain
    assert [document.undo_stack.text(index) for index in range(2)] == ["Rename", "Answer"]
    document.experiment_changed.disconnect(answer)
    document.undo_stack.undo()
    assert document.experiment.title == "A"
    document.undo_stack.undo()
    assert document.experiment == default_experiment()


def test_an_edit_inside_a_slot_of_an_undo_keeps_the_stack_sound(document: Document) -> None:
    document.edit(titled("A"), "Rename")
    document.edit(titled("B"), "Rename")

    def answer(old: Experiment, new: Experiment) -> None:
        if new.title == "A":
            document.edit(titled("answer"), "Answer")

    document.experiment_changed.connect(answer)
    document.undo_stack.undo()
    document.experiment_changed.disconnect(answer)
    assert document.experiment.title == "answer"
    assert not document.undo_stack.canRedo()
    seen = [document.experiment.title]
    while document.undo_stack.canUndo():
        document.undo_stack.undo()
        seen.append(document.experiment.title)
    assert seen == ["answer", "A", "Circle"]


def test_an_undo_inside_a_slot_ends_at_the_beginning(document: Document) -> None:
    def take_back(old: Experiment, new: Experiment) -> None:
        if new.title == "A":
            document.undo_stack.undo()

    document.experiment_changed.connect(take_back)
    log = Log(document)
    document.edit(titled("A"), "Rename")
    assert document.experiment == default_experiment()
    assert log.changes == [("Circle", "A"), ("A", "Circle")]
    assert not document.modified


def test_opening_inside_a_slot_ends_with_the_opened_experiment(document: Document) -> None:
    def open_another(old: Experiment, new: Experiment) -> None:
        if new.title == "A":
            document.open(titled("Opened"), None)

    document.experiment_changed.connect(open_another)
    log, replaced = Log(document), QSignalSpy(document.replaced)
    document.edit(titled("A"), "Rename")
    assert document.experiment.title == "Opened"
    assert log.changes == [("Circle", "A"), ("A", "Opened")]
    assert replaced.count() == 1
    assert not document.undo_stack.canUndo()
    assert not document.modified


def test_a_dropped_document_goes_away_with_its_history(qapp: object) -> None:
    document = Document()
    document.edit(titled("A"), "Rename")
    gone = weakref.ref(document)
    del document
    gc.collect()
    assert gone() is None


def test_a_guard_refuses_edits_says_why_and_changes_nothing(document: Document) -> None:
    told: list[str] = []
    document.refused.connect(told.append)
    document.set_guard(lambda old, new: "Not now." if old.title != new.title else "")
    before = document.experiment
    assert not document.edit(edits.set_title(before, "Other"), "Rename")
    assert document.experiment is before
    assert not document.undo_stack.canUndo()
    assert told == ["Not now."]
    assert document.edit(edits.set_notes(before, "Read"), "Notes")
    document.set_guard(None)
    assert document.edit(edits.set_title(before, "Other"), "Rename")


def test_what_was_kept_comes_back_with_its_file_and_all_its_steps_of_undo(
    document: Document, tmp_path: Path
) -> None:
    path = tmp_path / "mine.json"
    document.edit(edits.set_title(document.experiment, "One"), "Rename", "gesture")
    document.saved(path)
    document.edit(edits.set_title(document.experiment, "Two"), "Rename", "gesture")
    document.edit(edits.set_notes(document.experiment, "Three"), "Notes")
    document.undo_stack.undo()
    kept, mine = document.keep(), document.experiment
    document.open(default_experiment(), None)
    document.edit(edits.set_title(document.experiment, "Of the lesson"), "Rename")
    seen: list[Experiment] = []
    document.replaced.connect(seen.append)
    changes: list[tuple[Experiment, Experiment]] = []
    document.experiment_changed.connect(lambda old, new: changes.append((old, new)))
    document.take_back(kept)
    assert document.experiment is mine
    assert seen == [mine]
    assert len(changes) == 1
    assert (document.path, document.modified) == (path, True)
    document.undo_stack.undo()
    assert document.experiment.title == "One"
    assert not document.modified
    document.undo_stack.undo()
    assert document.experiment == default_experiment()
    document.undo_stack.setIndex(3)
    assert (document.experiment.title, document.experiment.notes) == ("Two", "Three")
    assert not document.undo_stack.canRedo()


def test_a_document_that_differs_from_its_file_whatever_is_undone_stays_so(
    document: Document, tmp_path: Path
) -> None:
    first = edits.set_title(document.experiment, "One")
    document.edit(first, "Rename")
    document.edit(edits.set_title(document.experiment, "Two"), "Rename")
    document.saved(tmp_path / "mine.json", first)
    document.take_back(document.keep())
    assert document.modified
    document.undo_stack.setIndex(0)
    assert document.modified
