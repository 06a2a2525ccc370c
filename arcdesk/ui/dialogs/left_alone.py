"""Who is overdue and was left alone: not reached, not written to for so many days, and what holds him (F-32)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from arcdesk.domain.money import with_currency
from arcdesk.i18n import tr
from arcdesk.services.contact_coverage import USUAL_DAYS, Coverage, Gap
from arcdesk.services.reason_text import reason_text
from arcdesk.ui.tables import Column, RowTable, RowTableModel, date_column
from arcdesk.ui.theme import L, M, S
from arcdesk.ui.widgets import EmptyState, button, char_width, label
from arcdesk.ui.widgets.fields import number_field

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext

WIDTH_CHARACTERS, HEIGHT_LINES = 136, 26


class LeftAloneDialog(QDialog):
    """The list of the day looked at; who owes longest stands first."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setObjectName("left_alone_dialog")
        self.setWindowTitle(tr("Left alone: overdue without a talk or a letter"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(char_width(self) * WIDTH_CHARACTERS, self.fontMetrics().height() * HEIGHT_LINES)
        self.days = number_field("coverage_days", tr("Days without a talk or a letter"), 1, 3650, USUAL_DAYS)
        self.days.setSuffix(tr(" days|suffix"))
        self.days.valueChanged.connect(self._read)
        self.share = label("", "muted", wrap=True)
        self.share.setObjectName("coverage_share")
        self.model = RowTableModel(_columns(), lambda gap: (gap.customer_id, gap.currency), context.theme)
        self.table: RowTable[Gap] = RowTable(
            self.model, context.theme, context.settings, "coverage_list", self.windowTitle()
        )
        self.table.row_activated.connect(self._open)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        nobody = tr("Nobody who is overdue was left alone for that long.")
        self._stack.addWidget(EmptyState(context.theme, "check", nobody))
        head = QHBoxLayout()
        head.setSpacing(M)
        head.addWidget(label(tr("Neither reached nor written to for")))
        head.addWidget(self.days)
        head.addWidget(self.share, 1)
        foot = QHBoxLayout()
        foot.setSpacing(S)
        self.open_button = button(tr("Open the dossier"), "coverage_open", self._open_current)
        foot.addWidget(self.open_button)
        foot.addStretch(1)
        foot.addWidget(button(tr("Close"), "coverage_close", self.reject, primary=True))
        body = QVBoxLayout(self)
        body.setContentsMargins(L, L, L, M)
        body.setSpacing(M)
        body.addLayout(head)
        body.addWidget(self._stack, 1)
        body.addLayout(foot)
        context.data_changed.connect(self._read)
        self._read()

    def _read(self, *_: object) -> None:
        coverage, day, days = self._context.desk.contact_coverage, self._context.day, self.days.value()
        self._context.jobs.run(lambda _job: coverage.of(days, day), self._on_read, owner=self)

    def _on_read(self, found: Coverage) -> None:
        self.model.set_rows(found.gaps)
        self._stack.setCurrentIndex(0 if found.gaps else 1)
        self.table.select_first()
        self.open_button.setEnabled(bool(found.gaps))
        parts = [
            tr(
                "{covered} of {overdue} overdue were touched ({share} %)",
                covered=with_currency(found.covered_fen.get(currency, 0), currency),
                overdue=with_currency(fen, currency),
                share=found.covered_fen.get(currency, 0) * 100 // fen,
            )
            for currency, fen in found.overdue_fen.items()
        ]
        self.share.setText(tr("; |list").join(parts))

    def _open_current(self) -> None:
        gap = self.table.current_row()
        if gap is not None:
            self._open(gap)

    def _open(self, gap: Gap) -> None:
        self.accept()
        self._context.customer_requested.emit(gap.customer_id)


def _columns() -> list[Column[Gap]]:
    return [
        Column("customer", tr("Customer"), _customer, width=22, tip=_customer),
        Column("overdue", tr("Overdue"), _overdue, lambda gap: gap.overdue_fen, "right", width=14),
        Column("days", tr("Days"), lambda gap: str(gap.max_overdue_days), lambda gap: gap.max_overdue_days, "right"),
        date_column("reached", tr("Last reached"), lambda gap: gap.reached_on),
        date_column("written", tr("Last letter"), lambda gap: gap.written_on),
        Column("owner", tr("Owner|customer"), lambda gap: gap.owner, width=9),
        Column("held", tr("Held by"), _held, width=24, stretch=True, tip=_held),
    ]


def _customer(gap: Gap) -> str:
    return f"{gap.customer_name}  {gap.customer_code}"


def _overdue(gap: Gap) -> str:
    return with_currency(gap.overdue_fen, gap.currency)


def _held(gap: Gap) -> str:
    return tr("; |list").join(reason_text(reason) for reason in gap.reasons)
