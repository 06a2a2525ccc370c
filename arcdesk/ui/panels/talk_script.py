"""What to say: a script for the kind of customer and the age of the debt, amounts filled in.

Own words after the principles R89 to R93: acknowledge, ask a concrete question, offer two
ways, end with an amount, a day and a name. A script that lacks a figure is not offered; an
unfilled field is never shown (R91).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from arcdesk.i18n import tr
from arcdesk.services.ledger import InvoiceLine
from arcdesk.ui.format import money_with_sign

SOON = "soon"
SCRIPTS = {
    SOON: (
        "Hello {contact}, invoice {invoice} over {amount} falls due on {due}. "
        "Is everything in order for payment on that day, or do you still need a document from us?"
    ),
    "reliable": (
        "Hello {contact}, our books still show {amount} that fell due on {due}, {days} days ago. "
        "It has probably slipped through: can it go out this week, or is a paper missing?"
    ),
    "forgetful": (
        "Hello {contact}, did our statement reach you? {amount} has been open since {due}. "
        "If the invoice or an approval is missing I will send it today. "
        "Which day can the payment be released, and who releases it?"
    ),
    "short_of_cash": (
        "Hello {contact}, I know things are tight. {amount} is {days} days past due. "
        "Would a first part this week and the rest in fixed instalments work for you? "
        "Which amount can you manage, and on which day?"
    ),
    "malicious": (
        "Hello {contact}, {amount} is {days} days past due and earlier dates were not kept. "
        "Please name the day of payment now. Without it we will enforce the contract "
        "and claim the amount in court or by arbitration."
    ),
    "": (
        "Hello {contact}, {amount} has been past due for {days} days. "
        "Where is the payment held up, who has to approve it, and on which day at the latest will it be made?"
    ),
}


@dataclass(frozen=True, slots=True)
class Script:
    """One text ready to be read out or sent."""

    text: str


def script_for(
    behaviour: str, contact: str, invoices: Sequence[InvoiceLine], currency: str, as_of: date
) -> Script | None:
    """The script for a customer's open invoices of one currency; None when nothing is to be asked.

    What is disputed is not asked for: it is settled apart.
    """
    mine = [line for line in invoices if line.currency == currency and line.open_fen > line.disputed_fen]
    late = [line for line in mine if line.due_on is not None and line.due_on < as_of]
    coming = [line for line in mine if line.due_on is not None and line.due_on >= as_of]
    asked = late or coming[:1]
    if not asked:
        return None
    first = min(asked, key=lambda line: line.due_on or as_of)
    amount_fen = sum(line.open_fen - line.disputed_fen for line in asked)
    key = SCRIPTS.get(behaviour, SCRIPTS[""]) if late else SCRIPTS[SOON]
    text = tr(
        key,
        contact=contact or tr("there|address"),
        invoice=first.number,
        amount=money_with_sign(amount_fen, currency),
        due=first.due_on.isoformat() if first.due_on else "",
        days=max((line.overdue_days for line in asked), default=0),
    )
    return Script(text)
