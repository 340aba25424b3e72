"""The monkey's modules import each other by name, as they do when it is started by hand."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "monkey"))
