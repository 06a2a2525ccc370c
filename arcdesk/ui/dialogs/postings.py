"""Where a figure comes from: its postings with the sum after each, and what stands behind each of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from arcdesk.i18n import tr
from arcdesk.services.explain import ExplainedLine, Explanation
from arcdesk.ui import format as show
from arcdesk.ui.labels import FIGURES
from arcdesk.ui.labels import label as words
from arcdesk.ui.tables import Column, RowTable, RowTableModel, amount_column, date_column
from arcdesk.ui.tables.actions import row_action
from arcdesk.ui.theme import L, M, S
from arcdesk.ui.widgets import button, icon_button, label

if TYPE_CHECKING:
    from arcdesk.bootstrap import Desk
    from arcdesk.services.changes import Changes
    from arcdesk.services.ledger import InvoiceLine
    from arcdesk.ui.context import UiContext

Ask = Callable[["Desk"], Explanation]
WIDTH_CHARACTERS, HEIGHT_LINES = 104, 26


@dataclass(frozen=True, slots=True)
class _Row:
    """A posting and its place: two may look alike."""

    place: int
    line: ExplainedLine
    is_last: bool


class PostingsDialog(QDialog):
    """Shows one explanation; Enter on a posting explains the document behind it, Alt+Left goes back.

    It stands beside the page and follows what is entered there.
    """

    def __init__(self, context: UiContext, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.explanation: Explanation | None = None
        self._asks: list[Ask] = []
        self._currency = ""
        self.setObjectName("postings_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Where it comes from"))
        self._build()
        context.data_changed.connect(self._on_changed)
        context.as_of_changed.connect(self.close)
        self.ask(ask)

    def ask(self, ask: Ask) -> None:
        """Explain another figure; ``back`` returns to this one."""
        self._asks.append(ask)
        self._read()

    def restart(self, ask: Ask) -> None:
        """Explain a figure of the page, with nothing to go back to."""
        self._asks.clear()
        self.ask(ask)

    def back(self) -> None:
        """Return to the figure before."""
        if len(self._asks) > 1:
            self._asks.pop()
            self._read()

    def follow(self) -> None:
        """Explain what stands behind the current posting."""
        row = self.table.current_row()
        subject = row.line.subject if row is not None else None
        if subject is None:
            return
        day = self.explanation.as_of if self.explanation else self.context.day
        if subject.kind == "invoice":
            self.ask(lambda desk: desk.explain.invoice(subject.number, day))
        else:
            self.ask(lambda desk: desk.explain.money(subject.number, day))

    def _read(self) -> None:
        desk, ask = self.context.desk, self._asks[-1]
        self.context.jobs.run(lambda _job: ask(desk), self._on_read, owner=self)

    @Slot(object)
    def _on_read(self, found: Explanation) -> None:
        self.explanation, self._currency = found, found.currency
        self.name.setText(found.name)
        self.about.setText(
            tr("{figure} on {day}", figure=words(FIGURES, found.figure), day=found.as_of.isoformat())
        )
        self.total.setText(show.money_with_sign(found.total_fen, found.currency))
        count = len(found.lines)
        rows = [_Row(place, line, place == count - 1) for place, line in enumerate(found.lines)]
        self.model.set_rows(rows)
        self.parts.setText("\n".join(map(_part_text, found.parts)))
        self.parts.setVisible(bool(found.parts))
        self.nothing.setVisible(not rows)
        self.back_button.setEnabled(len(self._asks) > 1)
        if rows:
            self.table.select_id(count - 1)

    @Slot(object)
    def _on_changed(self, changes: Changes) -> None:
        mine = self.explanation.customer_id if self.explanation else None
        if not changes.customer_ids or mine in changes.customer_ids:
            self._read()

    def _build(self) -> None:
        theme = self.context.theme
        self.back_button = icon_button("back", tr("Back|postings"), theme, "postings_back", self.back)
        self.name = label("", "heading", selectable=True)
        self.about = label("", "muted")
        self.total = label("", "figure", selectable=True)
        self.total.setObjectName("postings_total")
        head = QHBoxLayout()
        head.setSpacing(S)
        head.addWidget(self.back_button, alignment=Qt.AlignmentFlag.AlignTop)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self.name)
        texts.addWidget(self.about)
        head.addLayout(texts, 1)
        head.addWidget(self.total, alignment=Qt.AlignmentFlag.AlignVCenter)
        self.model = RowTableModel(self._columns(), lambda row: row.place, theme)
        self.table = RowTable(self.model, theme, self.context.settings, "postings", tr("Postings"))
        self.table.setSortingEnabled(False)  # in another order the sums would mean nothing
        self.table.row_activated.connect(lambda _row: self.follow())
        row_action(self.table, theme, "follow_posting", tr("Show what stands behind it"), "open", "", self.follow)
        self.nothing = label(tr("No posting up to that day."), "muted")
        self.parts = label("", "muted", wrap=True, selectable=True)
        self.parts.setObjectName("postings_parts")
        close = button(tr("Close"), "postings_close", self.close)
        foot = QHBoxLayout()
        foot.addWidget(self.parts)
        foot.addStretch(1)
        foot.addWidget(close, alignment=Qt.AlignmentFlag.AlignBottom)
        box = QVBoxLayout(self)
        box.setContentsMargins(L, L, L, M)
        box.setSpacing(M)
        box.addLayout(head)
        box.addWidget(self.nothing)
        box.addWidget(self.table, 1)
        box.addLayout(foot)
        for keys in ("Alt+Left", "Backspace"):
            QShortcut(QKeySequence(keys), self, self.back, context=Qt.ShortcutContext.WindowShortcut)
        self.resize(
            self.fontMetrics().horizontalAdvance("0") * WIDTH_CHARACTERS, self.fontMetrics().height() * HEIGHT_LINES
        )

    def _columns(self) -> list[Column[_Row]]:
        def currency(_row: _Row) -> str:
            return self._currency

        return [
            date_column("on", tr("Day"), lambda row: row.line.on),
            Column("what", tr("Posting"), lambda row: tr(row.line.label_key, **row.line.values), fitted=True),
            Column("number", tr("Number"), lambda row: row.line.number, fitted=True,
                   tone=lambda row: "accent" if row.line.subject else ""),
            Column("note", tr("Remarks"), lambda row: " ".join(row.line.note.split()), width=10, stretch=True,
                   tip=lambda row: row.line.note),
            amount_column("amount", tr("Amount"), lambda row: row.line.amount_fen, currency, fitted=True),
            amount_column("sum", tr("Sum|running"), lambda row: row.line.running_fen, currency, fitted=True,
                          bold=lambda row: row.is_last),
        ]  # fmt: skip


def show_postings(context: UiContext, owner: QWidget, ask: Ask) -> PostingsDialog:
    """Explain a figure in the window of postings: in the one that is open already, where there is one."""
    window = owner.window()
    for dialog in window.findChildren(PostingsDialog):
        if dialog.isVisible():
            dialog.restart(ask)
            dialog.raise_()
            dialog.activateWindow()
            return dialog
    made = PostingsDialog(context, ask, window)
    made.show()
    return made


def _part_text(part: InvoiceLine) -> str:
    key = "Instalment {seq}|posting" if part.instalment else "Open beyond the plan|posting"
    due = tr("due {day}", day=part.due_on.isoformat()) if part.due_on else ""
    return "   ".join(filter(None, (tr(key, seq=part.instalment), due, show.money(part.open_fen, part.currency))))
