"""Telling those who show data that some of it changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Changes:
    """What one committed write touched: kinds of things and the customers concerned."""

    kinds: frozenset[str]
    customer_ids: frozenset[int]


@dataclass
class ChangeHub:
    """Hands each ``Changes`` to its listeners, on the thread that wrote, after the commit."""

    _listeners: list[Callable[[Changes], None]] = field(default_factory=list)

    def listen(self, listener: Callable[[Changes], None]) -> None:
        self._listeners.append(listener)

    def forget(self, listener: Callable[[Changes], None]) -> None:
        self._listeners.remove(listener)

    def tell(self, changes: Changes) -> None:
        for listener in tuple(self._listeners):
            listener(changes)
