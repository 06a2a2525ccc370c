"""What was done to collect: contacts, promises, documents, deliveries, follow-ups, evidence."""

from __future__ import annotations

from peewee import CompositeKey, ForeignKeyField, IntegerField, TextField

from arcdesk.models.base import Row
from arcdesk.models.customer import ContactPerson, Customer
from arcdesk.models.fields import DayField, JsonField, MomentField, MoneyField, NameField
from arcdesk.models.ledger import Contract, Invoice


class Contact(Row):
    """One call, message or visit. Append-only: a correction points to what it corrects.

    ``script`` is the key of the script that stood beside it, "" for none.
    """

    customer_id: int
    person_id: int | None
    corrects_id: int | None
    customer = ForeignKeyField(Customer)
    at = MomentField()
    logged_at = MomentField()
    channel = TextField()
    outcome = TextField()
    person = TextField(default="")
    person_row = ForeignKeyField(ContactPerson, null=True, column_name="person_id")
    note = TextField(default="")
    corrects = ForeignKeyField("self", null=True)
    script = TextField(default="")


class Promise(Row):
    """An amount promised for a day. Kept or broken is decided by the receipts."""

    customer_id: int
    contact_id: int
    customer = ForeignKeyField(Customer)
    contact = ForeignKeyField(Contact)
    currency = TextField(default="CNY")
    amount_fen = MoneyField()
    made_on = DayField()
    due_on = DayField()


class Evidence(Row):
    """One file in the store, named there by its SHA-256 (R64). Append-only."""

    sha256 = TextField(unique=True)
    size_bytes = IntegerField()
    media_type = TextField()
    original_name = NameField()
    kind = TextField()
    imported_at = MomentField()
    captured_at = TextField(null=True)
    captured_source = TextField(default="")
    source = TextField(default="")
    collector = TextField(default="")
    note = TextField(default="")
    duration_ms = IntegerField(null=True)


class EvidenceNote(Row):
    """What is known of a piece beside its file (R64); the latest note of a piece counts, the others stay.

    ``form`` says what is held: the original, a copy, or electronic data. ``original_at`` and
    ``custodian`` say where a paper original or the device with the original data is, and with whom.
    """

    evidence_id: int
    evidence = ForeignKeyField(Evidence, backref="notes")
    kind = TextField(default="")
    title = TextField(default="")
    purpose = TextField(default="")
    obtained_from = TextField(default="")
    device = TextField(default="")
    form = TextField(default="")
    original_at = TextField(default="")
    custodian = TextField(default="")
    logged_at = MomentField()


class EvidenceCustody(Row):
    """A paper original, or the device with an original recording, that went out of the house or came back.

    ``event``: lent (to ``holder``, expected back by ``back_by``), returned, or lost. Where it is kept otherwise
    says the note. Append-only.
    """

    evidence_id: int
    evidence = ForeignKeyField(Evidence)
    event = TextField()
    holder = TextField(default="")
    on_day = DayField()
    back_by = DayField(null=True)
    note = TextField(default="")
    logged_at = MomentField()


class EvidenceTranscript(Row):
    """What is said in a recording, written down by ``author``; the latest counts, the others stay.

    ``source`` is the sealed text file it was read from, where there was one.
    """

    evidence_id: int
    source_id: int | None
    evidence = ForeignKeyField(Evidence)
    source = ForeignKeyField(Evidence, null=True)
    text = TextField()
    author = TextField(default="")
    logged_at = MomentField()


class Document(Row):
    """An issued letter or statement: numbered, immutable, its PDF sealed as evidence."""

    customer_id: int
    evidence_id: int
    number = TextField(unique=True)
    kind = TextField()
    level = TextField()
    customer = ForeignKeyField(Customer)
    language = TextField()
    currency = TextField()
    issued_on = DayField()
    issued_at = MomentField()
    as_of = DayField()
    period_from = DayField(null=True)
    total_fen = MoneyField()
    interest_fen = MoneyField(null=True)
    deadline_on = DayField(null=True)
    snapshot = JsonField()
    evidence = ForeignKeyField(Evidence)


class LetterTemplateText(Row):
    """A version of the words of a kind of letter; without ``text`` it goes back to the shipped ones. Append-only."""

    kind = TextField()
    language = TextField()
    text = TextField(null=True)
    note = TextField(default="")
    made_at = MomentField()

    class Meta:
        table_name = "letter_template"


class ScriptText(Row):
    """A version of what to say; without ``text`` it goes back to the shipped words. Append-only."""

    kind = TextField()
    language = TextField()
    text = TextField(null=True)
    note = TextField(default="")
    made_at = MomentField()

    class Meta:
        table_name = "script_text"


class ScriptReview(Row):
    """What was learned with a script: what worked, what did not, in which contact (S-170). Append-only."""

    contact_id: int | None
    kind = TextField()
    language = TextField()
    on_day = DayField()
    worked = TextField(default="")
    failed = TextField(default="")
    contact = ForeignKeyField(Contact, null=True)
    made_at = MomentField()

    class Meta:
        table_name = "script_review"


class DocumentInvoice(Row):
    """An invoice that stands in an issued document, with its open amount of that day."""

    document_id: int
    invoice_id: int
    document = ForeignKeyField(Document)
    invoice = ForeignKeyField(Invoice)
    open_fen = MoneyField()

    class Meta:
        primary_key = CompositeKey("document", "invoice")


class DocumentSeries(Row):
    """Last number given out in one kind's series of one year."""

    kind = TextField()
    year = IntegerField()
    last = IntegerField()

    class Meta:
        primary_key = CompositeKey("kind", "year")


class Delivery(Row):
    """What became of a document after it was printed (R39). Append-only; a row of event ``mistaken`` corrects another.

    Of a sending: to whom, where, and what the waybill says is inside. ``address_kind`` is agreed,
    registered or other; of an outcome that of the sending it belongs to. ``reason`` says why it
    came back, what was confirmed, or why it is void.
    """

    document_id: int
    evidence_id: int | None
    corrects_id: int | None
    document = ForeignKeyField(Document)
    event = TextField()
    on_day = DayField()
    channel = TextField(default="")
    tracking = TextField(default="")
    note = TextField(default="")
    difference_fen = MoneyField(null=True)
    evidence = ForeignKeyField(Evidence, null=True)
    logged_at = MomentField()
    addressee = TextField(default="")
    phone = TextField(default="")
    address = TextField(default="")
    address_kind = TextField(default="")
    contents = TextField(default="")
    reason = TextField(default="")
    signer = TextField(default="")
    corrects = ForeignKeyField("self", null=True)


class EvidenceLink(Row):
    """What a piece of evidence belongs to; a file may belong to several things."""

    evidence_id: int
    customer_id: int | None
    invoice_id: int | None
    contact_id: int | None
    document_id: int | None
    contract_id: int | None
    delivery_id: int | None
    evidence = ForeignKeyField(Evidence, backref="links")
    customer = ForeignKeyField(Customer, null=True)
    invoice = ForeignKeyField(Invoice, null=True)
    contact = ForeignKeyField(Contact, null=True)
    document = ForeignKeyField(Document, null=True)
    contract = ForeignKeyField(Contract, null=True)
    delivery = ForeignKeyField(Delivery, null=True)


class FollowUp(Row):
    """A day on which somebody is to be reminded of a customer."""

    customer_id: int
    contact_id: int | None
    customer = ForeignKeyField(Customer)
    contact = ForeignKeyField(Contact, null=True)
    due_on = DayField()
    reason = TextField(default="")
    state = TextField(default="open")
    created_at = MomentField()
    closed_at = MomentField(null=True)
    notified_on = DayField(null=True)
