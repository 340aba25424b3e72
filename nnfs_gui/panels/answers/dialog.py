"""`AnswersDialog`: the files of a class, read and counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from nnfs_gui.lessons.model import Lesson
from nnfs_gui.lessons.progress import ClassAnswers, Collected, HandIn, QuestionTable
from nnfs_gui.lessons.progress.classes import NAMELESS
from nnfs_gui.theme import BODY, LABEL, Theme, font
from nnfs_gui.widgets.drop_down import Choice, DropDown
from nnfs_gui.widgets.markdown import plain_words

from .question_page import QuestionPage

SIGNS = {"right": "✓", "close": "✓", "done": "✓", "slip": "slip", "wrong": "✗", "open": "…"}
"""What stands in a learner's line for the last verdict of a question."""


class AnswersDialog(QDialog):
    """Questions with bars, and learners with a line each; further files can be dropped on it.

    Signals: ``files_added(paths)`` with dropped files; ``more_asked()``, ``list_asked()`` for a
    class list, ``csv_asked(answers)``.
    """

    files_added = Signal(object)
    more_asked = Signal()
    list_asked = Signal()
    csv_asked = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("answers")
        self.setWindowTitle("Answers of a class")
        self.setAcceptDrops(True)
        self._classes: dict[str, ClassAnswers] = {}
        self._lessons: Mapping[str, Lesson] = {}
        self._tables: tuple[QuestionTable, ...] = ()
        self._names: tuple[str, ...] = ()
        self._lesson = DropDown("answers-lesson", "Lesson", self)
        self._lesson.setMinimumWidth(180)
        self._told = QLabel(self)
        self._told.setObjectName("answers-told")
        self._told.setFont(font(BODY, 500))
        self.notes = QLabel(self)
        self.notes.setObjectName("answers-notes")
        self.notes.setProperty("role", "warn")
        self.notes.setFont(font(LABEL))
        self.notes.setWordWrap(True)
        self.notes.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.questions = QListWidget(self)
        self.questions.setObjectName("answers-questions")
        self.questions.setWordWrap(True)
        self.questions.setSpacing(4)
        self.page = QuestionPage(theme)
        self.learners = QTableWidget(self)
        self.learners.setObjectName("answers-learners")
        self._lay_out()
        self._lesson.chosen.connect(self._show_class)
        self.questions.currentRowChanged.connect(self._show_question)

    def sizeHint(self) -> QSize:
        return QSize(880, 560)

    # --- what is shown -----------------------------------------------------------------------

    def show_collected(
        self, collected: Collected, lessons: Mapping[str, Lesson], names: Sequence[str] = ()
    ) -> None:
        """Show what was read; ``names`` is the class list, if there is one."""
        before = self._lesson.current_key if self._classes else ""
        self._classes, self._lessons = collected.by_lesson(), lessons
        self._names = tuple(names)
        self._failures = collected.failures
        self._lesson.set_choices(
            [
                Choice(name, f"{known.title} ({len(known.learners)})")
                for name, known in self._classes.items()
            ]
        )
        self._lesson.setVisible(len(self._classes) > 1)
        key = before if before in self._classes else next(iter(self._classes), "")
        self._lesson.show_choice(key)
        self._csv.setEnabled(bool(self._classes))
        self._show_class(key)

    @property
    def shown(self) -> ClassAnswers | None:
        """The answers to the lesson that is chosen."""
        return self._classes.get(self._lesson.current_key)

    def _show_class(self, key: str) -> None:
        known, lesson = self._classes.get(key), self._lessons.get(key)
        self._show_notes(known)
        self._tables = () if known is None else known.tables(lesson)
        self.questions.clear()
        for table in self._tables:
            asked = plain_words(table.ask).strip() or table.title or table.kind
            how = "done" if table.kind in ("do", "challenge", "explain") else "right"
            count = f"{table.solved} of {table.answered} {how}"
            words = f"{table.step}.{table.task + 1}  ·  {count}\n{asked}"  # its end may be cut
            self.questions.addItem(QListWidgetItem(words))
        self._told.setText("" if known is None else _counted(known))
        self.page.setVisible(bool(self._tables))
        self._fill_learners(known)
        if self._tables:
            self.questions.setCurrentRow(0)

    def _show_question(self, row: int) -> None:
        known = self.shown
        if known is not None and 0 <= row < len(self._tables):
            table = self._tables[row]
            self.page.show_question(table, known.silent(table.step, table.task))

    def _show_notes(self, known: ClassAnswers | None) -> None:
        notes = list(self._failures)
        if known is not None:
            absent = known.absent(self._names)
            if absent:
                notes.append(f"No file from {', '.join(absent)}.")
            if known.replaced:
                notes.append(f"{_files(known.replaced)} left out: a newer one has the same name.")
            if known.versions > 1:
                notes.append(f"{known.versions} different texts of this lesson were answered.")
        self.notes.setText("\n".join(notes))
        self.notes.setVisible(bool(notes))

    def _fill_learners(self, known: ClassAnswers | None) -> None:
        table, learners = self.learners, () if known is None else known.learners
        heads = [f"{one.step}.{one.task + 1}" for one in self._tables]
        columns = ["Name", "Done", "Minutes", *heads]
        table.clear()
        table.setColumnCount(len(columns))
        table.setRowCount(len(learners))
        table.setHorizontalHeaderLabels(columns)
        for row, one in enumerate(learners):
            for column, cell in enumerate(self._cells(one)):
                item = QTableWidgetItem(cell)
                item.setFlags(Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled)
                table.setItem(row, column, item)
        table.resizeColumnsToContents()

    def _cells(self, one: HandIn) -> list[str]:
        record = one.record
        cells = [one.name or NAMELESS, f"{record.done} of {record.total}"]
        cells.append(f"{record.seconds / 60:.0f}")
        for table in self._tables:
            task = record.task(table.step, table.task)
            attempts = () if task is None else task.attempts
            sign = SIGNS[attempts[-1].verdict] if attempts else "–"
            cells.append(f"{sign} ({len(attempts)})" if len(attempts) > 1 else sign)
        return cells

    # --- building ----------------------------------------------------------------------------

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self._lesson)
        top.addWidget(self._told, 1)
        for name, text, asked in (
            ("answers-list", "Class list…", self.list_asked),
            ("answers-more", "Add files…", self.more_asked),
        ):
            button = self._button(name, text)
            button.clicked.connect(asked)
            top.addWidget(button)
        self._csv = self._button("answers-csv", "Save as CSV…")
        self._csv.clicked.connect(self._ask_for_csv)
        top.addWidget(self._csv)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(self.page)
        split = QSplitter()
        split.addWidget(self.questions)
        split.addWidget(scroll)
        split.setSizes([290, 560])
        split.setChildrenCollapsible(False)
        tabs = QTabWidget()
        tabs.setObjectName("answers-tabs")
        tabs.addTab(split, "Questions")
        tabs.addTab(self.learners, "Learners")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(10)
        layout.addLayout(top)
        layout.addWidget(self.notes)
        layout.addWidget(tabs, 1)

    def _button(self, name: str, text: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setAutoDefault(False)
        return button

    def _ask_for_csv(self) -> None:
        if self.shown is not None:
            self.csv_asked.emit(self.shown)

    # --- Qt ----------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        urls = event.mimeData().urls()
        if urls and all(url.isLocalFile() for url in urls):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.files_added.emit([Path(url.toLocalFile()) for url in event.mimeData().urls()])
        event.acceptProposedAction()


def _counted(known: ClassAnswers) -> str:
    count = len(known.learners)
    return f"{known.title}: {count} learner{'s' if count != 1 else ''}"


def _files(count: int) -> str:
    return f"{count} file{'s' if count != 1 else ''}"
