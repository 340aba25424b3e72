"""The one style sheet of the window, as a template over the tokens of a theme.

It never sets a font: Qt's style sheets cannot set the axes of a variable font, so a weight from
here would be lost or drawn twice as bold.  Fonts come from `theme.font`.
"""

from __future__ import annotations

from dataclasses import asdict
from string import Template

from nnfs_gui.assets import image_url
from nnfs_gui.theme import Theme

_SURFACES = """
QWidget { color: $text; }
QMainWindow, QDialog, QMessageBox, QWidget#window { background: $bg; }
QMainWindow::separator { background: transparent; width: 12px; height: 12px; }
QLabel { background: transparent; }
QLabel:disabled { color: $faint; }
QLabel[role="dim"], #card-caption, #field-label { color: $dim; }
QLabel[role="error"] { color: $error_text; }
QLabel[role="warn"] { color: $warn_text; }
QFrame#card, QFrame#header-bar { background: $panel; border: 1px solid $line; }
QFrame#card { border-radius: 10px; }
QFrame#header-bar { border-width: 0 0 1px 0; }
QFrame#hairline { background: $line; border: none; max-height: 1px; }
QToolTip { background: $raised; color: $text; border: 1px solid $line; padding: 2px 3px; }
QDialogButtonBox, QMessageBox, QFileDialog { dialogbuttonbox-buttons-have-icons: 0; }
QFileDialog {
    backward-icon: url("$chevron_left"); forward-icon: url("$chevron_right");
    filedialog-parent-directory-icon: url("$chevron_up");
}
QStatusBar { background: $bg; color: $dim; }
"""

_BUTTONS = """
QPushButton {
    background: $raised; color: $text; border: 1px solid $line; border-radius: 7px;
    padding: 5px 14px; min-height: 18px;
}
QPushButton:hover { background: $hover; border-color: $edge; }
QPushButton:pressed { background: $line; }
QPushButton:focus { border-color: $accent; }
QPushButton:disabled { color: $faint; background: $panel; }
QPushButton:default, QPushButton[role="primary"] {
    background: $accent; color: $on_accent; border-color: $accent;
}
QPushButton:default:hover, QPushButton[role="primary"]:hover { background: $accent_hover; }
QPushButton:default:focus, QPushButton[role="primary"]:focus { border-color: $text; }
QPushButton:default:disabled, QPushButton[role="primary"]:disabled {
    background: $raised; color: $faint; border-color: $line;
}
QPushButton[role="link"] {
    background: transparent; border: 1px solid transparent; color: $accent; padding: 2px 6px;
}
QPushButton[role="link"]:hover { background: $raised; }
QPushButton[role="link"]:focus { border-color: $accent; }
QToolButton {
    background: transparent; color: $dim; border: 1px solid transparent; border-radius: 7px;
    padding: 3px;
}
QToolButton:hover { background: $raised; color: $text; }
QToolButton:pressed { background: $line; }
QToolButton:focus { border-color: $accent; }
QToolButton:checked { background: $tint; color: $text; }
QToolButton:disabled { color: $faint; }
QToolButton::menu-indicator { image: none; width: 0; }
QToolButton[popupMode="1"] { padding-right: 12px; }
QToolButton::menu-button { border: none; width: 12px; border-radius: 5px; }
QToolButton::menu-button:hover { background: $line; }
QToolButton::menu-arrow { image: none; }
QToolButton[role="link"] { color: $accent; padding: 4px 10px; }
QToolButton[role="link"]:disabled { color: $faint; }
QToolButton[look="word"] { border-color: $line; padding: 2px 6px; min-height: 16px; }
QToolButton[look="word"]:hover { border-color: $edge; }
QToolButton[look="word"]:focus { border-color: $accent; }
QToolButton[look="small"] { padding: 0 1px; border-radius: 5px; }
QFrame#segments { background: $raised; border: 1px solid $line; border-radius: 7px; }
QFrame#segments QToolButton { border-radius: 5px; padding: 3px 2px; }
QFrame#segments QToolButton:hover { background: $hover; }
QFrame#segments QToolButton:checked { background: $accent; color: $on_accent; }
QFrame#segments QToolButton:focus { border-color: $accent; }
QFrame#segments QToolButton:checked:focus { border-color: $text; }
QCheckBox::indicator, QRadioButton::indicator, QListView::indicator {
    width: 15px; height: 15px; background: $raised; border: 1px solid $faint; border-radius: 4px;
}
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover, QListView::indicator:hover {
    border-color: $accent;
}
QCheckBox::indicator:checked, QListView::indicator:checked {
    background: $accent; border-color: $accent; image: url("$check");
}
QRadioButton::indicator:checked {
    border-color: $accent;
    background: qradialgradient(cx: 0.5, cy: 0.5, radius: 0.5, fx: 0.5, fy: 0.5,
        stop: 0 $on_accent, stop: 0.38 $on_accent, stop: 0.5 $accent, stop: 1 $accent);
}
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {
    background: $panel; border-color: $line;
}
QCheckBox::indicator:checked:disabled { background: $dim; border-color: $dim; }
QRadioButton::indicator:checked:disabled {
    border-color: $dim;
    background: qradialgradient(cx: 0.5, cy: 0.5, radius: 0.5, fx: 0.5, fy: 0.5,
        stop: 0 $on_accent, stop: 0.38 $on_accent, stop: 0.5 $dim, stop: 1 $dim);
}
QCheckBox, QRadioButton {
    spacing: 8px; background: transparent; padding: 1px; border: 1px solid transparent;
    border-radius: 5px;
}
QCheckBox:disabled, QRadioButton:disabled { color: $faint; }
QCheckBox:focus, QRadioButton:focus { border-color: $accent; }
"""

_INPUTS = """
QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox {
    background: $raised; color: $text; border: 1px solid $line; border-radius: 7px;
    padding: 0 9px; min-height: 28px;
    selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit { padding: 0 7px; }
QPlainTextEdit, QTextEdit { padding: 6px 9px; }
QTextBrowser[look="plain"] {
    background: transparent; border: none; border-radius: 0; padding: 0; min-height: 0;
}
QLineEdit:hover, QAbstractSpinBox:hover, QComboBox:hover { border-color: $edge; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QAbstractSpinBox:focus, QComboBox:focus,
QComboBox:on { border-color: $accent; }
QLineEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled {
    color: $faint; background: $panel;
}
QLineEdit[look="plain"] {
    background: transparent; border: 1px solid transparent; border-radius: 5px;
    padding: 0; min-height: 16px;
}
QLineEdit[look="plain"]:hover { background: $raised; }
QLineEdit[look="plain"]:focus { background: $raised; border-color: $accent; }
QLineEdit[look="plain"]:disabled { background: transparent; }
QLineEdit[invalid="true"], QLineEdit[invalid="true"]:focus { border-color: $error; }
QComboBox { padding-right: 22px; combobox-popup: 0; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox::down-arrow { image: url("$chevron_down"); width: 16px; height: 16px; }
DropDown::down-arrow { image: none; }
QAbstractSpinBox { padding: 0; }
QAbstractSpinBox QLineEdit {
    border: none; background: transparent; padding: 0 7px; min-height: 0;
}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {
    width: 20px; border: none; background: transparent;
}
QAbstractSpinBox::up-arrow { image: url("$chevron_up"); width: 14px; height: 14px; }
QAbstractSpinBox::down-arrow { image: url("$chevron_down"); width: 14px; height: 14px; }
QComboBox QAbstractItemView:focus { border-color: $edge; }
QComboBox QAbstractItemView {
    background: $raised; color: $text; border: 1px solid $line; padding: 4px; outline: 0;
    selection-background-color: $tint; selection-color: $text;
}
QSlider {
    background: transparent; min-height: 14px; border: 1px solid transparent; border-radius: 5px;
}
QSlider::groove:horizontal { background: $groove; height: 4px; border-radius: 2px; }
QSlider::sub-page:horizontal { background: $accent; height: 4px; border-radius: 2px; }
QSlider::handle:horizontal {
    background: $accent; width: 12px; height: 12px; margin: -4px 0; border-radius: 6px;
}
QSlider::handle:horizontal:hover { background: $accent_hover; }
QSlider:focus { border-color: $accent; }
QSlider::sub-page:horizontal:disabled { background: $edge; }
QSlider::handle:horizontal:disabled { background: $faint; }
QProgressBar {
    background: $groove; color: transparent; border: none; border-radius: 3px;
    max-height: 6px; min-height: 6px;
}
QProgressBar::chunk { background: $accent; border-radius: 3px; }
"""

_CONTAINERS = """
QScrollArea, QScrollArea > QWidget > QWidget#scroll-content { background: transparent; }
QScrollArea, QAbstractScrollArea { border: none; }
QScrollArea#lesson-scroll { border: 1px solid transparent; border-radius: 6px; }
QScrollArea#lesson-scroll[ringed="true"] { border-color: $accent; }
QScrollBar:vertical { background: transparent; width: 8px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 8px; margin: 0; }
QScrollBar::handle { background: $edge; border-radius: 3px; margin: 1px; }
QScrollBar::handle:hover { background: $faint; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: transparent; }
QSplitter::handle:hover { background: $raised; }
QTabWidget::pane { border: none; }
QTabBar { background: transparent; qproperty-drawBase: 0; border: none; }
QTabBar::tab {
    background: transparent; color: $dim; border: none; border-bottom: 3px solid transparent;
    padding: 4px 0 5px 0; margin: 0 24px 0 0;
}
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabBar::tab:disabled { color: $faint; }
QMenuBar { background: $panel; color: $text; border-bottom: 1px solid $line; }
QMenuBar::item { background: transparent; padding: 5px 10px; border-radius: 5px; }
QMenuBar::item:selected { background: $raised; }
QMenu { background: $raised; color: $text; border: 1px solid $edge; padding: 5px; }
QMenu::item { padding: 6px 22px 6px 10px; border-radius: 5px; background: transparent; }
QMenu::item:selected { background: $tint; color: $text; }
QMenu::item:disabled { color: $faint; }
QMenu::item:checked { color: $accent; }
QMenu::separator { height: 1px; background: $line; margin: 5px 8px; }
QMenu::icon { padding-left: 8px; }
QHeaderView::section {
    background: $raised; color: $dim; border: none; border-bottom: 1px solid $line;
    padding: 5px 8px;
}
QTableCornerButton::section { background: $raised; border: none; }
QTableView, QListView, QTreeView {
    background: $panel; alternate-background-color: $raised; color: $text;
    border: 1px solid $line; border-radius: 7px; gridline-color: $line;
    selection-background-color: $tint; selection-color: $text;
}
QTableView:focus, QListView:focus, QTreeView:focus { border-color: $accent; }
QGroupBox { border: 1px solid $line; border-radius: 10px; margin-top: 10px; padding: 10px; }
QGroupBox::title { subcontrol-origin: margin; left: 10px; color: $dim; }
QDockWidget { border: none; }
"""

_OWN = """
QFrame#message-bar { border-radius: 8px; background: $raised; border: 1px solid $edge; }
QFrame#message-bar[kind="warn"] { border-color: $warn; background: $warn_tint; }
QFrame#message-bar[kind="error"] { border-color: $error; background: $error_tint; }
QFrame#message-bar QPushButton { padding: 2px 10px; }
QPushButton[role="case"] { text-align: left; }
QFrame#message-bar QPlainTextEdit { background: $panel; }
QFrame#question, QFrame#lesson-note { border: 1px solid $line; border-radius: 8px; }
QFrame#question { background: $question; }
QFrame#lesson-sticky { background: $panel; border: none; }
QFrame#lesson-note { background: $panel; border-color: $edge; }
QFrame#option { background: $panel; border: 1px solid $line; border-radius: 7px; }
QFrame#option:hover { border-color: $edge; }
QFrame#option[chosen="true"] { background: $tint; border-color: $accent; }
QFrame#option[mark="right"] { border-color: $ok; background: $ok_tint; }
QFrame#option[mark="not-yet"] { border-color: $warn; background: $warn_tint; }
QFrame#feedback { border: none; border-radius: 7px; background: $raised; }
QFrame#feedback[tone="right"] { background: $ok_tint; }
QFrame#feedback[tone="not-yet"] { background: $warn_tint; }
QLineEdit[mark="right"] { border-color: $ok; }
QLineEdit[mark="not-yet"] { border-color: $warn; }
QLineEdit[given="true"] { background: transparent; border-style: dashed; color: $dim; }
#header-subtitle { color: $dim; }
#figure-caption { color: $dim; }
#figure-value[tone="accent"] { color: $figure_accent; }
#figure-value[tone="error"] { color: $error_text; }
"""


def stylesheet(theme: Theme) -> str:
    """The style sheet in the colours of ``theme``."""
    colours = {key: value for key, value in asdict(theme).items() if key != "name"}
    derived = {
        "check": image_url(f"check-{theme.name}.svg"),
        "chevron_down": image_url("chevron-down.svg"),
        "chevron_up": image_url("chevron-up.svg"),
        "chevron_left": image_url("chevron-left.svg"),
        "chevron_right": image_url("chevron-right.svg"),
        "hover": theme.blend(theme.raised, theme.text, 0.06),
        "edge": theme.blend(theme.line, theme.faint, 0.45),
        "groove": theme.blend(theme.raised, theme.line, 0.25 if theme.dark else 0.6),
        "tint": theme.blend(theme.raised, theme.accent, 0.22 if theme.dark else 0.14),
        "warn_text": theme.legible(theme.warn, theme.panel),
        "error_text": theme.legible(theme.error, theme.panel),
        "warn_tint": theme.blend(theme.panel, theme.warn, 0.10),
        "ok_tint": theme.blend(theme.panel, theme.ok, 0.13),
        "question": theme.blend(theme.panel, theme.raised, 0.35),
        "error_tint": theme.blend(theme.panel, theme.error, 0.10),
        "accent_hover": theme.blend(theme.accent, theme.text, 0.18),
        "figure_accent": theme.blend(theme.accent, theme.dim, 0.35),
    }
    return Template(_SURFACES + _BUTTONS + _INPUTS + _CONTAINERS + _OWN).substitute(
        colours | derived
    )
