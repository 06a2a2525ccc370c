"""Whatever is done to a ledger, in whatever order, its sums hold on every day."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from arcdesk.domain.allocation import Rule
from arcdesk.domain.errors import Refusal
from arcdesk.domain.plan_schedule import Planned
from arcdesk.models.queries import proofs
from arcdesk.services.contacts import NewContact
from arcdesk.services.explain import FIGURES
from arcdesk.services.ledger import Balance
from arcdesk.services.plans import NewPlan
from arcdesk.services.receipts import ReturnKind
from arcdesk.services.write_offs import WriteOffLine
from tests.services.desks import Book, customer_id, everything, make_desk, not_well, table_rows

FIRST, LAST = date(2025, 11, 1), date(2026, 10, 8)
CODES = ("C1", "C2", "C3")
codes = st.sampled_from(CODES)
amounts = st.integers(1, 300_000)
days = st.dates(FIRST, LAST)
currencies = st.sampled_from(("CNY", "CNY", "USD"))


def yuan(amount_fen: int) -> str:
    return f"{amount_fen // 100}.{amount_fen % 100:02}"


class Ledger(RuleBasedStateMachine):
    """Invoices, credit notes, receipts, write-offs, what is taken back, plans and imports in random order."""

    invoices = Bundle("invoices")
    receipts = Bundle("receipts")
    notes = Bundle("notes")
    write_offs = Bundle("write_offs")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.desk = make_desk(self.folder / "workspace")
        self.count = 0
        self.probe = FIRST

    def teardown(self) -> None:
        assert not_well(self.desk) == []
        self.desk.close()
        shutil.rmtree(self.folder)

    def _number(self, prefix: str) -> str:
        self.count += 1
        return f"{prefix}{self.count}"

    @initialize()
    def three_customers(self) -> None:
        book = Book()
        for code in CODES:
            book.customer(code)
        book.into(self.desk)

    @rule(
        target=invoices,
        code=codes,
        amount=amounts,
        issued=days,
        terms=st.one_of(st.none(), st.integers(0, 90)),
        currency=currencies,
    )
    def invoice(
        self, code: str, amount: int, issued: date, terms: int | None, currency: str
    ) -> tuple[str, str, str]:
        number = self._number("I")
        due = None if terms is None else (issued + timedelta(days=terms)).isoformat()
        Book().invoice(number, code, yuan(amount), issued.isoformat(), due, currency=currency).into(self.desk)
        return number, code, currency

    @rule(original=invoices, amount=amounts, issued=days, linked=st.booleans())
    def credit_note(self, original: tuple[str, str, str], amount: int, issued: date, linked: bool) -> None:
        number, code, currency = original
        credits = number if linked else ""
        book = Book().invoice(
            self._number("N"),
            code,
            f"-{yuan(amount)}",
            issued.isoformat(),
            credits=credits,
            currency=currency,
        )
        assert book.into(self.desk).plan.rejected == ()

    @rule(original=invoices, amount=amounts, issued=days)
    def changed_invoice(self, original: tuple[str, str, str], amount: int, issued: date) -> None:
        number, code, currency = original
        Book().invoice(number, code, yuan(amount), issued.isoformat(), currency=currency).into(self.desk)

    @rule(target=receipts, original=invoices, amount=amounts, share=amounts, on=days)
    def imported_receipt(self, original: tuple[str, str, str], amount: int, share: int, on: date) -> str:
        number, code, currency = original
        receipt = self._number("S")
        book = Book().receipt(
            receipt, code, yuan(amount), on.isoformat(), {number: yuan(share)}, currency=currency
        )
        first = book.into(self.desk).plan
        again = book.into(self.desk).plan
        assert (again.receipts.new, again.allocations.new) == (0, 0)
        assert len(again.rejected) == len(first.rejected)
        return receipt

    @rule(
        target=receipts, original=invoices, amount=amounts, share=amounts, on=days,
        by=st.sampled_from((None, "oldest", "pro_rata", "statutory")),
    )  # fmt: skip
    def recorded_receipt(
        self, original: tuple[str, str, str], amount: int, share: int, on: date, by: Rule | None
    ) -> str:
        number, code, currency = original
        who = customer_id(self.desk, code)
        before = self.desk.ledger.receipts(who)
        try:
            line = self.desk.receipts.record(
                who, amount, on, currency=currency, allocate={number: share} if share % 2 else {}, rule=by
            )
        except Refusal:
            assert self.desk.ledger.receipts(who) == before
            return ""
        assert line.unallocated_fen == amount - sum(part.amount_fen for part in line.allocations) >= 0
        return line.number

    def _try(self, deed: Callable[[], object]) -> object:
        """Do it; what is refused must leave everything as it was."""
        before = everything()
        try:
            return deed()
        except Refusal:
            assert everything() == before
            return None

    @rule(receipt=receipts, on=days, mistake=st.booleans())
    def receipt_taken_back(self, receipt: str, on: date, mistake: bool) -> None:
        kind: ReturnKind = "mistake" if mistake else "bounced"
        self._try(lambda: self.desk.receipts.reverse(receipt, on, "why", kind=kind))

    @rule(receipt=receipts, amount=amounts, on=days)
    def refund(self, receipt: str, amount: int, on: date) -> None:
        self._try(lambda: self.desk.receipts.refund(receipt, amount, on))

    @rule(receipt=receipts, original=invoices, amount=amounts, on=days)
    def allocated_later(self, receipt: str, original: tuple[str, str, str], amount: int, on: date) -> None:
        self._try(lambda: self.desk.receipts.allocate(receipt, {original[0]: amount}, on))

    @rule(which=st.integers(0, 50), on=st.one_of(st.none(), days))
    def allocation_taken_back(self, which: int, on: date | None) -> None:
        ids = [row[0] for row in table_rows("allocation")]
        if ids:
            self._try(lambda: self.desk.receipts.take_allocation_back(ids[which % len(ids)], on, "why"))

    @rule(target=notes, original=invoices, amount=amounts, on=days, linked=st.booleans())
    def credit_note_by_hand(self, original: tuple[str, str, str], amount: int, on: date, linked: bool) -> str:
        number, code, currency = original
        line = self.desk.credit_notes.add(
            customer_id(self.desk, code), amount, on, invoice=number if linked else "", currency=currency
        )
        return line.number

    @rule(note=notes, original=invoices, amount=amounts, on=days)
    def credit_note_allocated(self, note: str, original: tuple[str, str, str], amount: int, on: date) -> None:
        self._try(lambda: self.desk.credit_notes.allocate(note, {original[0]: amount}, on))

    @rule(target=write_offs, original=invoices, amount=amounts, on=days)
    def write_off(self, original: tuple[str, str, str], amount: int, on: date) -> str:
        line = self._try(
            lambda: self.desk.write_offs.write_off(original[0], amount, on, approver="boss", reason="gone")
        )
        return line.number if isinstance(line, WriteOffLine) else ""

    @rule(number=write_offs, on=days)
    def write_off_taken_back(self, number: str, on: date) -> None:
        self._try(lambda: self.desk.write_offs.reverse(number, on, approver="boss", reason="came"))

    @rule(original=invoices, amount=amounts)
    def dispute(self, original: tuple[str, str, str], amount: int) -> None:
        number, code, _ = original
        who = customer_id(self.desk, code)
        open_fen = self.desk.ledger.invoice(number).open_fen
        try:
            self.desk.contacts.log(NewContact(who, "phone", "disputes", disputes=((number, amount, ""),)))
        except Refusal:
            assert amount > open_fen
        else:
            assert self.desk.ledger.invoice(number).disputed_fen == amount

    @rule(original=invoices, agreed=days, parts=st.lists(amounts, min_size=1, max_size=4), gap=st.integers(0, 40))
    def plan(self, original: tuple[str, str, str], agreed: date, parts: list[int], gap: int) -> None:
        number, code, _ = original
        days = [agreed + timedelta(days=gap + 20 * n) for n in range(len(parts))]
        try:
            made = self.desk.plans.make(
                NewPlan(customer_id(self.desk, code), (number,), tuple(map(Planned, days, parts)), agreed)
            )
        except Refusal:
            return
        assert made.total_fen == sum(parts)
        then = self.desk.plans.find(made.number, agreed)
        assert sum(each.open_fen for each in then.instalments) == then.open_fen <= made.total_fen

    @rule(how=st.sampled_from(("void", "accelerated")), on=days)
    def end_of_a_plan(self, how: str, on: date) -> None:
        for line in self.desk.plans.of()[:1]:
            try:
                self.desk.plans.end(line.number, how, "x", on)
            except Refusal:
                continue
            assert self.desk.plans.find(line.number).how_ended == how

    @rule(original=invoices, on=days)
    def bounced(self, original: tuple[str, str, str], on: date) -> None:
        for line in self.desk.ledger.receipts(customer_id(self.desk, original[1]))[:1]:
            try:
                self.desk.receipts.reverse(line.number, on, "x")
            except Refusal:
                continue

    @rule(on=days)
    def look_at(self, on: date) -> None:
        self.probe = on

    @invariant()
    def sums_hold(self) -> None:
        assert proofs.disagreeing() == []
        for on in (self.probe, LAST):
            for block in self.desk.aging.report(on).currencies:
                assert block.identities.hold, (on, block)
                assert block.totals.gross_fen == sum(block.totals.buckets.values())
                assert 0 <= block.totals.disputed_fen <= block.totals.gross_fen
        for on in (self.probe, LAST):
            for line in self.desk.plans.of(None, on):
                assert sum(each.amount_fen for each in line.instalments) == line.total_fen
                assert all(0 <= each.open_fen <= each.amount_fen for each in line.instalments)
        for code in CODES:
            who = customer_id(self.desk, code)
            for on in (self.probe, LAST):
                for line in self.desk.ledger.invoices(who, on):
                    assert 0 <= line.open_fen <= line.amount_fen or line.amount_fen <= line.open_fen <= 0
                free: Counter[str] = Counter()
                for money in (*self.desk.ledger.receipts(who, on), *self.desk.credit_notes.of(who, on)):
                    assert 0 <= money.unallocated_fen <= max(money.amount_fen, 0)
                    free[money.currency] += money.unallocated_fen
                for balance in self.desk.ledger.balance(who, on):
                    assert balance.unallocated_fen == free[balance.currency]
                    assert balance.balance_fen == balance.gross_fen - balance.unallocated_fen
                    self._told(who, balance, on)


    def _told(self, who: int, balance: Balance, on: date) -> None:
        """The postings that explain a figure end at it."""
        told = {"balance": balance.balance_fen, "open": balance.gross_fen, "overdue": balance.overdue_fen,
                "unallocated": balance.unallocated_fen, "disputed": balance.disputed_fen}  # fmt: skip
        for figure in FIGURES:
            assert self.desk.explain.customer(who, figure, balance.currency, on).total_fen == told[figure]


Ledger.TestCase.settings = settings(
    max_examples=20, stateful_step_count=18, deadline=None, suppress_health_check=list(HealthCheck)
)
TestLedger = Ledger.TestCase
