"""A neural network written from scratch in NumPy."""
