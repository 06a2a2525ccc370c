"""The style sheet laid over Fusion: quiet lines, visible focus, one primary button."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from arcdesk import resources

if TYPE_CHECKING:
    from arcdesk.ui.theme import Colors

_SHEET = Template("""
QToolTip { background: $base; color: $text; border: 1px solid $field_line; padding: 4px 6px; }

QPushButton { background: $base; color: $text; border: 1px solid $field_line; border-radius: 5px;
  padding: 4px 12px; min-height: 1.2em; }
QPushButton:hover { background: $alternate; }
QPushButton:pressed, QPushButton:checked { background: $accent_soft; border-color: $accent; }
QPushButton:focus { border: 2px solid $accent; padding: 3px 11px; }
QPushButton:disabled { color: $muted; background: $window; border-color: $line; }
QPushButton[primary="true"] { background: $accent; color: $accent_text; border-color: $accent; font-weight: 600; }
QPushButton[primary="true"]:hover { background: $accent_hover; }
QPushButton[primary="true"]:focus { border: 2px solid $text; }
QPushButton[primary="true"]:disabled { background: $line; color: $muted; border-color: $line; }
QPushButton[flat="true"] { border-color: transparent; background: transparent; }
QPushButton[flat="true"]:hover { background: $alternate; }
QPushButton[flat="true"]:focus { border: 2px solid $accent; }
QPushButton[chip="true"] { border-radius: 11px; padding: 2px 10px; min-height: 1.1em; }
QPushButton[chip="true"]:checked { background: $accent_soft; border-color: $accent; }
QPushButton[chip="true"]:focus { border: 2px solid $accent; padding: 1px 9px; }

QToolButton { border: 1px solid transparent; border-radius: 5px; padding: 4px; color: $text; background: transparent; }
QToolButton:hover { background: $alternate; }
QToolButton:pressed, QToolButton:checked { background: $accent_soft; }
QToolButton:focus { border: 2px solid $accent; padding: 3px; }
QToolButton:disabled { color: $muted; }
QToolButton::menu-indicator { image: none; }

QLineEdit, QPlainTextEdit, QTextEdit, QDateEdit, QDateTimeEdit, QTimeEdit, QSpinBox, QComboBox {
  background: $base; color: $text; border: 1px solid $field_line; border-radius: 5px; padding: 3px 7px;
  selection-background-color: $accent; selection-color: $accent_text; }
QLineEdit, QDateEdit, QDateTimeEdit, QTimeEdit, QSpinBox, QComboBox { min-height: 1.3em; }
QAbstractSpinBox > QLineEdit, QAbstractSpinBox > QLineEdit:focus { border: none; padding: 0 6px; min-height: 0; }
QSpinBox::up-button, QSpinBox::down-button, QTimeEdit::up-button,
QTimeEdit::down-button { border: none; background: transparent; width: 18px; }
QSpinBox::up-button, QTimeEdit::up-button { subcontrol-position: top right; }
QSpinBox::down-button, QTimeEdit::down-button { subcontrol-position: bottom right; }
QSpinBox::up-arrow, QTimeEdit::up-arrow { image: url("$icons/up-$mode.svg"); width: 9px; height: 9px; }
QSpinBox::down-arrow, QTimeEdit::down-arrow { image: url("$icons/down-$mode.svg"); width: 9px; height: 9px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QDateEdit:focus, QDateTimeEdit:focus, QSpinBox:focus,
QTimeEdit:focus, QComboBox:focus { border: 2px solid $accent; padding: 2px 6px; }
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"], QDateEdit[wrong="true"], QComboBox[wrong="true"] {
  border: 2px solid $bad; padding: 2px 6px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QDateEdit:disabled, QComboBox:disabled {
  background: $window; color: $muted; border-color: $line; }
QLineEdit:read-only { background: $window; }
QComboBox::drop-down, QDateEdit::drop-down, QDateTimeEdit::drop-down { border: none; width: 20px; }
QComboBox::down-arrow, QDateEdit::down-arrow, QDateTimeEdit::down-arrow { image: url("$icons/down-$mode.svg");
  width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: $base; border: 1px solid $field_line; outline: none; padding: 4px;
  selection-background-color: $selection; selection-color: $selection_text; }

QCheckBox, QRadioButton { spacing: 8px; padding: 2px; border: 1px solid transparent; border-radius: 4px; }
QCheckBox:focus, QRadioButton:focus { border: 1px solid $accent; }
QCheckBox::indicator, QRadioButton::indicator { width: 14px; height: 14px; border: 1px solid $field_line;
  background: $base; }
QCheckBox::indicator { border-radius: 3px; }
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url("$icons/tick-$mode.svg"); }
QRadioButton::indicator:checked { background: $base; border: 5px solid $accent; width: 6px; height: 6px; }

QAbstractItemView { background: $base; color: $text; border: none; outline: none;
  selection-background-color: $selection; selection-color: $selection_text; }
QTableView, QTreeView, QListView { border-top: 1px solid $line; }
QHeaderView { background: $window; border: none; }
QHeaderView::section { background: $window; color: $muted; border: none; border-bottom: 1px solid $line;
  padding: 5px 8px; font-weight: 600; }
QHeaderView::section:hover { background: $alternate; color: $text; }
QHeaderView::up-arrow { image: url("$icons/up-$mode.svg"); width: 9px; height: 9px; subcontrol-position: center right;
  subcontrol-origin: padding; right: 3px; }
QHeaderView::down-arrow { image: url("$icons/down-$mode.svg"); width: 9px; height: 9px;
  subcontrol-position: center right; subcontrol-origin: padding; right: 3px; }
QTableCornerButton::section { background: $window; border: none; }

QTabWidget::pane { border: none; border-top: 1px solid $line; top: -1px; }
QTabBar { qproperty-drawBase: 0; }
QTabBar::tab { background: transparent; color: $muted; padding: 7px 12px; margin-right: 2px;
  border: none; border-bottom: 2px solid transparent; }
QTabBar[narrow="true"]::tab { padding: 7px 5px; margin-right: 0; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; font-weight: 600; }
QTabBar::tab:focus { color: $accent; border-bottom-color: $accent; background: $accent_soft; }

QScrollBar { background: transparent; border: none; }
QScrollBar:vertical { width: 12px; margin: 0; }
QScrollBar:horizontal { height: 12px; margin: 0; }
QScrollBar::handle { background: $field_line; border-radius: 4px; margin: 2px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QScrollArea { border: none; background: transparent; }
QScrollArea > QWidget, QScrollArea > QWidget > QWidget { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: none; }

QSplitter::handle { background: $line; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QProgressBar { background: $line; border: none; border-radius: 3px; min-height: 6px; max-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }

QMenu { background: $base; color: $text; border: 1px solid $field_line; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 12px; border-radius: 4px; }
QMenu::item:selected { background: $selection; color: $selection_text; }
QMenu::item:disabled { color: $muted; }
QMenu::separator { height: 1px; background: $line; margin: 4px 6px; }
QMenu::icon { padding-left: 8px; }

QGroupBox { border: none; margin-top: 1.6em; padding: 0; font-weight: 600; }
QGroupBox::title { subcontrol-origin: margin; left: 0; }
QCalendarWidget QAbstractItemView { border: none; selection-background-color: $accent;
  selection-color: $accent_text; }
QCalendarWidget QToolButton { color: $text; font-weight: 600; }
QCalendarWidget #qt_calendar_navigationbar { background: $base; }

QLabel[role="title"] { font-size: 15pt; font-weight: 600; }
QLabel[role="heading"] { font-size: 11.5pt; font-weight: 600; }
QLabel[role="section"] { color: $muted; font-weight: 600; }
QLabel[role="muted"] { color: $muted; }
QFrame[explains="true"], QFrame[explains="false"] { border: 1px solid transparent; border-radius: 5px; }
QFrame[explains="true"]:hover { background: $alternate; }
QFrame[explains="true"]:focus { border: 1px solid $accent; }
QLabel[role="figure"] { font-size: 13pt; font-weight: 600; }
QLabel[role="good"] { color: $good; }
QLabel[role="bad"] { color: $bad; }
QLabel[role="warn"] { color: $warn; }
QLabel[role="key"] { background: $alternate; color: $muted; border: 1px solid $line; border-radius: 3px;
  padding: 0 4px; }
QLabel[role="badge"] { background: $accent; color: $accent_text; border-radius: 8px; padding: 0 6px;
  min-height: 16px; max-height: 16px; font-size: 8.5pt; font-weight: 600; }

#rail { background: $rail; border-right: 1px solid $line; }
#rail QToolButton { text-align: left; padding: 8px 10px; border-radius: 6px; }
#rail QToolButton:hover { background: $alternate; }
#rail QToolButton:checked { background: $accent_soft; color: $accent; font-weight: 600; }
#rail QToolButton:focus { border: 2px solid $accent; padding: 7px 9px; }
#top_bar { background: $window; border-bottom: 1px solid $line; }
#status_line { background: $window; border-top: 1px solid $line; }
#status_line QLabel { color: $muted; }
#past_frame[past="true"] { border: 3px solid $amber; }
#past_note, #missing_due { background: $warn_soft; color: $warn; padding: 5px 12px; font-weight: 600; }
#message_bar[level="info"] { background: $accent_soft; }
#message_bar[level="good"] { background: $good_soft; }
#message_bar[level="bad"] { background: $bad_soft; }
#message_bar[level="info"] QLabel { color: $text; }
#message_bar[level="good"] QLabel { color: $good; }
#message_bar[level="bad"] QLabel { color: $bad; }
#import_near { background: $base; border-radius: 6px; }
#search_popup { background: $base; border: 1px solid $field_line; border-radius: 6px; padding: 4px; }
#side_panel, #preview { background: $base; border-left: 1px solid $line; }
""")


@cache
def stylesheet(colors: Colors, tones: tuple[tuple[str, str], ...], *, dark: bool) -> str:
    """The style sheet of one appearance; ``tones`` are names and text colours of the aging tones.

    A label of role ``tone_red`` has the text colour of that tone.
    """
    values = {name: getattr(colors, name) for name in colors.__dataclass_fields__}
    folder = Path(resources.path("icons")).as_posix()
    toned = [f'QLabel[role="tone_{name}"] {{ color: {color}; }}' for name, color in tones]
    return "\n".join((_SHEET.substitute(values, icons=folder, mode="dark" if dark else "light"), *toned))
