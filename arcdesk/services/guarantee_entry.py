"""What a guarantee is entered from, and what is refused about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from arcdesk.domain.errors import Refusal
from arcdesk.domain.guarantee import ActKind, GuaranteeKind
from arcdesk.models.customer import Customer
from arcdesk.models.ledger import Contract, Invoice
from arcdesk.services.customers import UnknownCustomer
from arcdesk.services.evidence import PastedFile
from arcdesk.services.ledger import UnknownInvoice
from arcdesk.services.limitation_entries import check_evidence

KINDS: tuple[GuaranteeKind, ...] = ("joint", "general")
ACTS: tuple[ActKind, ...] = ("demand", "suit")
MOST_MONTHS = 240


class UnknownGuarantee(Refusal):
    """No standing guarantee has that number."""

    sentence = "There is no guarantee no. {number} that stands. Look up the numbers in the list."


class UnknownGuaranteeAct(Refusal):
    """No act has that number."""

    sentence = "There is no act no. {number} on a guarantee that stands. Look up the numbers in the list."


class UnknownGuaranteeKind(Refusal):
    """Neither general nor joint."""

    sentence = (
        "“{value}” is no kind of guarantee. Choose joint, or general where the contract does not say joint."
    )


class UnknownActKind(Refusal):
    """Neither of the two acts."""

    sentence = (
        "“{value}” is no act on a guarantee. Choose demand (on the guarantor) or suit (against the debtor)."
    )


class GuarantorMissing(Refusal):
    """A guarantee by nobody."""

    sentence = "The name of the guarantor is missing. Enter it as it stands in the contract."


class GuaranteePeriodWrong(Refusal):
    """A length that no contract has, or two lengths at once."""

    sentence = "Give the guarantee period as 1 to {most} months or as its last day, or leave it out if none is agreed."


class GuaranteeScopeWrong(Refusal):
    """One invoice and a whole contract at once."""

    sentence = (
        "Give one invoice or one contract that the guarantee is for, or neither if it is for every debt."
    )


class UnknownContractOfCustomer(Refusal):
    """The customer has no contract of that number."""

    sentence = "There is no contract “{number}” with this customer. Check the number."


@dataclass(frozen=True, slots=True)
class NewGuarantee:
    """A guarantee to be entered; without invoice and contract it stands for every debt of the customer."""

    customer_id: int
    guarantor: str
    kind: str = "general"
    invoice: str = ""
    contract: str = ""
    agreed_months: int | None = None
    agreed_until: date | None = None
    evidence_id: int | None = None
    proof: Path | PastedFile | None = None
    note: str = ""


def checked(new: NewGuarantee) -> tuple[int | None, int | None]:
    """The ids of the invoice and the contract that a guarantee is to stand for.

    Raises:
        UnknownCustomer, GuarantorMissing, UnknownGuaranteeKind, GuaranteePeriodWrong, GuaranteeScopeWrong,
        UnknownInvoice, UnknownContractOfCustomer, NotTheCustomersEvidence.
    """
    if Customer.get_or_none(Customer.id == new.customer_id) is None:
        raise UnknownCustomer(code=new.customer_id, field="customer")
    if not new.guarantor.strip():
        raise GuarantorMissing(field="guarantor")
    if new.kind not in KINDS:
        raise UnknownGuaranteeKind(value=new.kind, field="kind")
    months = new.agreed_months
    if months is not None and (new.agreed_until is not None or not 1 <= months <= MOST_MONTHS):
        raise GuaranteePeriodWrong(most=MOST_MONTHS, field="months")
    if new.invoice.strip() and new.contract.strip():
        raise GuaranteeScopeWrong(field="invoice")
    if new.evidence_id is not None:
        check_evidence(new.customer_id, new.evidence_id)
    return _invoice(new), _contract(new)


def _invoice(new: NewGuarantee) -> int | None:
    if not new.invoice.strip():
        return None
    mine = (Invoice.number == new.invoice.strip()) & (Invoice.customer == new.customer_id)
    row = Invoice.get_or_none(mine & (Invoice.amount_fen > 0))
    if row is None:
        raise UnknownInvoice(number=new.invoice, field="invoice")
    return int(row.id)


def _contract(new: NewGuarantee) -> int | None:
    if not new.contract.strip():
        return None
    row = Contract.get_or_none(
        (Contract.number == new.contract.strip()) & (Contract.customer == new.customer_id)
    )
    if row is None:
        raise UnknownContractOfCustomer(number=new.contract, field="contract")
    return int(row.id)
