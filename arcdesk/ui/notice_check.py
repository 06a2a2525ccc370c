"""Whether reminders can be shown outside the window: the one check of health that needs the window's libraries."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSystemTrayIcon

from arcdesk.i18n import tr
from arcdesk.services.health import Check
from arcdesk.ui import format as show
from arcdesk.ui.notices.chain import system_notifier

if TYPE_CHECKING:
    from arcdesk.services.reminding import Standing

SHOWN_BY = {
    "bus": "Notices are shown by the desktop, with buttons.",
    "toast": "Notices are shown by Windows, with buttons.",
    "tray": "Notices are shown beside the clock.",
    "": "No tray here; due follow-ups are listed in the window.",
}


def notice_check(standing: Standing | None = None) -> Check:
    """The line for the doctor; without a tray the list in the window stands, so that is no fault.

    There must be an application already.
    """
    text = SHOWN_BY[way()]
    if standing is None:
        return Check("notification", True, text, {})
    return Check("notification", True, "{way} {standing}", {"way": tr(text), "standing": standing_text(standing)})


def way() -> str:
    """What would show a notice now: bus, toast, tray; "" for nothing."""
    best = system_notifier(None)
    name = best.name
    best.close()
    if name:
        return name
    is_possible = QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()
    return "tray" if is_possible else ""


def standing_text(standing: Standing) -> str:
    """When something was told last, and what comes next (C34)."""
    parts = []
    if standing.state == "off":
        parts.append(tr("Reminders are switched off."))
    if standing.last_told_at is not None:
        parts.append(tr("Last told {moment}.", moment=show.moment(standing.last_told_at)))
    else:
        parts.append(tr("Nothing was told yet."))
    if standing.next_digest_at is not None:
        parts.append(tr("Next digest {moment}.", moment=show.moment(standing.next_digest_at)))
    if standing.waiting:
        parts.append(tr("{count} follow-ups wait to be told.", count=standing.waiting))
    elif standing.next_follow_up_on is not None:
        parts.append(tr("Next follow-up {day}.", day=show.day(standing.next_follow_up_on)))
    return reduce(lambda first, then: tr("{way} {standing}", way=first, standing=then), parts)
