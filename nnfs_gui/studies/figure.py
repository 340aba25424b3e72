"""A sweep as a figure in SVG: a heat map of two settings, or a curve of one."""

from __future__ import annotations

import math
from collections.abc import Mapping
from html import escape

from .results import CellSummary
from .sweep import Sweep

LEFT, TOP, WIDTH, HEIGHT, BELOW = 150, 56, 560, 300, 84
_LOW, _HIGH = (247, 251, 255), (8, 81, 156)
"""Colours of no networks and of all of them; a light to a dark blue, told apart by lightness."""


def sweep_svg(sweep: Sweep, summaries: Mapping[int, CellSummary]) -> str:
    """The share of networks that reached the goal, with k of n in every cell.

    Cells that are not done are left empty; those with networks that diverged say how many.
    """
    body = _heat_map(sweep, summaries) if len(sweep.varied) == 2 else _curve(sweep, summaries)
    width, height = LEFT + WIDTH + 30, TOP + HEIGHT + BELOW
    title = f"Networks that reach {sweep.goal} within {sweep.epochs} epochs"
    caption = f"{sweep.experiment.title}; {sweep.seeds} seeds a cell, of {', '.join(sweep.by_seed)}"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" font-family="Inter, sans-serif" font-size="12" '
        'fill="#1b2433">',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        _text(LEFT, 26, title, size=15, weight=600),
        _text(LEFT, 44, caption, colour="#5a6a85"),
        *body,
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _heat_map(sweep: Sweep, summaries: Mapping[int, CellSummary]) -> list[str]:
    down, across = sweep.varied
    width, height = WIDTH / len(across.values), HEIGHT / len(down.values)
    parts = []
    for row in range(len(down.values)):
        y = TOP + HEIGHT - (row + 1) * height
        parts.append(_text(LEFT - 10, y + height / 2 + 4, str(down.values[row]), anchor="end"))
        for column in range(len(across.values)):
            found = summaries.get(row * len(across.values) + column)
            parts += _tile(LEFT + column * width, y, width, height, found)
    parts += _below(across.name, [str(value) for value in across.values], width)
    middle = TOP + HEIGHT / 2
    label = _text(0, 0, down.name, anchor="middle", weight=600)
    return [*parts, f'<g transform="translate(24 {middle:g}) rotate(-90)">{label}</g>']


def _tile(x: float, y: float, width: float, height: float, found: CellSummary | None) -> list[str]:
    if found is None:
        return [_rectangle(x, y, width, height, "none", "#c8d2e0")]
    share = found.share_solved
    ink = "#ffffff" if share > 0.55 else "#1b2433"
    parts = [_rectangle(x, y, width, height, _between(share), "#ffffff")]
    count = f"{found.solved}/{found.seeds}"
    parts.append(_text(x + width / 2, y + height / 2 + 4, count, anchor="middle", colour=ink))
    if found.diverged:
        words = f"{found.diverged} ∞"
        parts.append(_text(x + width - 4, y + 12, words, size=9, anchor="end", colour=ink))
    return parts


def _curve(sweep: Sweep, summaries: Mapping[int, CellSummary]) -> list[str]:
    one = sweep.varied[0]
    width = WIDTH / len(one.values)
    parts = []
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        y = TOP + HEIGHT * (1.0 - share)
        parts.append(f'<path d="M{LEFT} {y:g}h{WIDTH}" stroke="#e3e9f2"/>')
        parts.append(_text(LEFT - 10, y + 4, f"{share:.0%}", anchor="end"))
    places = {
        index: (LEFT + (index + 0.5) * width, TOP + HEIGHT * (1.0 - found.share_solved))
        for index, found in sorted(summaries.items())
    }
    line = " ".join(f"{x:.4g},{y:.4g}" for x, y in places.values())
    blue = f"rgb{_HIGH}".replace(" ", "")
    parts.append(f'<polyline points="{line}" fill="none" stroke="{blue}" stroke-width="2"/>')
    for index, (x, y) in places.items():
        found = summaries[index]
        parts.append(f'<circle cx="{x:.4g}" cy="{y:.4g}" r="4" fill="{blue}"/>')
        words = f"{found.solved}/{found.seeds}" + (
            f", {found.diverged} ∞" if found.diverged else ""
        )
        parts.append(
            _text(x, y - 9 if found.share_solved < 0.95 else y + 18, words, anchor="middle")
        )
    return [*parts, *_below(one.name, [str(value) for value in one.values], width)]


def _below(name: str, values: list[str], width: float) -> list[str]:
    every = math.ceil(48 / width)
    labels = [
        _text(LEFT + (index + 0.5) * width, TOP + HEIGHT + 20, value, anchor="middle")
        for index, value in enumerate(values)
        if index % every == 0
    ]
    return [*labels, _text(LEFT + WIDTH / 2, TOP + HEIGHT + 44, name, anchor="middle", weight=600)]


def _between(share: float) -> str:
    mixed = (round(low + (high - low) * share) for low, high in zip(_LOW, _HIGH, strict=True))
    return f"rgb({','.join(map(str, mixed))})"


def _rectangle(x: float, y: float, width: float, height: float, fill: str, edge: str) -> str:
    box = f'x="{x:.5g}" y="{y:.5g}" width="{width:.5g}" height="{height:.5g}"'
    return f'<rect {box} fill="{fill}" stroke="{edge}"/>'


def _text(
    x: float,
    y: float,
    words: str,
    *,
    size: int = 12,
    weight: int = 400,
    anchor: str = "start",
    colour: str = "#1b2433",
) -> str:
    style = f'font-size="{size}" font-weight="{weight}" text-anchor="{anchor}" fill="{colour}"'
    return f'<text x="{x:.5g}" y="{y:.5g}" {style}>{escape(words)}</text>'
