"""`DeedsLog`: what a learner did in this step, for checks that ask about it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from nnfs_gui.document import Document
from nnfs_gui.experiment.outputs import layer_ids
from nnfs_gui.lessons.names import TABS
from nnfs_gui.lessons.situation import Deeds

from ..transport import Transport
from ..views_window import ViewsWindow


class DeedsLog(QObject):
    """Listens to the window and counts.

    Signals: ``changed()``.
    """

    changed = Signal()

    def __init__(self, document: Document, window: ViewsWindow, transport: Transport) -> None:
        super().__init__(window)
        self._window, self._document = window, document
        self.deeds = Deeds()
        self._predicted, self._rewound, self._single = False, 0, 0
        self._seen, self._selected = set[str](), set[str]()
        transport.rewound.connect(self._note_rewind)
        transport.stepped.connect(self._note_step)
        window.tabs.tab_changed.connect(self._note_tab)
        window.network.selection_changed.connect(self._note_selection)
        window.network.canvas.popups.weight_opened.connect(self._note_link)
        window.boundary.point_clicked.connect(self._note_point)

    def begin(self) -> None:
        """A step begins: nothing was done in it yet."""
        self._predicted, self._rewound, self._single = False, 0, 0
        self._seen.clear()
        self._selected.clear()
        self._tell()

    def take_back(self, deeds: Deeds) -> None:
        """Go on counting from what was done before."""
        self._predicted, self._rewound = deeds.predicted, deeds.rewound
        self._single = deeds.single_steps
        self._seen, self._selected = set(deeds.seen), set(deeds.selected)
        self._tell()

    @Slot()
    def note_prediction(self) -> None:
        self._predicted = True
        self._tell()

    @Slot()
    def _note_rewind(self) -> None:
        self._rewound += 1
        self._tell()

    @Slot(str)
    def _note_step(self, unit: str) -> None:
        if unit in ("batch", "sample"):
            self._single += 1
            self._tell()

    @Slot(str)
    def _note_tab(self, title: str) -> None:
        if title.lower() in TABS:
            self._seen.add(title.lower())
            self._tell()

    @Slot(object)
    def _note_selection(self, ids: frozenset[str]) -> None:
        features, *hidden, outputs = layer_ids(self._document.experiment)
        kinds = {"feature": features, "hidden neuron": sum(hidden, ()), "output neuron": outputs}
        kinds["neuron"] = (*kinds["hidden neuron"], *outputs)
        if ids:
            self._selected |= {kind for kind, units in kinds.items() if ids & set(units)}
            self._tell()

    @Slot()
    def _note_link(self) -> None:
        self._selected.add("link")
        self._tell()

    @Slot(int)
    def _note_point(self, _index: int) -> None:
        self._selected.add("point")
        self._tell()

    def _tell(self) -> None:
        self.deeds = Deeds(
            self._predicted, self._rewound, self._single, frozenset(self._seen),
            frozenset(self._selected),
        )  # fmt: skip
        self.changed.emit()
