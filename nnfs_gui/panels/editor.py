"""How a form edits the document: one try, with a sentence if it is refused or had to adapt."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QMenu

from nnfs_gui.document import Document
from nnfs_gui.experiment import compatibility
from nnfs_gui.experiment.edits import EditError
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.widgets.check_field import CheckField
from nnfs_gui.widgets.drop_down import DropDown
from nnfs_gui.widgets.number_edit import NumberEdit
from nnfs_gui.widgets.seed_field import SeedField
from nnfs_gui.widgets.segments import Segments
from nnfs_gui.widgets.slider import LabeledSlider

Field = NumberEdit | LabeledSlider | SeedField | DropDown | Segments | CheckField
_MISSING = object()


class Editor(QObject):
    """Carries out edits on a document, and binds a form's fields to parts of the experiment.

    Signals: ``refused(sentence)`` when an edit was not possible and nothing changed;
    ``adapted(sentence)`` when loss or output activation had to follow; ``both_ways(path)`` when a
    person wants to see what another value of a setting would do.
    """

    refused = Signal(str)
    adapted = Signal(str)
    both_ways = Signal(str)

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._bindings: list[_Binding] = []

    def apply(self, edit: Callable[[Experiment], Experiment], text: str, gesture: str = "") -> bool:
        """Edit the document as one undo step, or as part of the step of ``gesture``."""
        old = self._document.experiment
        try:
            new = edit(old)
        except EditError as error:
            self.show_experiment(old)  # the field that was refused shows what is true again
            self.refused.emit(str(error))
            return False
        changed = self._document.edit(new, text, gesture or None)
        note = compatibility.explain(old, new) if changed else ""
        if note:
            self.adapted.emit(note)
        return changed

    def bind(
        self, field: Field, path: str, edit: Callable[..., Experiment], keyword: str = ""
    ) -> None:
        """Let ``field`` show and edit the experiment's part at ``path``, ``training.batch_size``.

        The edit gets the value as the argument ``keyword``, the last word of the path unless given.
        """
        self._bindings.append(_Binding(self, field, path, edit, keyword))
        field.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        field.customContextMenuRequested.connect(partial(self._open_menu, field, path))

    def menu_of(self, field: Field, path: str) -> QMenu:
        """What can be done with a field by a right click."""
        menu = field.createStandardContextMenu() if isinstance(field, QLineEdit) else QMenu(field)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if menu.actions():
            menu.addSeparator()
        action = menu.addAction("Try it both ways…")
        action.setObjectName("try-both-ways")
        action.triggered.connect(partial(self._ask_for_both, path))
        return menu

    def _ask_for_both(self, path: str, _checked: bool = False) -> None:
        self.both_ways.emit(path)

    def _open_menu(self, field: Field, path: str, at: QPoint) -> None:
        self.menu_of(field, path).popup(field.mapToGlobal(at))

    def field(self, path: str) -> Field | None:
        """The field that shows the part at ``path``, if one does."""
        return next((binding.field for binding in self._bindings if binding.shows(path)), None)

    def show_experiment(self, experiment: Experiment) -> None:
        """Show an experiment in every bound field; tells nobody."""
        for binding in self._bindings:
            binding.show(experiment)


class _Binding(QObject):
    """One field and the part of the experiment that it stands for."""

    def __init__(self, editor: Editor, field: Field, path: str, edit: Callable[..., Experiment],
                 keyword: str) -> None:  # fmt: skip
        super().__init__(editor)
        self._editor, self._field, self._edit = editor, field, edit
        self._path = path.split(".")
        self._keyword = keyword or self._path[-1]
        self._kind: type = str
        if isinstance(field, DropDown | Segments):
            field.chosen.connect(self._chosen)
        else:
            field.value_edited.connect(self._edited)

    @property
    def field(self) -> Field:
        return self._field

    def shows(self, path: str) -> bool:
        """Whether it stands for the part at ``path``."""
        return self._path == path.split(".")

    def show(self, experiment: Experiment) -> None:
        value: object = experiment
        for name in self._path:
            value = getattr(value, name, _MISSING)
        if value is _MISSING:  # given points have no noise, for example
            return
        if isinstance(self._field, DropDown | Segments):
            self._kind = type(value)
            self._field.show_choice(str(value))
        else:
            self._field.show_value(value)  # type: ignore[arg-type]  # the path leads to a number

    @Slot(str)
    def _chosen(self, key: str) -> None:
        self._edited(self._kind(key), "")

    @Slot(object, str)
    def _edited(self, value: object, gesture: str) -> None:
        words = self._field.words_of(value)  # type: ignore[arg-type]  # its own value
        edit = partial(self._edit, **{self._keyword: value})
        self._editor.apply(edit, f"{self._field.accessibleName()} {words}", gesture)
