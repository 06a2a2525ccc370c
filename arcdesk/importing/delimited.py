"""Comma- or tab-separated text: which characters, which separator, which cells."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator

from arcdesk.domain.formula_guard import unguarded
from arcdesk.importing.errors import (
    BrokenDelimitedText,
    NotASpreadsheet,
    TooManyCells,
    UnknownEncoding,
    WrongEncoding,
)

ENCODINGS = ("utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be")
"""What a person may say a text file is written in."""

MAX_COLUMNS = 16_384
MAX_ROWS = 2_000_000
MAX_CELLS = 12_000_000
_SEPARATORS = ",\t;|"
_PROBE_BYTES = 4096
_BIG5_PROBE_BYTES = 1 << 16
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_NAMED_SEPARATOR = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")
_CONTROL_BYTES = re.compile(rb"[\x00-\x08\x0e-\x1f]")

# The Chinese that a ledger is written in: what stands in one of both readings of the same bytes.
_COMMON = frozenset(
    "的一不是有在人了和年月日号期金额元应收款已未客户名称单位编码合同发票账帐余额币别备注业务员部门"
    "公司限责任股份集团贸易科技实业工商厂店中国北京上海深圳广州东西南天津重庆江苏浙山河湖福建安徽四川"
    "电子机械材料建筑食品服饰医药化工物流信息网络设备制造销售有小大新华明张王李刘陈杨赵黄周吴合计本页"
    "應收帳戶單稱編碼發計幣別備註業務員門責貿團實廠國東廣電機築醫藥網絡設備製銷陳楊趙黃吳號額與開"
    "到結清逾天數訂購貨項目說明總類型態經理地址聯繫話傳真統臺灣灣興達榮豐順"
)


def read_rows(data: bytes, name: str, encoding: str | None = None) -> list[list[str]]:
    """The rows of a text file; every cell is text and rows may differ in length.

    Args:
        data: the content of the file.
        name: its name, for a refusal.
        encoding: one of ``ENCODINGS`` where the person knows better than ``decode``.
    """
    text = decode(data, name, encoding)
    if len(_CONTROLS.findall(text, 0, _PROBE_BYTES)) > _PROBE_BYTES // 50:
        raise NotASpreadsheet(name=name)
    if "\x00" in text:
        text = text.replace("\x00", "")
    text = text.rstrip("\r\n")
    separator, start = _separator(text)
    lines = csv.reader(_lines(text, start), delimiter=separator, strict=True)
    rows: list[list[str]] = []
    cells = blank = 0
    try:
        for row in lines:
            if not any(row) or not any(cell.strip() for cell in row):
                blank += 1  # those at the end fall away
                continue
            cells += len(row) + blank
            if len(row) > MAX_COLUMNS or cells > MAX_CELLS or len(rows) + blank > MAX_ROWS:
                raise TooManyCells(sheet=name, rows=lines.line_num, columns=len(row))
            rows += [[] for _ in range(blank)]
            rows.append(row)
            blank = 0
    except csv.Error:
        raise BrokenDelimitedText(name=name, line=lines.line_num) from None
    # The apostrophe that keeps a formula quiet in delimited text is no part of the cell.
    return [list(map(unguarded, row)) for row in rows] if "'" in text else rows


def _lines(text: str, start: int) -> Iterator[str]:
    """The lines with their ends: CR LF, LF or CR alone, and no other sign that Python takes for one."""
    return (found[0] for found in _LINE.finditer(text, start))


def decode(data: bytes, name: str, encoding: str | None = None) -> str:
    """Text of unmarked bytes: byte order mark, UTF-16 by its zeros, strict UTF-8, GB 18030 or Big5.

    GB 18030 contains GBK and GB 2312, so that one decoder serves all three. Nearly every Big5 text
    is GB 18030 by its bytes as well; which of the two it is, the share of common characters tells.
    """
    for mark, marked in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding or marked, name, is_given=encoding is not None)
    if encoding is not None:
        return _strictly(data, encoding, name, is_given=True)
    probe = data[:_PROBE_BYTES]
    if b"\x00" in probe:
        # Separators, digits and line ends are ASCII: their zero byte tells the order.
        even, odd = probe[::2].count(0), probe[1::2].count(0)
        if max(even, odd) >= len(probe) // 10 and min(even, odd) <= max(even, odd) // 10:
            try:
                return data.decode("utf-16-le" if odd > even else "utf-16-be")
            except UnicodeDecodeError:
                raise NotASpreadsheet(name=name) from None
        if even + odd > len(probe) // 100:
            raise NotASpreadsheet(name=name)
    if len(_CONTROL_BYTES.findall(probe)) > len(probe) // 50:
        raise NotASpreadsheet(name=name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _strictly(data, "big5" if _is_big5(data) else "gb18030", name)


def _is_big5(data: bytes) -> bool:
    """Whether the beginning is Big5 and reads more like a ledger than as GB 18030."""
    probe = data[:_BIG5_PROBE_BYTES]
    traditional, simplified = (_share(probe, codec) for codec in ("big5hkscs", "gb18030"))
    return traditional > simplified


def _share(probe: bytes, codec: str) -> float:
    """The share of common characters among the Chinese ones; below zero where it can't be decoded."""
    try:
        text = codecs.getincrementaldecoder(codec)().decode(probe, final=False)
    except UnicodeDecodeError:
        return -1.0
    chinese = [character for character in text if character > "\x7f"]
    return sum(character in _COMMON for character in chinese) / len(chinese) if chinese else 0.0


def _strictly(data: bytes, encoding: str, name: str, *, is_given: bool = False) -> str:
    try:
        return data.decode("big5hkscs" if encoding == "big5" else encoding)
    except (UnicodeDecodeError, LookupError):
        if is_given:
            raise WrongEncoding(name=name, encoding=encoding) from None
        raise UnknownEncoding(name=name) from None


def _separator(text: str) -> tuple[str, int]:
    """The separator and where the rows begin. A first line ``sep=;`` names it, as Excel has it.

    Else it is the one that stands most often in one of the first lines (title rows have none).
    """
    named = _NAMED_SEPARATOR.match(text)
    if named is not None and named.end() - named.start() > len("sep=;"):
        return named[1], named.end()
    head = text[:_PROBE_BYTES].splitlines()[:30]
    return max(_SEPARATORS, key=lambda mark: max((_count(line, mark) for line in head), default=0)), 0


def _count(line: str, mark: str) -> int:
    """How often a separator stands in a line; a tab before a comma only keeps a number from being one."""
    return line.count(mark) - (line.count("\t,") + line.endswith("\t") if mark == "\t" else 0)
