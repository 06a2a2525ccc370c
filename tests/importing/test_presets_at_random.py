"""Whatever a ledger holds, each layout that it is written in gives the same balances back."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from arcdesk.importing.load import load

from . import exports
from .exports import Book, Doc, Money
from .test_presets import LAYOUTS, balances

WHOLE_OPENING = ("kingdee_cloud_aging", "u8_aging", "a3_aging", "tplus_reconciliation")
FIRST = date(2026, 1, 2)
days = st.integers(0, 270).map(lambda n: FIRST + timedelta(days=n))


@st.composite
def ledgers(draw: st.DrawFn) -> Book:
    """Invoices of up to four customers, some red, and receipts set against some of them."""
    docs = []
    for number in range(draw(st.integers(1, 8))):
        issued = draw(days)
        fen = draw(st.one_of(st.integers(1, 10**9), st.integers(-(10**6), -1)))
        docs.append(
            Doc(
                draw(st.integers(0, 3)),
                f"XS{number:04d}",
                issued,
                issued + timedelta(days=draw(st.integers(0, 120))),
                fen,
            )
        )
    left = {doc.number: doc.fen for doc in docs}
    money = []
    for number in range(draw(st.integers(0, 5))):
        customer = draw(st.integers(0, 3))
        parts = []
        for doc in docs:
            if doc.customer == customer and left[doc.number] > 0 and draw(st.booleans()):
                fen = draw(st.integers(1, left[doc.number]))
                parts.append((doc.number, fen))
                left[doc.number] -= fen
        spare = draw(st.integers(0, 10**6))
        fen = sum(part for _, part in parts) + spare
        if fen:
            money.append(Money(customer, f"SK{number:04d}", draw(days), fen, tuple(parts)))
    return Book(tuple(docs), tuple(money))


@pytest.mark.parametrize(
    ("preset", "write"), [(p, w) for p, _, w in LAYOUTS], ids=[f"{p}: {v}" for p, v, _ in LAYOUTS]
)
@given(
    book=ledgers(),
    opening=st.dictionaries(st.integers(0, 3), st.integers(-(10**7), 10**7).filter(bool), max_size=2),
)
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_layout_gives_the_same_balances(
    preset: str, write: partial[exports.Rows], book: Book, opening: dict[int, int], tmp_path: Path
) -> None:
    if preset not in WHOLE_OPENING:
        book = Book(book.docs, book.money, opening)
    file = load(exports.save_csv(tmp_path / "ledger.csv", write(book)), as_of=exports.DAY)
    assert (file.preset, file.rejected) == (preset, ())
    assert balances(file) == book.balances()
    assert all(check.agrees for check in file.totals)
    for row in file.balances:
        assert not row.parts or sum(fen for *_, fen in row.parts) == row.balance_fen
