"""Guarantees: who stands in, for what and how long; and what was done to keep the guarantor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.domain.guarantee import DEFAULT_MONTHS, SECURING
from arcdesk.i18n import tr
from arcdesk.services.guarantee_entry import KINDS, NewGuarantee
from arcdesk.services.guarantee_lines import ACT_KEYS, KIND_KEYS, GuaranteeLine
from arcdesk.ui.dialogs.form_dialog import DayMissing, FormDialog, add_text
from arcdesk.ui.widgets import label
from arcdesk.ui.widgets.date_field import DateField
from arcdesk.ui.widgets.fields import combo_box, line_edit
from arcdesk.ui.widgets.proof_field import ProofField

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext


class MonthsWrong(Refusal):
    """A guarantee period that is no number of months."""

    sentence = "“{text}” is not a number of months. Write it like 6, or leave it empty."


class GuaranteeDialog(FormDialog):
    """Adds a guarantee, or enters one in the place of ``line``."""

    def __init__(
        self,
        context: UiContext,
        customer_id: int,
        invoices: Sequence[str],
        contracts: Sequence[str],
        line: GuaranteeLine | None = None,
        parent: QWidget | None = None,
    ) -> None:
        title = tr("Correct the guarantee") if line else tr("Add a guarantee")
        super().__init__(context, title, tr("Save"), parent)
        self._customer_id, self._line = customer_id, line
        self.guarantor = line_edit("guarantor", tr("Guarantor"), line.guarantor if line else "")
        self.kind = combo_box("guarantee_kind", tr("Kind"), [(kind, tr(KIND_KEYS[kind])) for kind in KINDS])
        self.kind.setCurrentIndex(self.kind.findData(line.kind if line else "general"))
        scopes = [("", tr("Every debt of the customer"))]
        scopes += [(f"contract {number}", tr("Contract {number}", number=number)) for number in contracts]
        scopes += [(f"invoice {number}", number) for number in invoices]
        self.scope = combo_box("guarantee_scope", tr("Stands for"), scopes)
        self._choose_scope(line)
        months = str(line.agreed_months) if line and line.agreed_months else ""
        hint = tr("{months} by law where none are agreed", months=DEFAULT_MONTHS)
        self.months = line_edit("guarantee_months", tr("Months agreed"), months, hint=hint)
        self.until = DateField(tr("Or the last day agreed"), context.theme, context.today)
        self.until.set_day(line.agreed_until if line else None)
        self.proof = ProofField(tr("Contract of guarantee"))
        self.note = line_edit("guarantee_note", tr("Remarks"), line.note if line else "")
        for caption, field in (
            (tr("Guarantor"), self.guarantor), (tr("Kind"), self.kind), (tr("Stands for"), self.scope),
            (tr("Months agreed"), self.months), (tr("Or the last day agreed"), self.until),
            (tr("Contract of guarantee"), self.proof), (tr("Remarks"), self.note),
        ):  # fmt: skip
            self.add_row(caption, field)

    def gather(self) -> Callable[[JobContext], object]:
        text = self.months.text().strip()
        if text and not (text.isdecimal() and text.isascii()):
            raise MonthsWrong(text=text, field="months")
        what, _, number = str(self.scope.currentData()).partition(" ")
        new = NewGuarantee(
            self._customer_id, self.guarantor.text(), str(self.kind.currentData()),
            invoice=number if what == "invoice" else "", contract=number if what == "contract" else "",
            agreed_months=int(text) if text else None, agreed_until=self.until.day(), proof=self.proof.path(),
            note=self.note.text(),
        )  # fmt: skip
        desk, line = self.context.desk, self._line
        if line is None:
            return lambda _job: desk.guarantees.add(new)
        return lambda _job: desk.guarantees.correct(line.id, new)

    def done_text(self, result: object) -> str:
        return tr("The guarantee is kept.")

    def _choose_scope(self, line: GuaranteeLine | None) -> None:
        if line is None or not (line.invoice_number or line.contract_number):
            return
        kind, number = (
            ("invoice", line.invoice_number) if line.invoice_number else ("contract", line.contract_number)
        )
        wanted = f"{kind} {number}"
        if self.scope.findData(wanted) < 0:  # paid by now
            self.scope.addItem(number, wanted)
        self.scope.setCurrentIndex(self.scope.findData(wanted))


class GuaranteeActDialog(FormDialog):
    """A claim on the guarantor, or a suit against the debtor, with its proof."""

    def __init__(self, context: UiContext, line: GuaranteeLine, parent: QWidget | None = None) -> None:
        title = tr("{guarantor}: what was done", guarantor=line.guarantor)
        super().__init__(context, title, tr("Record"), parent)
        self._line = line
        self.act = combo_box(
            "guarantee_act", tr("What was done"), [(act, tr(key)) for act, key in ACT_KEYS.items()]
        )
        self.act.setCurrentIndex(self.act.findData(SECURING[line.kind]))
        self.on = DateField(tr("Day"), context.theme, context.today)
        self.on.set_day(context.today)
        self.proof = ProofField(tr("Proof"))
        self.note = line_edit("guarantee_note", tr("Remarks"))
        if line.kind == "joint":
            text = tr("A joint guarantor is kept by a claim that provably reached the guarantor in time.")
        else:
            text = tr("A general guarantor is kept only by suing the debtor, or by arbitration, in time.")
        for caption, field in (
            (tr("What was done"), self.act), (tr("Day"), self.on), (tr("Proof"), self.proof),
            (tr("Remarks"), self.note),
        ):  # fmt: skip
            self.add_row(caption, field)
        add_text(self, label(text, "muted", wrap=True))

    def gather(self) -> Callable[[JobContext], object]:
        day = self.on.day()
        if day is None:
            raise DayMissing(field="on")
        desk, number, act = self.context.desk, self._line.id, str(self.act.currentData())
        proof, note = self.proof.path(), self.note.text()
        return lambda _job: desk.guarantees.record_act(number, act, day, proof=proof, note=note)

    def done_text(self, result: object) -> str:
        return tr("It is recorded with the guarantee.")


class WithdrawGuaranteeDialog(FormDialog):
    """Taking a guarantee out, or (with ``act_id``) something that was recorded with it."""

    def __init__(
        self, context: UiContext, line: GuaranteeLine, act_id: int = 0, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            context, tr("{guarantor}: withdraw", guarantor=line.guarantor), tr("Withdraw|verb"), parent
        )
        self._line, self._act_id = line, act_id
        self.note = line_edit("guarantee_note", tr("Reason"))
        add_text(self, label(tr("The entry stays in the books, with the reason."), wrap=True))
        self.add_row(tr("Reason"), self.note)

    def gather(self) -> Callable[[JobContext], object]:
        desk, line, act_id, note = self.context.desk, self._line, self._act_id, self.note.text()
        if act_id:
            return lambda _job: desk.guarantees.withdraw_act(act_id, line.customer_id, note)
        return lambda _job: desk.guarantees.withdraw(line.id, note)

    def done_text(self, result: object) -> str:
        return tr("It is withdrawn.")
