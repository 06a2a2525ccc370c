"""What is kept beside the rows for speed, proved by the postings it was made from."""

from __future__ import annotations

from arcdesk.models.queries.sql import rows

_DISAGREEING = """
SELECT 'invoice ' || i.number FROM invoice i WHERE i.open_fen <> i.amount_fen
     - coalesce((SELECT sum(amount_fen) FROM allocation WHERE invoice_id = i.id), 0)
     + coalesce((SELECT sum(amount_fen) FROM allocation WHERE credit_note_id = i.id), 0)
UNION ALL
SELECT 'receipt ' || r.number FROM receipt r WHERE r.open_fen <> CASE WHEN r.reverses_id IS NULL THEN
       r.amount_fen - coalesce((SELECT sum(amount_fen) FROM allocation WHERE receipt_id = r.id), 0)
     + coalesce((SELECT sum(amount_fen) FROM receipt WHERE reverses_id = r.id), 0) ELSE 0 END
UNION ALL
SELECT 'write-off ' || w.number FROM write_off w WHERE w.reverses_id IS NULL AND w.amount_fen
     + coalesce((SELECT sum(amount_fen) FROM write_off WHERE reverses_id = w.id), 0)
    <> coalesce((SELECT sum(amount_fen) FROM allocation WHERE write_off_id = w.id), 0)
UNION ALL
SELECT 'allocation ' || a.id FROM allocation a JOIN invoice i ON i.id = a.invoice_id
LEFT JOIN receipt r ON r.id = a.receipt_id LEFT JOIN invoice c ON c.id = a.credit_note_id
LEFT JOIN write_off w ON w.id = a.write_off_id LEFT JOIN allocation o ON o.id = a.reverses_id
WHERE a.effective_on <> CASE WHEN o.id IS NULL
    THEN max(a.allocated_on, i.issued_on, coalesce(r.received_on, c.issued_on, w.on_day))
    ELSE max(a.allocated_on, o.effective_on) END
   OR (o.id IS NOT NULL AND (a.invoice_id <> o.invoice_id OR a.amount_fen <> -o.amount_fen))
UNION ALL
SELECT 'plan ' || p.number FROM payment_plan p
WHERE p.total_fen <> (SELECT coalesce(sum(amount_fen), 0) FROM instalment WHERE plan_id = p.id)
   OR EXISTS (SELECT 1 FROM instalment i WHERE i.plan_id = p.id AND i.amount_fen <>
              (SELECT coalesce(sum(amount_fen), 0) FROM plan_share WHERE instalment_id = i.id))
   OR EXISTS (SELECT 1 FROM plan_share s JOIN instalment i ON i.id = s.instalment_id
              JOIN invoice v ON v.id = s.invoice_id WHERE i.plan_id = p.id
              AND (v.customer_id <> p.customer_id OR v.currency <> p.currency))
UNION ALL
SELECT 'write-off ' || w.number FROM write_off w JOIN allocation a ON a.write_off_id = coalesce(w.reverses_id, w.id)
WHERE (a.reverses_id IS NULL) = (w.reverses_id IS NULL) AND a.effective_on <> w.on_day
"""

# Where nothing was taken back, what is settled only grows: then the figures kept today prove every
# day. Where something was, each day is reckoned.
_TOO_MUCH_ON_A_DAY = """
WITH moved AS (
    SELECT 'invoice' AS side, invoice_id AS id, effective_on AS day, amount_fen AS fen FROM allocation
    WHERE invoice_id IN (SELECT invoice_id FROM allocation WHERE reverses_id IS NOT NULL)
    UNION ALL
    SELECT 'invoice', credit_note_id, effective_on, -amount_fen FROM allocation
    WHERE credit_note_id IN (SELECT credit_note_id FROM allocation WHERE reverses_id IS NOT NULL)
    UNION ALL
    SELECT 'receipt', receipt_id, effective_on, amount_fen FROM allocation
    WHERE receipt_id IN (SELECT receipt_id FROM allocation WHERE reverses_id IS NOT NULL
                         UNION ALL SELECT reverses_id FROM receipt WHERE reverses_id IS NOT NULL)
    UNION ALL
    SELECT 'receipt', reverses_id, received_on, -amount_fen FROM receipt WHERE reverses_id IS NOT NULL),
used AS (
    SELECT side, id, sum(sum(fen)) OVER (PARTITION BY side, id ORDER BY day) AS fen
    FROM moved GROUP BY side, id, day)
SELECT DISTINCT u.side || ' ' || coalesce(i.number, r.number) FROM used u
LEFT JOIN invoice i ON u.side = 'invoice' AND i.id = u.id
LEFT JOIN receipt r ON u.side = 'receipt' AND r.id = u.id
WHERE u.fen NOT BETWEEN min(coalesce(i.amount_fen, r.amount_fen), 0) AND max(coalesce(i.amount_fen, r.amount_fen), 0)
"""

_MISDATED = """
SELECT 'invoice ' || i.number FROM invoice i LEFT JOIN (
    SELECT item, min(effective_on) AS first, max(effective_on) AS last FROM (
        SELECT invoice_id AS item, effective_on FROM allocation
        UNION ALL SELECT credit_note_id, effective_on FROM allocation WHERE credit_note_id IS NOT NULL)
    GROUP BY item) m ON m.item = i.id
WHERE i.first_moved_on IS NOT m.first OR i.last_moved_on IS NOT m.last
UNION ALL
SELECT 'receipt ' || r.number FROM receipt r LEFT JOIN (
    SELECT item, min(day) AS first, max(day) AS last FROM (
        SELECT receipt_id AS item, effective_on AS day FROM allocation WHERE receipt_id IS NOT NULL
        UNION ALL SELECT reverses_id, received_on FROM receipt WHERE reverses_id IS NOT NULL)
    GROUP BY item) m ON m.item = r.id
WHERE r.first_moved_on IS NOT m.first OR r.last_moved_on IS NOT m.last
"""

_MISCOUNTED = """
WITH posted AS (
    SELECT customer_id, currency, issued_on AS day, max(amount_fen, 0) AS charges,
           max(-amount_fen, 0) AS credits, 0 AS receipts FROM invoice
    UNION ALL SELECT customer_id, currency, received_on, 0, 0, amount_fen FROM receipt
    UNION ALL SELECT customer_id, currency, on_day, 0, amount_fen, 0 FROM write_off),
compared AS (
    SELECT substr(day, 1, 7) AS period, customer_id, currency, charges, credits, receipts FROM posted
    UNION ALL SELECT substr(day, 1, 4), customer_id, currency, charges, credits, receipts FROM posted
    UNION ALL SELECT month, customer_id, currency, -charges_fen, -credits_fen, -receipts_fen FROM account_month
    UNION ALL SELECT year, customer_id, currency, -charges_fen, -credits_fen, -receipts_fen FROM account_year)
SELECT 'account ' || c.code || ' ' || currency || ' ' || period
FROM compared JOIN customer c ON c.id = customer_id GROUP BY period, customer_id, currency
HAVING sum(charges) <> 0 OR sum(credits) <> 0 OR sum(receipts) <> 0
"""


def disagreeing() -> list[str]:
    """Rows whose kept figures or days are not what the postings say; empty when all is sound.

    Proved are the open amounts and the days of effect, that no more of a row was used on any day than
    there is, the days between which an open amount moved, and the sums of each account by month and year.
    """
    return [*_found(_DISAGREEING), *_found(_TOO_MUCH_ON_A_DAY), *misdated(), *miscounted()]


def misdated() -> list[str]:
    """Invoices and receipts whose days of movement are not those of their allocations and refunds."""
    return _found(_MISDATED)


def miscounted() -> list[str]:
    """Months and years of accounts whose sums are not those of their postings."""
    return _found(_MISCOUNTED)


def _found(proof: str) -> list[str]:
    return [str(name) for (name,) in rows(proof)]
