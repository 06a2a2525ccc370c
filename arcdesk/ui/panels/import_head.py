"""Over the list: which file, which layout, of which day, and whether its totals are met."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from arcdesk.i18n import current, tr
from arcdesk.ui import format as show
from arcdesk.ui.import_words import layout_name
from arcdesk.ui.theme import XL, XS, M, S
from arcdesk.ui.widgets import button, label, set_role
from arcdesk.ui.widgets.date_field import DateField
from arcdesk.ui.widgets.flow import FlowLayout

if TYPE_CHECKING:
    from arcdesk.importing.ledger_file import ControlTotal, LedgerFile
    from arcdesk.services.importing import ImportPlan
    from arcdesk.ui.context import UiContext

REMARKS_SHOWN = 2


class ImportHead(QWidget):
    """Layout, day, control totals, remarks; and the question how dates are meant, where it is open.

    Signals:
        date_order_chosen(str): "mdy" or "dmy"; read the file again with it.
        day_chosen(date): balances in the file are as of this day; read again with it.
    """

    date_order_chosen = Signal(str)
    day_chosen = Signal(object)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.layout_used = label("", "muted")
        self.day = DateField(tr("Balances as of"), today=context.today, theme=context.theme)
        self.day.setObjectName("import_day")
        self.day.setToolTip(tr("Money that the file calls received, without saying when, is dated this day."))
        self.day.editingFinished.connect(self._on_day)
        self.day_from = label("", "muted")
        self._shown_day: date | None = None
        self._facts = FlowLayout(spacing=XL, line_spacing=XS)
        self._controls: list[QLabel] = []
        self.remarks = label("", "muted", wrap=True)
        self.question = self._date_question()
        self.day_question = self._day_question()
        self._lay_out()

    def show_plan(self, plan: ImportPlan) -> None:
        """Show what file it is and what its totals come to."""
        file = plan.file
        self.layout_used.setText(layout_name(file.preset, file.mapping_name))
        self._shown_day = plan.as_of
        self.day.set_day(plan.as_of)
        self.day_from.setText(_day_text(file, plan.as_of))
        set_role(self.day_from, "muted" if file.as_of in {None, plan.as_of} else "warn")
        self.question.setVisible(file.needs_date_order)
        self.day_question.setVisible(file.needs_day)
        self._day_said.setText(tr("They are of {day}", day=show.day(plan.as_of)))
        self._show_control(plan)
        texts = [remark.text(current()) for remark in file.remarks]
        more = (
            [tr("and {count} more|import", count=len(texts) - REMARKS_SHOWN)]
            if len(texts) > REMARKS_SHOWN
            else []
        )
        self.remarks.setText("  ".join(["ⓘ", *texts[:REMARKS_SHOWN], *more]) if texts else "")
        self.remarks.setToolTip("\n".join(texts))
        self.remarks.setVisible(bool(texts))

    def focus_question(self) -> None:
        """Put the keyboard on the question about dates, else on that about the day."""
        (self._day_said if self.question.isHidden() else self._orders[0]).setFocus()

    def _show_control(self, plan: ImportPlan) -> None:
        for old in self._controls:
            self._facts.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._controls = []
        for currency, total in sorted(plan.control.items()):
            agrees = total.agrees
            made = label(_control_text(currency, total), "good" if agrees else "bad")
            made.setToolTip(
                tr("The file states this total itself.") if total.stated
                else tr("The file states no total: its rows were added up.")
            )  # fmt: skip
            made.setMinimumHeight(self.day.sizeHint().height())  # in line with the field beside it
            self._facts.addWidget(made)
            self._controls.append(made)

    @Slot()
    def _on_day(self) -> None:
        day = self.day.day_or_none()
        if day is not None and day != self._shown_day:
            self._shown_day = day
            self.day_chosen.emit(day)

    def _date_question(self) -> QWidget:
        bar = QFrame()
        bar.setObjectName("past_note")
        row = QHBoxLayout(bar)
        row.setContentsMargins(M, S, M, S)
        row.setSpacing(S)
        row.addWidget(
            label(tr("Is 4/6/2026 the 6th of April or the 4th of June in this file?"), wrap=True), 1
        )
        self._orders: list[QPushButton] = []
        for order, text in (("mdy", tr("6 April (month first)")), ("dmy", tr("4 June (day first)"))):
            made = button(text, f"date_order_{order}", partial(self.date_order_chosen.emit, order))
            self._orders.append(made)
            row.addWidget(made)
        return bar

    def _day_question(self) -> QWidget:
        bar = QFrame()
        bar.setObjectName("past_note")
        row = QHBoxLayout(bar)
        row.setContentsMargins(M, S, M, S)
        row.setSpacing(S)
        text = tr("The file does not say of which day its balances are. Choose the day above, or confirm it.")
        row.addWidget(label(text, wrap=True), 1)
        self._day_said = button("", "import_day_said", self._on_day_said)
        self._day_said.setAccessibleName(text)  # until its own text says the day
        row.addWidget(self._day_said)
        return bar

    @Slot()
    def _on_day_said(self) -> None:
        if self._shown_day is not None:
            self.day_chosen.emit(self._shown_day)

    def _lay_out(self) -> None:
        day = QWidget()
        row = QHBoxLayout(day)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(S)
        buddy = label(tr("Balances as of"), "muted")
        buddy.setBuddy(self.day)
        for part in (self.layout_used, buddy, self.day, self.day_from):
            row.addWidget(part)
        self._facts.addWidget(day)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(XS)
        box.addLayout(self._facts)
        box.addWidget(self.remarks)
        box.addWidget(self.question)
        box.addWidget(self.day_question)


def _day_text(file: LedgerFile, as_of: date) -> str:
    if file.as_of is None:
        return tr("the file names no day")
    if file.as_of == as_of:
        return tr("as the file says")
    return tr("the file says {day}", day=file.as_of)


def _control_text(currency: str, total: ControlTotal) -> str:
    stated, taken = total.file_total_fen, total.imported_total_fen
    if total.agrees:
        met = f"✓ {currency} {show.money(stated)}  {tr('control total met')}"
        if total.passed_over_fen:
            met += "  " + tr("{amount} of it left out in peace", amount=show.money(total.passed_over_fen))
        return met
    return "✗ " + tr(
        "{currency}: file {stated}, taken in {taken}, difference {left}",
        currency=currency, stated=show.money(stated), taken=show.money(taken),
        left=show.money(stated - taken - total.passed_over_fen),
    )  # fmt: skip
