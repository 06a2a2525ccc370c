"""Today's work list: the facts of every customer, judged by the gate and the rules of ``domain.worklist``."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property

from arcdesk.collector import no_garbage_search
from arcdesk.domain import worklist as rules
from arcdesk.domain.policy import Policy
from arcdesk.services.present_list import PresentList
from arcdesk.services.unit_of_work import UnitOfWork
from arcdesk.services.worklist_entry import TodayEntry, entry_of
from arcdesk.services.worklist_facts import Known, LimitationProvider, read_known

__all__ = ["LimitationProvider", "TodayEntry", "WorklistService"]


class WorklistService:
    """Computes the list from the facts, so nothing is lost while the program was closed.

    The list of the present day is kept and brought up to date; that of any other day is made when it is asked for.

    Args:
        limitation: where the limitation clocks come from; without it there are no such alarms.
    """

    def __init__(self, work: UnitOfWork, limitation: LimitationProvider | None = None) -> None:
        self._work = work
        self._limitation = limitation

    def today(
        self, on: date | None = None, owner: str | None = None, *, policy: Policy | None = None
    ) -> tuple[TodayEntry, ...]:
        """Customers to see to on ``on``, most urgent first; of one owner where named.

        ``policy`` stands in for those chosen: what the day would look like under it.
        """
        present = self._work.clock.today()
        day = on or present
        with no_garbage_search():
            if day != present:
                found = self.anew(day, policy)
            elif policy is not None:
                found = _judged(self._present.known(day), day, policy)
            else:
                found = self._present.entries(day)
        return found if owner is None else tuple(entry for entry in found if entry.owner == owner)

    def of(self, customer_id: int, on: date | None = None) -> TodayEntry | None:
        """One customer's line on ``on``; ``None`` where there is nothing to do."""
        day = on or self._work.clock.today()
        found = _judged(read_known(day, customer_id, self._limitation)[0].values(), day)
        return found[0] if found else None

    def anew(self, day: date, policy: Policy | None = None) -> tuple[TodayEntry, ...]:
        """The list of any day read and judged as if nothing were known yet."""
        return _judged(read_known(day, None, self._limitation)[0].values(), day, policy)

    @cached_property
    def _present(self) -> PresentList:
        return PresentList(self._work.changes, self._limitation)


def _judged(everybody: Iterable[Known], day: date, policy: Policy | None = None) -> tuple[TodayEntry, ...]:
    known = {each.who.id: each for each in everybody}
    entries = rules.work_list((each.on(day, policy) for each in known.values()), day)
    return tuple(entry_of(entry, known[entry.customer_id].who) for entry in entries)
