"""The engine's formulas, written as plain text, become LaTeX that can be set."""

from __future__ import annotations

import pytest

from engine import ACTIVATIONS, CLIPPERS, LOSSES, OPTIMIZERS, REGULARIZERS
from engine.functions.initializers import INITIALIZERS
from engine.functions.schedules import SCHEDULES
from nnfs_gui.widgets.formula import typeset
from nnfs_gui.widgets.formula_text import latex_of
from nnfs_gui.widgets.formula_words import spoken

REGISTRIES = (
    ACTIVATIONS, LOSSES, OPTIMIZERS, CLIPPERS, REGULARIZERS, SCHEDULES, INITIALIZERS,
)  # fmt: skip
FORMULAS = sorted({
    getattr(registry[name], attribute)
    for registry in REGISTRIES
    for name in registry.names()
    for attribute in ("formula", "derivative_formula", "gradient_formula")
    if hasattr(registry[name], attribute)
})  # fmt: skip


@pytest.mark.parametrize("text", FORMULAS)
def test_every_formula_of_the_engine_is_read_and_can_be_set(text) -> None:
    latex = latex_of(text)
    assert typeset(latex) is not None, latex
    assert latex != rf"\text{{{text}}}", "it was not read but left as it stands"
    signs = [sign for sign in "αβδεηθμπρσ½√Σ" if sign in text]
    assert not any(sign in latex for sign in signs)


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("1 / (1 + e⁻ᶻ)", r"\frac{1}{1 + e^{-z}}"),
        ("θ ← θ − η g / (√v + ε)",
         r"\theta  \leftarrow \theta  - \frac{\eta \,g}{\sqrt{v} + \varepsilon }"),
        ("eᶻⁱ / Σⱼ eᶻʲ", r"\frac{e^{z_i}}{\sum_{j} e^{z_j}}"),
        ("(1 − |a|)²", r"\left(1 - \left|a\right|\right)^{2}"),
        ("a / (b + c) / (d)", r"\frac{a}{\left(b + c\right)\,\left(d\right)}"),
        ("tanh²(u)", r"\operatorname{tanh}^{2}\left(u\right)"),
        ("wᵢ", "w_{i}"),
        ("each gᵢ held in [−c, c]", r"\text{each}\,g_{i}\,\text{held in}\,[{-c}, c]"),
    ],
)  # fmt: skip
def test_text_is_read_as_people_write_it(text, latex) -> None:
    assert latex_of(text) == latex


def test_a_choice_becomes_cases() -> None:
    latex = latex_of("z if z > 0 else α z")
    assert latex.startswith(r"\begin{cases} z & \text{if } z > 0 \\ ")
    assert spoken(latex) == "z, if z is greater than 0; alpha z, else"


@pytest.mark.parametrize("text", ["§ 4", "(a", "a +", "|a", "{x}", "$y^2$", "100 %"])
def test_what_cannot_be_read_still_shows(text) -> None:
    latex = latex_of(text)
    assert latex.startswith(r"\text{")
    assert typeset(latex) is not None
