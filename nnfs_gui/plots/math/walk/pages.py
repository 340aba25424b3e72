"""What a phase of a walk says: its formulas, the same with numbers, a sentence, and the code.

Numbers are those of the prepared step, which are the engine's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from engine import Trainer
from engine.layer import Layer
from nnfs_gui.experiment.names import unit_labels, unit_names
from nnfs_gui.experiment.outputs import layer_ids
from nnfs_gui.training.walk import BIAS_SOURCE, Kind, Walk
from nnfs_gui.widgets.formula_text import latex_of
from nnfs_gui.widgets.numbers import format_count, format_number

from ..text import Typesetter
from . import sentences
from .source import Work, work_of

SHOWN = 3
"""Terms of a long sum that are written out until it is opened."""
TIMES = "\u2009·\u2009"


@dataclass(frozen=True)
class Page:
    """A phase in words, formulas and numbers.

    Attributes
    ----------
    subject : str
        What it is about: a layer's work, or the step as a whole.
    formulas : tuple of str
        LaTeX.
    lines : tuple of str
        Rich text, coloured by sign.
    sentence : str
        What it means; empty if there is nothing to say.
    work : tuple of Work
        The engine's functions that do it.
    """

    subject: str
    formulas: tuple[str, ...]
    lines: tuple[str, ...]
    sentence: str
    work: tuple[Work, ...]


class Writer:
    """Writes pages in the colours of a typesetter; ``opened`` sums show all of their terms."""

    def __init__(self, typesetter: Typesetter, *, opened: bool = False) -> None:
        self._set, self._opened = typesetter, opened

    def page(self, walk: Walk) -> Page:
        """The page of the phase that a walk is at."""
        writers: dict[Kind, Callable[[Walk], Page]] = {
            Kind.FORWARD: self._forward,
            Kind.LOSS: self._loss,
            Kind.BACKWARD: self._backward,
            Kind.GRADIENT: self._gradient,
            Kind.CLIP: self._clip,
            Kind.UPDATE: self._update,
        }
        return writers[walk.phase.kind](walk)

    # --- phases --------------------------------------------------------------------------------

    def _forward(self, walk: Walk) -> Page:
        part, passes = _layer(walk), walk.prepared.passes
        at = (walk.sample, walk.position)
        z, a = float(passes.z[walk.layer - 1][at]), float(passes.a[walk.layer - 1][at])
        weights = walk.prepared.before[walk.row]
        given = passes.sources(walk.layer)[walk.sample]
        letter = "x" if walk.layer == 1 else "a"
        bias = float(weights[-1])
        sign = "−" if bias < 0 else "+"
        total = self._sum(list(zip(weights[:-1].tolist(), given.tolist(), strict=True)))
        lines = [
            f"z = {total} {sign} {format_number(abs(bias))}",
            f"z = {self._set.strong(z)}",
            f"a = f({self._set.number(z)}) = {self._set.strong(a)}",
        ]
        muted = walk.position in part.muted
        activate = Work(Layer.activate, "a[:, list(self.muted)]", format_number(a))
        value = work_of(type(part.activation), "value", format_number(a))
        return Page(
            f"{neuron_name(walk)}, weighted sum and activation",
            (
                rf"z_j = \sum_i w_{{ji}}\,{letter}_i + b_j",
                r"a_j = f(z_j) = " + latex_of(part.activation.formula),
            ),
            tuple(lines),
            sentences.forward(walk),
            (
                Work(Layer.pre_activations, "self.block.dot", format_number(z)),
                activate if muted else value,
            ),
        )

    def _loss(self, walk: Walk) -> Page:
        passes, network = walk.prepared.passes, walk.prepared.network
        outputs, targets = passes.a[-1][walk.sample], passes.targets[walk.sample]
        own, count = float(passes.losses[walk.sample]), len(passes.losses)
        rows = [
            f"ŷ{_sub(index, outputs)} = {self._set.number(float(output))}, "
            f"y{_sub(index, outputs)} = {format_number(float(target), 2)}"
            for index, (output, target) in enumerate(zip(outputs, targets, strict=True))
        ]
        rows = self._shortened(rows)
        lines = [*rows, f"of this point: {self._set.strong(own)}"]
        if count > 1:
            lines.append(f"mean of {count} points: L = {self._set.strong(passes.loss)}")
        formulas = [f"L = {latex_of(network.loss.formula)}"]
        if count > 1:
            formulas.append(rf"\text{{mean over }} {count} \text{{ points}}")
        elements = "logit_elements" if network.output_loss.fused else "elements"
        return Page(
            "How wrong the outputs are",
            tuple(formulas),
            tuple(lines),
            sentences.loss(walk),
            (
                work_of(type(network.output_loss), "value", format_number(passes.loss)),
                work_of(type(network.loss), elements, format_number(own)),
            ),
        )

    def _backward(self, walk: Walk) -> Page:
        subject = f"{neuron_name(walk)}, error δ"
        is_output = walk.layer == len(walk.prepared.network.layers)
        formulas, lines, work = (self._output_delta if is_output else self._hidden_delta)(walk)
        return Page(subject, formulas, lines, sentences.backward(walk), work)

    def _hidden_delta(
        self, walk: Walk
    ) -> tuple[tuple[str, ...], tuple[str, ...], tuple[Work, ...]]:
        passes, layer = walk.prepared.passes, walk.layer
        at = (walk.sample, walk.position)
        delta, slope = float(passes.delta[layer - 1][at]), float(passes.slope[layer - 1][at])
        upstream = float(passes.upstream[layer - 1][at])
        weights = walk.prepared.network.layers[layer].weights[:, walk.position]
        deltas = passes.delta[layer][walk.sample]
        total = self._sum(list(zip(weights.tolist(), deltas.tolist(), strict=True)))
        lines = (
            f"δ = {self._set.number(slope)}{TIMES}( {total} )",
            f"δ = {self._set.factors(slope, upstream)} = {self._set.strong(delta)}",
        )
        part = _layer(walk)
        slope_work = work_of(type(part.activation), "slope", format_number(slope))
        muted = Work(Layer.delta, "delta[:, list(self.muted)]", format_number(delta))
        work = (
            Work(Layer.delta, "self.activation.backpropagate", format_number(delta)),
            slope_work,
        )
        formulas = (
            r"\delta_j = f'(z_j) \sum_k w_{kj}\,\delta_k",
            "f'(z) = " + latex_of(part.activation.derivative_formula),
        )
        return formulas, lines, (muted,) if walk.position in part.muted else work

    def _output_delta(
        self, walk: Walk
    ) -> tuple[tuple[str, ...], tuple[str, ...], tuple[Work, ...]]:
        passes, network = walk.prepared.passes, walk.prepared.network
        at, loss = (walk.sample, walk.position), network.output_loss
        delta, count = float(passes.delta[-1][at]), network.loss.count(passes.a[-1])
        output, target = float(passes.a[-1][at]), float(passes.targets[at])
        gradient = latex_of(network.loss.gradient_formula.split(";")[0])
        upstream_rule = rf"\frac{{\partial L}}{{\partial a}} = \frac{{1}}{{{count}}}\,({gradient})"
        formulas: tuple[str, ...]
        lines: tuple[str, ...]
        work = [work_of(type(loss), "delta", format_number(delta))]
        strong = self._set.strong(delta)
        if loss.fused:
            by_z = latex_of(network.loss.gradient_formula.split(":")[-1].strip())
            formulas = (rf"\delta_j = \frac{{1}}{{{count}}}\,({by_z})",)
            lines = (
                f"δ = ({self._set.number(output)} − {format_number(target, 2)}) / "
                f"{format_count(count)} = {strong}",
            )
            slopes = "logit_slopes"
        elif network.layers[-1].activation.output_only:
            formulas = (r"\delta_j = \sum_i \frac{\partial L}{\partial a_i}\,a_i\,([i=j] - a_j)",
                        upstream_rule)  # fmt: skip
            a, upstream = passes.a[-1][walk.sample], passes.upstream[-1][walk.sample]
            slopes_of_a = a * ((np.arange(len(a)) == walk.position) - a[walk.position])
            pairs = list(zip(upstream.tolist(), slopes_of_a.tolist(), strict=True))
            lines = (f"δ = {self._sum(pairs)}", f"δ = {strong}")
            slopes = "slopes"
        else:
            upstream_of, slope = float(passes.upstream[-1][at]), float(passes.slope[-1][at])
            formulas = (r"\delta = \frac{\partial L}{\partial a}\,f'(z)", upstream_rule)
            lines = (
                f"∂L/∂a = {self._set.number(upstream_of)}, with ŷ = {self._set.number(output)} "
                f"and y = {format_number(target, 2)}",
                f"δ = {self._set.factors(upstream_of, slope)} = {strong}",
            )
            slopes = "slopes"
        work.append(work_of(type(network.loss), slopes, ""))
        return formulas, lines, tuple(work)

    def _gradient(self, walk: Walk) -> Page:
        step, name, source = walk.prepared, weight_name(walk), walk.followed_source
        own = float(step.shares(walk.layer, walk.position, source)[walk.sample])
        delta = float(step.passes.delta[walk.layer - 1][walk.sample, walk.position])
        total = float(step.data_gradient[walk.weight])
        letter, bias = "x" if walk.layer == 1 else "a", source == BIAS_SOURCE
        value = 1.0 if bias else float(_source_value(walk))
        lines = [f"this point: {self._set.factors(delta, value)} = {self._set.number(own)}"]
        if len(step.points) > 1:
            lines.append(f"sum of {len(step.points)} points: {self._set.strong(total)}")
        else:
            lines.append(f"∂L/∂{name} = {self._set.strong(total)}")
        penalty, raw = float(step.penalty_gradient[walk.weight]), float(step.raw[walk.weight])
        work = [Work(Layer.carry_back, "block_gradient: Vector", format_number(total))]
        if penalty or raw != total:
            whole = self._set.strong(total + penalty)
            addition = f"{self._set.number(total)} + {self._in_brackets(penalty)}"
            lines.append(f"with the penalty: {addition} = {whole}")
            work.append(Work(Trainer.plain_step, "gradient += penalty", format_number(raw)))
        rests = sentences.rests(walk)
        if rests:
            work = [Work(Trainer.plain_step, "gradient[fixed] = 0.0", format_number(raw))]
            lines.append(f"it rests, so that {self._set.strong(raw)} is left")
        by_what = "b_j" if bias else "w_{ji}"
        times = "" if bias else rf"\,{letter}_i^{{(s)}}"
        formulas = [rf"\frac{{\partial L}}{{\partial {by_what}}} = \sum_s \delta_j^{{(s)}}{times}"]
        if penalty:
            formulas.append(r"g = \frac{\partial L}{\partial w} + \lambda\,"
                            + latex_of(step.trainer.regularizer.gradient_formula))  # fmt: skip
        subject = f"{neuron_name(walk)}, gradient of {plain_weight_names(walk)[source]}"
        return Page(subject, tuple(formulas), tuple(lines), sentences.gradient(walk), tuple(work))

    def _clip(self, walk: Walk) -> Page:
        step, trainer, name = walk.prepared, walk.prepared.trainer, weight_name(walk)
        raw, applied = step.norms()
        own = (float(step.raw[walk.weight]), float(step.applied[walk.weight]))
        lines = [
            f"‖g‖ = {format_number(raw)} → <b>{format_number(applied)}</b>, "
            f"threshold c = {format_number(trainer.clip_threshold, 2)}"
            if trainer.clip.name != "none"
            else f"‖g‖ = <b>{format_number(raw)}</b>",
            f"of {name}: {self._set.number(own[0])} → {self._set.strong(own[1])}",
        ]
        if trainer.clip.name == "neuron":
            part = tuple(map(format_number, step.norms(walk.row)))
            lines.insert(1, f"of this neuron: {part[0]} → <b>{part[1]}</b>")
        method = "scale" if hasattr(trainer.clip, "scale") else "clip"
        result = trainer.clip_scale if method == "scale" else own[1]
        return Page(
            f"Clip: {trainer.clip.label.lower()}",
            (rf"g' = {latex_of(trainer.clip.formula)}",),
            tuple(lines),
            sentences.clip(walk),
            (
                work_of(type(trainer.clip), method, format_number(float(result))),
                Work(Trainer.plain_step, "self.clip.factored", format_number(applied)),
            ),
        )

    def _update(self, walk: Walk) -> Page:
        step, optimizer, name = walk.prepared, walk.prepared.trainer.optimizer, weight_name(walk)
        old, new = float(step.before[walk.weight]), float(step.after[walk.weight])
        lines = []
        rules = optimizer.formula.split(";  ")
        for rule, moment in zip(rules, step.moments_after, strict=False):
            was = float(step.moments_before[moment][walk.weight])
            now = float(step.moments_after[moment][walk.weight])
            sign = rule.partition(" ← ")[0]
            lines.append(f"{sign}: {self._set.number(was)} → {self._set.number(now)}")
        applied = float(step.applied[walk.weight])
        lines.insert(0, f"g = {self._set.number(applied)}, η = {format_number(step.learning_rate)}")
        lines.append(
            f"{name}: {format_number(old, 5)} → <b>{format_number(new, 5)}</b>"
            f"&nbsp; ({self._set.number(new - old)})"
        )
        method = "scaled_step" if "scaled_step" in vars(type(optimizer)) else "step"
        work = work_of(type(optimizer), method, format_number(new, 5))
        if sentences.rests(walk):
            work = Work(Trainer.plain_step, "network.parameters[fixed] =", format_number(new, 5))
        if step.refused:
            work = Work(Trainer.plain_step, "return self.refuse", "")
        return Page(
            f"Update by {optimizer.label}",
            tuple(latex_of(rule) for rule in rules),
            tuple(lines),
            sentences.update(walk),
            (work,),
        )

    # --- parts ---------------------------------------------------------------------------------

    def _sum(self, pairs: Sequence[tuple[float, float]]) -> str:
        """A sum of products; of a long one the largest terms, and a link that opens the rest."""
        kept = list(pairs)
        if not self._opened and len(pairs) > SHOWN + 1:
            largest = sorted(range(len(pairs)), key=lambda at: -abs(pairs[at][0] * pairs[at][1]))
            kept = [pairs[at] for at in sorted(largest[:SHOWN])]
        written = self._set.total(kept, 3)
        left = len(pairs) - len(kept)
        return f"{written} + {_link(left)}" if left else written

    def _shortened(self, rows: list[str]) -> list[str]:
        if self._opened or len(rows) <= SHOWN + 1:
            return rows
        return [*rows[:SHOWN], _link(len(rows) - SHOWN)]

    def _in_brackets(self, value: float) -> str:
        written = self._set.number(value)
        return f"({written})" if value < 0 else written


def _link(left: int) -> str:
    return f"<a href='more'>… {left} more</a>"


def _layer(walk: Walk) -> Layer:
    return walk.prepared.network.layers[walk.layer - 1]


def _source_value(walk: Walk) -> float:
    sources = walk.prepared.passes.sources(walk.layer)
    return float(sources[walk.sample, walk.followed_source])


def _sub(index: int, outputs: np.ndarray) -> str:
    return f"<sub>{index + 1}</sub>" if len(outputs) > 1 else ""


def neuron_name(walk: Walk) -> str:
    """``Hidden 1 · neuron 2``, of the neuron that is followed."""
    return unit_names(walk.prepared.experiment)[walk.unit]


def weight_names(walk: Walk) -> dict[int, str]:
    """The weights of the followed neuron by what they come from, the bias last; rich text."""
    labels = unit_labels(walk.prepared.experiment)
    sources = layer_ids(walk.prepared.experiment)[walk.layer - 1]
    names = {at: f"w<sub>{labels[unit]}</sub>" for at, unit in enumerate(sources)}
    return {**names, BIAS_SOURCE: "b"}


def plain_weight_names(walk: Walk) -> dict[int, str]:
    """The same for a list, where there is no rich text."""
    labels = unit_labels(walk.prepared.experiment)
    sources = layer_ids(walk.prepared.experiment)[walk.layer - 1]
    names = {at: f"w from {labels[unit]}" for at, unit in enumerate(sources)}
    return {**names, BIAS_SOURCE: "bias b"}


def weight_name(walk: Walk) -> str:
    """The weight that is followed, as rich text."""
    return weight_names(walk)[walk.followed_source]
