"""What a person should know of a file before it is entered: what is missing, twice, odd or left out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import median_low
from typing import Any, Literal

from arcdesk.domain.money import format_amount
from arcdesk.i18n import translate
from arcdesk.importing.errors import NumberTwice
from arcdesk.importing.ledger_file import ControlTotal, InvoiceRow, LedgerFile, RejectedRow
from arcdesk.importing.values import name_key

Severity = Literal["error", "warning", "note"]
"""Something is not as the file says; something is probably wrong; good to know."""

FIRST_YEAR = 1990
YEARS_AHEAD = 20
FAR_OFF = 100
LEAST_DOCUMENTS = 4
_DOCUMENTS = ("invoice", "opening", "other")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: a translatable sentence, and the rows or names it is about, one text each.

    ``kind`` is its lasting name, for programs.
    """

    kind: str
    severity: Severity
    sentence: str
    values: Mapping[str, object] = field(default_factory=dict)
    items: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many rows or names it is about."""
        return len(self.items)

    def text(self, language: str) -> str:
        """The sentence in ``language`` ("zh" or "en")."""
        return translate(self.sentence, language, **{"count": len(self.items), **self.values})


@dataclass(frozen=True, slots=True)
class QualityReport:
    """A file in figures, and what was found in it: the worst first."""

    rows_read: int
    accepted: int
    left_out: int
    passed_over: int
    control: Mapping[str, ControlTotal]
    currencies: Mapping[str, int]
    first_day: date | None
    last_day: date | None
    findings: tuple[Finding, ...]

    @property
    def worst(self) -> Severity | None:
        """The severity of the worst finding; ``None`` where nothing was found."""
        return self.findings[0].severity if self.findings else None


def examine(
    file: LedgerFile,
    rejected: Sequence[RejectedRow],
    control: Mapping[str, ControlTotal],
    reachable: frozenset[str] = frozenset(),
    as_of: date | None = None,
    near: Sequence[str] = (),
    short_names: Sequence[str] = (),
) -> QualityReport:
    """The report on a file.

    Args:
        rejected: every row left out, by the reader or by the ledger.
        control: the file's totals beside what the ledger accepts.
        reachable: codes, and names as ``name_key`` has them, of customers whose phone, WeChat or e-mail is known.
        as_of: the day of the balances, from which far-off dates are told.
        near: names of the file, each beside the one of the ledger that it nearly is.
        short_names: short names of the file, each beside the customer of the ledger who has it.
    """
    passed = {(row.sheet, row.row) for row in file.passed_over}
    gone = {(row.sheet, row.row) for row in rejected}
    every = gone | passed | {(row.sheet, row.row) for row in rows_of(file)}
    rows = [row for row in file.invoices if (row.sheet, row.row) not in gone]
    days = [row.issued_on for row in rows]
    found = [
        *_left_out(file, rejected),
        *_passed_over(file, control),
        *_totals(file, control),
        *_missing_due(rows),
        *_tax_numbers(rows),
        *_doubles(rows),
        *_dates(rows, as_of or file.as_of),
        *_amounts(rows),
        *_found("near_name", "warning", "{count} customers have almost the name of a known one.", near),
        *_found("short_name", "note", "{count} customers were known by their short name.", short_names),
        *_without_contact(file, reachable),
        *_negative(rows),
        *_currencies(rows),
        *(Finding("remark", "note", remark.sentence, remark.values) for remark in file.remarks),
    ]
    order = {"error": 0, "warning": 1, "note": 2}
    return QualityReport(
        len(every), len(every - gone - passed), len(gone), len(passed), control,
        dict(Counter(row.currency for row in rows)),
        min(days, default=None), max(days, default=None), tuple(sorted(found, key=lambda each: order[each.severity])),
    )  # fmt: skip


def rows_of(file: LedgerFile) -> Iterable[Any]:
    """Every row that stands in the file: what was made of another row has the same place or none."""
    kinds = (
        file.customers, file.persons, file.contracts, file.invoices, file.receipts, file.allocations,
        file.instalments, file.balances,
    )  # fmt: skip
    return (row for rows in kinds for row in rows if row.row > 0)


def _found(
    kind: str, severity: Severity, sentence: str, items: Iterable[str], **values: object
) -> list[Finding]:
    """The finding, where it is about anything."""
    texts = tuple(items)
    return [Finding(kind, severity, sentence, values, texts)] if texts else []


def _left_out(file: LedgerFile, rejected: Sequence[RejectedRow]) -> list[Finding]:
    """Rows left out: numbers that stand twice on one sheet or on two, and all others."""
    places: dict[str, set[str]] = defaultdict(set)
    for rows in (file.invoices, file.receipts, file.contracts):
        for row in rows:
            places[row.number].add(row.sheet)
    twice = [row for row in rejected if row.sentence == NumberTwice.sentence]
    same = [row for row in twice if row.sheet in places[str(row.values.get("number"))]]
    across = [row for row in twice if row not in same]
    others = [row for row in rejected if row.sentence != NumberTwice.sentence]
    where = "{count} rows are left out. Mend them in the file of rejected rows and import that."
    return [
        *_found("left_out", "error", where, map(_place, others)),
        *_found("number_twice", "error", "{count} rows repeat a number of their sheet; the first one counts.",
                (f"{row.value} ({_place(row)})" for row in same)),
        *_found("number_on_two_sheets", "error", "{count} rows repeat a number of another sheet; the first one counts.",
                (f"{row.value} ({_place(row)})" for row in across)),
    ]  # fmt: skip


def _passed_over(file: LedgerFile, control: Mapping[str, ControlTotal]) -> list[Finding]:
    """Rows left out in peace, with their reason, and what they come to."""
    items = (f"{_place(row)} {row.value}".strip() for row in file.passed_over)
    parts = {currency: total.passed_over_fen for currency, total in control.items() if total.passed_over_fen}
    sums = ", ".join(f"{currency} {format_amount(fen)}" for currency, fen in parts.items())
    sentence = "{count} rows do not count and were left out in peace: drafts, void documents. In the total: {sums}."
    return _found("passed_over", "note", sentence, items, sums=sums or "0.00")


def _totals(file: LedgerFile, control: Mapping[str, ControlTotal]) -> list[Finding]:
    differ = [
        f"{currency} {format_amount(total.file_total_fen)} / {format_amount(total.imported_total_fen)}"
        for currency, total in control.items()
        if not total.agrees
    ]
    stated = [
        f"{_place(check)} {check.label} {check.column}: {format_amount(check.stated_fen)} / "
        f"{format_amount(check.counted_fen)}"
        for check in file.totals
        if not check.agrees
    ]
    return [
        *_found("total_differs", "error", "What comes in is not the total of the file (file / accepted).", differ),
        *_found("subtotal_differs", "warning",
                "{count} totals of the file are not what its rows add up to (stated / counted).", stated),
    ]  # fmt: skip


def _missing_due(rows: Sequence[InvoiceRow]) -> list[Finding]:
    sentence = "{count} documents have no due date: they age as nothing until they get one."
    return _found("missing_due", "warning", sentence, (_document(row) for row in rows if row.due_on is None))


def _tax_numbers(rows: Sequence[InvoiceRow]) -> list[Finding]:
    """One tax invoice on two documents: billed twice, or one invoice in parts."""
    groups = _grouped((row for row in rows if row.tax_invoice_number), lambda row: row.tax_invoice_number)
    sentence = "{count} tax invoice numbers stand on more than one document."
    items = (f"{number}: {', '.join(row.number for row in group)}" for number, group in groups)
    return _found("tax_number_twice", "warning", sentence, items)


def _doubles(rows: Sequence[InvoiceRow]) -> list[Finding]:
    groups = _grouped(
        rows, lambda row: (row.customer or row.customer_name, row.issued_on, row.amount_fen, row.currency)
    )
    sentence = "{count} times one customer has the same amount on the same day on several documents: perhaps doubles."
    items = (
        f"{_who(group[0])} {group[0].issued_on} {format_amount(group[0].amount_fen)}: "
        f"{', '.join(row.number for row in group)}"
        for _, group in groups
    )
    return _found("possible_double", "warning", sentence, items)


def _grouped(
    rows: Iterable[InvoiceRow], key: Callable[[InvoiceRow], Any]
) -> list[tuple[Any, list[InvoiceRow]]]:
    groups: dict[Any, list[InvoiceRow]] = defaultdict(list)
    for row in rows:
        if row.kind in _DOCUMENTS and row.amount_fen > 0:
            groups[key(row)].append(row)
    return [(name, group) for name, group in groups.items() if len({row.number for row in group}) > 1]


def _dates(rows: Sequence[InvoiceRow], as_of: date | None) -> list[Finding]:
    last = (as_of.year if as_of else date.max.year - YEARS_AHEAD) + YEARS_AHEAD
    odd, ahead, backward = [], [], []
    for row in rows:
        days = (row.issued_on, row.due_on) if row.due_on else (row.issued_on,)
        if any(not FIRST_YEAR <= day.year <= last for day in days):
            odd.append(f"{_document(row)}: {', '.join(map(str, days))}")
        elif as_of and row.issued_on > as_of:
            ahead.append(f"{_document(row)}: {row.issued_on}")
        elif row.due_on and row.due_on < row.issued_on:
            backward.append(f"{_document(row)}: {row.issued_on}, {row.due_on}")
    return [
        *_found(
            "odd_date", "warning", "{count} documents have a day far from now, such as 1900 or 2099.", odd
        ),
        *_found("date_ahead", "note", "{count} documents are dated after the day of the balances.", ahead),
        *_found(
            "due_before_issued", "warning", "{count} documents fall due before they are dated.", backward
        ),
    ]


def _amounts(rows: Sequence[InvoiceRow]) -> list[Finding]:
    """Amounts a hundred times what the customer's documents usually are: a slipped decimal point."""
    groups: dict[tuple[str, str], list[InvoiceRow]] = defaultdict(list)
    for row in rows:
        groups[row.customer or row.customer_name, row.currency].append(row)
    items = []
    for group in groups.values():
        if len(group) < LEAST_DOCUMENTS:
            continue
        usual = median_low(abs(row.amount_fen) for row in group)
        items += [
            f"{_document(row)}: {format_amount(row.amount_fen)} ({format_amount(usual)})"
            for row in group
            if usual and abs(row.amount_fen) >= FAR_OFF * usual
        ]
    sentence = "{count} amounts are a hundred times the usual one of their customer: check the decimal point."
    return _found("far_off_amount", "warning", sentence, items)


def _without_contact(file: LedgerFile, reachable: frozenset[str]) -> list[Finding]:
    known = reachable | {row.customer for row in file.persons if row.phone or row.wechat or row.email}
    items = {
        row.code or row.name: f"{row.code} {row.name}".strip() if row.code != row.name else row.name
        for row in file.customers
        if row.code not in known and name_key(row.name) not in known
    }
    sentence = "{count} customers have nobody with a phone number, WeChat or e-mail address."
    return _found("without_contact", "warning", sentence, items.values())


def _negative(rows: Sequence[InvoiceRow]) -> list[Finding]:
    below = [row for row in rows if row.amount_fen < 0]
    sums: dict[str, int] = defaultdict(int)
    for row in below:
        sums[row.currency] += row.amount_fen
    totals = ", ".join(f"{currency} {format_amount(fen)}" for currency, fen in sums.items())
    sentence = "{count} documents are below zero (credit notes, refunds): {totals}."
    return _found("negative", "note", sentence, map(_document, below), totals=totals)


def _currencies(rows: Sequence[InvoiceRow]) -> list[Finding]:
    counts = Counter(row.currency for row in rows)
    if len(counts) < 2:
        return []
    items = (f"{currency}: {count}" for currency, count in counts.most_common())
    return _found("currencies", "note", "The file has {count} currencies; they are never added up.", items)


def _place(row: Any) -> str:
    return f"{row.sheet}!{row.row}"


def _document(row: InvoiceRow) -> str:
    return f"{row.number} {_who(row)} ({_place(row)})" if row.row else f"{row.number} {_who(row)}"


def _who(row: InvoiceRow) -> str:
    return row.customer_name or row.customer
