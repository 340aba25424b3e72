"""Gestures of the pointer: one class each, which edits nothing until it ends."""
