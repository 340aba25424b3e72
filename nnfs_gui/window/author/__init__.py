"""Writing a lesson in the window: its file, what is picked in the window, its own test."""
