"""The collector runs on the main thread's timer, and only there."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from nnfs_gui.training.thread.garbage import GarbageCollector


@pytest.fixture
def collector(qtbot: QtBot) -> Iterator[GarbageCollector]:
    gc.enable()
    collector = GarbageCollector(interval_ms=1)
    yield collector
    collector.stop()


class Cycle:
    def __init__(self) -> None:
        self.itself = self


def test_cycles_are_collected_by_the_timer_on_the_main_thread(
    collector: GarbageCollector, qtbot: QtBot
) -> None:
    assert not gc.isenabled()
    threads: list[int] = []
    lost = weakref.ref(Cycle(), lambda _: threads.append(threading.get_ident()))
    heap = [[] for _ in range(5_000)]  # enough to be worth a collection
    qtbot.waitUntil(lambda: lost() is None)
    assert threads == [threading.main_thread().ident]
    assert len(heap) == 5_000


def test_stopping_gives_automatic_collection_back_and_may_be_repeated(
    collector: GarbageCollector,
) -> None:
    collector.stop()
    assert gc.isenabled()
    gc.disable()
    collector.stop()
    assert not gc.isenabled()


def test_a_collector_that_was_off_before_stays_off(qtbot: QtBot) -> None:
    gc.disable()
    GarbageCollector().stop()
    assert not gc.isenabled()
