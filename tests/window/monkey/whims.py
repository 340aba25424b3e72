"""`Whims`: what to do next, at random, but with an eye on what there is to be pressed."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from hands import BUTTONS, MODIFIERS, Event, Hands
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QGraphicsView, QWidget

SIZES = (
    *((1024, 640), (1024, 700), (1366, 768), (1366, 720), (1280, 1024), (1600, 1000)) * 3,
    *((1920, 1080), (2560, 1440), (3840, 2160)),
)
KEYS = (
    *("Return", "Escape", "Space", "Tab", "Backtab", "Left", "Right", "Up", "Down") * 3,
    *("Delete", "Backspace", "Home", "End", "PgUp", "PgDown", "Menu", "+", "-", "0", "F1", "F2"),
    *("Shift+Left", "Shift+Right", "Shift+Up", "Shift+Down", "Ctrl+Left", "Ctrl+Right"),
    *("Ctrl+Z", "Ctrl+Shift+Z", "Ctrl+Y", "Ctrl+A", "Ctrl+C", "Ctrl+X", "Ctrl+V", "Ctrl+D"),
    *("Ctrl+J", "Ctrl+R", ".", "Ctrl+.", "Alt+.", "[", "]", "Ctrl+0", "Ctrl++", "Ctrl+-", "F11"),
    *"AFGHMNSW123",
)
TEXTS = (
    *("0.1", "3", "1e-3", "1e308", "-1e308", "1e400", "-0", "nan", "inf", "0.5,", "1 000", "٣"),
    *("", " ", "x1", "sin(x1*x2)", "x1**x2", "1/0*x1", "x1^9^9", "((((x1", "reLU", "x", "3*sin(x)"),
    *("∂L/∂w → ∞", "שלום", "e\u0301\u0301\u0301", "👩‍👩‍👧", "\u202e\u200b", "a\nb\tc", "x" * 3000),
)
TABLES = (
    "a,b,c\n1,2,x\n2,3,y\n",
    "a;b;c\n1,5;2;3\n",
    "1,2\n",
    "",
    "a\tb\tc\n1e308\t-1e308\t1\n2\t3\t0",
)
QUITS = ("quit", "undo", "redo")  # undo and redo by keys, and at the end of each burst


class Whims:
    """A stream of events for a playground, the same for a seed while the window does the same."""

    def __init__(self, hands: Hands, seed: int, files: list[str]) -> None:
        self._hands, self._files = hands, ["", *files]
        self._random = random.Random(seed)
        self._kinds: dict[Callable[[], Iterator[Event]], int] = {
            self._click: 30,
            self._canvas: 26,
            self._hover: 12,
            self._drag: 14,
            self._wheel: 6,
            self._key: 20,
            self._type: 7,
            self._action: 6,
            self._wait: 8,
            self._escape: 5,
            self._tab: 4,
            self._drop: 1,
            self._change_window: 1,
            self._other: 3,
            self._lesson: 1,
        }

    def __iter__(self) -> Iterator[Event]:
        while True:
            [kind] = self._random.choices(list(self._kinds), list(self._kinds.values()))
            yield from kind()

    # --- places ---

    def _place(self) -> QPoint:
        """Somewhere on something that is seen."""
        shown = self._hands.top()
        parts = [part for part in shown.findChildren(QWidget) if part.isVisible()] or [shown]
        part = self._random.choice(parts)
        middle = self._random.random() < 0.5
        x = part.width() // 2 if middle else self._random.randrange(-3, part.width() + 3)
        y = part.height() // 2 if middle else self._random.randrange(-3, part.height() + 3)
        return part.mapToGlobal(QPoint(x, y))

    def _canvas_place(self) -> QPoint:
        """Somewhere on the canvas, mostly on a tile, a button, a link or a gap."""
        canvas = self._hands.window.network.canvas
        layout, pick = canvas.state.layout, self._random.choice
        column = pick(layout.columns)
        places = [column.title_rect, column.chip_rect, column.minus, column.plus, column.grip]
        places += [pick(layout.gaps).button if layout.gaps else None]
        places += [layout.unit_rect(unit) for unit in column.units] * 2
        rects = [rect for rect in places if rect is not None]
        if self._random.random() < 0.25 or not rects:
            inside = canvas.viewport().rect()
            place = QPoint(
                self._random.randrange(max(1, inside.width())),
                self._random.randrange(max(1, inside.height())),
            )
        else:
            place = QGraphicsView.mapFromScene(canvas, pick(rects).center())
        return canvas.viewport().mapToGlobal(place)

    # --- kinds of events ---

    def _click(self) -> Iterator[Event]:
        yield from self._clicks(self._place())

    def _canvas(self) -> Iterator[Event]:
        if self._hands.top() is self._hands.window:
            yield from self._clicks(self._canvas_place())

    def _clicks(self, at: QPoint) -> Iterator[Event]:
        [button] = self._random.choices(list(BUTTONS), (20, 3, 1))
        [modifier] = self._random.choices(list(MODIFIERS), (16, 1, 1, 1))
        yield ("move", at.x(), at.y())
        for _ in range(self._random.choice((1, 1, 1, 1, 2, 3))):
            yield ("press", at.x(), at.y(), button, modifier)
            yield ("release", at.x(), at.y(), button, modifier)

    def _hover(self) -> Iterator[Event]:
        on_canvas = self._hands.top() is self._hands.window and self._random.random() < 0.5
        at = self._canvas_place() if on_canvas else self._place()
        yield ("move", at.x(), at.y())

    def _drag(self) -> Iterator[Event]:
        on_canvas = self._hands.top() is self._hands.window and self._random.random() < 0.6
        somewhere = self._canvas_place if on_canvas else self._place
        start, end = somewhere(), somewhere() if self._random.random() < 0.6 else self._place()
        [button] = self._random.choices(list(BUTTONS), (20, 2, 2))
        [modifier] = self._random.choices(list(MODIFIERS), (10, 1, 1, 3))
        yield ("move", start.x(), start.y())
        yield ("press", start.x(), start.y(), button, modifier)
        steps = self._random.randrange(1, 9)
        for step in range(1, steps + 1):
            at = start + (end - start) * step / steps
            yield ("move", at.x(), at.y())
        if self._random.random() < 0.1:
            yield ("key", self._random.choice(("Escape", "Ctrl+Z", "Space", "Delete")))
        yield ("release", end.x(), end.y(), button, modifier)

    def _wheel(self) -> Iterator[Event]:
        at, [modifier] = self._place(), self._random.choices(list(MODIFIERS), (4, 1, 4, 1))
        yield ("wheel", at.x(), at.y(), self._random.choice((-240, -120, -15, 15, 120)), modifier)

    def _key(self) -> Iterator[Event]:
        for _ in range(self._random.choice((1, 1, 2, 4))):
            yield ("key", self._random.choice(KEYS))

    def _type(self) -> Iterator[Event]:
        if self._random.random() < 0.5:
            yield ("key", "Ctrl+A")
        yield ("type", self._random.choice(TEXTS)[: self._random.choice((40, 40, 40, 3000))])
        if self._random.random() < 0.7:
            yield ("key", "Return")

    def _action(self) -> Iterator[Event]:
        names = [name for name in self._hands.window.actions_by_name if name not in QUITS]
        yield ("answer", self._random.choice(self._files))
        yield ("choose", self._random.randrange(3))
        yield ("action", self._random.choice(names))

    def _escape(self) -> Iterator[Event]:
        yield ("key", "Escape")

    def _wait(self) -> Iterator[Event]:
        yield ("wait", self._random.choice((0, 1, 5, 10, 30)))

    def _tab(self) -> Iterator[Event]:
        window = self._hands.window
        if self._hands.top() is window:
            bar = window.tabs.bar
            at = bar.tabRect(self._random.randrange(bar.count())).center()
            at = bar.mapToGlobal(at)
            yield ("press", at.x(), at.y())
            yield ("release", at.x(), at.y())

    def _drop(self) -> Iterator[Event]:
        yield ("choose", self._random.randrange(3))
        yield ("drop", self._random.choice(self._files[1:]))

    def _change_window(self) -> Iterator[Event]:
        if self._random.random() < 0.1:
            yield ("minimise",)
        else:
            yield ("resize", *self._random.choice(SIZES))

    def _lesson(self) -> Iterator[Event]:
        leave = self._random.random() < 0.2
        index = -1 if leave else self._random.randrange(40)
        yield ("choose", self._random.randrange(3))
        yield ("lesson", index, self._random.randrange(12))

    def _other(self) -> Iterator[Event]:
        yield self._random.choice(
            [
                ("preset", self._random.randrange(40)),
                ("action", "new"),
                ("action", "play"),
                ("speed", self._random.choice((0.0, 0.5, 0.9, 1.0, 1.0))),
                ("clipboard", self._random.choice(TABLES)),
            ]
        )
