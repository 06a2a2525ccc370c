"""``legal``: who is at the lawyer's trigger, the checklist before a suit, what was decided (S-065, S-077)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from typer import Argument, Option

from arcdesk.cli import values
from arcdesk.cli.calc_court_fee import fee_document
from arcdesk.cli.choose import ready_folder
from arcdesk.cli.commands import Command, Status
from arcdesk.cli.limitation_text import LEGAL_NOTE
from arcdesk.cli.list_out import ListOut, Xlsx
from arcdesk.cli.session import Session
from arcdesk.cli.staff import Reason, written_lines
from arcdesk.cli.tables import facts, table
from arcdesk.domain.legal import DECISIONS, SIGNS
from arcdesk.domain.money import format_plain, with_currency
from arcdesk.i18n import tr
from arcdesk.services.reason_text import reason_text

if TYPE_CHECKING:
    from arcdesk.services.legal import Decision, LegalChecklist, TriggerLine

Code = Annotated[str, Argument(metavar="CODE", help="The customer.")]


def at_trigger(
    session: Session,
    on: Annotated[str, Option("--date", metavar="DATE", help="The day asked about; today.")] = "",
    xlsx: Xlsx = "",
) -> Status:
    """List customers who are a case for the lawyer, and why; the status is 1 where one is to be decided."""
    ListOut(xlsx, "", mask=False)
    day = values.day(on) or session.clock.today()
    with session.desk(write=False) as desk:
        found = desk.legal.at_trigger(day)
        files = [desk.staff_papers.triggers_book(found, Path(xlsx))] if xlsx else []
    session.answer([trigger_document(line) for line in found], lambda: (*_trigger_lines(found), *written_lines(files)))
    return 1 if any(line.is_to_decide(day) for line in found) else 0


def checklist(
    session: Session,
    customer: Code,
    on: Annotated[str, Option("--date", metavar="DATE", help="The day asked about; today.")] = "",
    out: Annotated[
        str, Option("--out", metavar="DIR", help="Write PDF, XLSX and an unsent e-mail into this folder too.")
    ] = "",
) -> Status:
    """Show what is looked at before a suit: papers, limitation, guarantees, forum, interest, claim, court fees."""
    day = values.day(on)
    with session.desk(write=False) as desk:
        folder = ready_folder(desk, out) if out else None
        found = desk.legal.checklist(desk.customers.find(customer).id, day)
        files = desk.staff_papers.write([desk.staff_papers.checklist(found)], folder) if folder else ()
    document = checklist_document(found) | {"files": [str(path) for path in files]}
    session.answer(document, lambda: (*_checklist_lines(found), *written_lines(files)))
    return 0


def sign(
    session: Session,
    customer: Code,
    kind: Annotated[str, Argument(metavar="|".join(SIGNS), help="What was noticed.")],
    note: Annotated[str, Option("--note", metavar="TEXT", help="How it is known; it stays in the books.")],
    on: Annotated[str, Option("--on", metavar="DATE", help="The day it was noticed; today.")] = "",
    lift: Annotated[bool, Option("--lift", help="It holds no longer.", show_default=False)] = False,
) -> Status:
    """Note that contact is lost, assets are moved away or talks failed."""
    day = values.day(on)
    with session.desk(write=True) as desk:
        profile = desk.customers.find(customer)
        if lift:
            desk.legal.lift_sign(profile.id, kind, note)
        else:
            desk.legal.note_sign(profile.id, kind, note, day)
    text = tr("{sign}: taken back for {name}" if lift else "{sign}: noted for {name}", sign=tr(SIGNS[kind]),
              name=profile.name)  # fmt: skip
    session.answer({"customer": profile.code, "sign": kind, "lifted": lift}, lambda: (text,))
    return 0


def decide(
    session: Session,
    customer: Code,
    decision: Annotated[str, Argument(metavar="|".join(DECISIONS), help="What was decided.")],
    by: Annotated[str, Option("--by", metavar="NAME", help="Who decided.")],
    reason: Reason,
    until: Annotated[str, Option("--until", metavar="DATE", help="With wait: until when.")] = "",
) -> Status:
    """Record what was decided on suing a customer."""
    day = values.day(until)
    with session.desk(write=True) as desk:
        profile = desk.customers.find(customer)
        made = desk.legal.decide(profile.id, decision, by, reason, day)
    session.answer(
        {"customer": profile.code, **(decision_document(made) or {})}, lambda: (f"{profile.name}: {_said(made)}",)
    )
    return 0


def trigger_document(line: TriggerLine) -> dict[str, Any]:
    """A customer at the trigger as JSON."""
    return {
        "customer": line.customer_code, "name": line.customer_name, "owner": line.owner or None,
        "overdue": {currency: format_plain(fen) for currency, fen in line.overdue_fen.items()},
        "max_overdue_days": line.max_overdue_days, "reasons": [reason_text(reason) for reason in line.reasons],
        "rules": [reason.rule for reason in line.reasons], "decision": decision_document(line.decision),
    }  # fmt: skip


def decision_document(made: Decision | None) -> dict[str, Any] | None:
    """A decision as JSON."""
    if made is None:
        return None
    return {
        "decision": made.decision, "on": made.on.isoformat(),
        "until": made.until_on.isoformat() if made.until_on else None, "by": made.by, "reason": made.reason,
    }  # fmt: skip


def checklist_document(found: LegalChecklist) -> dict[str, Any]:
    """The checklist as JSON."""
    from arcdesk.services.legal_sheets import general_checks

    return {
        "customer": found.case.customer.code, "name": found.case.customer.name, "as_of": found.as_of.isoformat(),
        "reasons": [reason_text(reason) for reason in found.reasons],
        "claims": [
            {
                "currency": claim.currency, "principal": format_plain(claim.principal_fen),
                "disputed": format_plain(claim.disputed_fen), "interest": format_plain(claim.interest_fen),
                "total": format_plain(claim.total_fen),
            }
            for claim in found.claims
        ],
        "fees": fee_document(found.fees) if found.fees else None,
        "checks": [{"what": what, "state": state, "text": text} for what, state, text in general_checks(found)],
        "invoices": [
            {
                "invoice": line.number, "open": format_plain(line.open_fen), "currency": line.currency,
                "percent": line.proof.percent, "states": dict(line.proof.states),
            }
            for line in found.proofs
        ],
        "signs": [{"sign": each.kind, "on": each.on.isoformat(), "note": each.note} for each in found.signs],
        "decisions": [decision_document(made) for made in found.decisions],
        "note": tr(LEGAL_NOTE),
    }  # fmt: skip


def _said(made: Decision | None) -> str:
    from arcdesk.services.legal_sheets import decision_text

    return decision_text(made)


def _trigger_lines(found: Iterable[TriggerLine]) -> Iterator[str]:
    rows = [
        (
            line.customer_code, line.customer_name,
            "  ".join(with_currency(fen, currency) for currency, fen in line.overdue_fen.items()),
            str(line.max_overdue_days), "; ".join(map(reason_text, line.reasons)), _said(line.decision),
        )
        for line in found
    ]  # fmt: skip
    if not rows:
        yield tr("Nobody is at the lawyer's trigger.")
        return
    heads = (tr("Code"), tr("Customer"), tr("Overdue"), tr("Days late"), tr("Why"), tr("Decision"))
    yield from table(heads, rows, right=(2, 3))


def _checklist_lines(found: LegalChecklist) -> Iterator[str]:
    from arcdesk.services import legal_sheets as sheets

    yield f"{found.case.customer.code} {found.case.customer.name} · {found.as_of}"
    for reason in found.reasons:
        yield f"· {reason_text(reason)}"
    yield ""
    yield from facts(sheets.claim_facts(found))
    yield ""
    checks = [(what, tr(sheets.MARKS[state]), text) for what, state, text in sheets.general_checks(found)]
    yield from table((tr("To check|legal"), tr("State"), tr("Findings|legal")), checks)
    yield ""
    rows = [(number, with_currency(fen, code), *states) for number, fen, code, states in sheets.proof_rows(found)]
    heads = (tr("Invoice"), tr("Open|amount"), *(tr(key) for key in sheets.PROOFS.values()))
    yield from table(heads, rows, right=(1,))
    for sign_line in found.signs:
        yield sheets.sign_text(sign_line)
    for made in found.decisions:
        yield sheets.decision_text(made)
    yield ""
    yield tr(LEGAL_NOTE)


COMMANDS = (
    Command("list", at_trigger, "Who is at the lawyer's trigger, and why"),
    Command("checklist", checklist, "What is looked at before a suit"),
    Command("sign", sign, "Note lost contact, moving assets or failed talks"),
    Command("decide", decide, "Record what was decided"),
)
