"""A gallery that is open."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from nnfs_gui.app import Playground
from nnfs_gui.window.gallery.gallery import Gallery


@pytest.fixture
def gallery(qtbot: QtBot, playground: Playground) -> Gallery:
    made = playground.window.gallery
    made.open()
    qtbot.waitUntil(lambda: len(made.page.cards) > 0, timeout=20_000)
    return made
