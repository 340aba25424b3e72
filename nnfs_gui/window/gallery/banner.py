"""`Banner`: the lesson to go on with, above all others."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from nnfs_gui.theme import Theme, font
from nnfs_gui.widgets.magnify import magnified

from .cards import CHIP_HEIGHT, Chip
from .catalogue import TOUR, LessonEntry, last_begun, next_undone


class Banner(QFrame):
    """What was begun last, or comes next, or at the first time the tour; hidden if nothing does.

    Signals: ``chosen(LessonEntry)``.
    """

    chosen = Signal(object)

    def __init__(self, go: QPushButton, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._entry: LessonEntry | None = None
        self._picture = Chip("gallery-go-on", "", "", "", theme, self)
        self._picture.setFixedSize(CHIP_HEIGHT, CHIP_HEIGHT)
        self._picture.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._picture.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._over, self._title, self._aim = QLabel(), QLabel(), QLabel()
        self._title.setFont(font(18, 600))
        for label in (self._over, self._aim):
            label.setProperty("role", "dim")
        self._aim.setWordWrap(True)
        self.go = go
        go.setProperty("role", "primary")
        go.clicked.connect(self._go_clicked)
        words = QVBoxLayout()
        words.setSpacing(2)
        for label in (self._over, self._title, self._aim):
            words.addWidget(label)
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 14, 18, 14)
        row.setSpacing(16)
        row.addWidget(self._picture)
        row.addLayout(words, 1)
        row.addWidget(go)
        self.hide()  # until it is known what comes next

    def show_lessons(self, lessons: list[LessonEntry], *, first_time: bool) -> None:
        """Choose one of these."""
        self._entry = self._chosen(lessons, first_time)
        self.setVisible(self._entry is not None)
        if self._entry is not None:
            self._title.setText(self._entry.lesson.title)
            self._aim.setText(self._entry.lesson.aim)
            self._picture.key = self._entry.key
            self._picture.setAccessibleName(f"Picture of {self._entry.lesson.title}")

    def _chosen(self, lessons: list[LessonEntry], first_time: bool) -> LessonEntry | None:
        entry = last_begun(lessons)
        if entry is not None and entry.record is not None:
            number = "" if not entry.number or entry.is_own else f"lesson {entry.number} · "
            step, total = entry.record.step, len(entry.lesson.steps)
            self._over.setText(f"Go on where you stopped · {number}step {step} of {total}")
            self.go.setText("Continue")
        elif (entry := next_undone([one for one in lessons if not one.is_own])) is not None:
            self._over.setText("Next")
            self.go.setText("Begin")
        elif first_time and lessons and not all(one.is_done for one in lessons):
            entry = next((one for one in lessons if one.lesson.id == TOUR), None)
            self._over.setText("New here?")
            self.go.setText("Take the tour")
        return entry

    def show_picture(self, key: str, image: QImage) -> None:
        """A picture has been made."""
        if self._entry is not None and self._entry.key == key:
            self._picture.show_picture(image)

    def show_theme(self, theme: Theme) -> None:
        self._picture.show_theme(theme)

    def show_magnified(self, _factor: float) -> None:
        side = magnified(CHIP_HEIGHT, self)
        self._picture.setFixedSize(side, side)

    @Slot()
    def _go_clicked(self) -> None:
        if self._entry is not None:
            self.chosen.emit(self._entry)
