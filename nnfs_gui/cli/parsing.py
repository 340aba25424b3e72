"""What the commands' parsers have in common: errors of one sentence, and kinds of values."""

from __future__ import annotations

import argparse
import re
from typing import NoReturn

USAGE_ERROR = 2
FAILED = 1
MAX_EPOCHS = 10_000_000


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, and exits with status 2."""

    def error(self, message: str) -> NoReturn:
        self.exit(USAGE_ERROR, f"nnfs-gui: {message}\n")


class Refused(Exception):
    """Something the person asked for cannot be done; the text is for them."""


def count(text: str) -> int:
    """A whole number of epochs or steps."""
    if not re.fullmatch(r"[0-9]{1,8}", text) or int(text) > MAX_EPOCHS:
        raise argparse.ArgumentTypeError(
            f"must be a whole number from 0 to {MAX_EPOCHS}, got {text!r}"
        )
    return int(text)
