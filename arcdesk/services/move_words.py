"""What a merge or split of customers did, or would do, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from arcdesk.domain.money import with_currency
from arcdesk.i18n import tr

if TYPE_CHECKING:
    from arcdesk.services.customer_moves import MoveEffect, MoveLine

COUNTED: Mapping[str, str] = {
    "invoice": "invoices and credit notes: {count}",
    "receipt": "receipts: {count}",
    "contract": "contracts: {count}",
    "contact": "contacts: {count}",
    "contact_person": "contact persons: {count}",
    "promise": "promises: {count}",
    "document": "letters and statements: {count}",
    "evidence_link": "pieces of evidence: {count}",
    "follow_up": "follow-ups: {count}",
    "write_off": "write-offs: {count}",
    "payment_plan": "instalment plans: {count}",
    "concession": "concessions: {count}",
    "limitation_event": "limitation events: {count}",
    "guarantee": "guarantees: {count}",
    "task": "tasks handed out: {count}",
    "legal_sign": "signs of trouble: {count}",
    "legal_decision": "decisions on suing: {count}",
}


def kind_words(kind: str) -> str:
    """Merge or split."""
    return tr("Merge|move") if kind == "merge" else tr("Split|move")


def move_words(line: MoveLine) -> str:
    """One sentence on what was done."""
    values = {"number": line.id, "source": line.from_name, "target": line.to_name}
    if line.undone_at is not None:
        return tr("No. {number} is undone: what went from “{source}” to “{target}” is back.", **values)
    if line.kind == "merge":
        return tr("“{source}” is merged into “{target}” (no. {number}).", **values)
    return tr("Moved from “{source}” to “{target}” (no. {number}).", **values)


def effect_words(effect: MoveEffect) -> Iterator[str]:
    """What would move, what goes along, what stays behind: a sentence each."""
    counted = [tr(COUNTED[table], count=count) for table, count in effect.counts.items() if table in COUNTED]
    yield tr("Moves: {list}.", list="; ".join(counted)) if counted else tr("Nothing is filed there yet.")
    for currency, fen in effect.open_fen.items():
        yield tr("Open among it: {amount}.", amount=with_currency(fen, currency))
    if effect.along:
        yield tr("Goes along, because money ties it together: {numbers}.", numbers=", ".join(effect.along))
    if effect.unlinked:
        yield tr("Loses its contract, which stays behind: {numbers}.", numbers=", ".join(effect.unlinked))
