"""An `Explanation` as rich text: short columns for the strip, a whole page when enlarged."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import TypeAlias

from engine import GradientCheck
from nnfs_gui.experiment.names import class_name
from nnfs_gui.theme import LABEL, SMALL, Theme
from nnfs_gui.training.snapshot import Snapshot
from nnfs_gui.widgets.formula_text import latex_of
from nnfs_gui.widgets.numbers import format_exact, format_number

from .trace import Explanation, WeightTrace

SHOWN = 2
"""Summands that are written out in the strip."""
AGREED = 1e-6
"""Relative error below which backpropagation and differences agree."""
_PADDING = 18
_TIMES = "\u2009·\u2009"
ALL, FORWARD, BACKWARD = range(6), range(3), range(3, 6)
"""Steps from the inputs to the loss, and from there back to the weights."""
_WIDTHS = (15, 14, 17, 19, 18, 17)
"""Shares of the room that the steps get beside each other."""


Draw: TypeAlias = Callable[[str, float], str]
"""Sets LaTeX as HTML no wider than so many pixels; "" if that is not possible."""


@dataclass(frozen=True)
class Step:
    """One step of the computation: its title, its formula, and lines of numbers."""

    title: str
    formula: str
    lines: tuple[str, ...]


class Typesetter:
    """Writes an explanation in the colours of a theme."""

    def __init__(
        self, theme: Theme, pixels: int = LABEL, draw: Draw | None = None, room: float = 0.0,
        *, picking: bool = False,
    ) -> None:  # fmt: skip
        """``pixels`` is the size of the text that the titles stand in.

        ``draw`` sets formulas in a text of ``room`` pixels; without it they are plain text.
        With ``picking`` the numbers that a lesson can ask for are links to their place in
        `picks`, which holds how a lesson names them.
        """
        self._picking, self.picks = picking, list[str]()
        self._theme, self._draw, self._room = theme, draw, room
        self._widths = (0.0,) * len(_WIDTHS)
        self._title_pixels = round(pixels * SMALL / LABEL)
        self._pos = theme.legible(theme.pos, theme.panel)
        self._neg = theme.legible(theme.neg, theme.panel)
        self._warn = theme.legible(theme.warn, theme.panel)

    def number(self, value: float, digits: int = 3) -> str:
        """A number coloured by its sign."""
        colour = self._pos if value > 0 else self._neg if value < 0 else self._theme.text
        return f"<span style='color:{colour}'>{format_number(value, digits)}</span>"

    def factors(self, first: float, second: float, digits: int = 3) -> str:
        """A product; a negative second factor is put in brackets."""
        written = self.number(second, digits)
        if second < 0:
            written = f"({written})"
        return f"{self.number(first, digits)}{_TIMES}{written}"

    def total(self, pairs: Sequence[tuple[float, float]], digits: int) -> str:
        """A sum of products; the sign of a first factor joins its product to the others."""
        written = ""
        for first, second in pairs:
            product = self.factors(first, second, digits)
            if written:
                written += " − " if first < 0 else " + "
                product = product.replace(">−", ">", 1) if first < 0 else product
            written += product
        return written

    def strong(self, value: float) -> str:
        """A result, set in bold."""
        return f"<b>{self.number(value)}</b>"

    def pick(self, trace: Explanation, written: str, what: str) -> str:
        """A number that can be picked, if numbers can be; ``what`` is without its point."""
        if not self._picking:
            return written
        self.picks.append(f"{what} at point {trace.point + 1}")
        style = f"color:{self._theme.text}; text-decoration:underline"
        at = len(self.picks) - 1
        return f"<a href='#{at}' title='Ask for this number' style='{style}'>{written}</a>"

    def formula(self, step: int, latex: str, text: str) -> str:
        """A formula of a step, set as in a book if that fits, else as ``text``."""
        drawn = self._draw(latex, self._widths[step]) if self._draw is not None else ""
        return drawn or text

    def steps(self, trace: Explanation, shown: int = SHOWN) -> tuple[Step, ...]:
        """The computation from left to right; sums write out ``shown`` summands."""
        return (
            self._sum(trace, shown),
            self._activation(trace),
            self._loss(trace),
            self._delta(trace, shown),
            self._gradient(trace),
            self._update(trace, shown),
        )

    # --- the steps -----------------------------------------------------------------------------

    def _sum(self, trace: Explanation, shown: int) -> Step:
        *terms, bias = trace.weights
        largest = sorted(terms, key=_product_size, reverse=True)[:shown]
        kept = [term for term in terms if term in largest]
        digits = 3 if shown > SHOWN else 2
        written = self.total([(term.weight, term.value) for term in kept], digits)
        rest = "" if len(kept) == len(terms) else "&nbsp;+&nbsp;…"
        sign = "−" if bias.weight < 0 else "+"
        line = f"= {written}{rest} {sign} {format_number(abs(bias.weight), digits)}"
        text = "z = Σ w<sub>i</sub> a<sub>i</sub> + b"
        formula = self.formula(0, r"z = \sum_i w_i\,a_i + b", text)
        z = self.pick(trace, self.strong(trace.z), f"z of {trace.unit}")
        return Step("Weighted sum", formula, (line, f"z = {z}"))

    def _activation(self, trace: Explanation) -> Step:
        function = trace.activation
        text = f"a = f(z) = {_formula(function.formula)}"
        formula = self.formula(1, f"a = f(z) = {latex_of(function.formula)}", text)
        lines = [f"a = {self.pick(trace, self.strong(trace.a), f'a of {trace.unit}')}"]
        if trace.muted:
            lines = ["a = <b>0</b>, because the neuron is muted"]
        rule = function.derivative_formula
        slope = self.formula(1, f"f'(z) = {latex_of(rule)}", f"f′(z) = {_formula(rule)}")
        if not math.isnan(trace.slope):
            slope += f" = {self.pick(trace, self.number(trace.slope), f'slope of {trace.unit}')}"
        settings = ", ".join(
            f"{name} = {format_exact(getattr(function, name))}" for name in function.parameters
        )
        return Step("Activation", formula, (*lines, slope, *([settings] if settings else [])))

    def _loss(self, trace: Explanation) -> Step:
        rule = trace.network.loss.formula
        formula = self.formula(2, f"L = {latex_of(rule)}", f"L = {_formula(rule)}")
        outputs = ", ".join(self.number(value) for value in trace.outputs[:4])
        targets = ", ".join(format_number(value, 2) for value in trace.targets[:4])
        more = ", …" if len(trace.outputs) > 4 else ""
        line = f"ŷ = {outputs}{more}&nbsp;&nbsp; y = {targets}{more}"
        loss = self.pick(trace, f"<b>{format_number(trace.loss)}</b>", "loss")
        return Step("Loss of this point", formula, (line, f"L = {loss}"))

    def _delta(self, trace: Explanation, shown: int) -> Step:
        delta = self.pick(trace, self.strong(trace.delta), f"delta of {trace.unit}")
        result = f"δ = {delta}"
        if trace.fused:
            gradient = _formula(trace.network.loss.gradient_formula)
            output, target = trace.outputs[trace.position], trace.targets[trace.position]
            line = f"= {self.number(output)} − {format_number(target, 2)}"
            share = trace.delta / (output - target) if output != target else 1.0
            if not math.isclose(share, 1.0, rel_tol=1e-6):
                line = f"∂L/∂ŷ = {gradient}"
            by_z = trace.network.loss.gradient_formula.split(":")[-1].strip()
            formula = self.formula(3, rf"\delta = {latex_of(by_z)}", f"δ = {_formula(by_z)}")
            return Step("Error δ = ∂L/∂z", formula, (line, result))
        if trace.is_output:
            rule = trace.network.loss.gradient_formula.split(";")[0]
            chain = r"\delta = \partial L / \partial\hat{y} \cdot f'(z)"
            slope_of_loss = rf"\partial L / \partial\hat{{y}} = {latex_of(rule)}"
            formula = "<br>".join(
                (
                    self.formula(3, chain, "δ = ∂L/∂ŷ · f′(z)"),
                    self.formula(3, slope_of_loss, f"∂L/∂ŷ = {_formula(rule)}"),
                )
            )
            line = f"= {self.number(trace.upstream)}{_TIMES}{self._slope(trace)}"
            return Step("Error δ = ∂L/∂z", formula, (line, result))
        terms = sorted(trace.downstream, key=lambda term: -abs(term.weight * term.delta))[:shown]
        digits = 3 if shown > SHOWN else 2
        written = self.total([(term.weight, term.delta) for term in terms], digits)
        rest = "" if len(terms) == len(trace.downstream) else "&nbsp;+&nbsp;…"
        line = f"= {self._slope(trace)} · ({written}{rest})"
        text = "δ = f′(z) · Σ w<sub>k</sub> δ<sub>k</sub>"
        formula = self.formula(3, r"\delta = f'(z) \cdot \sum_k w_k\,\delta_k", text)
        return Step("Error δ = ∂L/∂z", formula, (line, result))

    def _gradient(self, trace: Explanation) -> Step:
        entry = trace.weights[trace.steepest]
        name = _weight_name(entry)
        line = f"∂L/∂{name} = {self.factors(trace.delta, entry.value)}"
        link = f"{entry.id} -> {trace.unit}"
        lines = [f"{line} = {self.pick(trace, self.strong(entry.gradient), f'gradient {link}')}"]
        if entry.raw != entry.gradient and not entry.rests:
            penalty = _formula(trace.trainer.regularizer.gradient_formula)
            lines.append(f"with penalty ({penalty}): {self.strong(entry.raw)}")
        lines.append(self._clip_line(trace, entry, name))
        text = "∂L/∂w<sub>i</sub> = δ a<sub>i</sub>,&nbsp; ∂L/∂b = δ"
        latex = r"\partial L/\partial w_i = \delta\,a_i,\quad \partial L/\partial b = \delta"
        formula = self.formula(4, latex, text)
        return Step("Gradient and clip", formula, tuple(lines))

    def _clip_line(self, trace: Explanation, entry: WeightTrace, name: str) -> str:
        if entry.rests:
            return f"{name} is {entry.rests}: it does not move"
        before, after = map(format_number, trace.norms)
        norm = self.pick(trace, before, "norm")
        if not trace.trainer.clipped:
            return f"‖g‖ = {norm}, not clipped"
        clip = f"<span style='color:{self._warn}'>‖g‖ {norm} → {after}</span>"
        link = f"clipped {entry.id} -> {trace.unit}"
        applied = self.pick(trace, self.strong(entry.applied), link)
        return f"{clip}: {format_number(entry.raw)} → {applied}"

    def _update(self, trace: Explanation, shown: int) -> Step:
        entry, optimizer = trace.weights[trace.steepest], trace.trainer.optimizer
        parts = optimizer.formula.split(";  ")
        formula = "<br>".join(
            self.formula(5, latex_of(part), _formula(part))
            for part in (parts if shown > SHOWN else parts[-1:])
        )
        name = _weight_name(entry)
        old, new = format_number(entry.weight, 5), format_number(entry.new, 5)
        move = self.number(entry.new - entry.weight)
        new = self.pick(trace, f"<b>{new}</b>", f"new {entry.id} -> {trace.unit}")
        lines = [f"{name}: {old} → {new}" + (f"&nbsp; ({move})" if shown > SHOWN else "")]
        lines = [*self._moments(trace, entry, parts[:-1]), *lines]
        rate = format_exact(float(f"{trace.trainer.learning_rate:.3g}"))
        return Step(f"Update by {escape(optimizer.label)}, η = {rate}", formula, tuple(lines))

    def _moments(self, trace: Explanation, entry: WeightTrace, rules: Sequence[str]) -> list[str]:
        """What the optimizer remembers of the weight, each moment under the name in its rule."""
        if not entry.moments:
            return []
        names = [rule.partition(" ← ")[0] for rule in rules]
        pairs = [
            f"{escape(name)}: {format_number(before, 2)} → {format_number(after, 2)}"
            for name, (before, after) in zip(names, entry.moments, strict=True)
        ]
        fresh = [] if trace.remembers else ["from an empty memory"]
        return [", &nbsp;".join([*pairs, *fresh])]

    def _slope(self, trace: Explanation) -> str:
        return "f′(z)" if math.isnan(trace.slope) else self.number(trace.slope)

    # --- pages ---------------------------------------------------------------------------------

    def strip(self, trace: Explanation, part: range = ALL) -> str:
        """Some of the steps side by side, in all the room there is."""
        room = sum(_WIDTHS[index] for index in part)
        self._widths = tuple(self._room * width / room - _PADDING for width in _WIDTHS)
        steps = self.steps(trace)
        cells = "".join(
            f"<td width='{100 * _WIDTHS[index] // room}%' style='padding-right:{_PADDING}px'>"
            f"{self._cell(steps[index])}</td>"
            for index in part
        )
        return f"<table width='100%' cellspacing='0' cellpadding='0'><tr>{cells}</tr></table>"

    def page(self, trace: Explanation, checked: GradientCheck | None, *, wide: bool) -> str:
        """The steps in two rows, or one if it is ``wide``, and a table of all weights."""
        if wide:
            return f"{self.strip(trace)}<br>{self._weight_table(trace, checked)}"
        self._widths = (self._room / 3 - 28,) * len(_WIDTHS)
        steps = self.steps(trace, shown=8)
        rows = "".join(
            "<tr>"
            + "".join(
                f"<td width='33%' style='padding:0 28px 22px 0'>{self._cell(steps[index])}</td>"
                for index in part
            )
            + "</tr>"
            for part in (FORWARD, BACKWARD)
        )
        table = self._weight_table(trace, checked)
        return f"<table width='100%' cellspacing='0' cellpadding='0'>{rows}</table>{table}"

    def _cell(self, step: Step) -> str:
        style = f"color:{self._theme.dim}; font-size:{self._title_pixels}px; font-weight:600"
        title = f"<span style='{style}'>{step.title}</span>"
        formula = f"<span style='color:{self._theme.dim}'>{step.formula}</span>"
        return "<br>".join((title, formula, *step.lines))

    def _weight_table(self, trace: Explanation, checked: GradientCheck | None) -> str:
        heads = ["from", "a<sub>i</sub>", "w<sub>i</sub>", "w<sub>i</sub> a<sub>i</sub>",
                 "∂L/∂w<sub>i</sub>", "raw g", "applied g", "new w<sub>i</sub>"]  # fmt: skip
        heads += ["by differences", "difference"] if checked is not None else []
        dim = self._theme.dim
        head = "".join(
            f"<td align='right' style='color:{dim}; padding:0 0 4px 26px'>{text}</td>"
            for text in heads
        )
        rows = [f"<tr>{head}</tr>"]
        for index, entry in enumerate(trace.weights):
            cells = [escape(entry.source) + (f" ({entry.rests})" if entry.rests else "")]
            link = f"{entry.id} -> {trace.unit}"
            cells += [
                self.pick(trace, self.number(value, digits), what)
                if what
                else self.number(value, digits)
                for value, digits, what in (
                    (entry.value, 3, ""),
                    (entry.weight, 3, ""),
                    (entry.product, 3, ""),
                    (entry.gradient, 4, f"gradient {link}"),
                    (entry.raw, 4, ""),
                    (entry.applied, 4, f"clipped {link}"),
                    (entry.new, 5, f"new {link}"),
                )
            ]
            if checked is not None:
                cells += self._checked_cells(checked, index)
            body = "".join(
                f"<td align='right' style='padding:2px 0 2px 26px'>{cell}</td>" for cell in cells
            )
            rows.append(f"<tr>{body}</tr>")
        return f"<table cellspacing='0' cellpadding='0'>{''.join(rows)}</table>"

    def _checked_cells(self, checked: GradientCheck, index: int) -> list[str]:
        if checked.kinks[index]:
            return ["at a kink", "–"]
        return [self.number(float(checked.numeric[index]), 4),
                format_number(float(checked.differences[index]), 2)]  # fmt: skip


def point_text(snapshot: Snapshot, point: int) -> str:
    """Where a point lies and what it is."""
    data = snapshot.data
    x1, x2 = data.inputs[point]
    target = float(data.targets[point])
    what = f"target {format_number(target, 2)}"
    if data.task == "classification":
        what = class_name(snapshot.experiment, int(target))
    part = "test point" if point in data.test else "training point"
    return f"{part} x₁ = {format_number(x1)}, x₂ = {format_number(x2)}, {what}"


def check_sentence(checked: GradientCheck, *, brief: bool = False) -> str:
    """What the check found, in one sentence; ``brief`` gives both numbers only if they differ."""
    if checked.kinks.all():
        why = "" if brief else " to compare with"
        return f"The loss has a kink here: there is no derivative{why}."
    error = checked.relative_error
    index = checked.worst
    at = int((checked.indices == index).argmax()) if index is not None else 0
    own = format_number(float(checked.analytic[at]), 5)
    pair = f"backpropagation {own}, differences {format_number(float(checked.numeric[at]), 5)}"
    if error == 0.0:
        return f"They agree {f'on {own}, up to rounding' if brief else f'up to rounding: {pair}'}."
    if brief and error < AGREED:
        return f"They agree on {own}, relative error {format_number(error, 2)}."
    verdict = "They agree" if error < AGREED else "They differ"
    return f"{verdict}, relative error {format_number(error, 2)}: {pair}."


def _formula(text: str) -> str:
    """A formula of the engine as HTML, which would run its wide spaces together."""
    return escape(text).replace("  ", "&nbsp; ")


def _product_size(term: WeightTrace) -> float:
    return abs(term.product)


def _weight_name(entry: WeightTrace) -> str:
    return "b" if entry.source == "b" else f"w<sub>{escape(entry.source)}</sub>"
