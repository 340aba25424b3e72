"""What can be done on the canvas: network edits, named actions, keyboard walk and menus."""
