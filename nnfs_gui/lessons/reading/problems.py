"""`Problems`: what is wrong with a text, all of it or the first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ..errors import LessonError


class Problems:
    """Collects errors; the last one that is wanted is raised.

    Parameters
    ----------
    most : int
        So many are wanted.
    """

    def __init__(self, most: int = 1) -> None:
        self._most = most
        self._told: set[int] = set()
        self.found: list[LessonError] = []

    @contextmanager
    def caught(self) -> Iterator[None]:
        """Collect what is raised inside."""
        try:
            yield
        except LessonError as error:
            for one in (error, *error.more):
                self.add(one)

    def add(self, error: LessonError) -> None:
        """Collect an error, unless it only follows from one that is told."""
        if error.line in self._told:
            return
        self.found.append(error)
        if len(self.found) >= self._most:
            raise error

    def close(self, line: int) -> None:
        """What is wrong on a line is told: a block there that cannot be read."""
        self._told.add(line)
