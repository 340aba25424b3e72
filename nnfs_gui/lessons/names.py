"""Names that a lesson may use for controls, tabs and points."""

from __future__ import annotations

CONTROLS: dict[str, tuple[str, ...]] = {
    "data": (
        *("dataset", "noise", "share", "points", "data_seed", "balance", "outliers"),
        *("paint", "import", "formula"),
    ),
    "network": (
        *("features", "layers", "neurons", "activation", "output", "weights", "freeze", "mute"),
        *("init", "init_seed"),
    ),
    "training": (
        *("loss", "optimizer", "rate", "batch", "clip", "clip_threshold", "reg", "reg_rate"),
        *("schedule", "stop"),
    ),
    "transport": ("play", "step", "rewind", "speed"),
    "views": (
        *("boundary", "loss_chart", "test_points", "test_loss", "accuracy"),
        *("gradients", "weights_tab", "activations", "landscape", "math"),
    ),
    "window": ("open", "undo"),
}
"""Groups of controls; the name of a group means all of its members."""

TABS = ("gradients", "weights", "activations", "landscape", "math")
POINTS = ("any outlier", "any misclassified")
BLOCKS = (
    *("setup", "controls", "predict", "choice", "number", "do", "challenge", "explain"),
    *("hint", "reveal", "teacher"),
)


def all_controls() -> tuple[str, ...]:
    """Every single control."""
    return tuple(name for members in CONTROLS.values() for name in members)


def members(names: tuple[str, ...]) -> frozenset[str]:
    """The single controls that names of controls and groups stand for."""
    return frozenset(part for name in names for part in CONTROLS.get(name, (name,)))
