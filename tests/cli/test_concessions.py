"""``arcdesk concession``: from the request to the booking, as it is run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Program

LEDGER = """单据编号,客户编码,客户名称,开票日期,到期日,金额,币别
A,C1,甲公司,2026-05-01,2026-06-01,80000.00,CNY
B,C1,甲公司,2026-06-01,2026-07-01,40000.00,CNY
"""
ASK = (
    "concession", "propose", "C1", "--kind", "discount", "--invoice", "A", "--invoice", "B", "--amount", "6000",
    "--condition", "114000@2026-10-31", "--ask", "王总", "--reason", "资金紧张",
)  # fmt: skip


@pytest.fixture
def books(empty: Program, tmp_path: Path) -> Program:
    file = tmp_path / "ledger.csv"
    file.write_text(LEDGER, encoding="utf-8")
    empty("import", str(file), status=0)
    return empty


def test_from_the_request_to_the_credit_note(books: Program, tmp_path: Path) -> None:
    sheet = tmp_path / "request.pdf"
    asked = books(*ASK, "--pdf", str(sheet), "--json", status=0).json
    number = asked["concession"]
    assert (number, asked["state"]) == ("N2026-001", "proposed")
    assert sheet.read_bytes().startswith(b"%PDF")
    assert "approved" in books("concession", "wording", number, status=2).err
    waiting = books("concession", "list", "--state", "proposed", "--json", status=0).json
    assert [line["concession"] for line in waiting] == [number]
    books("concession", "approve", number, "--by", "王总", "--proof", str(sheet), status=0)
    assert "114,000.00" in books("concession", "wording", number, "--lang", "zh", status=0).out
    said = books("concession", "offer", number, "--to", "李经理", status=0).out
    assert "no acknowledgement" in said
    books("concession", "carry-out", number, status=2)
    books(
        "receipt", "C1", "--amount", "114000", "--on", "2026-10-08", "--allocate", "A=80000", "--allocate", "B=34000",
        status=0,
    )  # fmt: skip
    done = books("concession", "carry-out", number, "--json", status=0).json
    assert (done["state"], done["steps"][-1]["event"]) == ("done", "carried_out")
    assert books("doctor", status=None).status in (0, 1)


def test_refused_withdrawn_and_accepted(books: Program) -> None:
    for number in ("N2026-001", "N2026-002", "N2026-003"):
        assert books(*ASK, "--json", status=0).json["concession"] == number
    books("concession", "refuse", "N2026-001", "--by", "王总", "--reason", "不同意", status=0)
    books("concession", "withdraw", "N2026-002", "--reason", "已付", status=0)
    books("concession", "approve", "N2026-003", "--by", "王总", status=0)
    books("concession", "offer", "N2026-003", status=0)
    books("concession", "accept", "N2026-003", "--by", "李经理", status=0)
    out = books("concession", "list", status=0).out
    for text in ("Refused", "Withdrawn", "Offered"):
        assert text in out


def test_weighed_with_the_customers_own_figures_and_the_companys_rates(books: Program, tmp_path: Path) -> None:
    assert books("concession", "rates", "--json", status=0).json["capital_is_lpr"]
    books("concession", "rates", "--capital", "6", "--loss", "d91_180=10", status=0)
    found = books("concession", "weigh", "C1", "--discount", "95折", "--wait", "90", "--json", status=0).json
    assert (found["amount"], found["discount"], found["bucket"]) == ("120000.00", "6000.00", "d91_180")
    assert found["cost_of_loss"] == "12000.00"
    sheet = tmp_path / "w.pdf"
    assert "--wait" in books("concession", "weigh", "C1", "--term", "15", "--pdf", str(sheet), status=0).out
    assert sheet.exists()


@pytest.mark.parametrize(
    "line",
    [
        ("list", "--state", "met?"), ("rates", "--loss", "d91_180"), ("rates", "--loss", "d1=5"),
        ("rates", "--capital", "101"), ("approve", "N2026-001", "--by", "王总"), ("request", "x", "--pdf", "x.pdf"),
        ("propose", "C1", "--kind", "gift", "--ask", "王总", "--reason", "x"),
        ("propose", "C1", "--kind", "term", "--days", "0", "--invoice", "A", "--ask", "王总", "--reason", "x"),
        ("propose", "C1", "--kind", "discount", "--amount", "5", "--invoice", "A", "--ask", "王总", "--reason", "x"),
    ],
)  # fmt: skip
def test_wrong_input_is_refused(books: Program, line: tuple[str, ...]) -> None:
    books("concession", *line, status=2)
