"""The card of a challenge while its runs are under way."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from nnfs_gui.lessons.model import Challenge
from nnfs_gui.panels.lesson.challenge_card import ChallengeCard
from nnfs_gui.theme import DARK


@pytest.fixture
def card(qtbot: QtBot) -> Iterator[ChallengeCard]:
    """In a column with the button that Qt would give the focus to."""
    column = QWidget()
    column.resize(270, 600)
    layout = QVBoxLayout(column)
    made = ChallengeCard("rings", Challenge(line=1, ask="Solve it.", epochs=150), DARK)
    layout.addWidget(made)
    layout.addStretch(1)
    layout.addWidget(QPushButton("Back"))
    qtbot.addWidget(column)
    column.show()
    yield made
    column.close()  # it lives until here


def test_no_place_of_a_run_is_cut(qtbot: QtBot, card: ChallengeCard) -> None:
    card.show_running(True)
    card.show_verdict("0 of 8 needed")
    qtbot.waitUntil(lambda: card.strip.height() == card.strip.sizeHint().height())
    verdict = card.findChild(QLabel, "rings-verdict")
    assert verdict is not None
    assert verdict.height() < 2 * verdict.fontMetrics().height()


def test_the_focus_stays_in_the_card(card: ChallengeCard) -> None:
    window = card.window()
    card.try_button.setFocus()
    card.show_running(True)
    assert window.focusWidget() is card.cancel_button
    card.show_running(False)
    assert window.focusWidget() is card.try_button
