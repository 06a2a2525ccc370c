"""People inside the firm: roles, and to whom what a policy asks of a role is handed (S-200, S-201, S-204)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from arcdesk.domain.policy import ROLES

STAFF_ROLES = (*ROLES, "finance")
"""Roles of the policy, and the accountants who work in the program themselves."""

ROLE_NAMES: Mapping[str, str] = {
    "sales": "Sales|role",
    "sales_manager": "Sales manager|role",
    "finance": "Finance|role",
    "finance_manager": "Finance supervisor|role",
    "director": "Director|role",
    "cfo": "CFO|role",
    "legal": "Legal|role",
}
"""Texts to translate, in the order of responsibility."""


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of the firm as tasks see him."""

    name: str
    role: str
    takes_tasks: bool = True
    left_on: date | None = None

    def is_here(self, day: date) -> bool:
        """Whether something may be handed to him on ``day``."""
        return self.left_on is None or day < self.left_on


def recipient(role: str, owner: str, salesperson: str, people: Iterable[Colleague], day: date) -> str:
    """Who gets what is asked of ``role`` for a customer; "" where nobody is named.

    What is asked of sales goes to the customer's own salesperson, else to his owner; of several
    people of one role the owner of the customer comes first, then whoever was entered first.
    """
    here = [one for one in people if one.is_here(day)]
    gone = {one.name for one in people if not one.is_here(day)}
    if role == "sales":
        for name in (salesperson, owner):
            if name and name not in gone:
                return name
    fit = [one.name for one in here if one.role == role and one.takes_tasks]
    if owner in fit:
        return owner
    return fit[0] if fit else ""
