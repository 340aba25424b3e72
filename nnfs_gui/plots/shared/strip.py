"""`StripView`: a view that shows a part of itself in a low strip and all of itself given height."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QStackedWidget, QWidget

from nnfs_gui.document import Document
from nnfs_gui.theme import LABEL, Theme, font
from nnfs_gui.widgets.magnify import magnified

from .base import PlotView
from .parameter_history import ParameterHistory
from .switch import Switch

TALL = 300
"""Height in pixels from which a view shows all its parts at once."""
TAB_HEIGHT = 30


class StripView(PlotView):
    """Base of the views of the bottom card.

    A view has a ``TITLE``; it overrides `build`, which makes its parts, `arrange`, and what
    `PlotView` asks.

    Signals: ``unit_clicked(str)``, the id of a neuron that was clicked; ``header_changed()`` when
    other widgets are seen in the header, which may need another width.
    """

    TITLE = ""
    unit_clicked = Signal(str)
    header_changed = Signal()

    def __init__(
        self,
        document: Document,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        framed: bool = True,
        history: ParameterHistory | None = None,
    ) -> None:
        super().__init__(self.TITLE, document, theme, parent, framed=framed)
        self.setObjectName(f"{self.TITLE.lower()}-view")
        self.parameter_history = ParameterHistory() if history is None else history
        self._arranged: bool | None = None
        self._fixed_widths: dict[QWidget, int] = {}
        layout = self.layout()
        self._fit_header(1.0)
        if not framed and layout is not None:
            layout.setSpacing(4)
        self.build(theme)
        self.restyle(theme)
        self.arrange(self.tall)

    def build(self, theme: Theme) -> None:
        """Make and lay out the parts of the view."""

    def label(
        self, text: str = "", *, role: str = "dim", pixels: int = LABEL, weight: int = 400
    ) -> QLabel:
        """A label in the colour of a role, which the application's style sheet knows."""
        made = QLabel(text)
        made.setFont(font(pixels, weight, tabular=True))
        made.setProperty("role", role)
        return made

    def show_selection(self, ids: frozenset[str]) -> None:
        """Follow the selection of neurons."""

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

    def fix_width(self, widget: QWidget, pixels: int) -> None:
        """Give a part a width that grows with its words."""
        self._fixed_widths[widget] = pixels
        widget.setFixedWidth(magnified(pixels, self))

    def show_magnified(self, factor: float) -> None:
        """Show larger words, for a projector or a large window."""
        for widget, pixels in self._fixed_widths.items():
            widget.setFixedWidth(round(pixels * factor))
        self._fit_header(factor)
        self._arranged = None
        self._arrange_if_needed()

    def _fit_header(self, factor: float) -> None:
        """Be as high as the tabs that the header of a page stands beside."""
        self.more_button.setMinimumHeight(0 if self.framed else round(TAB_HEIGHT * factor))

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
        if event.type() == QEvent.Type.ParentChange and not self.framed:
            # On a tab the tab says what this is; enlarged, the title has to.
            self._title.setHidden(isinstance(self.parentWidget(), QStackedWidget))


class PartsView(StripView):
    """A strip view that shows one of several parts where it is low, chosen at its top right.

    A view has ``MODES``, the text and the tooltip of every part; it overrides `build_parts`.
    """

    MODES: Mapping[str, tuple[str, str]]

    def build(self, theme: Theme) -> None:
        self.switch = Switch(theme, f"{self.TITLE.lower()}-mode", self.MODES)
        self.switch.chosen.connect(self.show_part)
        # The header keeps its width, by which it stands beside the tabs or below them.
        policy = self.switch.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.switch.setSizePolicy(policy)
        self.build_parts(theme)
        self.add_header_widgets(self.switch)

    def build_parts(self, theme: Theme) -> None:
        """Make and lay out the parts."""

    def show_part(self, mode: str) -> None:
        """Show that part in the strip."""
        self.switch.choose(mode)
        self.arrange(self.tall)
        self.redraw()

    def shows(self, mode: str) -> bool:
        """Whether that part is chosen, or there is room for all."""
        return self.tall or self.switch.current == mode

    def arrange(self, tall: bool) -> None:
        self.switch.setVisible(not tall)

    def restyle(self, theme: Theme) -> None:
        self.switch.show_theme(theme)
        self.redraw()
