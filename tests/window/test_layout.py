"""How the places share a window."""

from __future__ import annotations

import pytest

from nnfs_gui.window.layout import GAP, MIN_NETWORK, card_sizes


@pytest.mark.parametrize("height", [500, 640, 700, 1000, 2100])
@pytest.mark.parametrize("width", [700, 996, 1200, 1572, 3800])
def test_panels_give_way_before_the_network_does(width: int, height: int) -> None:
    places = card_sizes(width, height)
    assert width - places.left - places.right - 2 * GAP >= min(MIN_NETWORK, width - 220 - 2 * GAP)


def test_a_narrow_window_loses_its_left_column_first() -> None:
    assert card_sizes(1200, 700).left > 0
    assert card_sizes(800, 700).left == 0
    assert card_sizes(800, 700).right > 0


def test_a_low_window_loses_its_bottom() -> None:
    assert card_sizes(1200, 500).bottom == 0
    assert card_sizes(1200, 640).bottom >= 140


def test_places_grow_with_the_window_up_to_a_limit() -> None:
    small, large, huge = (card_sizes(width, width * 5 // 8) for width in (1572, 2500, 3800))
    assert small.left < large.left <= huge.left
    assert small.right < large.right < huge.right
    assert huge.left <= 340


def test_a_projector_gets_larger_figures_and_no_forms() -> None:
    usual, presenter = card_sizes(1572, 900), card_sizes(1572, 900, presenter=True)
    assert presenter.left == 0
    assert presenter.right > usual.right
    assert presenter.bottom == usual.bottom
