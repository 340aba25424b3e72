"""What leaves the window for other programs, and the links that come in."""
