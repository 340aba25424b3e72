"""Driving the real window from tests: a pytest plugin, and a driver in a person's words.

Switch the plugin on with ``nnfs_playground = true`` in pytest's settings; tests then get the
fixture ``playground``, a `driver.Driver` of a window of their own.
"""
