"""Names of blocks, tabs and points; those of controls are in `experiment.controls`."""

from __future__ import annotations

TABS = ("gradients", "weights", "activations", "landscape", "math", "runs")
POINTS = ("any outlier", "any misclassified")
BLOCKS = (
    *("setup", "controls", "predict", "choice", "number", "do", "challenge", "explain"),
    *("hint", "reveal", "teacher"),
)
