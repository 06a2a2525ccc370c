"""A worksheet of late interest on the screen: the very one that is printed, segment by segment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from arcdesk.domain.money import format_amount, with_currency
from arcdesk.i18n import tr
from arcdesk.ui.tables import Column, RowTable, RowTableModel
from arcdesk.ui.theme import XS, S
from arcdesk.ui.widgets import clear_layout, label

if TYPE_CHECKING:
    from arcdesk.pdf.interest_data import SheetPart, SheetPayment, WorksheetData
    from arcdesk.ui.context import UiContext

MOST_ROWS = 14
LEAST_ROWS = 3
REMARK_LINES = 7


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: a debt's heading, a segment, a payment, what is left, or why there is nothing."""

    number: int
    kind: str
    start: str = ""
    end: str = ""
    days: str = ""
    principal: str = ""
    rate: str = ""
    amount: str = ""
    note: str = ""


def sheet_rows(data: WorksheetData) -> tuple[SheetRow, ...]:
    """The rows of a worksheet; a payment stands after the segment that ends with it."""
    found: list[SheetRow] = []
    for part in data.parts:
        if part.title:
            due = tr("due on {day}", day=part.due_on.isoformat()) if part.due_on else ""
            found.append(SheetRow(0, "part", part.title, note=due, amount=format_amount(part.total_fen)))
        found += _part_rows(part)
    return tuple(
        SheetRow(
            number, row.kind, row.start, row.end, row.days, row.principal, row.rate, row.amount, row.note
        )
        for number, row in enumerate(found)
    )


def sheet_text(data: WorksheetData) -> str:
    """A worksheet as plain text, its table parted by tabs as a spreadsheet takes it."""
    total = with_currency(data.total_fen, data.currency)
    lines = [tr("Late payment interest up to {day}", day=data.as_of.isoformat()) + f"\t{total}"]
    lines += dict.fromkeys(part.basis for part in data.parts if part.basis)
    lines.append("\t".join(_titles()))
    rows = [
        (row.start, row.end, row.days, row.principal, row.rate, row.amount, row.note)
        for row in sheet_rows(data)
    ]
    lines += ("\t".join(cells).rstrip("\t") for cells in rows)
    return "\n".join((*lines, *data.remarks))


class InterestView(QWidget):
    """Total, basis, table and remarks of one ``WorksheetData``.

    ``fitted``: the table is as high as its rows; else it takes the room there is.
    ``with_total``: the total stands over it; else it is shown elsewhere.
    """

    def __init__(
        self,
        context: UiContext,
        name: str,
        *,
        fitted: bool = False,
        with_total: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.data: WorksheetData | None = None
        self._fitted = fitted
        self.total = label("", "figure", selectable=True)
        self.total.setObjectName(f"{name}_total")
        self.total.setVisible(with_total)
        self.about = label("", "muted", wrap=True)
        self.basis = label("", wrap=True, selectable=True)
        self.basis.setObjectName(f"{name}_basis")
        self.model: RowTableModel[SheetRow] = RowTableModel(_columns(), lambda row: row.number, context.theme)
        self.table: RowTable[SheetRow] = RowTable(
            self.model, context.theme, context.settings, f"{name}_segments", tr("Segments of interest")
        )
        self.table.setSortingEnabled(False)  # the days in their order are the point
        self.table.horizontalHeader().setSectionsClickable(False)
        self.data_to = label("", "muted", wrap=True)
        self.data_to.setObjectName(f"{name}_data_to")
        self._remarks = QWidget()
        self._remark_box = QVBoxLayout(self._remarks)
        self._remark_box.setContentsMargins(0, 0, 0, 0)
        self._remark_box.setSpacing(XS)
        self._scroll = QScrollArea(self)
        self._scroll.hide()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        if not fitted:
            self._scroll.setWidget(self._remarks)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(S)
        for part in (self.total, self.about, self.basis):
            box.addWidget(part)
        box.addWidget(self.table, 0 if fitted else 1)
        box.addWidget(self._remarks if fitted else self._scroll)
        box.addWidget(self.data_to)
        if not fitted:
            box.addStretch(0)

    def show_sheet(self, data: WorksheetData) -> None:
        """Show another worksheet."""
        self.data = data
        self.total.setText(with_currency(data.total_fen, data.currency))
        self.total.setAccessibleName(f"{tr('Late payment interest')} {self.total.text()}")
        self.about.setText("  ·  ".join(_about(data)))
        basis = dict.fromkeys(part.basis for part in data.parts if part.basis)
        self.basis.setText(tr("; |list").join(basis))
        self.basis.setVisible(bool(basis))
        self.model.set_rows(sheet_rows(data))
        self._fit_table()
        clear_layout(self._remark_box)
        for text in data.remarks:
            self._remark_box.addWidget(label(f"•  {text}", wrap=True, selectable=True))
        self._remark_box.addStretch(1)
        self._fit_remarks()
        advice = tr("This software gives no legal advice. Ask a lawyer about important matters.")
        until = (
            tr("LPR data up to the publication of {day}.", day=data.lpr_data_to.isoformat()) + "  "
            if data.lpr_data_to
            else ""
        )
        self.data_to.setText(until + advice)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_remarks()

    def _fit_table(self) -> None:
        """As high as its rows where it stands in a page that scrolls; elsewhere never higher."""
        rows = max(len(self.model.rows), LEAST_ROWS)
        row = self.table.verticalHeader().defaultSectionSize()
        head = self.table.horizontalHeader().sizeHint().height()
        bar = self.table.horizontalScrollBar().sizeHint().height()
        if self._fitted:
            self.table.setFixedHeight(min(rows, MOST_ROWS) * row + head + bar + 4)
        else:
            self.table.setMinimumHeight(LEAST_ROWS * row + head)
            self.table.setMaximumHeight(rows * row + head + bar + 4)

    def _fit_remarks(self) -> None:
        """The remarks take the lines they need, up to a limit beyond which they scroll."""
        if self._fitted or self.data is None:
            return
        needed = self._remark_box.heightForWidth(self.width() - self._scroll.verticalScrollBar().sizeHint().width())
        self._scroll.setVisible(bool(self.data.remarks))
        self._scroll.setFixedHeight(min(needed + XS, self.fontMetrics().lineSpacing() * REMARK_LINES))


def _about(data: WorksheetData) -> Iterator[str]:
    yield tr("Late payment interest up to {day}", day=data.as_of.isoformat())
    yield tr(
        "principal {amount}", amount=with_currency(sum(p.principal_fen for p in data.parts), data.currency)
    )
    if len(data.parts) == 1 and data.parts[0].due_on:
        yield tr("due on {day}", day=data.parts[0].due_on.isoformat())
        days = sum(segment.days for segment in data.parts[0].segments)
        if days:
            yield tr("{days} days overdue", days=days)
    left = [part for part in data.parts if part.payments]
    if left:
        fen = sum(part.principal_left_fen for part in data.parts)
        yield tr("principal left {amount}", amount=with_currency(fen, data.currency))
        paid = sum(part.total_fen - part.interest_left_fen for part in data.parts)
        if paid:
            yield tr("interest paid {amount}", amount=with_currency(paid, data.currency))


def _part_rows(part: SheetPart) -> Iterator[SheetRow]:
    if part.gap:
        yield SheetRow(0, "gap", note=part.gap)
        return
    payments = list(part.payments)
    for segment in part.segments:
        while payments and payments[0].on < segment.first_day:
            yield _payment_row(payments.pop(0))
        yield SheetRow(
            0, "segment", segment.first_day.isoformat(), segment.last_day.isoformat(), str(segment.days),
            format_amount(segment.principal_fen), segment.rate, format_amount(segment.amount_fen),
            segment.reference,
        )  # fmt: skip
    for payment in payments:
        yield _payment_row(payment)


def _payment_row(payment: SheetPayment) -> SheetRow:
    shares = (
        (tr("costs|paid"), payment.costs_fen),
        (tr("interest|paid"), payment.interest_fen),
        (tr("principal|paid"), payment.principal_fen),
        (tr("left over|paid"), payment.unapplied_fen),
    )
    pays = tr(", |list").join(f"{title} {format_amount(fen)}" for title, fen in shares if fen)
    note = tr("Received {amount}: {shares}", amount=format_amount(payment.amount_fen), shares=pays)
    lowered = format_amount(-payment.principal_fen) if payment.principal_fen else ""
    paid = format_amount(-payment.interest_fen) if payment.interest_fen else ""
    on, what = payment.on.isoformat(), tr("received|row")
    return SheetRow(0, "payment", on, what, principal=lowered, amount=paid, note=note)


def _titles() -> tuple[str, ...]:
    return (
        tr("From|sheet"),
        tr("To|sheet"),
        tr("Days|sheet"),
        tr("Principal|sheet"),
        tr("Rate|sheet"),
        tr("Interest|sheet"),
        tr("Reference, payments"),
    )


def _columns() -> tuple[Column[SheetRow], ...]:
    def tone(row: SheetRow) -> str:
        return {"payment": "good", "gap": "warn"}.get(row.kind, "")

    def is_part(row: SheetRow) -> bool:
        return row.kind == "part"

    start, end, days, principal, rate, interest, note = _titles()
    return (
        Column("start", start, lambda row: row.start, tone=tone, bold=is_part, width=10, fitted=True),
        Column("end", end, lambda row: row.end, tone=tone, width=10, fitted=True),
        Column("days", days, lambda row: row.days, align="right", width=4, fitted=True),
        Column("principal", principal, lambda row: row.principal, None, "right", tone, width=9, fitted=True),
        Column("rate", rate, lambda row: row.rate, width=8, fitted=True, tip=lambda row: row.note),
        Column(
            "amount", interest, lambda row: row.amount, None, "right", tone, is_part, width=8, fitted=True
        ),
        Column(
            "note", note, lambda row: row.note, tone=tone, width=9, stretch=True, tip=lambda row: row.note
        ),
    )
