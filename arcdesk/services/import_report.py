"""The report on an import: how good the file is, what was left out, and the rows to mend."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from arcdesk.i18n import current, translate
from arcdesk.importing import quality as rules
from arcdesk.importing import rejects
from arcdesk.importing.sheet_writer import Cell, Money, Sheet, clean, safe_sheet_name, workbook, write_file
from arcdesk.importing.values import name_key
from arcdesk.models.queries.sql import rows
from arcdesk.services.importing import ImportPlan

Finding = rules.Finding
QualityReport = rules.QualityReport

SEVERITIES = {"error": "Error|quality", "warning": "Check|quality", "note": "Note|quality"}
"""The word for each severity."""
_ITEMS_SHOWN = 20
_DOUBLES = ("number_twice", "number_on_two_sheets", "tax_number_twice", "possible_double")


class ImportReportService:
    """Reads plans; writes files and nothing else."""

    def quality(self, plan: ImportPlan) -> QualityReport:
        """What there is to say about the file of a plan, the worst first."""
        return rules.examine(
            plan.file, plan.rejected, plan.control, _reachable(), plan.as_of, near=_near_names(plan),
            short_names=plan.short_names,
        )

    def write_report(self, plan: ImportPlan, path: Path, language: str | None = None) -> Path:
        """The quality report as a workbook: summary, left out, totals, missing due dates, doubles, no contact.

        Raises:
            CannotWrite, FileOpenElsewhere, DiskIsFull.
        """
        write_file(path, workbook(_sheets(plan, self.quality(plan), language or current())))
        return path

    def reject_suffix(self, plan: ImportPlan) -> str:
        """What a file of rejected rows of this plan has to end in: .xlsx, .csv or .tsv.

        Raises:
            SourceGone, SourceChanged.
        """
        return rejects.reject_suffix(_source(plan), plan.file.source_sha256)

    def write_rejects(self, plan: ImportPlan, path: Path, language: str | None = None) -> int:
        """Every row left out, in the layout of the file, with the reason in a last column; their number.

        Raises:
            NothingRejected, NotARejectName, SourceGone, SourceChanged, CannotWrite, FileOpenElsewhere, DiskIsFull.
        """
        why = rejects.reasons(plan.rejected, language or current())
        return rejects.write_rejects(path, _source(plan), plan.file.source_sha256, why, _data_rows(plan))


def quality_document(report: QualityReport, language: str) -> dict[str, object]:
    """The report as JSON; at most a few of the rows each finding is about."""
    return {
        "rows_read": report.rows_read,
        "accepted": report.accepted,
        "left_out": report.left_out,
        "passed_over": report.passed_over,
        "first_day": report.first_day.isoformat() if report.first_day else None,
        "last_day": report.last_day.isoformat() if report.last_day else None,
        "currencies": dict(report.currencies),
        "findings": [
            {
                "kind": found.kind,
                "severity": found.severity,
                "count": found.count,
                "text": found.text(language),
                "items": list(found.items[:_ITEMS_SHOWN]),
            }
            for found in report.findings
        ],
    }


def _source(plan: ImportPlan) -> Path:
    if plan.file.source_path is None:
        raise rejects.SourceGone(name=plan.file.source_name)
    return plan.file.source_path


def _near_names(plan: ImportPlan) -> tuple[str, ...]:
    """Customers of the file whose name is almost that of a customer of the ledger, while nobody has decided."""
    return tuple(
        f"{match.name} / {match.candidates[0].name}"
        for match in getattr(plan, "near", ())
        if match.candidates and match.chosen is None
    )


def _reachable() -> frozenset[str]:
    """Codes and names of the ledger's customers of whom a phone number, WeChat or e-mail is known."""
    known = rows(
        "SELECT DISTINCT code, customer.name FROM customer JOIN contact_person ON customer_id = customer.id "
        "WHERE contact_person.phone <> '' OR contact_person.wechat <> '' OR contact_person.email <> ''"
    )
    return frozenset(text for code, name in known for text in (code, name_key(name)))


def _data_rows(plan: ImportPlan) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for row in rules.rows_of(plan.file):
        found[row.sheet].add(row.row)
    return found


def _sheets(plan: ImportPlan, report: QualityReport, language: str) -> list[Sheet]:
    def text(key: str, **values: object) -> str:
        return translate(key, language, **values)

    titles: list[str] = []

    def sheet(
        title: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]], above: Sequence[Sequence[Cell]] = ()
    ) -> Sheet:
        titles.append(safe_sheet_name(text(title), titles))
        tidy = ([clean(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
        return Sheet(titles[-1], [*above, list(map(text, heads)), *tidy], len(above))

    by_kind = {found.kind: found for found in report.findings}
    sheet_head, row_head = "Sheet", "Row"
    return [
        sheet("Summary|quality", ("Severity|quality", "What", "Count|quality", "Rows and names"),
              _summary_rows(report, language), _figures(plan, report, language)),
        sheet("Left out|quality", (sheet_head, row_head, "Column", "Value", "Reason"),
              ((r.sheet, r.row or None, r.column, r.value, r.reason(language)) for r in plan.rejected)),
        sheet("Left out in peace|quality", (sheet_head, row_head, "Column", "Value", "Reason"),
              ((r.sheet, r.row or None, r.column, r.value, r.reason(language)) for r in plan.file.passed_over)),
        sheet("Totals|quality", ("Total of|quality", sheet_head, row_head, "In the file|quality", "Counted|quality",
                                 "Difference"), _total_rows(plan)),
        sheet("Missing due dates|quality", ("Number", "Customer", sheet_head, row_head, "Issued on", "Amount"),
              ((r.number, r.customer_name or r.customer, r.sheet, r.row or None, r.issued_on,
                Money(r.amount_fen, r.currency)) for r in plan.file.invoices if r.due_on is None)),
        sheet("Doubles|quality", ("Kind", "Rows and names"),
              ((by_kind[kind].text(language), item) for kind in _DOUBLES if kind in by_kind
               for item in by_kind[kind].items)),
        sheet("Without contact|quality", ("Customer",),
              ((item,) for kind in ("without_contact",) if kind in by_kind for item in by_kind[kind].items)),
    ]  # fmt: skip


def _figures(plan: ImportPlan, report: QualityReport, language: str) -> list[list[Cell]]:
    days = [report.first_day, report.last_day]
    figures: list[tuple[str, list[Cell]]] = [
        ("File", [clean(plan.file.source_name)]),
        ("Rows read", [report.rows_read]),
        ("Accepted|quality", [report.accepted]),
        ("Left out|quality", [report.left_out]),
        ("Left out in peace|quality", [report.passed_over]),
        ("Days from and to", [*days]),
        ("Currencies", [", ".join(report.currencies)]),
    ]
    return [*([translate(title, language), *cells] for title, cells in figures), []]


def _summary_rows(report: QualityReport, language: str) -> Iterable[Sequence[Cell]]:
    for found in report.findings:
        shown = "; ".join(found.items[:_ITEMS_SHOWN]) + (" …" if found.count > _ITEMS_SHOWN else "")
        word = translate(SEVERITIES[found.severity], language)
        yield word, found.text(language), found.count or None, shown


def _total_rows(plan: ImportPlan) -> Iterable[Sequence[Cell]]:
    for currency, total in plan.control.items():
        difference = total.imported_total_fen + total.passed_over_fen - total.file_total_fen
        yield (
            currency, None, None, Money(total.file_total_fen, currency), Money(total.imported_total_fen, currency),
            Money(difference, currency),
        )  # fmt: skip
    for check in plan.file.totals:
        difference = check.counted_fen - check.stated_fen
        yield (
            f"{check.label} {check.column}", check.sheet, check.row, Money(check.stated_fen),
            Money(check.counted_fen), Money(difference),
        )  # fmt: skip
