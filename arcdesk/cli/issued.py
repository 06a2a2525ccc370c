"""``letters``: what was issued, with the balance then and now; ``unproven``: what is not proven to have arrived."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any

from typer import Argument, Option

from arcdesk.cli.commands import Command, Status
from arcdesk.cli.session import Session
from arcdesk.cli.tables import table
from arcdesk.domain.money import format_plain, with_currency
from arcdesk.i18n import tr
from arcdesk.services import document_words as words
from arcdesk.services.reason_text import reason_text

if TYPE_CHECKING:
    from arcdesk.services.deliveries import UnprovenDocument
    from arcdesk.services.documents import IssuedDocument


def letters(
    session: Session,
    code: Annotated[str, Argument(metavar="[CODE]", help="Customer code; all without one.")] = "",
    state: Annotated[
        str,
        Option(
            "--state",
            metavar="STATE",
            help="Only those: issued, sent, delivered, refused, returned, void, withdrawn.",
        ),
    ] = "",
) -> Status:
    """List issued letters with the balance then and now."""
    from arcdesk.cli import values

    if state:
        values.one_of(state, "--state", tuple(words.STATES))
    with session.desk(write=False) as desk:
        who = desk.customers.find(code).id if code else None
        found = [one for one in desk.letters.issued(who) if not state or one.state == state]
    session.answer({"letters": [_letter(one) for one in found]}, lambda: _letter_lines(found))
    return 0


def unproven(
    session: Session,
    code: Annotated[str, Argument(metavar="[CODE]", help="Customer code; all without one.")] = "",
) -> Status:
    """List letters without proof that they arrived; status 1 where there are some."""
    with session.desk(write=False) as desk:
        who = desk.customers.find(code).id if code else None
        found = desk.deliveries.unproven(who)
    session.answer(
        {
            "unproven": [
                {**_letter(one.document), "days": one.days, "advice": reason_text(one.advice)} for one in found
            ]
        },
        lambda: _unproven_lines(found),
    )
    return 1 if found else 0


def copy(
    session: Session,
    numbers: Annotated[list[str], Argument(metavar="NUMBER...", help="Numbers of letters or statements.")],
    out: Annotated[str, Option("--out", metavar="DIR", help="Folder for the PDFs; the workspace's exports.")] = "",
) -> Status:
    """Write the PDFs for paper: what left the house before, or no longer counts, is marked so and entered."""
    from arcdesk.cli.choose import ready_folder

    with session.desk(write=True) as desk:
        folder = ready_folder(desk, out)
        documents = [desk.documents.find(number) for number in dict.fromkeys(numbers)]
        made = [(one, desk.copies.is_copy(one), desk.copies.save(one.id, folder)) for one in documents]
    session.answer(
        {"copies": [{"number": one.number, "is_copy": is_copy, "path": str(path)} for one, is_copy, path in made]},
        lambda: (tr("Written: {path}", path=str(path)) for _, _, path in made),
    )
    return 0


def _letter(one: IssuedDocument) -> dict[str, Any]:
    return {
        "number": one.number,
        "customer": one.customer_code,
        "kind": one.level,
        "issued_on": one.issued_on.isoformat(),
        "currency": one.currency,
        "demanded": format_plain(one.total_fen),
        "balance_then": format_plain(one.balance_then_fen),
        "balance_now": format_plain(one.balance_now_fen),
        "state": one.state,
        "sent_on": one.standing.sent_on.isoformat() if one.standing.sent_on else None,
        "tracking": one.tracking or None,
        "proven": one.standing.is_proven,
    }


def _letter_lines(found: Sequence[IssuedDocument]) -> Iterator[str]:
    if not found:
        yield tr("No letter was issued.")
        return
    headings = (
        tr("Number"), tr("Customer"), tr("Issued on"), tr("Balance then"), tr("Balance now"), tr("State"),
        tr("Tracking no."),
    )  # fmt: skip
    rows = [
        (
            one.number, one.customer_name, one.issued_on.isoformat(),
            with_currency(one.balance_then_fen, one.currency), with_currency(one.balance_now_fen, one.currency),
            tr(words.STATES[one.state]), one.tracking,
        )
        for one in found
    ]  # fmt: skip
    yield from table(headings, rows, right=(3, 4))


def _unproven_lines(found: Sequence[UnprovenDocument]) -> Iterator[str]:
    if not found:
        yield tr("Every letter that demands money still owed is proven to have arrived.")
        return
    headings = (
        tr("Number"), tr("Customer"), tr("State"), tr("Days without proof"), tr("Balance now"), tr("What to do"),
    )  # fmt: skip
    rows = [
        (
            one.document.number, one.document.customer_name, tr(words.STATES[one.document.state]), str(one.days),
            with_currency(one.document.balance_now_fen, one.document.currency), reason_text(one.advice),
        )
        for one in found
    ]  # fmt: skip
    yield from table(headings, rows, right=(3, 4))


COMMANDS = (
    Command("letters", letters, "List issued letters with the balance then and now"),
    Command("copy", copy, "Write the PDFs of issued documents for paper, marked as copies where they are"),
    Command("unproven", unproven, "List letters without proof that they arrived"),
)
