"""Money back and forth, instalment plans, limitation, guarantees, bank lines, rates. Frozen."""

from typing import Any

TABLES = (
    """CREATE TABLE write_off (
        id INTEGER PRIMARY KEY, number TEXT NOT NULL UNIQUE,
        customer_id INTEGER NOT NULL REFERENCES customer (id),
        invoice_id INTEGER NOT NULL REFERENCES invoice (id), currency TEXT NOT NULL,
        on_day TEXT NOT NULL, amount_fen INTEGER NOT NULL CHECK (amount_fen <> 0),
        approver TEXT NOT NULL, reason TEXT NOT NULL, evidence_id INTEGER REFERENCES evidence (id),
        reverses_id INTEGER REFERENCES write_off (id), logged_at TEXT NOT NULL,
        batch_id INTEGER REFERENCES import_batch (id),
        CHECK ((amount_fen < 0) = (reverses_id IS NOT NULL))) STRICT""",
    """CREATE TABLE due_change (
        id INTEGER PRIMARY KEY, invoice_id INTEGER NOT NULL REFERENCES invoice (id),
        logged_at TEXT NOT NULL, rule TEXT NOT NULL, due_on TEXT, old_due_on TEXT,
        note TEXT NOT NULL, source TEXT NOT NULL, old_source TEXT NOT NULL,
        sets_delivery INTEGER NOT NULL, old_delivered_on TEXT) STRICT""",
    """CREATE TABLE invoice_hold (
        id INTEGER PRIMARY KEY, invoice_id INTEGER NOT NULL REFERENCES invoice (id),
        from_on TEXT NOT NULL, until_on TEXT NOT NULL, reason TEXT NOT NULL, logged_at TEXT NOT NULL,
        lifts_id INTEGER REFERENCES invoice_hold (id)) STRICT""",
    """CREATE TABLE customer_hold (
        id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customer (id),
        from_on TEXT NOT NULL, until_on TEXT NOT NULL, reason TEXT NOT NULL, logged_at TEXT NOT NULL,
        lifts_id INTEGER REFERENCES customer_hold (id)) STRICT""",
    """CREATE TABLE payment_plan (
        id INTEGER PRIMARY KEY, number TEXT NOT NULL UNIQUE,
        customer_id INTEGER NOT NULL REFERENCES customer (id), currency TEXT NOT NULL,
        agreed_on TEXT NOT NULL, total_fen INTEGER NOT NULL CHECK (total_fen > 0),
        is_one_debt INTEGER NOT NULL, is_written INTEGER NOT NULL,
        contact_id INTEGER REFERENCES contact (id), evidence_id INTEGER REFERENCES evidence (id),
        note TEXT NOT NULL, logged_at TEXT NOT NULL) STRICT""",
    """CREATE TABLE instalment (
        id INTEGER PRIMARY KEY, plan_id INTEGER NOT NULL REFERENCES payment_plan (id),
        seq INTEGER NOT NULL CHECK (seq > 0), due_on TEXT NOT NULL,
        amount_fen INTEGER NOT NULL CHECK (amount_fen > 0), UNIQUE (plan_id, seq)) STRICT""",
    """CREATE TABLE plan_share (
        instalment_id INTEGER NOT NULL REFERENCES instalment (id),
        invoice_id INTEGER NOT NULL REFERENCES invoice (id),
        amount_fen INTEGER NOT NULL CHECK (amount_fen > 0),
        PRIMARY KEY (instalment_id, invoice_id)) STRICT""",
    """CREATE TABLE plan_end (
        id INTEGER PRIMARY KEY, plan_id INTEGER NOT NULL REFERENCES payment_plan (id),
        on_day TEXT NOT NULL, how TEXT NOT NULL CHECK (how IN ('void', 'accelerated', 'replaced')),
        reason TEXT NOT NULL, logged_at TEXT NOT NULL) STRICT""",
    """CREATE TABLE limitation_event (
        id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customer (id),
        invoice_id INTEGER REFERENCES invoice (id), kind TEXT NOT NULL, on_day TEXT NOT NULL,
        ends_on TEXT, strength TEXT NOT NULL CHECK (strength IN ('strong', 'weak', 'unproven')),
        counts_weak INTEGER NOT NULL, evidence_id INTEGER REFERENCES evidence (id),
        contact_id INTEGER REFERENCES contact (id), document_id INTEGER REFERENCES document (id),
        note TEXT NOT NULL, logged_at TEXT NOT NULL,
        corrects_id INTEGER REFERENCES limitation_event (id), is_withdrawn INTEGER NOT NULL) STRICT""",
    """CREATE TABLE guarantee (
        id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customer (id),
        invoice_id INTEGER REFERENCES invoice (id), contract_id INTEGER REFERENCES contract (id),
        guarantor TEXT NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('general', 'joint')),
        agreed_months INTEGER, agreed_until TEXT, evidence_id INTEGER REFERENCES evidence (id),
        note TEXT NOT NULL, logged_at TEXT NOT NULL,
        corrects_id INTEGER REFERENCES guarantee (id), is_withdrawn INTEGER NOT NULL) STRICT""",
    """CREATE TABLE guarantee_act (
        id INTEGER PRIMARY KEY, guarantee_id INTEGER NOT NULL REFERENCES guarantee (id),
        act TEXT NOT NULL CHECK (act IN ('demand', 'suit')), on_day TEXT NOT NULL,
        evidence_id INTEGER REFERENCES evidence (id), note TEXT NOT NULL, logged_at TEXT NOT NULL,
        withdraws_id INTEGER UNIQUE REFERENCES guarantee_act (id)) STRICT""",
    """CREATE TABLE reference_rate (
        id INTEGER PRIMARY KEY, from_on TEXT NOT NULL, percent TEXT NOT NULL, source TEXT NOT NULL,
        logged_at TEXT NOT NULL) STRICT""",
    """CREATE TABLE exchange_rate (
        id INTEGER PRIMARY KEY, currency TEXT NOT NULL, on_day TEXT NOT NULL, rate TEXT NOT NULL,
        source TEXT NOT NULL, logged_at TEXT NOT NULL) STRICT""",
    """CREATE TABLE bank_line (
        id INTEGER PRIMARY KEY, fingerprint TEXT NOT NULL UNIQUE, booked_on TEXT NOT NULL,
        amount_fen INTEGER NOT NULL, currency TEXT NOT NULL, payer TEXT NOT NULL,
        payer_account TEXT NOT NULL, reference TEXT NOT NULL, source_name TEXT NOT NULL,
        read_at TEXT NOT NULL) STRICT""",
    """CREATE TABLE bank_decision (
        id INTEGER PRIMARY KEY, line_id INTEGER NOT NULL REFERENCES bank_line (id),
        decision TEXT NOT NULL CHECK (decision IN ('receipt', 'known', 'ignored', 'reopened')),
        receipt_id INTEGER REFERENCES receipt (id), note TEXT NOT NULL, logged_at TEXT NOT NULL) STRICT""",
    """CREATE TABLE bank_payer (
        id INTEGER PRIMARY KEY, payer TEXT NOT NULL, payer_account TEXT NOT NULL,
        customer_id INTEGER NOT NULL REFERENCES customer (id),
        UNIQUE (payer, payer_account)) STRICT""",
    """CREATE TABLE grade_decision (
        id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customer (id),
        on_day TEXT NOT NULL, suggested TEXT NOT NULL, confirmed TEXT NOT NULL, parts TEXT NOT NULL,
        note TEXT NOT NULL, logged_at TEXT NOT NULL) STRICT""",
)

COLUMNS = (
    "ALTER TABLE receipt ADD COLUMN reverses_id INTEGER REFERENCES receipt (id)",
    "ALTER TABLE receipt ADD COLUMN return_kind TEXT NOT NULL DEFAULT ''"
    " CHECK (return_kind IN ('', 'bounced', 'mistake', 'refunded'))",
    "ALTER TABLE allocation ADD COLUMN write_off_id INTEGER REFERENCES write_off (id)",
    "ALTER TABLE allocation ADD COLUMN reverses_id INTEGER REFERENCES allocation (id)",
    "ALTER TABLE invoice ADD COLUMN delivered_on TEXT",
    "ALTER TABLE contract ADD COLUMN due_rule TEXT NOT NULL DEFAULT 'issued'"
    " CHECK (due_rule IN ('issued', 'delivered', 'month_end', 'month_day'))",
    "ALTER TABLE contract ADD COLUMN due_day INTEGER",
    "ALTER TABLE contract ADD COLUMN limitation_years INTEGER NOT NULL DEFAULT 3",
    "ALTER TABLE contract ADD COLUMN stop_supply_days INTEGER",
    "ALTER TABLE contract ADD COLUMN notice_address TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE contract ADD COLUMN is_interest_first INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE customer ADD COLUMN due_rule TEXT NOT NULL DEFAULT 'issued'"
    " CHECK (due_rule IN ('issued', 'delivered', 'month_end', 'month_day'))",
    "ALTER TABLE customer ADD COLUMN due_day INTEGER",
    "ALTER TABLE company ADD COLUMN size TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE customer ADD COLUMN supply TEXT NOT NULL DEFAULT '' CHECK (supply IN ('', 'cash_only', 'stopped'))",
    "ALTER TABLE customer ADD COLUMN supply_reason TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE dispute ADD COLUMN owner TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE dispute ADD COLUMN resolution TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE dispute ADD COLUMN closed_note TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE dispute ADD COLUMN category TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE dispute ADD COLUMN evidence_id INTEGER REFERENCES evidence (id)",
    "ALTER TABLE dispute ADD COLUMN accepted_fen INTEGER",
)

# A reversal is a new row below zero that names the row it takes back. SQLite cannot alter a CHECK;
# rewriting the stored text is its documented way where no stored row is affected.
CHECKS = (
    ("receipt", "amount_fen INTEGER NOT NULL CHECK (amount_fen > 0)",
     "amount_fen INTEGER NOT NULL CHECK (amount_fen <> 0)"),
    ("receipt", "CHECK (open_fen BETWEEN 0 AND amount_fen)",
     "CHECK (open_fen BETWEEN 0 AND max(amount_fen, 0)), CHECK ((amount_fen < 0) = (reverses_id IS NOT NULL)),"
     " CHECK ((reverses_id IS NULL) = (return_kind = ''))"),
    ("allocation", "amount_fen INTEGER NOT NULL CHECK (amount_fen > 0)",
     "amount_fen INTEGER NOT NULL CHECK (amount_fen <> 0)"),
    ("allocation", "CHECK ((receipt_id IS NULL) <> (credit_note_id IS NULL))",
     "CHECK ((receipt_id IS NOT NULL) + (credit_note_id IS NOT NULL) + (write_off_id IS NOT NULL) = 1),"
     " CHECK ((amount_fen < 0) = (reverses_id IS NOT NULL))"),
    ("invoice", "due_source IN ('file', 'row_terms', 'contract', 'customer', 'missing')",
     "due_source IN ('file', 'row_terms', 'contract', 'customer', 'missing', 'entered', 'law')"),
)  # fmt: skip

INDEXES = (
    "CREATE INDEX write_off_customer ON write_off (customer_id, on_day, amount_fen, currency)",
    "CREATE INDEX write_off_invoice ON write_off (invoice_id)",
    "CREATE INDEX allocation_write_off ON allocation (write_off_id) WHERE write_off_id IS NOT NULL",
    "CREATE UNIQUE INDEX allocation_reverses ON allocation (reverses_id) WHERE reverses_id IS NOT NULL",
    "CREATE INDEX receipt_reverses ON receipt (reverses_id) WHERE reverses_id IS NOT NULL",
    "CREATE UNIQUE INDEX write_off_reverses ON write_off (reverses_id) WHERE reverses_id IS NOT NULL",
    "CREATE INDEX due_change_invoice ON due_change (invoice_id)",
    "CREATE INDEX invoice_hold_invoice ON invoice_hold (invoice_id)",
    "CREATE INDEX customer_hold_customer ON customer_hold (customer_id)",
    "CREATE INDEX payment_plan_customer ON payment_plan (customer_id)",
    "CREATE INDEX plan_share_invoice ON plan_share (invoice_id)",
    "CREATE INDEX plan_end_plan ON plan_end (plan_id)",
    "CREATE INDEX limitation_event_customer ON limitation_event (customer_id, on_day)",
    "CREATE INDEX guarantee_customer ON guarantee (customer_id)",
    "CREATE INDEX guarantee_act_guarantee ON guarantee_act (guarantee_id)",
    "CREATE INDEX bank_decision_line ON bank_decision (line_id)",
    "CREATE INDEX grade_decision_customer ON grade_decision (customer_id)",
    "CREATE INDEX contract_customer ON contract (customer_id)",
)

APPEND_ONLY = (
    "write_off", "due_change", "invoice_hold", "customer_hold", "payment_plan", "instalment", "plan_share", "plan_end",
    "limitation_event", "guarantee", "guarantee_act", "reference_rate", "exchange_rate", "bank_line",
    "bank_decision", "grade_decision",
)  # fmt: skip


# A hold on a customer was two columns without a past. It began when the audit chain last saw it change.
HOLDS = """
INSERT INTO customer_hold (customer_id, from_on, until_on, reason, logged_at)
SELECT c.id, substr(e.at, 1, 10), c.hold_until, c.hold_reason, e.at
FROM customer c
JOIN (SELECT customer_id, max(at) AS at FROM audit_event
      WHERE customer_id IS NOT NULL AND body LIKE '%"hold_until"%' GROUP BY customer_id) e ON e.customer_id = c.id
WHERE c.hold_until IS NOT NULL AND c.hold_until >= substr(e.at, 1, 10)
"""


def up(migrator: Any, db: Any) -> None:
    for statement in TABLES + COLUMNS:
        db.execute_sql(statement)
    db.execute_sql(HOLDS)
    _alter_checks(db)
    for statement in INDEXES:
        db.execute_sql(statement)
    for table in APPEND_ONLY:
        for verb in ("UPDATE", "DELETE"):
            db.execute_sql(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )


def _alter_checks(db: Any) -> None:
    table_of = "FROM sqlite_schema WHERE type = 'table' AND name = ?"
    ((version,),) = db.execute_sql("PRAGMA schema_version").fetchall()
    db.execute_sql("PRAGMA writable_schema = ON")
    for table, old, new in CHECKS:
        ((sql,),) = db.execute_sql(f"SELECT sql {table_of}", (table,)).fetchall()
        if old not in sql:
            raise RuntimeError(f"the table {table} is not as the first migration made it")
        change = "UPDATE sqlite_schema SET sql = ? WHERE type = 'table' AND name = ?"
        db.execute_sql(change, (sql.replace(old, new), table))
    db.execute_sql(f"PRAGMA schema_version = {version + 1}")
    db.execute_sql("PRAGMA writable_schema = OFF")
