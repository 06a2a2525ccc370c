"""Whose line on the work list may be another, from what the services tell they wrote."""

from __future__ import annotations

import threading
from typing import NamedTuple

from arcdesk.models.queries.sql import written
from arcdesk.services.changes import ChangeHub, Changes

NEVER = frozenset({"backup", "bank", "company", "mail", "mapping", "notice", "scheme", "security", "stamp", "template"})
"""Kinds of things that no line depends on."""

NOT_ALONE = frozenset({"evidence"})
"""Kinds that no line depends on where no customer is named with them."""


class News(NamedTuple):
    """What has changed since it was last asked: everything, some customers (ids), or the policies."""

    everything: bool
    customers: frozenset[int]
    policies: bool


class NewsDesk:
    """Collects what was written until it is asked for; from any thread.

    What was written past the services (a raw statement, another process beside a reader) shows in the marks
    of the connection: then everything has changed.
    """

    def __init__(self, changes: ChangeHub) -> None:
        self._lock = threading.Lock()
        self._everything = True
        self._customers: set[int] = set()
        self._policies = False
        self._told = 0
        self._marks: dict[int, tuple[int, tuple[int, int]]] = {}
        changes.listen(self._on_changes)

    def take(self) -> News:
        """What has changed since the last time; at first everything."""
        mark, thread = written(), threading.get_ident()
        with self._lock:
            told, before = self._marks.get(thread, (self._told, mark))
            is_silent = before != mark and told == self._told
            self._marks[thread] = (self._told, mark)
            news = News(self._everything or is_silent, frozenset(self._customers), self._policies)
            self._everything, self._customers, self._policies = False, set(), False
        return news

    def _on_changes(self, changes: Changes) -> None:
        kinds = changes.kinds - NEVER
        with self._lock:
            self._told += 1
            if "policy" in kinds:
                self._policies = True
            kinds -= {"policy"}
            if not kinds or (not changes.customer_ids and kinds <= NOT_ALONE):
                return
            if "import" in kinds or not changes.customer_ids:
                self._everything = True
            else:
                self._customers |= changes.customer_ids
