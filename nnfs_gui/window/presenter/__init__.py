"""Presenter mode: one hero at a time, large words, and keys for a remote."""
