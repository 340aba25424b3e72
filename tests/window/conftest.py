"""Modules of tools that are imported by name, and what the tests of recovery share."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from nnfs_gui.app import Playground
from nnfs_gui.window.recovery.keeper import RecoveryKeeper
from nnfs_gui.window.recovery.offers import RecoveryOffers

MakeKeeper = Callable[[], RecoveryKeeper]
sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent / "monkey"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data" / "recovery"


@pytest.fixture
def make_keeper(playground: Playground, folder: Path) -> Iterator[MakeKeeper]:
    made = []

    def make() -> RecoveryKeeper:
        window = playground.window
        keeper = RecoveryKeeper(
            folder,
            playground.document,
            playground.session,
            window.files,
            playground.themes,
            playground.notifications,
            window,
        )
        keeper._timer.setInterval(10**6)  # the tests say when to look
        made.append(keeper)
        return keeper

    yield make
    for keeper in made:
        keeper.close()


@pytest.fixture
def offer(
    playground: Playground, make_keeper: MakeKeeper, folder: Path
) -> Iterator[Callable[[], RecoveryKeeper]]:
    made = []

    def make() -> RecoveryKeeper:
        keeper = make_keeper()
        offers = RecoveryOffers(
            folder,
            playground.document,
            playground.session,
            playground.window.files,
            keeper,
            playground.notifications,
            playground.window,
        )
        made.append(offers)
        offers.offer()
        return keeper

    yield make
    for offers in made:
        offers.close()
