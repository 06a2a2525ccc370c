"""What an entry about a document would do to the clocks, shown before it is saved (R97)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from arcdesk.domain.gate import Reason
from arcdesk.models.queries import balances
from arcdesk.models.queries.limitation_log import DeliveryRow
from arcdesk.services import limitation_books
from arcdesk.services.document_standing import sending_before, steps_of
from arcdesk.services.limitation_clocks import lines_of
from arcdesk.services.limitation_lines import LimitationLine
from arcdesk.services.reference import Reference

NEW_FILE = -1
"""Stands for the proof that is not entered yet."""


@dataclass(frozen=True, slots=True)
class ClockMove:
    """An open receivable of the document: its raw end now, and with the new entry; ``None`` without one."""

    number: str
    instalment: int
    end_before: date | None
    end_after: date | None

    @property
    def is_moved(self) -> bool:
        return self.end_before != self.end_after


@dataclass(frozen=True, slots=True)
class DeliveryEffect:
    """What an entry would do: the receivables it bears on, and what is missing where it moves nothing."""

    moves: tuple[ClockMove, ...]
    advice: Reason | None

    @property
    def moved(self) -> tuple[ClockMove, ...]:
        """Receivables whose end would move."""
        return tuple(move for move in self.moves if move.is_moved)


def effect_of(
    reference: Reference,
    today: date,
    document_id: int,
    customer_id: int,
    event: str,
    on: date,
    *,
    has_proof: bool,
    reason: str = "",
) -> DeliveryEffect:
    """The clocks of the document's open receivables, as they are and with ``event`` on ``on``."""
    items = balances.open_items(today, customer_id)
    books = limitation_books.read(today, (item.invoice_id for item in items))
    named = {invoice for invoice, documents in books.documents_of.items() if document_id in documents}
    mine = [item for item in items if item.invoice_id in named]
    sent = sending_before(steps_of((document_id,)).get(document_id, ()), event, on)
    before = lines_of(books, mine, reference.workdays, with_chain=False)
    row = DeliveryRow(
        document_id, event, on.isoformat(), "", NEW_FILE if has_proof else None,
        sent.address_kind if sent else "", reason,
    )  # fmt: skip
    books.add_delivery(row)
    after = {_key(line): line for line in lines_of(books, mine, reference.workdays, with_chain=False)}
    told = [one for one in books.told(document_id) if one.on == on]
    records = [limitation_books.record_of(one) for one in told]
    advice = next((record.advice for record in records if record.advice is not None), None)
    moves = tuple(
        ClockMove(line.number, line.instalment, line.raw_end, after[_key(line)].raw_end) for line in before
    )
    return DeliveryEffect(moves, None if any(move.is_moved for move in moves) else advice)


def _key(line: LimitationLine) -> tuple[int, int]:
    return line.invoice_id, line.instalment
