"""`DataPanel`: choose a dataset and shape it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from engine import DATASETS
from nnfs_gui.document import Document
from nnfs_gui.experiment import edits
from nnfs_gui.experiment.data.materialize import materialize
from nnfs_gui.experiment.model import Experiment, FormulaData, GeneratedData, PointsData
from nnfs_gui.experiment.outputs import is_drawn
from nnfs_gui.theme import LABEL, Theme, font
from nnfs_gui.widgets.card import Card
from nnfs_gui.widgets.check_field import CheckField
from nnfs_gui.widgets.elided import ElidedLabel
from nnfs_gui.widgets.fold import Fold
from nnfs_gui.widgets.icons import IconButton, retint
from nnfs_gui.widgets.labels import field_label
from nnfs_gui.widgets.number_edit import Range
from nnfs_gui.widgets.numbers import format_count
from nnfs_gui.widgets.percent import format_share, read_share, shares
from nnfs_gui.widgets.seed_field import SeedField
from nnfs_gui.widgets.segments import Segments
from nnfs_gui.widgets.slider import LabeledSlider

from ..editor import Editor, Field
from ..form_column import PLENTY
from .dataset_tile import CLASSES
from .gallery import Gallery
from .sampling import SamplingForm

_SIZES = (*range(50, 500, 10), *range(500, 1000, 25), *range(1000, 2001, 50))
_SIZE_RANGE = Range(1, 10_000, integer=True)
"""The slider covers what is usual; typing reaches everything that is allowed."""
_CLASSES = tuple((str(count), str(count)) for count in range(2, 9))


class DataPanel(Card):
    """The card "Data": a gallery of generators, and what they take.

    Signals: ``paint_requested()``, ``import_requested()`` and ``formula_requested()`` for the
    window to open; ``refused(sentence)`` and ``adapted(sentence)`` as in `Editor`.
    """

    paint_requested = Signal()
    import_requested = Signal()
    formula_requested = Signal()
    refused = Signal(str)
    adapted = Signal(str)
    both_ways = Signal(str)

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Data", parent)
        self._editor = Editor(document, self)
        self._gallery = Gallery(theme, self)
        self._source = ElidedLabel(parent=self)
        self._source.setObjectName("data-source")
        self._source.setFont(font(LABEL, 500))
        self._make_sliders()
        self._classes = Segments("classes", "Classes", _CLASSES, self)
        self._seed = SeedField("data-seed", "Data seed", self)
        self._import = self._word_button("import", "Table", "Import a table (CSV)")
        self._formula = self._word_button("formula", "Formula", "Points from a formula")
        self._keep = CheckField(
            "keep-weights", "Keep weights", "Go on with the same weights on another data set", self
        )
        self._extras = Fold(
            "data-extras", "More: points, seeds, class balance, outliers, keep weights", self
        )
        self._sampling = SamplingForm(self._editor, self)
        self._room, self._arranged = -1, (-1, -1)
        self._lay_out()
        self._connect()
        self.show_theme(theme)
        self.show_experiment(document.experiment)

    def show_experiment(self, experiment: Experiment) -> None:
        """Show what the experiment says; tells nobody."""
        data = experiment.data
        made = not isinstance(data, PointsData)
        for widget in (self._noise, self._points, self._seed_row):
            widget.setVisible(made)
        many = isinstance(data, GeneratedData) and DATASETS[data.generator].max_classes > 2
        self._classes_row.setVisible(many)
        self._arrange(self._room)
        self._editor.show_experiment(experiment)
        self._show_source(experiment)
        self._sampling.show_experiment(experiment)
        plane = materialize(experiment)
        count = len(plane.targets)
        self.set_caption(f"{format_count(count)} point{'s' * (count != 1)}")
        counts = (
            f"{format_count(len(plane.train))} to train, {format_count(len(plane.test))} to test"
        )
        self._caption.setToolTip(counts)

    def show_theme(self, theme: Theme) -> None:
        self._gallery.show_theme(theme)
        retint(self, theme)

    # --- building ---

    def _word_button(self, name: str, word: str, label: str) -> IconButton:
        button = IconButton(name, label, self, size=15)
        button.setObjectName(f"{name}-data")
        button.setText(word)
        button.setFont(font(LABEL, 500))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.setProperty("look", "word")
        return button

    def _make_sliders(self) -> None:
        self._noise = LabeledSlider(
            "noise", "Noise", shares(0, 50), Range(0.0, 0.5), self,
            show=format_share, read=read_share,
        )  # fmt: skip
        self._share = LabeledSlider(
            "training-share", "Training share", shares(10, 90), Range(0.01, 1.0), self,
            show=format_share, read=read_share,
        )  # fmt: skip
        self._points = LabeledSlider("points", "Points", _SIZES, _SIZE_RANGE, self, show=_whole)

    def _lay_out(self) -> None:
        self.header.addWidget(self._extras.button)
        self.body.setSpacing(4)
        self._seed_row, seed = QWidget(self), QHBoxLayout()
        seed.setContentsMargins(0, 0, 0, 0)
        seed.setSpacing(10)
        seed.addWidget(field_label("Seed", self._seed))
        seed.addWidget(self._seed, 1)
        self._seed_row.setLayout(seed)
        self._classes_row, classes = QWidget(self), QVBoxLayout()
        classes.setContentsMargins(0, 0, 0, 2)
        classes.setSpacing(2)
        classes.addWidget(field_label("Classes"))
        classes.addWidget(self._classes)
        self._classes_row.setLayout(classes)
        self._sliders, self._more_sliders = QGridLayout(), QVBoxLayout()
        self._sources = QHBoxLayout()
        self._sliders.setHorizontalSpacing(8)
        self._sliders.setVerticalSpacing(4)
        self._sources.setSpacing(6)
        for button in (self._import, self._formula):
            self._sources.addWidget(button)
        for part in (self._gallery, self._source, self._classes_row):
            self.body.addWidget(part)
        for layout in (self._sliders, self._sources):
            self.body.addLayout(layout)
        self.body.addWidget(self._extras)
        self._extras.body.addLayout(self._more_sliders)
        self._extras.body.addWidget(self._sampling)
        self._extras.body.addWidget(self._keep)
        self.body.addStretch(1)
        self.set_room(PLENTY)

    def set_room(self, room: int) -> None:
        """Put what can wait behind "more" where the window is low; see `form_column.Form`."""
        if room != self._room:
            self.set_dense(room < PLENTY - 1)
            self._arrange(room)

    def _arrange(self, room: int) -> None:
        """Give tiles and sliders the room there is; a choice of classes takes some of it."""
        left = room - (not self._classes_row.isHidden()) if room >= PLENTY - 1 else room
        if (room, left) == self._arranged:
            return
        self._room, self._arranged = room, (room, left)
        self._gallery.set_compact(left < PLENTY - 1)
        pairs = left < PLENTY
        self._share.set_label("Training" if pairs and room else "Training share", "Training share")
        rows = (self._noise, self._share, self._points, self._seed_row)
        in_sight = 4 if room >= PLENTY - 1 else 2 * room
        for index, row in enumerate(rows):
            if index >= in_sight:
                self._more_sliders.addWidget(row)
            elif pairs and index < 2:
                self._sliders.addWidget(row, 0, index)
            else:
                self._sliders.addWidget(row, index, 0, 1, 2)

    def _connect(self) -> None:
        self._gallery.chosen.connect(self._dataset_chosen)
        self._gallery.paint_requested.connect(self.paint_requested)
        self._import.clicked.connect(self.import_requested)
        self._formula.clicked.connect(self.formula_requested)
        fields: dict[str, Field] = {
            "noise": self._noise, "size": self._points, "seed": self._seed,
            "classes": self._classes,
        }  # fmt: skip
        for name, field in fields.items():
            self._editor.bind(field, f"data.{name}", edits.change_data)
        self._editor.bind(self._share, "split.training_share", edits.set_split)
        self._editor.bind(self._keep, "training.keep_weights", edits.set_training)
        self._editor.refused.connect(self.refused)
        self._editor.adapted.connect(self.adapted)
        self._editor.both_ways.connect(self.both_ways)

    # --- showing ---

    def _show_source(self, experiment: Experiment) -> None:
        data = experiment.data
        match data:
            case GeneratedData(generator=name):
                self._gallery.show_dataset(name)
                text, hint = "", ""
            case FormulaData(form=form, formula=formula):
                self._gallery.show_dataset("")
                text = f"x₂ > {formula}" if form == "above" else f"f(x₁, x₂) = {formula}"
                hint = "Points labelled by a formula"
            case PointsData(source=source, class_names=names, task=task):
                self._gallery.show_dataset("", painted=is_drawn(data))
                text = source or "Drawn by hand"
                hint = f"{text}: {', '.join(names) if task == 'classification' else 'values'}"
        self._source.set_text(text, hint)
        self._source.setVisible(bool(text))

    # --- editing ---

    def _dataset_chosen(self, name: str, gesture: str) -> None:
        text = f"Dataset {DATASETS[name].label}"
        self._editor.apply(partial(_with_generator, name=name), text, gesture)


def _with_generator(experiment: Experiment, name: str) -> Experiment:
    """The experiment with points of another generator, keeping size, noise and seed if it can."""
    data = experiment.data
    # The tiles of sets with many classes show three, so that is what the first one gives.
    classes = CLASSES if DATASETS[name].max_classes > 2 else 2
    if isinstance(data, GeneratedData):
        if DATASETS[data.generator].max_classes > 2:
            classes = data.classes
        return edits.change_data(experiment, generator=name, classes=max(classes, data.classes))
    if isinstance(data, FormulaData):
        kept = GeneratedData(name, data.size, data.noise, data.seed, classes)
        return edits.set_data(experiment, kept)
    return edits.set_data(experiment, GeneratedData(name, classes=classes))


def _whole(value: float) -> str:
    return format_count(int(value))
