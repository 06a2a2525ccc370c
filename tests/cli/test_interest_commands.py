"""``interest`` and ``rates`` on a ledger, and the sheets that ``--pdf`` writes; hostile input in one line."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from arcdesk import bootstrap
from arcdesk.clock import FixedClock
from arcdesk.importing.ledger_file import ContractRow
from arcdesk.pdf import preview
from tests.cli.conftest import NOW, Program
from tests.services.desks import Book, day, enter

KEYS = ("principal", "total", "segments", "basis", "year_days", "lpr_data_to")
END = ("--as-of", "2024-10-31")


@pytest.fixture
def ledger(empty: Program) -> Program:
    """Case 14 by contract and without one, an invoice without a due date, one before the rates, one in dollars."""
    book = Book().customer("C1", "远大商贸有限公司", size="large").customer("C2", "鼎盛机械有限公司")
    book.contracts.append(
        ContractRow("HT1", "C1", day("2023-01-10"), penalty_daily_rate=Decimal("0.001"), sheet="合同", row=2)
    )
    book.invoice("FP-1", "C1", 100_000, "2023-12-01", "2024-01-01", contract="HT1")
    book.invoice("FP-2", "C1", 100_000, "2023-12-01", "2024-01-01")
    book.invoice("FP-3", "C2", 100, "2024-01-01")
    book.invoice("FP-4", "C2", 100, "2012-01-01", "2012-02-01")
    book.invoice("FP-5", "C1", 1000, "2023-12-01", "2024-01-01", currency="USD")
    book.invoice("FP-6", "C2", -50, "2024-01-01")
    book.invoice("FP-7", "C1", 1000, "2023-12-01", "2024-01-01")
    for number, amount, on in (
        ("FP-1", 40_000, "2024-04-01"),
        ("FP-2", 40_000, "2024-04-01"),
        ("FP-7", 1000, "2024-02-01"),
    ):
        book.receipt(f"R-{number}", "C1", amount, on, {number: amount})
    desk = bootstrap.build(empty.folder, FixedClock(NOW))
    enter(desk, book)
    desk.close()
    return empty


def test_the_answer_has_the_keys_of_the_contract_and_case_14s_figures(ledger: Program) -> None:
    answer = ledger("interest", "FP-1", *END, "--json", status=0).json
    assert {key: answer[key] for key in KEYS if key != "segments"} == {
        "principal": "100000.00",
        "total": "21880.00",
        "basis": "contract",
        "year_days": 365,
        "lpr_data_to": None,
    }
    assert answer["segments"] == [
        {"from": "2024-01-02", "to": "2024-04-01", "days": 91, "principal": "100000.00", "annual_rate": "36.5",
         "amount": "9100.00", "instalment": 0},
        {"from": "2024-04-02", "to": "2024-10-31", "days": 213, "principal": "60000.00", "annual_rate": "36.5",
         "amount": "12780.00", "instalment": 0},
    ]  # fmt: skip
    assert (answer["invoice"], answer["customer"], answer["currency"]) == ("FP-1", "C1", "CNY")
    assert (answer["flags"], answer["basis_chosen"], answer["gaps"]) == (["excessive"], False, [])
    assert answer["alternatives"] == ["lpr_fixed", "lpr_floating", "sme"]
    assert (answer["principal_left"], answer["interest_outstanding"]) == ("60000.00", "21880.00")


@pytest.mark.parametrize(
    ("options", "total", "basis"),
    [
        ((), "3102.17", "lpr_fixed"),
        (("--multiplier", "1.3"), "2688.54", "lpr_fixed"),
        (("--basis", "sme"), "10940.00", "sme"),
        (("--basis", "lpr_fixed", "--multiplier", "1.3倍", "--year-days", "360"), "2725.89", "lpr_fixed"),
    ],
)
def test_basis_factor_and_year_are_chosen(
    ledger: Program, options: tuple[str, ...], total: str, basis: str
) -> None:
    answer = ledger("interest", "FP-2", *END, *options, "--json", status=0).json
    assert (answer["total"], answer["basis"]) == (total, basis)
    assert (answer["lpr_data_to"] is None) == (basis == "sme")


def test_floating_by_the_ledger_and_by_the_calculator_are_the_same(ledger: Program) -> None:
    ours = ledger("interest", "FP-2", *END, "--basis", "lpr_floating", "--json", status=0).json
    calc = ledger(
        "calc", "interest", "--principal", "100000", "--due", "2024-01-01", *END, "--lpr", "floating",
        "--multiplier", "1.5", "--paid", "40000@2024-04-01", "--json", status=0,
    ).json  # fmt: skip
    assert [{**each, "instalment": 0} for each in calc["segments"]] == ours["segments"]
    assert calc["total"] == ours["total"]


def test_the_order_of_payment_is_chosen(ledger: Program) -> None:
    answer = ledger("interest", "FP-1", *END, "--allocation", "interest_first", "--json", status=0).json
    assert (answer["allocation"], answer["interest_paid"]) == ("interest_first", "9100.00")
    assert answer["payments"][0]["principal"] == "30900.00"


def test_a_customer_is_answered_by_currency(ledger: Program) -> None:
    answer = ledger("interest", "--customer", "C1", *END, "--json", status=0).json
    assert (answer["customer"], set(answer["currencies"])) == ("C1", {"CNY", "USD"})
    block = answer["currencies"]["CNY"]
    assert [one["invoice"] for one in block["invoices"]] == ["FP-1", "FP-2"]
    assert (block["total"], block["paid_late"]) == ("24982.17", [])
    settled = ledger("interest", "--customer", "C1", *END, "--settled", "--json", status=0).json
    assert [one["invoice"] for one in settled["currencies"]["CNY"]["paid_late"]] == ["FP-7"]
    assert settled["currencies"]["CNY"]["total"] == "24982.17"


def test_for_people_it_shows_the_segments_and_the_remarks(ledger: Program) -> None:
    text = ledger("interest", "FP-1", *END, status=0).out
    assert "0.1 % per day as agreed in the contract" in text
    assert "2024-04-02" in text
    assert "21,880.00" in text
    assert "! 36.5 % a year is" in text
    everything = ledger("interest", "--customer", "C1", *END, "--settled", "--lang", "zh", status=0).out
    assert "远大商贸有限公司 截至 2024-10-31 的逾期利息" in everything
    assert "[已结清但曾逾期]" in everything
    nothing = ledger("interest", "--customer", "C1", "--as-of", "2024-01-01", status=0).out
    assert "Nothing bears interest" in nothing


@pytest.mark.parametrize(("number", "rule"), [("FP-3", "no_due_date"), ("FP-4", "no_rate_on_day")])
def test_what_cannot_be_reckoned_says_why_and_ends_with_1(ledger: Program, number: str, rule: str) -> None:
    answer = ledger("interest", number, "--json", status=1).json
    assert (answer["total"], answer["segments"]) == ("0.00", [])
    assert [gap["rule"] for gap in answer["gaps"]] == [rule]
    assert answer["gaps"][0]["text"] in ledger("interest", number, status=1).out


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("FP-1", "--customer", "C1"),
        ("FP-1", "--settled"),
        ("X-99",),
        ("FP-6",),
        ("--customer", "nobody"),
        ("FP-1", "--as-of", "2023-11-30"),
        ("FP-1", "--as-of", "tomorrow"),
        ("FP-1", "--as-of", "99999-01-01"),
        ("FP-1", "--basis", "judgment"),
        ("FP-2", "--basis", "contract"),
        ("FP-1", "--multiplier", "1.3"),
        ("FP-2", "--multiplier", "40"),
        ("FP-2", "--multiplier", "-1"),
        ("FP-2", "--year-days", "366"),
        ("FP-2", "--year-days", "many"),
        ("FP-2", "--allocation", "costs"),
        ("FP-2", "--pdf", "sheet.docx"),
        ("FP-2", "--pdf", f"{__file__}/sheet.pdf"),
    ],
)
def test_interest_refuses_in_one_line(ledger: Program, options: tuple[str, ...]) -> None:
    answer = ledger("interest", *options, "--json", status=2)
    assert answer.out == ""
    assert answer.err.startswith("error: ")
    assert answer.err.strip().count("\n") == 0


def test_interest_writes_its_worksheet(ledger: Program, tmp_path: Path) -> None:
    target = tmp_path / "sub" / "表.pdf"
    answer = ledger("interest", "FP-1", *END, "--pdf", str(target), "--lang", "zh", "--json", status=0).json
    assert answer["files"] == [str(target)]
    text = preview.extract_text(target.read_bytes())  # in Chinese, as the debtor reads it
    for wanted in ("远大商贸有限公司", "示例公司", "FP-1", "HT1", "¥21,880.00", "日 0.1%", "说明"):
        assert wanted in text
    ledger("interest", "FP-1", *END, "--pdf", str(target), "--lang", "en", status=0)
    assert "CNY 21,880.00" in preview.extract_text(target.read_bytes())


def test_a_customers_worksheets_stand_apart_by_currency(ledger: Program, tmp_path: Path) -> None:
    target = tmp_path / "C1.pdf"
    answer = ledger(
        "interest", "--customer", "C1", *END, "--pdf", str(target), "--lang", "zh", "--json", status=0
    ).json
    assert sorted(Path(file).name for file in answer["files"]) == ["C1 CNY.pdf", "C1 USD.pdf"]
    text = preview.extract_text((tmp_path / "C1 CNY.pdf").read_bytes())
    assert "¥24,982.17" in text
    assert "FP-5" not in text


def test_the_calculators_write_their_sheets_without_a_workspace(ledger: Program, tmp_path: Path) -> None:
    target = tmp_path / "calc.pdf"
    line = ("--principal", "100000", "--due", "2024-01-01", *END, "--daily-rate", "0.001")
    answer = ledger("calc", "interest", *line, "--pdf", str(target), "--lang", "zh", "--json", status=0).json
    assert answer["files"] == [str(target)]
    assert "年利率 36.5% 为 LPR" in preview.extract_text(target.read_bytes())
    line = (
        "--due",
        "2023-03-15",
        "--event",
        "payment@2025-02-28",
        "--instalment",
        "2023-05-15",
        "--separate",
    )
    answer = ledger(
        "calc", "limitation", *line, "--pdf", str(target), "--lang", "zh", "--json", status=0
    ).json
    assert answer["files"] == [str(target)]
    text = preview.extract_text(target.read_bytes())
    for wanted in ("2023-03-15 到期的债务", "2023-05-15 到期的债务", "收到付款", "有证据"):
        assert wanted in text
    assert ledger("calc", "limitation", "--due", "2023-03-15", "--pdf", "x.txt", status=2).out == ""


def test_rates_shows_the_table_and_up_to_when_it_is_known(ledger: Program) -> None:
    answer = ledger("rates", "--json", status=0).json
    assert answer["valid_to"] == "2026-02-24"
    assert answer["behind"] is True
    assert answer["rows"][0] == {
        "from": "2026-02-24", "percent": "3.00", "five_year_percent": "3.50", "kind": "lpr", "own": False,
        "source": None, "added_at": None,
    }  # fmt: skip
    assert answer["rows"][-1]["kind"] == "base"
    assert answer["workdays"] == {"from_year": 2019, "to_year": 2026}
    lines = ledger("rates", status=0).out.splitlines()
    assert any(line.split() == ["LPR", "data", "up", "to", "2026-02-24"] for line in lines)


def test_a_rate_is_added_used_and_taken_back(ledger: Program) -> None:
    answer = ledger("rates", "--add", "2026-03-20=2.90%", "--source", "中国货币网", "--json", status=0).json
    assert (answer["valid_to"], answer["rows"][0]["source"]) == ("2026-03-20", "中国货币网")
    assert ledger("interest", "FP-2", "--json").json["lpr_data_to"] == "2026-03-20"
    doctor = ledger("doctor", "--json").json
    assert "2026-03-20" in next(line["detail"] for line in doctor if line["check"] == "reference")
    assert ledger("rates", "--take-back", "2026-03-20", "--json", status=0).json["valid_to"] == "2026-02-24"


@pytest.mark.parametrize(
    "options",
    [
        ("--add", "2026-03-20"),
        ("--add", "2026-03-20=", "--source", "x"),
        ("--add", "=3", "--source", "x"),
        ("--add", "2026-03-20=three", "--source", "x"),
        ("--add", "2026-03-20=0.03", "--source", "x"),
        ("--add", "2026-03-20=-3", "--source", "x"),
        ("--add", "2026-03-20=2.9"),
        ("--add", "2026-13-20=2.9", "--source", "x"),
        ("--add", "2030-03-20=2.9", "--source", "x"),
        ("--add", "2020-03-20=2.9", "--source", "x"),
        ("--add", "2026-03-20=12", "--source", "x"),
        ("--take-back", "2026-02-24"),
        ("--take-back", "2026-02-24", "--add", "2026-03-20=2.9"),
    ],
)
def test_rates_refuses_in_one_line_and_changes_nothing(ledger: Program, options: tuple[str, ...]) -> None:
    before = ledger("rates", "--json").json
    answer = ledger("rates", *options, "--json", status=2)
    assert (answer.out, answer.err.strip().count("\n")) == ("", 0)
    assert answer.err.startswith("error: ")
    assert ledger("rates", "--json").json == before
