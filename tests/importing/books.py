"""Small files made on the spot: workbooks, text files, an old .xls, an encrypted one."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl

INVOICE_HEAD = ["单据编号", "客户编码", "单据类型", "开票日期", "到期日", "金额", "币别", "原单编号"]


def workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]], *, date1904: bool = False) -> Path:
    """An .xlsx with the given rows per sheet; ``None`` leaves a cell out."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    if date1904:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def text_file(path: Path, text: str, encoding: str = "utf-8") -> Path:
    """A text file in one encoding, line ends as given."""
    path.write_bytes(text.encode(encoding))
    return path


def invoice_book(path: Path, *rows: Sequence[Any], head: Sequence[str] = INVOICE_HEAD) -> Path:
    """A workbook with one 应收单 sheet."""
    return workbook(path, {"应收单": [head, *rows]})


def home_ledger(path: Path) -> Path:
    """A ledger as small firms keep it: title, blank row, subtotals, four ways to write a date."""
    head = "序号 客户名称 合同/订单号 发票号码 开票日期 账期 到期日期 应收金额 已收金额 未收金额 业务员 备注"
    a, b, c = "甲方贸易有限公司", "乙方机电有限公司", "丙方食品有限公司"
    rows = [
        ["2026年度应收账款台账"],
        [None],
        head.split(),
        [1, a, "H1", "64322867", "20250912", "60天", "20251111", "18,385.47", "18,385.47", "0.00", "张伟"],
        [2, b, "H2", "51379478", "2025/9/15", "45天", "2025/10/30", "￥108,635.20", "--", "￥108,635.20", "刘洋"],
        [3, f"{a} ", "H3", "59188215", "2026.09.12", "60天", None, " 61277.56元", " 1277.56元", " 60000元", "陈静"],
        _total("本页小计", 188298.23),
        [4, c, "H4", "43925156", "2026年9月17日", "月结30天", None, 22917.97, "--", 22917.97, "赵磊", "样品"],
        _total("本页小计", 22917.97),
        _total("合计", 211216.20, 191553.17),
        ["制表人：王会计", None, None, "打印时间：2026-10-08"],
    ]  # fmt: skip
    return workbook(path, {"2026年应收台账": rows})


def _total(label: str, amount: float, still_open: float | None = None) -> list[Any]:
    return [None, label, None, None, None, None, None, amount, None, still_open]


SETTLED_LIST = """country,customerID,invoiceNumber,InvoiceDate,DueDate,InvoiceAmount,Disputed,SettledDate,Late
391,0001-AAAAA,0000000365,1/2/2013,2/1/2013,55.94,No,1/15/2013,0
406,0002-BBBBB,0000000765,1/26/2013,2/25/2013,61.74,Yes,3/3/2013,6
391,0001-AAAAA,0000000909,7/3/2013,8/2/2013,65.88,Yes,,0
"""


def old_xls(path: Path, rows: Sequence[Sequence[str | float]], sheet: str = "应收单") -> Path:
    """A BIFF8 workbook of one sheet in a compound file: what a 1997 Excel would open."""
    path.write_bytes(compound_file({"Workbook": _biff8(rows, sheet)}))
    return path


def compound_file(streams: Mapping[str, bytes]) -> bytes:
    """An OLE compound file; every stream is padded beyond the small-stream limit."""
    sector, free, end = 512, 0xFFFFFFFF, 0xFFFFFFFE
    body, chains, places = b"", [0xFFFFFFFD, end], []
    for data in streams.values():
        padded = data.ljust(4096, b"\0")
        padded += b"\0" * (-len(padded) % sector)
        start, count = len(chains), len(padded) // sector
        chains += [*range(start + 1, start + count), end]
        places.append((start, len(padded)))
        body += padded
    table = b"".join(struct.pack("<I", link) for link in chains).ljust(sector, b"\xff")
    assert len(table) == sector, "one sector of links is enough for a test"
    entries = [_entry("Root Entry", 5, free, 1, end, 0)]
    for index, (name, (start, size)) in enumerate(zip(streams, places, strict=True), start=1):
        right = index + 1 if index < len(places) else free
        entries.append(_entry(name, 2, right, free, start, size))
    directory = b"".join(entries).ljust(sector, b"\0")
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, b"",
        0, 1, 1, 0, 4096, end, 0, end, 0, 0,
    )  # fmt: skip
    return header + b"\xff\xff\xff\xff" * 108 + table + directory + body


def _entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
    encoded = name.encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII16sIQQIQ",
        encoded,
        len(encoded) + 2,
        kind,
        1,
        0xFFFFFFFF,
        right,
        child,
        b"",
        0,
        0,
        0,
        start,
        size,
    )


def _biff8(rows: Sequence[Sequence[str | float]], sheet: str) -> bytes:
    def record(number: int, data: bytes) -> bytes:
        return struct.pack("<HH", number, len(data)) + data

    def begin(kind: int) -> bytes:
        return record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0, 0, 0, 0))

    cells = begin(0x0010)
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if isinstance(value, str):
                text = value.encode("utf-16-le")
                cells += record(0x0204, struct.pack("<HHHHB", r, c, 0, len(value), 1) + text)
            else:
                cells += record(0x0203, struct.pack("<HHHd", r, c, 0, value))
    cells += record(0x000A, b"")
    name = struct.pack("<BB", len(sheet), 1) + sheet.encode("utf-16-le")
    codepage = record(0x0042, struct.pack("<H", 1200))
    head = begin(0x0005) + codepage
    offset = len(head) + 4 + 6 + len(name) + 4
    return head + record(0x0085, struct.pack("<IH", offset, 0) + name) + record(0x000A, b"") + cells
