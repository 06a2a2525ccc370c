"""Bank statement: read the file, go from line to line, confirm whose money it is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.services.bank import BankDatesUnclear, BankLineRow, BankReading
from arcdesk.ui.context import sentence
from arcdesk.ui.pages.base import Page
from arcdesk.ui.panels.bank_match import BankMatchPanel
from arcdesk.ui.tables import Column, RowTable, RowTableModel, amount_column, date_column
from arcdesk.ui.theme import L, M, S
from arcdesk.ui.widgets import EmptyState, button, label
from arcdesk.ui.widgets.fields import combo_box

if TYPE_CHECKING:
    from arcdesk.services.changes import Changes
    from arcdesk.ui.context import UiContext

STATES = {
    "open": "Open|bank line",
    "receipt": "Entered|bank line",
    "known": "Known|bank line",
    "ignored": "Set aside|bank line",
}
TONES = {"open": "accent", "receipt": "good", "known": "muted", "ignored": "muted"}
FILES = "*.xlsx *.xls *.xlsm *.csv *.tsv *.txt"


class BankPage(Page):
    """Lines at the left, what they may be at the right."""

    key = "bank"
    kinds = frozenset({"bank", "receipt", "customer", "invoice"})

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._path: Path | None = None
        self._next_id: int | None = None
        self.setAcceptDrops(True)
        self.read_button = button(tr("Read a bank statement…"), "bank_read", self.choose_file, primary=True)
        self.shown = combo_box("bank_shown", tr("Lines shown"))
        self.shown.addItem(tr("Open lines"), "open")
        self.shown.addItem(tr("All lines"), "")
        self.shown.currentIndexChanged.connect(lambda *_: self.refresh())
        self.count = label("", "muted")
        self.model = RowTableModel(_columns(), lambda row: row.id, context.theme)
        self.table = RowTable(self.model, context.theme, context.settings, "bank_lines", tr("Bank lines"))
        self.table.current_row_changed.connect(self._on_current)
        self.panel = BankMatchPanel(context)
        self.panel.decided.connect(self._on_decided)
        self._lay_out()

    def refresh(self, changes: Changes | None = None) -> None:
        """Read the lines."""
        desk, state = self.context.desk, self.shown.currentData()
        self.read_button.setEnabled(self.context.can_write)
        self.context.jobs.run(lambda _job: desk.bank.lines(state or None), self._on_lines)

    @Slot()
    def choose_file(self) -> None:
        """Ask for a file and read it."""
        title, kinds = tr("Read a bank statement"), tr("Tables ({endings})", endings=FILES)
        name, _ = QFileDialog.getOpenFileName(self, title, "", kinds)
        if name:
            self.offer(Path(name))

    def offer(self, path: Path, date_order: str | None = None) -> None:
        """Read ``path`` and keep its new lines."""
        self._path, desk = path, self.context.desk
        self.context.jobs.run(
            lambda _job: desk.bank.read(path, date_order=date_order), self._on_read, self._on_unreadable
        )

    # inside

    def _on_lines(self, rows: tuple[BankLineRow, ...]) -> None:
        self.model.set_rows(rows)
        open_count = sum(row.state == "open" for row in rows)
        self.count.setText(
            tr("{count} lines to decide", count=open_count) if open_count else tr("Nothing to decide.")
        )
        self._stack.setCurrentIndex(0 if rows or self.shown.currentData() == "" else 1)
        if self._next_id is not None and not self.table.select_id(self._next_id):
            self._next_id = None
        self.table.select_first()
        if not rows:
            self.panel.show_line(None)

    def _on_current(self, row: BankLineRow | None) -> None:
        self.panel.show_line(row)

    def _on_decided(self, line_id: int) -> None:
        """The next open line comes up, so that one goes through a statement without the mouse."""
        rows = self.model.rows
        place = next((number for number, row in enumerate(rows) if row.id == line_id), 0)
        later = [row.id for row in (*rows[place + 1 :], *rows[:place]) if row.state == "open"]
        self._next_id = later[0] if later else None

    def _on_read(self, reading: BankReading) -> None:
        parts = [tr("{new} new lines, {known} known ones.", new=reading.new, known=reading.known)]
        if reading.statement.rejected:
            row = reading.statement.rejected[0]
            parts.append(
                tr(
                    "{count} lines could not be read; the first is row {row}: {reason}",
                    count=len(reading.statement.rejected), row=row.row, reason=tr(row.sentence, **row.values),
                )
            )  # fmt: skip
        self.context.inform(" ".join(parts), "bad" if reading.statement.rejected else "good")

    def _on_unreadable(self, error: BaseException) -> None:
        if isinstance(error, BankDatesUnclear) and self._path is not None:
            self._ask_order(self._path)
        elif isinstance(error, Refusal):
            self.context.inform(sentence(error), "bad")

    def _ask_order(self, path: Path) -> None:
        from PySide6.QtWidgets import QMessageBox

        box = QMessageBox(self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle(tr("Read a bank statement"))
        box.setText(tr("How are dates like 4/6/2026 meant in “{name}”?", name=path.name))
        for order, text in (
            ("mdy", tr("Month first: 6 April is 4/6")),
            ("dmy", tr("Day first: 4 June is 4/6")),
        ):
            made = box.addButton(text, QMessageBox.ButtonRole.AcceptRole)
            made.clicked.connect(lambda *_, order=order: self.offer(path, order))
        box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
        box.open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.context.can_write and _dropped(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped(event)
        if path is not None and self.context.can_write:
            event.acceptProposedAction()
            self.offer(path)

    def _lay_out(self) -> None:
        back = button(
            tr("Back to import"), "bank_back", lambda: self.context.page_requested.emit("import"), flat=True
        )
        head = QHBoxLayout()
        head.setContentsMargins(L, M, L, S)
        head.setSpacing(S)
        head.addWidget(label(tr("Bank statement"), "title"))
        head.addWidget(self.count)
        head.addStretch(1)
        head.addWidget(back)
        head.addWidget(self.shown)
        head.addWidget(self.read_button)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.table)
        split.addWidget(self.panel)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        unit = self.fontMetrics().horizontalAdvance("0")
        self.panel.setMinimumWidth(unit * 46)
        split.setSizes([unit * 100, unit * 60])
        text = tr(
            "No bank line is open. Read a bank statement exported from the online bank, or drop it here."
        )
        empty = EmptyState(self.context.theme, "receipt", text)
        self._stack = QStackedWidget()
        self._stack.addWidget(split)
        self._stack.addWidget(empty)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(head)
        box.addWidget(self._stack, 1)


def _columns() -> list[Column[BankLineRow]]:
    def settled(row: BankLineRow) -> str:
        return "" if row.state == "open" else "muted"

    return [
        date_column("booked_on", tr("Booked on"), lambda row: row.booked_on, settled),
        amount_column("amount", tr("Amount"), lambda row: row.amount_fen, lambda row: row.currency, settled),
        Column("payer", tr("Payer"), lambda row: row.payer, tone=settled, width=22, tip=lambda row: row.payer),
        Column("reference", tr("Reference|bank"), lambda row: row.reference, tone=settled, width=18, stretch=True,
               tip=lambda row: row.reference),
        Column("state", tr("State"), lambda row: tr(STATES[row.state]), tone=lambda row: TONES[row.state], fitted=True),
        Column("receipt", tr("Receipt no."), lambda row: row.receipt_number, tone=settled, fitted=True),
        Column("account", tr("Payer's account"), lambda row: row.payer_account, width=18, visible=False),
    ]  # fmt: skip


def _dropped(event: QDropEvent) -> Path | None:
    files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
    return Path(files[0]) if len(files) == 1 else None
