"""Unsaved work outlives the process: it is kept while the window lives, and offered after."""
