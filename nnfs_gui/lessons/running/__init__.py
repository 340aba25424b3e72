"""Training for lessons without a window: single runs, and challenges over many seeds."""
