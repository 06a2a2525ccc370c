"""Policies: shipped ones to copy, own ones in versions, who is chased by which, a trial before use (F-27, F-28)."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from arcdesk.domain.errors import Refusal
from arcdesk.domain.grading import GRADES
from arcdesk.domain.policies import SHIPPED
from arcdesk.domain.policy import Level, Policy
from arcdesk.domain.policy import check as check_levels
from arcdesk.files import write_durably
from arcdesk.models.policy import PolicyChoice, PolicyVersion
from arcdesk.services.customers import CustomerService
from arcdesk.services.policy_rows import Choices, choices, from_rows, policies, to_rows
from arcdesk.services.unit_of_work import UnitOfWork
from arcdesk.services.worklist import TodayEntry, WorklistService

LARGEST_FILE = 500_000
_CODE = re.compile(r"[\w\-.]{1,30}")


class UnknownPolicy(Refusal):
    """No policy of that code."""

    sentence = "There is no policy “{code}”. Choose one of: {known}."


class PolicyShipped(Refusal):
    """A shipped policy is not changed, only copied."""

    sentence = "“{code}” ships with ArcDesk and stays as it is. Save it under another code."


class BadPolicyCode(Refusal):
    """A code that is none."""

    sentence = "“{code}” cannot be the code of a policy. Use up to 30 letters, digits, - and _."


class PolicyUnchanged(Refusal):
    """A version like the one before it."""

    sentence = "The policy “{code}” says this already. Nothing was saved."


class UnknownGrade(Refusal):
    """None of the grades."""

    sentence = "“{grade}” is not a grade. Choose one of: {known}."


class NoPolicyFile(Refusal):
    """A file that holds no policy."""

    sentence = "“{file}” holds no policy."


@dataclass(frozen=True, slots=True)
class SavedPolicy:
    """One version that was saved."""

    policy: Policy
    note: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class TrialLine:
    """A customer for whom the day would look different: what is to be done now and then (texts to translate).

    Nothing where he is not on the list.
    """

    customer_id: int
    customer_code: str
    customer_name: str
    now: tuple[str, ...]
    then: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """What today would look like under another policy: customers by first step, now and then, and who differs."""

    now: Mapping[str, int]
    then: Mapping[str, int]
    lines: tuple[TrialLine, ...]


class PolicyService:
    """Keeps the policies and says who is chased by which."""

    def __init__(self, work: UnitOfWork, customers: CustomerService, worklist: WorklistService) -> None:
        self._work = work
        self._customers = customers
        self._worklist = worklist

    def all(self) -> tuple[Policy, ...]:
        """Every policy in its present form, the shipped ones first."""
        return tuple(policies().values())

    def find(self, code: str) -> Policy:
        """The policy of this code.

        Raises:
            UnknownPolicy.
        """
        known = policies()
        if code not in known:
            raise UnknownPolicy(code=code, known=", ".join(known), field="policy")
        return known[code]

    def versions(self, code: str) -> tuple[SavedPolicy, ...]:
        """The versions saved under a code, newest first."""
        rows = PolicyVersion.select().where(PolicyVersion.code == code).order_by(PolicyVersion.id.desc())
        return tuple(
            SavedPolicy(Policy(row.code, row.name, from_rows(row.levels), row.version), row.note, row.made_at)
            for row in rows
        )

    def save(self, code: str, name: str, levels: Iterable[Level], note: str = "") -> Policy:
        """Save a policy of one's own as its next version; from then on it counts where it is chosen.

        Raises:
            PolicyShipped, BadPolicyCode, EmptyPolicy, BadLevel, PolicyUnchanged.
        """
        code, name = code.strip(), name.strip() or code.strip()
        if code in SHIPPED:
            raise PolicyShipped(code=code, field="code")
        if not _CODE.fullmatch(code):
            raise BadPolicyCode(code=code, field="code")
        rows = check_levels(tuple(levels))
        before = policies().get(code)
        if before and (before.name, to_rows(before.levels)) == (name, to_rows(rows)):
            raise PolicyUnchanged(code=code, field="levels")
        version = before.version + 1 if before else 1
        kept = to_rows(rows)
        with self._work.write("policy.saved", code=code, version=version, name=name, levels=kept, note=note) as deed:
            PolicyVersion.create(
                code=code, version=version, name=name, levels=kept, note=note.strip(), made_at=self._work.clock.now()
            )
            deed.touch("policy")
        return self.find(code)

    def choices(self) -> Choices:
        """By which policy everybody, a grade or a customer is chased."""
        return choices()

    def of(self, customer_id: int) -> Policy:
        """The policy that counts for a customer.

        Raises:
            UnknownCustomer.
        """
        profile = self._customers.find(customer_id)
        return self.find(choices().of(profile.id, profile.grade))

    def choose(self, code: str, *, grade: str = "", customer_id: int | None = None) -> Choices:
        """Chase everybody, a grade or one customer by a policy; "" takes the choice back.

        Raises:
            UnknownPolicy, UnknownGrade, UnknownCustomer.
        """
        if code:
            self.find(code)
        scope, key = "all", ""
        if customer_id is not None:
            scope, key = "customer", str(self._customers.find(customer_id).id)
        elif grade:
            if grade not in GRADES:
                raise UnknownGrade(grade=grade, known=", ".join(GRADES), field="grade")
            scope, key = "grade", grade
        with self._work.write("policy.chosen", customer_id, scope=scope, key=key, policy=code) as deed:
            PolicyChoice.create(scope=scope, key=key, policy=code, made_at=self._work.clock.now())
            deed.touch("policy", customer_id)
        return choices()

    def try_out(self, policy: Policy, on: date | None = None) -> Trial:
        """What the list of a day would look like if everybody were chased by ``policy``; nothing is changed."""
        before = {entry.customer_id: entry for entry in self._worklist.today(on)}
        after = {entry.customer_id: entry for entry in self._worklist.today(on, policy=policy)}
        lines = [
            _line(before.get(each), after.get(each))
            for each in dict.fromkeys([*after, *before])
            if _said(before.get(each)) != _said(after.get(each))
        ]
        return Trial(_steps(before.values()), _steps(after.values()), tuple(lines))

    def export(self, code: str, target: Path) -> Path:
        """Write a policy into a JSON file.

        Raises:
            UnknownPolicy, CannotWrite.
        """
        policy = self.find(code)
        document = {"code": policy.code, "name": policy.name, "levels": to_rows(policy.levels)}
        write_durably(target, (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8"))
        return target

    def read(self, file: Path) -> Policy:
        """The policy of a JSON file; nothing is saved.

        Raises:
            NoPolicyFile, NoPolicyRow, BadLevel, EmptyPolicy.
        """
        try:
            with file.open("rb") as handle:
                content = handle.read(LARGEST_FILE + 1)
            document: Any = json.loads(content.decode("utf-8-sig")) if len(content) <= LARGEST_FILE else {}
            rows, code, name = document["levels"], str(document["code"]), str(document.get("name", ""))
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise NoPolicyFile(file=file.name, field="file") from error
        if not isinstance(rows, list):
            raise NoPolicyFile(file=file.name, field="file")
        return Policy(code, name or code, from_rows(rows))


def _said(entry: TodayEntry | None) -> tuple[object, ...]:
    if entry is None:
        return ()
    return (entry.kind, entry.step, [(reason.text_key, reason.rule) for reason in entry.reasons])


def _line(before: TodayEntry | None, after: TodayEntry | None) -> TrialLine:
    known = after or before
    assert known is not None
    return TrialLine(
        known.customer_id, known.customer_code, known.customer_name, _to_do(before), _to_do(after)
    )


def _to_do(entry: TodayEntry | None) -> tuple[str, ...]:
    """The action of an entry, and those that the policy asks for beside it."""
    if entry is None:
        return ()
    beside = [reason.text_key for reason in entry.reasons[1:] if reason.rule == entry.kind and not reason.values]
    return (entry.action, *beside)


def _steps(entries: Iterable[TodayEntry]) -> dict[str, int]:
    return dict(Counter(entry.step for entry in entries).most_common())
