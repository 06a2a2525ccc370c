"""What became of issued documents: the steps of each that stand, and what they come to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from arcdesk.domain.delivery import ADDRESS_KINDS, OUTCOMES, arrival, sending_of, state_of
from arcdesk.models.collection import Delivery

MEANS = ("ems", "courier", "registered", "email", "wechat", "sms", "hand", "other")


@dataclass(frozen=True, slots=True)
class DeliveryStep:
    """One step of a document, as it was entered; ``difference_fen`` in fen, of a disputed statement.

    ``mistaken`` where a later row says that it was entered by mistake: it stands in the list, and counts no more.
    """

    id: int
    event: str
    on: date
    means: str = ""
    tracking: str = ""
    note: str = ""
    difference_fen: int | None = None
    evidence_id: int | None = None
    addressee: str = ""
    phone: str = ""
    address: str = ""
    address_kind: str = ""
    contents: str = ""
    reason: str = ""
    signer: str = ""
    mistaken: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """What the steps of a document come to: its state, how and when it went out, what came of it.

    ``is_proven``: its arrival is proven by the rules of ``domain.delivery``. ``answered_on`` and
    ``difference_fen`` are those of the answer that stands; ``answer_scan`` is its signed copy.
    """

    state: str = "issued"
    sent_on: date | None = None
    means: str = ""
    tracking: str = ""
    address_kind: str = ""
    outcome_on: date | None = None
    is_proven: bool = False
    answered_on: date | None = None
    difference_fen: int | None = None
    answer_scan: int | None = None


def steps_of(document_ids: Iterable[int]) -> dict[int, list[DeliveryStep]]:
    """Every step of these documents in the order they were entered, the mistaken ones marked."""
    found: dict[int, list[DeliveryStep]] = defaultdict(list)
    rows = list(Delivery.select().where(Delivery.document.in_(list(document_ids))).order_by(Delivery.id))
    mistaken = {row.corrects_id for row in rows if row.corrects_id is not None}
    for row in rows:
        if row.event != "mistaken":
            found[row.document_id].append(
                DeliveryStep(
                    row.id, row.event, row.on_day, row.channel, row.tracking, row.note, row.difference_fen,
                    row.evidence_id, row.addressee, row.phone, row.address, row.address_kind, row.contents,
                    row.reason, row.signer, row.id in mistaken,
                )
            )  # fmt: skip
    return found


def standing_of(steps: Sequence[DeliveryStep]) -> Standing:
    """What these steps come to."""
    counted = [step for step in steps if not step.mistaken]
    sent = next((step for step in reversed(counted) if step.event == "sent"), None)
    outcomes = [step for step in counted if step.event in OUTCOMES]
    answer = next((step for step in reversed(counted) if step.event in ("agreed", "disputed")), None)
    tracking = next((step.tracking for step in reversed(counted) if step.tracking), "")
    return Standing(
        state_of(counted),
        sent.on if sent else None,
        sent.means if sent else "",
        tracking,
        sent.address_kind if sent else "",
        outcomes[-1].on if outcomes else None,
        any(proves(step, counted) for step in outcomes),
        answer.on if answer else None,
        answer.difference_fen if answer else None,
        answer.evidence_id if answer else None,
    )


def proves(outcome: DeliveryStep, steps: Sequence[DeliveryStep]) -> bool:
    """Whether an outcome proves by itself that the document arrived."""
    sent = sending_before(steps, outcome.event, outcome.on)
    kind = outcome.address_kind or (sent.address_kind if sent else "")
    has_proof = outcome.evidence_id is not None
    one = arrival(outcome.event, sent.means if sent else "", kind, outcome.reason, has_proof=has_proof)
    return one.strength == "strong"


def sending_before(steps: Sequence[DeliveryStep], outcome: str, on: date) -> DeliveryStep | None:
    """The sending that stands and that an outcome of a day belongs to."""
    return sending_of(outcome, on, (step for step in steps if step.event == "sent" and not step.mistaken))


def is_address_kind(kind: str) -> bool:
    return kind in ("", *ADDRESS_KINDS)
