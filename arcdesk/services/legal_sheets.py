"""The checklist before a suit, on paper and in rows for the screen (S-065, S-077, R34, R35, R98)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from arcdesk.domain.legal import DECISIONS, SIGNS
from arcdesk.domain.money import with_currency
from arcdesk.i18n import current, tr
from arcdesk.importing.sheet_writer import Cell as BookCell
from arcdesk.importing.sheet_writer import Money, Sheet
from arcdesk.pdf.parts_sheet import PartsSheet, SheetPart, SheetTable
from arcdesk.pdf.table import Column
from arcdesk.services.case_words import person_name, sums_text
from arcdesk.services.court_fee_sheets import HOW, court_fee_facts
from arcdesk.services.guarantee_lines import KIND_KEYS, STATE_KEYS
from arcdesk.services.legal import Decision, LegalChecklist, Sign, TriggerLine
from arcdesk.services.limitation_sheets import STATE_TEXTS
from arcdesk.services.reason_text import reason_text, reasons_text

PROOFS = {
    "contract": "Contract|evidence",
    "invoice": "Invoice|evidence",
    "delivery_note": "Delivery note|evidence",
    "statement": "Statement|evidence",
    "letter": "Demand letter|evidence",
    "delivery": "Proof of delivery|evidence",
    "conversation": "Talks|proof",
}
MARKS = {"have": "have|proof", "partial": "part|proof", "missing": "missing|proof", "none": "none|proof"}

Check = tuple[str, str, str]
"""What is looked at, how it stands (have, part, missing), and what it is."""


def decision_text(decision: Decision | None) -> str:
    """What was decided, when, by whom and why."""
    if decision is None:
        return tr("Not decided yet|legal")
    head = tr(DECISIONS[decision.decision])
    if decision.until_on:
        head = tr("Wait until {day}|decision", day=decision.until_on.isoformat())
    return f"{decision.on.isoformat()} · {head} · {decision.by} · {decision.reason}"


def sign_text(sign: Sign) -> str:
    """What was noted, when."""
    return f"{sign.on.isoformat()} · {tr(SIGNS[sign.kind])} · {sign.note}"


def general_checks(found: LegalChecklist) -> tuple[Check, ...]:
    """What a suit needs of the customer and the contract, whichever invoice it is about."""
    profile = found.case.customer
    clauses = [line.profile.dispute_clause for line in found.contracts if line.profile.dispute_clause]
    arbitration = any("仲裁" in clause or "arbitra" in clause.lower() for clause in clauses)
    forum = tr("; |list").join(dict.fromkeys(clauses))
    if arbitration:
        forum += " — " + tr("an arbitration clause keeps the court out")
    nowhere = tr("none agreed: the defendant's domicile, or the place of the party that receives the money")
    bases = dict.fromkeys(reason_text(one.why) for one in found.interest)
    gaps = dict.fromkeys(reason_text(gap) for one in found.interest for gap in one.gaps)
    rests = tr("; |list").join((*bases, *gaps))
    return (
        (tr("Name and credit code of the debtor"), _mark(profile.uscc),
         f"{profile.name} {profile.uscc or tr('(credit code missing)')}"),
        (tr("Address for service"), _mark(profile.address), profile.address),
        (tr("Contract|evidence"), _mark(found.contracts),
         ", ".join(line.profile.number for line in found.contracts)),
        (tr("Jurisdiction"), _mark(clauses, "partial"), forum or nowhere),
        (tr("Interest rests on"), _mark(bases, "partial" if gaps else "missing"), rests or "—"),
        (tr("Guarantees"), _mark(found.guarantees, "none"),
         tr("; |list").join(_guarantee(found)) or tr("none recorded|guarantee")),
        (tr("Limitation"), *_limitation(found)),
    )  # fmt: skip


def proof_rows(found: LegalChecklist) -> tuple[tuple[str, int, str, tuple[str, ...]], ...]:
    """Each open invoice with its currency, fen and what proves it, in the order of ``PROOFS``."""
    return tuple(
        (
            line.number,
            line.open_fen,
            line.currency,
            tuple(tr(MARKS[line.proof.states[name]]) for name in PROOFS),
        )
        for line in found.proofs
    )


def claim_facts(found: LegalChecklist) -> tuple[tuple[str, str], ...]:
    """The sums claimed by currency, and what the court would cost."""
    facts: list[tuple[str, str]] = []
    for claim in found.claims:
        money = [
            with_currency(fen, claim.currency)
            for fen in (claim.principal_fen, claim.interest_fen, claim.total_fen)
        ]
        facts += [
            (tr("Principal overdue"), money[0]),
            (
                tr("Disputed among it"),
                with_currency(claim.disputed_fen, claim.currency) if claim.disputed_fen else "",
            ),
            (tr("Interest up to the day"), money[1]),
            (tr("Claim in all"), money[2]),
        ]
    if found.fees is not None:
        facts += court_fee_facts(found.fees, current())[1:]
    return tuple(facts)


def legal_sheet(found: LegalChecklist, company: str, made_on: date) -> PartsSheet:
    """The checklist on paper."""
    profile = found.case.customer
    facts = (
        (tr("Debtor|sheet"), f"{profile.code} {profile.name}"),
        (tr("Owner"), person_name(profile.owner)),
        (tr("As of|sheet"), found.as_of.isoformat()),
        (tr("Overdue"), sums_text((claim.currency, claim.principal_fen) for claim in found.claims)),
        (tr("Days late"), str(found.case.max_overdue_days)),
        (tr("Decision"), decision_text(found.decisions[-1] if found.decisions else None)),
    )
    general = SheetTable(
        (
            Column(tr("To check|legal"), weight=1.3),
            Column(tr("State"), "date"),
            Column(tr("Findings|legal"), weight=2.6),
        ),
        tuple((what, tr(MARKS[state]), text) for what, state, text in general_checks(found)),
    )
    proofs = SheetTable(
        (Column(tr("Invoice"), weight=1.2), Column(tr("Open|amount"), "amount"),
         *(Column(tr(key), weight=0.8) for key in PROOFS.values())),
        tuple((number, fen, *states) for number, fen, _, states in proof_rows(found)),
    )  # fmt: skip
    why = tuple(map(reason_text, found.reasons)) or (
        tr("Not at the trigger: neither age nor signs ask for a suit."),
    )
    made = tuple(map(decision_text, reversed(found.decisions)))
    parts = (
        SheetPart(sentences=(*why, *map(sign_text, found.signs)), sentences_title=tr("Why now|legal")),
        SheetPart(tr("Claim and costs"), claim_facts(found)),
        SheetPart(tr("Papers and facts|legal"), tables=(general,)),
        SheetPart(tr("Proof of each invoice"), tables=(proofs,) if found.proofs else ()),
        SheetPart(sentences=made, sentences_title=tr("Decisions|legal")),
        SheetPart(tr("Decision"), blanks=(
            tr("Sue / wait until / settle / write off:"), tr("Decided by, day, reason:"),
        )),
    )  # fmt: skip
    closing: tuple[str, ...] = (tr(HOW),) if found.fees is not None else ()
    if any(claim.currency != "CNY" for claim in found.claims):
        closing += (tr("Court fees are estimated for the claim in CNY alone."),)
    return PartsSheet(
        current(),
        tr("Checklist Before a Suit"),
        company,
        made_on,
        facts,
        parts,
        closing=closing,
        is_legal=True,
    )


def trigger_book(lines: Sequence[TriggerLine]) -> tuple[Sheet, ...]:
    """Everybody at the trigger as a workbook."""
    heads: list[BookCell] = [
        tr("Code"), tr("Customer"), tr("Owner"), tr("Currency"), tr("Overdue"), tr("Days late"),
        tr("Why"), tr("Decision"),
    ]  # fmt: skip
    rows = [heads]
    for line in lines:
        why = reasons_text(line.reasons)
        rows += [
            [line.customer_code, line.customer_name, person_name(line.owner), currency, Money(fen, currency),
             line.max_overdue_days, why, decision_text(line.decision)]
            for currency, fen in line.overdue_fen.items()
        ]  # fmt: skip
    return (Sheet(tr("At the lawyer's trigger"), rows),)


def _mark(present: object, otherwise: str = "missing") -> str:
    return "have" if present else otherwise


def _guarantee(found: LegalChecklist) -> Iterator[str]:
    for line in found.guarantees:
        state = tr(STATE_KEYS[line.state]) if line.state else ""
        end = line.last_day.isoformat() if line.last_day else ""
        yield " ".join(part for part in (line.guarantor, tr(KIND_KEYS[line.kind]), state, end) if part)


def _limitation(found: LegalChecklist) -> tuple[str, str]:
    """The nearest end, and whether any period has run out."""
    gone = [line for line in found.limitation if line.state == "expired"]
    dated = [line for line in found.limitation if line.raw_end is not None]
    ahead = [line for line in dated if line.state != "expired"]
    text = tr("; |list").join(
        f"{line.number} {line.raw_end} {tr(STATE_TEXTS[line.state]) if line.state else ''}".strip()
        for line in (*gone, *ahead[:3])
    )
    return ("missing" if gone else "have" if ahead else "partial"), text or "—"
