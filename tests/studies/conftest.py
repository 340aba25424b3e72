"""Lets this folder's tests find their tools."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))


@pytest.fixture(autouse=True)
def _processes_have_ended() -> Iterator[None]:
    """Wait for threads that fed processes of a test: they hear of the end a little later."""
    yield
    for thread in threading.enumerate():
        if thread.name == "QueueFeederThread":
            thread.join(timeout=10)
