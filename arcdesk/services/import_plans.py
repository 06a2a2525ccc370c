"""Instalment plans out of a file: each taken whole or not at all, and only where it is news."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter

from arcdesk.domain.errors import Refusal
from arcdesk.domain.money import format_amount, format_plain
from arcdesk.importing.ledger_file import InstalmentRow
from arcdesk.models import bulk
from arcdesk.models.claims import Instalment, PaymentPlan
from arcdesk.models.queries import plans
from arcdesk.services import import_refusals as why
from arcdesk.services.import_ledger import Entry
from arcdesk.services.import_state import PlanInFile, Reconciliation
from arcdesk.services.ledger import UnknownInvoice
from arcdesk.services.plan_debts import plan_numbers
from arcdesk.services.plan_refusals import InvoiceInPlan

Part = tuple[int, str, str, int]
"""An instalment's number, invoice, due day (ISO) and fen: what makes two plans the same."""


def take_plans(found: Reconciliation) -> None:
    if not found.file.instalments:
        return
    known = {row.number: row for row in plans.agreed_plans(date.max)}
    stored = _stored_parts()
    taken = plan_numbers(None, date.max)
    by_number: dict[str, list[InstalmentRow]] = defaultdict(list)
    for row in found.file.instalments:
        by_number[row.plan].append(row)
    for number, rows in by_number.items():
        if number in known:
            if {_part(row) for row in rows} in stored[known[number].id]:
                found.plans.unchanged += 1
            else:
                _refuse(found, rows[0], "plan", number, why.PlanDiffers(number=number), rows)
        else:
            _take_plan(found, number, sorted(rows, key=attrgetter("seq")), taken)


def write_plans(found: Reconciliation, now: datetime) -> None:
    """Enter the plans of the file, inside the import's transaction."""
    for new in found.new_plans:
        plan = PaymentPlan.create(
            number=new.number, customer=new.customer_id, currency=new.currency, agreed_on=new.agreed_on,
            total_fen=sum(row.amount_fen for row in new.rows), is_one_debt=any(row.one_debt for row in new.rows),
            is_written=any(row.written for row in new.rows), logged_at=now,
        )  # fmt: skip
        for seq, group in groupby(new.rows, key=attrgetter("seq")):
            rows = tuple(group)
            amount = sum(row.amount_fen for row in rows)
            instalment = Instalment.create(plan=plan, seq=seq, due_on=rows[0].due_on, amount_fen=amount)
            bulk.insert(
                "plan_share",
                ("instalment_id", "invoice_id", "amount_fen"),
                ((instalment.id, new.invoice_ids[row.invoice], row.amount_fen) for row in rows),
            )


def _take_plan(found: Reconciliation, number: str, rows: list[InstalmentRow], taken: dict[int, str]) -> None:
    """Take one plan whose rows stand in the order of its instalments."""
    agreed_on = next((row.agreed_on for row in rows if row.agreed_on), min(found.as_of, rows[0].due_on))
    entries: dict[str, Entry] = {}
    planned: dict[str, int] = defaultdict(int)
    seen: set[tuple[int, str]] = set()
    before = rows[0]
    for row in rows:
        entry = found.ledger.invoices.get(row.invoice)
        if entry is None or entry.values["amount_fen"] < 0:
            _refuse(found, row, "invoice", row.invoice, UnknownInvoice(number=row.invoice), rows)
            return
        entries[row.invoice] = entry
        planned[row.invoice] += row.amount_fen
        refusal = _fault(number, row, before, entry, entries, planned, seen, agreed_on, taken)
        if refusal is not None:
            column, reason = refusal
            _refuse(found, row, column, _value(row, column), reason, rows)
            return
        seen.add((row.seq, row.invoice))
        before = row
    values = entries[rows[0].invoice].values
    ids = {name: entry.id for name, entry in entries.items()}
    new = PlanInFile(number, values["customer_id"], values["currency"], agreed_on, tuple(rows), ids)
    found.new_plans.append(new)
    found.plans.new += 1


def _fault(
    number: str,
    row: InstalmentRow,
    before: InstalmentRow,
    entry: Entry,
    entries: dict[str, Entry],
    planned: dict[str, int],
    seen: set[tuple[int, str]],
    agreed_on: date,
    taken: dict[int, str],
) -> tuple[str, Refusal] | None:
    """The column at fault in a row and the reason; ``None`` where the row is right."""
    first = next(iter(entries.values()))
    if any(entry.values[name] != first.values[name] for name in ("customer_id", "currency")):
        return "invoice", why.PlanAcrossCustomers(number=number)
    if entry.id in taken and not entry.is_new:
        return "invoice", InvoiceInPlan(number=row.invoice, plan=taken[entry.id])
    if (row.seq, row.invoice) in seen:
        return "seq", why.InstalmentTwice(seq=row.seq, number=row.invoice)
    same = row.seq == before.seq
    last_seq = 0 if row is before else before.seq
    if row.seq > last_seq + 1:
        return "seq", why.InstalmentMissing(seq=last_seq + 1, number=number)
    if row.due_on < agreed_on or (row.due_on != before.due_on if same else row.due_on < before.due_on):
        return "due_on", why.PlanDaysWrong(seq=row.seq, number=number)
    if planned[row.invoice] > entry.values["amount_fen"]:
        amounts = {"planned": planned[row.invoice], "amount": entry.values["amount_fen"]}
        shown = {name: format_amount(fen) for name, fen in amounts.items()}
        return "amount", why.PlanAboveInvoice(number=row.invoice, **shown)
    return None


def _stored_parts() -> dict[int, list[set[Part]]]:
    """The parts of every stored plan: as agreed, and with the days that are in force, by plan id."""
    agreed, moved = defaultdict(set), defaultdict(set)
    days = {(row.plan_id, row.seq): row.due_on for row in Instalment.select()}
    for part in plans.parts(date.max):
        key = (part.seq, part.number)
        agreed[part.plan_id].add((*key, days[part.plan_id, part.seq].isoformat(), part.amount_fen))
        moved[part.plan_id].add((*key, part.due_on, part.amount_fen))
    return {plan: [agreed[plan], moved[plan]] for plan in agreed}


def _part(row: InstalmentRow) -> Part:
    return row.seq, row.invoice, row.due_on.isoformat(), row.amount_fen


def _value(row: InstalmentRow, column: str) -> object:
    return format_plain(row.amount_fen) if column == "amount" else getattr(row, column)


def _refuse(
    found: Reconciliation,
    row: InstalmentRow,
    column: str,
    value: object,
    reason: Refusal,
    rows: Sequence[InstalmentRow],
) -> None:
    """Leave a plan out: the row at fault with its reason, the others because of it."""
    for each in rows:
        if each is row:
            found.refuse(row, column, value, reason)
        else:
            found.refuse(each, "plan", each.plan, why.PlanIncomplete(number=each.plan))
