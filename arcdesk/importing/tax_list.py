"""The tax bureau's list of invoices issued, made into documents: one number each, red ones tied to their blue one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from arcdesk.domain.money import format_plain
from arcdesk.importing import values
from arcdesk.importing.columns import SheetView
from arcdesk.importing.errors import InvoiceReversed
from arcdesk.importing.reader import Cell

_REVERSED = "红冲"
_IN_PART = "部分"
_NO = frozenset(["否", "n", "no", "false", "0"])
_BLUE_NUMBER = re.compile(
    r"(?:被红冲|对应|原)(?:的)?(?:蓝字|正数)(?:数电|全电|电子)?(?:专用|普通)?(?:发票|票)?(?:号码)?\s*[:：]?\s*(\d{8,20})"
)
_BLUE_CODE = re.compile(r"(?:蓝字|正数)[^\d]{0,8}代码\s*[:：]?\s*(\d{10,12})\D{0,6}号码\s*[:：]?\s*(\d{8})")


def prepare(view: SheetView) -> None:
    """Give each invoice its one number, put its lines together, and tie red ones to the blue one they reverse.

    An electronic invoice (数电票) has a number of twenty digits; a paper one that of its roll beside a code,
    which together are its number.
    """
    empty: list[Cell] = [""] * view.count
    electronic = _texts(view, "e_number")
    paper, code = _texts(view, "tax_invoice_number"), _texts(view, "tax_code")
    own = [e or p for e, p in zip(electronic, paper, strict=True)]
    numbers = [e or (f"{c}-{p}" if c and p else p) for e, p, c in zip(electronic, paper, code, strict=True)]
    view.set_cells("tax_invoice_number", list(own))
    view.set_cells("number", list(numbers))
    amounts = _join_lines(view, numbers)
    signs = _texts(view, "is_positive")
    cells = list(view.cells["amount"])
    for index, fen in enumerate(amounts):
        if fen is not None and fen > 0 and signs[index].casefold() in _NO:
            amounts[index] = -fen
            cells[index] = format_plain(-fen)
    view.set_cells("amount", cells)
    blue = _originals(view, numbers, own, amounts)
    view.set_cells("credits", [blue.get(index, "") for index in range(view.count)] if blue else empty)
    _pass_reversed(view, numbers, amounts, set(blue.values()))


def _texts(view: SheetView, name: str) -> list[str]:
    found: list[str] = view.read(name, values.identifier)
    return found


def _join_lines(view: SheetView, numbers: Sequence[str]) -> list[int | None]:
    """The amount of each invoice on its first row: a list of goods has a row for each line."""
    amounts = view.peek_amounts("amount")
    if not view.has("goods") or len(set(numbers)) == len(numbers):
        return list(amounts)
    sums: list[int | None] = list(amounts)
    cells = list(view.cells["amount"])
    first: dict[str, int] = {}
    for index, number in enumerate(numbers):
        if not number or index in view.skipped:
            continue
        head = first.setdefault(number, index)
        so_far, fen = sums[head], amounts[index]
        if head == index or so_far is None or fen is None:
            continue
        sums[head], sums[index] = so_far + fen, None
        cells[head], cells[index] = format_plain(so_far + fen), ""
        view.joined.add(index)
    view.set_cells("amount", cells)
    return sums


def _originals(
    view: SheetView, numbers: Sequence[str], own: Sequence[str], amounts: Sequence[int | None]
) -> dict[int, str]:
    """Which invoice each red one reverses, by row: as a column says, else as the remark does."""
    known: dict[str, str] = {}
    for number, bare in zip(numbers, own, strict=True):
        known.setdefault(number, number)
        known.setdefault(bare, number)
    said = _texts(view, "credits")
    notes: list[str] = view.read("note", values.text)
    found = {}
    for index, fen in enumerate(amounts):
        if fen is None or fen >= 0 or index in view.skipped:
            continue
        blue = said[index] or _in_note(notes[index])
        if blue:
            found[index] = known.get(blue, blue)
    return found


def _in_note(note: str) -> str:
    """The blue invoice that a remark names: 被红冲蓝字数电发票号码：…, or 对应正数发票代码:… 号码:…."""
    pair = _BLUE_CODE.search(note)
    if pair:
        return f"{pair[1]}-{pair[2]}"
    single = _BLUE_NUMBER.search(note)
    return single[1] if single else ""


def _pass_reversed(
    view: SheetView, numbers: Sequence[str], amounts: Sequence[int | None], reversed_here: set[str]
) -> None:
    """An invoice reversed in full by a red one that the list lacks is owed by nobody."""
    words: list[str] = view.read("status", values.name)
    for index, (number, fen) in enumerate(zip(numbers, amounts, strict=True)):
        word = words[index]
        if fen is None or fen <= 0 or _REVERSED not in word or _IN_PART in word or number in reversed_here:
            continue
        view.pass_over(index, "status", InvoiceReversed(status=word))


def credit_codes(view: SheetView) -> list[tuple[str, str]]:
    """The buyers of the list: name and USCC (统一社会信用代码), as far as both are there."""
    if not view.has("uscc"):
        return []
    pairs = zip(view.read("customer_name", values.name), view.read("uscc", values.identifier), strict=True)
    return [(name, code) for name, code in pairs if name and code]
