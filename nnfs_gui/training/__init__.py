"""Training on a thread of its own, and the values it hands to the views."""
