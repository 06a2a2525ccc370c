"""The recap after a contact: what was just logged, ready to be sent to the customer (S-091, R89).

The note stays out of it: it is written for the house, not for the customer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from arcdesk.domain.money import with_currency
from arcdesk.i18n import translate
from arcdesk.models.queries.approaches import UNREACHED
from arcdesk.pdf.wording import long_date
from arcdesk.services.contacts import NewContact
from arcdesk.services.script_words import RECAP
from arcdesk.services.scripts import Speaker, fields_of, filled, speaker_of

if TYPE_CHECKING:
    from arcdesk.services.contacts import ContactService
    from arcdesk.services.customers import CustomerService
    from arcdesk.services.reference import Reference
    from arcdesk.services.script_library import ScriptService

CHANNEL_TEXTS = {
    "phone": "by phone|recap", "wechat": "by WeChat|recap", "sms": "by SMS|recap", "email": "by e-mail|recap",
    "letter": "in writing|recap", "visit": "in person|recap", "meeting": "at the meeting|recap",
    "lawyer": "in writing|recap", "other": "together|recap",
}  # fmt: skip
STATE_TEXTS = {
    "in_approval": "the payment is being approved on your side.",
    "invoice_missing": "an invoice is missing on your side; we will send it.",
    "short_of_cash": "money is tight on your side at the moment.",
    "downstream_unpaid": "you are waiting for money from your own customer.",
    "will_check": "you will check and let us know.",
    "paid": "you have paid; please send us the bank slip.",
    "partial_paid": "you have paid a part; please send us the bank slip.",
}
"""What the customer said, in words that may be sent to him; other outcomes say nothing."""

EXAMPLE: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "moment": "2026年10月8日 10:00 ", "channel": "电话", "promises": "¥50,000.00，2026年10月16日",
        "follow_up": "2026年10月19日",
    },
    "en": {
        "moment": "8 October 2026, 10:00", "channel": "by phone", "promises": "¥50,000.00 on 16 October 2026",
        "follow_up": "19 October 2026",
    },
}  # fmt: skip
"""Values for looking at the recap before anything is logged."""


class RecapService:
    """Writes the recap of a logged contact."""

    def __init__(
        self, contacts: ContactService, customers: CustomerService, reference: Reference, scripts: ScriptService
    ) -> None:
        self._contacts, self._customers = contacts, customers
        self._reference, self._scripts = reference, scripts

    def of(self, contact_id: int, language: str) -> str | None:
        """The recap of a contact; None where nobody was reached or its words lack a value.

        Raises:
            UnknownContact.
        """
        logged = self._contacts.original(contact_id)
        if logged.outcome in UNREACHED or logged.at is None:
            return None
        profile = self._customers.find(logged.customer_id)
        people = self._customers.people(logged.customer_id)
        known = next((person for person in people if person.name == logged.person), None)
        speaker = speaker_of(people, profile.behaviour)
        if logged.person:
            speaker = Speaker(logged.person, known.title if known else "", profile.behaviour)
        day = logged.at.date()
        fields = fields_of(None, speaker, day, self._reference.workdays, language)
        fields |= {"customer": profile.name, **_said(logged, language)}
        facts = self._scripts.facts(day, language, logged.customer_id)
        return filled(
            self._scripts.current(RECAP, language).text, fields,
            lambda wanted: facts.of(logged.customer_id, logged.currency, wanted),
        )  # fmt: skip


def _said(logged: NewContact, language: str) -> dict[str, str]:
    assert logged.at is not None
    joint = translate("; |list", language)
    on = translate("{amount} on {day}|recap", language, amount="{amount}", day="{day}")
    promises = [
        on.format(amount=with_currency(fen, logged.currency), day=long_date(due_on, language))
        for fen, due_on in logged.promises
    ]
    disputes = [
        " ".join(filter(None, (number, with_currency(fen, logged.currency), reason)))
        for number, fen, reason in logged.disputes
    ]
    state = STATE_TEXTS.get(logged.outcome, "")
    moment = translate("{day}, {hour}|recap", language, day=long_date(logged.at.date(), language),
                       hour=f"{logged.at:%H:%M}")  # fmt: skip
    return {
        "moment": moment,
        "channel": translate(CHANNEL_TEXTS[logged.channel], language),
        "promises": joint.join(promises),
        "disputes": joint.join(disputes),
        "state": translate(state, language) if state else "",
        "follow_up": long_date(logged.follow_up_on, language) if logged.follow_up_on else "",
    }
