"""What opens above the canvas: weight editor, feature picker, hover card and enlarged unit map."""
