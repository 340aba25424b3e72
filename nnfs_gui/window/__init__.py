"""The main window: its composition, actions, layout, presenter mode and file menu."""
