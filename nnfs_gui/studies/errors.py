"""What cannot be studied."""

from __future__ import annotations


class StudyError(ValueError):
    """Something asked for that cannot be done; the text is for people."""
