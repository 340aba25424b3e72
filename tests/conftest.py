"""What every test gets: Qt off screen, one BLAS thread, and no thread left behind."""

from __future__ import annotations

import gc
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
    # Or each of the processes that tests start would compile 600 modules; the tree stays clean.
    os.environ["PYTHONPYCACHEPREFIX"] = str(Path(__file__).parents[1] / ".pytest_cache/compiled")

import pytest
from hypothesis import HealthCheck, settings
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from nnfs_gui.theme import load_fonts
from nnfs_gui.training.thread.garbage import collect_due

if TYPE_CHECKING:
    from renewed import RenewedWindow

    from nnfs_gui.app import Playground

sys.path.insert(0, str(Path(__file__).parent))

WINDOWS_KEPT = 10
"""How many windows may have ended before what Python still holds of them is collected."""
_ended = count(1)

settings.register_profile(
    "project",
    deadline=None,
    derandomize=True,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("project")


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """The application with the project's font, as in real life."""
    load_fonts()
    return qapp


@pytest.fixture(autouse=True)
def _garbage_is_collected_in_the_main_thread() -> Iterator[None]:
    """As in real life; else any thread would do it, and what is collected here waits for it."""
    gc.disable()
    yield
    collect_due()


@pytest.fixture(autouse=True)
def _no_thread_is_left_behind() -> Iterator[None]:
    """Fail a test that leaves a Python thread running."""
    before = set(threading.enumerate())
    yield
    left = [
        thread
        for thread in threading.enumerate()
        if thread not in before and not isinstance(thread, threading._DummyThread)
    ]
    assert not left, f"threads left behind: {left}"


@contextmanager
def whole_application() -> Iterator[Playground]:
    """The whole application, shown off screen at its first size, and ended in order."""
    from nnfs_gui.app import Playground  # here, since most tests need no window
    from nnfs_gui.overrides import guard_overrides
    from nnfs_gui.settings import Settings
    from nnfs_gui.theme import DARK

    guard_overrides()
    made = Playground(Settings.in_memory(), DARK)
    made.window.resize(1600, 1000)
    made.window.show()
    yield made
    made.window.close_quietly()
    made.shutdown()
    made.window.deleteLater()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if next(_ended) % WINDOWS_KEPT == 0:
        gc.collect()


@pytest.fixture(scope="session")
def begin_application(qapp: QApplication) -> Callable[[], AbstractContextManager[Playground]]:
    """What makes a whole application, and ends it."""
    return whole_application


@pytest.fixture
def new_playground(qapp: QApplication) -> Iterator[Playground]:
    """One that nobody has used, for what a window shows but once."""
    with whole_application() as made:
        yield made


@pytest.fixture(scope="module")
def shared_playground(qapp: QApplication) -> Iterator[Playground]:
    """One for all tests of a module that only look at it."""
    with whole_application() as made:
        yield made


@pytest.fixture(scope="module")
def renewed_window(qapp: QApplication) -> Iterator[RenewedWindow]:
    """What gives the tests of a module the same window, as new each time."""
    from renewed import RenewedWindow  # as above

    made = RenewedWindow(whole_application)
    yield made
    made.end()


@pytest.fixture
def playground(renewed_window: RenewedWindow) -> Playground:
    """A whole application as new: that of the module's last test, if it could be brought back."""
    return renewed_window.give()
