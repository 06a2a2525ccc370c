"""One write of a person: one transaction, one event in the audit chain, one ``Changes``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from arcdesk.clock import Clock
from arcdesk.models import audit_chain, engine
from arcdesk.models.base import one_write
from arcdesk.services.changes import ChangeHub, Changes
from arcdesk.workspace import Workspace


@dataclass
class Deed:
    """What is being done: filled by the service, sealed as one audit event at the commit."""

    action: str
    customer_id: int | None
    details: dict[str, Any]
    kinds: set[str] = field(default_factory=set)
    customer_ids: set[int] = field(default_factory=set)

    def touch(self, kind: str, customer_id: int | None = None) -> None:
        """Say that a thing of ``kind`` changed, and whose it is."""
        self.kinds.add(kind)
        if customer_id is not None:
            self.customer_ids.add(customer_id)


@dataclass
class UnitOfWork:
    """Everything a service needs to read the day and to write."""

    workspace: Workspace
    clock: Clock
    changes: ChangeHub

    def local(self, moment: datetime) -> datetime:
        """``moment`` aware of its UTC offset: the clock's own where it brings none (R64)."""
        return moment if moment.tzinfo else moment.replace(tzinfo=self.clock.now().tzinfo)

    @contextmanager
    def write(self, action: str, customer_id: int | None = None, **details: Any) -> Iterator[Deed]:
        """Run the block in one transaction that ends with its audit event.

        Raises:
            Refusal: read-only workspace, full disk, busy or damaged database.
        """
        if not self.workspace.can_write:
            raise engine.WorkspaceNotWritable
        self.workspace.check_in_place()
        deed = Deed(action, customer_id, details)
        if customer_id is not None:
            deed.customer_ids.add(customer_id)
        try:
            with one_write():
                yield deed
                audit_chain.append(self.clock.now(), deed.action, deed.customer_id, deed.details)
        except engine.ENGINE_ERRORS as error:
            refusal = engine.explain(error, str(self.workspace.folder))
            if refusal is None:
                raise
            raise refusal from error
        self.changes.tell(Changes(frozenset(deed.kinds), frozenset(deed.customer_ids)))
