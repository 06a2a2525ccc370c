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
"""


def disagreeing() -> list[str]:
    """Rows whose open amount, or whose day of effect, is not what the postings say; empty when sound."""
    return [str(name) for (name,) in rows(_DISAGREEING)]
