"""Today's list kept up to date: who is concerned is read and judged anew, the others are not.

Reading ten thousand customers takes longer than judging them, and judging them longer than one of them.
docs/decisions/0032-work-list.md.
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from operator import itemgetter

from arcdesk.collector import leave_alone
from arcdesk.domain.alarms import LimitationEnd
from arcdesk.domain.policies import DEFAULT
from arcdesk.domain.worklist import work_entry
from arcdesk.models.queries.dated import touched_within
from arcdesk.services.changes import ChangeHub
from arcdesk.services.policy_rows import choices, policies
from arcdesk.services.worklist_entry import TodayEntry, entry_of
from arcdesk.services.worklist_facts import Known, LimitationProvider, follow_ups, read_known
from arcdesk.services.worklist_news import NewsDesk

MOST_ALONE = 25
"""So many customers are read one by one; for more, everybody is read at once."""

MANY = 1_000
"""From so many customers on what is kept of them is no small matter to look through."""

AHEAD = timedelta(days=31)
"""For so long the limitation periods are looked ahead."""

Key = tuple[int, int, int, str, int]
"""Weight in hundredths, days, amount (all turned round), code and id: no two are alike."""

Line = tuple[Key, TodayEntry]


class PresentList:
    """The list of one day, the present one as a rule."""

    def __init__(self, changes: ChangeHub, limitation: LimitationProvider | None) -> None:
        self._limitation = limitation
        self.read = read_known
        self._news = NewsDesk(changes)
        self._lock = threading.RLock()
        self._day: date | None = None
        self._until = date.min
        self._known: dict[int, Known] = {}
        self._lines: dict[int, Line] = {}
        self._stands: dict[int, date] = {}
        """First days on which lines may be others but for the days they count; of those not judged since."""
        self._keys: list[Key] = []
        self._ordered: list[TodayEntry] = []

    def entries(self, day: date) -> tuple[TodayEntry, ...]:
        """The list, most urgent first; of equals the older, then the larger debt."""
        with self._lock:
            self._bring_up_to(day)
            return tuple(self._ordered)

    def entry(self, day: date, customer_id: int) -> TodayEntry | None:
        """One customer's line."""
        with self._lock:
            self._bring_up_to(day)
            line = self._lines.get(customer_id)
            return line[1] if line else None

    def known(self, day: date) -> tuple[Known, ...]:
        """What is known of everybody, in the order of their ids."""
        with self._lock:
            self._bring_up_to(day)
            return tuple(self._known.values())

    def is_kept(self, day: date) -> bool:
        """Whether the list of ``day`` is there already, but for what was written since."""
        return self._day == day

    def _bring_up_to(self, day: date) -> None:
        before, self._day = self._day, None  # whatever stops this half way, the next time begins anew
        news = self._news.take()
        changed = set(news.customers)
        if before is not None and not news.everything and before <= day:
            if before < day:
                changed |= touched_within(before, day)
            if len(changed) <= MOST_ALONE:
                self._go_on(before, day, changed, with_policies=news.policies)
                self._day = day
                return
        self._known, self._until = self.read(day, None, self._limitation, _later(day))
        self._lines, self._stands = {}, {}
        self._judge(self._known, day)
        self._sort()
        self._stands = {each.who.id: each.stands_until(day) for each in self._known.values()}
        self._day = day
        if len(self._known) >= MANY:
            leave_alone()

    def _go_on(self, before: date, day: date, named: set[int], *, with_policies: bool) -> None:
        concerned = set(named)
        if before < day:
            concerned |= self._pass_days(before, day)
        self._read(named, day)
        if with_policies:
            concerned |= self._choose_policies()
        old = [line for each in concerned if (line := self._lines.get(each))]
        self._judge(concerned, day)
        if before < day or len(concerned) > MOST_ALONE:
            self._sort()
        else:
            self._place(old, [line for each in concerned if (line := self._lines.get(each))])

    def _pass_days(self, before: date, day: date) -> set[int]:
        """What the passing of days does to those of whom nothing is dated within them; gives who is judged anew."""
        stands = {
            customer_id: self._stands.get(customer_id) or known.stands_until(before)
            for customer_id, known in self._known.items()
        }
        self._stands = stands
        planned = follow_ups(day)
        ends: Mapping[int, tuple[LimitationEnd, ...]] | None = None
        if self._limitation is not None and day > self._until:
            ends, self._until = self._limitation(day, _later(day))
        concerned = set()
        for customer_id, known in self._known.items():
            waiting = planned.get(customer_id, ())
            if stands[customer_id] <= day or known.follow_ups != waiting:
                concerned.add(customer_id)
                known.follow_ups = waiting
                known.accounts = tuple([each.untried() if each.attempts else each for each in known.accounts])
            if ends is not None and known.ends != ends.get(customer_id, ()):
                concerned.add(customer_id)
                known.ends = ends.get(customer_id, ())
        for customer_id in self._lines.keys() - concerned:
            self._lines[customer_id] = _older(self._lines[customer_id], (day - before).days)
        return concerned

    def _read(self, customer_ids: Iterable[int], day: date) -> None:
        for customer_id in customer_ids:
            found, until = self.read(day, customer_id, self._limitation, self._until)
            self._until = min(self._until, until)
            known = found.get(customer_id)
            if known is None or known.is_merged:
                self._known.pop(customer_id, None)
            else:
                self._known[customer_id] = known

    def _choose_policies(self) -> set[int]:
        """Put the policies that count now in place; gives those who were chased by another."""
        chosen, saved = choices(), policies()
        changed = set()
        is_other: dict[tuple[int, str], bool] = {}  # few policies, compared once each
        for customer_id, known in self._known.items():
            for account in known.accounts:
                code = chosen.of(customer_id, account.traits.grade)
                pair = id(account.policy), code
                if pair not in is_other:
                    is_other[pair] = account.policy != saved.get(code, DEFAULT)
                if is_other[pair]:
                    changed.add(customer_id)
        for customer_id in changed:
            known = self._known[customer_id]
            code = chosen.of(customer_id, known.accounts[0].traits.grade)
            known.accounts = tuple([account.chased_by(saved.get(code, DEFAULT)) for account in known.accounts])
        return changed

    def _judge(self, customer_ids: Iterable[int], day: date) -> None:
        for customer_id in customer_ids:
            self._stands.pop(customer_id, None)
            known = self._known.get(customer_id)
            found = work_entry(known.on(day), day) if known is not None else None
            if found is None or known is None:
                self._lines.pop(customer_id, None)
            else:
                weight = int(found.priority * 100)
                key = (-weight, -found.max_overdue_days, -found.overdue_fen, found.sort_key, customer_id)
                self._lines[customer_id] = (key, entry_of(found, known.who))

    def _sort(self) -> None:
        """Put all lines in their order."""
        ordered = sorted(self._lines.values(), key=itemgetter(0))
        self._keys = [key for key, _ in ordered]
        self._ordered = [entry for _, entry in ordered]

    def _place(self, before: Iterable[Line], now: Iterable[Line]) -> None:
        """Take some lines out of the order and put others in."""
        for key, _ in before:
            at = bisect_left(self._keys, key)
            del self._keys[at], self._ordered[at]
        for key, entry in now:
            at = bisect_left(self._keys, key)
            self._keys.insert(at, key)
            self._ordered.insert(at, entry)


def _older(line: Line, days: int) -> Line:
    """A line that stands, so many days later."""
    (weight, late, fen, code, customer_id), entry = line
    if not late:
        return line
    return (weight, late - days, fen, code, customer_id), entry.older(days)


def _later(day: date) -> date:
    return day + AHEAD if day < date.max - AHEAD else day
