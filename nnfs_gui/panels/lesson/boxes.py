"""`NumberBoxes`: numbers to type, each with its label and its unit; some are filled in already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from nnfs_gui.theme import BODY, Theme, font
from nnfs_gui.widgets.labels import set_style_property
from nnfs_gui.widgets.rich_text import RichText

from .answer_input import Answer, AnswerInput

LONGEST = 40
_PLACEHOLDERS = {"number": "a number", "fraction": "a fraction", "interval": "from … to …"}


@dataclass(frozen=True)
class BoxSpec:
    """How a box looks: its label as Markdown, what it takes, and what stands in it already."""

    label: str
    kind: str = "number"
    unit: str = ""
    given: str = ""


class NumberBoxes(AnswerInput):
    """The answer is a list of the typed texts, one for each box that is not filled in."""

    def __init__(self, name: str, boxes: Sequence[BoxSpec], theme: Theme,
                 parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(parent)
        self._labels: list[RichText] = []
        self._fields: list[QLineEdit] = []
        self.given: list[QLineEdit] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        for row, box in enumerate(boxes):
            self._add(grid, row, name, box, theme)

    def _add(self, grid: QGridLayout, row: int, name: str, box: BoxSpec, theme: Theme) -> None:
        field = _Box(self)
        field.setObjectName(f"{name}-box-{row + 1}")
        field.setMaxLength(LONGEST)
        field.setFont(font(BODY, 500, tabular=True))
        field.setPlaceholderText(_PLACEHOLDERS.get(box.kind, ""))
        label = RichText(f"{name}-label-{row + 1}", theme, self)
        label.show_markdown(box.label)
        field.setAccessibleName(label.accessibleName() or "Your answer")
        if box.label:
            grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(field, row, 1)
        else:
            label.hide()
            grid.addWidget(field, row, 0, 1, 2)
        self._labels.append(label)
        if box.unit:
            unit = QLabel(box.unit)
            unit.setProperty("role", "dim")
            grid.addWidget(unit, row, 2)
        if box.given:
            field.setText(box.given)
            field.setReadOnly(True)
            field.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            set_style_property(field, "given", "true")
            self.given.append(field)
            return
        field.textEdited.connect(self._edited)
        field.returnPressed.connect(self._entered)
        self._fields.append(field)

    @property
    def fields(self) -> tuple[QLineEdit, ...]:
        """The boxes that are to be filled in."""
        return tuple(self._fields)

    def answer(self) -> Answer | None:
        texts = [field.text().strip() for field in self._fields]
        return texts if all(texts) else None

    def missing(self) -> str:
        return "Type a number first." if len(self._fields) == 1 else "Fill in every box first."

    def show_answer(self, answer: Answer) -> None:
        texts = answer if isinstance(answer, list | tuple) else ()
        for field, text in zip(self._fields, texts, strict=False):
            field.setText(str(text)[:LONGEST])

    def show_given(self, texts: Sequence[str]) -> None:
        """Show other numbers in the boxes that are filled in."""
        for field, text in zip(self.given, texts, strict=True):
            field.setText(text)

    def clear(self) -> None:
        """Empty what is to be filled in."""
        for field in self._fields:
            field.clear()
        self.mark([""] * len(self._fields))

    def mark(self, tones: Sequence[str]) -> None:
        """Show of each box whether its number was right."""
        for field, tone in zip(self._fields, tones, strict=True):
            set_style_property(field, "mark", tone)
            said = {"right": "right", "not-yet": "not yet"}.get(tone, "")
            field.setAccessibleDescription(said)

    def settle(self, settled: bool) -> None:
        for field in self._fields:
            field.setReadOnly(settled)

    def show_theme(self, theme: Theme) -> None:
        for label in self._labels:
            label.show_theme(theme)

    def take_focus(self) -> None:
        if self._fields:
            self._fields[0].setFocus(Qt.FocusReason.OtherFocusReason)
            self._fields[0].selectAll()

    def _edited(self) -> None:
        set_style_property(self.sender(), "mark", "")  # type: ignore[arg-type]  # a field of ours
        self.changed.emit()

    def _entered(self) -> None:
        """Enter goes to the next empty box, and from the last one commits."""
        empty = next((field for field in self._fields if not field.text().strip()), None)
        if empty is not None:
            empty.setFocus()
        else:
            self.committed.emit()


class _Box(QLineEdit):
    """A field for one number, which has no words to go through: Ctrl+→ leads to the next step."""

    # --- Qt ----------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            sideways = event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right)
            if sideways and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
                event.ignore()
                return True
        return super().event(event)
