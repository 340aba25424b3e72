"""What a class is asked to raise its hands for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nnfs_gui.lessons.model import Choice, Predict, Task
from nnfs_gui.widgets.markdown import plain_words

from ..lessons.judging import ARROWS

FIRST = "Hands for the one that comes first."
PROMPTS = {
    "click": "Click in the network what the room says.",
    "drag on the loss curve": "Draw into the loss plot what the room says.",
    "draw the boundary": "Draw into the plane what the room says.",
}
HEROES = {"click": "network", "drag on the loss curve": "loss", "draw the boundary": "boundary"}
"""The card on which such an answer is given."""


@dataclass(frozen=True)
class Hands:
    """Words of the options, which of them are right, and how many belong to one question.

    ``group`` is 0 if all do.
    """

    words: tuple[str, ...] = ()
    right: frozenset[int] = frozenset()
    group: int = 0
    prompt: str = ""


def hands_for(task: Task | None) -> Hands:
    """The options of a task; none if it has no such thing."""
    if not isinstance(task, Predict | Choice):
        return Hands()
    if task.kind == "options":
        right = frozenset(at for at, option in enumerate(task.options) if option.right)
        return Hands(tuple(plain_words(option.text) for option in task.options), right)
    if task.kind == "order":
        words = tuple(sorted(task.items))
        return Hands(words, frozenset({words.index(task.items[0])}), prompt=FIRST)
    if task.kind == "arrows":
        pairs = [(name, way) for name in task.arrows for way in ARROWS]
        words = tuple(f"{name} {ARROWS[way]}" for name, way in pairs)
        hits = frozenset(at for at, (name, way) in enumerate(pairs) if task.arrows[name] == way)
        return Hands(words, hits, group=len(ARROWS))
    return Hands(prompt=PROMPTS.get(task.kind, ""))


def by_hands(task: Predict, counts: Sequence[int]) -> list[int] | dict[str, str] | None:
    """What a room says by its hands; None without any, or where it is not asked by hands."""
    if not any(counts):
        return None
    if task.kind == "options":
        top = max(counts)
        most = [at for at, count in enumerate(counts) if count == top]
        return most[:1] if task.pick == "one" else most
    if task.kind == "order":
        words = sorted(task.items)
        ranked = sorted(words, key=lambda word: -counts[words.index(word)])
        return [list(task.items).index(word) for word in ranked]
    if task.kind == "arrows":
        return _arrows(task, counts)
    return None


def _arrows(task: Predict, counts: Sequence[int]) -> dict[str, str]:
    """The way with most hands for each; without any the right one."""
    ways = list(ARROWS)
    found: dict[str, str] = dict(task.arrows)
    for row, name in enumerate(task.arrows):
        hands = list(counts[row * len(ways) : (row + 1) * len(ways)])
        if any(hands):
            found[name] = ways[hands.index(max(hands))]
    return found


def asked(task: Task) -> str:
    """The question in bold, and what the room is to do if that is not plain."""
    ask = task.ask.strip()
    bold = ask if any(sign in ask for sign in "*`\n") or not ask else f"**{ask}**"
    prompt = hands_for(task).prompt
    return f"{bold} {prompt}" if prompt else bold
