"""Names for gestures, so that all edits of one drag become one undo step."""

from __future__ import annotations

from uuid import uuid4


def new_gesture(name: str) -> str:
    """A gesture string that no other gesture has; see `Document.edit`."""
    return f"{name}:{uuid4().hex}"
