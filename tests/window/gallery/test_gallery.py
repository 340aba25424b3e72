"""The gallery: lessons in order, progress, pictures from the set-ups, presets with their notes."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from nnfs_gui.app import Playground
from nnfs_gui.canvas.elements import NOTHING
from nnfs_gui.experiment.presets import load_preset, preset_names
from nnfs_gui.lessons.progress import Attempt, LessonRecord, ProgressStore
from nnfs_gui.lessons.reading.reader import lesson_paths
from nnfs_gui.lessons.template import new_lesson
from nnfs_gui.window.gallery.catalogue import (
    TOUR,
    entries,
    last_begun,
    load_lessons,
    next_undone,
    picture_of,
)
from nnfs_gui.window.gallery.gallery import Gallery
from nnfs_gui.window.lessons.records import RIGHT, Outcome, states

LEFT = Qt.MouseButton.LeftButton
RIGHTLY = Attempt(("x",), "right")


def test_the_bundled_lessons_stand_in_the_order_of_the_curriculum() -> None:
    lessons = load_lessons()
    known = entries(lessons, {})
    assert [entry.number for entry in known] == list(range(18))
    assert known[0].lesson.id == TOUR
    assert (known[1].lesson.id, known[17].lesson.id) == ("one-neuron", "mystery")
    needed = next(entry for entry in known if entry.lesson.id == "mystery").needs
    assert "Vanishing gradients" in needed
    for lesson, _ in lessons:
        assert picture_of(lesson) is not None, lesson.id


def test_lessons_without_a_number_come_last(tmp_path: Path) -> None:
    texts = {
        "late": new_lesson("late", "A late one"),
        "free": new_lesson("free", "Zebra"),
        "early": new_lesson("early", "Other"),
        "also": new_lesson("also", "Apple"),
    }
    for name, number in (("late", 12), ("early", 3)):
        texts[name] = texts[name].replace("needs ", f"number = {number}\nneeds ")
    paths = [tmp_path / f"{name}.lesson.md" for name in texts]
    for path, text in zip(paths, texts.values(), strict=True):
        path.write_text(text, encoding="utf-8")
    found = [lesson.id for lesson, _ in load_lessons(paths)]
    assert found == ["early", "late", "also", "free"]


def test_what_was_begun_last_is_what_to_go_on_with() -> None:
    lessons = load_lessons()
    records = {}
    for place, name in enumerate(("one-neuron", "one-step")):
        lesson = next(lesson for lesson, _ in lessons if lesson.id == name)
        records[name] = LessonRecord.of(lesson).at_step(3, now=100.0 + place)
    found = last_begun(entries(lessons, records))
    assert found.lesson.id == "one-step"
    assert found.record.step == 3


def test_the_next_lesson_comes_after_the_one_done_last() -> None:
    lessons = load_lessons()
    assert next_undone(entries(lessons, {})) is None
    done = {}
    for lesson, _ in lessons:
        if lesson.id in ("one-line", "one-neuron"):
            record = LessonRecord.of(lesson)
            for step in lesson.steps:
                for place in range(len(step.tasks)):
                    record = record.with_attempt(lesson, step.number, place, RIGHTLY, now=1.0)
            last = 1 if lesson.id == "one-neuron" else 0
            done[lesson.id] = record.at_step(1, now=100.0 + last)
    assert next_undone(entries(lessons, done)).lesson.id == "one-step"


def test_the_first_time_the_tour_is_offered_and_later_no_more(
    qtbot: QtBot, playground: Playground, gallery: Gallery
) -> None:
    go = gallery.page.findChild(QPushButton, "gallery-continue")
    qtbot.waitUntil(go.isVisible)
    assert go.text() == "Take the tour"
    qtbot.keyClick(gallery.page, Qt.Key.Key_Escape)
    assert not gallery.is_open
    gallery.offer_at_start()
    assert not gallery.is_open  # it was offered
    gallery.open()
    assert not go.isVisible()


def test_a_start_goes_on_in_the_gallery_where_the_last_one_ended_in_a_lesson(
    playground: Playground,
) -> None:
    gallery, settings = playground.window.gallery, playground.settings
    settings.set_has_seen_gallery()
    gallery.offer_at_start()
    assert not gallery.is_open
    playground.window.lessons.open_path(lesson_paths()[0])
    assert gallery.may_leave(lambda: True)
    gallery.offer_at_start()
    assert gallery.is_open
    playground.window.close_unasked()  # no lesson is open any more
    assert not settings.left_in_lesson()


def test_who_cancels_closing_is_in_the_lesson_still(
    playground: Playground, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = playground.window
    window.lessons.open_path(lesson_paths()[0], 3)
    first = window.lessons.lesson
    monkeypatch.setattr(window.files, "may_discard", lambda: False)
    assert not window.close()
    assert (window.lessons.lesson.id, window.lessons.number) == (first.id, 3)
    monkeypatch.undo()
    assert window.close()
    assert playground.settings.left_in_lesson(), "the next start offers to go on"


def test_a_window_that_closes_in_a_lesson_remembers_that(playground: Playground) -> None:
    playground.window.lessons.open_path(lesson_paths()[0])
    playground.window.close_unasked()
    assert playground.settings.left_in_lesson()


def test_nothing_is_offered_before_the_lessons_are_read(
    qtbot: QtBot, new_playground: Playground, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, asked = new_playground.window.gallery, []
    monkeypatch.setattr(opened._reader, "start", lambda *work: asked.append(work))
    opened.open()
    banner = opened.page.findChild(QWidget, "gallery-go-on").parentWidget()
    assert not banner.isVisible()
    monkeypatch.undo()
    opened._reader.start(*asked[0])
    qtbot.waitUntil(banner.isVisible)


def test_the_title_says_what_is_seen(
    qtbot: QtBot, playground: Playground, gallery: Gallery
) -> None:
    window = playground.window
    assert window.windowTitle() == "Lessons and experiments[*]"
    qtbot.keyClick(gallery.page, Qt.Key.Key_Escape)
    assert window.windowTitle() == f"{playground.document.experiment.title}[*]"


def test_whoever_just_plays_has_the_network_under_the_keys_and_nothing_is_ringed(
    qtbot: QtBot, playground: Playground, gallery: Gallery
) -> None:
    canvas = playground.window.network.canvas
    qtbot.mouseClick(gallery.page.findChild(QPushButton, "gallery-play"), LEFT)
    assert playground.window.focusWidget() is canvas
    assert canvas.state.focus == NOTHING


def test_the_page_stands_in_the_middle_of_a_wide_window(
    playground: Playground, gallery: Gallery
) -> None:
    page = gallery.page
    for width, left, right in ((1366, 40, 40), (3840, 920, 920)):
        playground.window.resize(width, 900)
        QApplication.sendPostedEvents()
        places = [card.mapTo(page, card.rect().topLeft()).x() for card in page.cards]
        ends = [card.mapTo(page, card.rect().topRight()).x() for card in page.cards]
        assert min(places) == left
        assert page.width() - max(ends) < right + 30  # with the scroll bar


def test_a_wrong_prediction_moves_the_card_as_far_as_the_dots(
    qtbot: QtBot, playground: Playground, gallery: Gallery, tmp_path: Path
) -> None:
    lessons = playground.window.lessons
    path = tmp_path / "mine.lesson.md"
    path.write_text(new_lesson("mine", "Mine").replace('play = "50 epochs"', ""), encoding="utf-8")
    gallery.close()
    assert lessons.open_path(path)
    lessons.answering.commit(0, [0])  # "nearly all", which is wrong
    assert states(lessons.lesson, list(lessons.records)) == ["done", "open", "open"]
    (entry,) = entries([(lessons.lesson, path)], lessons.progress.records())
    assert entry.steps == ("done", "open", "open")
    assert entry.share == 1 / 3
    assert entry.is_begun


def test_a_last_step_without_a_question_is_done_when_it_was_read(
    playground: Playground, tmp_path: Path
) -> None:
    lessons = playground.window.lessons
    lessons.progress.use_folder(tmp_path / "kept")
    path = tmp_path / "mine.lesson.md"
    head = new_lesson("mine", "Mine").split("## First guess")[0]
    path.write_text(f"{head}## One\n\nRead.\n\n## Two\n\nRead on.\n", encoding="utf-8")
    assert lessons.open_path(path)
    lesson = lessons.lesson
    lessons.next()
    lessons.next()
    assert lessons.lesson is None
    kept = ProgressStore(tmp_path / "kept").load_all()
    (entry,) = entries([(lesson, path)], kept)
    assert entry.steps == ("done", "done")
    assert entry.is_done


def test_the_tour_opens_from_the_banner(
    qtbot: QtBot, playground: Playground, gallery: Gallery
) -> None:
    qtbot.mouseClick(gallery.page.findChild(QPushButton, "gallery-continue"), LEFT)
    assert playground.window.lessons.lesson.id == TOUR
    assert not gallery.is_open
    playground.window.lessons.next()
    playground.window.lessons.leave()
    gallery.open()
    go = gallery.page.findChild(QPushButton, "gallery-continue")
    assert go.text() == "Continue"
    card = next(card for card in gallery.page.cards if card.key == TOUR)
    assert card.entry.is_begun
    assert "begun" in card.accessibleName()


def test_after_the_tour_the_next_lesson_is_offered(
    qtbot: QtBot, playground: Playground, gallery: Gallery
) -> None:
    go = gallery.page.findChild(QPushButton, "gallery-continue")
    qtbot.mouseClick(go, LEFT)
    lessons = playground.window.lessons
    for record in lessons.records:
        for task in record.tasks:
            task.outcome = Outcome(RIGHT, "Yes.")
    lessons.progress.answered(1, 0, [1], Outcome(RIGHT, "Yes."))
    lessons.progress.answered(2, 0, {}, Outcome(RIGHT, "Yes."))
    lessons.progress.answered(3, 0, {}, Outcome(RIGHT, "Yes."))
    lessons.leave()
    gallery.open()
    assert next(card for card in gallery.page.cards if card.key == TOUR).entry.is_done
    assert go.text() == "Begin"
    qtbot.mouseClick(go, LEFT)
    assert lessons.lesson.id == "one-neuron"


def test_a_card_opens_its_lesson_and_says_what_it_needs(
    qtbot: QtBot, playground: Playground, gallery: Gallery
) -> None:
    card = next(card for card in gallery.page.cards if card.key == "one-line")
    assert "Needs: A single neuron" in card.toolTip()
    assert card.accessibleName().startswith("4 · ")
    qtbot.keyClick(card, Qt.Key.Key_Return)
    assert playground.window.lessons.lesson.id == "one-line"


def test_a_finished_lesson_counts_as_done() -> None:
    lessons = load_lessons()
    lesson = next(lesson for lesson, _ in lessons if lesson.id == TOUR)
    record = LessonRecord.of(lesson)
    for step in lesson.steps:
        for place in range(len(step.tasks)):
            done = Attempt(("x",), "right")
            record = record.with_attempt(lesson, step.number, place, done, 1.0)
    found = next(e for e in entries(lessons, {TOUR: record}) if e.lesson.id == TOUR)
    assert found.is_done
    assert not found.is_begun


def test_presets_are_chips_with_notes_that_stay_in_sight_after_opening(
    qtbot: QtBot, playground: Playground, gallery: Gallery
) -> None:
    presets = [chip for chip in gallery.page.chips if chip.key.startswith("preset ")]
    assert [chip.key.removeprefix("preset ") for chip in presets] == list(preset_names())
    chip = presets[2]
    experiment = load_preset(preset_names()[2])
    assert experiment.notes in chip.toolTip()
    qtbot.mouseClick(chip, LEFT)
    assert playground.document.experiment == experiment
    assert playground.window.bar.current.message == experiment.notes
    title = playground.window.header._title
    assert title._subtitle.full_text == experiment.notes


def test_the_gallery_is_not_made_before_it_is_opened(new_playground: Playground) -> None:
    assert new_playground.window.gallery.page is None
