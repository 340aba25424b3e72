"""From the text of a lesson to a `Lesson`."""

from .reader import LARGEST, lesson_paths, load_lesson, load_text, read_all, read_lesson

__all__ = ["LARGEST", "lesson_paths", "load_lesson", "load_text", "read_all", "read_lesson"]
