"""Windows that come and go in one process leave nothing behind."""

from __future__ import annotations

import os
import subprocess
import sys

SCRIPT = """
import gc, threading, weakref
from PySide6.QtCore import QEventLoop, QThread, QTimer
from shiboken6 import Shiboken
from nnfs_gui.app import Playground, make_application
from nnfs_gui.settings import Settings
from nnfs_gui.theme import DARK, LIGHT

application = make_application()

def one(number):
    playground = Playground(Settings.in_memory(), (DARK, LIGHT)[number % 2])
    window, session = playground.window, playground.session
    window.resize(1200, 800)
    window.show()
    window.tabs.bar.setCurrentIndex(number % window.tabs.bar.count())
    loop = QEventLoop()
    session.epochs_finished.connect(loop.quit)
    session.train_epochs(2)
    loop.exec()
    session.play()
    if number % 3 == 0:
        playground.shutdown()
    if number % 3 < 2:
        window.close_quietly()
    return weakref.ref(window), weakref.ref(playground)

for number in range(6):
    references = one(number)
    gc.collect()
    assert [reference() for reference in references] == [None, None]
    assert not application.allWidgets()
    assert threading.active_count() == 1
    alive = [o for o in gc.get_objects() if isinstance(o, Shiboken.Object) and Shiboken.isValid(o)]
    assert not [o for o in alive if isinstance(o, QTimer) and o.isActive()]
    assert not [o for o in alive if isinstance(o, QThread) and o.isRunning()]
print("clean")
"""


def test_windows_after_each_other_go_down_whole() -> None:
    """Some are shut down first, some closed while they train, some just dropped; in both themes."""
    result = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", SCRIPT],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=170,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
    assert result.stdout == "clean\n"
