"""The books of a firm with a million invoices: three years, paid as customers pay.

Nine invoices in ten are settled, most in one payment some days around the due date, some in two;
now and then money comes in advance, a payment is part of the amount, a credit note lowers an
invoice, an item is disputed. The rest is open: what is not due yet, and what is bad.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from books import (
    CLOCK,
    COMPANY,
    CUSTOMER_COLUMNS,
    INVOICE_COLUMNS,
    RECEIPT_COLUMNS,
    TODAY,
    Row,
    customer_rows,
)

from arcdesk import bootstrap
from arcdesk.bootstrap import Desk
from arcdesk.models import bulk
from arcdesk.models.base import one_write, proxy

DAYS = 1096
BAD, PART_PAID, IN_TWO, IN_ADVANCE = 0.045, 0.02, 0.03, 0.01
TERMS = (30, 45, 60, 90)
ALLOCATION_COLUMNS = ("receipt_id", "invoice_id", "amount_fen", "allocated_on", "effective_on")
DISPUTE_COLUMNS = ("invoice_id", "amount_fen", "reason", "opened_on")


@dataclass
class Ledger:
    """Rows as the tables hold them."""

    invoices: list[Row] = field(default_factory=list)
    receipts: list[Row] = field(default_factory=list)
    allocations: list[Row] = field(default_factory=list)
    disputes: list[Row] = field(default_factory=list)

    def pay(self, customer: int, invoice: int, fen: int, received_on: str, counted_on: str) -> None:
        """Money that is put to one invoice, from ``counted_on`` on."""
        number = len(self.receipts) + 1
        self.receipts.append((number, f"SK{number:08d}", customer, received_on, fen, 0, "CNY", "", "", 0))
        self.allocations.append((number, invoice, fen, counted_on, counted_on))


def ledger_rows(invoices: int, customers: int) -> Ledger:
    """Three years up to ``TODAY``, the same in every run."""
    chance = random.Random(21)  # noqa: S311 - invented figures, the same in every run
    draw = chance.random
    first = TODAY - timedelta(days=DAYS - 1)
    days = [(first + timedelta(days=n)).isoformat() for n in range(DAYS + max(TERMS))]
    made = Ledger()
    for number in range(1, invoices + 1):
        issued = (number - 1) * DAYS // invoices
        due = issued + TERMS[int(draw() * len(TERMS))]
        customer, fen = 1 + int(draw() * customers), 10_000 + 10 * int(draw() * 2_000_000)
        paid = max(issued, due + int((draw() + draw() + draw()) * 40) - 45)
        left, luck = 0, draw()
        if luck < BAD or paid >= DAYS:
            left = fen
            if draw() < PART_PAID / BAD:
                left -= fen // 3
                some_day = days[issued + int(draw() * (DAYS - issued))]
                made.pay(customer, number, fen // 3, some_day, some_day)
            elif luck < BAD / 20:
                made.disputes.append((number, fen // 2, "质量争议", days[min(due, DAYS - 1)]))
        elif luck < BAD + IN_TWO:
            half_way = days[(issued + paid) // 2]
            made.pay(customer, number, fen // 2, half_way, half_way)
            made.pay(customer, number, fen - fen // 2, days[paid], days[paid])
        else:
            early = 10 if luck > 1 - IN_ADVANCE else 0
            made.pay(customer, number, fen, days[max(0, paid - early)], days[paid])
        made.invoices.append(
            (number, f"XS{number:08d}", customer, "invoice", days[issued], days[due], "file", fen, left, "CNY",
             "", "", "")
        )  # fmt: skip
    return made


def unallocated_rows(first: int, customers: int) -> Iterator[Row]:
    """Money on account of one customer in fifty."""
    for number, customer in enumerate(range(1, customers + 1, 50), start=first):
        day = (TODAY - timedelta(days=customer % 60)).isoformat()
        yield (number, f"SK{number:08d}", customer, day, 500_000, 500_000, "CNY", "", "", 0)


def make_big_books(folder: Path, invoices: int, customers: int) -> Desk:
    """The books written straight into a new workspace; close and open it before measuring."""
    made = ledger_rows(invoices, customers)
    desk = bootstrap.create(folder, CLOCK, COMPANY)
    proxy.execute_sql("PRAGMA cache_size = -600000")  # rows come by day, indexes go by customer
    with one_write():
        bulk.insert("customer", CUSTOMER_COLUMNS, customer_rows(customers))
        bulk.insert("invoice", INVOICE_COLUMNS, made.invoices)
        bulk.insert("receipt", RECEIPT_COLUMNS, made.receipts)
        bulk.insert("receipt", RECEIPT_COLUMNS, unallocated_rows(len(made.receipts) + 1, customers))
        bulk.insert("allocation", ALLOCATION_COLUMNS, made.allocations)
        bulk.insert("dispute", DISPUTE_COLUMNS, made.disputes)
    return desk
