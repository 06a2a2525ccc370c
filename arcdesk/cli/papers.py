"""``paper``: confirmations, receipts and agreements (函证、收款确认、分期协议)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

from typer import Argument, Option

from arcdesk.cli import values
from arcdesk.cli.choose import ready_folder
from arcdesk.cli.commands import Command, Status
from arcdesk.cli.session import Session
from arcdesk.cli.tables import table
from arcdesk.domain.money import format_amount, format_plain
from arcdesk.i18n import tr
from arcdesk.ui.labels import PAPER_KINDS, label

if TYPE_CHECKING:
    from pathlib import Path

    from arcdesk.services.documents import IssuedDocument

Made = list[tuple["IssuedDocument", "Path"]]

KIND_HELP = (
    "balance_confirmation (催收对账函: a demand to confirm and pay, interrupts limitation once delivered with proof), "
    "audit_confirmation (审计询证函: for the auditor, no demand, does not safely interrupt limitation), "
    "receipt_confirmation (收款确认) or agreement (分期还款协议)."
)


def paper(
    session: Session,
    code: Annotated[str, Argument(metavar="CODE", help="Customer code, or the exact name.")],
    kind: Annotated[str, Option("--kind", metavar="KIND", help=KIND_HELP)] = "balance_confirmation",
    as_of: Annotated[
        str, Option("--as-of", metavar="DATE", help="Confirmations: the day confirmed; today.")
    ] = "",
    receipt: Annotated[
        str, Option("--receipt", metavar="NUMBER", help="With receipt_confirmation: the receipt.")
    ] = "",
    plan: Annotated[
        str, Option("--plan", metavar="NUMBER", help="With agreement: the instalment plan.")
    ] = "",
    auditor: Annotated[
        str, Option("--auditor", metavar="FIRM", help="With audit_confirmation: the accounting firm.")
    ] = "",
    auditor_address: Annotated[
        str, Option("--auditor-address", metavar="TEXT", help="With --auditor: where the answer goes.")
    ] = "",
    auditor_contact: Annotated[
        str, Option("--auditor-contact", metavar="TEXT", help="With --auditor: who asks there.")
    ] = "",
    auditor_phone: Annotated[
        str, Option("--auditor-phone", metavar="TEXT", help="With --auditor: the phone there.")
    ] = "",
    out: Annotated[
        str, Option("--out", metavar="DIR", help="Folder for the PDFs; the workspace's exports.")
    ] = "",
) -> Status:
    """Issue a confirmation, a receipt or an agreement, numbered and sealed."""
    from arcdesk.pdf.paper_data import Auditor
    from arcdesk.services.papers import PaperRequest

    day = values.day(as_of)
    with session.desk(write=True) as desk:
        customer = desk.customers.find(code)
        firm = Auditor(auditor, auditor_address, auditor_phone, auditor_contact) if auditor else None
        language = session.document_language
        request = PaperRequest(kind, customer.id, language, day, receipt or plan, firm)
        folder = ready_folder(desk, out)
        warnings = desk.papers.warnings(request)
        made = [
            (document, desk.handouts.save(document.number, folder))
            for document in desk.papers.issue(request)
        ]
    session.answer(_document(made, warnings), lambda: _lines(made, warnings))
    return 0


def _document(made: Made, warnings: tuple[str, ...]) -> dict[str, Any]:
    return {
        "issued": [
            {
                "number": document.number,
                "kind": document.level,
                "customer": document.customer_code,
                "currency": document.currency,
                "amount": format_plain(document.total_fen),
                "as_of": document.as_of.isoformat(),
                "language": document.language,
                "path": str(path),
                "sha256": document.sha256,
                "invoices": list(document.invoice_numbers),
            }
            for document, path in made
        ],
        "warnings": list(warnings),
    }


def _lines(made: Made, warnings: tuple[str, ...]) -> Iterator[str]:
    headings = (tr("Number"), tr("Document"), tr("Customer"), tr("Currency"), tr("Amount"))
    rows = [
        (d.number, label(PAPER_KINDS, d.level), d.customer_name, d.currency, format_amount(d.total_fen))
        for d, _ in made
    ]
    yield from table(headings, rows, right=(4,))
    for _, path in made:
        yield tr("Written: {path}", path=str(path))
    yield from warnings


COMMANDS = (Command("paper", paper, "Issue balance confirmations, receipts and instalment agreements"),)
