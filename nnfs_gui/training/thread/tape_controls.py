"""`TapeControls`: the main thread's face of the tape."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from nnfs_gui.document import Document

from ..snapshot import RunState, Snapshot
from ..tape.picture import Place, TapePicture
from . import messages as c


class TapeControls(QObject):
    """Looks at steps of the past, and goes on from them.

    Undo and the tape never fight, because each has its own matter: undo has the experiment, the
    tape has the run.

    ===========================  =======================================  =======================
    what a person does           the document and its undo                the tape
    ===========================  =======================================  =======================
    looks at a step              shows the experiment of then; no edit,   stays as it is
                                 nothing to undo
    returns to now               shows the present experiment again       stays as it is
    plays, steps or "continues"  one undo step "Continue from step n" if  the next step or edit
    from a step                  the experiment was another one           begins a branch there
    edits while at a step        the edit, made to the experiment of      a branch begins there
                                 then, is one undo step                   with the edit
    undoes or redoes at a step   returns to now; then as below            as below
    edits, undoes or redoes now  the experiment changes                   the run follows it from
                                                                          where it stands: a mark
    undoes "Continue from …"     the experiment from before comes back,   the run stays on its
                                 its other neurons with the weights that  branch; the other one is
                                 they were left with                      a click away, as ever
    rewinds                      nothing to undo                          a new line from step 0
    renames, writes notes        one undo step; returns to now            no mark
    opens another file           undo is forgotten                        another tape
    ===========================  =======================================  =======================

    So undo never moves the run to another step, and no step of the tape is ever lost by an undo.

    Signals: ``looked_at(Place | None)`` when another step is shown, None for the run itself;
    ``asked(Command, RunState | None)`` for the session, with the state that follows from it.
    """

    looked_at = Signal(object)
    asked = Signal(object, object)

    def __init__(self, document: Document, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._place: Place | None = None
        self._tape: TapePicture | None = None
        self._asked_to_look = False
        document.went_on_from_past.connect(self._go_on)

    @property
    def place(self) -> Place | None:
        """The step that is shown; None for the run itself."""
        return self._place

    @property
    def is_looking(self) -> bool:
        """Whether the past is shown, or will be once the worker has answered."""
        return self._asked_to_look or self._place is not None

    @property
    def picture(self) -> TapePicture | None:
        """The tape as last seen; None before the first snapshot."""
        return self._tape

    def look_at(self, step: int, branch: int | None = None, *, near: bool = False) -> None:
        """Pause, and show a step, of the branch that is shown unless another one is given.

        With ``near`` it is the last key frame up to the step, for a handle that is being dragged.
        """
        shown = self._shown()
        if shown is not None:
            number = shown.branch if branch is None else branch
            self._ask(c.LookAt(Place(number, step), near))

    @Slot()
    def look_at_now(self) -> None:
        """Show the run itself again."""
        if self.is_looking:
            self._leave()
            self._ask(c.LookAt(None))

    def step_back(self, unit: c.StepUnit = "batch") -> None:
        """Show the mini-batch, or the end of the epoch, before the one that is shown."""
        self._ask(c.Shift(unit, -1))

    def step_forward(self, unit: c.StepUnit = "batch") -> None:
        """Show the mini-batch, or the end of the epoch, after the one that is shown."""
        self._ask(c.Shift(unit, 1))

    @Slot()
    def look_at_start(self) -> None:
        """Show the first step of the line that is shown."""
        self.look_at(0)

    @Slot()
    def replay(self) -> None:
        """Show the recorded steps again at the chosen speed, from the one that is shown."""
        if self._place is None:
            self.look_at_start()
        self._ask(c.Replay(), RunState.RUNNING)

    @Slot()
    def continue_from_here(self) -> None:
        """Let the run go on from the step that is shown; see above for what undo does then."""
        if self._place is None:
            self.look_at_now()  # nobody has seen the step yet that was asked for
        else:
            self._document.keep_past(f"Continue from step {self._place.step:,}".replace(",", " "))

    def branch_from(self, place: Place) -> None:
        """Take the run to a step without another experiment; an edit must follow at once."""
        self.look_at_now()
        self._ask(c.ContinueFrom(place))

    def bookmark(self, name: str, place: Place | None = None) -> None:
        """Put a mark on a step, or on the one that is shown; without a name, take it away."""
        shown = place or self._shown()
        if shown is not None:
            self.asked.emit(c.Bookmark(shown, name), None)

    def rename_run(self, branch: int, name: str) -> None:
        """Call a run something; "" for its number again."""
        self.asked.emit(c.NoteRun(branch, name=name), None)

    def pin_run(self, branch: int, pinned: bool) -> None:
        """Let a run's curve stay in the loss plot, or not."""
        self.asked.emit(c.NoteRun(branch, pinned=pinned), None)

    def remove_run(self, branch: int) -> None:
        """Forget a run; a notice says if others need it."""
        if self._place is not None and self._place.branch == branch:
            self.look_at_now()
        self.asked.emit(c.RemoveRun(branch), None)

    # --- for the session ---------------------------------------------------------------------

    def show(self, snapshot: Snapshot, *, answers: bool = True) -> None:
        """Another snapshot is about to be shown; whether it ``answers`` all that was asked."""
        self._asked_to_look = self._asked_to_look and not answers
        self._tape = snapshot.tape
        moved, self._place = self._place != snapshot.past, snapshot.past
        self._document.show_past(None if snapshot.past is None else snapshot.experiment)
        if moved:
            self.looked_at.emit(self._place)

    def _shown(self) -> Place | None:
        return self._place or (None if self._tape is None else self._tape.live)

    @Slot()
    def _go_on(self) -> None:
        place = self._place
        if place is not None:
            self._leave()
            self._ask(c.ContinueFrom(place))

    def _leave(self) -> None:
        self._place, self._asked_to_look = None, False
        self.looked_at.emit(None)

    def _ask(self, command: c.Command, state: RunState = RunState.PAUSED) -> None:
        self._asked_to_look = isinstance(command, (c.LookAt, c.Shift)) and command != c.LookAt(None)
        self.asked.emit(command, state)
