"""The order of a court bundle: groups of exhibits, their numbers and their continuous pages (R51 to R53)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

GROUPS: Mapping[str, str] = MappingProxyType(
    {
        "standing": "Standing of the parties",
        "contract": "Contract and orders",
        "performance": "Performance",
        "settlement": "Invoices and statements",
        "payment": "Payments|exhibits",
        "chasing": "Demands and limitation",
        "interest": "Calculation of interest",
        "security": "Guarantees",
        "other": "Other|exhibits",
    }
)
"""The groups of R52 in their order, each with its text key."""

GROUP_OF: Mapping[str, str] = MappingProxyType(
    {
        "licence": "standing",
        "contract": "contract",
        "delivery_note": "performance",
        "invoice": "settlement",
        "statement": "settlement",
        "payment": "payment",
        "letter": "chasing",
        "delivery": "chasing",
        "wechat": "chasing",
        "sms": "chasing",
        "email": "chasing",
        "recording": "chasing",
        "contact": "chasing",
        "worksheet": "interest",
        "limitation": "chasing",
        "guarantee": "security",
    }
)
"""The group that each kind of evidence stands in; an unknown kind stands with the others."""

PURPOSES: Mapping[str, str] = MappingProxyType(
    {
        "licence": "Proves who the parties are.",
        "contract": "Proves the contract, the price, the time of payment and what was agreed for late payment.",
        "delivery_note": "Proves that the goods were delivered and received.",
        "invoice": "Proves the amount invoiced; together with the delivery notes, the claim.",
        "statement": "Proves that the balance was put to the customer and what was said to it.",
        "payment": "Proves what was paid and when.",
        "letter": "Proves that payment was demanded.",
        "delivery": "Proves that the demand arrived, and that limitation was interrupted.",
        "wechat": "Proves what was said about the debt, and by whom.",
        "sms": "Proves what was said about the debt, and by whom.",
        "email": "Proves what was said about the debt, and by whom.",
        "recording": "Proves what was said about the debt, and by whom.",
        "contact": "Proves what was said about the debt, and by whom.",
        "worksheet": "Shows how the interest claimed was calculated.",
        "limitation": "Shows that the claim is within the limitation period.",
        "guarantee": "Proves that the debt is secured.",
    }
)
"""What a piece of that kind usually proves (R51); a note of the person's own goes before it."""

ELECTRONIC = frozenset({"wechat", "sms", "email", "recording"})
"""Kinds that are electronic data (R57): their carrier and hash are listed."""


def group_of(kind: str) -> str:
    """The group of a kind of evidence."""
    return GROUP_OF.get(kind, "other")


def page_ranges(counts: Iterable[int]) -> list[tuple[int, int]]:
    """First and last page of each exhibit, numbered on through the bundle (R53, T6).

    Args:
        counts: pages of each exhibit in order, at least one.
    """
    ranges, last = [], 0
    for count in counts:
        ranges.append((last + 1, last + count))
        last += count
    return ranges


def numbers(groups: Sequence[str]) -> list[str]:
    """Exhibit numbers 1-1, 1-2, 2-1: the group counts where it is not empty, then the piece in it.

    Args:
        groups: the group of each exhibit, in the order of the bundle.
    """
    found: list[str] = []
    order: list[str] = []
    counts: dict[str, int] = {}
    for group in groups:
        if group not in counts:
            order.append(group)
        counts[group] = counts.get(group, 0) + 1
        found.append(f"{order.index(group) + 1}-{counts[group]}")
    return found
