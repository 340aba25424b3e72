"""Answers as texts for a record, and back."""

from __future__ import annotations

from nnfs_gui.lessons.model import Challenge, Choice, Do, Explain, Number, Predict, Task

MOST_PLACES = 60


def as_texts(task: Task, answer: object) -> tuple[str, ...]:
    """An answer as people read it in a file."""
    if isinstance(task, Do | Challenge):
        return tuple(str(part) for part in answer) if isinstance(answer, list | tuple) else ()
    if isinstance(task, Explain) and isinstance(answer, dict):
        ticked = (task.ideas[index] for index in answer.get("ticked", ()))
        return (str(answer.get("words", "")), *ticked)
    if isinstance(task, Predict | Choice):
        return _choice_texts(task, answer)
    return tuple(str(text) for text in answer) if isinstance(answer, list | tuple) else ()


def _choice_texts(task: Predict | Choice, answer: object) -> tuple[str, ...]:
    if isinstance(answer, dict):
        return tuple(f"{name}: {way}" for name, way in answer.items())
    parts = list(answer) if isinstance(answer, list | tuple) else []
    if task.kind == "options":
        return tuple(task.options[index].text for index in parts)
    if task.kind == "order":
        return tuple(task.items[index] for index in parts)
    if task.kind in ("drag on the loss curve", "draw the boundary"):
        kept = parts[:: max(1, -(-len(parts) // MOST_PLACES))]
        return tuple(f"{x:.4g}, {y:.4g}" for x, y in kept)
    return tuple(str(part) for part in parts)


def from_texts(task: Task, texts: tuple[str, ...]) -> object:
    """The answer that was kept; None if it does not fit the task any more."""
    if isinstance(task, Number):
        return list(texts)
    if isinstance(task, Explain):
        ticked = [index for index, idea in enumerate(task.ideas) if idea in texts[1:]]
        return {"words": texts[0], "ticked": ticked} if texts else None
    if isinstance(task, Predict | Choice):
        return _choice_from(task, texts)
    return list(texts) or None


def _choice_from(task: Predict | Choice, texts: tuple[str, ...]) -> object:
    if task.kind == "arrows":
        pairs = (text.rpartition(": ") for text in texts)
        return {name: way for name, _, way in pairs} or None
    if task.kind in ("options", "order"):
        known = (
            [option.text for option in task.options] if task.kind == "options" else list(task.items)
        )
        found = [known.index(text) for text in texts if text in known]
        return found if found and len(found) == len(texts) else None
    if task.kind in ("drag on the loss curve", "draw the boundary"):
        return _places(texts)
    return list(texts) or None


def _places(texts: tuple[str, ...]) -> list[tuple[float, float]] | None:
    try:
        pairs = [text.split(",") for text in texts]
        return [(float(x), float(y)) for x, y in pairs] or None
    except ValueError:
        return None
