"""Lists of documents out of other systems: rows that ArcDesk's own lists do not have."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from arcdesk.importing import document_types, values
from arcdesk.importing.columns import GROUP, SheetView, all_differ
from arcdesk.importing.errors import DocumentNotFinal
from arcdesk.importing.ledger_file import InvoiceRow, ReceiptRow, Remark

ON_ACCOUNT = "on_account"
"""The kind of a row that is no invoice but money not yet set against any."""


def pass_drafts(view: SheetView) -> None:
    """Drafts and cancelled documents are left out in peace, with their reason."""
    for field, is_out in (
        ("status", document_types.is_not_final),
        ("cancelled", document_types.is_cancelled),
        ("closed", document_types.is_cancelled),
    ):
        if view.has(field):
            words = view.read(field, values.name)
            for index, word in enumerate(words):
                if word and is_out(word) and index not in view.skipped:
                    view.pass_over(index, field, DocumentNotFinal(status=word))


def leave_out(view: SheetView, number: Sequence[str], amount: list[int | None], open_only: bool) -> None:
    """Drafts and cancelled documents go with their reason; lines that only continue a document, silently.

    A list of open items also shows what is no longer open, as zero: there is nothing to take in.
    """
    pass_drafts(view)
    for index, fen in enumerate(amount):
        if index in view.passed:
            amount[index] = None
        elif (fen is None and not number[index] and index not in view.problems) or (fen == 0 and open_only):
            view.skipped.add(index)


def number_those_without(
    prefix: str,
    number: list[str],
    party: Sequence[str],
    days: Sequence[date | None],
    amount: Sequence[int | None],
) -> None:
    """Give rows without a number one that the same row has at every import: whose it is and of which day."""
    again: dict[str, int] = {}
    for index, called in enumerate(number):
        day = days[index]
        if called or day is None or amount[index] is None or not party[index]:
            continue
        stem = f"{prefix}-{party[index]}-{day:%Y%m%d}"
        again[stem] = again.get(stem, 0) + 1
        number[index] = stem if again[stem] == 1 else f"{stem}#{again[stem]}"


def without_issue_days(view: SheetView) -> Remark:
    """Tell that the due dates stand for the days of issue, which the list does not have."""
    sentence = "Sheet {sheet} has no dates of issue: the due date stands for each until a list brings them."
    return Remark(sentence, {"sheet": view.table.sheet})


def kinds(view: SheetView, amount: Sequence[int | None]) -> list[str]:
    """The kind of each row by the system's own words; a negative receipt is money on account."""
    words: list[str] = view.read("kind", values.name)
    known = {word: document_types.category(word) for word in set(words)}
    if not {document_types.RECEIPT, document_types.REFUND} & set(known.values()):
        named = {word: document_types.kind_of(what) for word, what in known.items()}
        return list(map(named.__getitem__, words))
    answer = []
    for word, fen in zip(words, amount, strict=True):
        what = known[word]
        if what in (document_types.RECEIPT, document_types.REFUND) and fen is not None and fen < 0:
            answer.append(ON_ACCOUNT)
        elif what in (document_types.RECEIPT, document_types.REFUND):
            answer.append("other")
        else:
            answer.append(document_types.kind_of(what))
    return answer


def join_parts(
    view: SheetView,
    number: Sequence[str],
    customer: Sequence[str],
    name: Sequence[str],
    currency: Sequence[str],
    amount: list[int | None],
    due_on: list[date | None],
) -> list[Remark]:
    """A document that is due in parts stands on several rows: it is one document, due on the first day open."""
    if all_differ(number):
        return []
    first: dict[str, int] = {}
    for index, called in enumerate(number):
        fen = amount[index]
        if not called or fen is None or index in view.skipped or index in view.problems:
            continue
        head = first.setdefault(called, index)
        own, other = ((customer[i], name[i], currency[i]) for i in (index, head))
        sum_so_far = amount[head]
        if head == index or own != other or sum_so_far is None or (fen < 0) != (sum_so_far < 0):
            continue
        amount[head] = sum_so_far + fen
        due_on[head] = min((day for day in (due_on[head], due_on[index]) if day), default=None)
        view.joined.add(index)
    if not view.joined:
        return []
    sentence = (
        "{count} rows on sheet {sheet} are parts of a document in another row: they were added to it, "
        "and its earliest due date counts."
    )
    return [Remark(sentence, {"count": len(view.joined), "sheet": view.table.sheet})]


def join_repeats(view: SheetView, number: Sequence[str], *facts: Sequence[object]) -> list[Remark]:
    """A list with the lines of its documents repeats the document on each: it is one, if all facts are alike."""
    if all_differ(number):
        return []
    first: dict[str, int] = {}
    before = len(view.joined)
    for index, called in enumerate(number):
        if not called or index in view.skipped or index in view.problems:
            continue
        head = first.setdefault(called, index)
        if head != index and all(fact[head] == fact[index] for fact in facts):
            view.joined.add(index)
    count = len(view.joined) - before
    if not count:
        return []
    sentence = "{count} rows on sheet {sheet} repeat a document of another row in every figure: they were taken as one."
    return [Remark(sentence, {"count": count, "sheet": view.table.sheet})]


def take_used_credits(
    view: SheetView,
    amount: list[int | None],
    received: list[int | None],
    still_open: list[int | None],
    open_rows: list[bool],
) -> list[Remark]:
    """A credit that is used up says nothing more; of one used in part, what is left counts.

    Which invoices it settled the list does not say, but their own rows show them settled. ``open_rows`` learns
    of the rows whose amount is only what is left.
    """
    used = 0
    for index, fen in enumerate(amount):
        if fen is None or fen >= 0 or index in view.skipped:
            continue
        got, left = received[index], still_open[index]
        if left is None and got is not None:
            left = fen + abs(got)
        if left is None:
            continue
        left = -abs(left)
        if left != fen:
            used += 1
            open_rows[index] = True
            amount[index], received[index], still_open[index] = left, None, left
            if not left:
                view.joined.add(index)
    if not used:
        return []
    sentence = "{count} credit notes on sheet {sheet} are used up or in part: only what is left of them was taken in."
    return [Remark(sentence, {"count": used, "sheet": view.table.sheet})]


def part(rows: Iterable[InvoiceRow]) -> tuple[list[InvoiceRow], list[ReceiptRow]]:
    """Invoices and money on account apart."""
    invoices, receipts = [], []
    for row in rows:
        if row.kind != ON_ACCOUNT:
            invoices.append(row)
            continue
        receipts.append(
            ReceiptRow(
                row.number,
                row.customer,
                row.issued_on,
                -row.amount_fen,
                row.currency,
                "",
                row.note,
                row.customer_name,
                open_fen=-row.amount_fen if row.open_only or row.open_fen is None else -row.open_fen,
                open_only=row.open_only,
                sheet=row.sheet,
                row=row.row,
            )
        )
    return invoices, receipts


def group_remarks(view: SheetView, amounts: Sequence[int | None], currencies: Sequence[str]) -> list[Remark]:
    """Tell of rows whose age groups do not add up to what is open."""
    if not view.heading.groups:
        return []
    columns = [
        view.peek_amounts(f"{GROUP}{number}", currencies) for number in range(len(view.heading.groups))
    ]
    whole = map(sum, zip(*([fen or 0 for fen in column] for column in columns), strict=True))
    wrong = [
        view.row_numbers[index]
        for index, (fen, parts) in enumerate(zip(amounts, whole, strict=True))
        if fen != parts and fen is not None and index not in view.skipped
        and any(column[index] is not None for column in columns)
    ]  # fmt: skip
    if not wrong:
        return []
    sentence = (
        "On sheet {sheet} the age groups of {count} rows do not add up to what is open, first in row {row}."
    )
    return [Remark(sentence, {"sheet": view.table.sheet, "count": len(wrong), "row": wrong[0]})]
