"""`Registry`: an ordered table from names to classes, with helpful errors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from difflib import get_close_matches
from inspect import signature
from typing import ClassVar, Generic, Protocol, TypeVar, cast


class Named(Protocol):
    """What every entry has: a name for code and files, a label for people."""

    name: ClassVar[str]
    label: ClassVar[str]


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


T = TypeVar("T", bound=Named)


class Registry(Generic[T]):
    """An ordered table from names to classes.

    Adding an activation, a loss, an optimizer … takes one small class and one decorator:

    >>> @ACTIVATIONS.register                                      # doctest: +SKIP
    ... class Cube(ActivationFunction):
    ...     name, label = "cube", "Cube"

    Parameters
    ----------
    kind : str
        What the table holds, in the singular, for messages: ``"activation"``.
    base : type, optional
        What an instance given to `create` in place of a name has to be.
    """

    def __init__(self, kind: str, base: type[object] = object) -> None:
        self.kind = kind
        self._base = base
        self._classes: dict[str, type[T]] = {}

    def register(self, cls: type[T]) -> type[T]:
        """Add a class under its ``name``; use as a decorator.

        Raises
        ------
        ValueError
            If the name is taken: one of the two would be silently lost.
        """
        if cls.name in self._classes:
            taken = self._classes[cls.name].__qualname__
            raise ValueError(f"{self.kind} {cls.name!r} is already registered, by {taken}")
        self._classes[cls.name] = cls
        return cls

    def unregister(self, name: str) -> None:
        """Take a class out again (for tests and plug-ins that come and go)."""
        del self._classes[self[name].name]

    def __getitem__(self, name: str) -> type[T]:
        """The class of that name.

        Raises
        ------
        KeyError
            If there is none; the message suggests the nearest name.
        """
        try:
            return self._classes[name]
        except (KeyError, TypeError):
            raise KeyError(self._unknown(name)) from None

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
            known = signature(make).parameters
            for parameter in parameters:
                if parameter not in known:
                    rule = f"its parameters: {', '.join(known)}" if known else "it has none"
                    thing = f"{self.kind} {name_or_instance!r}"
                    raise TypeError(f"{thing} has no parameter {parameter!r}; {rule}")
            return make(**parameters)
        if isinstance(name_or_instance, type) or not isinstance(name_or_instance, self._base):
            raise TypeError(f"{self.kind} must be a name or an instance, got {name_or_instance!r}")
        if parameters:
            raise TypeError(f"{self.kind} {name_or_instance!r} already has its parameters")
        return name_or_instance

    def names(self) -> tuple[str, ...]:
        """All names, in the order of registration."""
        return tuple(self._classes)

    def labels(self) -> dict[str, str]:
        """Name to label, in the order of registration."""
        return {name: cls.label for name, cls in self._classes.items()}

    def __contains__(self, name: object) -> bool:
        return name in self._classes

    def __iter__(self) -> Iterator[str]:
        return iter(self._classes)

    def __len__(self) -> int:
        return len(self._classes)

    def _unknown(self, name: object) -> str:
        message = f"unknown {self.kind} {name!r}"
        near = get_close_matches(str(name), self._classes, n=1, cutoff=0.5)
        if near:
            return f"{message} (did you mean {near[0]!r}?)"
        return f"{message}; choose from {', '.join(self._classes) or 'none registered'}"
