"""Small widgets that every page shares: message bar, empty state, labels, buttons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from arcdesk.i18n import tr
from arcdesk.ui.icons import icon, pixmap
from arcdesk.ui.theme import XS, L, M, S, Theme

MESSAGE_SECONDS = 6
LEVEL_ICONS = {"info": "info", "good": "done", "bad": "error"}


def char_width(widget: QWidget) -> int:
    """Width of one figure in a widget's font, the unit of widths that are counted in characters.

    A Chinese character takes about twice as much; ``averageCharWidth`` of a Chinese font
    says so for all of them.
    """
    return widget.fontMetrics().horizontalAdvance("0")


def clearable(field: QLineEdit) -> None:
    """Give a field its clear button once there is text to clear: the button's icon is slow to find."""

    def on_text(text: str) -> None:
        if text and not field.isClearButtonEnabled():
            field.setClearButtonEnabled(True)

    field.textChanged.connect(on_text)


def button(text: str, name: str, on_click: Callable[[], object] | None = None, *, primary: bool = False,
           flat: bool = False, chip: bool = False) -> QPushButton:  # fmt: skip
    """A push button; at most one ``primary`` one per view."""
    made = QPushButton(text)
    made.setObjectName(name)
    made.setAutoDefault(True)  # Enter presses the button that has the focus, in the window as in a dialog
    made.setAccessibleName(text.replace("&", "").strip())
    for key, wanted in (("primary", primary), ("flat", flat), ("chip", chip)):
        if wanted:
            made.setProperty(key, True)
    if on_click is not None:
        made.clicked.connect(lambda _checked=False: on_click())
    return made


def icon_button(
    name: str, label: str, theme: Theme, object_name: str, on_click: Callable[[], object] | None = None
) -> QToolButton:
    """A tool button of an icon alone, with its name for the tooltip and the screen reader."""
    made = QToolButton()
    made.setIcon(icon(name, theme))
    made.setIconSize(QSize(18, 18))
    made.setObjectName(object_name)
    made.setToolTip(label)
    made.setAccessibleName(label)
    if on_click is not None:
        made.clicked.connect(lambda _checked=False: on_click())
    theme.changed.connect(made.update)
    return made


def label(text: str = "", role: str = "", *, wrap: bool = False, selectable: bool = False) -> QLabel:
    """A plain-text label; ``role``: title, heading, section, muted, figure, good, bad, warn, key, badge."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        made.setProperty("role", role)
    made.setWordWrap(wrap)
    if selectable:
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def set_role(widget: QWidget, role: str, key: str = "role") -> None:
    """Change a style-sheet property of ``widget`` and repaint it accordingly."""
    if widget.property(key) != role:
        widget.setProperty(key, role)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def mark_wrong(field: QWidget, wrong: bool) -> None:
    """Draw a field as wrong (red frame), or as right again."""
    set_role(field, "true" if wrong else "false", "wrong")


class SectionLabel(QLabel):
    """A quiet heading over a group."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setProperty("role", "section")


class KeyHint(QLabel):
    """A key cap, e.g. ``Ctrl+L``."""

    def __init__(self, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(keys, parent)
        self.setProperty("role", "key")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)


class Badge(QLabel):
    """A small count; hidden at zero."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "badge")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_count(self, count: int) -> None:
        """Show ``count``, at most 99+."""
        self.setText("99+" if count > 99 else str(count))
        self.setVisible(count > 0)


class Line(QFrame):
    """A hair line between two parts."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFixedHeight(1)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("line"))
        painter.end()


OFFER_KEYS = "Ctrl+Shift+M"


class MessageBar(QFrame):
    """One sentence over the page: what happened and what to do. Bad news stays until closed."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("message_bar")
        self._theme = theme
        self._picture = QLabel()
        self._text = label(wrap=True, selectable=True)
        self._text.setObjectName("message_text")
        close = icon_button("close", tr("Close the message"), theme, "close_message", self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(L, XS, S, XS)
        row.setSpacing(S)
        row.addWidget(self._picture)
        row.addWidget(self._text, 1)
        row.addWidget(close)
        self._folder = Path()
        self._open = button(tr("Open the folder"), "message_folder", self._open_folder, flat=True)
        self._open.hide()
        row.insertWidget(2, self._open)
        self._offered: Callable[[], object] | None = None
        self._offer = button(tr("Copy the recap"), "message_offer", self.take_offer, flat=True)
        self._offer.hide()
        row.insertWidget(3, self._offer)
        self._timer = QTimer(self, singleShot=True, interval=MESSAGE_SECONDS * 1000)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def text(self) -> str:
        """The sentence shown last."""
        return self._text.text()

    def show_message(self, text: str, level: str = "info") -> None:
        """Show ``text``; level "info", "good" or "bad"."""
        self._open.hide()
        self._offer.hide()
        self._offered = None
        self._text.setText(text)
        self._text.setAccessibleName(text)
        color = {"info": "accent", "good": "good", "bad": "bad"}[level]
        self._picture.setPixmap(pixmap(LEVEL_ICONS[level], self._theme, 18, color, self.devicePixelRatioF()))
        set_role(self, level, "level")
        for part in (self._text, self._picture):
            part.style().unpolish(part)
            part.style().polish(part)
        self.show()
        self._timer.stop()
        if level != "bad":
            self._timer.start()

    def show_saved(self, text: str, path: Path) -> None:
        """Show ``text`` with a button that opens the folder of ``path``; it stays until closed."""
        self.show_message(text, "good")
        self._folder = path.parent
        self._open.show()
        self._timer.stop()

    def show_offer(self, text: str, button_text: str, act: Callable[[], object]) -> None:
        """Show ``text`` with a button that does ``act``, also by ``OFFER_KEYS`` while it is shown."""
        self.show_message(text, "good")
        self._offered = act
        self._offer.setText(f"{button_text} ({OFFER_KEYS})")
        self._offer.show()
        self._timer.stop()

    def take_offer(self) -> None:
        """Do what is offered, if anything is."""
        if self._offered is not None and not self.isHidden():
            self._offered()

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))


class EmptyState(QWidget):
    """What to do next where there is nothing to show."""

    def __init__(
        self,
        theme: Theme,
        icon_name: str,
        text: str,
        buttons: Sequence[QPushButton] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._icon_name = theme, icon_name
        self._picture = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._text = label(text, "muted", wrap=True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        box = QVBoxLayout(self)
        box.setContentsMargins(L, L, L, L)
        box.setSpacing(M)
        box.addStretch(2)
        box.addWidget(self._picture)
        box.addWidget(self._text)
        row = QHBoxLayout()
        row.setSpacing(S)
        row.addStretch(1)
        for made in buttons:
            row.addWidget(made)
        row.addStretch(1)
        box.addLayout(row)
        box.addStretch(3)
        theme.changed.connect(self._draw)
        self._draw()

    def set_text(self, text: str) -> None:
        """Say something else."""
        self._text.setText(text)

    def _draw(self) -> None:
        self._picture.setPixmap(
            pixmap(self._icon_name, self._theme, 40, "field_line", self.devicePixelRatioF())
        )


def clear_layout(layout: QLayout) -> None:
    """Take everything out of ``layout`` and delete it."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear_layout(inner)
