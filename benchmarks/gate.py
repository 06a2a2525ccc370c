"""The gate over 100,000 invoices of 10,000 customers with a contact log: the list, letters, one answer.

Held against the least SQLite can do over the same rows: one sum of the open amounts. The log
has five contacts a customer, a promise for one contact in ten, a follow-up for one customer in
five, and a letter at one customer in ten.

    uv run python benchmarks/gate.py [INVOICES]
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from books import TODAY, Row, make_books
from measure import print_table, take_turns

from arcdesk.models import bulk
from arcdesk.models.base import one_write, proxy

ROUNDS = 5
CONTACTS_EACH = 5
CHECKED = 2_000
OUTCOMES = ("promised", "no_answer", "will_check")
CONTACT_COLUMNS = ("id", "customer_id", "at", "logged_at", "channel", "outcome", "person", "note")
PROMISE_COLUMNS = ("customer_id", "contact_id", "currency", "amount_fen", "made_on", "due_on")
FOLLOW_UP_COLUMNS = ("customer_id", "due_on", "reason", "state", "created_at")


def main(invoices: int) -> None:
    customers = max(1, invoices // 10)
    with tempfile.TemporaryDirectory() as folder:
        desk = make_books(Path(folder) / "books", customers, invoices)
        live(customers)
        checked = range(1, 1 + min(CHECKED, customers))
        numbers = [number for (number,) in proxy.execute_sql("SELECT number FROM invoice WHERE id <= 20")]
        works = {
            "sum(open_fen) in SQL": lambda: proxy.execute_sql("SELECT sum(open_fen) FROM invoice").fetchone(),
            "today's work list": lambda: desk.worklist.today(TODAY),
            "the list of a past day": lambda: desk.worklist.today(TODAY - timedelta(days=180)),
            f"letters to {len(checked):,} customers checked": lambda: desk.letters.check(checked),
            f"why, {len(numbers)} invoices one by one": lambda: [desk.gate.why(number) for number in numbers],
        }
        seconds = take_turns(works, ROUNDS)
        desk.close()
    print_table(f"{invoices:,} invoices of {customers:,} customers", seconds, against="sum(open_fen) in SQL")


def live(customers: int) -> None:
    """Fill the contact log; the letters are rows without a PDF behind them."""
    chance = random.Random(13)  # noqa: S311 - invented figures, the same in every run
    with one_write():
        contacts = list(contact_rows(chance, customers))
        bulk.insert("contact", CONTACT_COLUMNS, contacts)
        bulk.insert("promise", PROMISE_COLUMNS, promise_rows(chance, contacts))
        due = (TODAY + timedelta(days=chance.randrange(-5, 20)) for _ in range(customers))
        bulk.insert(
            "follow_up",
            FOLLOW_UP_COLUMNS,
            (
                (n, day.isoformat(), "", "open", f"{TODAY}T08:00:00+08:00")
                for n, day in enumerate(due, 1)
                if n % 5 == 0
            ),
        )
        evidence = "INSERT INTO evidence SELECT 1, 'x', 1, '', '', 'letter', '', NULL, '', '', '', ''"
        proxy.execute_sql(evidence)
        on = TODAY - timedelta(days=20)
        proxy.execute_sql(
            """INSERT INTO document SELECT id, 'CK-' || id, 'letter', 'first', id, 'zh', 'CNY', ?1, ?1, ?1, NULL,
               1, NULL, ?2, '{}', 1 FROM customer WHERE id % 10 = 0""",
            (on.isoformat(), (on + timedelta(days=7)).isoformat()),
        )
        proxy.execute_sql(
            """INSERT INTO document_invoice SELECT customer_id, id, open_fen FROM invoice
               WHERE customer_id % 10 = 0 AND open_fen > 0"""
        )


def contact_rows(chance: random.Random, customers: int) -> Iterator[Row]:
    """Contacts of the last ten months."""
    for number in range(1, 1 + customers * CONTACTS_EACH):
        on = TODAY - timedelta(days=chance.randrange(1, 300))
        moment = f"{on}T10:00:00+08:00"
        yield number, 1 + number % customers, moment, moment, "phone", chance.choice(OUTCOMES), "", ""


def promise_rows(chance: random.Random, contacts: list[Row]) -> Iterator[Row]:
    """A promise for one contact in ten, due within forty days of it."""
    for number, customer, moment, *_ in contacts:
        if chance.random() < 0.1:
            made = TODAY.fromisoformat(str(moment)[:10])
            due = made + timedelta(days=chance.randrange(3, 40))
            fen = chance.randrange(1_000, 10_000_000)
            yield customer, number, "CNY", fen, made.isoformat(), due.isoformat()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
