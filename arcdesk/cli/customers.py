"""``customers`` and ``customer``: finding somebody, and all that is known of him."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from typer import Argument, Option

from arcdesk.cli import values
from arcdesk.cli.commands import Command, Status
from arcdesk.cli.customer_list import customer_list
from arcdesk.cli.disputes import dispute_document
from arcdesk.cli.dossier import Dossier, dossier_lines, event_title
from arcdesk.cli.followups import line_document
from arcdesk.cli.list_out import Csv, ListOut, Mask, Xlsx
from arcdesk.cli.plans import plan_document
from arcdesk.cli.portraits import grade_document, portrait_document
from arcdesk.cli.session import Session
from arcdesk.cli.tables import table
from arcdesk.cli.work import entry_documents
from arcdesk.domain.money import format_plain, with_currency
from arcdesk.i18n import tr

if TYPE_CHECKING:
    from arcdesk.bootstrap import Desk
    from arcdesk.services.customers import CustomerProfile
    from arcdesk.services.ledger import Balance, InvoiceLine
    from arcdesk.services.promises import PromiseLine
    from arcdesk.services.timeline import TimelineEntry

TIMELINE_LENGTH = 20


def customers(
    session: Session,
    query: Annotated[
        str, Argument(metavar="QUERY", help="Part of a code, name, pinyin, initials, phone or credit code.")
    ] = "",
    xlsx: Xlsx = "",
    csv: Csv = "",
    mask: Mask = False,
) -> Status:
    """Search customers."""
    out = ListOut(xlsx, csv, mask)
    with session.desk(write=False) as desk:
        found = desk.customers.matching(query)
        balances: dict[int, dict[str, int]] = {}
        for block in desk.aging.report().currencies:
            for row in block.rows:
                if row.customer_id is not None:
                    balances.setdefault(row.customer_id, {})[block.currency] = row.balance_fen
        written = out.write(tr("Customers"), lambda: customer_list(found, balances))

    def lines() -> Iterator[str]:
        rows = [(c.code, c.name, c.grade, c.owner, _balance_text(balances.get(c.id, {}))) for c in found]
        yield from table((tr("Code"), tr("Name"), tr("Grade"), tr("Owner"), tr("Balance")), rows, right=(4,))
        yield tr("{count} customers", count=len(found))
        yield from written

    session.answer(
        [
            {
                **profile_document(c),
                "balances": {key: format_plain(fen) for key, fen in balances.get(c.id, {}).items()},
            }
            for c in found
        ],
        lines,
    )
    return 0


def customer(
    session: Session,
    code: Annotated[str, Argument(metavar="CODE", help="Customer code, or the exact name.")],
    as_of: Annotated[str, Option("--as-of", metavar="DATE", help="The day asked about; today.")] = "",
) -> Status:
    """Show the dossier of one customer."""
    day = values.day(as_of) or session.clock.today()
    with session.desk(write=False) as desk:
        dossier = _read(desk, code, day)
        step = entry_documents(desk, [dossier.next_step], day)[0] if dossier.next_step else None
    session.answer(_document(dossier, step), lambda: dossier_lines(dossier))
    return 0


def _read(desk: Desk, code: str, day: date) -> Dossier:
    profile = desk.customers.find(code)
    timeline = [entry for entry in desk.timeline.of(profile.id, None) if entry.at.date() <= day]
    return Dossier(
        day,
        profile,
        desk.ledger.balance(profile.id, day),
        desk.ledger.invoices(profile.id, day, open_only=True),
        desk.customers.people(profile.id),
        desk.promises.of(profile.id, day),
        desk.plans.of(profile.id, day),
        desk.disputes.list(profile.id, day, open_only=True),
        desk.followups.open(customer_id=profile.id),
        tuple(timeline[:TIMELINE_LENGTH]),
        desk.worklist.of(profile.id, day),
        desk.portrait.of(profile.id, day),
        desk.grades.suggestion(profile.id, day),
    )


def _document(dossier: Dossier, step: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "as_of": dossier.day.isoformat(),
        "profile": profile_document(dossier.profile),
        "balances": [_balance(balance) for balance in dossier.balances],
        "open_items": [_item(line) for line in dossier.open_items],
        "people": [
            {key: _plain(value) for key, value in asdict(person).items() if key != "id"}
            for person in dossier.people
        ],
        "promises": [promise_document(promise) for promise in dossier.promises],
        "plans": [plan_document(line) for line in dossier.plans],
        "disputes": [dispute_document(line) for line in dossier.disputes],
        "follow_ups": [line_document(line) for line in dossier.follow_ups],
        "timeline": [_event(entry) for entry in dossier.timeline],
        "next_step": step,
        "portrait": portrait_document(dossier.portrait),
        "grade": grade_document(dossier.profile.grade, dossier.suggestion),
    }


def profile_document(profile: CustomerProfile) -> dict[str, Any]:
    """A customer's particulars as JSON; empty ones are null."""
    found = {
        key: _plain(value) for key, value in asdict(profile).items() if key not in ("id", "credit_limit_fen")
    }
    limit = profile.credit_limit_fen
    return {**found, "credit_limit": None if limit is None else format_plain(limit)}


def promise_document(promise: PromiseLine) -> dict[str, Any]:
    """A promise with its standing as JSON."""
    return {
        "id": promise.id,
        "amount": format_plain(promise.amount_fen),
        "currency": promise.currency,
        "made_on": promise.made_on.isoformat(),
        "due_on": promise.due_on.isoformat(),
        "state": promise.state,
        "paid": format_plain(promise.paid_fen),
        "late": format_plain(promise.late_fen),
        "missing": format_plain(promise.missing_fen),
        "days_late": promise.days_late,
        "plan": promise.plan_number or None,
        "contact": promise.contact_id,
        "person": promise.said.person or None if promise.said else None,
        "authority": promise.said.authority or None if promise.said else None,
        "evidence": [proof.id for proof in promise.said.proofs] if promise.said else [],
    }


def _balance(balance: Balance) -> dict[str, Any]:
    return {
        "currency": balance.currency,
        "balance": format_plain(balance.balance_fen),
        "gross": format_plain(balance.gross_fen),
        "overdue": format_plain(balance.overdue_fen),
        "unallocated": format_plain(balance.unallocated_fen),
        "disputed": format_plain(balance.disputed_fen),
    }


def _item(line: InvoiceLine) -> dict[str, Any]:
    return {
        "number": line.number,
        "kind": line.kind,
        "issued_on": line.issued_on.isoformat(),
        "due_on": _plain(line.due_on),
        "due_source": line.due_source,
        "delivered_on": _plain(line.delivered_on),
        "amount": format_plain(line.amount_fen),
        "open": format_plain(line.open_fen),
        "disputed": format_plain(line.disputed_fen),
        "currency": line.currency,
        "overdue_days": line.overdue_days,
        "bucket": line.bucket_key or None,
        "contract": line.contract_number or None,
        "tax_invoice_number": line.tax_invoice_number or None,
        "instalment": line.instalment or None,
        "instalments": line.instalments or None,
    }


def _event(entry: TimelineEntry) -> dict[str, Any]:
    facts = {key: _plain(value) for key, value in entry.values.items() if key != "fen"}
    fen = entry.values.get("fen")
    amount = format_plain(fen) if isinstance(fen, int) else None
    return {
        "at": entry.at.isoformat(),
        "kind": entry.kind,
        "title": event_title(entry),
        "text": entry.text or None,
        "amount": amount,
        **facts,
    }


def _plain(value: object) -> object:
    """A value as JSON has it: days in ISO, empty texts absent."""
    if isinstance(value, date):
        return value.isoformat()
    return None if value == "" else value


def _balance_text(by_currency: dict[str, int]) -> str:
    return " ".join(with_currency(fen, currency) for currency, fen in by_currency.items())


COMMANDS = (
    Command("customers", customers, "Search customers by code, name, pinyin, initials, phone or credit code"),
    Command("customer", customer, "All about one customer: balance, open items, people, promises, next step"),
)
