"""`NotesWindow`: the teacher's notes on a screen that the room does not see."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from nnfs_gui.lessons.measured import shown
from nnfs_gui.lessons.model import Choice, Lesson, Predict, Reveal, Step, Teacher
from nnfs_gui.theme import Theme
from nnfs_gui.widgets.markdown import plain_words
from nnfs_gui.widgets.rich_text import RichText

PIXELS, MARGIN, WIDE, TALL = 17, 24, 640, 620
NOTHING = "*No notes for this step.*"


def other_screen(window: QWidget) -> QScreen | None:
    """A screen that ``window`` is not on."""
    own = window.screen()
    return next((screen for screen in QGuiApplication.screens() if screen is not own), None)


def notes_of(step: Step) -> str:
    """What the author tells the teacher about a step."""
    return "\n\n".join(shown(block.markdown) for block in step.all_of(Teacher))


def for_teacher(lesson: Lesson, step: Step) -> str:
    """All that a teacher wants to read beside a step: notes, answers, and what comes next."""
    parts = [f"## {step.number}/{len(lesson.steps)} {step.title}", notes_of(step) or NOTHING]
    for task in step.tasks:
        if isinstance(task, Predict | Choice) and task.options:
            right = (plain_words(option.text) for option in task.options if option.right)
            parts.append(f"**Right:** {', '.join(right)}")
    parts += [shown(block.markdown) for block in step.all_of(Reveal)]
    if step.number < len(lesson.steps):
        parts.append(f"*Next: {lesson.steps[step.number].title}*")
    return "\n\n".join(parts)


class NotesWindow(QWidget):
    """A window of its own that never takes the keys from the one that is presented."""

    def __init__(self, theme: Theme, owner: QWidget) -> None:
        super().__init__(owner, Qt.WindowType.Tool | Qt.WindowType.WindowDoesNotAcceptFocus)
        self.setObjectName("teacher-notes")
        self.setWindowTitle("Teacher's notes")
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.words = RichText("teacher-notes-words", theme, self, pixels=PIXELS)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        content = QWidget()
        content.setObjectName("scroll-content")
        column = QVBoxLayout(content)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.addWidget(self.words)
        column.addStretch(1)
        scroll.setWidget(content)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)

    def show_on(self, screen: QScreen) -> None:
        """Come up in the middle of a screen."""
        room = screen.availableGeometry()
        area = QRect(0, 0, min(WIDE, room.width()), min(TALL, room.height()))
        area.moveCenter(room.center())
        self.setGeometry(area)
        self.show()

    def show_step(self, lesson: Lesson, step: Step) -> None:
        self.words.show_markdown(for_teacher(lesson, step))

    def show_theme(self, theme: Theme) -> None:
        self.words.show_theme(theme)
