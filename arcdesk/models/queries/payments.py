"""When invoices were paid: the days behind a customer's payment record (``domain/due_items``).

Two ways to the same answer. For one customer every invoice is read with its payments, and the
rules of the domain judge them. For all customers SQL counts what it can judge by itself, which
is every invoice without an instalment plan; a test holds the two against each other.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any

from arcdesk.domain.due_items import Debt, Payment
from arcdesk.domain.payment_record import Half, PaymentRecord, window
from arcdesk.models.queries.sql import days, rows, to_day

# What lowered an invoice up to the day asked about, and was not taken back by then. The money's own
# day counts, and not before the invoice was there to be paid.
_LOWERED = """allocation a ON a.invoice_id = i.id AND a.effective_on <= ?1 AND a.reverses_id IS NULL {and_so}
    AND a.id NOT IN (SELECT reverses_id FROM allocation WHERE reverses_id IS NOT NULL AND effective_on <= ?1)
LEFT JOIN receipt r ON r.id = a.receipt_id
LEFT JOIN invoice c ON c.id = a.credit_note_id"""
_PAID = _LOWERED.format(and_so="AND a.write_off_id IS NULL")
_DAY = "max(i.issued_on, coalesce(r.received_on, c.issued_on, a.effective_on))"
_IS_DATED = "coalesce(r.imported_balance, 0) = 0"

# Money never exceeds the invoice, so the last payment is the one that closed it.
_RECORDS = f"""
SELECT customer_id, currency, due_on >= ?3, count(*), sum(undated), sum(on_time),
       sum(CASE WHEN undated THEN 0 ELSE amount_fen END), sum(on_time * amount_fen),
       sum(CASE WHEN undated THEN 0 ELSE max(0, late) END),
       sum(CASE WHEN undated THEN 0 ELSE max(0, min(late, late_then)) END)
FROM (SELECT customer_id, currency, due_on, amount_fen, is_paid AND last <= due_on AS on_time,
             is_paid AND last > due_on AND coalesce(dated < last, 1) AS undated,
             CAST(julianday(CASE WHEN is_paid THEN last ELSE ?1 END) - julianday(due_on) AS INTEGER) AS late,
             CAST(julianday(?3) - julianday(due_on) AS INTEGER) AS late_then
      FROM (SELECT i.customer_id, i.currency, i.due_on, i.amount_fen,
                   coalesce(sum(a.amount_fen), 0) >= i.amount_fen AS is_paid, max({_DAY}) AS last,
                   max(CASE WHEN {_IS_DATED} THEN {_DAY} END) AS dated
            FROM invoice i LEFT JOIN {_PAID}
            WHERE i.amount_fen > 0 AND i.due_on >= ?2 AND i.due_on < ?1 AND i.issued_on <= ?1
              AND i.id NOT IN (SELECT value FROM json_each(?4))
            GROUP BY i.id))
GROUP BY 1, 2, 3
"""

_DEBTS = """
SELECT i.customer_id, i.id, i.number, i.currency, i.due_on, i.amount_fen,
       i.amount_fen - coalesce((SELECT sum(amount_fen) FROM allocation
                                WHERE invoice_id = i.id AND effective_on <= ?1), 0)
FROM invoice i WHERE i.amount_fen > 0 AND i.issued_on <= ?1 AND {which}
"""

_PAYMENTS = f"""
SELECT i.id, {_DAY}, a.amount_fen, {_IS_DATED}, a.effective_on,
       CASE WHEN a.write_off_id IS NOT NULL THEN 'write_off'
            WHEN a.credit_note_id IS NOT NULL THEN 'credit' ELSE 'money' END
FROM invoice i JOIN {_LOWERED.format(and_so="")}
WHERE i.amount_fen > 0 AND i.issued_on <= ?1 AND {{which}}
"""

_OF_ONE = "i.customer_id = ?2"
_LISTED = "i.id IN (SELECT value FROM json_each(?2))"
_NO_INVOICES: Collection[int] = ()


def records(as_of: date, without: Collection[int] = _NO_INVOICES) -> dict[int, PaymentRecord]:
    """Payment record of every customer over a year; the invoices ``without`` (ids) are left out."""
    start, middle = window(as_of)
    found: dict[int, PaymentRecord] = {}
    for customer, currency, is_recent, count, undated, on_time, due_fen, on_time_fen, late, then in rows(
        _RECORDS, *days(as_of, start, middle, json.dumps(sorted(without)))
    ):
        half, none = Half(count - undated, late), Half()
        record = PaymentRecord(
            count - undated,
            on_time,
            undated,
            recent=half if is_recent else none,
            before=none if is_recent else half,
            amounts={currency: (due_fen, on_time_fen)} if count > undated else {},
            then_days=0 if is_recent else then,
        )
        found[customer] = found[customer] + record if customer in found else record
    return found


def debts(
    as_of: date, customer_id: int | None = None, invoices: Collection[int] = _NO_INVOICES
) -> dict[int, list[Debt]]:
    """By customer, what was agreed and is open on the day: all of one customer, else of the ``invoices`` (ids)."""
    found: dict[int, list[Debt]] = defaultdict(list)
    for customer, row_id, number, currency, due, amount_fen, open_fen in _read(
        _DEBTS, as_of, customer_id, invoices
    ):
        due_on = to_day(due) if due else None
        found[customer].append(Debt(row_id, number, currency, due_on, amount_fen, open_fen))
    return dict(found)


def payments(
    as_of: date, customer_id: int | None = None, invoices: Collection[int] = _NO_INVOICES
) -> dict[int, list[Payment]]:
    """What lowered the invoices of ``debts``, by invoice."""
    found: dict[int, list[Payment]] = defaultdict(list)
    for invoice, day, fen, is_dated, counts, source in _read(_PAYMENTS, as_of, customer_id, invoices):
        payment = Payment(to_day(day), fen, source, bool(is_dated), to_day(counts))
        found[invoice].append(payment)
    return dict(found)


def _read(
    statement: str, as_of: date, customer_id: int | None, invoices: Collection[int]
) -> list[tuple[Any, ...]]:
    if customer_id is not None:
        return rows(statement.format(which=_OF_ONE), *days(as_of, customer_id))
    return rows(statement.format(which=_LISTED), *days(as_of, json.dumps(sorted(invoices))))
