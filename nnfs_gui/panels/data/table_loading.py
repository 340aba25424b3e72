"""Reading a table off the main thread: the job, and what is said when it fails."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from nnfs_gui.background import Asked, Job
from nnfs_gui.experiment.data.table_points import guess_columns
from nnfs_gui.experiment.data.tables import Table, TableError


def reading_job(read: Callable[[Asked], Table]) -> Job:
    """Reads a table that then knows the kinds of its columns: that takes as long as reading."""

    def job(asked: Asked) -> Table:
        table = read(asked)
        with contextlib.suppress(TableError):  # one without columns to take is shown all the same
            guess_columns(table)
        return table

    return job


def why_unread(error: Exception) -> str:
    """Why a table could not be read, for people."""
    if isinstance(error, TableError):
        return str(error)
    if isinstance(error, MemoryError):
        return "the table does not fit into memory; take a part of its rows"
    return f"the table cannot be read ({type(error).__name__}: {error})"
