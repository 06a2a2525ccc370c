"""What the collector's own log is worth as an event of limitation (R10 to R21, R97).

A receipt, a letter, a statement, a contact, a plan: each gives the event that it may be, with
the class of its proof. What is not proven is handed out all the same, with the advice that
would make it count: it is to be seen, and never moves the clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from arcdesk.domain import limitation_advice as missing
from arcdesk.domain.delivery import OUTCOMES, Arrival, arrival, sending_of
from arcdesk.domain.gate import Reason
from arcdesk.domain.limitation_events import KINDS, Event, Strength

RecordKind = Literal["receipt", "document", "contact", "plan", "entry"]

MESSAGES = frozenset({"wechat", "sms", "email"})
"""Channels that leave a data message (R11)."""

WRITTEN = MESSAGES | {"letter"}
"""Channels on which a promise is one in writing (R12)."""

NOBODY_REACHED = frozenset({"unreachable", "wrong_person"})
NO_DEMAND_LEVELS = frozenset({"reminder", "lawyer_draft", "receipt_confirmation", "agreement", "audit_confirmation"})
"""Papers that demand nothing from the debtor: the friendly reminder (R37), the draft for counsel (R49), the
confirmation of a receipt, and the agreement, which counts through its plan (R48). An audit confirmation says
itself that it is no demand (R17)."""

_ARRIVAL = {"hand": "demand_signed"} | dict.fromkeys(MESSAGES, "demand_data")
_CHANNELS: Mapping[str, Reason] = {
    channel: Reason("contact", text_key=text_key, values={})
    for channel, text_key in (
        ("phone", "Phone call|record"),
        ("wechat", "WeChat messages|record"),
        ("sms", "Text message|record"),
        ("email", "E-mail|record"),
        ("letter", "Letter of one's own|record"),
        ("visit", "Visit|record"),
        ("meeting", "Meeting|record"),
        ("lawyer", "Through a lawyer|record"),
    )
}

_OTHER = Reason("contact", text_key="Contact|record", values={})


@dataclass(frozen=True, slots=True)
class Record:
    """Where an event stands in the books; every ``Event`` made here has one as its reference.

    Attributes:
        title: Text to translate with its values: the receipt, the letter, the channel.
        advice: What would make it count, or count more safely; ``None`` where nothing is to be done.
        is_on_its_way: Its day is the earliest possible one: it may have arrived later.
        may_count: Whether a proof could make this very event count.
        confirms: The record that this one was entered for.
    """

    kind: RecordKind
    id: int
    title: Reason
    advice: Reason | None = None
    is_on_its_way: bool = False
    may_count: bool = True
    confirms: Record | None = None

    @property
    def key(self) -> str:
        """``contact:12``: the record's name on the command line."""
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of a document on a day: ``sent``, an outcome or answer, ``void`` or ``withdrawn`` (``delivery``).

    ``reason`` says why it came back, or that only the figures were confirmed (``figures``).
    """

    event: str
    on: date
    means: str = ""
    evidence_id: int | None = None
    address_kind: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """An issued letter or statement with its deliveries in the order they were entered.

    ``demand_fen`` is what it asks for; a statement of nothing owed demands nothing.
    """

    id: int
    number: str
    kind: str
    level: str
    issued_on: date
    demand_fen: int
    evidence_id: int
    deliveries: Sequence[Delivery] = ()


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """A logged contact that no later entry corrects; ``promised`` holds the currencies promised in."""

    id: int
    on: date
    channel: str
    outcome: str
    promised: frozenset[str] = frozenset()
    evidence: tuple[int, ...] = ()
    recordings: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """An agreement to pay in instalments; ``is_proven`` where it is in writing or its paper is kept."""

    id: int
    number: str
    agreed_on: date
    is_written: bool
    evidence_id: int | None = None

    @property
    def is_proven(self) -> bool:
        """Whether it can be shown that the debtor agreed."""
        return self.is_written or self.evidence_id is not None


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """An event entered by hand; the contact or document it was entered for, if any."""

    id: int
    kind: str
    on: date
    ends_on: date | None
    strength: Strength
    counts_weak: bool
    evidence: tuple[int, ...] = ()
    note: str = ""
    confirms: Record | None = field(default=None)
    is_void: bool = False


def of_payment(receipt_id: int, number: str, on: date) -> Event:
    """Money put to the invoice: an act of the debtor on the receipt's own day (R12)."""
    return Event("payment", on, reference=Record("receipt", receipt_id, _receipt(number)))


def of_free_money(receipt_id: int, number: str, on: date) -> Event:
    """Money that no invoice has: it may have been paid on this debt or on another."""
    advice = Reason(
        "allocate",
        text_key="It is put to no invoice. Allocate it: the period of what it pays then runs anew from {on}.",
        values={"on": on},
    )
    record = Record("receipt", receipt_id, _receipt(number), advice)
    return Event("payment", on, strength="weak", reference=record)


def of_imported_balance(receipt_id: int, number: str, on: date) -> Event:
    """What a file gave as paid so far: a balance, whose day is that of the import (never a payment)."""
    title = Reason("imported_balance", text_key="Imported balance {number}", values={"number": number})
    record = Record("receipt", receipt_id, title, missing.IMPORTED_BALANCE, may_count=False)
    return Event("payment", on, strength="unproven", reference=record)


def of_plan(plan: PlanFacts) -> Event:
    """The debtor agreed to instalments: in writing it restarts the period, by word of mouth not (R12, R48)."""
    title = Reason("plan", text_key="Instalment plan {number}", values={"number": plan.number})
    advice = None
    if plan.evidence_id is None:
        advice = missing.KEEP_PLAN if plan.is_written else missing.SIGN_PLAN
    return Event(
        "debtor_agrees",
        plan.agreed_on,
        strength="strong" if plan.is_proven else "unproven",
        reference=Record("plan", plan.id, title, advice),
        evidence=_known(plan.evidence_id),
    )


def of_entry(entry: EntryFacts, as_of: date) -> Event:
    """What was entered by hand, as known on ``as_of``: an end that came later is not known yet."""
    if entry.is_void:
        advice: Reason | None = missing.VOID
    elif entry.strength == "unproven":
        advice = missing.PROVE_ENTRY
    else:
        advice = missing.AUDIT if entry.kind == "audit_confirmation" else None
    title = Reason("entry", text_key="Entered by hand", values={})
    ends_on = entry.ends_on if entry.ends_on is not None and entry.ends_on <= as_of else None
    return Event(
        entry.kind,
        entry.on,
        ends_on,
        strength="unproven" if entry.is_void else entry.strength,
        counts_weak=entry.counts_weak,
        reference=Record(
            "entry", entry.id, title, advice, may_count=not entry.is_void, confirms=entry.confirms
        ),
        evidence=entry.evidence,
    )


def of_contact(contact: ContactFacts, currency: str) -> Event | None:
    """The demand or promise that a contact is for debts in ``currency``; ``None`` where nobody was reached.

    A promise in writing with its file is proven. A message with its screenshots is weak until the
    person has seen to it that they show who wrote (R21, R62); speech is weak with a recording and
    unproven without.
    """
    is_written = contact.channel in WRITTEN
    silent = NOBODY_REACHED if is_written else NOBODY_REACHED | {"no_answer"}
    if contact.outcome in silent:
        return None
    is_promise = currency in contact.promised
    if is_written:
        proof = contact.evidence
        if is_promise:
            return _event(contact, "debtor_agrees", "strong" if proof else "unproven", proof)
        kind = "demand_post" if contact.channel == "letter" else "demand_data"
        return _event(contact, kind, "weak" if proof else "unproven", proof)
    proof = contact.recordings if contact.channel == "phone" else contact.evidence
    kind = "debtor_agrees" if is_promise and proof else "oral_demand"
    return _event(contact, kind, "weak" if proof else "unproven", proof)


def of_document(document: DocumentFacts) -> tuple[Event, ...]:
    """What a letter or statement is: nothing before it arrived provably (R97), a demand from then on.

    A statement of ours carries the demand and the debtor's promise (R41), so that its signed copy
    is one more event; an answer "disputed" is none.
    """
    ended = {each.event for each in document.deliveries} & {"void", "withdrawn"}
    if "void" in ended:
        return ()
    if document.level == "audit_confirmation":
        return tuple(_audited(document))
    if document.demand_fen <= 0 or document.level in NO_DEMAND_LEVELS:
        return ()
    agreed = _agreed(document)
    outcomes = [each for each in document.deliveries if each.event in OUTCOMES]
    judged = [(each, _judged(document, each)) for each in outcomes]
    if ended:
        proven = [(each, Arrival("weak", missing.WITHDRAWN)) for each, one in judged if one.strength == "strong"]
        return (*(_arrival(document, each, one) for each, one in proven), *agreed)
    found = [_arrival(document, each, one) for each, one in judged if one.strength == "strong"]
    if not found and not any(event.proof == "strong" for event in agreed):
        found += [_arrival(document, each, one) for each, one in judged if one.strength == "weak"]
        if not found:
            found += _without_proof(document, judged)
    return (*found, *agreed)


def _agreed(document: DocumentFacts) -> list[Event]:
    """The confirmations that stand: one that was entered again as disputed for that day or before does not."""
    found = []
    for place, answer in enumerate(document.deliveries):
        later = document.deliveries[place + 1 :]
        if answer.event != "agreed" or any(
            each.event == "disputed" and each.on <= answer.on for each in later
        ):
            continue
        if any(each.event == "agreed" and each.on == answer.on and each.evidence_id for each in later):
            continue  # entered once more, with the scan
        has_scan = answer.evidence_id is not None
        only_figures = answer.reason == "figures"
        advice = missing.FIGURES_ONLY if only_figures else None
        signed: Strength = "weak" if only_figures else "strong"
        advice = advice if has_scan else missing.NO_SCAN
        found.append(
            Event(
                "statement_reconciled" if only_figures else "statement_signed",
                answer.on,
                strength=signed if has_scan else "unproven",
                reference=Record("document", document.id, _document(document), advice),
                evidence=_known(answer.evidence_id, document.evidence_id),
            )
        )
    return found


def _audited(document: DocumentFacts) -> Iterable[Event]:
    """The answer to an audit confirmation: weak whatever it says, as courts differ (R17)."""
    for answer in document.deliveries:
        if answer.event == "agreed":
            record = Record("document", document.id, _document(document), missing.AUDIT)
            proof: Strength = "weak" if answer.evidence_id is not None else "unproven"
            evidence = _known(answer.evidence_id, document.evidence_id)
            yield Event("audit_confirmation", answer.on, strength=proof, reference=record, evidence=evidence)


def _judged(document: DocumentFacts, outcome: Delivery) -> Arrival:
    """What an outcome proves, by the means and the address of the sending before it."""
    sent = _sending_of(document, outcome)
    kind = outcome.address_kind or (sent.address_kind if sent else "")
    has_proof = outcome.evidence_id is not None
    return arrival(outcome.event, sent.means if sent else "", kind, outcome.reason, has_proof=has_proof)


def _without_proof(document: DocumentFacts, judged: Sequence[tuple[Delivery, Arrival]]) -> Iterable[Event]:
    """The demand that cannot be proven yet, with what is missing; a statement that never left is none."""
    sent = [each for each in document.deliveries if each.event == "sent"]
    if judged and (not sent or sent[-1].on <= judged[-1][0].on):
        yield _arrival(document, *judged[-1])
    elif sent:
        yield _arrival(document, sent[-1], Arrival("unproven", missing.ON_ITS_WAY), is_on_its_way=True)
    elif document.kind == "letter":
        issued = Delivery("issued", document.issued_on)
        yield _arrival(document, issued, Arrival("unproven", missing.NOT_SENT), is_on_its_way=True)


def _arrival(document: DocumentFacts, delivery: Delivery, one: Arrival, *, is_on_its_way: bool = False) -> Event:
    sent = _sending_of(document, delivery)
    record = Record(
        "document", document.id, _document(document), one.advice,
        is_on_its_way=is_on_its_way, may_count=one.may_count,
    )  # fmt: skip
    return Event(
        _ARRIVAL.get(sent.means if sent else "", "demand_post"),
        delivery.on,
        strength=one.strength,
        reference=record,
        evidence=_known(delivery.evidence_id, document.evidence_id),
    )


def _sending_of(document: DocumentFacts, outcome: Delivery) -> Delivery | None:
    """The sending that an outcome belongs to; of a sending itself that one."""
    sendings = (each for each in document.deliveries if each.event == "sent")
    return sending_of(outcome.event, outcome.on, sendings)


def _event(contact: ContactFacts, kind: str, strength: Strength, evidence: tuple[int, ...]) -> Event:
    if strength == "strong":
        advice = None
    elif contact.channel in MESSAGES:
        advice = missing.SEE_IDENTITY if evidence else missing.KEEP_MESSAGES
    elif contact.channel == "letter":
        advice = missing.SEE_STUB if evidence else missing.KEEP_STUB
    else:
        advice = missing.SEE_RECORDING if evidence else missing.SPOKEN
    record = Record("contact", contact.id, _CHANNELS.get(contact.channel, _OTHER), advice)
    return Event(kind, contact.on, strength=strength, reference=record, evidence=evidence)


def class_of(kind: str, *, has_proof: bool) -> Strength:
    """Class of an event entered by hand: a weak kind stays weak, another is strong once it is proven."""
    if not has_proof:
        return "unproven"
    return "weak" if KINDS[kind].strength == "weak" else "strong"


def _receipt(number: str) -> Reason:
    return Reason("receipt", text_key="Receipt {number}", values={"number": number})


def _document(document: DocumentFacts) -> Reason:
    values = {"number": document.number}
    if document.kind == "letter":
        return Reason("letter", text_key="Letter {number}", values=values)
    if document.kind == "paper":
        return Reason("paper", text_key="Document {number}", values=values)
    return Reason("statement", text_key="Statement {number}", values=values)


def _known(*evidence: int | None) -> tuple[int, ...]:
    return tuple(dict.fromkeys(each for each in evidence if each is not None))
