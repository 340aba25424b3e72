"""`WalkingView`: a view that can show a walk through one step in place of its own page."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QToolButton, QWidget

from nnfs_gui.experiment.outputs import layer_ids
from nnfs_gui.theme import LABEL, Theme, font
from nnfs_gui.training.walk import Walk
from nnfs_gui.widgets.magnify import FACTOR, magnify

from ...shared.strip import StripView
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
    _panel: WalkPanel | None = None

    @property
    def walking(self) -> Walk | None:
        """Where the walk is; None while there is none."""
        return None if self._panel is None else self._panel.walk

    @property
    def walk(self) -> WalkPanel:
        """The page of walks, made for the first one."""
        if self._panel is None:
            panel = self._panel = WalkPanel(self.theme, self)
            panel.hide()
            self.body.addWidget(panel, 1)
            panel.moved.connect(self.walk_moved)
            panel.next_wanted.connect(self._want_walk)
            panel.left.connect(self.walk_left)
            factor = float(self.property(FACTOR) or 1.0)
            if factor != 1.0:
                magnify(panel, factor)
        return self._panel

    def show_walk(self, walk: Walk | None) -> None:
        """Show where a walk through a step is; None shows the view's own page again."""
        if walk is None and self.walking is None:
            return
        self.walk.show_walk(walk)
        self._page.setVisible(walk is None)
        self.walk.setVisible(walk is not None)
        for part in self._own_parts:
            part.setVisible(walk is None)
        self.single_button.setVisible(walk is not None)
        self.header_changed.emit()
        if walk is not None:
            self.single_button.setChecked(walk.prepared.single)
        self.walk_shown(walk)
        self.summary_changed()

    def walk_shown(self, walk: Walk | None) -> None:
        """Follow a walk in the parts that it shares with the view's own page."""

    def walk_to_unit(self, unit: str) -> None:
        """Let the walk follow another neuron, if there is a walk and it does not yet."""
        walk = self.walking
        if walk is None or unit == walk.unit:
            return
        for layer, ids in enumerate(layer_ids(walk.prepared.experiment)):
            if layer and unit in ids:
                self.walk_moved.emit(walk.following(layer, ids.index(unit)))

    def walk_to_sample(self, sample: int) -> bool:
        """Let the walk follow another point of its mini-batch; False if there is no walk."""
        walk = self.walking
        if walk is not None:
            self.walk_moved.emit(walk.following_sample(sample))
        return walk is not None

    def walk_to_point(self, index: int) -> bool:
        """Let the walk follow a point of the data; False if there is no walk."""
        walk = self.walking
        if walk is None:
            return False
        if index in walk.prepared.points:
            self.walk_moved.emit(walk.following_point(index))
        else:
            self.told.emit(f"Point {index + 1} is not in the mini-batch of this step.")
        return True

    def walk_summary(self) -> str:
        """The walk in words."""
        page = self.walk.page if self.walking is not None else None
        return "" if page is None else f"A walk through one step: {page.subject}. {page.sentence}"

    # --- for the view --------------------------------------------------------------------------

    def make_walk(self, theme: Theme) -> None:
        """Make the parts, before the view lays itself out."""
        self.walk_button, self.single_button = QToolButton(), QToolButton()
        self.walk_button.clicked.connect(self._want_walk)
        self.single_button.clicked.connect(self._want_walk)

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
        self.body.addWidget(page, 1)

    def restyle_walk(self, theme: Theme) -> None:
        """Recolour the parts."""
        if self._panel is not None:
            self._panel.show_theme(theme)

    @Slot()
    def _want_walk(self) -> None:
        self.walk_wanted.emit("sample" if self.single_button.isChecked() else "batch")
