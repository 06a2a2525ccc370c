"""Policies as plain values: what the database keeps and a file carries, and who is chased by which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from arcdesk.domain.errors import Refusal
from arcdesk.domain.policies import DEFAULT, SHIPPED
from arcdesk.domain.policy import Action, Condition, Level, Policy, check
from arcdesk.models.policy import PolicyChoice, PolicyVersion


class NoPolicyRow(Refusal):
    """A row of a file that is no level."""

    sentence = "Row {row} is no row of a policy. It needs from_days and actions."


@dataclass(frozen=True, slots=True)
class Choices:
    """By which policy (code) everybody, a grade or a customer (id) is chased; the nearest one counts."""

    everybody: str = DEFAULT.code
    grades: Mapping[str, str] = field(default_factory=dict)
    customers: Mapping[int, str] = field(default_factory=dict)

    def of(self, customer_id: int, grade: str) -> str:
        """The code that counts for a customer."""
        return self.customers.get(customer_id) or self.grades.get(grade) or self.everybody


def to_rows(levels: Iterable[Level]) -> list[dict[str, Any]]:
    """Levels as values for JSON."""
    return [
        {
            "from_days": level.from_days,
            "actions": [_without_empty(step=a.step, letter=a.letter, role=a.role) for a in level.actions],
            "conditions": [[each.field, each.operation, each.value] for each in level.conditions],
            "wait_days": level.wait_days,
            "script": level.script,
        }
        for level in levels
    ]


def from_rows(rows: Iterable[Any]) -> tuple[Level, ...]:
    """Levels out of values, checked.

    Raises:
        NoPolicyRow, BadLevel, EmptyPolicy.
    """
    found = []
    for number, row in enumerate(rows, 1):
        try:
            found.append(
                Level(
                    int(row["from_days"]),
                    tuple(
                        Action(str(a["step"]), str(a.get("letter", "")), str(a.get("role", "")))  # type: ignore[arg-type]
                        for a in row["actions"]
                    ),
                    tuple(Condition(*(str(part) for part in each)) for each in row.get("conditions", ())),
                    int(row.get("wait_days", 7)),
                    str(row.get("script", "")),
                )
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise NoPolicyRow(row=number, field="levels") from error
    return check(found)


def policies() -> dict[str, Policy]:
    """Every policy in its present form, the shipped ones first."""
    found = dict(SHIPPED)
    for row in PolicyVersion.select().order_by(PolicyVersion.id):
        found[row.code] = Policy(row.code, row.name, from_rows(row.levels), row.version)
    return found


def choices() -> Choices:
    """Who is chased by which policy now."""
    everybody, grades, customers = DEFAULT.code, dict[str, str](), dict[int, str]()
    for row in PolicyChoice.select().order_by(PolicyChoice.id):
        if row.scope == "grade":
            grades[row.key] = row.policy
        elif row.scope == "customer":
            customers[int(row.key)] = row.policy
        else:
            everybody = row.policy or DEFAULT.code
    return Choices(
        everybody,
        {grade: code for grade, code in grades.items() if code},
        {customer: code for customer, code in customers.items() if code},
    )


def _without_empty(**values: str) -> dict[str, str]:
    return {name: value for name, value in values.items() if value}
