"""What people do to an export before they import it: columns moved, pages broken, signs and units added."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from arcdesk.importing.ledger_file import LedgerFile
from arcdesk.importing.load import load
from tests.importing import exports
from tests.importing.books import workbook

Rows = list[list[Any]]
AS_OF = date(2026, 9, 30)
HEAD = ["客户名称", "发票号码", "开票日期", "到期日期", "应收金额", "已收金额", "未收金额", "备注"]
AMOUNTS = (4, 5, 6)


def plain() -> Rows:
    """A home-made ledger: two customers with their 小计, a red invoice, the 合计."""
    days = [date(2026, 1, 18), date(2026, 2, 28)]
    return [
        ["2026年应收账款台账"],
        HEAD,
        ["甲方有限公司", "6001", *days, 1000.5, 400, 600.5, ""],
        ["甲方有限公司", "6002", *days, -30.25, 0, -30.25, "红字"],
        ["甲方有限公司小计", "", "", "", 970.25, 400, 570.25, ""],
        ["乙方有限公司", "6003", *days, 12345.6, 0, 12345.6, ""],
        ["乙方有限公司", "6004", *days, 7, 0, 7, ""],
        ["乙方有限公司小计", "", "", "", 12352.6, 0, 12352.6, ""],
        ["合计", "", "", "", 13322.85, 400, 12922.85, ""],
    ]


def owed(file: LedgerFile) -> dict[str, int]:
    sums: dict[str, int] = {}
    for row in file.invoices:
        open_fen = row.amount_fen if row.open_fen is None else row.open_fen
        sums[row.customer_name] = sums.get(row.customer_name, 0) + open_fen
    return sums


def check(file: LedgerFile) -> None:
    assert file.rejected == ()
    assert owed(file) == {"甲方有限公司": 57_025, "乙方有限公司": 1_235_260}
    assert all(total.agrees for total in file.control.values())
    assert [one for one in file.totals if not one.agrees] == []


def mapped(change: Callable[[Any], Any]) -> Rows:
    """The ledger with every amount written another way."""
    return [
        [change(cell) if place in AMOUNTS and isinstance(cell, int | float) else cell for place, cell in enumerate(row)]
        for row in plain()
    ]


def moved() -> Rows:
    order = [6, 2, 7, 0, 4, 3, 1, 5]
    return [plain()[0], *([row[place] for place in order] for row in plain()[1:])]


def pages() -> Rows:
    rows: Rows = []
    for place, row in enumerate(plain()):
        rows.append(row)
        if place in (3, 6):
            rows += [["本页小计"], [], plain()[0], HEAD]
    return rows


def page_sums() -> Rows:
    rows = plain()
    return [*rows[:3], ["本页小计", "", "", "", 1000.5, 400, 600.5, ""], *rows[3:]]


def unlabelled() -> Rows:
    return [["" if str(row[0]).endswith(("计", "小计")) else row[0], *row[1:]] for row in plain()]


def blank_twin() -> Rows:
    return [row if place == 0 else [*row[:4], "应收金额" if place == 1 else "", *row[4:]]
            for place, row in enumerate(plain())]  # fmt: skip


def double() -> Rows:
    return [row if place == 0 else [*row, row[4]] for place, row in enumerate(plain())]


FORMS: dict[str, Callable[[], Rows]] = {
    "as it is": plain,
    "columns moved": moved,
    "pages with headings": pages,
    "pages with sums": page_sums,
    "totals without a label": unlabelled,
    "the same heading twice, first empty": blank_twin,
    "the same heading twice": double,
    "blank lines": lambda: [line for row in plain() for line in (row, [])],
    "two columns to the left": lambda: [["", "", *row] for row in plain()],
    "CNY": lambda: mapped(lambda fen: f"CNY {fen:,.2f}"),
    "yen sign": lambda: mapped(lambda fen: f"￥{fen:,.2f}"),
    "元 behind": lambda: mapped(lambda fen: f"{fen:,.2f}元"),
    "minus behind": lambda: mapped(lambda fen: f"{-fen:.2f}-" if fen < 0 else f"{fen:.2f}"),
    "brackets": lambda: mapped(lambda fen: f"({-fen:,.2f})" if fen < 0 else f"{fen:,.2f}"),
    "apostrophe": lambda: mapped(lambda fen: f"'{fen:.2f}" if fen >= 0 else fen),
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_ledger_comes_in_the_same_in_whatever_form(form: Callable[[], Rows], tmp_path: Path) -> None:
    check(load(workbook(tmp_path / "a.xlsx", {"台账": form()}), as_of=AS_OF))


def test_days_of_1904_are_the_same_days(tmp_path: Path) -> None:
    file = load(workbook(tmp_path / "a.xlsx", {"台账": plain()}, date1904=True), as_of=AS_OF)
    check(file)
    assert {row.issued_on for row in file.invoices} == {date(2026, 1, 18)}


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    ("mark", "day"), [(",", "%Y-%m-%d"), ("\t", "%d/%m/%Y"), (";", "%Y年%m月%d日"), ("|", "%Y%m%d")]
)
def test_text_in_whatever_encoding_and_form_of_days(tmp_path: Path, encoding: str, mark: str, day: str) -> None:
    out = io.StringIO()
    rows = [[cell.strftime(day) if isinstance(cell, date) else cell for cell in row] for row in plain()]
    csv.writer(out, delimiter=mark).writerows(rows)
    path = tmp_path / "a.csv"
    path.write_bytes(out.getvalue().encode(encoding))
    file = load(path, as_of=AS_OF)
    check(file)
    assert {row.issued_on for row in file.invoices} == {date(2026, 1, 18)}


def test_a_list_in_big5_of_a_customer_in_taiwan(tmp_path: Path) -> None:
    lines = [
        "客戶名稱,發票號碼,開票日期,到期日期,應收金額",
        "臺灣甲方股份有限公司,6001,2026-01-18,2026-02-28,1000.50",
        "臺灣甲方股份有限公司小計,,,,1000.50",
        "合計,,,,1000.50",
    ]
    path = tmp_path / "a.csv"
    path.write_bytes("\n".join(lines).encode("big5"))
    file = load(path, as_of=AS_OF)
    assert [(row.customer_name, row.amount_fen) for row in file.invoices] == [("臺灣甲方股份有限公司", 100_050)]
    assert ([one.agrees for one in file.totals], file.control["CNY"].stated) == ([True, True], True)


def test_ten_thousands_in_the_heading_are_moved_and_not_rounded(tmp_path: Path) -> None:
    rows = mapped(lambda fen: f"{fen / 10_000:.6f}")
    rows[1] = [f"{head}（万元）" if head.endswith("金额") else head for head in HEAD]
    check(load(workbook(tmp_path / "a.xlsx", {"台账": rows}), as_of=AS_OF))


def test_a_list_of_what_is_open_also_shows_what_is_paid(tmp_path: Path) -> None:
    head = ["客户名称", "发票号码", "开票日期", "到期日期", "未收金额"]
    days = ["2026-01-18", "2026-02-28"]
    rows: Rows = [head, ["甲方有限公司", "6001", *days, 0], ["甲方有限公司", "6002", *days, 5]]
    file = load(workbook(tmp_path / "a.xlsx", {"台账": rows}), as_of=AS_OF)
    assert ([row.number for row in file.invoices], file.rejected, file.closed) == (["6002"], (), {"6001"})


def test_a_row_without_a_name_that_adds_up_to_nothing_is_left_out_with_the_reason(tmp_path: Path) -> None:
    rows = plain()
    rows.insert(4, ["", "", "", "", 99, 0, 99, ""])
    file = load(workbook(tmp_path / "a.xlsx", {"台账": rows}), as_of=AS_OF)
    assert [row.row for row in file.rejected] == [5]


def test_the_export_of_kingdee_without_its_names_or_codes(tmp_path: Path) -> None:
    rows = exports.kingdee_aging(exports.example())
    whole = load(exports.save(tmp_path / "a.xlsx", rows), as_of=AS_OF)
    for column in (0, 1):
        less = [row if len(row) < 10 else [*row[:column], *row[column + 1 :]] for row in rows]
        file = load(exports.save(tmp_path / f"{column}.xlsx", less), as_of=AS_OF)
        assert (file.rejected, [row.amount_fen for row in file.invoices]) == (
            (), [row.amount_fen for row in whole.invoices],
        )  # fmt: skip
