"""`LessonPresenting`: leads a class through the open lesson in the presenter's strip."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QPushButton

from nnfs_gui.lessons.model import Challenge, Choice, Do, Lesson, Predict, Task
from nnfs_gui.panels.lesson.question import Question
from nnfs_gui.theme import Theme, ThemeSource

from ..lessons.controller import LessonController
from ..lessons.lesson_window import LessonWindow
from ..lessons.records import Outcome
from .class_room import ClassRoom, Place, StoppedAt
from .hands import HEROES, by_hands, hands_for
from .keys import STRIP_KEYS, PresenterKeys
from .lending import Lending
from .letters import Letters
from .notes import NotesWindow
from .notes_key import NotesKey
from .presenter import Presenter
from .room import follow_room
from .saying import chosen, given_numbers, right_answer, told, why
from .strip import QuestionStrip

NO_ESTIMATES = "Estimates are typed where a prediction asks for one number."
GOES_ON = "Step {number}, where presenting stopped. Home: from the first step."


class LessonPresenting(QObject):
    """Lets a class answer the open lesson while presenting, each time with no answers given.

    What the class says is apart from what the learner said, whose place in the lesson comes back.
    Who presents again goes on in the step that was presented last.
    """

    def __init__(
        self, controller: LessonController, presenter: Presenter, themes: ThemeSource,
        window: LessonWindow,
    ) -> None:  # fmt: skip
        super().__init__(window)
        self._controller, self._presenter, self._window = controller, presenter, window
        self.strip = QuestionStrip(themes.theme, presenter.header)
        presenter.header.below.addWidget(self.strip)
        self.notes = NotesWindow(themes.theme, window)
        self._notes_key = NotesKey(self.notes, self.strip, window, controller.guarding.tell)
        self._told_of: int | None = None  # the option that was asked about
        self._index: int | None = None
        self._wanted: int | None = None  # the task to ask when the next step is shown
        self.room: ClassRoom | None = None
        self._before: ClassRoom | None = None
        self._stopped: StoppedAt | None = None
        self._keys = PresenterKeys(window, window.network.canvas, self._handlers(), STRIP_KEYS)
        self._letters = Letters(window, presenter, self.strip, controller.guarding.tell)
        self._lending = Lending(self.strip)
        follow_room(self.strip, presenter.room_for_strip, window.cards, presenter.header)
        self._connect(themes)

    def _handlers(self) -> dict[str, Callable[[], None]]:
        strip = self.strip
        return {
            "poll": strip.toggle_counting, "estimate": self._type_estimates,
            "again": self.ask_again, "reveal": self.reveal, "text": strip.toggle_text,
            "notes": self._notes_key.press, "before": self.take_class_before,
            "first": self.go_to_first,
        }  # fmt: skip

    def _connect(self, themes: ThemeSource) -> None:
        controller, presenter, strip = self._controller, self._presenter, self.strip
        presenter.switched.connect(self._show)
        presenter.switched.connect(self._notes_key.begin)
        presenter.page_turned.connect(self.turn)
        controller.step_changed.connect(self._show)
        controller.left.connect(self._show)
        controller.answered.connect(self._answered)
        controller.revealed.connect(self._tell)
        controller.stage.began.connect(self._say_given)
        controller.drawing.given.connect(self._say_chosen)
        strip.went.connect(self.go)
        strip.reveal_asked.connect(self.reveal)
        strip.again_asked.connect(self.ask_again)
        strip.class_before_asked.connect(self.take_class_before)
        strip.polled.connect(self._polled)
        strip.estimated.connect(self._estimated)
        strip.why_asked.connect(self._say_why)
        strip.estimates_done.connect(self._window.setFocus)
        themes.theme_changed.connect(self._show_theme)

    @property
    def task(self) -> Task | None:
        """The task that the strip asks."""
        step, index = self._controller.step, self._index
        if step is None or index is None or index >= len(step.tasks):
            return None
        return step.tasks[index]

    @property
    def _place(self) -> Place:
        return self._controller.number, self._index or 0

    # --- classes -----------------------------------------------------------------------------

    @Slot()
    def _show(self, _what: object = None) -> None:
        """Show the step, or nothing if nobody presents or no lesson is open."""
        controller, presenter = self._controller, self._presenter
        lesson = controller.lesson
        on = presenter.on and lesson is not None and controller.step is not None
        presenter.paged = on
        self._keys.switch(False)
        self._letters.drop()
        self._lending.drop()
        self.strip.setVisible(on)
        if lesson is None or not on:
            self._index = None
            self.notes.hide()
            presenter.header.show_lesson("", "", controller.stage.present)
            self._end_class()
        elif not controller.is_class:
            self._begin_class(lesson)  # which shows the step again, as nobody answered it
        else:
            self._show_step(lesson)

    def _begin_class(self, lesson: Lesson) -> None:
        if self._before is not None and self._before.lesson != lesson:
            self._before = None
        learner, stopped = self._controller.number, self._stopped
        number = learner if stopped is None else stopped.begins_at(lesson, learner)
        self.room = ClassRoom(lesson, number)
        self._controller.begin_class(number)
        if number != learner:
            self._controller.guarding.tell(GOES_ON.format(number=number))

    def _end_class(self) -> None:
        """The class goes; the answers of one that gave any can be taken up again."""
        controller, room = self._controller, self.room
        self.room = None
        if room is not None and room.is_used:
            self._before = room
        if controller.is_class and room is not None:
            room.number, room.records = controller.number, controller.records
            controller.end_class()
            self._stopped = StoppedAt(room.lesson, room.number, controller.number)

    @Slot()
    def take_class_before(self) -> None:
        """Go on with the class that was presented to before, where it stood."""
        room = self._before
        if room is not None and room.records and self.room is not None and not self.room.is_used:
            self.room, self._before = room, None
            self._controller.begin_class(room.number, room.records)

    def _show_step(self, lesson: Lesson) -> None:
        controller, presenter = self._controller, self._presenter
        number, total = controller.number, len(lesson.steps)
        record, room = controller.records[number - 1], self.room
        again = None if room is None else room.forget_runs(number, lesson.steps[number - 1], record)
        if again is not None:
            self._wanted = again if self._wanted is None else self._wanted
            controller.restart_step()  # which shows it again
            return
        presenter.header.show_lesson(lesson.title, f"{number}/{total}", controller.stage.present)
        presenter.header.hide_accuracy("accuracy" in controller.guarding.locks.hidden)
        self._keys.switch(True)
        index, self._wanted = self._wanted, None
        self._ask(self._first_open() if index is None else index)

    def _first_open(self) -> int | None:
        """The first task that is not answered, or else the first one."""
        step = self._controller.step
        record = self._controller.records[self._controller.number - 1]
        return record.first_open if step is not None and step.tasks else None

    def _ask(self, index: int | None) -> None:
        """Ask a task of the step."""
        controller, room = self._controller, self.room
        lesson, step = controller.lesson, controller.step
        if lesson is None or step is None or room is None:
            return
        self._index, self._told_of = index, None
        self.notes.show_step(lesson, step)
        introduction = lesson.introduction if step.number == 1 else ""
        self.strip.show_step(step, self.task, introduction)
        self.strip.show_ways(
            back=step.number > 1 or bool(index),
            on=step.number < len(lesson.steps) or (index or 0) + 1 < len(step.tasks),
            class_before=self._before is not None and not room.is_used,
        )
        if self.strip.options:
            group = hands_for(self.task).group
            self.strip.show_poll(room.poll(self._place, len(self.strip.options), group))
        if self.strip.estimates is not None:
            self.strip.estimates.show_text(room.estimates.get(self._place, ""))
        self._say_given()
        self._letters.take(False)
        self._assume()
        self._show_hero()
        if self._place in room.revealed:
            self._show_revealed(index or 0)
        self._show_lent()

    @Slot()
    def _say_given(self) -> None:
        """Say the numbers that are given, as soon as the weights of the start are known."""
        numbers = given_numbers(self.task, self._controller.stage)
        if numbers and self._controller.stage.moment is not None and not self.strip.revealed:
            self.strip.say(numbers)

    @Slot(object)
    def _say_chosen(self, answer: object) -> None:
        """Say what was clicked in the network: the pointer goes on and shows it no more."""
        if self.task is not None and self.room is not None and not self.strip.revealed:
            self.strip.say(chosen(self.task, answer))

    def _show_hero(self) -> None:
        """The card that the answer is given on has to be seen."""
        task, stage = self.task, self._presenter.stage
        hero = HEROES.get(task.kind, "") if isinstance(task, Predict | Choice) else ""
        if hero and stage.hero != hero and not self.strip.revealed:
            stage.show_hero(hero)

    def _show_lent(self) -> None:
        if self._controller.view is not None:
            self._lending.show(self._controller.view, None if self.task is None else self._index)

    def _show_revealed(self, index: int) -> None:
        """The class was told before; a run that it did not see to the end is to come again."""
        assert self.room is not None
        if isinstance(self.task, Predict) and self._controller.answering.due == index:
            self.room.revealed.discard(self._place)
            return
        self.strip.reveal(frozenset())
        self._tell()

    @Slot(int)
    def _say_why(self, option: int) -> None:
        """Let the room see what there is to say of an option; once more, of the answer."""
        words = why(self.task, option)
        self._told_of = None if self._told_of == option or not words else option
        if self._told_of is None:
            self._tell()
        else:
            self.strip.say(words)

    @Slot()
    def _type_estimates(self) -> None:
        if self.strip.estimates is None:
            self._controller.guarding.tell(NO_ESTIMATES)
        self.strip.type_estimates()

    # --- pages -------------------------------------------------------------------------------

    @Slot(int)
    def turn(self, by: int) -> None:
        """What comes next for a remote: the answer, the next question, the next step."""
        waiting = self._waiting_case if by > 0 else None
        if by > 0 and self.strip.tells and not self.strip.revealed:
            self.reveal()
        elif waiting is not None:
            waiting.click()
        else:
            self.go(by)

    @property
    def _waiting_case(self) -> QPushButton | None:
        """The button of a case without which there is no answer yet."""
        question, index = self._question(), self._index
        if question is None or question.cases is None or index is None:
            return None
        record = self._controller.records[self._controller.number - 1]
        return None if record.tasks[index].is_settled else question.cases.next_button

    @Slot(int)
    def go(self, by: int) -> None:
        """Another question of this step, or another step; past the ends nothing happens."""
        step, lesson = self._controller.step, self._controller.lesson
        if step is None or lesson is None:
            return
        index = (self._index or 0) + by
        if 0 <= index < len(step.tasks):
            self._ask(index)
            return
        number = step.number + by
        if 1 <= number <= len(lesson.steps):
            last = max(0, len(lesson.steps[number - 1].tasks) - 1)
            self._wanted = last if by < 0 else None
            self._controller.go_to(number)

    @Slot()
    def go_to_first(self) -> None:
        """The first question of the first step."""
        if self._controller.number > 1:
            self._controller.go_to(1)
        elif self._index:
            self._ask(0)

    # --- answers -----------------------------------------------------------------------------

    @Slot()
    def _polled(self) -> None:
        self.strip.offer_class_before(False)
        self._assume()

    @Slot(str)
    def _estimated(self, text: str) -> None:
        if self.room is not None:
            self.room.estimates[self._place] = text
        self._polled()

    def _assume(self) -> None:
        """What the room says is what Play commits to; if it says nothing, the right answer."""
        question, index, task = self._question(), self._index, self.task
        if question is None or not isinstance(task, Predict) or task.kind in HEROES:
            return
        if self._controller.answering.due == index:
            estimates = self.strip.estimates
            said: object = by_hands(task, self.strip.poll.counts)
            if estimates is not None and estimates.middle is not None:
                said = [f"{estimates.middle:.6g}"]
            question.field.show_answer(right_answer(task) if said is None else said)

    def _question(self) -> Question | None:
        """The same question as the column asks it."""
        view, index = self._controller.view, self._index
        if view is None or index is None or index >= len(view.tasks):
            return None
        task = view.tasks[index]
        return task if isinstance(task, Question) else None

    @Slot()
    def reveal(self) -> None:
        """Show the bars; a prediction is committed to, and what it promised is played."""
        task, index, room = self.task, self._index, self.room
        if task is None or index is None or room is None or self.strip.revealed:
            return
        if not self.strip.tells:
            return
        self._note_revealed()
        question, answering = self._question(), self._controller.answering
        if isinstance(task, Predict) and answering.due == index and question is not None:
            given = question.field.answer()
            answering.commit(index, right_answer(task) if given is None else given)
        else:
            self._tell()

    def _note_revealed(self) -> None:
        if self.room is not None:
            self.room.revealed.add(self._place)
        self.strip.offer_class_before(False)
        self.strip.reveal(frozenset())
        self._show_lent()

    @Slot()
    def ask_again(self) -> None:
        """Ask what was revealed once more, with its hands; what was not has its hands cleared."""
        room, index = self.room, self._index
        if room is None or index is None:
            return
        if not self.strip.revealed:
            self.strip.clear()
            return
        room.forget(self._place, self._controller.records[self._controller.number - 1])
        self._wanted = index
        self._controller.restart_step()

    @Slot(int, int, object)
    def _answered(self, _step: int, index: int, outcome: Outcome) -> None:
        if self.room is None or index != self._index or not outcome.settled:
            return
        if not self.strip.revealed:  # Play committed, or it was done
            self._note_revealed()
        self._tell()

    @Slot(int)
    def _tell(self, _number: int = 0) -> None:
        """Mark what is right, and say why."""
        step, task, index = self._controller.step, self.task, self._index
        if step is None or task is None or not self.strip.revealed:
            return
        known = self._controller.records[step.number - 1].tasks[index or 0]
        if isinstance(task, Predict | Do | Challenge) and not known.is_settled:
            return
        self.strip.reveal(hands_for(task).right)
        outcome = known.outcome
        if outcome is not None and outcome.compared is not None:
            self.strip.show_measured(outcome.compared[1])
        wrong = chosen(task, known.answer, but_right=True)
        words = told(step, task, self._controller.stage)
        self.strip.say("\n\n".join(filter(None, (wrong, words))))

    @Slot(object)
    def _show_theme(self, theme: Theme) -> None:
        self.strip.show_theme(theme)
        self.notes.show_theme(theme)
