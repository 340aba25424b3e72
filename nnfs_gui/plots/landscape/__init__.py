"""The loss landscape on a plane through the weights, computed in the background."""
