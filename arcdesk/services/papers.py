"""Confirmations, receipts and agreements: what each is good for, previewed, numbered, sealed (R43 to R48)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from arcdesk.domain.dates import deadline_after
from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr, translate
from arcdesk.pdf.paper_data import Auditor, PaperData
from arcdesk.services.company import CompanyService
from arcdesk.services.customers import CustomerService
from arcdesk.services.documents import DocumentService, IssuedDocument, NewDocument
from arcdesk.services.paper_drafts import PaperDraft, PaperWriter
from arcdesk.services.plans import PlanService
from arcdesk.services.receipts import ReceiptService
from arcdesk.services.reference import Reference
from arcdesk.services.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from arcdesk.services.ledger import LedgerService
    from arcdesk.services.limitation import LimitationService

PAPERS: Mapping[str, str] = {
    "balance_confirmation": (
        "Asks the customer to confirm the balance and to pay what is due. Delivered with proof it is a demand and "
        "interrupts limitation; signed with the promise it acknowledges the debt."
    ),
    "audit_confirmation": (
        "For the auditor only: the answer goes to the accounting firm. It says that it is no demand, so it does not "
        "safely interrupt limitation. To collect, use the balance confirmation instead."
    ),
    "receipt_confirmation": (
        "Tells the customer that money arrived, what it paid and what is still owed. It demands nothing and waives "
        "nothing."
    ),
    "agreement": (
        "Puts an instalment plan on paper for both sides to sign. Signed, it acknowledges the debt and interrupts "
        "limitation; enter the scan with the plan."
    ),
}
"""Kinds of papers, and the effect of each as it is explained before it is made (R17, R18, R45, R48)."""

REPLY_DAYS = 10
"""Days given to answer a confirmation, moved on to a working day."""

PAY_DAYS = 7
"""Days from a balance confirmation to its payment deadline, moved on to a working day."""

NEAR_END = timedelta(days=365)
"""So near the end of limitation an audit confirmation is warned against (R45)."""


class UnknownPaper(Refusal):
    """Not one of ``PAPERS``."""

    sentence = "There is no document of kind “{kind}”. Choose one of: {known}."


class NothingToConfirm(Refusal):
    """A balance confirmation where nothing is owed."""

    sentence = "There is nothing to confirm for {customer} as of {day}: nothing is open."


class ReceiptNotHis(Refusal):
    """A receipt of somebody else, or one that takes another back."""

    sentence = "“{number}” is no receipt of {customer} that could be confirmed."


class PlanNotHis(Refusal):
    """A plan of another customer, or one that has ended."""

    sentence = "“{number}” is no instalment plan of {customer} that stands."


class SubjectMissing(Refusal):
    """A paper about a receipt or a plan that was not named."""

    sentence = "Say which {what} the document is about."


@dataclass(frozen=True, slots=True)
class PaperRequest:
    """What is asked for: ``subject`` is the number of the receipt or the plan, ``auditor`` whom to answer."""

    kind: str
    customer_id: int
    language: str = "zh"
    as_of: date | None = None
    subject: str = ""
    auditor: Auditor | None = None


class PaperService:
    """Previews and issues papers of the kinds of ``PAPERS``."""

    def __init__(
        self,
        work: UnitOfWork,
        company: CompanyService,
        customers: CustomerService,
        documents: DocumentService,
        reference: Reference,
        ledger: LedgerService,
        receipts: ReceiptService,
        plans: PlanService,
        limitation: LimitationService,
    ) -> None:
        self._work = work
        self._company = company
        self._customers = customers
        self._documents = documents
        self._reference = reference
        self._ledger = ledger
        self._receipts = receipts
        self._plans = plans
        self._limitation = limitation

    def warnings(self, request: PaperRequest) -> tuple[str, ...]:
        """What should be known before such a paper is made, in the language of this process (R45, R48)."""
        if request.kind == "audit_confirmation":
            nearest = self._limitation.nearest(request.customer_id)
            end = nearest.raw_end if nearest else None
            if end is not None and end - self._work.clock.today() <= NEAR_END:
                text = "Limitation ends on {day}, and an audit confirmation does not stop it. Send a demand as well."
                return (tr(text, day=end.isoformat()),)
        if request.kind == "agreement" and self._plans.guarantors(request.customer_id):
            return (tr("Guarantors have to consent in writing; the agreement has a place for each to sign."),)
        return ()

    def preview(self, request: PaperRequest) -> bytes:
        """The paper as it would look, one part a currency, without a number; nothing is kept.

        Raises:
            UnknownPaper, UnknownCustomer, NothingToConfirm, ReceiptNotHis, PlanNotHis, SubjectMissing, and
            whatever the print room refuses.
        """
        from arcdesk.pdf.papers import render_papers

        number = translate("PREVIEW", request.language)
        return render_papers([_numbered(draft, number) for draft in self._drafts(request)])

    def issue(self, request: PaperRequest) -> tuple[IssuedDocument, ...]:
        """Issue the paper: one document a currency, numbered and sealed, or nothing at all.

        Raises:
            as ``preview``, and CannotWrite.
        """
        from arcdesk.pdf.papers import render_papers

        today = self._work.clock.today()
        ids = []
        with self._work.write("paper.issued", request.customer_id) as deed:
            for draft in self._drafts(request):
                number = self._documents.next_number(request.kind, today.year)
                data = _numbered(draft, number)
                new = NewDocument(
                    "paper", request.kind, request.customer_id, request.language, data.head.currency, today,
                    draft.as_of, draft.total_fen, invoices=draft.invoices,
                )  # fmt: skip
                ids.append(self._documents.keep(deed, number, new, data, render_papers([data])))
        return tuple(self._documents.find(row_id) for row_id in ids)

    def issued(self, customer_id: int | None = None) -> tuple[IssuedDocument, ...]:
        """Issued papers, newest first."""
        return self._documents.issued("paper", customer_id)

    def _drafts(self, request: PaperRequest) -> list[PaperDraft]:
        if request.kind not in PAPERS:
            raise UnknownPaper(kind=request.kind[:40], known=", ".join(PAPERS), field="kind")
        customer = self._customers.find(request.customer_id)
        today = self._work.clock.today()
        writer = PaperWriter(self._company.profile(), customer, request.language, today, self._company.logo())
        if request.kind == "receipt_confirmation":
            return [self._receipt(writer, request)]
        if request.kind == "agreement":
            return [self._agreement(writer, request)]
        as_of, workdays = request.as_of or today, self._reference.workdays
        is_audit = request.kind == "audit_confirmation"
        auditor = (request.auditor or Auditor("")) if is_audit else None
        pay_by = None if is_audit else deadline_after(today, PAY_DAYS, workdays)
        found = writer.confirmations(as_of, deadline_after(today, REPLY_DAYS, workdays), auditor, pay_by)
        if not found:
            raise NothingToConfirm(customer=customer.name, day=as_of.isoformat(), field="customer")
        return found

    def _receipt(self, writer: PaperWriter, request: PaperRequest) -> PaperDraft:
        if not request.subject:
            raise SubjectMissing(what=tr("receipt|subject"), field="subject")
        line = self._receipts.find(request.subject)
        if line.customer_id != request.customer_id or line.amount_fen - line.returned_fen <= 0 or line.reverses_number:
            raise ReceiptNotHis(number=line.number, customer=writer.customer.name, field="subject")
        balances = self._ledger.balance(request.customer_id)
        balance = sum(each.balance_fen for each in balances if each.currency == line.currency)
        return writer.receipt(line, balance)

    def _agreement(self, writer: PaperWriter, request: PaperRequest) -> PaperDraft:
        if not request.subject:
            raise SubjectMissing(what=tr("instalment plan|subject"), field="subject")
        plan = self._plans.find(request.subject)
        if plan.customer_id != request.customer_id or not plan.stands:
            raise PlanNotHis(number=plan.number, customer=writer.customer.name, field="subject")
        return writer.agreement(plan, self._plans.guarantors(request.customer_id))


def _numbered(draft: PaperDraft, number: str) -> PaperData:
    return replace(draft.data, head=replace(draft.data.head, number=number))
