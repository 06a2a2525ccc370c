"""What is to be told by a notice, once: the digest of the morning, and follow-ups (S-079, F-35, C33, C34)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from arcdesk.domain.quiet import clock_time
from arcdesk.models.collection import FollowUp
from arcdesk.models.told import NoticeTold
from arcdesk.services.company import CompanyService
from arcdesk.services.day_list import DayListService
from arcdesk.services.decided import decisions
from arcdesk.services.followups import FollowUpService, Notice
from arcdesk.services.quiet import QuietService
from arcdesk.services.unit_of_work import UnitOfWork

PREFERENCE = "reminders"
DIGEST_PREFERENCE = "digest"
DIGEST_AT = time(9)
LOOK_AHEAD_DAYS = 40
State = Literal["on", "quiet", "off"]


@dataclass(frozen=True, slots=True)
class ReminderSettings:
    """Whether anything is told, and whether and when the digest of the morning is."""

    is_on: bool = True
    digest: bool = True
    digest_at: time = DIGEST_AT


@dataclass(frozen=True, slots=True)
class Digest:
    """The day in one notice. ``overdue_fen`` by currency; ``counts`` the reasons by kind.

    ``fresh`` says how many customers have a reason that the digest before did not tell; ``matters`` are all of them.
    """

    day: date
    customers: int
    overdue_fen: Mapping[str, int]
    counts: Mapping[str, int]
    fresh: int
    matters: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Telling:
    """What is to be told now; nothing while ``state`` is quiet or off."""

    state: State
    digest: Digest | None = None
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether reminding works: what was told last and by what, and what comes next.

    ``next_digest_at`` is None where there is none; ``next_follow_up_on`` the first day with a follow-up not told;
    ``waiting`` counts those due already.
    """

    state: State
    last_told_at: datetime | None
    shown_by: str
    next_digest_at: datetime | None
    next_follow_up_on: date | None
    waiting: int


class ReminderService:
    """Says what is to be told and keeps what was; the window and ``arcdesk remind`` share it."""

    def __init__(
        self,
        work: UnitOfWork,
        company: CompanyService,
        quiet: QuietService,
        followups: FollowUpService,
        day_list: DayListService,
    ) -> None:
        self._work = work
        self._company = company
        self._quiet = quiet
        self._followups = followups
        self._day_list = day_list

    def settings(self) -> ReminderSettings:
        """What is set for these books; the digest at nine where nothing is."""
        kept = self._company.preference(DIGEST_PREFERENCE)
        kept = kept if isinstance(kept, Mapping) else {}
        return ReminderSettings(
            bool(self._company.preference(PREFERENCE, True)),
            bool(kept.get("on", True)),
            clock_time(str(kept.get("at", f"{DIGEST_AT:%H:%M}"))),
        )

    def keep(self, settings: ReminderSettings) -> ReminderSettings:
        """Keep the settings; what did not change is not written."""
        before = self.settings()
        if settings.is_on != before.is_on:
            self._company.set_preference(PREFERENCE, settings.is_on)
        if (settings.digest, settings.digest_at) != (before.digest, before.digest_at):
            value = {"on": settings.digest, "at": f"{settings.digest_at:%H:%M}"}
            self._company.set_preference(DIGEST_PREFERENCE, value)
        return settings

    def daily_at(self) -> time:
        """When a scheduler should look: at the digest's time, and never before the quiet hours end."""
        ends, at = self._quiet.hours().ends, self.settings().digest_at
        return max(ends, at) if self._quiet.hours().covers(at) else at

    def telling(self, now: datetime, *, is_asked: bool = False) -> Telling:
        """What is due at ``now`` and was never told: computed from the books, so that no sleep loses anything (C33).

        ``is_asked`` by a person, it is told at night and with reminders off as well.

        Whoever is skipped today is told tomorrow.

        Of a day whose digest is told, nothing of the digest is told again, also with the clock set back.
        """
        settings = self.settings()
        if not settings.is_on and not is_asked:
            return Telling("off")
        if self._quiet.is_quiet(now) and not is_asked:
            return Telling("quiet")
        is_time = settings.digest and (is_asked or now.time() >= settings.digest_at)
        is_time = is_time and now.date() == self._work.clock.today()  # another day's digest is told on that day
        digest = self.digest(now.date()) if is_time and not _is_told(now.date()) else None
        skipped = {who for who, each in decisions(now.date()).items() if each.decision.kind == "skip"}
        due = self._followups.due_notices(now.date())
        return Telling("on", digest, tuple(notice for notice in due if notice.customer_id not in skipped))

    def digest(self, day: date) -> Digest | None:
        """The list of ``day`` in figures: who is still to do; None where nobody is."""
        rows = self._day_list.of(day).open
        if not rows:
            return None
        overdue: Counter[str] = Counter()
        counts: Counter[str] = Counter()
        matters: set[tuple[int, str]] = set()
        for row in rows:
            overdue[row.currency] += row.overdue_fen
            counts.update(reason.rule for reason in row.reasons)
            matters.update((row.customer_id, reason.rule) for reason in row.reasons)
        fresh = {customer for customer, _ in matters - _last_matters(day)}
        sums = {code: fen for code, fen in sorted(overdue.items()) if fen}
        return Digest(day, len(rows), sums, dict(counts), len(fresh), tuple(sorted(matters)))

    def told_digest(self, digest: Digest, shown_by: str, follow_up_ids: Iterable[int] = ()) -> None:
        """Remember that the digest was shown, and the follow-ups that it stood for."""
        ids = list(follow_up_ids)
        now = self._work.clock.now()
        if _is_told(digest.day):
            return
        with self._work.write("notice.digest", day=digest.day, customers=digest.customers, follow_ups=ids) as deed:
            matters = [list(each) for each in digest.matters]
            NoticeTold.create(kind="digest", day=digest.day, matters=matters, shown_by=shown_by, told_at=now)
            FollowUp.update(notified_on=now.date()).where(FollowUp.id.in_(ids)).execute()
            deed.touch("notice")

    def told_follow_ups(self, follow_up_ids: Iterable[int], shown_by: str) -> None:
        """Remember that these follow-ups were shown, so that they are never shown twice."""
        ids = list(follow_up_ids)
        if not ids:
            return
        now = self._work.clock.now()
        with self._work.write("follow_up.notified", follow_ups=ids, shown_by=shown_by) as deed:
            FollowUp.update(notified_on=now.date()).where(FollowUp.id.in_(ids)).execute()
            NoticeTold.create(kind="follow_up", day=now.date(), matters=ids, shown_by=shown_by, told_at=now)
            deed.touch("notice")

    def standing(self, now: datetime) -> Standing:
        """Whether and when notices come: reminders that stopped must be seen to have stopped (C34)."""
        settings = self.settings()
        state: State = "on" if settings.is_on else "off"
        if state == "on" and self._quiet.is_quiet(now):
            state = "quiet"
        last = NoticeTold.select().order_by(NoticeTold.id.desc()).first()
        query = FollowUp.select().where((FollowUp.state == "open") & FollowUp.notified_on.is_null())
        first = query.order_by(FollowUp.due_on).first()
        return Standing(
            state,
            last.told_at if last else None,
            last.shown_by if last else "",
            self._next_digest(now, settings) if settings.is_on and settings.digest else None,
            first.due_on if first else None,
            query.where(FollowUp.due_on <= now.date()).count(),
        )

    def _next_digest(self, now: datetime, settings: ReminderSettings) -> datetime | None:
        """The first moment at which a digest may be told: never in the quiet hours or on a day of rest."""
        ends = self._quiet.hours().ends
        for ahead in range(LOOK_AHEAD_DAYS):
            day = now.date() + timedelta(days=ahead)
            for at in (settings.digest_at, ends):
                moment = datetime.combine(day, at, now.tzinfo)
                if not self._quiet.is_quiet(moment) and not _is_told(day):
                    return max(moment, now)
        return None


def _is_told(day: date) -> bool:
    return NoticeTold.select().where((NoticeTold.kind == "digest") & (NoticeTold.day == day)).exists()


def _last_matters(day: date) -> frozenset[tuple[int, str]]:
    query = NoticeTold.select().where((NoticeTold.kind == "digest") & (NoticeTold.day < day))
    last = query.order_by(NoticeTold.day.desc()).first()
    return frozenset((int(customer), str(kind)) for customer, kind in last.matters) if last else frozenset()
