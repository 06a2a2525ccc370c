"""Desks for the tests: a company, a clock that stands still, and ledgers entered in one line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from arcdesk import bootstrap
from arcdesk.bootstrap import Desk
from arcdesk.clock import FixedClock
from arcdesk.domain.money import parse_amount
from arcdesk.importing.ledger_file import (
    AllocationRow,
    ContractRow,
    ControlTotal,
    CustomerRow,
    InvoiceRow,
    LedgerFile,
    PersonRow,
    ReceiptRow,
)
from arcdesk.models.base import proxy
from arcdesk.services.company import CompanyProfile
from arcdesk.services.importing import Counts, ImportPlan, ImportResult

CHINA = timezone(timedelta(hours=8))
NOW = datetime(2026, 10, 8, 9, 0, tzinfo=CHINA)
TODAY = NOW.date()
COMPANY = CompanyProfile(
    name="苏州恒通精密机械有限公司",
    uscc="91320594MA1XABCD2E",
    address="江苏省苏州市工业园区星湖街328号",
    phone="0512-62881234",
    contact="李会计",
    account_name="苏州恒通精密机械有限公司",
    bank="中国工商银行苏州工业园区支行",
    account_number="1102020409001234567",
)


def make_desk(folder: Path, moment: datetime = NOW) -> Desk:
    """A new workspace for the company."""
    return bootstrap.create(folder, FixedClock(moment), COMPANY)


def set_day(desk: Desk, day: date | str, hour: int = 9) -> date:
    """Let the desk's clock stand on another day."""
    wanted = date.fromisoformat(day) if isinstance(day, str) else day
    assert isinstance(desk.clock, FixedClock)
    desk.clock.moment = datetime(wanted.year, wanted.month, wanted.day, hour, tzinfo=CHINA)
    return wanted


def day(text: str) -> date:
    return date.fromisoformat(text)


def fen(amount: str | int) -> int:
    """1000 or 1,000.50 as fen."""
    return parse_amount(str(amount))


@dataclass
class Book:
    """A ledger file made in the code, row by row, as the reader of files would hand it over."""

    customers: list[CustomerRow] = field(default_factory=list)
    persons: list[PersonRow] = field(default_factory=list)
    contracts: list[ContractRow] = field(default_factory=list)
    invoices: list[InvoiceRow] = field(default_factory=list)
    receipts: list[ReceiptRow] = field(default_factory=list)
    allocations: list[AllocationRow] = field(default_factory=list)

    def customer(self, code: str, name: str = "", **facts: object) -> Book:
        facts.setdefault("address", f"{code}路1号")
        self.customers.append(CustomerRow(code, name or f"{code}有限公司", **facts))  # type: ignore[arg-type]
        return self

    def invoice(
        self,
        number: str,
        customer: str,
        amount: str | int,
        issued: str,
        due: str | None = None,
        **facts: object,
    ) -> Book:
        kind = str(facts.pop("kind", "credit_note" if fen(amount) < 0 else "invoice"))
        if kind == "credit_note":
            due = due or issued  # as the reader of files does: a credit has nothing to wait for
        row = InvoiceRow(
            number, customer, "", kind, day(issued), None, day(due) if due else None, fen(amount),
            sheet="应收单", row=len(self.invoices) + 2, **facts,  # type: ignore[arg-type]
        )  # fmt: skip
        self.invoices.append(row)
        return self

    def receipt(
        self, number: str, customer: str, amount: str | int, on: str, to: Mapping[str, str | int] | None = None,
        **facts: object,
    ) -> Book:  # fmt: skip
        row = ReceiptRow(
            number,
            customer,
            day(on),
            fen(amount),
            sheet="收款单",
            row=len(self.receipts) + 2,
            **facts,  # type: ignore[arg-type]
        )
        self.receipts.append(row)
        for invoice, share in (to or {}).items():
            line = len(self.allocations) + 2
            self.allocations.append(AllocationRow(number, invoice, fen(share), day(on), "核销", line))
        return self

    def file(self) -> LedgerFile:
        totals: dict[str, int] = {}
        for row in self.invoices:
            totals[row.currency] = totals.get(row.currency, 0) + row.amount_fen
        every = {
            "customers": frozenset({"code", "name", "credit_days", "owner", "grade", "region", "address"}),
            "invoices": frozenset(
                {"number", "customer", "kind", "issued_on", "due_on", "amount", "currency", "note"}
            ),
            "contracts": frozenset({"number", "customer", "penalty_daily_rate"}),
        }
        return LedgerFile(
            customers=tuple(self.customers), persons=tuple(self.persons), contracts=tuple(self.contracts),
            invoices=tuple(self.invoices), receipts=tuple(self.receipts), allocations=tuple(self.allocations),
            control={name: ControlTotal(total, total) for name, total in totals.items()},
            given=every, source_name="book.xlsx", source_sha256="00" * 32,
        )  # fmt: skip

    def into(self, desk: Desk, as_of: date | None = None) -> ImportResult:
        """Import it, whatever the ledger says to it."""
        none = Counts(0, 0, 0)
        plan = ImportPlan(self.file(), as_of or desk.clock.today(), none, none, none, none, (), (), {})
        return desk.importing.carry_out(plan)


def enter(desk: Desk, book: Book) -> ImportResult:
    """Import a book in which nothing is wrong."""
    done = book.into(desk)
    assert done.plan.rejected == (), [(row.value, row.sentence) for row in done.plan.rejected]
    return done


def customer_id(desk: Desk, code: str) -> int:
    return desk.customers.find(code).id


def ages(desk: Desk, on: date | str, code: str, currency: str = "CNY", **options: object) -> dict[str, int]:
    """Buckets of a customer that hold money, in fen; the report must be sound."""
    wanted = day(on) if isinstance(on, str) else on
    report = desk.aging.report(wanted, currency=currency, **options)  # type: ignore[arg-type]
    (block,) = report.currencies
    assert block.identities.hold
    rows = [row for row in block.rows if row.code == code]
    return {key: value for row in rows for key, value in row.buckets.items() if value}


def table_rows(name: str) -> list[tuple[object, ...]]:
    """What a table of the open workspace holds, in the order of its keys."""
    return proxy.execute_sql(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall()  # noqa: S608 - names of our own


def everything() -> dict[str, list[tuple[object, ...]]]:
    """What all tables of the open workspace hold."""
    found = proxy.execute_sql("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").fetchall()
    return {name: table_rows(name) for (name,) in found}


def not_well(desk: Desk) -> list[str]:
    """Names of the doctor's checks of the books that are not well; age of the backup, clock and room are not theirs."""
    others = ("backup", "clock", "space")
    return [check.name for check in desk.health.checks() if not check.ok and check.name not in others]


def csv_file(path: Path, head: str, rows: Iterable[Sequence[object]]) -> Path:
    lines = [head, *(",".join("" if cell is None else str(cell) for cell in row) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
