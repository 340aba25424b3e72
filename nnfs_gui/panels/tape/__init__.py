"""The history tape on the screen: the strip at the foot, and what happened at a divergence."""
