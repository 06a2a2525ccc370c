"""Every figure of a PDF, read back out of it, is the ledger's to the fen.

``ARCDESK_LEDGERS`` sets how many random ledgers are tried; each is one customer in one workspace, so the whole
run has one import a ledger and no set-up.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from arcdesk import i18n
from arcdesk.bootstrap import Desk
from arcdesk.domain.money import format_amount
from arcdesk.domain.words import amount_in_words
from arcdesk.pdf.preview import extract_text
from arcdesk.services.letter_enclosures import choice_of
from arcdesk.services.letters import NothingToDemand
from arcdesk.services.papers import NothingToConfirm, PaperRequest
from tests.services.desks import TODAY, Book, customer_id, enter, make_desk

LEDGERS = int(os.environ.get("ARCDESK_LEDGERS", "6"))
FIGURE = re.compile(r"(?<![\d.])\d{1,3}(?:,\d{3})*\.\d\d(?![\d.])")
START = date(2026, 1, 1)
NUMBERS = count(1)


@dataclass(frozen=True)
class Bill:
    """An invoice with what was paid of it; fen and days."""

    amount: int
    paid: tuple[int, ...]
    issued: date
    due: date

    @property
    def open(self) -> int:
        return self.amount - sum(self.paid)


@dataclass(frozen=True)
class Money:
    """Money or a credit note that is set against nothing."""

    fen: int
    on: date
    is_credit: bool


@dataclass(frozen=True)
class Ledger:
    bills: tuple[Bill, ...]
    free: tuple[Money, ...]

    @property
    def free_fen(self) -> int:
        return sum(money.fen for money in self.free)

    @property
    def overdue(self) -> list[Bill]:
        return [bill for bill in self.bills if bill.due < TODAY and bill.open]


DAYS = st.integers(0, (TODAY - START).days - 1).map(lambda days: START + timedelta(days=days))
AMOUNTS = st.one_of(st.integers(1, 500), st.integers(1, 10_000_000), st.integers(10**9, 10**11))


@st.composite
def bills(draw: st.DrawFn) -> Bill:
    amount, issued = draw(AMOUNTS), draw(DAYS)
    due = issued + timedelta(days=draw(st.sampled_from((0, 15, 30, 60, 90))))
    shares, left = [], amount
    for _ in range(draw(st.integers(0, 3))):
        if not left:
            break
        shares.append(draw(st.integers(1, left)))
        left -= shares[-1]
    return Bill(amount, tuple(shares), issued, due)


LEDGER = st.builds(
    Ledger,
    st.lists(bills(), min_size=1, max_size=9).map(tuple),
    st.lists(st.builds(Money, st.integers(1, 100_000), DAYS, st.booleans()), max_size=2).map(tuple),
)


def yuan(fen: int) -> str:
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02d}"


@dataclass(frozen=True)
class Entered:
    """The ledger as it stands in the books: the customer, and the invoice of each number."""

    id: int
    numbered: dict[str, Bill]


def entered(desk: Desk, ledger: Ledger) -> Entered:
    code = f"K{next(NUMBERS):05d}"
    book, numbered = Book().customer(code), {}
    for place, bill in enumerate(ledger.bills):
        number = f"{code}F{place:02d}"
        numbered[number] = bill
        book.invoice(number, code, yuan(bill.amount), bill.issued.isoformat(), bill.due.isoformat())
        for part, share in enumerate(bill.paid):
            book.receipt(f"{number}R{part}", code, yuan(share), bill.issued.isoformat(), {number: yuan(share)})
    for place, money in enumerate(ledger.free):
        if money.is_credit:
            book.invoice(f"{code}C{place}", code, yuan(-money.fen), money.on.isoformat())
        else:
            book.receipt(f"{code}M{place}", code, yuan(money.fen), money.on.isoformat())
    enter(desk, book)
    return Entered(customer_id(desk, code), numbered)


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    i18n.use("zh")
    desk = make_desk(Path(tmp_path_factory.mktemp("figures")) / "workspace")
    yield desk
    desk.close()


def text_of(pdf: bytes) -> str:
    return re.sub(r"\s", "", extract_text(pdf))


def figures_of(pdf: bytes) -> set[str]:
    return set(FIGURE.findall(extract_text(pdf).replace("(", " ").replace(")", " ")))


def written(fens: Iterator[int] | list[int]) -> set[str]:
    return {format_amount(abs(fen)) for fen in fens}


def sums_on_the_way(fens: list[int]) -> list[int]:
    """Every sum that a page may end with or carry over."""
    return [sum(fens[first:last]) for first in range(len(fens)) for last in range(first + 1, len(fens) + 1)]


def check_letter(desk: Desk, found: Entered, ledger: Ledger) -> None:
    net = sum(bill.open for bill in ledger.overdue) - ledger.free_fen
    choice = choice_of(["statement", "worksheet"])
    if net <= 0:
        with pytest.raises(NothingToDemand):
            desk.letters.preview(found.id, "final", force=True, enclose=choice)
        return
    pdf = desk.letters.preview(found.id, "final", force=True)
    text = text_of(pdf)
    assert f"¥{format_amount(net)}（大写：{amount_in_words(net)}）" in text
    for number, bill in found.numbered.items():
        row = (
            f"{number}{bill.issued.isoformat()}{bill.due.isoformat()}{format_amount(bill.amount)}"
            f"{format_amount(bill.amount - bill.open)}{format_amount(bill.open)}{(TODAY - bill.due).days}"
        )
        assert (row in text) == (bill in ledger.overdue), row
    known = [fen for bill in ledger.overdue for fen in (bill.amount, bill.amount - bill.open, bill.open)]
    known += [money.fen for money in ledger.free] + [net]
    for column in ("amount", "open"):
        known += sums_on_the_way([getattr(bill, column) for bill in ledger.overdue])
    known += sums_on_the_way([bill.amount - bill.open for bill in ledger.overdue])
    interest = desk.interest.of_customer(found.id).invoices
    for one in interest:
        for sheet in one.sheets:
            known += [each for part in sheet.segments for each in (part.amount_fen, part.principal_fen)]
    totals = [one.total_fen for one in interest]
    known += sums_on_the_way(totals) + sums_on_the_way(
        [part.amount_fen for one in interest for sheet in one.sheets for part in sheet.segments]
    )
    assert figures_of(pdf) <= written(known) | {"0.00"} | rates_in(text)
    whole = text_of(desk.letters.preview(found.id, "final", force=True, enclose=choice))
    assert f"本金{'¥' + format_amount(sum(b.open for b in ledger.bills) - ledger.free_fen)}" in whole


def rates_in(text: str) -> set[str]:
    """Rates in per cent, which are no sums of money."""
    return set(re.findall(r"(?<![\d.,])(\d{1,2}\.\d\d)%", text)) | set(re.findall(r"LPR(\d\.\d\d)", text))


def check_statements(desk: Desk, found: Entered, ledger: Ledger) -> None:
    balance = sum(bill.open for bill in ledger.bills) - ledger.free_fen
    said = f"{'预收' if balance < 0 else ''}{format_amount(abs(balance))}"
    middle = date(2026, 5, 1)
    opening = sum(bill.amount - sum(bill.paid) for bill in ledger.bills if bill.issued < middle)
    opening -= sum(money.fen for money in ledger.free if money.on < middle)
    debits = sum(bill.amount for bill in ledger.bills if bill.issued >= middle)
    credits = sum(sum(bill.paid) for bill in ledger.bills if bill.issued >= middle)
    credits += sum(money.fen for money in ledger.free if money.on >= middle)
    moved = text_of(desk.statements.preview(found.id, middle, TODAY))
    assert f"期初余额{format_amount(opening)}" in moved
    assert f"本期合计{format_amount(debits)}{format_amount(credits)}" in moved
    assert f"期末余额{said}" in moved
    if not balance and not any(bill.open for bill in ledger.bills):
        return
    pdf = desk.statements.preview(found.id, START, TODAY, "open_items")
    text = text_of(pdf)
    for number, bill in found.numbered.items():
        figures = f"{format_amount(bill.amount)}{format_amount(bill.amount - bill.open)}{format_amount(bill.open)}"
        row = re.search(rf"{number}[^\d]*{bill.due.isoformat()}{re.escape(figures)}", text)
        assert (row is not None) == bool(bill.open), (number, text)
    assert format_amount(abs(balance)) in figures_of(pdf)


def check_confirmation(desk: Desk, found: Entered, ledger: Ledger) -> None:
    owed = sum(bill.open for bill in ledger.bills)
    request = PaperRequest("balance_confirmation", found.id)
    if not owed:
        with pytest.raises(NothingToConfirm):
            desk.papers.preview(request)
        return
    pdf = desk.papers.preview(request)
    text = text_of(pdf)
    assert f"¥{format_amount(owed)}（大写：{amount_in_words(owed)}）" in text
    assert (f"未核销的款项¥{format_amount(ledger.free_fen)}" in text) == bool(ledger.free_fen)
    open_bills = sorted((bill for bill in ledger.bills if bill.open), key=lambda bill: bill.due)
    known = [owed, ledger.free_fen]
    known += sums_on_the_way([bill.amount for bill in open_bills]) + sums_on_the_way([b.open for b in open_bills])
    assert figures_of(pdf) <= written(known)


@settings(
    max_examples=LEDGERS, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(LEDGER)
def test_every_figure_in_a_pdf_is_the_ledgers_to_the_fen(books: Desk, ledger: Ledger) -> None:
    i18n.use("zh")
    found = entered(books, ledger)
    check_letter(books, found, ledger)
    check_statements(books, found, ledger)
    check_confirmation(books, found, ledger)
