"""Schema of the first release. Frozen: later changes are later files, never edits here."""

from typing import Any

TABLES = (
    """CREATE TABLE company (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        name TEXT NOT NULL, name_en TEXT NOT NULL, uscc TEXT NOT NULL, address TEXT NOT NULL,
        phone TEXT NOT NULL, contact TEXT NOT NULL, email TEXT NOT NULL,
        account_name TEXT NOT NULL, bank TEXT NOT NULL, account_number TEXT NOT NULL,
        base_currency TEXT NOT NULL, logo BLOB) STRICT""",
    """CREATE TABLE preference (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT""",
    """CREATE TABLE aging_scheme (
        id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, cuts TEXT NOT NULL,
        basis TEXT NOT NULL CHECK (basis IN ('due', 'issued'))) STRICT""",
    """CREATE TABLE import_batch (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, preset TEXT NOT NULL, source_name TEXT NOT NULL,
        source_sha256 TEXT NOT NULL, as_of TEXT NOT NULL, summary TEXT NOT NULL) STRICT""",
    """CREATE TABLE customer (
        id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
        short_name TEXT NOT NULL, uscc TEXT NOT NULL, grade TEXT NOT NULL, owner TEXT NOT NULL,
        salesperson TEXT NOT NULL, credit_limit_fen INTEGER, credit_days INTEGER,
        industry TEXT NOT NULL, region TEXT NOT NULL, address TEXT NOT NULL, size TEXT NOT NULL,
        behaviour TEXT NOT NULL, pain_point TEXT NOT NULL, note TEXT NOT NULL,
        hold_until TEXT, hold_reason TEXT NOT NULL, search_key TEXT NOT NULL,
        batch_id INTEGER REFERENCES import_batch (id)) STRICT""",
    """CREATE TABLE contact_person (
        id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customer (id),
        name TEXT NOT NULL, title TEXT NOT NULL,
        authority TEXT NOT NULL CHECK (authority IN ('', 'none', 'partial', 'final')),
        phone TEXT NOT NULL, wechat TEXT NOT NULL, email TEXT NOT NULL,
        is_primary INTEGER NOT NULL, do_not_contact INTEGER NOT NULL,
        UNIQUE (customer_id, name)) STRICT""",
    """CREATE TABLE contract (
        id INTEGER PRIMARY KEY, number TEXT NOT NULL UNIQUE,
        customer_id INTEGER NOT NULL REFERENCES customer (id), signed_on TEXT,
        credit_days INTEGER, penalty_daily_rate TEXT, dispute_clause TEXT NOT NULL,
        note TEXT NOT NULL, batch_id INTEGER REFERENCES import_batch (id)) STRICT""",
    """CREATE TABLE invoice (
        id INTEGER PRIMARY KEY, number TEXT NOT NULL UNIQUE,
        customer_id INTEGER NOT NULL REFERENCES customer (id),
        kind TEXT NOT NULL CHECK (kind IN ('invoice', 'credit_note', 'opening', 'other')),
        issued_on TEXT NOT NULL, due_on TEXT,
        due_source TEXT NOT NULL CHECK (due_source IN ('file', 'row_terms', 'contract', 'customer', 'missing')),
        amount_fen INTEGER NOT NULL CHECK (amount_fen <> 0),
        open_fen INTEGER NOT NULL, currency TEXT NOT NULL,
        contract_id INTEGER REFERENCES contract (id), tax_invoice_number TEXT NOT NULL,
        salesperson TEXT NOT NULL, credits_id INTEGER REFERENCES invoice (id), note TEXT NOT NULL,
        batch_id INTEGER REFERENCES import_batch (id),
        CHECK ((kind = 'credit_note') = (amount_fen < 0)),
        CHECK (CASE WHEN amount_fen > 0 THEN open_fen BETWEEN 0 AND amount_fen
                    ELSE open_fen BETWEEN amount_fen AND 0 END)) STRICT""",
    """CREATE TABLE receipt (
        id INTEGER PRIMARY KEY, number TEXT NOT NULL UNIQUE,
        customer_id INTEGER NOT NULL REFERENCES customer (id), received_on TEXT NOT NULL,
        amount_fen INTEGER NOT NULL CHECK (amount_fen > 0), open_fen INTEGER NOT NULL,
        currency TEXT NOT NULL, method TEXT NOT NULL, note TEXT NOT NULL,
        imported_balance INTEGER NOT NULL, batch_id INTEGER REFERENCES import_batch (id),
        CHECK (open_fen BETWEEN 0 AND amount_fen)) STRICT""",
    """CREATE TABLE allocation (
        id INTEGER PRIMARY KEY, receipt_id INTEGER REFERENCES receipt (id),
        credit_note_id INTEGER REFERENCES invoice (id),
        invoice_id INTEGER NOT NULL REFERENCES invoice (id),
        amount_fen INTEGER NOT NULL CHECK (amount_fen > 0), allocated_on TEXT NOT NULL,
        effective_on TEXT NOT NULL, batch_id INTEGER REFERENCES import_batch (id),
        CHECK ((receipt_id IS NULL) <> (credit_note_id IS NULL))) STRICT""",
    """CREATE TABLE contact (
        id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customer (id),
        at TEXT NOT NULL, logged_at TEXT NOT NULL, channel TEXT NOT NULL, outcome TEXT NOT NULL,
        person TEXT NOT NULL, person_id INTEGER REFERENCES contact_person (id), note TEXT NOT NULL,
        corrects_id INTEGER REFERENCES contact (id)) STRICT""",
    """CREATE TABLE promise (
        id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customer (id),
        contact_id INTEGER NOT NULL REFERENCES contact (id), currency TEXT NOT NULL,
        amount_fen INTEGER NOT NULL CHECK (amount_fen > 0), made_on TEXT NOT NULL,
        due_on TEXT NOT NULL) STRICT""",
    """CREATE TABLE dispute (
        id INTEGER PRIMARY KEY, invoice_id INTEGER NOT NULL REFERENCES invoice (id),
        contact_id INTEGER REFERENCES contact (id), amount_fen INTEGER NOT NULL CHECK (amount_fen > 0),
        reason TEXT NOT NULL, opened_on TEXT NOT NULL, closed_on TEXT,
        batch_id INTEGER REFERENCES import_batch (id)) STRICT""",
    """CREATE TABLE evidence (
        id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, size_bytes INTEGER NOT NULL,
        media_type TEXT NOT NULL, original_name TEXT NOT NULL, kind TEXT NOT NULL,
        imported_at TEXT NOT NULL, captured_at TEXT, captured_source TEXT NOT NULL,
        source TEXT NOT NULL, collector TEXT NOT NULL, note TEXT NOT NULL) STRICT""",
    """CREATE TABLE document (
        id INTEGER PRIMARY KEY, number TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL CHECK (kind IN ('letter', 'statement')), level TEXT NOT NULL,
        customer_id INTEGER NOT NULL REFERENCES customer (id), language TEXT NOT NULL,
        currency TEXT NOT NULL, issued_on TEXT NOT NULL, issued_at TEXT NOT NULL, as_of TEXT NOT NULL,
        period_from TEXT, total_fen INTEGER NOT NULL, interest_fen INTEGER, deadline_on TEXT,
        snapshot TEXT NOT NULL, evidence_id INTEGER NOT NULL REFERENCES evidence (id)) STRICT""",
    """CREATE TABLE document_invoice (
        document_id INTEGER NOT NULL REFERENCES document (id),
        invoice_id INTEGER NOT NULL REFERENCES invoice (id), open_fen INTEGER NOT NULL,
        PRIMARY KEY (document_id, invoice_id)) STRICT""",
    """CREATE TABLE document_series (
        kind TEXT NOT NULL, year INTEGER NOT NULL, last INTEGER NOT NULL,
        PRIMARY KEY (kind, year)) STRICT""",
    """CREATE TABLE delivery (
        id INTEGER PRIMARY KEY, document_id INTEGER NOT NULL REFERENCES document (id),
        event TEXT NOT NULL CHECK (event IN ('sent', 'delivered', 'agreed', 'disputed')), on_day TEXT NOT NULL,
        channel TEXT NOT NULL, tracking TEXT NOT NULL, note TEXT NOT NULL,
        difference_fen INTEGER, evidence_id INTEGER REFERENCES evidence (id),
        logged_at TEXT NOT NULL) STRICT""",
    """CREATE TABLE evidence_link (
        id INTEGER PRIMARY KEY, evidence_id INTEGER NOT NULL REFERENCES evidence (id),
        customer_id INTEGER REFERENCES customer (id), invoice_id INTEGER REFERENCES invoice (id),
        contact_id INTEGER REFERENCES contact (id), document_id INTEGER REFERENCES document (id)) STRICT""",
    """CREATE TABLE follow_up (
        id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customer (id),
        contact_id INTEGER REFERENCES contact (id), due_on TEXT NOT NULL, reason TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('open', 'done')), created_at TEXT NOT NULL,
        closed_at TEXT, notified_on TEXT) STRICT""",
    """CREATE TABLE audit_event (
        seq INTEGER PRIMARY KEY, at TEXT NOT NULL, action TEXT NOT NULL, customer_id INTEGER,
        body TEXT NOT NULL, hash TEXT NOT NULL) STRICT""",
)

INDEXES = (
    # Aging reads only this index: open amounts by customer without touching the table.
    "CREATE INDEX invoice_open ON invoice (customer_id, currency, due_on, issued_on, open_fen) WHERE open_fen <> 0",
    "CREATE INDEX invoice_customer ON invoice (customer_id, issued_on, amount_fen, currency)",
    "CREATE INDEX invoice_credits ON invoice (credits_id) WHERE credits_id IS NOT NULL",
    "CREATE INDEX receipt_customer ON receipt (customer_id, received_on, amount_fen, currency)",
    "CREATE INDEX receipt_open ON receipt (customer_id, currency, open_fen) WHERE open_fen <> 0",
    "CREATE INDEX allocation_invoice ON allocation (invoice_id, effective_on, amount_fen)",
    "CREATE INDEX allocation_receipt ON allocation (receipt_id, effective_on, amount_fen)",
    "CREATE INDEX allocation_credit_note ON allocation (credit_note_id, effective_on, amount_fen)"
    " WHERE credit_note_id IS NOT NULL",
    "CREATE INDEX contact_customer ON contact (customer_id, at)",
    "CREATE INDEX promise_customer ON promise (customer_id, due_on)",
    "CREATE INDEX dispute_invoice ON dispute (invoice_id) WHERE closed_on IS NULL",
    "CREATE INDEX document_customer ON document (customer_id, issued_on)",
    "CREATE INDEX delivery_document ON delivery (document_id)",
    "CREATE INDEX document_invoice_invoice ON document_invoice (invoice_id)",
    "CREATE INDEX evidence_link_evidence ON evidence_link (evidence_id)",
    "CREATE INDEX evidence_link_customer ON evidence_link (customer_id)",
    "CREATE INDEX follow_up_due ON follow_up (state, due_on)",
    "CREATE INDEX follow_up_customer ON follow_up (customer_id, state)",
    "CREATE INDEX audit_customer ON audit_event (customer_id, seq) WHERE customer_id IS NOT NULL",
)

# History is appended, never rewritten: the database itself refuses (architecture.md rule 7).
APPEND_ONLY = ("contact", "promise", "evidence", "document", "document_invoice", "delivery", "audit_event")


def up(migrator: Any, db: Any) -> None:
    for statement in TABLES + INDEXES:
        db.execute_sql(statement)
    for table in APPEND_ONLY:
        for verb in ("UPDATE", "DELETE"):
            db.execute_sql(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
