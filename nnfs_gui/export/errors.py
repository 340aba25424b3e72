"""What an export says when it cannot be made."""

from __future__ import annotations


class ExportError(Exception):
    """The experiment cannot be written in that form; the text is a sentence for people."""
