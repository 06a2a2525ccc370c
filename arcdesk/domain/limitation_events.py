"""What may restart or hold up the period of limitation: the catalogue of events (R10 to R18).

Bank deductions are not among them: only banks may rely on those (规定 8(1)3).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from arcdesk.domain.errors import EventEndsBeforeItBegins, EventHasNoEnd, UnknownEventKind

Strength = Literal["strong", "weak", "unproven"]
"""``strong`` moves the clock, ``weak`` only where the user opts in, ``unproven`` never."""

Span = Literal["moment", "may_last", "pending"]
"""``moment`` is one day. ``may_last`` restarts the period on its day until an end is known, then
on that end. ``pending`` keeps the period from running until it ends, and restarts it then (R13)."""

SUSPENSION = "suspension"


@dataclass(frozen=True, slots=True)
class EventKind:
    """A kind of event.

    Attributes:
        rule: The rule of domain.md or the article behind it.
        strength: Class of an event of this kind unless its record says otherwise.
        is_debtor_act: Performs or agrees to perform, so that it counts even after the period has
            ended (Civil Code 192, 规定 19), then always to be confirmed by a lawyer.
    """

    name: str
    label_key: str
    rule: str
    strength: Strength = "strong"
    span: Span = "moment"
    is_debtor_act: bool = False


_ALL = (
    EventKind("payment", label_key="Payment received", rule="R12", is_debtor_act=True),
    EventKind("demand_signed", label_key="Demand, signed for", rule="R10"),
    EventKind("demand_post", label_key="Demand by post, arrived", rule="R11"),
    EventKind("demand_data", label_key="Demand by e-mail, text message or WeChat, arrived", rule="R11"),
    # Without a record nobody can prove what was said; with one, its entry says "strong".
    EventKind(
        "oral_demand", label_key="Demand by phone or in person, no record", rule="R21", strength="unproven"
    ),
    EventKind(
        "debtor_agrees",
        label_key="Debtor agrees: plan, extension, security or promise in writing",
        rule="R12",
        is_debtor_act=True,
    ),
    # An IOU is a written promise to pay, so it is an act of the debtor like a plan (2020 批复).
    EventKind("iou_after_default", label_key="IOU received after default", rule="R7", is_debtor_act=True),
    # A statement with the demand of R41 above the debtor's seal is a demand signed for (R10). After
    # expiry it takes more, a promise to pay (R18): that is entered as debtor_agrees.
    EventKind("statement_signed", label_key="Statement with a demand or promise, signed", rule="R18"),
    EventKind(
        "statement_reconciled",
        label_key="Statement signed for its figures only",
        rule="R18",
        strength="weak",
    ),
    EventKind("audit_confirmation", label_key="Audit confirmation", rule="R17", strength="weak"),
    EventKind("suit", label_key="Lawsuit", rule="R13", span="pending"),
    EventKind("arbitration", label_key="Arbitration", rule="R13", span="pending"),
    EventKind(
        "suit_equivalent",
        label_key="Payment order, claim in bankruptcy, preservation, enforcement or set-off",
        rule="R14",
        span="may_last",
    ),
    EventKind(
        "mediation_or_agency", label_key="Mediation or request to an authority", rule="R15", span="may_last"
    ),
    EventKind("police_report", label_key="Report to the police", rule="R15", span="may_last"),
    EventKind("assignment_notice", label_key="Notice of assignment, arrived", rule="R16"),
    # The new debtor keeps the old one's defences (Civil Code 553): it revives nothing after expiry.
    EventKind("debt_assumption", label_key="Debt assumed by another", rule="R16"),
    EventKind("newspaper_notice", label_key="Newspaper notice, debtor missing", rule="规定 8(1)4"),
    EventKind(SUSPENSION, label_key="Obstacle to claiming", rule="R1", span="pending"),
)

KINDS: Mapping[str, EventKind] = {kind.name: kind for kind in _ALL}
"""Every kind by its stable name, in the order they are offered."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to one debt.

    Attributes:
        on: The day that counts: of arrival, of signing, of payment, of filing.
        ends_on: Last day of a proceeding or an obstacle; ``None`` while it goes on.
        strength: How well it is proven; ``None`` takes the kind's own class.
        counts_weak: The user decided that a weak event counts.
        reference: Whatever the caller knows the event by; handed back untouched.
        evidence: Ids of what proves it; handed back untouched.

    Raises:
        UnknownEventKind: not in ``KINDS``.
        EventHasNoEnd: an end for a kind that is over the day it happens.
        EventEndsBeforeItBegins: the end lies before the beginning.
    """

    kind: str
    on: date
    ends_on: date | None = None
    strength: Strength | None = None
    counts_weak: bool = False
    reference: object = None
    evidence: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise UnknownEventKind(kind=self.kind, known=", ".join(KINDS), field="kind")
        if self.ends_on is None:
            return
        if KINDS[self.kind].span == "moment":
            raise EventHasNoEnd(kind=self.kind, field="ends_on")
        if self.ends_on < self.on:
            raise EventEndsBeforeItBegins(on=self.on, ends_on=self.ends_on, field="ends_on")

    @property
    def about(self) -> EventKind:
        """The kind with its label and rule."""
        return KINDS[self.kind]

    @property
    def proof(self) -> Strength:
        """Class of this event: its own, else its kind's."""
        return self.strength or self.about.strength

    @property
    def counts(self) -> bool:
        """Whether it may move the clock at all: strong, or weak and opted for."""
        return self.proof == "strong" or (self.proof == "weak" and self.counts_weak)

    @property
    def is_open(self) -> bool:
        """Whether it goes on and keeps the period from ending."""
        return self.about.span == "pending" and self.ends_on is None
