"""`write_pages`: items onto the pages of a PDF, with a footer on each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, Qt
from PySide6.QtGui import QColor, QPageLayout, QPageSize, QPainter, QPdfWriter

from nnfs_gui.theme import LIGHT, font

from .items import Item

PAPERS = {"a4": QPageSize.PageSizeId.A4, "letter": QPageSize.PageSizeId.Letter}
DPI, PER_INCH = 1200, 96.0
"""Resolution of the PDF, and of the lengths in this folder."""
MARGIN, FOOT = 62.0, 34.0
GAP = 7.0


@dataclass
class Page:
    """What stands on one page: each item, where it begins, and how much of it was before."""

    placed: list[tuple[Item, float, float]] = field(default_factory=list)


def paginated(items: Sequence[Item], width: float, height: float) -> list[Page]:
    """Items on pages of this room; what keeps with the next one moves on with it.

    One that is taller than a page goes on where the page ends.
    """
    pages, y = [Page()], 0.0
    for group in _groups(items):
        needed = sum(item.height(width) + GAP for item in group) - GAP
        if y > 0 and y + needed > height:
            pages.append(Page())
            y = 0.0
        for item in group:
            tall, done = item.height(width), 0.0
            if y > 0 and y + tall > height and tall <= height:
                pages.append(Page())
                y = 0.0
            while tall - done > height - y:
                pages[-1].placed.append((item, y, done))
                done += height - y
                pages.append(Page())
                y = 0.0
            pages[-1].placed.append((item, y, done))
            y += tall - done + GAP
    return pages


def _groups(items: Sequence[Item]) -> list[list[Item]]:
    groups: list[list[Item]] = []
    joined = False
    for item in items:
        if joined:
            groups[-1].append(item)
        else:
            groups.append([item])
        joined = item.keeps
    return groups


def pdf_of(items: Sequence[Item], title: str, footer: str, paper: str = "a4") -> bytes:
    """The items as a PDF with page numbers; ``footer`` stands at the left of each page's foot."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setCreator("NNFS Playground")
    writer.setResolution(DPI)
    layout = QPageLayout(
        QPageSize(PAPERS[paper]), QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)
    )
    writer.setPageLayout(layout)
    whole = layout.pageSize().sizePoints() * PER_INCH / 72.0
    width, height = whole.width() - 2 * MARGIN, whole.height() - 2 * MARGIN - FOOT + 20
    pages = paginated(items, width, height)
    painter = QPainter(writer)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(DPI / PER_INCH, DPI / PER_INCH)
    for number, page in enumerate(pages, start=1):
        if number > 1:
            writer.newPage()
        for item, y, done in page.placed:
            painter.save()
            painter.translate(MARGIN, MARGIN + y - done)
            if done > 0.0 or item.height(width) - done > height - y:
                painter.setClipRect(QRectF(-10, done, width + 20, height - y))
            item.paint(painter, width)
            painter.restore()
        foot = QRectF(MARGIN, whole.height() - MARGIN, width, 20)
        painter.setFont(font(11))
        painter.setPen(QColor(LIGHT.dim))
        painter.drawText(foot, Qt.AlignmentFlag.AlignLeft, footer)
        painter.drawText(foot, Qt.AlignmentFlag.AlignRight, f"{number} / {len(pages)}")
    painter.end()
    buffer.close()
    return bytes(content.data())
