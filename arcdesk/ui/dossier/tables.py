"""The dossier's table of receivables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from arcdesk.i18n import tr
from arcdesk.services.due_words import line_words
from arcdesk.services.ledger import InvoiceLine
from arcdesk.ui import format as show
from arcdesk.ui.dossier.invoice_money import WrittenOff
from arcdesk.ui.labels import INVOICE_KINDS
from arcdesk.ui.labels import label as words
from arcdesk.ui.tables import ChipCell, Column, RowTable, RowTableModel, amount_column, date_column
from arcdesk.ui.widgets import look_of

if TYPE_CHECKING:
    from arcdesk.domain.aging import Scheme
    from arcdesk.ui.context import UiContext

Made = tuple[RowTable[InvoiceLine], RowTableModel[InvoiceLine]]


class SchemeHolder:
    """The scheme whose buckets a table shows; set anew with every refresh."""

    def __init__(self) -> None:
        self.scheme: Scheme | None = None
        self.written = WrittenOff()

    def chip(self, line: InvoiceLine) -> ChipCell | None:
        """The chip of an open invoice's bucket."""
        if self.scheme is None or line.open_fen <= 0:
            return None
        return ChipCell(look_of(self.scheme, line.bucket_key))

    def rank(self, line: InvoiceLine) -> int | None:
        """Place of the bucket in the scheme, for sorting."""
        if self.scheme is None or line.open_fen <= 0:
            return None
        keys = [bucket.key for bucket in self.scheme.buckets]
        return keys.index(line.bucket_key) if line.bucket_key in keys else -1

    def word(self, line: InvoiceLine) -> str:
        """The bucket's name."""
        if self.scheme is None or line.open_fen <= 0:
            given_up = line.number in self.written.standing
            return "" if line.open_fen else tr("Written off|posting") if given_up else tr("Settled")
        return look_of(self.scheme, line.bucket_key).label


def invoice_table(
    context: UiContext, holder: SchemeHolder, *more: Column[InvoiceLine]
) -> Made:
    """Receivables: bucket, number, dates, days late, amount, open, disputed; then ``more`` columns."""

    def tone(line: InvoiceLine) -> str:
        return "bad" if line.overdue_days > 0 else ""

    def settled(line: InvoiceLine) -> str:
        return "" if line.open_fen else "muted"

    columns: list[Column[InvoiceLine]] = [
        Column("bucket", tr("Aging"), holder.word, holder.rank, cell=holder.chip, tone=settled, is_chip=True, width=10),
        Column("number", tr("Number"), show.item_number, tone=settled, fitted=True),
        Column("kind", tr("Kind"), lambda line: words(INVOICE_KINDS, line.kind), tone=settled, fitted=True),
        date_column("issued", tr("Issued on"), lambda line: line.issued_on, settled),
        Column("due", tr("Due on"), due_text, lambda line: line.due_on, tone=due_tone, tip=line_words, width=10),
        Column("due_from", tr("From|due date"), line_words, width=14, tip=line_words, tone=settled, visible=False),
        Column(
            "late",
            tr("Days late"),
            lambda line: str(line.overdue_days) if line.overdue_days > 0 else "",
            lambda line: line.overdue_days,
            "right",
            tone,
            width=7,
        ),
        amount_column("amount", tr("Amount"), lambda line: line.amount_fen, lambda line: line.currency, settled,
                      fitted=True),
        amount_column(
            "open", tr("Open|amount"), lambda line: line.open_fen, lambda line: line.currency, settled,
            bold=lambda line: bool(line.open_fen), fitted=True,
        ),
        amount_column("disputed", tr("Disputed"), lambda line: line.disputed_fen, lambda line: line.currency,
                      lambda line: "warn", blank_zero=True, fitted=True),
        *more,
        Column("contract", tr("Contract"), lambda line: line.contract_number, fitted=True),
        Column("tax", tr("Tax invoice no."), lambda line: line.tax_invoice_number, width=12, visible=False),
        Column("salesperson", tr("Salesperson"), lambda line: line.salesperson, width=8, visible=False),
        Column("note", tr("Remarks"), lambda line: line.note, width=8, stretch=True, tip=lambda line: line.note),
    ]  # fmt: skip
    model = RowTableModel(columns, lambda line: (line.id, line.instalment), context.theme)
    return RowTable(model, context.theme, context.settings, "dossier_invoices", tr("Receivables")), model


def due_text(line: InvoiceLine) -> str:
    """The due date; said to be missing where an open invoice has none."""
    return show.day(line.due_on) or (tr("missing|due date") if line.open_fen > 0 else "")


def due_tone(line: InvoiceLine) -> str:
    """Quiet for what is settled, a warning where the date is missing."""
    return "muted" if not line.open_fen else "" if line.due_on else "warn"
