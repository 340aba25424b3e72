"""Colours, fonts and palettes as values: `DARK`, `LIGHT`, and what follows from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from nnfs_gui.assets import FONTS

SMALL, BODY, LABEL, FIGURE = 11, 13, 12, 20
"""Font sizes in pixels."""
CARD_RADIUS, INPUT_RADIUS = 10, 7
OKABE_ITO = ("#E69F00", "#56B4E9", "#009E73", "#CC79A7", "#F0E442", "#0072B2", "#D55E00", "#999999")
"""Colour-blind-safe class colours (Okabe and Ito 2008) for more than two classes."""
FADE = 0.45
"""How far the boundary map goes into the colour range, so that points stand out on it."""

_MEDIUM = ("QPushButton", "QLineEdit", "QComboBox", "QAbstractSpinBox", "QTabBar")
"""Classes whose text is a little stronger; a style sheet could not set a variable font's axis."""


@dataclass(frozen=True)
class Theme:
    """The colour of every role; all as ``#RRGGBB``."""

    name: str
    bg: str
    panel: str
    raised: str
    line: str
    text: str
    dim: str
    faint: str
    accent: str
    on_accent: str
    pos: str
    mid: str
    neg: str
    warn: str
    error: str
    ok: str

    @property
    def dark(self) -> bool:
        return self.name == "dark"

    def blend(self, first: str, second: str, share: float) -> str:
        """The opaque colour at ``share`` (0 … 1) of the way from ``first`` to ``second``."""
        a, b = QColor(first), QColor(second)
        mix = (
            a.redF() + (b.redF() - a.redF()) * share,
            a.greenF() + (b.greenF() - a.greenF()) * share,
            a.blueF() + (b.blueF() - a.blueF()) * share,
        )
        return QColor.fromRgbF(*mix).name()

    def legible(self, colour: str, on: str) -> str:
        """``colour``, moved towards the text colour until it reads on ``on`` at 4.5 : 1."""
        for step in range(21):
            mixed = self.blend(colour, self.text, step / 20)
            if contrast(mixed, on) >= 4.5:
                return mixed
        return self.text

    def signed(self, value: float) -> str:
        """The colour of a value in [-1, 1]: negative, middle, positive."""
        share = min(1.0, abs(value))
        return self.blend(self.mid, self.pos if value >= 0 else self.neg, share)

    def class_color(self, index: int, n_classes: int) -> str:
        """The colour of class ``index``: orange and blue for two, Okabe-Ito for more."""
        if n_classes <= 2:
            return self.neg if index == 0 else self.pos
        return OKABE_ITO[index % len(OKABE_ITO)]

    def diverging_lut(self, fade: float = 1.0) -> npt.NDArray[np.uint8]:
        """256 RGB colours from neg over mid to pos, reaching ``fade`` of the range; (256, 3)."""
        ends = [QColor(self.blend(self.mid, end, fade)) for end in (self.neg, self.pos)]
        stops = np.array(
            [[c.red(), c.green(), c.blue()] for c in (ends[0], QColor(self.mid), ends[1])]
        )
        at = np.linspace(0.0, 1.0, 256)
        channels = [np.interp(at, (0.0, 0.5, 1.0), stops[:, index]) for index in range(3)]
        return np.stack(channels, axis=1).round().astype(np.uint8)


DARK = Theme(
    name="dark",
    bg="#0F1218",
    panel="#161B24",
    raised="#1E2531",
    line="#2A3342",
    text="#E8ECF3",
    dim="#93A0B4",
    faint="#5C6980",
    accent="#6EA8FE",
    on_accent="#0F1218",
    pos="#3D8BFD",
    mid="#1B212C",
    neg="#FF9F40",
    warn="#FFC857",
    error="#FF6B6B",
    ok="#4CD39A",
)
LIGHT = Theme(
    name="light",
    bg="#F3F5F9",
    panel="#FFFFFF",
    raised="#EDF1F7",
    line="#D8DFEA",
    text="#182032",
    dim="#5B6880",
    faint="#98A4B8",
    accent="#2563EB",
    on_accent="#FFFFFF",
    pos="#1769D2",
    mid="#F7F8FB",
    neg="#E8770C",
    warn="#B7791F",
    error="#D64545",
    ok="#1E9E6A",
)


def font(pixels: int = BODY, weight: int = 400, tabular: bool = False) -> QFont:
    """Inter at a size in pixels and a weight of 400, 500 or 600; tabular figures on request."""
    result = QFont("Inter")
    result.setPixelSize(pixels)
    result.setWeight(QFont.Weight(weight))
    result.setVariableAxis(QFont.Tag("wght"), float(weight))
    if tabular:
        result.setFeature(QFont.Tag("tnum"), 1)
    return result


def palette(theme: Theme) -> QPalette:
    """The Qt palette of a theme, for whatever the style sheet does not reach."""
    roles = {
        QPalette.ColorRole.Window: theme.bg,
        QPalette.ColorRole.WindowText: theme.text,
        QPalette.ColorRole.Base: theme.panel,
        QPalette.ColorRole.AlternateBase: theme.raised,
        QPalette.ColorRole.Text: theme.text,
        QPalette.ColorRole.Button: theme.raised,
        QPalette.ColorRole.ButtonText: theme.text,
        QPalette.ColorRole.Highlight: theme.accent,
        QPalette.ColorRole.HighlightedText: theme.on_accent,
        QPalette.ColorRole.Link: theme.accent,
        QPalette.ColorRole.ToolTipBase: theme.raised,
        QPalette.ColorRole.ToolTipText: theme.text,
        QPalette.ColorRole.PlaceholderText: theme.faint,
        QPalette.ColorRole.Mid: theme.line,
    }
    result = QPalette()
    for role, colour in roles.items():
        result.setColor(role, QColor(colour))
    for role in (
        QPalette.ColorRole.Text,
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.ButtonText,
    ):
        result.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.faint))
    return result


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colours, 1 … 21, as WCAG 2 defines it."""
    lights = []
    for name in (first, second):
        colour = QColor(name)
        channels = (colour.redF(), colour.greenF(), colour.blueF())
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        lights.append(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])
    return (max(lights) + 0.05) / (min(lights) + 0.05)


def load_fonts() -> None:
    """Register the bundled fonts with Qt; needs a QGuiApplication."""
    for path in FONTS:
        if QFontDatabase.addApplicationFont(str(path)) < 0:
            raise RuntimeError(f"cannot load the font {path}")


def set_fonts(application: QApplication) -> None:
    """Write everything in Inter, and what can be pressed or filled in a little stronger."""
    application.setFont(font())
    for name in _MEDIUM:
        application.setFont(font(weight=500), name)  # type: ignore[arg-type]  # stub says bytes


@runtime_checkable
class Themed(Protocol):
    """What can take the colours of another theme while it is seen."""

    def show_theme(self, theme: Theme) -> None: ...


class ThemeSource(QObject):
    """The theme in force: the system's unless one was chosen.

    Signals: ``theme_changed(Theme)``.
    """

    theme_changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._choice: Theme | None = None
        self._theme = self._system_theme()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_changed)

    @property
    def theme(self) -> Theme:
        return self._theme

    @property
    def follows_system(self) -> bool:
        return self._choice is None

    def choose(self, theme: Theme | None) -> None:
        """Use ``theme`` from now on; None follows the system again."""
        self._choice = theme
        self._apply(theme or self._system_theme())

    def _apply(self, theme: Theme) -> None:
        if theme != self._theme:
            self._theme = theme
            self.theme_changed.emit(theme)

    def _system_theme(self) -> Theme:
        scheme = QGuiApplication.styleHints().colorScheme()
        return LIGHT if scheme == Qt.ColorScheme.Light else DARK

    def _system_changed(self, _scheme: Qt.ColorScheme) -> None:
        if self._choice is None:
            self._apply(self._system_theme())
