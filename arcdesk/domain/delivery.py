"""When a document counts as arrived: taken, refused or sent back, and from which address (R10, R11, R20).

What the debtor refuses at the address that was agreed or is registered has arrived all the same.
What comes back from the agreed address has arrived by that agreement; from the registered one it
has where the addressee is unknown there, and courts differ where nobody fetched it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from arcdesk.domain import limitation_advice as missing
from arcdesk.domain.gate import Reason
from arcdesk.domain.limitation_events import Strength

POSTAL = ("ems", "courier", "registered")
"""Means of sending that leave a waybill."""

ADDRESS_KINDS = ("agreed", "registered", "other")
"""Agreed for notices in the contract, registered with the authorities, or any other one."""

OUTCOMES = ("delivered", "refused", "returned")
"""What may become of a document under way."""

RETURN_REASONS = ("unknown", "unclaimed", "other")
"""Addressee or address unknown (查无此人), not fetched in time (逾期未领), a fault of ours or the carrier's."""

_MESSAGES = frozenset({"email", "wechat", "sms"})


class Came(Protocol):
    """A step of a document, as rows of the books and facts of the log have it."""

    @property
    def event(self) -> str: ...


class Leaving(Protocol):
    """A sending, as rows of the books and facts of the log have it."""

    @property
    def on(self) -> date: ...

    @property
    def means(self) -> str: ...


Sent = TypeVar("Sent", bound=Leaving)


@dataclass(frozen=True, slots=True)
class Arrival:
    """How far an outcome proves that a document arrived.

    Attributes:
        strength: ``strong`` counts, ``weak`` only once it is confirmed, ``unproven`` never as it stands.
        advice: What is missing, or what to do instead.
        may_count: Whether a proof could make it count.
    """

    strength: Strength
    advice: Reason | None = None
    may_count: bool = True


def arrival(outcome: str, means: str, address_kind: str, reason: str, *, has_proof: bool) -> Arrival:
    """What one of ``OUTCOMES`` is worth, for a document sent by ``means`` to an address of that kind."""
    if outcome == "delivered":
        return Arrival("strong") if has_proof else Arrival("unproven", missing.NO_DELIVERY_PROOF)
    if means in _MESSAGES:
        return Arrival("unproven", missing.BOUNCED, may_count=False)
    if outcome == "returned" and (reason == "other" or address_kind not in ("agreed", "registered")):
        return Arrival("unproven", missing.SEND_AGAIN, may_count=False)
    if not has_proof:
        return Arrival("unproven", missing.NO_OUTCOME_PROOF)
    if outcome == "refused":
        is_due_place = means in POSTAL and address_kind in ("agreed", "registered")
        return Arrival("strong") if is_due_place else Arrival("weak", missing.REFUSED_ELSEWHERE)
    if address_kind == "agreed" or reason == "unknown":
        return Arrival("strong")
    return Arrival("weak", missing.UNCLAIMED)


def sending_of(outcome: str, on: date, sendings: Iterable[Sent]) -> Sent | None:
    """The sending that an outcome of a day belongs to: the last one up to then.

    Only what goes on paper is refused or comes back, whatever was sent as a message besides; where
    nothing went on paper it was the message.
    """
    before = [each for each in sendings if each.on <= on]
    if outcome in ("refused", "returned"):
        before = [each for each in before if each.means not in _MESSAGES] or before
    return before[-1] if before else None


def state_of(steps: Iterable[Came]) -> str:
    """How far a document has come by its steps, in the order they were entered.

    ``issued``, ``sent``, one of ``OUTCOMES``, the answer ``agreed`` or ``disputed``, ``void`` or
    ``withdrawn``. A later step never takes an arrival back, but sends again what had come back,
    and an answer may change. A copy changes nothing.
    """
    state = "issued"
    for step in steps:
        event = step.event
        if event in ("void", "withdrawn"):
            return event
        is_answered = state in ("agreed", "disputed")
        if (
            event in ("agreed", "disputed")
            or (event in OUTCOMES and not is_answered)
            or (event == "sent" and state in ("issued", "refused", "returned"))
        ):
            state = event
    return state
