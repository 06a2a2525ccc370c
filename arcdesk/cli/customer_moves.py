"""``customer-merge``, ``customer-split``, ``customer-moves``, ``customer-doubles``: who is one, and who is two."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

from typer import Argument, Option

from arcdesk.cli.commands import Command, Status
from arcdesk.cli.session import Session
from arcdesk.cli.tables import table
from arcdesk.domain.money import format_plain
from arcdesk.i18n import tr
from arcdesk.services.move_words import kind_words, move_words

if TYPE_CHECKING:
    from arcdesk.services.customer_moves import Doubles, MoveEffect, MoveLine


def merge(
    session: Session,
    gone: Annotated[
        str, Argument(metavar="FROM", help="Code or exact name of the customer who is given up.")
    ],
    into: Annotated[str, Argument(metavar="INTO", help="Code or exact name of the customer who stays.")],
    reason: Annotated[str, Option("--reason", metavar="TEXT", help="Why; it stays in the books.")] = "",
    *,
    fill_blanks: Annotated[
        bool, Option("--fill-blanks", help="Take over particulars that the remaining customer lacks.")
    ] = False,
    dry_run: Annotated[bool, Option("--dry-run", help="Only show what would move.")] = False,
) -> Status:
    """Merge two customers who are one."""
    with session.desk(write=not dry_run) as desk:
        if dry_run:
            effect = desk.customer_moves.merge_effect(gone, into)
            session.answer(_effect(effect), lambda: _effect_lines(effect))
            return 0
        line = desk.customer_moves.merge(gone, into, reason, fill_blanks=fill_blanks)
    session.answer(_document(line), lambda: (move_words(line),))
    return 0


def split(
    session: Session,
    code: Annotated[str, Argument(metavar="CODE", help="Customer code, or the exact name.")],
    to: Annotated[str, Option("--to", metavar="CODE", help="The customer to whom it belongs.")] = "",
    new_code: Annotated[str, Option("--new-code", metavar="CODE", help="Code of a new customer.")] = "",
    name: Annotated[str, Option("--name", metavar="NAME", help="With --new-code: his name.")] = "",
    invoice: Annotated[list[str] | None, Option("--invoice", metavar="N", help="An invoice to move.")] = None,
    receipt: Annotated[list[str] | None, Option("--receipt", metavar="N", help="A receipt to move.")] = None,
    contract: Annotated[
        list[str] | None, Option("--contract", metavar="N", help="A contract to move.")
    ] = None,
    document: Annotated[
        list[str] | None, Option("--document", metavar="N", help="A letter or statement to move.")
    ] = None,
    contact: Annotated[
        list[int] | None, Option("--contact", metavar="ID", help="A logged contact to move.")
    ] = None,
    person: Annotated[
        list[str] | None, Option("--person", metavar="NAME", help="A contact person to move.")
    ] = None,
    reason: Annotated[str, Option("--reason", metavar="TEXT", help="Why; it stays in the books.")] = "",
    *,
    dry_run: Annotated[bool, Option("--dry-run", help="Only show what would move.")] = False,
) -> Status:
    """Move part of a customer to another one; money that hangs on it goes along."""
    from arcdesk.services.customer_moves import Part

    chosen = (invoice, receipt, contract, document, contact, person)
    part = Part(*(tuple(one or ()) for one in chosen))  # type: ignore[arg-type]  # numbers, but ids of contacts
    new = (new_code, name) if new_code or name else None
    with session.desk(write=not dry_run) as desk:
        if dry_run:
            effect = desk.customer_moves.split_effect(code, part)
            session.answer(_effect(effect), lambda: _effect_lines(effect))
            return 0
        line = desk.customer_moves.split(code, part, reason, to_code=to, new=new)
    session.answer(_document(line), lambda: (move_words(line),))
    return 0


def history(
    session: Session,
    undo: Annotated[int, Option("--undo", metavar="ID", help="Take this merge or split back.")] = 0,
) -> Status:
    """List merges and splits, or take one back."""
    with session.desk(write=bool(undo)) as desk:
        if undo:
            line = desk.customer_moves.undo(undo)
            session.answer(_document(line), lambda: (move_words(line),))
            return 0
        found = desk.customer_moves.history()

    def lines() -> Iterator[str]:
        heads = (tr("No.|move"), tr("On|day"), tr("What|move"), tr("From|customer"), tr("To|customer"), tr("Reason"),
                 tr("Undone on"))  # fmt: skip
        yield from table(heads, [
            (str(one.id), one.at.date().isoformat(), kind_words(one.kind), one.from_code, one.to_code, one.reason,
             one.undone_at.date().isoformat() if one.undone_at else "")
            for one in found
        ])  # fmt: skip

    session.answer([_document(one) for one in found], lines)
    return 0


def doubles(session: Session) -> Status:
    """List customers who may be one."""
    with session.desk(write=False) as desk:
        found = desk.customer_moves.candidates()

    def lines() -> Iterator[str]:
        rows = [
            (one.one.code, one.one.name, one.other.code, one.other.name, str(one.score), tr(one.why))
            for one in found
        ]
        heads = (tr("Code"), tr("Name"), tr("Code"), tr("Name"), tr("Likeness"), tr("Why"))
        yield from table(heads, rows, right=(4,))

    session.answer([_pair(one) for one in found], lines)
    return 0


def _document(line: MoveLine) -> dict[str, Any]:
    return {
        "id": line.id,
        "kind": line.kind,
        "from": line.from_code,
        "from_name": line.from_name,
        "to": line.to_code,
        "to_name": line.to_name,
        "reason": line.reason,
        "at": line.at.isoformat(),
        "undone_at": line.undone_at.isoformat() if line.undone_at else None,
        "moved": dict(line.counts),
        "along": list(line.along),
    }


def _effect(effect: MoveEffect) -> dict[str, Any]:
    return {
        "from": effect.source.code,
        "to": effect.target.code if effect.target else None,
        "moved": dict(effect.counts),
        "open": {currency: format_plain(fen) for currency, fen in effect.open_fen.items()},
        "along": list(effect.along),
        "without_contract": list(effect.unlinked),
        "blanks": list(effect.blanks),
    }


def _effect_lines(effect: MoveEffect) -> Iterator[str]:
    from arcdesk.services.move_words import effect_words

    yield from effect_words(effect)


def _pair(one: Doubles) -> dict[str, Any]:
    return {
        "customers": [{"code": who.code, "name": who.name} for who in (one.one, one.other)],
        "score": one.score,
        "why": tr(one.why),
    }


COMMANDS = (
    Command("customer-merge", merge, "Merge two customers who are one; it can be undone"),
    Command("customer-split", split, "Move part of a customer to another one; it can be undone"),
    Command("customer-moves", history, "Merges and splits of customers; undo one"),
    Command("customer-doubles", doubles, "Customers who may be one"),
)
