"""What is kept beside the rows for speed, proved by the postings it was made from."""

from __future__ import annotations

from arcdesk.models.queries.sql import rows

_DISAGREEING = """
SELECT 'invoice ' || i.number FROM invoice i WHERE i.open_fen <> i.amount_fen
     - coalesce((SELECT sum(amount_fen) FROM allocation WHERE invoice_id = i.id), 0)
     + coalesce((SELECT sum(amount_fen) FROM allocation WHERE credit_note_id = i.id), 0)
UNION ALL
SELECT 'receipt ' || r.number FROM receipt r WHERE r.open_fen <> r.amount_fen
     - coalesce((SELECT sum(amount_fen) FROM allocation WHERE receipt_id = r.id), 0)
UNION ALL
SELECT 'allocation ' || a.id FROM allocation a JOIN invoice i ON i.id = a.invoice_id
LEFT JOIN receipt r ON r.id = a.receipt_id LEFT JOIN invoice c ON c.id = a.credit_note_id
WHERE a.effective_on <> max(a.allocated_on, i.issued_on, coalesce(r.received_on, c.issued_on))
"""


def disagreeing() -> list[str]:
    """Rows whose open amount, or whose day of effect, is not what the postings say; empty when sound."""
    return [str(name) for (name,) in rows(_DISAGREEING)]
