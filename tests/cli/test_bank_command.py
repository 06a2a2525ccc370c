"""``bank`` run as a person runs it."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Program


def test_a_statement_is_read_listed_and_confirmed(program: Program, tmp_path: Path) -> None:
    aging = program("aging", "--by", "invoice", "--json", status=0).json
    row = next(row for row in aging["currencies"]["CNY"]["rows"] if row["balance"] != "0.00")
    amount, name = row["balance"], row["name"]
    path = tmp_path / "bank.csv"
    path.write_text(
        f"交易日期,收入,支出,对方户名,摘要\n2026-10-07,{amount},,{name},货款\n2026-10-07,,3,银行,手续费\n",
        encoding="gb18030",
    )
    dry = program("bank", str(path), "--dry-run", "--json", status=0).json
    assert (dry["new"], dry["outgoing"], dry["lines"]) == (1, 1, [])
    answer = program("bank", str(path), "--json", status=0).json
    (line,) = answer["lines"]
    assert line["state"] == "open"
    first = line["proposals"][0]
    assert (first["customer"], first["unallocated"]) == (row["customer"], "0.00")
    assert [share["amount"] for share in first["allocate"]] == [amount]
    done = program("bank", "--confirm", str(line["line"]), "--json", status=0).json
    paid_for = [{key: share[key] for key in ("invoice", "amount")} for share in done["allocated"]]
    assert paid_for == first["allocate"]
    assert done["unallocated"] == "0.00"
    (listed,) = program("bank", "--list", "--json", status=0).json
    assert (listed["state"], listed["receipt"]) == ("receipt", done["receipt"])
    (paid,) = (share["invoice"] for share in first["allocate"])
    assert paid not in program("aging", "--by", "invoice", status=0).out


def test_refusals_are_one_line(program: Program, tmp_path: Path) -> None:
    nothing = tmp_path / "none.csv"
    nothing.write_text("a,b\n1,2\n", encoding="utf-8")
    for words in (
        ("bank",),
        ("bank", str(nothing)),
        ("bank", "--confirm", "7"),
        ("bank", "--known", "7"),
        ("bank", "x"),
    ):
        answer = program(*words, status=2)
        assert answer.out == ""
        assert answer.err.startswith("error: ")
        assert len(answer.err.splitlines()) == 1
