"""Invoices whose due date is missing or follows the terms, with all that decides over it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from arcdesk.domain.aging import OpenItem
from arcdesk.domain.due_repair import RepairFacts, UsualTerm, usual_term
from arcdesk.domain.plans import InvoicePlan, split_open
from arcdesk.domain.terms import Terms, make_terms
from arcdesk.models.queries import plans
from arcdesk.models.queries.sql import rows

_to_day = lru_cache(maxsize=20_000)(date.fromisoformat)
_terms = lru_cache(maxsize=2_000)(make_terms)
_AT_ONCE = 500
"""Ids in one statement."""


class DueRow(NamedTuple):
    """One receivable; amounts in fen."""

    id: int
    customer_id: int
    customer_code: str
    customer_name: str
    kind: str
    amount_fen: int
    open_fen: int
    currency: str
    contract_number: str
    facts: RepairFacts


_COLUMNS = """
SELECT i.id, i.number, i.customer_id, c.code, c.name, i.kind, i.issued_on, i.delivered_on, i.due_on,
       i.due_source, i.amount_fen, i.open_fen, i.currency, k.number, k.credit_days, k.due_rule, k.due_day,
       c.credit_days, c.due_rule, c.due_day, c.size
FROM invoice i JOIN customer c ON c.id = i.customer_id LEFT JOIN contract k ON k.id = i.contract_id
WHERE i.amount_fen > 0 AND {condition}
ORDER BY c.name, c.id, i.issued_on, i.id
"""
_UNDATED = "i.due_on IS NULL"


def missing(today: date, customer_id: int | None = None, *, include_settled: bool = False) -> list[DueRow]:
    """Receivables without a due date, by customer, oldest first; open ones, or settled ones as well.

    An invoice that is paid in instalments throughout has their due dates (C4) and lacks none.
    """
    condition, values = _missing(customer_id, include_settled=include_settled)
    found = _read(condition, values)
    planned = plans.on_invoices(today, customer_id)
    return [row for row in found if _lacks_a_date(row.id, row.open_fen, planned)]


def missing_count(today: date, customer_id: int | None = None) -> int:
    """How many open receivables have no due date."""
    condition, values = _missing(customer_id, include_settled=False)
    open_ones = rows(
        f"SELECT i.id, i.open_fen FROM invoice i WHERE i.amount_fen > 0 AND {condition}", *values
    )
    planned = plans.on_invoices(today, customer_id) if open_ones else {}
    return sum(_lacks_a_date(invoice, fen, planned) for invoice, fen in open_ones)


def by_ids(ids: Iterable[int]) -> list[DueRow]:
    """These receivables, whether they have a due date or not."""
    wanted, found = list(ids), []
    for start in range(0, len(wanted), _AT_ONCE):
        part = wanted[start : start + _AT_ONCE]
        marks = ", ".join("?" * len(part))
        found += _read(f"i.id IN ({marks})", tuple(part))
    return found


def derived(customer_id: int, contract_id: int | None = None) -> list[DueRow]:
    """Receivables whose due date follows the terms: of a customer, or of one contract of his."""
    condition = "i.customer_id = ?1 AND i.due_source IN ('contract', 'customer', 'law', 'missing')"
    if contract_id is None:
        return _read(condition, (customer_id,))
    return _read(f"{condition} AND i.contract_id = ?2", (customer_id, contract_id))


def _missing(customer_id: int | None, *, include_settled: bool) -> tuple[str, tuple[Any, ...]]:
    condition = _UNDATED if include_settled else f"{_UNDATED} AND i.open_fen <> 0"
    return (condition, ()) if customer_id is None else (f"{condition} AND i.customer_id = ?1", (customer_id,))


def _lacks_a_date(invoice_id: int, open_fen: int, planned: Mapping[int, InvoicePlan]) -> bool:
    """Whether part of an undated invoice is due on no day: all of it, or what lies beyond its plan."""
    plan = planned.get(invoice_id)
    if plan is None or not open_fen:
        return True
    whole = OpenItem(invoice_id, 0, "", plan.agreed_on, None, open_fen)
    return any(part.due_on is None for part in split_open(whole, plan.shares, plan.money_fen, plan.other_fen))


def _read(condition: str, values: tuple[Any, ...]) -> list[DueRow]:
    found = rows(_COLUMNS.format(condition=condition), *values)
    usual = _usual_terms({row[2] for row in found})
    ((creditor_size,),) = rows("SELECT size FROM company") or [("",)]
    return [_row(row, usual.get(row[2]), creditor_size) for row in found]


def _row(row: tuple[Any, ...], usual: UsualTerm | None, creditor_size: str) -> DueRow:
    (row_id, number, customer_id, code, name, kind, issued, delivered, due, source, amount_fen, open_fen, currency,
     contract, *terms, debtor_size) = row  # fmt: skip
    agreed: Terms | None = _terms(*terms[:3]) if contract is not None else None
    facts = RepairFacts(
        number, _to_day(issued), _to_day(delivered) if delivered else None, _to_day(due) if due else None,
        source, agreed, _terms(*terms[3:]), usual, creditor_size, debtor_size,
    )  # fmt: skip
    return DueRow(
        row_id, customer_id, code, name, kind, amount_fen, open_fen, currency, contract or "", facts
    )


def _usual_terms(customer_ids: set[int]) -> dict[int, UsualTerm]:
    """What a customer's other invoices were given: by their file, their contract or by hand."""
    statement = """
        SELECT customer_id, CAST(julianday(due_on) - julianday(issued_on) AS INTEGER) AS days, count(*)
        FROM invoice
        WHERE amount_fen > 0 AND due_on >= issued_on AND due_source IN ('file', 'row_terms', 'contract', 'entered')
              {which}
        GROUP BY customer_id, days"""
    if not customer_ids:
        return {}
    few = len(customer_ids) <= _AT_ONCE
    marks = ", ".join("?" * len(customer_ids))
    which = f"AND customer_id IN ({marks})" if few else ""
    counts: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for customer, days, count in rows(statement.format(which=which), *(sorted(customer_ids) if few else ())):
        counts[customer].append((days, count))
    found = {customer: usual_term(terms) for customer, terms in counts.items()}
    return {customer: term for customer, term in found.items() if term is not None}
