"""``calc interest`` and ``calc allocate``: the documents' cases, typed as a person would, and hostile input."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Program

CASE_14 = (
    "--principal",
    "100,000.00",
    "--due",
    "2024-01-01",
    "--as-of",
    "2024-10-31",
    "--paid",
    "40000@2024-04-01",
)
T2 = ("--principal", "100000", "--due", "2023-03-15", "--as-of", "2025-06-30")
INTEREST = ("calc", "interest")
ALLOCATE = ("calc", "allocate")


@pytest.fixture
def calc(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Program:
    """The program where there is no workspace."""
    return Program(tmp_path / "nowhere", capsys)


@pytest.mark.parametrize(
    ("options", "amounts", "total", "flags"),
    [
        (("--lpr", "fixed", "--multiplier", "1.3"), ["1118.18", "1570.36"], "2688.54", []),
        (("--daily-rate", "千分之一"), ["9100.00", "12780.00"], "21880.00", ["excessive"]),
        (("--daily-rate", "0.1%"), ["9100.00", "12780.00"], "21880.00", ["excessive"]),
        (("--sme",), ["4550.00", "6390.00"], "10940.00", ["sme_alternative"]),
    ],
)
def test_case_14(
    calc: Program, options: tuple[str, ...], amounts: list[str], total: str, flags: list[str]
) -> None:
    answer = calc(*INTEREST, *CASE_14, *options, "--json", status=0).json
    assert [segment["amount"] for segment in answer["segments"]] == amounts
    assert [segment["days"] for segment in answer["segments"]] == [91, 213]
    assert (answer["principal"], answer["total"], answer["flags"]) == ("100000.00", total, flags)
    assert (answer["interest_paid"], answer["interest_outstanding"]) == ("0.00", total)
    assert answer["principal_left"] == "60000.00"


@pytest.mark.parametrize(
    ("options", "total"),
    [
        (("--lpr", "fixed", "--multiplier", "1.5"), "12570.00"),
        (("--lpr", "fixed", "--multiplier", "1.3"), "10894.00"),
        (("--lpr", "fixed", "--multiplier", "150%", "--year-days", "360"), "12744.58"),
        (("--lpr", "floating"), "11567.06"),
    ],
)
def test_t2_3_and_t2_4_by_the_lpr(calc: Program, options: tuple[str, ...], total: str) -> None:
    answer = calc(*INTEREST, *T2, *options, "--json", status=0).json
    assert (answer["total"], answer["lpr_data_to"]) == (total, "2026-02-24")
    assert answer["basis"] == f"lpr_{options[1]}"
    assert sum(segment["days"] for segment in answer["segments"]) == answer["days"] == 838


def test_a_segment_has_its_days_its_rate_and_its_amount(calc: Program) -> None:
    answer = calc(*INTEREST, *T2, "--lpr", "floating", "--multiplier", "1.5", "--json", status=0).json
    assert answer["segments"][1] == {
        "from": "2023-06-20",
        "to": "2023-08-20",
        "days": 62,
        "principal": "100000.00",
        "annual_rate": "5.325",
        "amount": "904.52",
    }
    assert answer["yardstick"]["four_times_lpr"] == "14.6"


def test_a_payment_by_the_law_pays_costs_and_interest_first(calc: Program) -> None:
    line = (*INTEREST, *CASE_14, "--daily-rate", "0.0005", "--allocation", "interest_first", "--costs", "800")
    answer = calc(*line, "--json", status=0).json
    assert answer["payments"] == [
        {
            "on": "2024-04-01",
            "amount": "40000.00",
            "costs": "800.00",
            "interest": "4550.00",
            "principal": "34650.00",
            "unapplied": "0.00",
        }
    ]
    assert answer["segments"][1]["principal"] == "65350.00"
    assert (answer["total"], answer["interest_paid"]) == ("11509.78", "4550.00")
    assert (answer["interest_outstanding"], answer["principal_left"]) == ("6959.78", "65350.00")
    assert (answer["costs_left"], answer["allocation"]) == ("0.00", "interest_first")


def test_t2_13_t2_16_and_the_judgment(calc: Program) -> None:
    low = ("--annual-rate", "2%", "--contract-date", "2025-07-01")
    answer = calc(*INTEREST, *T2, *low, "--json", status=0).json
    assert answer["flags"] == ["below_lpr_at_contract"]
    assert [note["flag"] for note in answer["notes"]] == answer["flags"]
    not_due = ("--principal", "5", "--due", "2026-10-08", "--sme")  # today in this room
    answer = calc(*INTEREST, *not_due, "--json", status=0).json
    assert (answer["as_of"], answer["days"], answer["total"], answer["segments"]) == (
        "2026-10-08",
        0,
        "0.00",
        [],
    )
    assert "not overdue on 2026-10-08" in calc(*INTEREST, *not_due, status=0).out
    judged = calc(*INTEREST, *T2, "--judgment", "--json", status=0).json
    assert (judged["total"], judged["basis"], judged["lpr_data_to"]) == ("14665.00", "judgment", None)


def test_people_read_a_table_that_foots(calc: Program) -> None:
    out = calc(*INTEREST, *CASE_14, "--lpr", "fixed", "--multiplier", "2", status=0).out
    assert out.startswith("1-year LPR 3.45 % (2023-12-20) × 2 = 6.9 % a year of 365 days\n")
    assert "2024-04-02  2024-10-31   213   60,000.00       6.9  2,415.95" in out
    assert "Total" in out
    assert "4,136.22" in out
    assert "! LPR × 2 lies outside the 1.3 to 1.5 times" in out
    chinese = calc(*INTEREST, *CASE_14, "--sme", "--lang", "zh", status=0).out
    assert "每日 0.05%（《保障中小企业款项支付条例》第十七条）" in chinese
    assert "合计" in chinese


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--daily-rate", "0.001", "--lpr", "fixed"),
        ("--sme", "--judgment"),
        ("--daily-rate", "0.001", "--multiplier", "1.5"),
        ("--daily-rate", "5%"),
        ("--daily-rate", "-0.001"),
        ("--annual-rate", "0.06"),
        ("--annual-rate", "9" * 300),
        ("--lpr", "sideways"),
        ("--lpr", "fixed", "--multiplier", "NaN"),
        ("--lpr", "fixed", "--multiplier", "-1"),
        ("--lpr", "fixed", "--multiplier", "1e400"),
        ("--sme", "--year-days", "366"),
        ("--sme", "--year-days", "x"),
        ("--sme", "--paid", "40000"),
        ("--sme", "--paid", "40000@2024-02-30"),
        ("--sme", "--paid", "0@2024-02-01"),
        ("--sme", "--paid", "-5@2024-02-01"),
        ("--sme", "--paid", "1.005@2024-02-01"),
        ("--sme", "--paid", "@"),
        ("--sme", "--costs", "-1"),
        ("--sme", "--allocation", "both"),
        ("--sme", "--loss-factor", "2"),
        ("--sme", "--contract-date", "yesterday"),
        ("--sme", "--as-of", "2024-13-01"),
        ("--sme", "--due", "20240230"),
        ("--sme", "--due", ""),
        ("--sme", "--principal", "0"),
        ("--sme", "--principal", "-100"),
        ("--sme", "--principal", "lots"),
        ("--sme", "--principal", "1" * 400),
        ("--lpr", "fixed", "--due", "1950-01-01"),
    ],
)
def test_interest_refuses_in_one_line(calc: Program, options: tuple[str, ...]) -> None:
    refused(
        calc, *INTEREST, "--principal", "100000", "--due", "2024-01-01", "--as-of", "2024-10-31", *options
    )


def test_interest_needs_principal_and_due_date(calc: Program) -> None:
    refused(calc, *INTEREST, "--sme", "--due", "2024-01-01")
    refused(calc, *INTEREST, "--sme", "--principal", "5")


def test_the_longest_and_largest_claim_is_still_reckoned_to_the_fen(calc: Program) -> None:
    line = (
        "--principal",
        "9999999999999.99",
        "--due",
        "1900-01-01",
        "--as-of",
        "2199-12-31",
        "--daily-rate",
        "1%",
    )
    answer = calc(*INTEREST, *line, "--json", status=0).json
    assert answer["total"] == "10957199999999989.04"
    assert answer["yardstick"] is None


def test_t3_1_and_t3_3_costs_interest_principal(calc: Program) -> None:
    line = (*ALLOCATE, "--payment", "10,000", "--costs", "800", "--interest", "5000.00")
    debt = ("--debt", "A:100,000:2025-01-31")
    answer = calc(*line, *debt, "--json", status=0).json
    assert answer == {
        "costs": "800.00",
        "interest": "5000.00",
        "debts": [{"name": "A", "allocated": "4200.00", "left": "95800.00"}],
        "unallocated": "0.00",
        "costs_left": "0.00",
        "interest_left": "0.00",
        "flags": [],
        "notes": [],
    }
    named = calc(*line, *debt, "--designated", "--json", status=0).json
    assert named["debts"] == answer["debts"]
    assert named["flags"] == ["designation_not_binding"]
    assert "! The debtor alone named the principal." in calc(*line, *debt, "--designated", status=0).out
    agreed = calc(*line, *debt, "--principal-first", "--designated", "--json", status=0).json
    assert agreed["debts"] == [{"name": "A", "allocated": "10000.00", "left": "90000.00"}]
    assert (agreed["costs_left"], agreed["interest_left"], agreed["flags"]) == ("800.00", "5000.00", [])


def test_t3_4_the_lawful_order_is_the_default(calc: Program) -> None:
    debts = [
        *("--debt", "C:20000:2025-12-31"),
        *("--debt", "B:50000:2025-03-31::secured"),
        *("--debt", "A:30,000.00:2025-01-31"),
    ]
    line = (*ALLOCATE, "--payment", "40000", "--on", "2025-06-30", *debts, "--json")
    shares = {debt["name"]: debt["allocated"] for debt in calc(*line, status=0).json["debts"]}
    assert shares == {"A": "30000.00", "B": "10000.00", "C": "0.00"}
    today = calc(
        *ALLOCATE, "--payment", "70000", *debts, "--json", status=0
    ).json  # 2026-10-08: C is due, too
    assert [debt["allocated"] for debt in today["debts"]] == ["20000.00", "20000.00", "30000.00"]


def test_t3_8_pro_rata_and_t3_11_overpaid(calc: Program) -> None:
    debts = [
        word
        for name, fen in (("A", "33"), ("B", "33"), ("C", "34"))
        for word in ("--debt", f"{name}:333.{fen}:2025-01-31")
    ]
    line = (*ALLOCATE, *debts, "--rule", "pro_rata", "--json", "--payment")
    assert [debt["allocated"] for debt in calc(*line, "100.00", status=0).json["debts"]] == [
        "33.33",
        "33.33",
        "33.34",
    ]
    over = calc(*line, "1000.01", status=0).json
    assert (over["unallocated"], [debt["left"] for debt in over["debts"]]) == ("0.01", ["0.00"] * 3)
    assert "Unallocated" in calc(*ALLOCATE, *debts, "--payment", "2000", status=0).out


@pytest.mark.parametrize(
    ("debt", "name"),
    [
        ("合同:2024:1:100:2025-01-31", "合同:2024:1"),
        ("合同：甲：100：2025-01-31：18.25：secured", "合同：甲"),
        ("A:100:2025-01-31:0.05%/日", "A"),
        ("A:100:2025年1月31日:", "A"),
        ("A:100:2025-01-31:secured", "A"),
        ("A:100:20250131:4.35:SECURED", "A"),
        ("secured:100:2025-01-31", "secured"),
    ],
)
def test_a_debt_is_read_from_the_right(calc: Program, debt: str, name: str) -> None:
    answer = calc(*ALLOCATE, "--payment", "60", "--debt", debt, "--json", status=0).json
    assert answer["debts"] == [{"name": name, "allocated": "60.00", "left": "40.00"}]


def test_the_heavier_burden_goes_first(calc: Program) -> None:
    debts = ("--debt", "light:100:2025-01-31:4.35", "--debt", "heavy:100:2025-02-28:0.05%/日")
    line = (*ALLOCATE, "--payment", "100", *debts, "--json")
    assert [debt["allocated"] for debt in calc(*line, status=0).json["debts"]] == ["0.00", "100.00"]
    oldest = calc(*line, "--rule", "oldest", status=0).json
    assert [debt["allocated"] for debt in oldest["debts"]] == ["100.00", "0.00"]


def test_without_a_debt_the_money_is_unallocated(calc: Program) -> None:
    assert calc(*ALLOCATE, "--payment", "5", "--json", status=0).json["unallocated"] == "5.00"


@pytest.mark.parametrize(
    "options",
    [
        ("--payment", "0"),
        ("--payment", "-5"),
        ("--payment", "1.005"),
        ("--payment", "lots"),
        ("--payment", ""),
        ("--payment", "5", "--costs", "-1"),
        ("--payment", "5", "--interest", "-1"),
        ("--payment", "5", "--on", "2025-02-30"),
        ("--payment", "5", "--rule", "mine"),
        ("--payment", "5", "--debt", ""),
        ("--payment", "5", "--debt", ":"),
        ("--payment", "5", "--debt", "A"),
        ("--payment", "5", "--debt", "secured"),
        ("--payment", "5", "--debt", "A:100"),
        ("--payment", "5", "--debt", ":100:2025-01-31"),
        ("--payment", "5", "--debt", "A:100:2025-02-30"),
        ("--payment", "5", "--debt", "A:100:2025-02-30:5:secured"),
        ("--payment", "5", "--debt", "A:lots:2025-01-31"),
        ("--payment", "5", "--debt", "A:0:2025-01-31"),
        ("--payment", "5", "--debt", "A:-1:2025-01-31"),
        ("--payment", "5", "--debt", "A:100:2025-01-31:heavy"),
        ("--payment", "5", "--debt", "A:100:2025-01-31:-5"),
        ("--payment", "5", "--debt", "A:1:2025-01-31", "--debt", "A:2:2025-01-31"),
        ("--payment", "5", "--debt", ":" * 5000),
    ],
)
def test_allocate_refuses_in_one_line(calc: Program, options: tuple[str, ...]) -> None:
    refused(calc, *ALLOCATE, *options)


def refused(calc: Program, *line: str) -> None:
    for language in ("en", "zh"):
        answer = calc(*line, "--json", "--lang", language, status=2)
        assert answer.out == ""
        assert answer.err.startswith("error: ")
        assert answer.err.count("\n") == 1
