"""From a formula as plain text, as the engine's objects carry it, to LaTeX; no Qt.

The text is read as people write it: ``1 / (1 + e⁻ᶻ)``, ``z if z > 0 else α z``, ``√v + ε``.  Words
stay words.  What cannot be read is left as it stands, so that a new formula always shows.
"""

from __future__ import annotations

import re
from functools import lru_cache

_SUPER = dict(
    zip(
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵀ",
        "0123456789-+abcdefghijklmnoprstuvwxyzT",
        strict=True,
    )
)
_SUB = dict(zip("₀₁₂₃₄₅₆₇₈₉ᵢⱼₖₙₓₜ", "0123456789ijknxt", strict=True))
_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "varepsilon", "η": "eta",
    "θ": "theta", "λ": "lambda", "μ": "mu", "π": "pi", "ρ": "rho", "σ": "sigma", "τ": "tau",
    "φ": "varphi",
}  # fmt: skip
_RELATIONS = {
    "=": "=", "←": r"\leftarrow", "<": "<", ">": ">", "≥": r"\geq", "≤": r"\leq", "~": r"\sim",
    "→": r"\to", "≈": r"\approx",
}  # fmt: skip
_FUNCTIONS = {"tanh", "sin", "cos", "ln", "exp", "max", "min", "sign", "sigmoid", "sech", "log"}
_LETTERS = re.compile("([a-z])([a-z])")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’]+")
_TOKEN = re.compile(
    rf"\d+(?:\.\d+)?|n_[a-z]+|{_WORD.pattern}|[{''.join(_SUPER)}]+|[{''.join(_SUB)}]+|ŷ|\S"
)
_CLOSING = {"(": ")", "[": "]", "⌊": "⌋", "|": "|", "‖": "‖"}
_FENCES = {
    "(": (r"\left(", r"\right)"), "[": ("[", "]"), "⌊": (r"\lfloor ", r"\rfloor "),
    "|": (r"\left|", r"\right|"), "‖": (r"\lVert ", r"\rVert "),
}  # fmt: skip
_SIMPLE = {
    "½": r"\tfrac{1}{2}",
    "∂": r"\partial ",
    "·": r"\cdot ",
    "ŷ": r"\hat{y}",
    "∞": r"\infty ",
}


@lru_cache(maxsize=256)
def latex_of(text: str) -> str:
    """``text`` in LaTeX: ``1 / (1 + e⁻ᶻ)`` gives ``\\frac{1}{1 + e^{-z}}``."""
    parts = [part for part in re.split(r"(,\s{2,}|;\s{1,})", text) if part]
    try:
        return "".join(
            r",\quad " if part.strip() in (",", ";") else _Parser(part).whole() for part in parts
        )
    except _UnreadableError:
        return rf"\text{{{_literal(text)}}}"


def _literal(text: str) -> str:
    return re.sub(r"([{}\\$&#%_^])", "", text)


class _UnreadableError(ValueError):
    """A formula is not written in a way that is known."""


class _Parser:
    """Reads one formula from left to right."""

    def __init__(self, text: str) -> None:
        self._tokens = _TOKEN.findall(text)
        self._at = 0
        self._open: tuple[str, ...] = ()

    def whole(self) -> str:
        """The formula, with its cases if it has some."""
        value = self._relation()
        if self._next == "if":
            self._take()
            condition = self._relation()
            self._expect("else")
            other = self._relation()
            value = (
                rf"\begin{{cases}} {value} & \text{{if }} {condition} \\ "
                rf"{other} & \text{{else}} \end{{cases}}"
            )
        if self._at < len(self._tokens):
            raise _UnreadableError(self._next)
        return value

    def _relation(self) -> str:
        made = self._sum()
        while self._next in _RELATIONS or self._next in (",", ":"):
            sign = self._take()
            made += {",": ", ", ":": r":\ "}.get(sign) or f" {_RELATIONS[sign]} "
            made += self._sum()
        return made

    def _sum(self) -> str:
        made = self._product()
        while self._next in ("+", "−", "-"):
            sign = "+" if self._take() == "+" else "-"
            made += f" {sign} {self._product()}"
        return made

    def _product(self) -> str:
        """Factors and what they are divided by, as one fraction."""
        above, below = self._factors(), []
        while self._next == "/":
            self._take()
            below.append(self._factor())
        if not below:
            return "".join(above)
        if len(above) == 1:
            above = [_bare(above[0])]
        bottom = _bare(below[0]) if len(below) == 1 else r"\,".join(below)
        return rf"\frac{{{''.join(above)}}}{{{bottom}}}"

    def _factors(self) -> list[str]:
        factors = [self._factor()]
        while self._begins_factor():
            if self._next == "·":
                self._take()
                factors.append(r" \cdot ")
            elif not (self._next == "(" and factors[-1].startswith(r"\operatorname")):
                factors.append(r"\,")
            factors.append(self._factor())
        return factors

    def _begins_factor(self) -> bool:
        token = self._next
        stops = ("", "+", "−", "-", "/", ",", ":", "if", "else", ")", "]", "⌋")
        closes = token in ("|", "‖") and token in self._open
        return token not in stops and token not in _RELATIONS and not closes

    def _factor(self) -> str:
        if self._next in ("−", "-"):
            self._take()
            return f"{{-{self._factor()}}}"
        made = self._atom()
        while self._next and (
            self._next[0] in _SUPER or self._next[0] in _SUB or self._next in "^′"
        ):
            made += self._script()
        return made

    def _script(self) -> str:
        token = self._take()
        if token == "′":
            return "'"
        if token == "^":
            return f"^{{{self._factor()}}}"
        if token[0] in _SUB:
            return f"_{{{''.join(_SUB[sign] for sign in token)}}}"
        signs = "".join(_SUPER[sign] for sign in token)
        indexed = _LETTERS.sub(r"\1_\2", signs)  # ᶻⁱ is z with the index i
        return f"^{{{indexed}}}"

    def _atom(self) -> str:
        token = self._take()
        if token in _CLOSING:
            return self._group(token)
        if token == "√":
            return rf"\sqrt{{{_bare(self._factor())}}}"
        if token in ("Σ", "∑"):
            index = self._script() if self._next and self._next[0] in _SUB else ""
            return rf"\sum{index} {self._factor()}"
        if token in _FUNCTIONS:
            follows = self._next == "(" or self._next[:1] in _SUPER
            return rf"\operatorname{{{token}}}" + ("" if follows else r"\,")
        if token in _SIMPLE:
            return _SIMPLE[token]
        if token in _GREEK:
            return rf"\{_GREEK[token]} "
        return self._name(token)

    def _name(self, token: str) -> str:
        if token.startswith("n_"):
            return rf"n_{{\text{{{token[2:]}}}}}"
        if _WORD.fullmatch(token):
            words = [token]
            while _WORD.fullmatch(self._next) and self._next not in (*_FUNCTIONS, "if", "else"):
                words.append(self._take())
            return rf"\text{{{' '.join(words)}}}"
        if re.fullmatch(r"\d+(?:\.\d+)?|[A-Za-z]|⊙", token):
            return r"\odot " if token == "⊙" else token
        raise _UnreadableError(token)

    def _group(self, opening: str) -> str:
        before, self._open = self._open, (*self._open, opening)
        inside = self._relation()
        self._expect(_CLOSING[opening])
        self._open = before
        left, right = _FENCES[opening]
        return f"{left}{inside}{right}"

    # --- tokens ------------------------------------------------------------------------------

    @property
    def _next(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _take(self) -> str:
        token = self._next
        if not token:
            raise _UnreadableError("it ends too soon")
        self._at += 1
        return token

    def _expect(self, token: str) -> None:
        if self._take() != token:
            raise _UnreadableError(token)


def _bare(made: str) -> str:
    """Without the brackets around all of it, which a fraction bar or a root makes needless."""
    left, right = _FENCES["("]
    if not (made.startswith(left) and made.endswith(right)):
        return made
    inside, depth = made[len(left) : -len(right)], 0
    for at in re.finditer(r"\\left|\\right", inside):
        depth += 1 if at.group() == r"\left" else -1
        if depth < 0:
            return made
    return inside
