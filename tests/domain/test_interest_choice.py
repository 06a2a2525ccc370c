"""Which basis is claimed by itself: the agreed rate, the regulation, the LPR at breach (R22 to R25)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from arcdesk.domain.interest_choice import ClaimFacts, choose_basis, why_text

SINCE = date(2025, 7, 1)


@pytest.mark.parametrize(
    ("facts", "basis", "alternatives"),
    [
        (ClaimFacts(Decimal("0.001"), SINCE), "contract", ("lpr_fixed", "lpr_floating")),
        (ClaimFacts(None, SINCE), "lpr_fixed", ("lpr_floating",)),
        (ClaimFacts(None, SINCE, "large", "small"), "sme", ("lpr_fixed", "lpr_floating")),
        (ClaimFacts(None, SINCE, "public", "micro"), "sme", ("lpr_fixed", "lpr_floating")),
        (
            ClaimFacts(Decimal("0.0002"), SINCE, "large", "medium"),
            "contract",
            ("lpr_fixed", "lpr_floating", "sme"),
        ),
        (ClaimFacts(None, SINCE, "large", ""), "lpr_fixed", ("lpr_floating", "sme")),
        (ClaimFacts(None, SINCE, "large", "large"), "lpr_fixed", ("lpr_floating",)),
        (ClaimFacts(None, SINCE, "small", "small"), "lpr_fixed", ("lpr_floating",)),
        (ClaimFacts(None, date(2020, 8, 31), "large", "small"), "lpr_fixed", ("lpr_floating",)),
        (ClaimFacts(None, date(2020, 9, 1), "large", "small"), "sme", ("lpr_fixed", "lpr_floating")),
    ],
)
def test_the_basis_follows_from_contract_and_sizes(
    facts: ClaimFacts, basis: str, alternatives: tuple[str, ...]
) -> None:
    choice = choose_basis(facts)
    assert (choice.basis, choice.alternatives) == (basis, alternatives)
    assert choice.why.rule == basis


def test_a_claim_by_the_regulation_says_when_the_debtor_is_not_bound_by_it() -> None:
    assert why_text("sme", ClaimFacts(None, SINCE, "small")).rule == "sme_not_binding"
    assert why_text("sme", ClaimFacts(None, SINCE)).rule == "sme"
