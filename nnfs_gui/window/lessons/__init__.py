"""Lessons in the window: opening them, locking controls, covering views, judging answers."""
