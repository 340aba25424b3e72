"""`WalkingView`: a view that can show a walk through one step in place of its own page."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QToolButton, QWidget

from nnfs_gui.experiment.outputs import layer_ids
from nnfs_gui.theme import LABEL, Theme, font
from nnfs_gui.training.walk import Walk

from ...shared.strip import StripView
from .pages import unit_of
from .panel import WalkPanel


class WalkingView(StripView):
    """A strip view with a page for a walk; it overrides `walk_shown`.

    Signals: ``walk_wanted(str)`` for a walk through the next step with a whole ``"batch"`` or one
    ``"sample"``; ``walk_moved(Walk)`` when a person goes on in it; ``walk_left()``; ``told(str)``
    with a sentence for people.
    """

    walk_wanted = Signal(str)
    walk_moved = Signal(object)
    walk_left = Signal()
    told = Signal(str)

    def show_walk(self, walk: Walk | None) -> None:
        """Show where a walk through a step is; None shows the view's own page again."""
        if walk is None and self.walk.walk is None:
            return
        self.walk.show_walk(walk)
        self._page.setVisible(walk is None)
        self.walk.setVisible(walk is not None)
        for part in self._own_parts:
            part.setVisible(walk is None)
        self.single_button.setVisible(walk is not None)
        if walk is not None:
            self.single_button.setChecked(walk.prepared.single)
        self.walk_shown(walk)
        self.summary_changed()

    def walk_shown(self, walk: Walk | None) -> None:
        """Follow a walk in the parts that it shares with the view's own page."""

    def walk_to_unit(self, unit: str) -> None:
        """Let the walk follow another neuron, if there is a walk and it does not yet."""
        walk = self.walk.walk
        if walk is None or unit == unit_of(walk):
            return
        for layer, ids in enumerate(layer_ids(walk.prepared.experiment)):
            if layer and unit in ids:
                self.walk_moved.emit(walk.following(layer, ids.index(unit)))

    def walk_to_sample(self, sample: int) -> bool:
        """Let the walk follow another point of its mini-batch; False if there is no walk."""
        walk = self.walk.walk
        if walk is not None:
            self.walk_moved.emit(walk.following_sample(sample))
        return walk is not None

    def walk_to_point(self, index: int) -> bool:
        """Let the walk follow a point of the data; False if there is no walk."""
        walk = self.walk.walk
        if walk is None:
            return False
        if index in walk.prepared.points:
            self.walk_moved.emit(walk.following_point(index))
        else:
            self.told.emit(f"Point {index + 1} is not in the mini-batch of this step.")
        return True

    def walk_summary(self) -> str:
        """The walk in words."""
        page = self.walk.page
        return "" if page is None else f"A walk through one step: {page.subject}. {page.sentence}"

    # --- for the view --------------------------------------------------------------------------

    def make_walk(self, theme: Theme) -> None:
        """Make the parts, before the view lays itself out."""
        self.walk_button, self.single_button = QToolButton(), QToolButton()
        self.walk = WalkPanel(theme)
        self.walk_button.clicked.connect(self._want_walk)
        self.single_button.clicked.connect(self._want_walk)
        self.walk.moved.connect(self.walk_moved)
        self.walk.next_wanted.connect(self._want_walk)
        self.walk.left.connect(self.walk_left)

    def build_walk(self, page: QWidget, *own: QWidget) -> None:
        """Lay the parts out beside the view's own ``page``; ``own`` parts hide during a walk."""
        self.walk_button.setObjectName("math-walk")
        self.walk_button.setProperty("role", "link")
        self.walk_button.setText("Walk one step")
        self.walk_button.setAccessibleName("Walk one step")
        self.walk_button.setToolTip("Go through the next step of training, phase by phase (W)")
        self.single_button.setObjectName("walk-single")
        self.single_button.setCheckable(True)
        self.single_button.setText("One point")
        self.single_button.setAccessibleName("One point")
        self.single_button.setToolTip("A step of the next point alone, not of a mini-batch")
        for button in (self.walk_button, self.single_button):
            button.setFont(font(LABEL, 500))
        self._own_parts = (self.walk_button, *own)
        self.single_button.hide()
        self.add_header_widgets(self.single_button, *own, self.walk_button)
        self._page = page
        self.walk.hide()
        for part in (page, self.walk):
            self.body.addWidget(part, 1)

    def restyle_walk(self, theme: Theme) -> None:
        """Recolour the parts."""
        self.walk.show_theme(theme)

    @Slot()
    def _want_walk(self) -> None:
        self.walk_wanted.emit("sample" if self.single_button.isChecked() else "batch")
