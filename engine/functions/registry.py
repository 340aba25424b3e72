"""`Registry`: an ordered table from names to classes, with helpful errors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from difflib import get_close_matches
from inspect import signature
from typing import ClassVar, Generic, Protocol, TypeVar, cast


class Named(Protocol):
    """What every entry has: a name for code and files, a label for people."""

    @property
    def name(self) -> str: ...
    @property
    def label(self) -> str: ...


class Registered:
    """Base of the registered classes.

    Attributes
    ----------
    name, label : str
        For code and files, and for people.
    formula : str
        What it computes, as text.
    parameters : tuple of str
        Names of the constructor's arguments, which are also attributes.
    """

    name: ClassVar[str]
    label: ClassVar[str]
    formula: ClassVar[str]
    parameters: ClassVar[tuple[str, ...]] = ()

    def __repr__(self) -> str:
        arguments = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.parameters)
        return f"{type(self).__name__}({arguments})"


Entry = TypeVar("Entry", bound=Named)
T = TypeVar("T", bound=Registered)


class Table(Generic[Entry]):
    """An ordered table from names to entries, with helpful errors.

    Parameters
    ----------
    kind : str
        What the table holds, in the singular, for messages: ``"dataset"``.
    """

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._entries: dict[str, Entry] = {}

    def register(self, entry: Entry) -> Entry:
        """Add an entry under its ``name``.

        Raises
        ------
        ValueError
            If the name is taken: one of the two would be silently lost.
        """
        if entry.name in self._entries:
            taken = self._entries[entry.name]
            by = getattr(taken, "__qualname__", repr(taken))
            raise ValueError(f"{self.kind} {entry.name!r} is already registered, by {by}")
        self._entries[entry.name] = entry
        return entry

    def unregister(self, name: str) -> None:
        """Take an entry out again (for tests and plug-ins that come and go)."""
        del self._entries[self[name].name]

    def __getitem__(self, name: str) -> Entry:
        """The entry of that name.

        Raises
        ------
        KeyError
            If there is none; the message suggests the nearest name.
        """
        try:
            return self._entries[name]
        except (KeyError, TypeError):
            raise KeyError(self._unknown(name)) from None

    def names(self) -> tuple[str, ...]:
        """All names, in the order of registration."""
        return tuple(self._entries)

    def labels(self) -> dict[str, str]:
        """Name to label, in the order of registration."""
        return {name: entry.label for name, entry in self._entries.items()}

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def _unknown(self, name: object) -> str:
        message = f"unknown {self.kind} {name!r}"
        near = get_close_matches(str(name), self._entries, n=1, cutoff=0.5)
        if near:
            return f"{message} (did you mean {near[0]!r}?)"
        return f"{message}; choose from {', '.join(self._entries) or 'none registered'}"


class Registry(Table[type[T]]):
    """A table from names to classes.

    Adding an activation, a loss, an optimizer … takes one small class and one decorator:

    >>> @ACTIVATIONS.register                                      # doctest: +SKIP
    ... class Cube(ActivationFunction):
    ...     name, label = "cube", "Cube"

    Parameters
    ----------
    kind : str
    base : type
        What an instance given to `create` in place of a name has to be.
    """

    def __init__(self, kind: str, base: type[object]) -> None:
        super().__init__(kind)
        self._base = base

    def create(self, name_or_instance: str | T, **parameters: float) -> T:
        """A new instance by name; an instance is handed back as it is.

        Raises
        ------
        KeyError
            If the name is unknown.
        TypeError
            If it is neither a name nor a fitting instance, if an instance comes with parameters,
            or if the class does not know a parameter.
        """
        if isinstance(name_or_instance, str):
            make = cast(Callable[..., T], self[name_or_instance])
            known = signature(make).parameters if parameters else {}
            for parameter in parameters:
                if parameter not in known:
                    rule = f"its parameters: {', '.join(known)}" if known else "it has none"
                    thing = f"{self.kind} {name_or_instance!r}"
                    raise TypeError(f"{thing} has no parameter {parameter!r}; {rule}")
            return make(**parameters)
        if isinstance(name_or_instance, type) or not isinstance(name_or_instance, self._base):
            given = repr(name_or_instance)
            if isinstance(name_or_instance, type):
                name = name_or_instance.__name__
                given = f"the class {name}, for which write {name}()"
            raise TypeError(f"{self.kind} must be a name or an instance, got {given}")
        if parameters:
            raise TypeError(f"{self.kind} {name_or_instance!r} already has its parameters")
        return name_or_instance
