"""Figures kept beside the postings, so that aging of any day reads little more than what was open. Frozen.

Triggers keep them, because postings come by many ways: entered, imported, taken back, dated anew.
``arcdesk doctor`` proves them from the postings. docs/decisions/0009-kept-figures.md says why.
"""

from typing import Any

COLUMNS = (
    "ALTER TABLE invoice ADD COLUMN first_moved_on TEXT",
    "ALTER TABLE invoice ADD COLUMN last_moved_on TEXT",
    "ALTER TABLE receipt ADD COLUMN first_moved_on TEXT",
    "ALTER TABLE receipt ADD COLUMN last_moved_on TEXT",
)

TABLES = (
    """CREATE TABLE account_year (
        customer_id INTEGER NOT NULL REFERENCES customer (id), currency TEXT NOT NULL, year TEXT NOT NULL,
        charges_fen INTEGER NOT NULL, credits_fen INTEGER NOT NULL, receipts_fen INTEGER NOT NULL,
        PRIMARY KEY (customer_id, currency, year)) WITHOUT ROWID, STRICT""",
    # The month first: the books grow at one end, and a report reads its own month and the rest of its year.
    """CREATE TABLE account_month (
        month TEXT NOT NULL, customer_id INTEGER NOT NULL REFERENCES customer (id), currency TEXT NOT NULL,
        charges_fen INTEGER NOT NULL, credits_fen INTEGER NOT NULL, receipts_fen INTEGER NOT NULL,
        PRIMARY KEY (month, customer_id, currency)) WITHOUT ROWID, STRICT""",
)

MOVED_INVOICE = """
    UPDATE invoice SET (first_moved_on, last_moved_on) = (
        SELECT min(effective_on), max(effective_on) FROM allocation
        WHERE invoice_id = invoice.id OR credit_note_id = invoice.id) WHERE """
MOVED_RECEIPT = """
    UPDATE receipt SET (first_moved_on, last_moved_on) = (
        SELECT min(day), max(day) FROM (
            SELECT effective_on AS day FROM allocation WHERE receipt_id = receipt.id
            UNION ALL SELECT back.received_on FROM receipt back WHERE back.reverses_id = receipt.id)) WHERE """

FILL = (
    f"{MOVED_INVOICE} id IN (SELECT invoice_id FROM allocation UNION SELECT credit_note_id FROM allocation)",
    f"{MOVED_RECEIPT} id IN (SELECT receipt_id FROM allocation UNION SELECT reverses_id FROM receipt)",
    """INSERT INTO account_month
       SELECT substr(day, 1, 7), customer_id, currency, sum(charge), sum(credit), sum(money) FROM (
           SELECT customer_id, currency, issued_on AS day, max(amount_fen, 0) AS charge,
                  max(-amount_fen, 0) AS credit, 0 AS money FROM invoice
           UNION ALL SELECT customer_id, currency, received_on, 0, 0, amount_fen FROM receipt
           UNION ALL SELECT customer_id, currency, on_day, 0, amount_fen, 0 FROM write_off)
       GROUP BY 1, 2, 3""",
    """INSERT INTO account_year
       SELECT customer_id, currency, substr(month, 1, 4), sum(charges_fen), sum(credits_fen), sum(receipts_fen)
       FROM account_month GROUP BY 1, 2, 3""",
)

INDEXES = (
    *(f"DROP INDEX {name}" for name in ("invoice_open", "receipt_open", "invoice_customer", "receipt_customer")),
    # One customer's rows are read whole; the postings of a month are read for all customers.
    "CREATE INDEX invoice_customer ON invoice (customer_id, issued_on)",
    "CREATE INDEX receipt_customer ON receipt (customer_id, received_on)",
    """CREATE INDEX invoice_month ON invoice (substr(issued_on, 1, 7), customer_id, currency, issued_on,
       amount_fen)""",
    """CREATE INDEX receipt_month ON receipt (substr(received_on, 1, 7), customer_id, currency, received_on,
       amount_fen)""",
    # What is open now, by customer: the whole of today's aging.
    """CREATE INDEX invoice_open ON invoice (customer_id, currency, due_on, issued_on, open_fen, last_moved_on)
       WHERE open_fen > 0""",
    # What was paid, by the last day of it: a past day adds only what has moved since.
    """CREATE INDEX invoice_moved ON invoice (last_moved_on, issued_on, customer_id, currency, due_on,
       amount_fen, first_moved_on) WHERE amount_fen > 0 AND last_moved_on IS NOT NULL""",
    """CREATE INDEX invoice_credit ON invoice (customer_id, currency, issued_on, amount_fen, open_fen,
       first_moved_on, last_moved_on) WHERE amount_fen < 0""",
    # Money that lay unallocated at the end of some day; most never did.
    """CREATE INDEX receipt_free ON receipt (customer_id, currency, received_on, amount_fen, open_fen,
       first_moved_on, last_moved_on) WHERE open_fen <> 0 OR last_moved_on > received_on""",
)


def up(migrator: Any, db: Any) -> None:
    for statement in (*COLUMNS, *TABLES, *FILL, *INDEXES, *posting_triggers(), *MOVING_TRIGGERS):
        db.execute_sql(statement)


def posting_triggers() -> list[str]:
    """The sums of an account follow every posting that comes, changes or goes."""
    found = []
    for table, day, sums in (
        ("invoice", "issued_on", ("max({0}.amount_fen, 0)", "max(-{0}.amount_fen, 0)", "0")),
        ("receipt", "received_on", ("0", "0", "{0}.amount_fen")),
        ("write_off", "on_day", ("0", "{0}.amount_fen", "0")),
    ):
        facts = ("customer_id", "currency", day, "amount_fen")
        differs = " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in facts)
        add, take = _change("NEW", day, sums, "+"), _change("OLD", day, sums, "-")
        found += [
            f"CREATE TRIGGER {table}_posted AFTER INSERT ON {table} BEGIN {add} END",
            f"CREATE TRIGGER {table}_reposted AFTER UPDATE OF {', '.join(facts)} ON {table} WHEN {differs} "
            f"BEGIN {take} {add} END",
            f"CREATE TRIGGER {table}_unposted AFTER DELETE ON {table} BEGIN {take} END",
        ]
    return found


def _change(row: str, day: str, sums: tuple[str, ...], sign: str) -> str:
    """Statements that add the posting to its month and its year, or take it from them."""
    values = ", ".join(f"{sign}{value.format(row)}" for value in sums)
    grown = ", ".join(f"{name} = {name} + excluded.{name}" for name in ("charges_fen", "credits_fen", "receipts_fen"))
    account = f"{row}.customer_id, {row}.currency"
    return (
        f"INSERT INTO account_month VALUES (substr({row}.{day}, 1, 7), {account}, {values}) "
        f"ON CONFLICT (month, customer_id, currency) DO UPDATE SET {grown}; "
        f"INSERT INTO account_year VALUES ({account}, substr({row}.{day}, 1, 4), {values}) "
        f"ON CONFLICT (customer_id, currency, year) DO UPDATE SET {grown};"
    )


# A new allocation, or money given back, can only widen the span of days; whatever else happens to one
# has the span read anew from what is there.
_WIDEN = """SET first_moved_on = min(coalesce(first_moved_on, {day}), {day}),
                last_moved_on = max(coalesce(last_moved_on, {day}), {day})
            WHERE {which} AND (first_moved_on IS NULL OR {day} NOT BETWEEN first_moved_on AND last_moved_on);"""

MOVING_TRIGGERS = (
    f"""CREATE TRIGGER allocation_made AFTER INSERT ON allocation BEGIN
        UPDATE invoice {_WIDEN.format(day="NEW.effective_on", which="id IN (NEW.invoice_id, NEW.credit_note_id)")}
        UPDATE receipt {_WIDEN.format(day="NEW.effective_on", which="id = NEW.receipt_id")} END""",
    f"""CREATE TRIGGER allocation_remade AFTER UPDATE ON allocation
        WHEN OLD.effective_on IS NOT NEW.effective_on OR OLD.invoice_id IS NOT NEW.invoice_id
          OR OLD.credit_note_id IS NOT NEW.credit_note_id OR OLD.receipt_id IS NOT NEW.receipt_id BEGIN
        {MOVED_INVOICE} id IN (OLD.invoice_id, NEW.invoice_id, OLD.credit_note_id, NEW.credit_note_id);
        {MOVED_RECEIPT} id IN (OLD.receipt_id, NEW.receipt_id); END""",
    f"""CREATE TRIGGER allocation_unmade AFTER DELETE ON allocation BEGIN
        {MOVED_INVOICE} id IN (OLD.invoice_id, OLD.credit_note_id);
        {MOVED_RECEIPT} id = OLD.receipt_id; END""",
    f"""CREATE TRIGGER receipt_given_back AFTER INSERT ON receipt WHEN NEW.reverses_id IS NOT NULL BEGIN
        UPDATE receipt {_WIDEN.format(day="NEW.received_on", which="id = NEW.reverses_id")} END""",
    f"""CREATE TRIGGER receipt_regiven_back AFTER UPDATE OF received_on, reverses_id ON receipt
        WHEN OLD.received_on IS NOT NEW.received_on OR OLD.reverses_id IS NOT NEW.reverses_id BEGIN
        {MOVED_RECEIPT} id IN (OLD.reverses_id, NEW.reverses_id); END""",
    f"""CREATE TRIGGER receipt_not_given_back AFTER DELETE ON receipt WHEN OLD.reverses_id IS NOT NULL BEGIN
        {MOVED_RECEIPT} id = OLD.reverses_id; END""",
)
