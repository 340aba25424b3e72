"""Painting data on the boundary plot: tools, their bar, and what turns gestures into edits."""
