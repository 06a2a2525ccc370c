"""The workbook written out says what was put in, row for row, and obeys nobody's formula."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from arcdesk.domain.money import MAX_FEN
from arcdesk.domain.tags import tidy
from arcdesk.domain.terms import DUE_RULES
from arcdesk.importing import errors, export
from arcdesk.importing.export import write_ledger_workbook
from arcdesk.importing.ledger_file import (
    AllocationRow,
    ContractRow,
    CustomerRow,
    InstalmentRow,
    InvoiceRow,
    LedgerFile,
    PersonRow,
    ReceiptRow,
)
from arcdesk.importing.load import load

AS_OF = date(2026, 9, 30)
DAYS = st.dates(date(1905, 1, 1), date(2199, 12, 31))
PLAIN = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=30)
TEXTS = st.one_of(
    st.just(""),
    PLAIN,
    st.sampled_from(["=1+1", "+86", "-x", "@home", "_x0041_", "007", "1e5", "--", "TRUE", "a\nb"]),
)
# Identifiers and names are read without full-width forms and odd spaces; these have none.
NAMES = st.text(st.sampled_from("ABCxyz019-=+@_甲乙丙有限公司（）&<>\"'"), min_size=1, max_size=20).filter(
    lambda text: not text.startswith('="')
)
CODES = st.text(st.sampled_from("ABCxyz0123456789-=+@_&<"), min_size=1, max_size=20)
NUMBER_TEXTS = NAMES | st.just("")
TERMS = st.none() | st.integers(0, 3660)
ORDERS = ("principal_first", "interest_first")
RATES = st.none() | st.integers(1, 100_000).map(lambda n: Decimal(n).scaleb(-7))


def ledgers() -> st.SearchStrategy[LedgerFile]:
    """Ledgers as a service would hand them over."""
    customers = st.builds(
        CustomerRow, code=CODES, name=NAMES, short_name=NUMBER_TEXTS, grade=st.sampled_from(["", *"ABCD"]),
        owner=NUMBER_TEXTS, credit_limit_fen=st.none() | st.integers(0, MAX_FEN), credit_days=TERMS,
        size=st.sampled_from(["", "large", "medium", "small", "micro", "public"]),
        behaviour=st.sampled_from(["", "reliable", "forgetful", "short_of_cash", "malicious"]),
        pain_point=TEXTS, note=TEXTS, tags=TEXTS.map(tidy),
    ).flatmap(_with_rule)  # fmt: skip
    persons = st.builds(
        PersonRow, customer=CODES, name=NAMES, authority=st.sampled_from(["", "none", "partial", "final"]),
        phone=NUMBER_TEXTS, primary=st.booleans(),
    )  # fmt: skip
    contracts = st.builds(
        ContractRow, number=CODES, customer=CODES, signed_on=st.none() | DAYS, credit_days=TERMS,
        penalty_daily_rate=RATES, dispute_clause=TEXTS, payment_order=st.sampled_from(["", *ORDERS]),
        limitation_years=st.sampled_from([None, 3, 4]), stop_supply_days=TERMS, notice_address=NUMBER_TEXTS,
    ).flatmap(_with_rule)  # fmt: skip
    invoices = st.builds(
        _invoice, CODES, CODES, DAYS, DAYS, st.integers(-MAX_FEN, MAX_FEN).filter(bool), NUMBER_TEXTS, TEXTS,
        st.none() | DAYS,
    )  # fmt: skip
    receipts = st.builds(
        ReceiptRow, number=CODES, customer=CODES, received_on=DAYS, amount_fen=st.integers(1, MAX_FEN),
        currency=st.sampled_from(["CNY", "USD"]), method=NUMBER_TEXTS, note=TEXTS,
    )  # fmt: skip
    allocations = st.builds(
        AllocationRow,
        receipt=CODES,
        invoice=CODES,
        amount_fen=st.integers(1, MAX_FEN),
        allocated_on=st.none() | DAYS,
    )
    instalments = st.builds(
        InstalmentRow, plan=CODES, invoice=CODES, seq=st.integers(1, 360), due_on=DAYS,
        amount_fen=st.integers(1, MAX_FEN), agreed_on=st.none() | DAYS, one_debt=st.booleans(), written=st.booleans(),
    )  # fmt: skip
    return st.builds(
        LedgerFile,
        # One customer that always is there keeps the sheet, and with it the codes, in force.
        customers=_unique(customers, "code").map(lambda rows: rows or (CustomerRow("C0", "甲"),)),
        persons=st.lists(persons, max_size=3).map(tuple),
        contracts=_unique(contracts, "number"),
        invoices=_unique(invoices, "number"),
        receipts=_unique(receipts, "number"),
        allocations=st.lists(allocations, max_size=4).map(tuple),
        instalments=st.lists(instalments, max_size=4).map(tuple),
    )


def _unique(rows: st.SearchStrategy[Any], name: str) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(rows, max_size=4, unique_by=lambda row: getattr(row, name)).map(tuple)


def _with_rule(row: Any) -> st.SearchStrategy[Any]:
    """The row with what its days count from: a day of the month only where that is the rule."""
    fixed = st.integers(1, 31).map(lambda day: replace(row, due_rule="month_day", due_day=day))
    return fixed | st.sampled_from([r for r in DUE_RULES if r != "month_day"]).map(lambda r: replace(row, due_rule=r))


def _invoice(
    number: str, customer: str, issued: date, due: date, fen: int, name: str, note: str, delivered: date | None
) -> InvoiceRow:
    disputed = abs(fen) // 2 if fen % 3 == 0 else None
    kind = "credit_note" if fen < 0 else ("invoice", "opening", "other")[fen % 3]
    return InvoiceRow(
        number, customer, name, kind, issued, None, due, fen, ("CNY", "USD")[fen % 2],
        credits=number if fen < 0 else "", disputed_fen=disputed, note=note, delivered_on=delivered,
    )  # fmt: skip


@given(ledgers())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_written_is_read_back_row_for_row(tmp_path: Path, ledger: LedgerFile) -> None:
    path = tmp_path / "ledger.xlsx"
    write_ledger_workbook(path, ledger)
    back = load(path, as_of=AS_OF)
    assert back.rejected == ()
    for name in ("customers", "persons", "contracts", "invoices", "receipts", "allocations", "instalments"):
        assert getattr(back, name) == getattr(ledger, name)


def test_texts_that_look_like_formulas_stay_texts(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_ledger_workbook(
        path, LedgerFile(customers=(CustomerRow("C1", '=HYPERLINK("http://x")', note="@SUM(A1)"),))
    )
    sheet = openpyxl.load_workbook(path)["客户"]
    cell = sheet["B2"]
    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", '=HYPERLINK("http://x")', True)


def test_money_is_a_number_with_two_decimals_and_a_day_is_a_day(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    row = InvoiceRow("A-1", "C1", "", "invoice", date(2026, 3, 5), None, date(2026, 4, 5), 3986709)
    write_ledger_workbook(path, LedgerFile(invoices=(row,)))
    sheet = openpyxl.load_workbook(path)["应收单"]
    cells = {head.value: cell for head, cell in zip(sheet[1], sheet[2], strict=True)}
    assert (cells["金额"].value, cells["金额"].number_format) == (39867.09, "#,##0.00")
    assert cells["到期日"].value.date() == date(2026, 4, 5)
    assert cells["单据类型"].value == "发票"


def test_an_export_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")
    too_long = LedgerFile(customers=(CustomerRow("C1", "甲", note="x" * 40_000),))
    with pytest.raises(errors.TextTooLong):
        write_ledger_workbook(path, too_long)
    monkeypatch.setattr(export, "MAX_DATA_ROWS", 0)
    with pytest.raises(errors.TooManyRows):
        write_ledger_workbook(path, too_long)
    assert path.read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == ["a.xlsx"]


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(errors.FileNotWritable):
        write_ledger_workbook(tmp_path / "none" / "a.xlsx", LedgerFile())


def test_progress_reaches_the_last_row(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    customers = tuple(CustomerRow(f"C{i}", "甲") for i in range(1500))
    write_ledger_workbook(
        tmp_path / "a.xlsx", LedgerFile(customers=customers), lambda done, total: told.append((done, total))
    )
    assert told == [(1000, 1500), (1500, 1500)]
