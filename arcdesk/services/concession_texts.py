"""Concessions in words: what is given, on what condition, what to write to the customer, the request on paper."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from arcdesk.domain.concession_state import ConcessionKind, ConcessionState
from arcdesk.domain.money import with_currency
from arcdesk.i18n import translate
from arcdesk.pdf.parts_sheet import PartsSheet, SheetPart, render_parts
from arcdesk.services.concession_lines import ConcessionLine
from arcdesk.services.concession_refusals import ConcessionOver, NotApproved

KIND_TEXTS: Mapping[ConcessionKind, str] = {
    "discount": "Discount|weigh",
    "interest": "Interest waived|weigh",
    "term": "Longer term|concession",
    "plan": "Instalments|concession",
    "goods": "Goods released|concession",
    "other": "Other|concession",
}
STATE_TEXTS: Mapping[ConcessionState, str] = {
    "proposed": "Asked for|concession",
    "approved": "Approved|concession",
    "offered": "Offered|concession",
    "met": "Condition met|concession",
    "lapsed": "Lapsed|concession",
    "done": "Carried out|concession",
    "refused": "Refused|concession",
    "withdrawn": "Withdrawn|concession",
}
STEP_TEXTS: Mapping[str, str] = {
    "approved": "Approved|concession",
    "refused": "Refused|concession",
    "offered": "Offered|concession",
    "accepted": "Accepted by the customer|concession",
    "withdrawn": "Withdrawn|concession",
    "carried_out": "Carried out|concession",
}
LIMITATION_NOTE = (
    "Our own offer interrupts no limitation period: it is no acknowledgement by the debtor. His written acceptance "
    "is (Provisions on Limitation, Art. 14): enter it with its paper."
)


def given_text(line: ConcessionLine, language: str) -> str:
    """``Discount ¥6,000.00``; ``Longer term, 15 days``."""
    text = translate(KIND_TEXTS[line.kind], language)
    parts = [text]
    if line.amount_fen:
        parts.append(with_currency(line.amount_fen, line.currency))
    if line.days:
        parts.append(translate("{count} days|concession", language, count=line.days))
    return " ".join(parts)


def condition_text(line: ConcessionLine, language: str) -> str:
    """``¥114,000.00 by 2026-10-31``; empty without a condition."""
    if line.pay_fen is None or line.pay_by is None:
        return ""
    amount = with_currency(line.pay_fen, line.currency)
    return translate("{amount} by {day}|concession", language, amount=amount, day=line.pay_by.isoformat())


def wording(line: ConcessionLine, language: str) -> str:
    """What may be written to the customer, the condition in it.

    Raises:
        NotApproved: nobody allowed it; nothing may be promised.
        ConcessionOver: it lapsed, was withdrawn or carried out.
    """
    if line.state in ("lapsed", "refused", "withdrawn", "done"):
        raise ConcessionOver(number=line.number, field="number")
    if not line.is_approved:
        raise NotApproved(number=line.number, ask=line.ask, field="number")
    values = {
        "amount": with_currency(line.amount_fen, line.currency),
        "days": line.days,
        "invoices": translate(", |list", language).join(line.invoices),
    }
    given = translate(_GIVEN[line.kind] if line.invoices else _GIVEN_AT_LARGE[line.kind], language, **values)
    if line.pay_fen is None or line.pay_by is None:
        return translate("With the approval of our company we can offer you: {given}.", language, given=given)
    return translate(
        "With the approval of our company: if {amount} has arrived on our account by {day}, {given}. This takes "
        "effect only if the payment is made in full and in time; otherwise it lapses, and we reserve all our claims, "
        "interest and penalties included.",
        language,
        amount=with_currency(line.pay_fen, line.currency),
        day=line.pay_by.isoformat(),
        given=given,
    )


_GIVEN: Mapping[ConcessionKind, str] = {
    "discount": "we grant a discount of {amount} on {invoices}",
    "interest": "we waive the late interest on {invoices}",
    "term": "we extend the term of payment of {invoices} by {days} days",
    "plan": "we agree to payment of {invoices} in instalments",
    "goods": "we release the goods held back",
    "other": "we grant what was discussed about {invoices}",
}
_GIVEN_AT_LARGE: Mapping[ConcessionKind, str] = {
    **_GIVEN,
    "plan": "we agree to payment in instalments",
    "other": "we grant what was discussed",
}


def step_facts(line: ConcessionLine, language: str) -> tuple[tuple[str, str], ...]:
    """What was done so far, by whom and when."""
    return tuple(
        (
            translate(STEP_TEXTS[step.event], language),
            " · ".join(part for part in (step.on.isoformat(), step.who, step.note, step.result) if part),
        )
        for step in line.steps
    )


def concession_facts(line: ConcessionLine, language: str) -> tuple[tuple[str, str], ...]:
    """The concession in labelled lines."""
    cost = "" if line.cost_fen is None else with_currency(line.cost_fen, line.currency)
    waiting = "" if line.waiting_fen is None else with_currency(line.waiting_fen, line.currency)
    none = translate("none|concession", language)
    facts = (
        ("Concession|number", line.number),
        ("Customer", f"{line.customer_code}  {line.customer_name}"),
        ("Invoices", ", ".join(line.invoices)),
        ("What is given|concession", given_text(line, language)),
        ("On condition of|concession", condition_text(line, language) or none),
        ("Reason", line.reason),
        ("Asked for on|concession", line.made_on.isoformat()),
        ("To be approved by|concession", line.ask),
        ("The concession costs|weigh", cost),
        ("Waiting costs|weigh", waiting),
    )
    return tuple((translate(title, language), value) for title, value in facts if value)


def request_pdf(line: ConcessionLine, language: str, made_on: date, company: str, asked_by: str = "") -> bytes:
    """The request for approval on paper, with lines to sign on.

    Raises:
        MissingGlyph.
    """
    facts = (*concession_facts(line, language), (translate("Asked for by|concession", language), asked_by))
    lines = (
        "□ Approved    □ Refused    □ Approved with changes:|concession", "Signature:|concession", "Date:|concession",
        "Remarks:|concession",
    )  # fmt: skip
    decision = SheetPart(
        translate("Decision|concession", language), blanks=tuple(translate(text, language) for text in lines)
    )
    done = step_facts(line, language)
    parts = (*((SheetPart(translate("So far|concession", language), facts=done),) if done else ()), decision)
    closing = (
        translate("Nothing is promised to the customer before this is approved.|concession", language),
        translate(LIMITATION_NOTE, language),
    )
    sheet = PartsSheet(
        language, translate("Request for a Concession", language), company, made_on, facts, parts,
        closing=closing, is_legal=True,
    )  # fmt: skip
    return render_parts(sheet)
