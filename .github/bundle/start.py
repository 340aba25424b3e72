"""Where the stand-alone bundle begins: the command line, and its worker processes."""

from __future__ import annotations

import multiprocessing
import runpy
import sys
from types import FunctionType


def start() -> int:
    """Run the command line, or what a worker process of joblib's is started with.

    There is no Python beside the bundle, so joblib starts the bundle itself, as `python -m` or
    `python -c` would be.
    """
    multiprocessing.freeze_support()
    arguments = sys.argv[1:]
    while arguments[:1] and arguments[0] in ("-B", "-E", "-I", "-s", "-S", "-u"):
        arguments = arguments[1:]
    if arguments[:1] == ["-m"]:
        sys.argv = arguments[1:]
        runpy.run_module(arguments[1], run_name="__main__", alter_sys=True)
        return 0
    if arguments[:1] == ["-c"]:
        sys.argv = ["-c", *arguments[2:]]
        FunctionType(compile(arguments[1], "<worker>", "exec"), {"__name__": "__main__"})()
        return 0
    from nnfs_gui.cli import main

    return main()


if __name__ == "__main__":
    sys.exit(start())
