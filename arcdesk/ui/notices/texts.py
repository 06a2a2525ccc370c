"""What a notice says: of follow-ups by customer, of the morning in one sentence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from arcdesk.i18n import tr
from arcdesk.ui import format as show
from arcdesk.ui.notices.notice import DONE, SNOOZE, Toast

if TYPE_CHECKING:
    from arcdesk.services.followups import FollowUpLine, Notice
    from arcdesk.services.reminding import Digest, Telling

MOST_TOASTS = 3
LONGEST_TEXT = 180
COUNTED = (
    ("broken_promise", "{count} promises broken"),
    ("promise_due_today", "{count} promises due today"),
    ("deadline_passed", "{count} deadlines of letters passed"),
    ("limitation_alarm", "{count} limitation alarms"),
    ("followup_due", "{count} follow-ups due"),
)
"""What the digest counts beside customers and money, in this order: kind of reason and text to translate."""


def telling_toasts(telling: Telling) -> tuple[Toast, ...]:
    """The digest first; follow-ups of more than three customers are in it, fewer come by themselves."""
    if telling.digest is None:
        return make_toasts(telling.notices)
    merged = len(telling.notices) > MOST_TOASTS
    ids = tuple(number for notice in telling.notices for number in notice.follow_up_ids) if merged else ()
    return (digest_toast(telling.digest, ids), *(() if merged else make_toasts(telling.notices)))


def digest_toast(digest: Digest, follow_up_ids: tuple[int, ...] = ()) -> Toast:
    """The day in one notice; a click opens the Today list."""
    money = " + ".join(show.money_with_sign(fen, code) for code, fen in digest.overdue_fen.items())
    title = tr("{count} customers to see to today", count=digest.customers)
    if money:
        title = tr("{count} customers to see to today, {amount} overdue", count=digest.customers, amount=money)
    parts = [tr(text, count=digest.counts[kind]) for kind, text in COUNTED if digest.counts.get(kind)]
    if 0 < digest.fresh < digest.customers:
        parts.append(tr("{count} of them new", count=digest.fresh))
    return Toast(title, shorten(" · ".join(parts)), follow_up_ids=follow_up_ids, is_digest=True)


def make_toasts(notices: Iterable[Notice]) -> tuple[Toast, ...]:
    """One toast per customer; more than three customers share one that opens the Today list."""
    due = tuple(notices)
    if len(due) <= MOST_TOASTS:
        return tuple(
            Toast(
                tr("Follow up: {customer}", customer=notice.customer_name),
                shorten(" · ".join(map(_line, notice.lines))),
                notice.customer_id,
                notice.follow_up_ids,
                (DONE, SNOOZE),
            )
            for notice in due
        )
    names = tr(", |list").join(notice.customer_name for notice in due)
    ids = tuple(number for notice in due for number in notice.follow_up_ids)
    return (Toast(tr("{count} customers to follow up", count=len(due)), shorten(names), None, ids),)


def shorten(text: str) -> str:
    """``text`` as far as a notice has room."""
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}…"


def _line(line: FollowUpLine) -> str:
    what = line.reason or tr("A follow-up is due.")
    return tr("{what} (since {day})", what=what, day=line.due_on) if line.days_late else what
