"""The tax bureau's list: void ones left out, red ones tied to their blue one, lines put together."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from arcdesk.importing.errors import DocumentNotFinal, InvoiceReversed
from arcdesk.importing.ledger_file import LedgerFile
from arcdesk.importing.load import load
from tests.importing.books import text_file, workbook
from tests.importing.tax_exports import BUYER, E1, E2, E3, PAPER, Rows, brief, example, line, lines


def read(folder: Path, **sheets: Rows) -> LedgerFile:
    return load(workbook(folder / "发票.xlsx", sheets), as_of=date(2026, 11, 26))


def test_the_list_of_invoices(tmp_path: Path) -> None:
    file = read(tmp_path, 发票基础信息=example())
    assert (file.preset, file.rejected) == ("tax_bureau", ())
    assert [(row.number, row.tax_invoice_number, row.kind, row.amount_fen, row.credits) for row in file.invoices] == [
        (E1, E1, "invoice", 113_000, ""), (E2, E2, "credit_note", -13_000, E1),
        (PAPER, "07654321", "invoice", 56_550, ""),
    ]  # fmt: skip
    assert {row.issued_on for row in file.invoices} == {date(2026, 8, 3)}
    assert [(row.value, row.sentence) for row in file.passed_over] == [
        ("已作废", DocumentNotFinal.sentence), ("已红冲-全额", InvoiceReversed.sentence),
    ]  # fmt: skip
    (customer,) = file.customers
    assert (customer.name, customer.uscc) == (BUYER[1], BUYER[0])
    control = file.control["CNY"]
    assert (control.file_total_fen, control.passed_over_fen, control.agrees) == (175_250, 18_700, True)


def test_the_short_form_with_a_column_of_blue_invoices(tmp_path: Path) -> None:
    file = read(tmp_path, Sheet1=brief())
    assert (file.preset, file.rejected) == ("tax_bureau", ())
    assert {row.number: row.credits for row in file.invoices if row.amount_fen < 0} == {
        E2: E1, "3200212130-07654322": PAPER,
    }  # fmt: skip
    assert [row.value for row in file.passed_over] == ["作废"]
    control = file.control["CNY"]
    assert (control.stated, control.agrees, control.passed_over_fen) == (True, True, 9_900)
    assert [check.agrees for check in file.totals] == [True]


def test_the_lines_of_an_invoice_are_one_invoice(tmp_path: Path) -> None:
    file = read(tmp_path, 信息汇总表=lines())
    assert (file.preset, file.rejected) == ("tax_bureau", ())
    assert [(row.number, row.amount_fen) for row in file.invoices] == [(E1, 113_000), (E3, 5_650)]
    assert file.control["CNY"].agrees


def test_beside_the_list_its_lines_are_not_taken_in_again(tmp_path: Path) -> None:
    whole: Rows = [example()[0], line(E1, "1130.00"), line(E3, "56.50")]
    file = read(tmp_path, 信息汇总表=lines(), 发票基础信息=whole)
    assert [(row.number, row.amount_fen) for row in file.invoices] == [(E1, 113_000), (E3, 5_650)]
    assert (file.skipped_sheets, len(file.remarks)) == (("信息汇总表",), 1)


def test_a_red_invoice_without_its_sign_is_red(tmp_path: Path) -> None:
    red = line(E2, "-130.00", note=f"被红冲蓝字数电票号码:{E1}")
    red[11] = "130.00"
    file = read(tmp_path, Sheet1=[example()[0], line(E1, "1130.00"), red])
    assert [(row.amount_fen, row.credits) for row in file.invoices] == [(113_000, ""), (-13_000, E1)]


def test_the_list_as_text_from_the_tax_bureau(tmp_path: Path) -> None:
    rows = "\n".join(",".join(f"{cell}\t" for cell in row) for row in example())
    file = load(text_file(tmp_path / "发票.csv", rows, "gb18030"), as_of=date(2026, 11, 26))
    assert (file.preset, [row.number for row in file.invoices]) == ("tax_bureau", [E1, E2, PAPER])
