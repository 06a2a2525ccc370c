"""Due dates in words, in the language of this process: the same on the command line and in the window."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from arcdesk.domain.due_repair import Proposal
from arcdesk.domain.due_texts import CHANGES, INSTALMENT_SOURCE, source_text, terms_text
from arcdesk.domain.rate_texts import plain_percent
from arcdesk.domain.terms import Terms
from arcdesk.i18n import tr
from arcdesk.services.due_dates import DueLine
from arcdesk.services.ledger import InvoiceLine


def source_words(source: str, due_on: date | None = None, delivered_on: date | None = None) -> str:
    """Where a due date comes from (F-1)."""
    key, values = source_text(source, due_on, delivered_on)
    return tr(key, **values)


def line_words(line: InvoiceLine) -> str:
    """Where the due date of a receivable or of one instalment comes from; empty for a credit note."""
    if line.instalment:
        return tr(INSTALMENT_SOURCE, number=line.instalment, count=line.instalments)
    if line.amount_fen < 0:
        return ""
    return source_words(line.due_source, line.due_on, line.delivered_on)


def terms_words(terms: Terms | None) -> str:
    """A payment term; empty where none was agreed."""
    if terms is None:
        return ""
    key, values = terms_text(terms)
    return tr(key, **values)


def rate_words(rate: Decimal | None) -> str:
    """A penalty per day in per cent; empty where none was agreed."""
    return "" if rate is None else f"{plain_percent(rate * 100)}%"


def order_words(*, is_interest_first: bool) -> str:
    """What a payment settles first by the contract."""
    return tr("interest first, then principal") if is_interest_first else tr("principal first, or not agreed")


def change_words(rule: str) -> str:
    """By which rule a due date was changed."""
    return tr(CHANGES[rule]) if rule in CHANGES else rule


def proposal_words(proposal: Proposal, line: DueLine) -> str:
    """Why this due date is proposed."""
    terms = terms_words(proposal.terms)
    if proposal.rule == "contract":
        return tr("contract {number}: {terms}", number=line.contract_number, terms=terms)
    if proposal.rule == "customer":
        return tr("the customer's terms: {terms}", terms=terms)
    if proposal.rule == "usual":
        return tr(
            "usual with this customer: {terms} (median, other invoices: {count})",
            terms=terms,
            count=proposal.invoices,
        )
    return source_words("law", proposal.due_on, line.delivered_on)


def waiting_words(line: DueLine) -> str:
    """What is missing for a proposal; empty where there is one."""
    if line.proposals:
        return ""
    agreed = line.facts.contract or line.facts.customer
    if agreed is not None:
        return tr("{terms}: the delivery day is missing", terms=terms_words(agreed))
    return tr("nothing known: enter days of credit, a delivery day or a date")
