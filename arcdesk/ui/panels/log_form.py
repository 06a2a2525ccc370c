"""What is offered while logging a contact: keys, phrases and the follow-up that suits."""

from __future__ import annotations

from collections.abc import Mapping

from arcdesk.i18n import tr
from arcdesk.services.contacts import CHANNELS, OUTCOMES, LoggedContact
from arcdesk.ui.labels import CHANNELS as CHANNEL_LABELS
from arcdesk.ui.labels import OUTCOMES as OUTCOME_LABELS
from arcdesk.ui.labels import label
from arcdesk.ui.widgets.key_choice import Choice

OUTCOME_KEYS = "QWERTASDFGZXCV"  # they lie on the keyboard as the buttons lie on the screen

PHRASES: Mapping[str, tuple[str, ...]] = {
    "promised": ("Confirmed by WeChat.", "Will pay by bank transfer."),
    "partial_paid": ("Rest to follow in instalments.", "Payment slip received."),
    "paid": ("Payment slip received.", "Bank receipt to be checked."),
    "will_check": ("Will check with the cashier.", "Asked for the statement."),
    "in_approval": ("Waits for the manager's signature.", "Waits for the owner's approval."),
    "invoice_missing": ("Asked for a copy of the invoice.", "Invoice sent again."),
    "disputes": ("Asked to put it in writing.", "Will pay the undisputed part."),
    "short_of_cash": ("Asked for instalments.", "Asked for more time."),
    "downstream_unpaid": ("Pays when own customer pays.", "Asked for a written promise."),
    "wrong_person": ("Not in charge; named the person to call.",),
    "no_answer": ("Rang out.", "Line busy.", "Left a message."),
    "refused": ("Refused to name a day.", "Told that a letter will follow."),
    "unreachable": ("Number not in service.", "Person has left the company."),
    "other": ("Statement sent.", "Letter announced."),
}

FOLLOW_UP_AFTER: Mapping[str, str] = {
    "promised": "Day after the promise",
    "partial_paid": "In 3 working days",
    "will_check": "In 3 working days",
    "in_approval": "In 3 working days",
    "invoice_missing": "Tomorrow",
    "no_answer": "Tomorrow",
    "unreachable": "Tomorrow",
    "wrong_person": "Tomorrow",
}


def channel_choices() -> tuple[Choice, ...]:
    """The channels with the keys 1 to 9."""
    return tuple(
        Choice(code, label(CHANNEL_LABELS, code), str(number)) for number, code in enumerate(CHANNELS, start=1)
    )


def outcome_choices() -> tuple[Choice, ...]:
    """The outcomes with their letter keys."""
    return tuple(
        Choice(code, label(OUTCOME_LABELS, code), key) for code, key in zip(OUTCOMES, OUTCOME_KEYS, strict=True)
    )


def phrases(outcome: str) -> tuple[str, ...]:
    """Sentences that often stand in the note of such a contact."""
    return tuple(tr(key) for key in PHRASES.get(outcome, ()))


def logged_text(logged: LoggedContact) -> str:
    """What was kept, in a line."""
    parts = [tr("The contact is logged.")]
    if logged.evidence:
        parts.append(tr("Files sealed: {count}.", count=len(logged.evidence)))
    if logged.promise_ids:
        parts.append(tr("Promises noted: {count}.", count=len(logged.promise_ids)))
    return " ".join(parts)
