"""`Padlocks`: makes locks visible, on every control of the window that has such a name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLabel, QWidget

from engine import DATASETS, LOSSES, OPTIMIZERS
from nnfs_gui.canvas.locks import CanvasLocks
from nnfs_gui.experiment.model import MAX_CLASSES
from nnfs_gui.theme import Theme
from nnfs_gui.widgets.cover import Cover

from .lesson_window import LessonWindow
from .locks import LOCKED, Locks

HIDDEN = "Not shown in this step"
PLACES: Mapping[str, tuple[str, ...]] = {
    "dataset": (*(f"dataset-{name.replace('_', '-')}" for name in DATASETS), "segments",
                "keep-weights"),
    "noise": ("noise-row",),
    "share": ("training-share-row",),
    "points": ("points-row",),
    "data_seed": ("data-seed-row", "split-seed-row"),
    "balance": tuple(f"balance-{index}-row" for index in range(MAX_CLASSES)),
    "outliers": ("outliers-row",),
    "paint": ("dataset-paint", "paint-mode"),
    "import": ("import-data",),
    "formula": ("formula-data",),
    "neurons": ("network-neuron",),
    "freeze": ("network-freeze",),
    "init": ("initializer",),
    "init_seed": ("weight-seed-row", "shuffle-seed-row"),
    "loss": ("loss", *(f"loss-{name}-{parameter}" for name in LOSSES
                       for parameter in LOSSES[name].parameters)),
    "optimizer": ("optimizer", *(f"optimizer-{name}-{parameter}" for name in OPTIMIZERS
                                 for parameter in OPTIMIZERS[name].parameters)),
    "rate": ("learning-rate", "presenter-rate"),
    "batch": ("batch-size",),
    "clip": ("clip", "presenter-clip"),
    "clip_threshold": ("clip-threshold", "presenter-threshold"),
    "reg": ("regularizer",),
    "reg_rate": ("regularization-rate",),
    "schedule": ("schedule",),
    "stop": ("stop-loss-below", "stop-accuracy-above", "stop-no-improvement"),
    "play": ("play", "presenter-play"),
    "step": ("step", "presenter-step"),
    "rewind": ("rewind", "presenter-rewind"),
    "speed": ("speed",),
    "train_loss": ("train-loss",),
    "test_loss": ("test-loss",),
    "accuracy": ("accuracy",),
    "gradients": ("network-gradients",),
    "open": ("shelf",),
    "undo": ("undo", "redo"),
}  # fmt: skip
"""The widgets of a control by their object names; those of the canvas and the views are apart."""
_GALLERY = ("dataset", "paint")
_TABS = {"gradients": "Gradients", "weights_tab": "Weights", "activations": "Activations",
         "landscape": "Landscape", "math": "Math"}  # fmt: skip
_FIGURES = frozenset(("train_loss", "test_loss", "accuracy"))
"""What the tab Runs shows of every run."""
_RUNS = "Runs"


def parts_with(place: str, window: LessonWindow) -> tuple[QWidget, ...]:
    """The parts of a window in which the place is a control, and not a namesake of one."""
    if place.startswith("presenter-"):
        return (window.presenter_header,)
    return (window.header, window.data_panel, window.training_panel, window.network,
            window.boundary)  # fmt: skip


class Padlocks(QObject):
    """Covers what is locked or hidden, and takes the covers off again."""

    def __init__(self, window: LessonWindow, canvas: CanvasLocks) -> None:
        super().__init__(window)
        self._window, self._canvas = window, canvas
        self._covers: list[Cover] = []
        self._labels: list[QLabel] = []
        self._shortcuts: dict[str, list[QKeySequence]] = {}

    @property
    def covers(self) -> tuple[Cover, ...]:
        return tuple(self._covers)

    @Slot(object)
    def show_theme(self, theme: Theme) -> None:
        for cover in self._covers:
            cover.show_theme(theme)

    def show_locks(self, locks: Locks, theme: Theme) -> None:
        """Put padlocks on what is locked, and hide what is hidden; nothing else."""
        self._lift()
        self._canvas.lock(locks.locked | locks.hidden)
        for name in PLACES:
            if name in locks.hidden:
                self._cover(name, HIDDEN, theme, opaque=True)
            elif name in locks.locked:
                self._cover(name, LOCKED, theme, opaque=False)
        self._show_views(locks)
        self._lock_undo(locks.forbids("undo"))

    def _cover(self, name: str, reason: str, theme: Theme, *, opaque: bool) -> None:
        for widget in self._widgets(name):
            if any(cover.control.isAncestorOf(widget) for cover in self._covers):
                continue
            self._covers.append(Cover(widget, reason, theme, opaque=opaque))
            if opaque:
                self._hide_labels_of(widget)

    def _widgets(self, name: str) -> Iterator[QWidget]:
        for place in PLACES[name]:
            for part in parts_with(place, self._window):
                yield from part.findChildren(QWidget, place)

    def _hide_labels_of(self, widget: QWidget) -> None:
        for label in self._window.findChildren(QLabel):
            if label.buddy() is widget and not label.isHidden():
                label.hide()
                self._labels.append(label)

    def _lift(self) -> None:
        for cover in self._covers:
            cover.lift()
        for label in self._labels:
            label.show()
        self._covers.clear()
        self._labels.clear()

    def _show_views(self, locks: Locks) -> None:
        window, bar = self._window, self._window.tabs.bar
        window.boundary.hide_test_points(locks.forbids("test_points"))
        titles, chosen = window.tabs.titles, bar.currentIndex()
        for name, title in _TABS.items():
            if title in titles:
                index = titles.index(title)
                told = {name, "train_loss"} if name == "landscape" else {name}
                bar.setTabVisible(index, not locks.hidden & told)
                bar.setTabEnabled(index, name not in locks.locked)
                bar.setTabToolTip(index, LOCKED if name in locks.locked else "")
                bar.setTabText(index, title)  # or Qt may keep the room of a hidden tab
        if _RUNS in titles:
            bar.setTabVisible(titles.index(_RUNS), not locks.hidden & _FIGURES)
        if not bar.isTabVisible(chosen):  # Qt would go on to any tab that is still seen
            seen = (index for index in range(bar.count()) if bar.isTabVisible(index))
            bar.setCurrentIndex(next(seen, 0))
        window.tabs.show_magnified(1.0)  # fewer tabs take less room

    def _lock_undo(self, locked: bool) -> None:
        """Undo has no gate of its own: its actions lose their keys for the while."""
        for name in ("undo", "redo"):
            action = self._window.actions_by_name[name]
            if locked and name not in self._shortcuts:
                self._shortcuts[name] = action.shortcuts()
                action.setShortcuts([])
                action.setVisible(False)
            elif not locked and name in self._shortcuts:
                action.setShortcuts(self._shortcuts.pop(name))
                action.setVisible(True)
