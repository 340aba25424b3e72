"""The scene as a rendering of the value: items are kept by element, not rebuilt."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QGraphicsScene

from ..elements import Element, Part
from ..geometry import Layout
from ..state import CanvasState
from .items import CanvasItem, KeptItem, make_item


class Reconciler:
    """Keeps one item per visible element."""

    def __init__(self, scene: QGraphicsScene, state: CanvasState) -> None:
        self._scene, self._state = scene, state
        self._items: dict[Element, CanvasItem] = {}

    def item(self, element: Element) -> CanvasItem | None:
        """The item that shows an element."""
        return self._items.get(element)

    def reconcile(self) -> None:
        """Add what is new, remove what is gone, and put everything in its place."""
        places = dict(_places(self._state.layout))
        for element in self._items.keys() - places.keys():
            self._scene.removeItem(self._items.pop(element))
        for element, rect in places.items():
            item = self._items.get(element)
            if item is None:
                item = self._items[element] = make_item(self._state, element)
                self._scene.addItem(item)
            item.place(rect)

    def repaint_kept(self) -> None:
        """Paint anew what is kept as a picture otherwise: titles, chips and buttons."""
        for item in self._items.values():
            if isinstance(item, KeptItem):
                item.update()


def _places(layout: Layout) -> list[tuple[Element, QRectF]]:
    places: list[tuple[Element, QRectF]] = []
    for column in layout.columns:
        head = column.title_rect.united(column.chip_rect)
        places.append((Element(Part.CHIP, column.id), head))
        for part, rect in (
            (Part.MINUS, column.minus),
            (Part.PLUS, column.plus),
            (Part.GRIP, column.grip),
        ):
            if rect is not None:
                places.append((Element(part, column.id), rect))
        places += [
            (Element(Part.UNIT, unit), rect)
            for unit, rect in zip(column.units, column.rects, strict=True)
        ]
    places += [(Element(Part.INSERT, gap=gap.index), gap.button) for gap in layout.gaps]
    return places
