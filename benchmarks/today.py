"""Today's list at 10,000 customers with 100,000 open invoices: at first, the next day, after an edit, after a call.

Held against the plain SQL that fetches the rows the list is judged from, as it stands in the database:
open invoices, last contacts, letters, promises with the money since, follow-ups, holds, disputes, plans.
Each figure is given by the clock on the wall and by the processor's time of this process, which other
programs on a busy machine do not lengthen as much.

    uv run python benchmarks/today.py [OPEN_INVOICES]
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from statistics import median

from books import CLOCK, TODAY
from chasing_books import make_chasing_books

from arcdesk import bootstrap
from arcdesk.bootstrap import Desk
from arcdesk.clock import FixedClock
from arcdesk.models.base import proxy
from arcdesk.services.contacts import NewContact

ROUNDS = 5
TOMORROW = TODAY + timedelta(days=1)
SQL = "SQL that fetches the rows"
STATEMENTS = (
    "SELECT id, code, name, owner, grade, behaviour, size, industry, region FROM customer",
    """SELECT id, customer_id, currency, issued_on, due_on, open_fen FROM invoice
       WHERE open_fen > 0 AND issued_on <= ?1""",
    """SELECT customer_id, currency, sum(open_fen) FROM receipt WHERE open_fen <> 0 AND received_on <= ?1
       GROUP BY customer_id, currency""",
    """SELECT customer_id, max(CASE WHEN outcome NOT IN ('no_answer', 'unreachable', 'wrong_person') THEN at END),
              sum(substr(at, 1, 10) = ?1) FROM contact WHERE at < ?1 || 'T24' GROUP BY customer_id""",
    """SELECT id, customer_id, currency, number, issued_on, deadline_on FROM document
       WHERE kind = 'letter' AND issued_on <= ?1""",
    "SELECT document_id, invoice_id FROM document_invoice",
    "SELECT id, customer_id, currency, amount_fen, made_on, due_on, contact_id FROM promise WHERE made_on <= ?1",
    """SELECT customer_id, currency, received_on, amount_fen FROM receipt
       WHERE received_on <= ?1 AND received_on >= (SELECT min(made_on) FROM promise)
             AND customer_id IN (SELECT customer_id FROM promise)""",
    "SELECT customer_id, due_on, reason FROM follow_up WHERE state = 'open' AND due_on <= ?1",
    "SELECT customer_id, until_on, reason FROM customer_hold WHERE from_on <= ?1 AND until_on >= ?1",
    "SELECT invoice_id, until_on, reason FROM invoice_hold WHERE from_on <= ?1 AND until_on >= ?1",
    "SELECT invoice_id, sum(amount_fen) FROM dispute WHERE opened_on <= ?1 AND closed_on IS NULL GROUP BY invoice_id",
    """SELECT s.invoice_id, p.id, i.seq, i.due_on, s.amount_fen FROM payment_plan p
       JOIN instalment i ON i.plan_id = p.id JOIN plan_share s ON s.instalment_id = i.id""",
)


@dataclass
class Taken:
    """Seconds of each round, on the wall and of the processor."""

    wall: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    @contextmanager
    def round(self) -> Iterator[None]:
        wall, processor = time.perf_counter(), time.process_time()
        yield
        self.wall.append(time.perf_counter() - wall)
        self.processor.append(time.process_time() - processor)


def fetch(day: date) -> int:
    """The rows themselves, with nothing made of them; how many."""
    return sum(len(_rows(statement, day)) for statement in STATEMENTS)


def _rows(statement: str, day: date) -> list[object]:
    return list(proxy.execute_sql(statement, (day.isoformat(),) if "?1" in statement else ()).fetchall())


def measure(folder: Path) -> dict[str, Taken]:
    """Every figure over the same rounds: the candidates take turns."""
    taken: dict[str, Taken] = {}

    def timed(name: str, work: Callable[[], object]) -> None:
        with taken.setdefault(name, Taken()).round():
            work()

    with opened(folder, TODAY) as desk:
        fetch(TODAY)
        print(f"  {fetch(TODAY):,} rows; {len(desk.worklist.today(TODAY)):,} customers on the list")
    for turn in range(ROUNDS):
        with opened(folder, TODAY) as desk:
            timed(SQL, lambda: fetch(TODAY))
            timed("first list after the start", desk.worklist.today)
            timed("asked again", desk.worklist.today)
            timed("Today page", lambda: desk.day_list.of(TODAY))
            levels = desk.policies.find("P-000").levels
            desk.policies.save("OWN", f"本公司 {time.time_ns()}", levels[turn % 2 :])
            timed("policy edited", desk.worklist.today)
            timed("policy tried out", lambda: desk.policies.try_out(desk.policies.find("P-001")))
            log(desk, 5 + 17 * turn)
            timed("contact logged", desk.worklist.today)
            log(desk, 6 + 17 * turn)
            timed("Today page after a contact", lambda: desk.day_list.of(TODAY))
            desk.clock = desk._work.clock = FixedClock(CLOCK.now() + timedelta(days=1))
            timed("next day", desk.worklist.today)
            timed("Today page of the next day", lambda: desk.day_list.of(TOMORROW))
            timed("a past day", lambda: desk.worklist.today(TODAY - timedelta(days=180)))
    return taken


def log(desk: Desk, customer_id: int) -> None:
    """One call that ends with a promise and a follow-up."""
    due = TODAY + timedelta(days=3)
    desk.contacts.log(
        NewContact(customer_id, "phone", "promised", "月底付", promises=((100_000, due),), follow_up_on=due)
    )


@contextmanager
def opened(folder: Path, today: date) -> Iterator[Desk]:
    """The workspace as a new process finds it."""
    desk = bootstrap.build(folder, FixedClock(CLOCK.now().replace(year=today.year, month=today.month, day=today.day)))
    try:
        yield desk
    finally:
        desk.close()


def main(open_invoices: int) -> None:
    customers = max(1, open_invoices // 10)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "books"
        make_chasing_books(folder, customers, open_invoices).close()
        print(f"{open_invoices:,} open invoices of {customers:,} customers")
        taken = measure(folder)
    base = median(taken[SQL].processor)
    width = max(map(len, taken))
    print(f"  {'':<{width}} {'wall':>10} {'processor':>13} {'against SQL':>14}")
    for name, figures in taken.items():
        wall, processor = median(figures.wall), median(figures.processor)
        print(f"  {name:<{width}} {wall * 1000:7.1f} ms {processor * 1000:10.1f} ms {processor / base:12.2f} x")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
