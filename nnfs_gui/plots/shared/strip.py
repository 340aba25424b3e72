"""`StripView`: a view that shows a part of itself in a low strip and all of itself given height."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from nnfs_gui.document import Document
from nnfs_gui.theme import Theme
from nnfs_gui.widgets.magnify import magnified

from .base import Plot, PlotView

TALL = 300
"""Height in pixels from which a view shows all its parts at once."""
AXIS_HEIGHT, TAB_HEIGHT = 22, 30


class StripView(PlotView):
    """Base of the views of the bottom card; a view overrides `arrange` and what `PlotView` asks."""

    def __init__(
        self,
        title: str,
        document: Document,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        framed: bool = True,
    ) -> None:
        super().__init__(title, document, theme, parent, framed=framed)
        self._framed = framed
        self._arranged: bool | None = None
        self._fixed_widths: dict[QWidget, int] = {}
        layout = self.layout()
        self._fit_header(1.0)
        if not framed and layout is not None:
            layout.setSpacing(4)

    @property
    def tall(self) -> bool:
        """Whether there is height for everything."""
        return self.height() >= magnified(TALL, self)

    def arrange(self, tall: bool) -> None:
        """Show the parts that there is room for."""

    def redraw(self) -> None:
        """Draw the newest snapshot again, now or as soon as anyone can see it."""
        self._stale = not self.isVisible()
        if self.snapshot is not None and not self._stale:
            self.draw(self.snapshot)
            self.summary_changed()

    def add_header_widgets(self, *widgets: QWidget) -> None:
        """Put widgets at the right of the header, before the button for more."""
        for widget in widgets:
            self.header.insertWidget(self.header.indexOf(self.more_button), widget)

    def add_strip_plot(self, plot: Plot) -> Plot:
        """Register a plot, with an axis that is low and room for the outermost tick labels."""
        plot.bottom.setHeight(AXIS_HEIGHT)
        # pyqtgraph asks for 640 × 480, at the cost of all that asks for less.
        plot.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        plot.plotItem.setContentsMargins(0, 6, 8, 0)
        return self.add_plot(plot)

    def fix_width(self, widget: QWidget, pixels: int) -> None:
        """Give a part a width that grows with its words."""
        self._fixed_widths[widget] = pixels
        widget.setFixedWidth(magnified(pixels, self))

    def show_magnified(self, factor: float) -> None:
        """Show larger words, for a projector or a large window."""
        for widget, pixels in self._fixed_widths.items():
            widget.setFixedWidth(round(pixels * factor))
        for plot in self._plots:
            plot.bottom.setHeight(round(AXIS_HEIGHT * factor))
        self._fit_header(factor)
        self._arranged = None
        self._arrange_if_needed()

    def _fit_header(self, factor: float) -> None:
        """Be as high as the tabs that the header of a page stands beside."""
        self.more_button.setMinimumHeight(0 if self._framed else round(TAB_HEIGHT * factor))

    def _arrange_if_needed(self) -> None:
        if self.tall != self._arranged:
            self._arranged = self.tall
            self.arrange(self.tall)
            self.redraw()

    # --- Qt ----------------------------------------------------------------------------------

    def minimumSizeHint(self) -> QSize:
        return QSize(480, 96)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange_if_needed()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ParentChange and not self._framed:
            # On a tab the tab says what this is; enlarged, the title has to.
            self._title.setHidden(isinstance(self.parentWidget(), QStackedWidget))
