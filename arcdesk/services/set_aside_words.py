"""Decisions about the day's list in words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from arcdesk.i18n import tr

if TYPE_CHECKING:
    from arcdesk.domain.set_aside import Decision
    from arcdesk.services.set_aside import SetAsideLine

KINDS = {"done": "done|decision", "snooze": "snoozed|decision", "skip": "skipped|decision"}
ENDS = {
    "expired": "ran out on {day}", "taken_back": "taken back on {day}", "replaced": "replaced on {day}",
}  # fmt: skip


def kind_text(kind: str) -> str:
    """Done, snoozed or skipped."""
    return tr(KINDS[kind])


def ended_text(line: SetAsideLine) -> str:
    """Whether the decision counts, or how and when it ended."""
    return tr(ENDS[line.ended_by], day=line.ended_on) if line.ended_by else tr("counts|decision")


def state_text(state: str, until: date | None, note: str) -> str:
    """What became of somebody on the list: done, snoozed until a day, or skipped, and why."""
    if state == "snoozed":
        head = tr("until {day}", day=until)
        return f"{head} · {note}" if note else head
    if state == "skipped":
        return tr("skipped today: {reason}", reason=note)
    return tr("done: {reason}", reason=note) if note else tr("done")


def back_text(decision: Decision) -> str:
    """What somebody was set aside for before something graver came."""
    values = {"day": decision.made_on, "until": decision.back_on, "reason": decision.reason}
    if decision.kind == "snooze":
        return tr("Snoozed on {day} until {until} ({reason}), and back because of what came since", **values)
    return tr("Set aside on {day} ({reason}), and back because of what came since", **values)
