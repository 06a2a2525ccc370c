"""The one place of colours and spacing: a light and a dark palette and the aging tones.

Every pair of text and ground that the program uses keeps a contrast of 4.5:1 (a test
computes it).
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from arcdesk.ui.stylesheet import stylesheet

# The 4 px grid.
XS, S, M, L, XL = 4, 8, 12, 16, 24


@dataclass(frozen=True, slots=True)
class Colors:
    """Named colours of one appearance, as ``#rrggbb``."""

    window: str  # ground of pages
    rail: str
    base: str  # ground of lists and fields
    alternate: str  # hovered row, header
    text: str
    muted: str
    line: str
    field_line: str  # border of fields and buttons
    accent: str
    accent_hover: str
    accent_text: str
    accent_soft: str  # ground of a chosen rail entry
    selection: str
    selection_text: str
    good: str
    good_soft: str
    bad: str
    bad_soft: str
    warn: str
    warn_soft: str
    amber: str  # the frame while a past day is looked at


@dataclass(frozen=True, slots=True)
class ToneColors:
    """Colours of one aging tone: ``fill`` for bars, ``text`` to be read, ``chip`` as ground."""

    fill: QColor
    text: QColor
    chip: QColor


LIGHT = Colors(
    window="#f5f7f9", rail="#e9edf2", base="#ffffff", alternate="#eff2f6",
    text="#1a2330", muted="#566273", line="#dde3ea", field_line="#b9c3cf",
    accent="#1d5fb8", accent_hover="#174e99", accent_text="#ffffff", accent_soft="#d9e6f8",
    selection="#d6e5fa", selection_text="#12253f",
    good="#1d6b3c", good_soft="#e1f4e8", bad="#a81e19", bad_soft="#fbe3e1",
    warn="#7a4f00", warn_soft="#fdf0cf", amber="#e5a10a",
)  # fmt: skip
DARK = Colors(
    window="#1b2026", rail="#161a1f", base="#22282f", alternate="#2a3139",
    text="#e6eaef", muted="#acb7c3", line="#343d47", field_line="#4b5764",
    accent="#6aa5f8", accent_hover="#8bb9fa", accent_text="#0c1a2c", accent_soft="#27384e",
    selection="#2c4566", selection_text="#f0f5fb",
    good="#86d6a5", good_soft="#1f3a2b", bad="#ff9e99", bad_soft="#482525",
    warn="#f0cd7a", warn_soft="#40341a", amber="#d9970b",
)  # fmt: skip

_LIGHT_TONES = {
    "not_due": ("#93a7bb", "#45586b", "#e7edf3"),
    "green": ("#69bf8a", "#1d6b3c", "#e1f4e8"),
    "yellow": ("#f0cb40", "#6f5200", "#fcf3cc"),
    "orange": ("#ee8b37", "#934300", "#fde7d5"),
    "red": ("#d73832", "#a81e19", "#fbe1df"),
    "dark_red": ("#9c1f2f", "#8c1526", "#f6dadd"),
    "unknown": ("#b6bdc6", "#566273", "#eceff2"),
}
_DARK_TONES = {
    "not_due": ("#70869c", "#b6c4d2", "#2d3843"),
    "green": ("#4da776", "#86d6a5", "#1f3a2b"),
    "yellow": ("#d7b439", "#ebd27a", "#3d3618"),
    "orange": ("#db7d32", "#f6b07a", "#43301f"),
    "red": ("#dd5a54", "#ff9e99", "#4a2626"),
    "dark_red": ("#c04c5c", "#ffa3ae", "#47222a"),
    "unknown": ("#66707b", "#acb7c3", "#2f363e"),
}
TONES = tuple(_LIGHT_TONES)


class Theme(QObject):
    """The appearance in use. Ask it for every colour; never write one in a widget.

    Signals:
        changed: the colours are other ones now; painters call ``update``.
    """

    changed = Signal()

    def __init__(self, mode: str = "system", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._mode = mode
        self._dark = False
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_scheme_changed)
        self._dark = self._wants_dark()

    @property
    def mode(self) -> str:
        """The choice: "system", "light" or "dark"."""
        return self._mode

    @property
    def is_dark(self) -> bool:
        return self._dark

    @property
    def colors(self) -> Colors:
        return DARK if self._dark else LIGHT

    def color(self, name: str) -> QColor:
        """One named colour of ``Colors``."""
        return QColor(getattr(self.colors, name))

    def tone(self, name: str) -> ToneColors:
        """Colours of an aging tone; an unknown name gives the neutral one."""
        tones = _DARK_TONES if self._dark else _LIGHT_TONES
        fill, text, chip = tones.get(name, tones["unknown"])
        return ToneColors(QColor(fill), QColor(text), QColor(chip))

    def text_color(self, name: str) -> QColor:
        """Colour for text by meaning: an aging tone, or a name of ``Colors`` such as "muted"."""
        return self.tone(name).text if name in TONES else self.color(name)

    def set_mode(self, mode: str) -> None:
        """Choose "system", "light" or "dark" and dress the application anew."""
        self._mode = mode
        self.apply()

    def apply(self) -> None:
        """Give palette and style sheet to the application and tell ``changed``."""
        scheme = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}.get(
            self._mode, Qt.ColorScheme.Unknown
        )
        hints = QGuiApplication.styleHints()
        hints.blockSignals(True)  # our own request is no news
        hints.setColorScheme(scheme)
        hints.blockSignals(False)
        self._dark = self._wants_dark()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.setPalette(self.palette())
            tones = tuple((name, self.tone(name).text.name()) for name in TONES)
            application.setStyleSheet(stylesheet(self.colors, tones, dark=self._dark))
        self.changed.emit()

    def palette(self) -> QPalette:
        """The Qt palette of the appearance in use."""
        roles = QPalette.ColorRole
        palette = QPalette()
        for role, name in (
            (roles.Window, "window"), (roles.WindowText, "text"), (roles.Base, "base"),
            (roles.AlternateBase, "alternate"), (roles.Text, "text"), (roles.Button, "base"),
            (roles.ButtonText, "text"), (roles.BrightText, "bad"), (roles.ToolTipBase, "base"),
            (roles.ToolTipText, "text"), (roles.PlaceholderText, "muted"), (roles.Highlight, "selection"),
            (roles.HighlightedText, "selection_text"), (roles.Link, "accent"), (roles.LinkVisited, "accent"),
            (roles.Accent, "accent"), (roles.Mid, "line"), (roles.Dark, "field_line"),
            (roles.Light, "base"), (roles.Midlight, "alternate"), (roles.Shadow, "line"),
        ):  # fmt: skip
            palette.setColor(role, self.color(name))
        for role in (roles.WindowText, roles.Text, roles.ButtonText, roles.HighlightedText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.color("muted"))
        return palette

    def _wants_dark(self) -> bool:
        if self._mode == "system":
            return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return self._mode == "dark"

    @Slot()
    def _on_scheme_changed(self) -> None:
        if self._mode == "system" and self._wants_dark() != self._dark:
            self.apply()


def contrast(first: QColor, second: QColor) -> float:
    """Contrast ratio of two opaque colours, 1 to 21 (WCAG)."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: QColor) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.03928 else ((channel + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF())
