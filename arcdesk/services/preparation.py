"""Before a call: what is at hand, what to ask, and whom to ask for (R89, S-092, S-099)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from arcdesk.domain.completeness import State
from arcdesk.domain.money import with_currency
from arcdesk.domain.portrait import needs_decision_maker
from arcdesk.i18n import tr
from arcdesk.services.completeness import CompletenessService
from arcdesk.services.customers import CustomerProfile, CustomerService, Person
from arcdesk.services.portrait import PortraitService
from arcdesk.services.promises import promise_lines
from arcdesk.services.script_words import LATE, STAGES

PAPERS = {
    "contract": "Contract", "invoice": "Invoice|paper", "delivery_note": "Signed delivery note",
    "statement": "Statement, answered", "letter": "Demand letter", "delivery": "Proof of delivery of the letter",
}  # fmt: skip
"""Papers by their name in ``domain.completeness``."""

ALWAYS_ASK = "How much will be paid, on which day, and who arranges it?"
BY_STAGE = {
    "early": ("Have the invoice and the statement arrived?", "Which step of the approval has it reached?"),
    "middle": ("Who gives the final approval?", "How much can be paid this week?"),
    "late": ("Who can sign a repayment agreement?", "What can be offered as security?"),
}
BY_BEHAVIOUR = {
    "reliable": "Has anything changed on your side?",
    "forgetful": "When is the next payment run, and what does it need?",
    "short_of_cash": "When does money come in, and how much of it is for us?",
    "malicious": "Will you confirm the balance in writing?",
}
AFTER_BROKEN = "What stood in the way of the last promise?"
LARGE = "large"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to have at hand; ``title`` and ``note`` are translated, ``place`` names where it is found.

    ``is_broken`` is said of the last promise.
    """

    key: str
    title: str
    state: State
    note: str
    place: str
    is_broken: bool = False


@dataclass(frozen=True, slots=True)
class Preparation:
    """What is at hand, what to ask (translated), and what to heed."""

    items: tuple[Item, ...]
    questions: tuple[str, ...]
    ask_higher: bool
    record_call: bool
    tags: str

    @property
    def ready(self) -> int:
        """How many of the items are there."""
        return sum(item.state == "have" for item in self.items)


class PreparationService:
    """Looks through the books before a call."""

    def __init__(self, customers: CustomerService, portrait: PortraitService) -> None:
        self._customers, self._portrait = customers, portrait

    def of(self, customer_id: int, day: date, max_overdue_days: int) -> Preparation:
        """The preparation for a talk with this customer on ``day``.

        Raises:
            UnknownCustomer.
        """
        profile, people = self._customers.find(customer_id), self._customers.people(customer_id)
        reached = self._portrait.authority_reached(customer_id, day)
        items = (
            *_papers(customer_id), _decision_maker(people, reached), _process(profile), _promise(customer_id, day),
        )  # fmt: skip
        return Preparation(
            items,
            tuple(_questions(profile.behaviour, max_overdue_days, items[-1])),
            needs_decision_maker(max_overdue_days, reached),
            profile.size == LARGE,
            profile.tags,
        )


def _papers(customer_id: int) -> Iterator[Item]:
    """Each paper over all open invoices: there for all of them, for some, or for none."""
    lines = CompletenessService().of(customer_id)
    for key, title in PAPERS.items():
        states = [line.proof.states[key] for line in lines]
        have = states.count("have")
        state: State = "partial" if have or "partial" in states else "missing"
        if states and have == len(states):
            state = "have"
        note = tr("{count} of {total} invoices", count=have, total=len(states)) if states else tr("no open invoice")
        place = "documents" if key in ("statement", "letter", "delivery") else "evidence"
        yield Item(key, tr(title), state, note, place)


def _decision_maker(people: Iterable[Person], reached: str) -> Item:
    known = [person for person in people if not person.do_not_contact]
    final = next((person for person in known if person.authority == "final"), None)
    partial = next((person for person in known if person.authority == "partial"), None)
    named = final or partial
    state: State = "have" if final else "partial" if partial else "missing"
    note = " ".join(filter(None, (named.name, named.title, named.phone))) if named else tr("nobody is named")
    if final and reached != "final":
        note = f"{note} · {tr('not reached yet')}"
    return Item("decision_maker", tr("Who decides"), state, note, "profile")


def _process(profile: CustomerProfile) -> Item:
    text = profile.pain_point
    return Item("process", tr("How they pay"), "have" if text else "missing", text or tr("nothing is noted"), "profile")


def _promise(customer_id: int, day: date) -> Item:
    made = promise_lines(day, customer_id).get(customer_id, ())
    last = max(made, key=lambda line: (line.made_on, line.id), default=None)
    if last is None:
        return Item("promise", tr("Last promise"), "missing", tr("none was made"), "promises")
    amount = with_currency(last.amount_fen, last.currency)
    state = tr(STATE_TEXTS[last.state])
    note = tr("{amount} for {day}: {state}", amount=amount, day=last.due_on.isoformat(), state=state)
    return Item("promise", tr("Last promise"), "have", note, "promises", is_broken=last.state == "broken")


STATE_TEXTS = {
    "open": "Open|promise", "kept": "Kept|promise", "part_kept": "Part kept|promise", "broken": "Broken|promise",
}  # fmt: skip


def _questions(behaviour: str, max_overdue_days: int, promise: Item) -> Iterator[str]:
    if promise.is_broken:
        yield tr(AFTER_BROKEN)
    stage = next((name for last, name in STAGES if max_overdue_days <= last), LATE)
    for text in BY_STAGE[stage]:
        yield tr(text)
    if behaviour in BY_BEHAVIOUR:
        yield tr(BY_BEHAVIOUR[behaviour])
    yield tr(ALWAYS_ASK)
