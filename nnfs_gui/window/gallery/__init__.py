"""The gallery: lessons, experiments to play with and recent files, each with a picture."""
