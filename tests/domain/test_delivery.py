"""When a document counts as arrived (R10, R11, R20), and how far it has come."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcdesk.domain.delivery import ADDRESS_KINDS, OUTCOMES, RETURN_REASONS, arrival, state_of


@dataclass(frozen=True)
class Step:
    event: str


def state(*events: str) -> str:
    return state_of([Step(event) for event in events])


@pytest.mark.parametrize(
    ("outcome", "means", "address", "reason", "strength"),
    [
        ("delivered", "ems", "", "", "strong"),
        ("delivered", "email", "", "", "strong"),
        ("refused", "ems", "agreed", "", "strong"),
        ("refused", "courier", "registered", "", "strong"),
        ("refused", "ems", "other", "", "weak"),
        ("refused", "hand", "registered", "", "weak"),
        ("returned", "ems", "agreed", "unclaimed", "strong"),
        ("returned", "ems", "agreed", "unknown", "strong"),
        ("returned", "registered", "registered", "unknown", "strong"),
        ("returned", "ems", "registered", "unclaimed", "weak"),
        ("returned", "ems", "other", "unknown", "unproven"),
        ("returned", "ems", "", "unknown", "unproven"),
        ("returned", "ems", "agreed", "other", "unproven"),
        ("returned", "email", "agreed", "unknown", "unproven"),
    ],
)
def test_what_an_outcome_is_worth_with_its_proof(
    outcome: str, means: str, address: str, reason: str, strength: str
) -> None:
    assert arrival(outcome, means, address, reason, has_proof=True).strength == strength


@given(
    st.sampled_from(OUTCOMES), st.sampled_from(["ems", "courier", "email", "hand", ""]),
    st.sampled_from(["", *ADDRESS_KINDS]), st.sampled_from(["", *RETURN_REASONS]),
)  # fmt: skip
def test_nothing_counts_without_its_proof(outcome: str, means: str, address: str, reason: str) -> None:
    one = arrival(outcome, means, address, reason, has_proof=False)
    assert one.strength == "unproven"
    assert one.advice is not None


@given(st.sampled_from(["ems", "email", "hand", ""]), st.sampled_from(["", *ADDRESS_KINDS]))
def test_what_may_not_count_says_what_to_do_instead(means: str, address: str) -> None:
    for outcome in OUTCOMES:
        for reason in RETURN_REASONS:
            one = arrival(outcome, means, address, reason, has_proof=True)
            assert (one.advice is None) == (one.strength == "strong")


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ((), "issued"),
        (("sent",), "sent"),
        (("sent", "delivered"), "delivered"),
        (("delivered", "sent"), "delivered"),
        (("sent", "returned"), "returned"),
        (("sent", "returned", "sent"), "sent"),
        (("sent", "returned", "sent", "refused"), "refused"),
        (("sent", "agreed", "delivered"), "agreed"),
        (("agreed", "disputed"), "disputed"),
        (("void",), "void"),
        (("sent", "delivered", "withdrawn", "agreed"), "withdrawn"),
        (("sent", "copied"), "sent"),
    ],
)
def test_how_far_a_document_has_come(events: tuple[str, ...], expected: str) -> None:
    assert state(*events) == expected
