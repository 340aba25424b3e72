"""Links of TensorFlow Playground: opened as the same experiment, and written from one.

A link of TensorFlow Playground with a seed says everything: its points, their order, how they are
divided, the initial weights and every step follow from it.  `random` draws the numbers, `datasets`
the points and `weights` the weights as it does; `keys` reads the link's text, `reader` makes an
experiment of it, and `writer` goes the other way.
"""

from __future__ import annotations

from .keys import is_link
from .reader import Opened, open_link
from .writer import Written, write_link

__all__ = ["Opened", "Written", "is_link", "open_link", "write_link"]
