"""What a check may ask about: a name, its arguments and how it is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from ..situation import Situation

Value: TypeAlias = float | str | bool | frozenset[str]
Kind = Literal["number", "count", "share", "flag", "name", "names"]
"""``share`` is a fraction that people read in percent; ``flag`` is a yes-or-no."""
Argument = Literal["layer", "link", "number", "course", "threshold", "tab", "part", "run", "inside"]
"""``course`` names what the curve holds, ``threshold`` is a check of it, ``inside`` a quantity."""


@dataclass(frozen=True)
class Quantity:
    """One line of the table.

    Attributes
    ----------
    name, label : str
        For lessons, and for people.
    kind : str
        What its value is.
    read : callable
        The value in a situation, given the arguments as text.
    arguments : tuple of str
        What each argument is.
    choices : callable
        For names: those there are, with what people call them.
    missing : str
        For a yes-or-no: how it is done, or that it is not, as a sentence.
    negated : str
        For a yes-or-no: what a checklist says if it must not be.
    one : str
        For what is counted: one of them, such as ``hidden layer``.
    to_do : bool
        Whether it is for the learner to do, rather than for training to bring about.
    """

    name: str
    label: str
    kind: Kind
    read: Callable[[Situation, tuple[str, ...]], Value]
    arguments: tuple[Argument, ...] = ()
    choices: Callable[[], Mapping[str, str]] = dict
    missing: str = ""
    negated: str = ""
    one: str = ""
    to_do: bool = False
