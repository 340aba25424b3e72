"""What the window's title bar says."""

from __future__ import annotations

from nnfs_gui.document import Document

from .gallery.gallery import Gallery
from .lessons.controller import LessonController

GALLERY = "Lessons and experiments"


def window_title(document: Document, lessons: LessonController, gallery: Gallery) -> str:
    """The name of what is seen; Qt puts its mark of unsaved changes at ``[*]``."""
    if gallery.is_open:
        return f"{GALLERY}[*]"
    path = document.path
    name = document.experiment.title if path is None else path.name
    return f"{name}{' (lesson)' if lessons.lesson else ''}[*]"
