"""`AuthorPane`: the column in which a lesson is written."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRect, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QMenu,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from nnfs_gui.lessons.proofs import Finding
from nnfs_gui.lessons.writing import OFFERED, Heading, outline
from nnfs_gui.theme import BODY, LABEL, SMALL, Theme, font
from nnfs_gui.widgets.elided import ElidedLabel
from nnfs_gui.widgets.flow import Flow
from nnfs_gui.widgets.icons import IconButton, retint

from .editor import LessonEditor

_NUMBER = "Ask for a number that the engine computes; or click one in the Math tab"
_CHECKLIST = "Add a line to what the learner is to do: a quantity and its bound"
_PROVE = "Check lesson"
_EDGES = (12, 9, 10, 10)
"""Pixels around what stands in the column, from the left."""
_BESIDE = 14
"""Pixels of a list's width that its words do not have."""
_STEPS = 118
"""Pixels of the outline, at most."""


class AuthorPane(QFrame):
    """Outline, text, and what writes into it.

    Signals: ``inserted(str)`` with a word of `SNIPPETS`; ``set_up_asked()``,
    ``lock_toggled(bool)``, ``check_asked()``, ``number_asked()``, ``try_asked()``,
    ``proof_asked()``, ``proof_cancelled()``; ``save_asked()``, ``save_as_asked()``, ``left()``;
    ``help_asked()`` about the format;
    ``step_asked(int)`` when the set-up of a step is to be shown; ``mine_kept(bool)``, whether
    one's own text stays where the file has changed too, and ``differences_asked()`` before that.
    """

    inserted = Signal(str)
    set_up_asked = Signal()
    lock_toggled = Signal(bool)
    check_asked = Signal()
    number_asked = Signal()
    try_asked = Signal()
    proof_asked = Signal()
    proof_cancelled = Signal()
    save_asked = Signal()
    save_as_asked = Signal()
    left = Signal()
    step_asked = Signal(int)
    help_asked = Signal()
    mine_kept = Signal(bool)
    differences_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName("Writing a lesson")
        self.editor = LessonEditor(theme, self)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # a press beside the text is meant for it
        self.setFocusProxy(self.editor)
        self.outline = QListWidget(self)
        self.outline.setObjectName("author-outline")
        self.outline.setAccessibleName("Steps")
        self.outline.setFont(font(LABEL))
        self.findings = QListWidget(self)
        self.findings.setObjectName("author-findings")
        self.findings.setAccessibleName("What was found")
        self.findings.setWordWrap(True)
        self.findings.setFont(font(SMALL))
        self._close_found = IconButton("close", "Close what was found (Esc)", self, size=12)
        self._close_found.setObjectName("author-findings-close")
        self._close_found.clicked.connect(self.close_findings)
        self._close_found.hide()
        self._found: tuple[Finding, ...] = ()
        self._step = 0  # that of the cursor
        self._wrong: list[int] = []  # lines that cannot be read, from 0
        self._make_top()
        self._make_tools()
        self._make_foot()
        self._make_question()
        self._lay_out()
        self._connect()
        retint(self, theme)

    # --- what is shown -----------------------------------------------------------------------

    def show_file(self, name: str, modified: bool) -> None:
        """Name the file, with a dot while there are unsaved changes."""
        self._title.set_text(f"{name}{' •' if modified else ''}")
        self._save.setEnabled(modified)

    def show_outline(self, steps: Sequence[Heading], current: int) -> None:
        """List the steps; ``current`` is that of the cursor, from 1, or 0."""
        titles = [f"{step.number}  {step.title}" for step in steps]
        shown = [self.outline.item(row).text() for row in range(self.outline.count())]
        self.outline.blockSignals(True)
        if titles != shown:
            self.outline.clear()
            self.outline.addItems(titles)
            _fit(self.outline)
        if self._step != current and not self._lock.isChecked():
            self.show_note("")  # it was about another step
        self._step = current
        self.outline.setCurrentRow(current - 1)
        self.outline.blockSignals(False)

    def show_problem(self, sentence: str, line: int = 0) -> None:
        """Say what is wrong with the text, and on which line from 1; "" if nothing is."""
        place = f"Line {line}: " if line else ""
        self._problem.setText(f"{place}{sentence}" if sentence else "")
        self._problem.setVisible(bool(sentence))
        self._wrong = [line - 1] if sentence and line else []
        self.editor.mark_lines(self._wrong)

    def show_note(self, sentence: str) -> None:
        """Say something about what is being done; "" for nothing."""
        self._note.setText(sentence)
        self._note.setVisible(bool(sentence))

    def show_findings(self, findings: Sequence[Finding], verdict: str) -> None:
        """List what the lesson's test found; a click leads to the line."""
        self._found = tuple(findings)
        self.findings.clear()
        self.findings.addItems(
            [f"{one.line}: {'warning: ' if one.warning else ''}{one.message}" for one in findings]
        )
        self._fit_findings()
        self._close_found.setVisible(bool(findings))
        first = next((one.line for one in findings if not one.warning), 0)
        if first:
            self.editor.go_to(first - 1)
        self.show_note(verdict)  # now, since another step's note goes

    @Slot()
    def close_findings(self) -> None:
        """Show what was found no more; keys go to the text again."""
        if self.findings.hasFocus() or self._close_found.hasFocus():
            self.editor.setFocus()
        self.show_findings((), "")
        self.editor.mark_lines(self._wrong)

    def show_proving(self, proving: bool) -> None:
        """Show that the lesson's test is under way."""
        self._bar.setVisible(proving)
        self._proof.setText("Cancel" if proving else _PROVE)
        if not proving and self._note.text().startswith("Checking"):
            self.show_note("")  # it has failed

    def show_runs(self, runs: int) -> None:
        """Show how many runs the test has done."""
        self.show_note(f"Checking: {runs} runs done")

    def show_question(self, asked: bool) -> None:
        """Ask whose text stays where the file and one's own text changed the same lines."""
        self._question.setVisible(asked)

    def set_locking(self, on: bool) -> None:
        """Show whether clicks on controls lock them; tells nobody."""
        self._lock.blockSignals(True)
        self._lock.setChecked(on)
        self._lock.blockSignals(False)

    def show_theme(self, theme: Theme) -> None:
        self.editor.show_theme(theme)
        retint(self, theme)

    # --- building ----------------------------------------------------------------------------

    def _make_top(self) -> None:
        self._title = ElidedLabel(parent=self)
        self._title.setObjectName("author-title")
        self._title.setFont(font(BODY, 600))
        self._save = self._button("author-save", "Save", "Save the text (Ctrl+S)")
        self._save_as = self._button("author-save-as", "Save as…", "Save under another name")
        self._close = IconButton("close", "Leave the text; your own work comes back", self, size=14)
        self._close.setObjectName("author-leave")

    def _make_tools(self) -> None:
        self._insert = QToolButton(self)
        self._insert.setObjectName("author-insert")
        self._insert.setText("+ Insert")
        self._insert.setProperty("look", "word")
        self._insert.setFont(font(LABEL, 500))
        self._insert.setToolTip("Put a step behind this one, or a block into it")
        self._insert.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self._insert)
        for word, what in OFFERED.items():
            action = menu.addAction(f"{word}: {what}")
            action.setObjectName(f"insert-{word.lower()}")
            action.triggered.connect(partial(self.inserted.emit, word))
            if word == "Step":
                menu.addSeparator()
        self._insert.setMenu(menu)
        tools = {
            "set-up": ("Take set-up", "Write what differs from the step before", self.set_up_asked),
            "check": ("Checklist…", _CHECKLIST, self.check_asked),
            "number": ("Number…", _NUMBER, self.number_asked),
            "help": ("Help", "How a lesson is written", self.help_asked),
        }
        self._tools: list[QWidget] = [self._insert]
        for name, (text, label, signal) in tools.items():
            button = self._word(name, text, label)
            button.clicked.connect(signal)
            self._tools.append(button)
        self._lock = self._word("lock", "Lock…", "Click controls of the window to lock them")
        self._lock.setCheckable(True)
        self._tools.insert(2, self._lock)

    def _word(self, name: str, text: str, label: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(f"author-{name}")
        button.setText(text)
        button.setProperty("look", "word")
        button.setFont(font(LABEL, 500))
        button.setToolTip(label)
        button.setAccessibleName(label)
        return button

    def _make_foot(self) -> None:
        self._problem = self._label("author-problem", "error")
        self._note = self._label("author-note", "dim")
        self._try = self._button("author-try", "Try", "Play it as a learner, from this step on")
        self._show = self._button("author-show", "Show", "Put this step's set-up into the window")
        self._proof = self._button("author-proof", _PROVE, "Run the lesson's own test")
        self._bar = QProgressBar(self)
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.hide()

    def _make_question(self) -> None:
        self._question = QFrame(self)
        self._question.setObjectName("question")
        words = QLabel("The file was changed elsewhere, in lines that you changed too.")
        words.setWordWrap(True)
        words.setFont(font(LABEL))
        row = QHBoxLayout()
        for name, text, mine in (("mine", "Keep mine", True), ("theirs", "Take theirs", False)):
            button = self._button(f"author-{name}", text, text)
            button.clicked.connect(partial(self.mine_kept.emit, mine))
            row.addWidget(button)
        look = self._button("author-differences-asked", "Look", "Look at what differs first")
        look.clicked.connect(self.differences_asked)
        row.addWidget(look)
        layout = QVBoxLayout(self._question)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.addWidget(words)
        layout.addLayout(row)
        self._question.hide()

    def _label(self, name: str, role: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setProperty("role", role)
        label.setFont(font(LABEL))
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.hide()
        return label

    def _button(self, name: str, text: str, label: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setToolTip(label)
        button.setFont(font(LABEL, 500))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # one goes on writing after a click
        return button

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(6)
        for part, stretch in (
            (self._title, 1), (self._save, 0), (self._save_as, 0), (self._close, 0),
        ):  # fmt: skip
            top.addWidget(part, stretch)
        tools = Flow(4, parent=self)
        tools.show_items(self._tools)
        foot = QHBoxLayout()
        foot.setSpacing(6)
        for button in (self._show, self._try, self._proof):
            foot.addWidget(button, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*_EDGES)
        layout.setSpacing(6)
        layout.addLayout(top)
        layout.addWidget(self.outline)
        layout.addWidget(tools)
        layout.addWidget(self._question)
        layout.addWidget(self.editor, 1)
        layout.addWidget(self._problem)
        layout.addWidget(self.findings)
        told = QHBoxLayout()
        told.addWidget(self._note, 1)
        told.addWidget(self._close_found, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(told)
        layout.addWidget(self._bar)
        layout.addLayout(foot)

    def _connect(self) -> None:
        self._save.clicked.connect(self.save_asked)
        self._save_as.clicked.connect(self.save_as_asked)
        self._close.clicked.connect(self.left)
        self._lock.toggled.connect(self.lock_toggled)
        self._try.clicked.connect(self.try_asked)
        self._show.clicked.connect(self._ask_for_step)
        self._proof.clicked.connect(self._toggle_proof)
        self.outline.currentRowChanged.connect(self._step_chosen)
        self.outline.itemActivated.connect(self._ask_for_step)
        self.findings.itemClicked.connect(self._go_to_finding)

    def _step_chosen(self, row: int) -> None:
        steps = outline(self.editor.toPlainText())
        if 0 <= row < len(steps):
            self.editor.go_to(steps[row].first)

    def _ask_for_step(self) -> None:
        self.step_asked.emit(self.outline.currentRow() + 1)

    def _toggle_proof(self) -> None:
        (self.proof_cancelled if self._bar.isVisible() else self.proof_asked).emit()

    def _go_to_finding(self) -> None:
        row = self.findings.currentRow()
        if 0 <= row < len(self._found):
            self.editor.go_to(self._found[row].line - 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Cancel) and self._found:
            self.close_findings()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_findings()

    def _fit_findings(self) -> None:
        _fit(self.findings, self.width() - _EDGES[0] - _EDGES[2])


def _fit(shown: QListWidget, wide: int = 10_000) -> None:
    """Let a list so ``wide`` take the height that it needs, up to a limit, and none if empty."""
    words, room = shown.fontMetrics(), QRect(0, 0, wide - _BESIDE, _STEPS)
    wraps = Qt.TextFlag.TextWordWrap
    rows = range(shown.count())
    texts = [words.boundingRect(room, wraps, shown.item(row).text()).height() for row in rows]
    high = sum(max(text, shown.sizeHintForRow(row)) for row, text in enumerate(texts))
    shown.setFixedHeight(min(_STEPS, high + 6))
    shown.setVisible(bool(rows))
