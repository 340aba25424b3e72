"""What only a process of its own can show: crashes, messages at exit, threads left behind."""

from __future__ import annotations

import os
import subprocess
import sys

PREAMBLE = """
import sys
from PySide6.QtCore import QCoreApplication, QObject, QThread, QTimer, Signal, Slot
from nnfs_gui.document import Document
from nnfs_gui.training.thread.session import TrainingSession
from nnfs_gui.training.snapshot import RunState
application = QCoreApplication([])
"""


def run(program: str, preamble: str = PREAMBLE) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONFAULTHANDLER": "1"}
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", preamble + program],
        capture_output=True,
        text=True,
        timeout=120,
        env=environment,
        check=False,
    )


def test_thousands_of_emits_do_not_kill_the_process() -> None:
    """PySide6 6.12.0 on CPython 3.11 drops a reference to True at each emit."""
    result = run(
        """
class Emitter(QObject):
    told = Signal(bool)
    def __init__(self):
        super().__init__()
        self.heard = 0
    @Slot(bool)
    def hear(self, value):
        self.heard += value
emitter = Emitter()
emitter.told.connect(emitter.hear)
for _ in range(5000):
    emitter.told.emit(True)
print(emitter.heard)
"""
    )
    assert (result.stdout, result.stderr, result.returncode) == ("5000\n", "", 0)


def test_closing_in_the_middle_of_training_leaves_no_thread_and_no_message() -> None:
    result = run(
        """
document = Document()
session = TrainingSession(document)
def close():
    assert session.snapshot.step > 0
    thread = session._thread
    session.shutdown()
    print(session.state is RunState.RUNNING, thread.isFinished())
    application.quit()
def seen(snapshot):
    if snapshot.step > 1000 and not timer.isActive():
        timer.start()
timer = QTimer(singleShot=True, interval=0)
timer.timeout.connect(close)
session.snapshot_changed.connect(seen)
QTimer.singleShot(0, session.play)
sys.exit(application.exec())
"""
    )
    assert (result.stdout, result.stderr, result.returncode) == ("True True\n", "", 0)


def test_an_error_that_ends_the_process_does_not_abort_it() -> None:
    result = run(
        """
session = TrainingSession(Document())
session.play()
raise SystemExit("on the way")
"""
    )
    assert (result.stdout, result.stderr, result.returncode) == ("", "on the way\n", 1)


def test_shutting_down_right_after_play_is_clean_however_often() -> None:
    result = run(
        """
for index in range(30):
    session = TrainingSession(Document())
    if index % 3:
        session.play()
    if index % 2:
        session.train_epochs(1000)
    session.shutdown()
    session.shutdown()
print("done")
"""
    )
    assert (result.stdout, result.stderr, result.returncode) == ("done\n", "", 0)


def test_sessions_dropped_after_shutdown_free_their_threads_quietly() -> None:
    result = run(
        """
import gc
for _ in range(10):
    session = TrainingSession(Document())
    session.play()
    QTimer.singleShot(20, application.quit)
    application.exec()
    session.shutdown()
    del session
    gc.collect()
print("done")
"""
    )
    assert (result.stdout, result.stderr, result.returncode) == ("done\n", "", 0)


def test_snapshots_reach_the_main_thread() -> None:
    result = run(
        """
import threading
threads = set()
session = TrainingSession(Document())
session.snapshot_changed.connect(lambda _: threads.add(threading.get_ident()))
session.state_changed.connect(lambda _: threads.add(threading.get_ident()))
session.epochs_finished.connect(application.quit)
QTimer.singleShot(0, lambda: session.train_epochs(2000))
application.exec()
session.shutdown()
print(threads == {threading.main_thread().ident})
"""
    )
    assert (result.stdout, result.stderr, result.returncode) == ("True\n", "", 0)
