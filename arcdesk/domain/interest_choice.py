"""Which basis late interest is claimed on where nobody chose one, and what else might be (R22 to R25)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from arcdesk.domain.gate import Reason
from arcdesk.domain.interest_terms import SME_DAILY_RATE, InterestBasis
from arcdesk.domain.lawful_terms import SME_DAYS
from arcdesk.domain.rate_texts import plain_percent

SME_SIZES = ("medium", "small", "micro")
"""Sizes of a company that the regulation on payments protects (R25)."""

SME_SINCE = date(2020, 9, 1)
"""The regulation of 2020 had the same rule of interest; older contracts do not fall under it (R25)."""


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """What decides over the basis.

    Attributes:
        daily_rate: Penalty rate of the contract, a fraction per day; ``None`` where it is silent.
        contract_on: Day of the contract, else of the invoice.
        debtor_size, creditor_size: large, medium, small, micro, public; empty where unknown.
    """

    daily_rate: Decimal | None
    contract_on: date
    debtor_size: str = ""
    creditor_size: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """The basis, why it is the one, and the other ones that may be claimed instead."""

    basis: InterestBasis
    why: Reason
    alternatives: tuple[InterestBasis, ...]


def choose_basis(facts: ClaimFacts) -> Choice:
    """The agreed rate; failing that the regulation's where both sides' sizes say so; else the LPR at breach.

    The regulation stays an alternative where it might apply, because the company's own size is not known.
    """
    if facts.daily_rate is not None:
        basis: InterestBasis = "contract"
    elif _falls_under_regulation(facts) and facts.creditor_size in SME_SIZES:
        basis = "sme"
    else:
        basis = "lpr_fixed"
    possible: list[InterestBasis] = ["contract"] if facts.daily_rate is not None else []
    possible += ["lpr_fixed", "lpr_floating"]
    if _may_fall_under_regulation(facts):
        possible.append("sme")
    return Choice(basis, why_text(basis, facts), tuple(other for other in possible if other != basis))


def why_text(basis: InterestBasis, facts: ClaimFacts) -> Reason:
    """Why interest is reckoned on ``basis``, whoever chose it."""
    if basis == "contract":
        return Reason("contract", text_key="Agreed in the contract (Civil Code Art. 585).", values={})
    if basis == "sme":
        percent = plain_percent(SME_DAILY_RATE * 100)
        if facts.debtor_size and facts.debtor_size not in SME_DAYS:
            return Reason(
                "sme_not_binding",
                text_key="{percent} % per day by the Regulations on Payments to SMEs; they bind public bodies and "
                "large enterprises only, and this customer is entered as neither.",
                values={"percent": percent},
            )
        return Reason(
            "sme",
            text_key="Nothing was agreed; against a public body or large enterprise a small or medium one may claim "
            "{percent} % per day (Regulations on Payments to SMEs, Art. 17), if it said so when contracting.",
            values={"percent": percent},
        )
    if basis == "lpr_floating":
        return Reason(
            "lpr_floating",
            text_key="By the LPR of each period: used by some calculators and courts; by the text of Art. 18 the LPR "
            "at the time of default counts.",
            values={},
        )
    return Reason(
        "lpr_fixed",
        text_key="Nothing was agreed: the 1-year LPR at the time of default plus 30 to 50 % (Interpretation on Sale "
        "Contracts, Art. 18).",
        values={},
    )


def _falls_under_regulation(facts: ClaimFacts) -> bool:
    return facts.debtor_size in SME_DAYS and facts.contract_on >= SME_SINCE


def _may_fall_under_regulation(facts: ClaimFacts) -> bool:
    """Whether what is known does not rule it out; a debtor of unknown size is left to the person."""
    creditor_may = not facts.creditor_size or facts.creditor_size in SME_SIZES
    return _falls_under_regulation(facts) and creditor_may
