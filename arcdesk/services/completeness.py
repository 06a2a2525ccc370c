"""Per open invoice: what proves it, what is missing, and what to get next (F-49, S-119)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from arcdesk.domain.completeness import Completeness, ProofFacts, completeness
from arcdesk.models.queries import completeness as query


@dataclass(frozen=True, slots=True)
class ProofLine:
    """One open invoice; ``open_fen`` in fen of ``currency``."""

    invoice_id: int
    number: str
    customer_id: int
    currency: str
    open_fen: int
    proof: Completeness


class CompletenessService:
    """Judges the proof of open invoices."""

    def of(
        self, customer_id: int | None = None, among: Collection[int] | None = None
    ) -> tuple[ProofLine, ...]:
        """Every open invoice of a customer, or of all, the least proven first and the largest of those.

        ``among`` leaves out who is not one of these customers.
        """
        by_invoice, by_customer = query.kinds()
        papers, contacted = query.papers(), query.contacted()
        lines = []
        for row in query.open_invoices(customer_id):
            if among is not None and row.customer_id not in among:
                continue
            account = (row.customer_id, row.currency)
            facts = ProofFacts(
                own=frozenset(by_invoice.get(row.id, ())),
                general=frozenset(by_customer.get(row.customer_id, ())),
                has_contract=bool(row.has_contract),
                has_tax_number=bool(row.has_tax_number),
                was_delivered=bool(row.was_delivered),
                statement_issued=any(day >= row.issued_on for day in papers.statements.get(account, ())),
                statement_signed=any(day >= row.issued_on for day in papers.signed.get(account, ())),
                letter_issued=row.id in papers.letters,
                letter_sent=row.id in papers.sent,
                letter_proven=row.id in papers.proven,
                was_contacted=row.customer_id in contacted,
            )
            lines.append(
                ProofLine(row.id, row.number, row.customer_id, row.currency, row.open_fen, completeness(facts))
            )
        return tuple(sorted(lines, key=lambda line: (line.proof.percent, -line.open_fen)))
