"""A LaTeX formula in words, for those who hear it; no Qt."""

from __future__ import annotations

import re

_TOKEN = re.compile(r"\\[a-zA-Z]+|\\.|\d+(?:\.\d+)?|\s+|.", re.DOTALL)
_WORDS = {
    "=": "equals", "+": "plus", "-": "minus", "−": "minus", "<": "is less than",
    ">": "is greater than", "'": "prime", "·": "times", "|": "|", "/": "over", "&": ",",
    "∂": "partial", "\\prime": "prime", "\\cdot": "times", "\\times": "times", "\\odot": "times",
    "\\pm": "plus or minus", "\\leftarrow": "becomes", "\\to": "to", "\\rightarrow": "to",
    "\\le": "is at most", "\\leq": "is at most", "\\ge": "is at least", "\\geq": "is at least",
    "\\ne": "is not", "\\neq": "is not", "\\approx": "is about", "\\in": "in",
    "\\sim": "is drawn from", "\\infty": "infinity", "\\sum": "sum", "\\prod": "product",
    "\\partial": "partial", "\\nabla": "gradient of", "\\lVert": "norm of", "\\rVert": "",
    "\\Vert": "norm", "\\lvert": "absolute value of", "\\rvert": "", "\\lfloor": "floor of",
    "\\rfloor": "", "\\ln": "log", "\\log": "log", "\\exp": "exp", "\\top": "transposed",
    "\\ldots": "and so on", "\\cdots": "and so on", "\\dots": "and so on", "\\\\": ";",
    "\\{": "{", "\\}": "}", "\\%": "percent", "\\_": "_",
}  # fmt: skip
_SILENT = {
    "\\left", "\\right", "\\big", "\\Big", "\\bigl", "\\bigr", "\\displaystyle", "\\textstyle",
    "\\,", "\\;", "\\:", "\\!", "\\ ", "\\quad", "\\qquad", "\\limits",
}  # fmt: skip
_AFTER = {
    "\\hat": "hat", "\\bar": "bar", "\\tilde": "tilde", "\\vec": "vector", "\\dot": "dot",
    "\\overline": "bar", "\\widehat": "hat",
}  # fmt: skip
_AS_IT_STANDS = {
    "\\text", "\\mathrm", "\\mathbf", "\\mathit", "\\operatorname", "\\boldsymbol", "\\mathbb",
    "\\textbf", "\\mathcal",
}  # fmt: skip
_POWERS = {"2": "squared", "3": "cubed", "T": "transposed", "transposed": "transposed"}


def spoken(latex: str) -> str:
    """``latex`` as it would be read out: "delta sub j equals f prime ( z sub j )"."""
    words = " ".join(_Reader(latex).sequence())
    return re.sub(r"\s+([,;])", r"\1", re.sub(r"\s+", " ", words)).strip()


class _Reader:
    """Reads a formula from left to right; what is unknown is said by its name."""

    def __init__(self, latex: str) -> None:
        self._tokens = [token for token in _TOKEN.findall(latex) if not token.isspace()]
        self._tokens.reverse()

    def sequence(self) -> list[str]:
        """The words up to the end of the group."""
        words: list[str] = []
        while self._tokens and self._tokens[-1] != "}":
            words.extend(self._next())
        return words

    def _next(self) -> list[str]:
        token = self._tokens.pop()
        if token == "{":
            return self._rest_of_group()
        if token == "_":
            return ["sub", *self._argument()]
        if token == "^":
            power = " ".join(self._argument())
            return [_POWERS.get(power, f"to the power of {power}")]
        if token in _SILENT:
            return []
        if token in _WORDS:
            return [*_WORDS[token].split(" "), *self._range(token)]
        if token.startswith("\\"):
            return self._command(token)
        return [token]

    def _range(self, token: str) -> list[str]:
        """What a sum runs over."""
        if token not in ("\\sum", "\\prod") or self._next_is("^"):
            return []
        if not self._next_is("_"):
            return ["of"]
        self._tokens.pop()
        return ["over", *self._argument(), "of"]

    def _command(self, token: str) -> list[str]:
        if token == "\\frac":
            top = self._argument()
            return [*top, "over", *self._argument()]
        if token == "\\sqrt":
            return ["square root of", *self._argument()]
        if token in _AFTER:
            return [*self._argument(), _AFTER[token]]
        if token in _AS_IT_STANDS:
            return ["".join(self._raw())]
        if token in ("\\textcolor", "\\color"):
            self._raw()
            return []
        if token in ("\\begin", "\\end"):
            self._raw()
            return []
        return [token[1:]]

    def _argument(self) -> list[str]:
        """The next group, or the next sign."""
        return self._next() if self._tokens else []

    def _raw(self) -> list[str]:
        """The signs of the next group, as they stand."""
        if not self._next_is("{"):
            return [self._tokens.pop()] if self._tokens else []
        self._tokens.pop()
        signs = []
        while self._tokens and not self._next_is("}"):
            signs.append(self._tokens.pop())
        self._close()
        return signs

    def _rest_of_group(self) -> list[str]:
        words = self.sequence()
        self._close()
        return words

    def _close(self) -> None:
        if self._next_is("}"):
            self._tokens.pop()

    def _next_is(self, token: str) -> bool:
        return bool(self._tokens) and self._tokens[-1] == token
