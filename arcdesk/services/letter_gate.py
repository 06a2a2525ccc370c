"""The facts behind the pre-send gate, re-read from the ledger at every asking (case 13)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from arcdesk.domain.aging import OpenItem
from arcdesk.domain.gate import GateAnswer, InvoiceFacts, judge_customer
from arcdesk.domain.policy import SOON_DUE_DAYS
from arcdesk.models.customer import Customer
from arcdesk.models.ledger import Invoice
from arcdesk.models.queries import balances, portrait
from arcdesk.models.queries.sql import pairs
from arcdesk.services.promises import promise_lines

MIN_INTERVAL_DAYS = 7
"""Days that must lie between two letters to the same customer (F-33, C31)."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One open item and what the gate says of it."""

    item: OpenItem
    answer: GateAnswer


class LetterGate:
    """Judges every open invoice of a customer on one day.

    ``reminder`` asks for a friendly reminder, which may go before the due date;
    ``force`` overrides what a person may override (C55).
    """

    def __init__(self, day: date, *, reminder: bool = False, force: bool = False) -> None:
        self._day = day
        self._ahead = SOON_DUE_DAYS if reminder else 0
        self._force = force

    @cached_property
    def _last_letters(self) -> dict[tuple[int, str], str]:
        return portrait.last_letters(self._day)

    def judge(self, customer_id: int) -> list[Verdict]:
        """Verdicts of one customer, oldest due first, currency by currency."""
        by_currency: dict[str, list[OpenItem]] = defaultdict(list)
        for item in balances.open_items(self._day, customer_id):
            by_currency[item.currency].append(item)
        row = Customer.get_by_id(customer_id)
        verdicts = []
        for currency, items in sorted(by_currency.items()):
            items.sort(key=lambda item: (item.due_on or date.max, item.issued_on, item.invoice_id))
            facts = self._facts(row, currency, items)
            answers = judge_customer(facts, self._day, force=self._force)
            verdicts += [Verdict(item, answer) for item, answer in zip(items, answers, strict=True)]
        return verdicts

    def _facts(self, row: Customer, currency: str, items: list[OpenItem]) -> list[InvoiceFacts]:
        wanted = Invoice.id.in_([item.invoice_id for item in items])
        numbers = pairs(Invoice.select(Invoice.id, Invoice.number).where(wanted))
        credit = balances.free_credits(self._day, row.id).get((row.id, currency))
        letter = self._last_letters.get((row.id, currency))
        standing = [
            line.due_on
            for line in promise_lines(self._day, row.id).get(row.id, ())
            if line.state == "open" and line.currency == currency and not line.plan_number
        ]
        return [
            InvoiceFacts(
                number=numbers[item.invoice_id],
                open_fen=item.open_fen,
                due_on=item.due_on,
                currency=currency,
                disputed_fen=item.disputed_fen,
                unallocated_fen=credit.receipts_fen + credit.credit_notes_fen if credit else 0,
                on_hold=row.hold_until is not None,
                hold_until=row.hold_until,
                open_promise_due_on=max(standing, default=None),
                last_letter_on=date.fromisoformat(letter) if letter else None,
                min_interval_days=MIN_INTERVAL_DAYS,
                has_address=bool(row.address),
                remind_ahead_days=self._ahead,
            )
            for item in items
        ]
