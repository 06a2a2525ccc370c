"""The guarantee period (保证期间): by when a creditor must act to keep a guarantor (R9, 692 to 694).

It is no limitation: nothing suspends, interrupts or extends it, and what restarts the clock of
the principal debt leaves it alone. Once it has lapsed the guarantor is free for good, whatever
it signs on a dunning letter, unless it gives a new guarantee (担保制度解释 34).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from arcdesk.domain.dates import add_months
from arcdesk.domain.gate import Reason
from arcdesk.domain.workdays import Workdays

DEFAULT_MONTHS = 6
"""Where no period is agreed (692)."""

GuaranteeKind = Literal["general", "joint"]
"""一般保证 and 连带责任保证; where the contract does not say, it is ``general`` (686)."""

ActKind = Literal["demand", "suit"]
"""``demand``: a claim on the guarantor, in court or out of it; ``suit``: court or arbitration against
the debtor."""

GuaranteeState = Literal["not_due", "running", "secured", "lapsed"]
PeriodBasis = Literal["agreed", "default", "agreed_too_short"]

SECURING: Mapping[GuaranteeKind, ActKind] = {"general": "suit", "joint": "demand"}
"""What keeps the guarantor (693)."""


@dataclass(frozen=True, slots=True)
class GuaranteeAct:
    """Something the creditor did and can prove, on the day it arrived or was filed.

    A suit that was withdrawn is not handed in. ``reference`` is handed back untouched.
    """

    kind: ActKind
    on: date
    reference: object = None


@dataclass(frozen=True, slots=True)
class ActOutcome:
    """Whether an act kept the guarantor, and why."""

    act: GuaranteeAct
    secures: bool
    reason: Reason


@dataclass(frozen=True, slots=True)
class GuaranteeStanding:
    """How a guarantee stands on the day asked about.

    Attributes:
        basis: The period ``agreed``; six months by ``default``; or by default because the one
            agreed ends no later than the principal debt falls due (``agreed_too_short``, 692).
        raw_end: End of the period; ``last_day`` is moved on to a working day.
        provisional: Holidays of that year are not published.
        secured_by: The first act that kept the guarantor.
        limitation_start: Of the guarantee debt, where it is known: with a joint guarantee the
            day of the claim (694), to hand to ``clock`` as its due date.
        reason: What this means or what to do, to translate with its values.
    """

    kind: GuaranteeKind
    basis: PeriodBasis
    principal_due_on: date
    raw_end: date
    last_day: date
    provisional: bool
    state: GuaranteeState
    secured_by: GuaranteeAct | None
    lapsed_on: date | None
    limitation_start: date | None
    reason: Reason
    acts: tuple[ActOutcome, ...]

    def days_left(self, today: date) -> int | None:
        """Days from ``today`` to the raw end; ``None`` once secured or lapsed."""
        return (self.raw_end - today).days if self.state in ("not_due", "running") else None


def guarantee(
    kind: GuaranteeKind,
    principal_due_on: date,
    acts: Iterable[GuaranteeAct] = (),
    *,
    workdays: Workdays,
    today: date,
    agreed_until: date | None = None,
    agreed_months: int | None = None,
) -> GuaranteeStanding:
    """How the guarantee of one principal debt stands on ``today``, by what was done up to then.

    Args:
        agreed_until: Last day of the period by the contract; ``None`` where nothing, or nothing
            clear as "until all is paid", is agreed.
        agreed_months: Or its length from the due date of the principal debt.

    Raises:
        DayOutOfRange: a period that ends outside the years that ArcDesk keeps.
    """
    if agreed_until is None and agreed_months is not None:
        agreed_until = add_months(principal_due_on, agreed_months)
    basis: PeriodBasis = "default" if agreed_until is None else "agreed"
    if agreed_until is None or agreed_until <= principal_due_on:
        basis = "agreed_too_short" if agreed_until is not None else "default"
        raw_end = add_months(principal_due_on, DEFAULT_MONTHS)
    else:
        raw_end = agreed_until
    last_day = workdays.roll(raw_end)
    known = sorted((act for act in acts if act.on <= today), key=lambda act: act.on)
    outcomes = tuple(_judge(kind, act, principal_due_on, last_day) for act in known)
    secured_by = next((outcome.act for outcome in outcomes if outcome.secures), None)
    state = _state(principal_due_on, last_day, today, secured_by)
    return GuaranteeStanding(
        kind=kind,
        basis=basis,
        principal_due_on=principal_due_on,
        raw_end=raw_end,
        last_day=last_day,
        provisional=workdays.is_provisional(raw_end) or workdays.is_provisional(last_day),
        state=state,
        secured_by=secured_by,
        lapsed_on=last_day if state == "lapsed" else None,
        limitation_start=secured_by.on if secured_by is not None and kind == "joint" else None,
        reason=_meaning(kind, state, raw_end, last_day, secured_by),
        acts=outcomes,
    )


def _state(due_on: date, last_day: date, today: date, secured_by: GuaranteeAct | None) -> GuaranteeState:
    if secured_by is not None:
        return "secured"
    if today > last_day:
        return "lapsed"
    return "not_due" if today <= due_on else "running"


def _judge(kind: GuaranteeKind, act: GuaranteeAct, due_on: date, last_day: date) -> ActOutcome:
    if act.kind != SECURING[kind]:
        if kind == "general":
            text = "No effect: a general guarantor is kept only by suing the debtor or by arbitration."
        else:
            text = "No effect: a joint guarantor is kept only by a claim against the guarantor."
        return ActOutcome(act, secures=False, reason=Reason("wrong_act", text, {}))
    if act.on <= due_on:
        text = "No effect: the principal debt was not overdue before {due_on}."
        return ActOutcome(act, secures=False, reason=Reason("before_due", text, {"due_on": due_on}))
    if act.on > last_day:
        text = "No effect: the guarantee period had ended on {last_day}."
        return ActOutcome(act, secures=False, reason=Reason("late", text, {"last_day": last_day}))
    text = "In time: the guarantee period ran up to {last_day}."
    return ActOutcome(act, secures=True, reason=Reason("in_time", text, {"last_day": last_day}))


def _meaning(
    kind: GuaranteeKind, state: GuaranteeState, raw_end: date, last_day: date, secured_by: GuaranteeAct | None
) -> Reason:
    if secured_by is not None:
        if kind == "joint":
            text = "Kept by the claim of {on}; three years of limitation run against the guarantor from then."
        else:
            text = (
                "Kept by the proceeding of {on}; limitation begins when the guarantor may no longer refuse."
            )
        return Reason("secured", text, {"on": secured_by.on})
    if state == "lapsed":
        text = "Lapsed on {last_day}: the guarantor is free. Signing a letter does not bind it again."
        return Reason("lapsed", text, {"last_day": last_day})
    if kind == "joint":
        text = "Claim payment from the guarantor, provably, by {raw_end}."
    else:
        text = "Sue the debtor, or go to arbitration, by {raw_end}."
    return Reason(state, text, {"raw_end": raw_end})
