"""The math view: one neuron's whole computation for one data point, with its real numbers."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QElapsedTimer, QSignalBlocker, Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QFont, QResizeEvent, QTextDocument
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QSpinBox,
    QTextBrowser,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from engine import GradientCheck
from nnfs_gui.theme import BODY, LABEL, SMALL, Theme, font
from nnfs_gui.training.snapshot import RunState, Snapshot
from nnfs_gui.training.walk import Walk
from nnfs_gui.widgets.drop_down import Choice, DropDown
from nnfs_gui.widgets.formula import BOOKISH, formula_image
from nnfs_gui.widgets.formula_in_text import inline_formula
from nnfs_gui.widgets.magnify import magnified
from nnfs_gui.widgets.numbers import format_count, format_number

from ..shared.exportable import Table
from ..shared.strip import TALL
from ..shared.switch import Switch
from ..shared.units import Units, units_of, units_of_experiment
from .text import AGREED, ALL, BACKWARD, FORWARD, Typesetter, check_sentence, point_text
from .trace import Explanation, Memory, check, explain
from .walk.walking_view import WalkingView

PACE_MS = 125
"""Least time between two pages while training runs: numbers that change faster cannot be read."""
WIDE = 1080
"""Pixels of text from which all steps stand beside each other; with less, half of them."""
LOW = 210
"""Pixels of height from which there is room for the weights below the steps."""
MOST_SHRUNK = 9
"""Pixels of the text beside formulas that were made as small as they may be."""
LOWEST_FORMULA = 2.4
"""Times the size of the text that a formula may be high in a low strip."""
SIDE = 190
"""Pixels for what the numbers are of."""
GAP = 24
UNITS_WIDTH, POINTS_WIDTH = 168, 156
PARTS = {
    "forward": ("Forward", "From the inputs to the loss"),
    "backward": ("Backward", "From the loss back to the weights"),
}


class MathView(WalkingView):
    """Every step from the inputs to the new weight, for one neuron and one point.

    Signals: ``point_chosen(int)``, the index of the point that a person chose here;
    ``unit_clicked(str)``, the id of the neuron that a person chose here; ``number_picked(str)``,
    how a lesson names the number that was clicked; and those of `WalkingView`.
    """

    point_chosen = Signal(object)
    number_picked = Signal(str)

    TITLE = "Math"

    def build(self, theme: Theme) -> None:
        self._unit: str | None = None
        self._point = 0
        self._trace: Explanation | None = None
        self._checked: GradientCheck | None = None
        self._picking, self.picks = False, list[str]()
        self.formulas: list[str] = []  # that the page shows typeset, as LaTeX
        self._since, self._pace = QElapsedTimer(), QTimer(self)
        self._pace.setSingleShot(True)
        self._pace.timeout.connect(self._redraw)
        self.units = DropDown("math-neuron", "Neuron")
        self.points = QSpinBox()
        self.check_button = QToolButton()
        self.name, self.place, self.verdict = QLabel(), QLabel(), QLabel()
        self.text = QTextBrowser()
        self.side = QWidget()
        self.parts = Switch(theme, "math-part", PARTS)
        self.make_walk(theme)
        self._build()
        self.parts.chosen.connect(self._part_chosen)
        self.units.chosen.connect(self._unit_chosen)
        self.points.valueChanged.connect(self._point_changed)
        self.check_button.clicked.connect(self.check_gradient)

    @property
    def trace(self) -> Explanation | None:
        """What is shown."""
        return self._trace

    @property
    def point(self) -> int:
        """Index of the data point whose computation is shown."""
        return self._point

    @property
    def checked(self) -> GradientCheck | None:
        """The gradient check that is shown, if the shown numbers were checked."""
        return self._checked

    def show_selection(self, ids: frozenset[str]) -> None:
        """Explain the first of these neurons."""
        known = units_of(self.snapshot).ids if self.snapshot is not None else ()
        chosen = next((unit for unit in known if unit in ids), None)
        if chosen is not None and chosen != self._unit:
            self._unit = chosen
            self.walk_to_unit(chosen)
            self._redraw()

    def walk_shown(self, walk: Walk | None) -> None:
        if walk is None:
            self._redraw()
            return
        self._unit, self._point = walk.unit, walk.point
        self._offer(units_of_experiment(walk.prepared.experiment), len(walk.prepared.points))

    def show_point(self, index: int | None) -> None:
        """Explain the computation for this data point; None leaves it as it is."""
        if index is None:
            return
        if not self.walk_to_point(index):
            self._point = max(0, index)
            self._redraw()

    def set_picking(self, on: bool) -> None:
        """Let numbers that a lesson can ask for be links, or plain text again."""
        self._picking = on
        self._write()

    def check_gradient(self) -> None:
        """Compare the shown gradient with central differences of the loss."""
        if self.snapshot is None or self._trace is None:
            return
        trace, snapshot = self._trace, self.snapshot
        self._redraw()
        self._checked = check(
            snapshot.experiment, snapshot.parameters, snapshot.data, trace.point, trace.unit
        )
        self._write()
        self.summary_changed()

    # --- PlotView ----------------------------------------------------------------------------

    @property
    def tall(self) -> bool:
        """Whether there is height for the table of weights too."""
        return self.height() >= magnified(TALL if self._narrow() else LOW, self)

    def arrange(self, tall: bool) -> None:
        self.name.setVisible(tall)  # in a strip the field in the header says it
        self._write()

    def draw(self, snapshot: Snapshot) -> None:
        recent = self._since.isValid() and self._since.elapsed() < PACE_MS
        if self.walking is not None:
            return
        if snapshot.state is RunState.RUNNING and recent:
            if not self._pace.isActive():
                self._pace.start(PACE_MS)
            return
        self._since.restart()
        self._show(snapshot)

    def restyle(self, theme: Theme) -> None:
        self.parts.show_theme(theme)
        self.restyle_walk(theme)
        self.text.setStyleSheet(
            f"background: transparent; border: none; padding: 0; color: {theme.text};"
        )
        self._write()

    def summary(self) -> str:
        if self.walking is not None:
            return self.walk_summary()
        if self._trace is None:
            return "The computation of one neuron for one point appears here."
        trace = self._trace
        text = (
            f"{self.name.text()}, {self.place.text()}: z {format_number(trace.z)}, "
            f"activation {format_number(trace.a)}, loss {format_number(trace.loss)}, "
            f"delta {format_number(trace.delta)}."
        )
        return f"{text} {self.verdict.text()}".strip()

    def table(self) -> Table:
        header = ("from", "a", "w", "w a", "dL/dw", "raw g", "applied g", "new w")
        if self._trace is None:
            return header, ()
        rows = [
            (entry.source, entry.value, entry.weight, entry.product, entry.gradient, entry.raw,
             entry.applied, entry.new)
            for entry in self._trace.weights
        ]  # fmt: skip
        return header, rows

    # --- inside ------------------------------------------------------------------------------

    def _show(self, snapshot: Snapshot) -> None:
        units = units_of(snapshot)
        if self._unit is None or units.index(self._unit) is None:
            self._unit = units.ids[0]
        count = len(snapshot.data.inputs)
        self._offer(units, count)
        self._checked = None
        if not count:
            self._trace = None
            self.place.setText("There are no points.")
            self.text.clear()
            return
        self._point = min(self._point, count - 1)
        self._trace = explain(
            snapshot.experiment,
            snapshot.parameters,
            snapshot.data,
            self._point,
            self._unit,
            snapshot.learning_rate,
            Memory(snapshot.moments, snapshot.moment_steps),
        )
        self.place.setText(point_text(snapshot, self._point))
        self._write()

    def _offer(self, units: Units, count: int) -> None:
        """Let the fields offer what there is."""
        index = units.index(self._unit or "") or 0
        self.name.setText(units.names[index])
        with QSignalBlocker(self.units), QSignalBlocker(self.points):
            named = zip(units.ids, units.names, strict=True)
            self.units.set_choices([Choice(unit, name) for unit, name in named])
            self.units.show_choice(units.ids[index])
            walk = self.walking  # counts the points of its mini-batch
            self.points.setRange(1, max(1, count))
            self.points.setSuffix(f" of {format_count(count)}")
            at = self._point if walk is None else walk.sample
            self.points.setValue(min(at, max(0, count - 1)) + 1)

    def _write(self) -> None:
        """Typeset what is known."""
        checked = self._checked
        self.verdict.setText(
            "" if checked is None else check_sentence(checked, brief=not self.tall)
        )
        self.verdict.setVisible(checked is not None)
        self.place.setVisible(self.tall or checked is None)  # a strip has no room for both
        if self._trace is None:
            return
        good = self._checked is not None and self._checked.relative_error < AGREED
        colour = self.theme.ok if good else self.theme.warn
        colour = self.theme.legible(colour, self.theme.panel)
        self.verdict.setStyleSheet(f"color: {colour}; background: transparent;")
        bar = self.text.verticalScrollBar()
        place = bar.value()
        self._set_page(self._trace, LABEL)
        if not self.tall and self.text.document().size().height() > self.text.viewport().height():
            self._set_page(self._trace, SMALL)
        bar.setValue(place)

    def _set_page(self, trace: Explanation, pixels: int) -> None:
        """Typeset the page; a strip in ``pixels``, and more where there is more room."""
        narrow = not self.tall and self._narrow()
        self.parts.setVisible(narrow)
        if self.tall:
            pixels = min(17, max(BODY, self.height() // 52))
        pixels = magnified(pixels, self)
        face, self.formulas = font(pixels, tabular=True), []
        draw = partial(self._draw_formula, face)
        room = self.text.viewport().width()
        typesetter = Typesetter(self.theme, pixels, draw, room, picking=self._picking)
        self.text.document().setDefaultFont(face)
        part = {"forward": FORWARD, "backward": BACKWARD}[self.parts.current]
        self.text.setHtml(
            typesetter.page(trace, self._checked, wide=not self._narrow())
            if self.tall
            else typesetter.strip(trace, part if narrow else ALL)
        )
        self.picks = typesetter.picks

    def _draw_formula(self, face: QFont, latex: str, widest: float) -> str:
        """A formula for the text, somewhat smaller if it must; "" if it does not fit."""
        ratio = self.devicePixelRatioF()
        natural = formula_image(latex, face.pixelSize() * BOOKISH, self.theme.dim, ratio, True)
        shrunk = font(max(MOST_SHRUNK, int(face.pixelSize() * widest / natural.width)))
        smaller = natural.width > widest
        if not self.tall and natural.height > LOWEST_FORMULA * face.pixelSize():
            return ""
        if smaller and natural.width * shrunk.pixelSize() / face.pixelSize() > widest:
            return ""
        self.formulas.append(latex)
        chosen = shrunk if smaller else face
        return inline_formula(self.text.document(), latex, chosen, self.theme.dim, ratio)

    def _narrow(self) -> bool:
        """Whether the steps do not fit beside each other."""
        return self.width() - self.side.width() - GAP < magnified(WIDE, self)

    @Slot(str)
    def _part_chosen(self, _part: str) -> None:
        self._write()

    @Slot()
    def _redraw(self) -> None:
        if self.snapshot is not None and self.isVisible() and self.walking is None:
            self._since.restart()
            self._show(self.snapshot)
            self.summary_changed()

    @Slot(QUrl)
    def _link_clicked(self, link: QUrl) -> None:
        self.number_picked.emit(self.picks[int(link.fragment())])

    @Slot(str)
    def _unit_chosen(self, unit: str) -> None:
        self._unit = unit
        self.walk_to_unit(unit)
        self._redraw()
        self.unit_clicked.emit(unit)

    @Slot(int)
    def _point_changed(self, number: int) -> None:
        if self.walk_to_sample(number - 1):
            return
        self._point = number - 1
        self._redraw()
        self.point_chosen.emit(self._point)

    def _build(self) -> None:
        self.fix_width(self.units, UNITS_WIDTH)
        self.points.setObjectName("math-point")
        self.points.setAccessibleName("Data point")
        self.points.setToolTip("The data point; clicking one on the boundary does it too")
        self.points.setPrefix("point ")
        self.points.setKeyboardTracking(False)
        self.points.setWrapping(True)
        self.fix_width(self.points, POINTS_WIDTH)
        self.points.lineEdit().setTextMargins(8, 0, 0, 0)  # style sheets do not reach it
        self.check_button.setObjectName("math-check")
        self.check_button.setProperty("role", "link")
        self.place.setProperty("role", "dim")
        self.check_button.setText("Check gradient")
        self.check_button.setToolTip("Compare with central differences, (L(w + h) − L(w − h)) / 2h")
        for part in (self.points, self.points.lineEdit()):
            part.setFont(font(BODY, tabular=True))
        self.check_button.setFont(font(LABEL, 500))
        self.add_header_widgets(self.units, self.points)
        self.name.setFont(font(BODY, 600))
        for label in (self.place, self.verdict):
            label.setFont(font(LABEL, tabular=True))
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.text.setObjectName("math-text")
        self.text.setOpenLinks(False)
        self.text.anchorClicked.connect(self._link_clicked)
        self.text.setAccessibleName("The computation")
        self.text.document().setDocumentMargin(0)
        self.text.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.text.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.text.document().setMetaInformation(QTextDocument.MetaInformation.DocumentTitle, "Math")
        self.text.viewport().setAutoFillBackground(False)
        self.text.viewport().installEventFilter(self)
        self.fix_width(self.side, SIDE)
        column = QVBoxLayout(self.side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(self.name)
        column.addWidget(self.place)
        column.addWidget(self.verdict)
        column.addStretch(1)
        column.addWidget(self.parts, 0, Qt.AlignmentFlag.AlignLeft)
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self.side)
        row.addWidget(self.text, 1)
        self.build_walk(whole, self.check_button)

    # --- Qt ----------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._write()  # how much fits depends on the width
