"""Guards that keep Python exceptions inside of the methods that Qt calls."""

from __future__ import annotations

import functools
import sys
import traceback
import typing
from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import FunctionType, ModuleType, UnionType
from typing import Any

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainterPath
from shiboken6 import Shiboken

Function = Callable[..., Any]

_PACKAGES = ("nnfs_gui", "pyqtgraph")
_PAINTING = frozenset({"paint", "shape", "itemChange", "event", "eventFilter", "sizeHint"})
"""What Qt calls of pyqtgraph, apart from events; the rest that is called alike is its own."""
_HOOKS = frozenset({"tickValues", "tickStrings", "generateDrawSpecs", "drawPicture"})
"""What pyqtgraph calls while Qt paints it, as it does its own kinds of events."""
_UNTYPED = {
    "boundingRect": QRectF,
    "childrenBoundingRect": QRectF,
    "shape": QPainterPath,
    "sizeHint": QSize,
    "event": bool,
    "eventFilter": bool,
}
"""What methods without annotations, which are pyqtgraph's, return."""
_GUARD = "guards_an_override"


def guard_overrides() -> None:
    """Guard every override of the application's classes and of pyqtgraph's, now and from now on.

    An exception that leaves an override, above all in the midst of painting, may end the process.
    A guarded one is passed to ``sys.excepthook`` with a note that says where, its painters are
    ended, and Qt gets an empty value of the right type.
    """
    for kind in bound_classes():
        _guard(kind)
    if not any(isinstance(finder, _LateImports) for finder in sys.meta_path):
        sys.meta_path.insert(0, _LateImports())


def _guard(kind: type) -> None:
    for name, function in overrides(kind):
        if not is_guarded(function):
            setattr(kind, name, _guarded(function))


class _LateImports(MetaPathFinder):
    """Guards the classes of modules that are imported when they are needed first."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """What the other finders find, with a loader that guards."""
        if fullname.split(".")[0] not in _PACKAGES:
            return None
        for finder in sys.meta_path:
            spec = None if finder is self else finder.find_spec(fullname, path, target)
            if spec is not None:
                if spec.loader is not None:
                    spec.loader = _GuardingLoader(spec.loader)
                return spec
        return None


class _GuardingLoader(Loader):
    """Another loader, after which the module's classes are guarded."""

    def __init__(self, loader: Loader) -> None:
        self._loader = loader

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        self._loader.exec_module(module)
        for kind in list(vars(module).values()):
            own = isinstance(kind, type) and kind.__module__ == module.__name__
            if own and issubclass(kind, Shiboken.Object):
                _guard(kind)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 -- sources, resources: all it has
        return getattr(self._loader, name)


def bound_classes() -> Iterator[type]:
    """The application's and pyqtgraph's classes that derive from Qt's."""
    waiting, seen = [Shiboken.Object], set[type]()
    while waiting:
        for kind in type.__subclasses__(waiting.pop()):
            if kind not in seen:
                seen.add(kind)
                waiting.append(kind)
                if kind.__module__.split(".")[0] in _PACKAGES:
                    yield kind


def overrides(kind: type) -> Iterator[tuple[str, Function]]:
    """The methods of a class that Qt calls, by itself or through pyqtgraph, with their names."""
    ours = kind.__module__.startswith("nnfs_gui")
    for name, function in list(vars(kind).items()):
        if name.startswith("__") or not isinstance(function, FunctionType):
            continue
        owners = {base.__module__.split(".")[0] for base in kind.__mro__[1:] if name in vars(base)}
        by_qt = ours or name in _PAINTING or name.endswith(("Event", "oundingRect"))
        by_pyqtgraph = name in _HOOKS or name.endswith("Event")
        if ("PySide6" in owners and by_qt) or ("pyqtgraph" in owners and by_pyqtgraph):
            yield name, function


def is_guarded(function: Function) -> bool:
    return hasattr(function, _GUARD)


def empty_value(function: Function) -> object:
    """An empty value of the type that ``function`` returns; None if that is optional or open."""
    kind = _UNTYPED.get(function.__name__)
    hints = typing.get_type_hints(function)
    if "return" in hints:
        kind = typing.get_origin(hints["return"]) or hints["return"]
    if kind in (None, type(None), object, Any, UnionType, typing.Union):
        return None
    return next(iter(kind)) if issubclass(kind, Enum) else kind()


def _guarded(function: Function) -> Function:
    @functools.wraps(function)
    def guarded(*arguments: object, **named: object) -> object:
        try:
            return function(*arguments, **named)
        except Exception as error:  # noqa: BLE001 -- any, since Qt cannot take one
            error.add_note(f"in {function.__qualname__}, which Qt called")
            sys.excepthook(type(error), error, error.__traceback__)
            # A painter in a frame that the traceback keeps would outlive what it paints on.
            traceback.clear_frames(error.__traceback__)
            return empty_value(function)

    setattr(guarded, _GUARD, True)
    return guarded
