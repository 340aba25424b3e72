"""Structural changes of a network in training: transplants, inserted layers, converted outputs."""
