"""The hand-over sheet: a portfolio on paper and as a workbook, customer by customer (S-206)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from arcdesk.domain.masking import mask as masked
from arcdesk.domain.money import format_amount, with_currency
from arcdesk.i18n import current, tr
from arcdesk.importing.sheet_writer import Cell as BookCell
from arcdesk.importing.sheet_writer import Money, Sheet
from arcdesk.pdf.parts_sheet import PartsSheet, SheetPart, SheetTable
from arcdesk.pdf.table import Column
from arcdesk.services.case_words import (
    contact_brief,
    contact_text,
    holds_text,
    letter_text,
    limitation_text,
    next_text,
    promise_text,
    promises_text,
    sums_text,
    why_text,
)
from arcdesk.services.cases import Case
from arcdesk.services.contact_words import AUTHORITIES, words
from arcdesk.services.customers import Person
from arcdesk.services.owners import HandOver


def handover_sheet(
    done: HandOver, cases: Sequence[Case], company: str, made_on: date, *, mask: bool
) -> PartsSheet:
    """The portfolio on paper: an overview, then each customer."""
    facts = (
        (tr("Handed over by|sheet"), done.from_owner),
        (tr("Taken over by|sheet"), done.to_owner),
        (tr("On|handover"), done.on.isoformat()),
        (tr("Reason"), done.reason),
        (tr("Customers"), str(len(cases))),
        (tr("Balance|sheet"), sums_text(_totals(cases))),
    )
    overview = SheetPart(tr("Overview|sheet"), tables=(_overview(cases),))
    signed = SheetPart(blanks=(tr("Handed over, signature and day:"), tr("Taken over, signature and day:")))
    parts = (overview, *(_part(number, case, mask=mask) for number, case in enumerate(cases, 1)), signed)
    return PartsSheet(current(), tr("Hand-over of customers"), company, made_on, facts, parts)


def handover_book(cases: Sequence[Case], *, mask: bool) -> tuple[Sheet, ...]:
    """The portfolio as sheets: customers, promises, contacts, letters, people."""
    return (
        Sheet(
            tr("Customers"),
            [_heads(), *(_row(case, currency) for case in cases for currency in _currencies(case))],
        ),
        _listed(tr("Promises"), cases, lambda case: map(promise_text, case.promises)),
        _listed(
            tr("Disputes"), cases, lambda case: (f"{d.invoice_number} · {d.reason}" for d in case.disputes)
        ),
        _listed(tr("Last contacts"), cases, lambda case: map(contact_text, case.contacts)),
        _listed(tr("Letters|page"), cases, lambda case: map(letter_text, case.letters)),
        _listed(tr("Contact persons"), cases, lambda case: (person_text(p, mask=mask) for p in case.people)),
    )


def person_text(person: Person, *, mask: bool) -> str:
    """A contact person with what reaches him; made unreadable on request (R66)."""
    reach = [("phone", person.phone), ("wechat", person.wechat), ("email", person.email)]
    shown = [masked(kind, text) if mask else text for kind, text in reach if text]  # type: ignore[arg-type]
    flags = [tr("do not contact")] if person.do_not_contact else []
    about = [person.title, words(AUTHORITIES, person.authority)]
    return " · ".join(part for part in (person.name, *about, *shown, *flags) if part)


def _totals(cases: Sequence[Case]) -> Iterator[tuple[str, int]]:
    found: dict[str, int] = {}
    for case in cases:
        for currency, row in case.sums:
            found[currency] = found.get(currency, 0) + row.balance_fen
    yield from found.items()


def _currencies(case: Case) -> Sequence[str]:
    return [currency for currency, _ in case.sums] or ["CNY"]


def _overview(cases: Sequence[Case]) -> SheetTable:
    several = len({currency for case in cases for currency, _ in case.sums}) > 1
    columns = (
        Column(tr("Customer"), weight=2.0),
        *([Column(tr("Currency"), "date")] if several else []),
        Column(tr("Balance"), "amount"),
        Column(tr("Overdue"), "amount"),
        Column(tr("Days late"), "count"),
        Column(tr("Grade"), "text", weight=0.5),
        Column(tr("Next step"), "text", weight=2.0),
    )
    rows: list[tuple[str | int | None, ...]] = []
    for case in cases:
        sums = dict(case.sums)
        for currency in _currencies(case):
            row = sums.get(currency)
            rows.append((
                f"{case.customer.code} {case.customer.name}", *([currency] if several else []),
                row.balance_fen if row else 0, row.overdue_fen if row else 0, str(row.max_overdue_days if row else 0),
                case.customer.grade, next_text(case),
            ))  # fmt: skip
    totals: tuple[tuple[str | int | None, ...], ...] = tuple(
        (
            tr("Total|document"), *([currency] if several else []), fen,
            sum(row.overdue_fen for case in cases for code, row in case.sums if code == currency), "", "", "",
        )
        for currency, fen in _totals(cases)
    )  # fmt: skip
    return SheetTable(columns, tuple(rows), totals)


def _part(number: int, case: Case, *, mask: bool) -> SheetPart:
    profile = case.customer
    join = tr("; |list").join
    facts = (
        (tr("Balance"), sums_text((currency, row.balance_fen) for currency, row in case.sums)),
        (tr("Overdue"), sums_text((currency, row.overdue_fen) for currency, row in case.sums)),
        (tr("Aging"), _aging_text(case)),
        (tr("Grade"), profile.grade or tr("Not graded")),
        (tr("Promises"), promises_text(case)),
        (tr("Disputes"), join(f"{d.invoice_number} {d.reason}" for d in case.disputes) or "—"),
        (tr("Holds|sheet"), holds_text(case)),
        (tr("Next step"), next_text(case)),
        (tr("Why"), why_text(case)),
        (tr("Follow-ups"), join(f"{f.due_on} {f.reason}".strip() for f in case.followups) or "—"),
        (tr("Limitation ends"), limitation_text(case)),
        (tr("Letters|page"), join(map(letter_text, case.letters)) or "—"),
        (tr("Contact persons"), join(person_text(p, mask=mask) for p in case.people) or "—"),
    )
    said = tuple(map(contact_text, case.contacts))
    return SheetPart(
        f"{number}. {profile.code} {profile.name}", facts, (), said, tr("Last contacts") if said else ""
    )


def _aging_text(case: Case) -> str:
    """What is open by its age, where it is."""
    several = len(case.sums) > 1
    parts = []
    for currency, row in case.sums:
        for bucket in case.scheme.buckets:
            fen = row.buckets.get(bucket.key, 0)
            if fen:
                amount = with_currency(fen, currency) if several else format_amount(fen)
                parts.append(f"{tr(bucket.label_key, **bucket.label_values)} {amount}")
    return tr("; |list").join(parts) or "—"


def _heads() -> list[BookCell]:
    return [
        tr("Code"), tr("Customer"), tr("Currency"), tr("Balance"), tr("Overdue"), tr("Days late"), tr("Unallocated"),
        tr("Disputed"), tr("Grade"), tr("Promises"), tr("Holds|sheet"), tr("Last contact"), tr("Next step"), tr("Why"),
        tr("Limitation ends"), tr("Evidence complete, %"),
    ]  # fmt: skip


def _row(case: Case, currency: str) -> list[BookCell]:
    row, profile = dict(case.sums).get(currency), case.customer
    return [
        profile.code, profile.name, currency, Money(row.balance_fen if row else 0, currency),
        Money(row.overdue_fen if row else 0, currency), row.max_overdue_days if row else 0,
        Money(row.unallocated_fen if row else 0, currency), Money(row.disputed_fen if row else 0, currency),
        profile.grade, promises_text(case), holds_text(case), contact_brief(case.last_contact), next_text(case),
        why_text(case), case.limitation[0] if case.limitation else None, case.proof_percent,
    ]  # fmt: skip


def _listed(title: str, cases: Sequence[Case], texts: object) -> Sheet:
    rows: list[list[BookCell]] = [[tr("Code"), tr("Customer"), title]]
    for case in cases:
        rows += [[case.customer.code, case.customer.name, text] for text in texts(case)]  # type: ignore[operator]
    return Sheet(title, rows)
