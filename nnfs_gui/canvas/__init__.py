"""The network editor: geometry, items, gestures and the view that holds them."""
