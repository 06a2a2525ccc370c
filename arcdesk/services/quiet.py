"""The quiet hours of the company, and what they say of a contact about to be made (R70)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from arcdesk.domain.gate import Reason
from arcdesk.domain.policy import MOST_ATTEMPTS
from arcdesk.domain.quiet import DEFAULT_HOURS, INTRUSIVE, QuietHours, clock_time, is_quiet
from arcdesk.models.queries.approaches import attempts_on
from arcdesk.services.company import CompanyService
from arcdesk.services.reference import Reference

PREFERENCE = "quiet_hours"


class QuietService:
    """One setting for the reminders, the contact log and short messages."""

    def __init__(self, company: CompanyService, reference: Reference) -> None:
        self._company = company
        self._reference = reference

    def hours(self) -> QuietHours:
        """The hours kept for this workspace; 22:00 to 08:00 where none are."""
        return read_hours(self._company)

    def set_hours(self, hours: QuietHours) -> QuietHours:
        """Keep the hours; a start equal to the end means none."""
        value = {"from": f"{hours.starts:%H:%M}", "to": f"{hours.ends:%H:%M}"}
        self._company.set_preference(PREFERENCE, value)
        return hours

    def is_quiet(self, moment: datetime) -> bool:
        """Whether no notice is to be shown at ``moment``: in the quiet hours, or on a day that is not worked."""
        return is_quiet(moment, self._reference.workdays, self.hours())

    def remarks(self, customer_id: int, channel: str, at: datetime, person: str = "") -> tuple[Reason, ...]:
        """What speaks against a contact with somebody by ``channel`` at ``at``; it warns and blocks nothing.

        Attempts are counted by person where one is named, else over the whole customer.
        """
        if channel not in INTRUSIVE:
            return ()
        found = [hour_remark(channel, at, self.hours())]
        tried = attempts_on(at.date(), customer_id, INTRUSIVE)
        count = tried.get(person, 0) if person else sum(tried.values())
        if count >= MOST_ATTEMPTS:
            found.append(_tried(person, count))
        return tuple(remark for remark in found if remark is not None)


def _tried(person: str, count: int) -> Reason:
    text = "The customer was tried {count} times on this day. Let it rest until tomorrow."
    if person:
        text = "{person} was tried {count} times on this day. Let it rest until tomorrow."
    return Reason("tried_enough", text, {"count": count, "person": person})


def read_hours(company: CompanyService) -> QuietHours:
    """The hours kept in the preferences."""
    kept = company.preference(PREFERENCE)
    if not isinstance(kept, Mapping):
        return DEFAULT_HOURS
    return QuietHours(clock_time(str(kept.get("from", "22:00"))), clock_time(str(kept.get("to", "08:00"))))


def hour_remark(channel: str, moment: datetime, hours: QuietHours) -> Reason | None:
    """What speaks against a contact by ``channel`` at ``moment``; it warns and blocks nothing."""
    if channel not in INTRUSIVE or not hours.covers(moment.time()):
        return None
    text = "It is {time}. Between {from} and {to} nobody should be called, written to or visited without his consent."
    return Reason(
        "quiet_hours",
        text,
        {"time": f"{moment:%H:%M}", "from": f"{hours.starts:%H:%M}", "to": f"{hours.ends:%H:%M}"},
    )
