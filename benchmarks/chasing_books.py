"""The books of a firm that collects: what ``books`` makes, with all that decides who is chased today.

Of two invoices one is open. One in forty is years old, so that its limitation period runs out or has.
There are contacts, promises, follow-ups, letters, holds, disputes, instalment plans, money on account,
grades with their policies, contact persons and recordings that count for limitation.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from books import (
    ALLOCATION_COLUMNS,
    CLOCK,
    COMPANY,
    CUSTOMER_COLUMNS,
    INVOICE_COLUMNS,
    RECEIPT_COLUMNS,
    TODAY,
    Row,
    allocation_row,
    customer_rows,
    invoice_rows,
    receipt_row,
)

from arcdesk import bootstrap
from arcdesk.bootstrap import Desk
from arcdesk.models import bulk
from arcdesk.models.base import one_write, proxy

CONTACTS_EACH = 5
OLD_BY_DAYS = 900
OUTCOMES = ("promised", "no_answer", "will_check", "reached", "unreachable")
CONTACT_COLUMNS = ("id", "customer_id", "at", "logged_at", "channel", "outcome", "person", "note")
PROMISE_COLUMNS = ("customer_id", "contact_id", "currency", "amount_fen", "made_on", "due_on")
FOLLOW_UP_COLUMNS = ("customer_id", "due_on", "reason", "state", "created_at", "closed_at")
PERSON_COLUMNS = ("customer_id", "name", "title", "authority", "phone", "wechat", "email", "is_primary",
                  "do_not_contact")  # fmt: skip
DISPUTE_COLUMNS = ("invoice_id", "amount_fen", "reason", "opened_on")
HOLD_COLUMNS = ("customer_id", "from_on", "until_on", "reason", "logged_at")
INVOICE_HOLD_COLUMNS = ("invoice_id", "from_on", "until_on", "reason", "logged_at")
DOCUMENT_COLUMNS = ("id", "number", "kind", "level", "customer_id", "language", "currency", "issued_on", "issued_at",
                    "as_of", "total_fen", "deadline_on", "snapshot", "evidence_id")  # fmt: skip
PLAN_COLUMNS = ("id", "number", "customer_id", "currency", "agreed_on", "total_fen", "is_one_debt", "is_written",
                "note", "logged_at")  # fmt: skip


def make_chasing_books(folder: Path, customers: int, open_invoices: int) -> Desk:
    """The books written straight into a new workspace; close and open it before measuring."""
    desk = bootstrap.create(folder, CLOCK, COMPANY)
    proxy.execute_sql("PRAGMA cache_size = -600000")
    with one_write():
        bulk.insert("customer", CUSTOMER_COLUMNS, customer_rows(customers))
        ledger = [_aged(row) for row in invoice_rows(2 * open_invoices, customers)]
        bulk.insert("invoice", INVOICE_COLUMNS, ledger)
        settled = [row for row in ledger if row[7] != row[8]]
        bulk.insert("receipt", RECEIPT_COLUMNS, (receipt_row(row) for row in settled))
        bulk.insert("allocation", ALLOCATION_COLUMNS, (allocation_row(row) for row in settled))
        bulk.insert("receipt", RECEIPT_COLUMNS, _on_account(len(ledger) + 1, customers))
        _talks(customers)
        _obstacles(ledger, customers)
        _letters(ledger)
        _plans(ledger)
    _policies(desk)
    return desk


def _aged(row: Row) -> Row:
    """The invoice itself; one in forty as old as a limitation period."""
    if int(str(row[0])) % 40:
        return row
    issued, due = (date.fromisoformat(str(day)) - timedelta(days=OLD_BY_DAYS) for day in row[4:6])
    return (*row[:4], issued.isoformat(), due.isoformat(), *row[6:])


def _on_account(first: int, customers: int) -> Iterator[Row]:
    """Money that no invoice has, at one customer in fifty."""
    for number, customer in enumerate(range(1, customers + 1, 50), start=first):
        day = (TODAY - timedelta(days=customer % 60)).isoformat()
        yield number, f"SK{number:08d}", customer, day, 5_000_000, 5_000_000, "CNY", "", "", 0


def _talks(customers: int) -> None:
    """Contacts of ten months, a promise for one in ten, follow-ups done and open, and whom to call."""
    chance = random.Random(13)  # noqa: S311 - invented figures, the same in every run
    contacts: list[Row] = []
    for number in range(1, 1 + customers * CONTACTS_EACH):
        on = TODAY - timedelta(days=chance.randrange(1, 300))
        moment = f"{on}T10:00:00+08:00"
        contacts.append((number, 1 + number % customers, moment, moment, "phone", chance.choice(OUTCOMES), "", ""))
    bulk.insert("contact", CONTACT_COLUMNS, contacts)
    promises: list[Row] = []
    for contact, owner, said_at, *_ in contacts:
        if chance.random() < 0.1:
            made = date.fromisoformat(str(said_at)[:10])
            due = made + timedelta(days=chance.randrange(3, 40))
            promises.append(
                (owner, contact, "CNY", chance.randrange(1_000, 10_000_000), made.isoformat(), due.isoformat())
            )
    bulk.insert("promise", PROMISE_COLUMNS, promises)
    follow_ups: list[Row] = []
    for customer in range(1, customers + 1):
        due = TODAY + timedelta(days=chance.randrange(-300, 0))
        moment = f"{due - timedelta(days=5)}T08:00:00+08:00"
        follow_ups.append((customer, due.isoformat(), "", "done", moment, f"{due}T09:00:00+08:00"))
        if customer % 5 == 0:
            due = TODAY + timedelta(days=chance.randrange(-5, 20))
            moment = f"{TODAY - timedelta(days=6)}T08:00:00+08:00"
            follow_ups.append((customer, due.isoformat(), "问一下进度", "open", moment, None))
    bulk.insert("follow_up", FOLLOW_UP_COLUMNS, follow_ups)
    known = ((n, "张会计", "", "", "13800000000", "", "", 1, 0) for n in range(1, customers + 1) if n % 3)
    bulk.insert("contact_person", PERSON_COLUMNS, known)


def _obstacles(ledger: list[Row], customers: int) -> None:
    """Holds on customers and invoices that end in the coming weeks, and disputes."""
    chance = random.Random(14)  # noqa: S311 - invented figures, the same in every run
    start, moment = (TODAY - timedelta(days=20)).isoformat(), f"{TODAY - timedelta(days=20)}T09:00:00+08:00"
    still_open = [row for row in ledger if row[8]]

    def until() -> str:
        return (TODAY + timedelta(days=chance.randrange(40))).isoformat()

    held = (chance.randrange(1, customers + 1) for _ in range(max(1, customers // 50)))
    bulk.insert("customer_hold", HOLD_COLUMNS, [(n, start, until(), "等总经理决定", moment) for n in held])
    invoices: list[Any] = [row[0] for row in chance.sample(still_open, len(still_open) // 100)]
    bulk.insert("invoice_hold", INVOICE_HOLD_COLUMNS, [(n, start, until(), "对账中", moment) for n in invoices])
    disputed = chance.sample(still_open, len(still_open) // 50)
    bulk.insert("dispute", DISPUTE_COLUMNS, [(row[0], int(str(row[8])) // 2, "质量争议", start) for row in disputed])


def _letters(ledger: list[Row]) -> None:
    """A letter of the last two months to one customer in ten, with all that he owes; it has no PDF behind it."""
    proxy.execute_sql("INSERT INTO evidence SELECT 1, 'x', 1, '', '', 'letter', '', NULL, '', '', '', '', NULL")
    chance = random.Random(15)  # noqa: S311 - invented figures, the same in every run
    named: dict[int, list[Row]] = {}
    for row in ledger:
        customer = int(str(row[2]))
        if customer % 10 == 0 and row[8]:
            named.setdefault(customer, []).append(row)
    documents: list[Row] = []
    for customer, rows in named.items():
        on = TODAY - timedelta(days=chance.randrange(60))
        total, deadline = sum(int(str(row[8])) for row in rows), on + timedelta(days=7)
        documents.append(
            (customer, f"CK-{customer}", "letter", "first", customer, "zh", "CNY", on.isoformat(),
             f"{on}T09:00:00+08:00", on.isoformat(), total, deadline.isoformat(), "{}", 1)
        )  # fmt: skip
    bulk.insert("document", DOCUMENT_COLUMNS, documents)
    listed = [(customer, row[0], row[8]) for customer, rows in named.items() for row in rows]
    bulk.insert("document_invoice", ("document_id", "invoice_id", "open_fen"), listed)


def _plans(ledger: list[Row]) -> None:
    """Three instalments for one open invoice in two hundred."""
    chosen = [row for row in ledger if row[7] == row[8]][::200]
    agreed = TODAY - timedelta(days=50)
    plans, instalments, shares = [], [], []
    for number, row in enumerate(chosen, 1):
        total = int(str(row[8]))
        plans.append(
            (number, f"FQ-{number}", row[2], "CNY", agreed.isoformat(), total, 0, 1, "", f"{agreed}T09:00:00+08:00")
        )
        parts = (total // 3, total // 3, total - 2 * (total // 3))
        for seq, fen in enumerate(parts, 1):
            key = 3 * (number - 1) + seq
            due = (agreed + timedelta(days=25 * seq)).isoformat()
            instalments.append((key, number, seq, due, fen))
            shares.append((key, row[0], fen))
    bulk.insert("payment_plan", PLAN_COLUMNS, plans)
    bulk.insert("instalment", ("id", "plan_id", "seq", "due_on", "amount_fen"), instalments)
    bulk.insert("plan_share", ("instalment_id", "invoice_id", "amount_fen"), shares)


def _policies(desk: Desk) -> None:
    """One policy of the firm's own for everybody, and shipped ones by grade."""
    desk.policies.save("OWN", "本公司", desk.policies.find("P-000").levels)
    desk.policies.choose("OWN")
    desk.policies.choose("P-001", grade="C")
    desk.policies.choose("P-002", grade="D")
