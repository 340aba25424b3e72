"""Work off the main thread: the newest job is answered, and the thread goes when its owner does."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from pytestqt.qtbot import QtBot

from nnfs_gui.background import Asked, BackgroundWorker


@pytest.fixture
def owner(qapp: object) -> QObject:
    return QObject()


@pytest.fixture
def worker(owner: QObject) -> Iterator[BackgroundWorker]:
    made = BackgroundWorker(owner)
    yield made
    made.shutdown()


def endless(begun: threading.Event) -> Callable[[Asked], str]:
    """A job that goes on until it is told that nobody wants it."""

    def job(cancelled: Asked) -> str:
        begun.set()
        while not cancelled():
            pass
        return "too late"

    return job


def test_a_job_runs_on_another_thread_and_is_answered_on_this_one(
    qtbot: QtBot, worker: BackgroundWorker
) -> None:
    heard: list[tuple[object, int]] = []
    worker.finished.connect(lambda answer: heard.append((answer, threading.get_ident())))
    worker.start(lambda _cancelled: threading.get_ident())
    assert worker.busy
    qtbot.waitUntil(lambda: bool(heard))
    assert heard[0][1] == threading.get_ident() != heard[0][0]
    assert not worker.busy


def test_a_newer_job_ends_the_one_under_way_and_alone_is_answered(
    qtbot: QtBot, worker: BackgroundWorker
) -> None:
    begun, answers, busy = threading.Event(), [], []
    worker.finished.connect(answers.append)
    worker.busy_changed.connect(busy.append)
    worker.start(endless(begun))
    assert begun.wait(10)
    worker.start(lambda _cancelled: "skipped")
    worker.start(lambda _cancelled: "newest")
    qtbot.waitUntil(lambda: not worker.busy)
    assert answers == ["newest"]
    assert busy == [True, False]


def test_an_answer_on_its_way_while_another_job_starts_is_not_told(
    qtbot: QtBot, worker: BackgroundWorker
) -> None:
    answers: list[object] = []
    worker.finished.connect(answers.append)
    worker.start(lambda _cancelled: "first")
    worker._pool.waitForDone()  # answered, but not yet received
    worker.start(lambda _cancelled: "second")
    qtbot.waitUntil(lambda: not worker.busy)
    assert answers == ["second"]


def test_what_a_job_raises_is_told(qtbot: QtBot, worker: BackgroundWorker) -> None:
    def fail(_cancelled: Asked) -> None:
        raise OSError("the disk is gone")

    with qtbot.waitSignal(worker.failed) as failed:
        worker.start(fail)
    assert str(failed.args[0]) == "the disk is gone"
    assert not worker.busy


def test_a_cancelled_job_is_not_answered(qtbot: QtBot, worker: BackgroundWorker) -> None:
    begun, answers = threading.Event(), []
    worker.finished.connect(answers.append)
    worker.start(endless(begun))
    assert begun.wait(10)
    with qtbot.waitSignal(worker.busy_changed) as busy:
        worker.cancel()
    assert busy.args == [False]
    worker.start(lambda _cancelled: "after")
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == ["after"]


def test_shutdown_ends_what_runs_and_takes_no_more(worker: BackgroundWorker) -> None:
    begun = threading.Event()
    worker.start(endless(begun))
    assert begun.wait(10)
    worker.shutdown()
    assert worker._pool.activeThreadCount() == 0
    worker.start(lambda _cancelled: pytest.fail("must not run"))
    assert not worker.busy


def test_an_owner_that_is_destroyed_takes_the_thread_along(qapp: object) -> None:
    owner = QObject()
    worker = BackgroundWorker(owner)
    pool, begun = worker._pool, threading.Event()
    worker.start(endless(begun))
    assert begun.wait(10)
    owner.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert pool.activeThreadCount() == 0


def test_what_is_done_at_once_is_answered_at_once_and_was_never_busy(
    worker: BackgroundWorker,
) -> None:
    answers, busy = list[object](), list[bool]()
    worker.finished.connect(answers.append)
    worker.busy_changed.connect(busy.append)
    worker.start(lambda _asked: 7, 30.0)
    assert answers == [7]
    assert not worker.busy
    QCoreApplication.sendPostedEvents()
    assert answers == [7]
    assert busy == []


def test_what_takes_longer_than_the_patience_is_answered_later(
    qtbot: QtBot, worker: BackgroundWorker
) -> None:
    go_on, busy = threading.Event(), list[bool]()
    worker.busy_changed.connect(busy.append)
    worker.start(lambda _asked: go_on.wait(30.0), 0.01)
    assert worker.busy
    assert busy == [True]
    with qtbot.waitSignal(worker.finished):
        go_on.set()
    assert busy == [True, False]
