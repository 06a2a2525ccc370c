"""Parts of the preview of a customer: its figures, its open invoices, what one does next."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from arcdesk.i18n import tr
from arcdesk.ui import format as show
from arcdesk.ui.icons import icon
from arcdesk.ui.theme import XS, L, M, S
from arcdesk.ui.widgets import SectionLabel, button, clear_layout, label, look_of, set_role

if TYPE_CHECKING:
    from datetime import date

    from arcdesk.domain.aging import Scheme
    from arcdesk.services.customer_list import CustomerLine
    from arcdesk.services.ledger import InvoiceLine
    from arcdesk.ui.context import UiContext

MOST_INVOICES = 8
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
Act = Callable[[int], object]


class Figures(QWidget):
    """Balance and overdue; unallocated and disputed money where there is any."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(L)
        grid.setVerticalSpacing(0)
        self._cells: dict[str, tuple[QLabel, QLabel]] = {}
        captions = (
            ("balance", tr("Balance")), ("overdue", tr("Overdue")),
            ("unallocated", tr("Unallocated")), ("disputed", tr("Disputed")),
        )  # fmt: skip
        for number, (key, caption) in enumerate(captions):
            row, column = divmod(number, 2)
            above, figure = label(caption, "muted"), label("", "", selectable=True)
            font = figure.font()
            font.setBold(True)
            figure.setFont(font)
            self._cells[key] = (above, figure)
            grid.addWidget(above, row * 2, column)
            grid.addWidget(figure, row * 2 + 1, column)
            grid.setColumnStretch(column, 1)

    def show_row(self, row: CustomerLine) -> None:
        """Show the figures of one customer in one currency."""
        figures = {
            "balance": row.balance_fen, "overdue": row.overdue_fen,
            "unallocated": row.unallocated_fen, "disputed": row.disputed_fen,
        }  # fmt: skip
        for key, fen in figures.items():
            above, figure = self._cells[key]
            figure.setText(show.money(fen, row.currency))
            for part in (above, figure):
                part.setVisible(key in {"balance", "overdue"} or fen != 0)
        set_role(self._cells["overdue"][1], "bad" if row.overdue_fen else "")


class OpenInvoices(QWidget):
    """The oldest open invoices with their age."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = SectionLabel("")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(M)
        self._grid.setVerticalSpacing(XS)
        self._grid.setColumnStretch(0, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(XS)
        box.addWidget(self._title)
        box.addLayout(self._grid)

    def show_invoices(self, invoices: tuple[InvoiceLine, ...], scheme: Scheme, today: date) -> None:
        """Show the oldest of them and how many more there are."""
        clear_layout(self._grid)
        count = len(invoices)
        self._title.setText(tr("Open invoices ({count})", count=count) if count else tr("No open invoice"))
        oldest = sorted(invoices, key=lambda line: -line.overdue_days)[:MOST_INVOICES]
        for number, line in enumerate(oldest):
            self._show_line(number, line, scheme, today)
        if count > len(oldest):
            more = tr("and {count} more in the dossier", count=count - len(oldest))
            self._grid.addWidget(label(more, "muted"), len(oldest), 0, 1, 4)

    def _show_line(self, number: int, line: InvoiceLine, scheme: Scheme, today: date) -> None:
        late = tr("{count} d", count=line.overdue_days) if line.overdue_days > 0 else ""
        texts = (
            (show.item_number(line), LEFT, ""),
            (show.near_day(line.due_on, today), LEFT, "muted"),
            (late, RIGHT, f"tone_{look_of(scheme, line.bucket_key).tone}"),
            (show.money(line.open_fen, line.currency), RIGHT, ""),
        )
        for column, (text, align, role) in enumerate(texts):
            cell = label(text, role)
            cell.setAlignment(align)
            cell.setToolTip(text if column == 0 else show.day(line.due_on) if column == 1 else "")
            if column == 0:
                cell.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            self._grid.addWidget(cell, number, column)


class NextActions(QWidget):
    """Buttons for the five things one does next; ``customer_id`` says for whom."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.customer_id: int | None = None
        self.buttons: list[QPushButton] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(L, S, L, M)
        grid.setSpacing(S)
        acts: tuple[tuple[str, str, str, Act], ...] = (
            (tr("Log a contact"), "log", "Ctrl+L", context.log_requested.emit),
            (tr("Demand letter"), "letters", "Ctrl+D", lambda one: context.letter_requested.emit((one,))),
            (tr("Statement"), "statements", "Ctrl+R", context.statement_requested.emit),
            (tr("Receipt"), "receipt", "Ctrl+P", context.receipt_requested.emit),
            (tr("Evidence"), "evidence", "Ctrl+E", lambda one: context.evidence_requested.emit(one, ())),
        )
        for number, (text, name, keys, act) in enumerate(acts):
            first = number == 0
            made = button(f" {text}", f"preview_{name}", partial(self._act, act), primary=first)
            made.setIcon(icon(name, context.theme, "accent_text" if first else "muted", None))
            made.setIconSize(QSize(16, 16))
            made.setToolTip(f"{text}  ({keys})")
            made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            self.buttons.append(made)
            row, column = divmod(number + 1, 2)
            grid.addWidget(made, row, 0 if first else column, 1, 2 if first else 1)
        self.allow()

    def allow(self) -> None:
        """A past day is only looked at."""
        for made in self.buttons:
            made.setEnabled(self._context.can_write)

    def _act(self, act: Act) -> None:
        if self.customer_id is not None:
            act(self.customer_id)
