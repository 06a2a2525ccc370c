"""How complete the proof of one invoice is: seven things a court asks for, weighted, and what to get next (F-49)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

State = Literal["have", "partial", "missing"]

WEIGHTS: Mapping[str, int] = MappingProxyType(
    {
        "contract": 20,
        "invoice": 15,
        "delivery_note": 25,
        "statement": 15,
        "letter": 10,
        "delivery": 10,
        "conversation": 5,
    }
)
"""Parts of a hundred. Delivery weighs most: an invoice alone does not prove that anything was delivered (R52)."""

NEXT: Mapping[str, str] = MappingProxyType(
    {
        "contract": "Scan the signed contract or the order.",
        "invoice": "Attach the invoice.",
        "delivery_note": "Get the delivery note signed by the customer.",
        "statement": "Send a statement of account and have it signed.",
        "letter": "Issue a demand letter for it.",
        "delivery": "Send the letter by EMS and keep the proof of delivery.",
        "conversation": "Keep a WeChat chat, e-mail or recording about it.",
    }
)
PARTIAL: Mapping[str, str] = MappingProxyType(
    {
        "contract": "The contract is entered, but its scan is missing.",
        "invoice": "The invoice number is known, but the invoice itself is missing.",
        "delivery_note": "The delivery is known, but no signed note is linked to this invoice.",
        "statement": "A statement went out, but no signed answer came back.",
        "delivery": "The letter was sent, but its arrival is not proven.",
        "conversation": "Contacts are logged, but none has a file.",
    }
)

CONVERSATIONS = frozenset({"wechat", "sms", "email", "recording", "contact"})


@dataclass(frozen=True, slots=True)
class ProofFacts:
    """What there is for one invoice. ``own`` are kinds of evidence linked to it, ``general`` to its customer."""

    own: frozenset[str] = frozenset()
    general: frozenset[str] = frozenset()
    has_contract: bool = False
    has_tax_number: bool = False
    was_delivered: bool = False
    statement_issued: bool = False
    statement_signed: bool = False
    letter_issued: bool = False
    letter_sent: bool = False
    letter_proven: bool = False
    was_contacted: bool = False


@dataclass(frozen=True, slots=True)
class Completeness:
    """The state of each of the seven, and the sum of their weights in percent (a part counts half)."""

    states: Mapping[str, State]

    @property
    def percent(self) -> int:
        """0 to 100."""
        worth = {"have": 2, "partial": 1, "missing": 0}
        return sum(WEIGHTS[name] * worth[state] for name, state in self.states.items()) // 2

    @property
    def next_step(self) -> str:
        """Text key of what would help most, ``""`` where nothing is missing; what is quite missing comes first."""
        for wanted in ("missing", "partial"):
            open_ones = [name for name, state in self.states.items() if state == wanted]
            if open_ones:
                best = max(open_ones, key=lambda name: (WEIGHTS[name], -list(WEIGHTS).index(name)))
                return NEXT[best]
        return ""


def completeness(facts: ProofFacts) -> Completeness:
    """Judge what there is."""

    def state(have: bool, partial: bool = False) -> State:
        return "have" if have else "partial" if partial else "missing"

    every = facts.own | facts.general
    return Completeness(
        MappingProxyType(
            {
                "contract": state("contract" in every, facts.has_contract),
                "invoice": state("invoice" in facts.own, facts.has_tax_number or "invoice" in facts.general),
                "delivery_note": state(
                    "delivery_note" in facts.own, facts.was_delivered or "delivery_note" in facts.general
                ),
                "statement": state(facts.statement_signed, facts.statement_issued or "statement" in every),
                "letter": state(facts.letter_issued),
                "delivery": state(facts.letter_proven, facts.letter_sent),
                "conversation": state(bool(every & CONVERSATIONS), facts.was_contacted),
            }
        )
    )
