"""``due``: invoices without a due date, what is proposed for them, and giving or changing one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

from typer import Argument, Option

from arcdesk.cli import values
from arcdesk.cli.commands import Command, Status
from arcdesk.cli.errors import NoInvoiceNamed, OptionMissing, OptionsClash, UnknownStart
from arcdesk.cli.session import Session
from arcdesk.cli.tables import table
from arcdesk.domain.money import format_amount, format_plain, with_currency
from arcdesk.i18n import tr

if TYPE_CHECKING:
    from arcdesk.bootstrap import Desk
    from arcdesk.domain.due_repair import Repair
    from arcdesk.services.due_dates import DueHistory, DueLine, DuePlan

STARTS = ("issued", "delivered")


def due(
    session: Session,
    invoices: Annotated[list[str] | None, Argument(metavar="INVOICE", help="Invoice numbers.")] = None,
    missing: Annotated[
        bool, Option("--missing", help="All open invoices without a due date.", show_default=False)
    ] = False,
    customer: Annotated[
        str, Option("--customer", metavar="CODE", help="With --missing: of this customer alone.")
    ] = "",
    settled: Annotated[
        bool, Option("--settled", help="With --missing: settled ones as well.", show_default=False)
    ] = False,
    on: Annotated[str, Option("--on", metavar="DATE", help="Due on this day.")] = "",
    days: Annotated[
        int | None, Option("--days", metavar="N", help="Due this many days after the invoice or delivery.")
    ] = None,
    start: Annotated[
        str, Option("--from", metavar="issued|delivered", help="What --days count from; the invoice date.")
    ] = "",
    contract: Annotated[
        bool, Option("--contract", help="Due by the terms of its contract.", show_default=False)
    ] = False,
    law: Annotated[
        bool, Option("--law", help="Due by law, from the delivery day.", show_default=False)
    ] = False,
    accept: Annotated[
        bool, Option("--accept", help="Due as proposed: the first proposal of each.", show_default=False)
    ] = False,
    undo: Annotated[
        bool, Option("--undo", help="Take the last change by hand back.", show_default=False)
    ] = False,
    delivered: Annotated[
        str, Option("--delivered", metavar="DATE", help="Delivery day; with --missing of those without one.")
    ] = "",
    agreed: Annotated[
        bool, Option("--agreed", help="The customer agreed to it: an extension.", show_default=False)
    ] = False,
    reason: Annotated[
        str, Option("--reason", metavar="TEXT", help="Why; needed where a date stood already.")
    ] = "",
    dry_run: Annotated[
        bool, Option("--dry-run", help="Show what would happen; change nothing.", show_default=False)
    ] = False,
) -> Status:
    """List due dates with what is proposed, or give invoices theirs."""
    if missing == bool(invoices):
        raise (
            NoInvoiceNamed(field="invoice")
            if not missing
            else OptionsClash(first="INVOICE", second="--missing", field="invoice")
        )
    repair = _repair(on, days, start, delivered, contract=contract, law=law, accept=accept, agreed=agreed)
    if repair is not None and invoices:
        repair = replace(repair, overwrite=True)  # of an invoice that is named the delivery may be corrected
    if undo and repair is not None:
        raise OptionsClash(first="--undo", second=f"--{repair.kind}", field="undo")
    writes = (repair is not None or undo) and not dry_run
    with session.desk(write=writes) as desk:
        lines = _chosen(desk, invoices or (), customer, settled=settled)
        if repair is None and not undo:
            histories = {line.id: desk.due_dates.history(line.id) for line in lines} if invoices else {}
            session.answer([_line(line, histories.get(line.id)) for line in lines], lambda: _listed(lines))
            return 0
        ids = [line.id for line in lines]
        if dry_run:
            plan = desk.due_dates.preview(lines, repair) if repair else desk.due_dates.preview_undo(ids)
        elif undo:
            plan = desk.due_dates.take_back(ids, reason)
        else:
            assert repair is not None  # one of the two
            plan = desk.due_dates.repair(ids, repair, reason)
    session.answer({**_plan(plan), "dry_run": dry_run}, lambda: _told(plan, dry_run=dry_run))
    return 1 if plan.skipped else 0


def _repair(
    on: str, days: int | None, start: str, delivered: str, *, contract: bool, law: bool, accept: bool, agreed: bool
) -> Repair | None:  # fmt: skip
    """The one repair that the options ask for; None without any."""
    from arcdesk.domain.due_repair import Repair

    if start and start not in STARTS:
        raise UnknownStart(start=start[:40], known=", ".join(STARTS), field="from")
    asked = (
        ("--on", bool(on)), ("--days", days is not None), ("--contract", contract), ("--law", law),
        ("--accept", accept),
    )  # fmt: skip
    given = [name for name, wanted in asked if wanted]
    if len(given) > 1:
        raise OptionsClash(first=given[0], second=given[1], field="on")
    if not given:
        needy = [
            name
            for name, wanted in (("--from", start), ("--delivered", delivered), ("--agreed", agreed))
            if wanted
        ]
        if needy:
            raise OptionMissing(option="--on DATE, --days N, --contract, --law, --accept", field="on")
        return None
    if start and days is None:
        raise OptionMissing(option="--days N", field="days")
    day, delivered_on = values.day(on), values.day(delivered)
    if days is not None:
        kind: Any = start or "issued"
        return Repair(kind, days=days, delivered_on=delivered_on, is_agreed=agreed)
    kind = {"--on": "fixed", "--contract": "contract", "--law": "law", "--accept": "accept"}[given[0]]
    return Repair(kind, on=day, delivered_on=delivered_on, is_agreed=agreed)


def _chosen(desk: Desk, numbers: Iterable[str], customer: str, *, settled: bool) -> tuple[DueLine, ...]:
    named = tuple(numbers)
    if named:
        if customer or settled:
            raise OptionsClash(
                first="INVOICE", second="--customer" if customer else "--settled", field="invoice"
            )
        return desk.due_dates.lines(named)
    who = desk.customers.find(customer).id if customer else None
    return desk.due_dates.missing(who, include_settled=settled)


def _line(line: DueLine, history: tuple[DueHistory, ...] | None) -> dict[str, Any]:
    from arcdesk.services.due_words import change_words, proposal_words, source_words, waiting_words

    answer: dict[str, Any] = {
        "invoice": line.number,
        "customer": line.customer_code,
        "name": line.customer_name,
        "kind": line.kind,
        "issued_on": line.issued_on.isoformat(),
        "delivered_on": line.delivered_on.isoformat() if line.delivered_on else None,
        "due_on": line.due_on.isoformat() if line.due_on else None,
        "due_source": line.source,
        "due_source_text": source_words(line.source, line.due_on, line.delivered_on),
        "amount": format_plain(line.amount_fen),
        "open": format_plain(line.open_fen),
        "currency": line.currency,
        "contract": line.contract_number or None,
        "proposals": [
            {"rule": p.rule, "due_on": p.due_on.isoformat(), "text": proposal_words(p, line)}
            for p in line.proposals
        ],
        "hint": waiting_words(line) or None,
    }
    if history is not None:
        answer["history"] = [
            {
                "at": entry.at.isoformat(),
                "rule": entry.rule,
                "text": change_words(entry.rule),
                "old_due_on": entry.old_due_on.isoformat() if entry.old_due_on else None,
                "due_on": entry.due_on.isoformat() if entry.due_on else None,
                "reason": entry.note or None,
            }
            for entry in history
        ]
    return answer


def _listed(lines: tuple[DueLine, ...]) -> Iterator[str]:
    from arcdesk.services.due_words import proposal_words, source_words, waiting_words

    if not lines:
        yield tr("Every open invoice has a due date.")
        return
    rows = [
        (
            line.number,
            line.customer_code,
            line.customer_name,
            line.issued_on.isoformat(),
            with_currency(line.open_fen, line.currency),
            line.due_on.isoformat() if line.due_on else tr("missing|due date"),
            source_words(line.source, line.due_on, line.delivered_on) if line.due_on else "",
            line.proposals[0].due_on.isoformat() if line.proposals else "",
            proposal_words(line.proposals[0], line) if line.proposals else waiting_words(line),
        )
        for line in lines
    ]
    headings = (
        tr("Invoice"), tr("Code"), tr("Customer"), tr("Issued"), tr("Open|balance"), tr("Due"),
        tr("From|due date"), tr("Proposed|due date"), tr("Because"),
    )  # fmt: skip
    yield from table(headings, rows, right=(4,))
    yield tr("Invoices: {count}", count=len(lines))


def _plan(plan: DuePlan) -> dict[str, Any]:
    from arcdesk.services.due_words import change_words

    return {
        "changed": [
            {
                "invoice": change.line.number,
                "customer": change.line.customer_code,
                "old_due_on": change.line.due_on.isoformat() if change.line.due_on else None,
                "due_on": change.new.due_on.isoformat() if change.new.due_on else None,
                "due_source": change.new.source,
                "rule": change.new.rule,
                "text": change_words(change.new.rule),
                "overdue_days": change.overdue_days,
            }
            for change in plan.changes
        ],
        "skipped": [
            {"invoice": skipped.line.number, "reason": tr(skipped.refusal.sentence, **skipped.refusal.values)}
            for skipped in plan.skipped
        ],
        "newly_overdue": {
            currency: {"invoices": count, "amount": format_plain(fen)}
            for currency, (count, fen) in plan.overdue.items()
        },
    }


def _told(plan: DuePlan, *, dry_run: bool) -> Iterator[str]:
    text = (
        "Due dates that would change: {count}; nothing is changed yet."
        if dry_run
        else "Due dates changed: {count}."
    )
    yield tr(text, count=len(plan.changes))
    if plan.changes:
        rows = [
            (
                change.line.number,
                change.line.customer_code,
                change.line.due_on.isoformat() if change.line.due_on else tr("missing|due date"),
                change.new.due_on.isoformat() if change.new.due_on else tr("missing|due date"),
                str(change.overdue_days or ""),
                format_amount(change.line.open_fen),
                change.line.currency,
            )
            for change in plan.changes
        ]
        headings = (
            tr("Invoice"), tr("Code"), tr("Before|due date"), tr("After|due date"), tr("Days late"),
            tr("Open|balance"), tr("Currency"),
        )  # fmt: skip
        yield from table(headings, rows, right=(4, 5))
    for currency, (count, fen) in plan.overdue.items():
        amount = with_currency(fen, currency)
        yield tr("Newly overdue: {count}, {amount}", count=count, amount=amount)
    if plan.skipped:
        yield tr("Left as they are ({count}):", count=len(plan.skipped))
        for skipped in plan.skipped:
            yield f"  {tr(skipped.refusal.sentence, **skipped.refusal.values)}"


COMMANDS = (Command("due", due, "Invoices without a due date; give one, change one, take a change back"),)
