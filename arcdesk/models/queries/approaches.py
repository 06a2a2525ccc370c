"""When a customer was last reached or written to, as of a day; what was corrected since never was."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from arcdesk.models.queries.sql import days, rows

UNREACHED = ("no_answer", "unreachable", "wrong_person")
"""Outcomes of an attempt that reached nobody who could have answered."""

TRIES = ("phone", "wechat", "sms")
"""Channels whose attempts are counted by the day (R70)."""


class Approach(NamedTuple):
    """Last day (ISO) on which somebody was reached, ``None`` for never; attempts of the day itself."""

    reached_on: str | None
    attempts: int


class LastLetter(NamedTuple):
    """The latest demand letter; days are ISO texts."""

    id: int
    number: str
    issued_on: str
    deadline_on: str | None
    invoice_ids: frozenset[int]


def approaches(as_of: date, customer_id: int | None = None) -> dict[int, Approach]:
    """Contacts up to ``as_of`` by customer."""
    who = "" if customer_id is None else "AND customer_id = ?2"
    values = days(as_of) if customer_id is None else days(as_of, customer_id)
    found = rows(
        f"""SELECT customer_id,
                   max(CASE WHEN outcome NOT IN {UNREACHED} THEN substr(at, 1, 10) END),
                   sum(substr(at, 1, 10) = ?1 AND channel IN {TRIES})
            FROM contact
            WHERE substr(at, 1, 10) <= ?1 {who}
              AND id NOT IN (SELECT corrects_id FROM contact WHERE corrects_id IS NOT NULL {who})
            GROUP BY customer_id""",
        *values,
    )
    return {customer: Approach(reached_on, attempts) for customer, reached_on, attempts in found}


def attempts_on(day: date, customer_id: int, channels: tuple[str, ...]) -> dict[str, int]:
    """How often a customer was tried on ``day`` by ``channels``, by the name of the person as it was logged."""
    found = rows(
        f"""SELECT person, count(*) FROM contact
            WHERE customer_id = ?2 AND substr(at, 1, 10) = ?1 AND channel IN {channels}
              AND id NOT IN (SELECT corrects_id FROM contact WHERE corrects_id IS NOT NULL AND customer_id = ?2)
            GROUP BY person""",
        *days(day, customer_id),
    )
    return dict(found)


def last_letters(as_of: date, customer_id: int | None = None) -> dict[tuple[int, str], LastLetter]:
    """The latest letter issued up to ``as_of`` by (customer, currency), with its invoices.

    A draft is none, nor is one that is void or was taken back by then.
    """
    who = "" if customer_id is None else "AND customer_id = ?2"
    values = days(as_of) if customer_id is None else days(as_of, customer_id)
    letters = rows(
        f"""SELECT id, customer_id, currency, number, issued_on, deadline_on,
                   max(issued_on || printf('%012d', id))
            FROM document WHERE kind = 'letter' AND level <> 'lawyer_draft' AND issued_on <= ?1 {who}
                 AND id NOT IN (SELECT document_id FROM ended_document WHERE on_day <= ?1)
            GROUP BY customer_id, currency""",
        *values,
    )
    listed = _invoices_of(as_of, customer_id) if letters else {}
    return {
        (customer, currency): LastLetter(row_id, number, issued, deadline, frozenset(listed.get(row_id, ())))
        for row_id, customer, currency, number, issued, deadline, _ in letters
    }


def reachable(customer_id: int | None = None) -> set[int]:
    """Customers at whom somebody may be called or written to."""
    who, values = ("", ()) if customer_id is None else ("AND customer_id = ?1", (customer_id,))
    found = rows(
        f"""SELECT DISTINCT customer_id FROM contact_person
            WHERE do_not_contact = 0 AND phone || wechat || email <> '' {who}""",
        *values,
    )
    return {customer for (customer,) in found}


def addressed(customer_id: int | None = None) -> set[int]:
    """Customers to whom a letter can be posted: by their own address, or one agreed in a contract."""
    who, values = ("", ()) if customer_id is None else ("AND c.id = ?1", (customer_id,))
    found = rows(
        f"""SELECT c.id FROM customer c WHERE c.merged_into_id IS NULL AND (c.address <> '' OR EXISTS (
                SELECT 1 FROM contract t WHERE t.customer_id = c.id AND t.notice_address <> '')) {who}""",
        *values,
    )
    return {customer for (customer,) in found}


def _invoices_of(as_of: date, customer_id: int | None) -> dict[int, list[int]]:
    """The invoices of letters by document id.

    One for which instalments were agreed since is owed by their days, no longer by the letter's.
    """
    who = "" if customer_id is None else "AND d.customer_id = ?2"
    values = days(as_of) if customer_id is None else days(as_of, customer_id)
    found: dict[int, list[int]] = defaultdict(list)
    for document, invoice in rows(
        f"""SELECT l.document_id, l.invoice_id FROM document_invoice l JOIN document d ON d.id = l.document_id
            WHERE d.kind = 'letter' AND d.level <> 'lawyer_draft' AND d.issued_on <= ?1 {who} AND NOT EXISTS (
                SELECT 1 FROM plan_share s JOIN instalment n ON n.id = s.instalment_id
                JOIN payment_plan p ON p.id = n.plan_id
                WHERE s.invoice_id = l.invoice_id AND p.agreed_on BETWEEN d.issued_on AND ?1 AND p.id NOT IN (
                    SELECT plan_id FROM plan_end WHERE how IN ('void', 'replaced') AND on_day <= ?1))""",
        *values,
    ):
        found[document].append(invoice)
    return found
