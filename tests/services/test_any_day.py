"""Whatever is done to the books, the report of any day is what the postings say, one by one."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from arcdesk.bootstrap import Desk
from arcdesk.domain.aging import SCHEMES, Scheme
from arcdesk.domain.errors import Refusal
from arcdesk.domain.plan_schedule import Planned
from arcdesk.models.base import proxy
from arcdesk.models.queries import balances, proofs
from arcdesk.services.aging import GROUPINGS, AgingRow
from arcdesk.services.plans import NewPlan
from tests.services.desks import Book, enter, make_desk
from tests.services.raw_ledger import RawAccount, accounts_on, figures, table

FIRST, TODAY, LAST = date(2024, 1, 1), date(2026, 10, 8), date(2027, 3, 31)
CODES = ("C1", "C2", "C3")
OWNERS = {"C1": "王芳", "C2": "李强", "C3": "王芳"}


class Books:
    """Does one random thing after the other; what the program refuses is left undone."""

    def __init__(self, desk: Desk, seed: int) -> None:
        self.desk = desk
        self.draw = random.Random(seed)  # noqa: S311 - hypothesis gives the seed
        self.count = 0
        book = Book()
        for code in CODES:
            book.customer(code, owner=OWNERS[code], grade="AB"[code == "C3"], region="")
        enter(desk, book)

    def day(self, last: date = TODAY) -> date:
        return FIRST + timedelta(days=self.draw.randrange((last - FIRST).days + 1))

    def fen(self) -> int:
        return self.draw.choice((100, 300, 300, 500, 1000, self.draw.randrange(1, 2000)))

    def since(self, iso: str) -> date:
        """A day from ``iso`` on; today where that is still to come."""
        begin = date.fromisoformat(iso)
        return begin + timedelta(days=self.draw.randrange(max(1, (TODAY - begin).days + 1)))

    def part(self, fen: int) -> int:
        """All of it, or some; one fen where there is nothing, to be refused."""
        return self.draw.choice((fen, self.draw.randrange(1, fen))) if fen > 1 else 1

    def number(self, prefix: str) -> str:
        self.count += 1
        return f"{prefix}{self.count}"

    def some(self, name: str, **facts: Any) -> dict[str, Any]:
        rows = [row for row in table(name) if all(row[key] == value for key, value in facts.items())]
        if not rows:
            raise LookupError(name)
        return self.draw.choice(rows)

    def some_invoice(self) -> dict[str, Any]:
        return self.draw.choice([row for row in table("invoice") if row["amount_fen"] > 0] or [self.some("invoice")])

    def do(self) -> None:
        """One random deed."""
        deeds = (
            self.invoice, self.invoice, self.invoice, self.changed_invoice, self.credit_note, self.receipt,
            self.receipt, self.receipt, self.imported_receipt, self.put_receipt, self.put_credit_note,
            self.take_back, self.take_back, self.reverse, self.refund, self.write_off, self.write_off_back,
            self.dispute, self.close_dispute, self.plan, self.end_plan,
        )  # fmt: skip
        with suppress(Refusal, LookupError):
            self.draw.choice(deeds)()

    def invoice(self) -> None:
        issued = self.day(LAST)
        due = self.draw.choice((None, issued + timedelta(days=self.draw.randrange(90))))
        Book().invoice(
            self.number("I"), self.draw.choice(CODES), yuan(self.fen()), issued.isoformat(),
            due.isoformat() if due else None, currency=self.draw.choice(("CNY", "CNY", "USD")),
        ).into(self.desk)  # fmt: skip

    def changed_invoice(self) -> None:
        row = self.some_invoice()
        code = CODES[row["customer_id"] - 1]
        more = row["amount_fen"] + self.draw.choice((0, 100))
        Book().invoice(
            row["number"], code, yuan(more), self.day(LAST).isoformat(), row["due_on"], currency=row["currency"]
        ).into(self.desk)

    def credit_note(self) -> None:
        row = self.some_invoice()
        linked = row["number"] if self.draw.random() < 0.5 else ""
        self.desk.credit_notes.add(
            row["customer_id"], self.fen(), self.day(), invoice=linked, currency=row["currency"]
        )

    def receipt(self) -> None:
        row = self.some_invoice()
        fen = self.fen()
        share = {row["number"]: min(fen, self.fen())} if self.draw.random() < 0.6 else {}
        self.desk.receipts.record(
            row["customer_id"], fen, self.day(), currency=row["currency"], allocate=share,
            rule=self.draw.choice((None, "oldest")),
        )  # fmt: skip

    def imported_receipt(self) -> None:
        row = self.some_invoice()
        fen = self.fen()
        Book().receipt(
            self.number("S"), CODES[row["customer_id"] - 1], yuan(fen), self.day(LAST).isoformat(),
            {row["number"]: yuan(min(fen, self.fen()))}, currency=row["currency"],
        ).into(self.desk)  # fmt: skip

    def put_receipt(self) -> None:
        row = self.some("receipt", reverses_id=None)
        invoice = self.some("invoice", customer_id=row["customer_id"], currency=row["currency"])
        fen = self.part(min(row["open_fen"], invoice["open_fen"]))
        self.desk.receipts.allocate(row["number"], {invoice["number"]: fen}, self.since(row["received_on"]))

    def put_credit_note(self) -> None:
        row = self.some("invoice", kind="credit_note")
        invoice = self.some("invoice", customer_id=row["customer_id"], currency=row["currency"])
        fen = self.part(min(-row["open_fen"], invoice["open_fen"]))
        self.desk.credit_notes.allocate(row["number"], {invoice["number"]: fen}, self.day(LAST))

    def take_back(self) -> None:
        row = self.some("allocation", write_off_id=None, reverses_id=None)
        self.desk.receipts.take_allocation_back(row["id"], self.since(row["effective_on"]), "错账")

    def reverse(self) -> None:
        row = self.some("receipt", reverses_id=None)
        self.desk.receipts.reverse(row["number"], self.since(row["received_on"]), "退票")

    def refund(self) -> None:
        row = self.some("receipt", reverses_id=None)
        self.desk.receipts.refund(row["number"], self.part(row["open_fen"]), self.since(row["received_on"]), "退款")

    def write_off(self) -> None:
        row = self.some_invoice()
        if row["issued_on"] > TODAY.isoformat():
            return
        self.desk.write_offs.write_off(
            row["number"], self.part(row["open_fen"]), self.since(row["issued_on"]), approver="总", reason="坏账"
        )

    def write_off_back(self) -> None:
        row = self.some("write_off", reverses_id=None)
        self.desk.write_offs.reverse(row["number"], self.since(row["on_day"]), approver="总", reason="收回")

    def dispute(self) -> None:
        row = self.some_invoice()
        self.desk.disputes.open(row["number"], self.part(row["open_fen"]), "质量", on=self.since(row["issued_on"]))

    def close_dispute(self) -> None:
        row = self.some("dispute", closed_on=None)
        self.desk.disputes.close(row["id"], "rejected", note="不成立", on=self.since(row["opened_on"]))

    def plan(self) -> None:
        row = self.some_invoice()
        agreed = self.since(row["issued_on"])
        half = row["open_fen"] // 2
        days = sorted(agreed + timedelta(days=self.draw.randrange(1, 200)) for _ in range(2))
        instalments = (Planned(days[0], half), Planned(days[1], row["open_fen"] - half))
        self.desk.plans.make(NewPlan(row["customer_id"], (row["number"],), instalments, agreed))

    def end_plan(self) -> None:
        how = self.draw.choice(("void", "accelerated"))
        row = self.some("payment_plan")
        self.desk.plans.end(row["number"], how, "未付", self.since(row["agreed_on"]))


def yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02}"


def group_key(by: str) -> Callable[[int], str]:
    facts = {row["id"]: row for row in table("customer")}
    return lambda customer: str(facts[customer]["code" if by == "customer" else by])


def same_as_postings(desk: Desk, day: date, by: str, scheme: Scheme) -> None:
    """Compare a whole report with the postings."""
    raw = accounts_on(day)
    report = desk.aging.report(day, by, scheme.basis, scheme.name)
    shown = {block.currency: block for block in report.currencies}
    assert {currency for _, currency in raw} - {"CNY"} == shown.keys() - {"CNY"}
    for currency, block in shown.items():
        assert block.identities.hold
        mine = {customer: account for (customer, code), account in raw.items() if code == currency}
        expected = expected_rows(mine, by, scheme, day)
        assert {row.key: compared(row) for row in block.rows} == expected
        items = [item for account in mine.values() for item in account.items]
        whole = figures(items, scheme, day) | {
            "balance_fen": sum(account.balance for account in mine.values()),
            "unallocated_fen": sum(account.unallocated for account in mine.values()),
        }
        assert compared(block.totals) == whole


def expected_rows(mine: dict[int, RawAccount], by: str, scheme: Scheme, day: date) -> dict[str, dict[str, Any]]:
    if by == "invoice":
        numbers = {row["id"]: row["number"] for row in table("invoice")}
        items = [item for account in mine.values() for item in account.items]
        by_invoice = {
            item.invoice_id: [each for each in items if each.invoice_id == item.invoice_id] for item in items
        }
        return {
            numbers[number]: figures(group, scheme, day)
            | {"balance_fen": sum(item.open_fen for item in group), "unallocated_fen": 0}
            for number, group in by_invoice.items()
        }
    key_of = group_key(by)
    groups: dict[str, list[RawAccount]] = {}
    for customer, account in mine.items():
        if sum(item.open_fen for item in account.items) or account.unallocated:
            groups.setdefault(key_of(customer), []).append(account)
    return {
        key: figures([item for account in group for item in account.items], scheme, day)
        | {
            "balance_fen": sum(account.balance for account in group),
            "unallocated_fen": sum(account.unallocated for account in group),
        }
        for key, group in groups.items()
    }


def compared(row: AgingRow) -> dict[str, Any]:
    names = (
        "gross_fen", "disputed_fen", "overdue_fen", "buckets", "worst", "max_overdue_days", "invoice_count",
        "balance_fen", "unallocated_fen",
    )  # fmt: skip
    return {name: getattr(row, name) for name in names}


def schemes() -> list[Scheme]:
    return [scheme.on(basis) for scheme in SCHEMES.values() for basis in ("due", "issued")]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32), deeds=st.integers(5, 60))
def test_the_report_of_any_day_is_what_the_postings_say(seed: int, deeds: int) -> None:
    folder = Path(tempfile.mkdtemp())
    desk = make_desk(folder / "workspace")
    try:
        books = Books(desk, seed)
        for _ in range(deeds):
            books.do()
        assert proofs.disagreeing() == []
        moved = {date.fromisoformat(row["effective_on"]) for row in table("allocation")}
        days = {TODAY, books.day(LAST), books.day(LAST), *books.draw.sample(sorted(moved), min(4, len(moved)))}
        for day in days:
            for each in (day, day - timedelta(days=1)):
                same_as_postings(desk, each, books.draw.choice(GROUPINGS), books.draw.choice(schemes()))
                same_as_postings(desk, each, "customer", SCHEMES["portrait"])
                one_customer_is_part_of_all(each)
        kept_sums_survive_deletion()
    finally:
        desk.close()
        shutil.rmtree(folder)


def one_customer_is_part_of_all(day: date) -> None:
    """The dossier's own questions, asked of one customer, get the answers of the report."""
    items, free, raw = balances.open_items(day), balances.free_credits(day), accounts_on(day)
    for customer in range(1, len(CODES) + 1):
        mine = balances.open_items(day, customer)
        assert sorted(mine, key=repr) == sorted((i for i in items if i.customer_id == customer), key=repr)
        owned = {key: account for key, account in raw.items() if key[0] == customer}
        assert balances.balances(day, customer) == {key: account.balance for key, account in owned.items()}
        credits = {key: credit for key, credit in free.items() if key[0] == customer}
        assert balances.free_credits(day, customer) == credits
        unallocated = {key: account.unallocated for key, account in owned.items() if account.unallocated}
        assert {key: sum(credit) for key, credit in credits.items() if sum(credit)} == unallocated


def kept_sums_survive_deletion() -> None:
    """Rows that go, as an import taken back would let them, are forgotten by what is kept as well."""
    proxy.execute_sql("DELETE FROM allocation WHERE reverses_id IS NOT NULL")
    proxy.execute_sql("DELETE FROM allocation WHERE id % 2 = 0")
    proxy.execute_sql("DELETE FROM receipt WHERE reverses_id IS NOT NULL")
    assert proofs.misdated() == proofs.miscounted() == []
