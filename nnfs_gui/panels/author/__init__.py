"""Writing a lesson: outline, text, and buttons that write into the text."""
