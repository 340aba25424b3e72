"""`Setting`: what may be changed while training runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, Protocol, TypeVar, overload

from ..functions.registry import Registered, Registry

T = TypeVar("T")
Given = TypeVar("Given")
Kind = TypeVar("Kind", bound=Registered)


class Adjustable(Protocol):
    """What has settings."""

    settings: dict[str, Any]

    def prepare_anew(self) -> None:
        """Let the next step heed what was changed."""


class Setting(Generic[Given, T]):
    """An attribute: checked when it is set, heeded from the next step on."""

    def __init__(self, check: Callable[[str, Given], T]) -> None:
        self._check = check

    def __set_name__(self, cls: type[Adjustable], name: str) -> None:
        self._name = name

    @overload
    def __get__(self, owner: None, cls: type[Adjustable]) -> Setting[Given, T]: ...
    @overload
    def __get__(self, owner: Adjustable, cls: type[Adjustable]) -> T: ...
    def __get__(self, owner: Adjustable | None, cls: type[Adjustable]) -> Setting[Given, T] | T:
        if owner is None:
            return self
        value: T = owner.settings[self._name]
        return value

    def __set__(self, owner: Adjustable, value: Given) -> None:
        owner.settings[self._name] = self._check(self._name, value)
        owner.prepare_anew()


def from_registry(registry: Registry[Kind]) -> Callable[[str, str | Kind | None], Kind]:
    """A check that takes a name, an instance, or None for the registry's ``"none"``."""

    def check(name: str, value: str | Kind | None) -> Kind:
        return registry.create("none" if value is None else value)

    return check
