"""Appending to the audit chain and reading it back (R65)."""

from __future__ import annotations

import getpass
import json
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from arcdesk.domain.audit import GENESIS, ChainLink, Fault, canonical_json, chain_hash, first_fault
from arcdesk.models.audit import AuditEvent


@cache
def actor() -> str:
    """The system's name for the person at this machine."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "?"


def append(at: datetime, action: str, customer_id: int | None, details: dict[str, Any]) -> int:
    """Seal one event onto the chain inside the running transaction; returns its number."""
    last = AuditEvent.select().order_by(AuditEvent.seq.desc()).first()
    previous, seq = (last.hash, last.seq + 1) if last else (GENESIS, 1)
    moment = at.isoformat(timespec="seconds")
    event: dict[str, Any] = {**_plain(details), "seq": seq, "at": moment, "actor": actor(), "action": action}
    if customer_id is not None:
        event["customer_id"] = customer_id
    AuditEvent.insert(
        seq=seq,
        at=moment,
        action=action,
        customer_id=customer_id,
        body=canonical_json(event).decode(),
        hash=chain_hash(previous, event),
    ).execute()
    return seq


def first_broken(head: str | None = None) -> int | None:
    """Number of the first event that was changed, removed, inserted or moved; None if all is well."""
    fault = find_fault(head)
    return fault.seq if fault else None


def find_fault(head: str | None = None) -> Fault | None:
    """The first event that was changed, removed, inserted or moved, and which of these; None if all is well."""
    return first_fault(_links(), head)


def _links() -> Iterator[ChainLink]:
    """The stored events; one whose searchable columns say something else than its body counts as changed."""
    for row in AuditEvent.select().order_by(AuditEvent.seq).iterator():
        event = _read(row)
        told = (event.get("at"), event.get("action"), event.get("customer_id"))
        yield ChainLink(row.seq, event if told == (row.at, row.action, row.customer_id) else {}, row.hash)


def _read(row: AuditEvent) -> dict[str, Any]:
    """The event of a row; empty where its text is not the canonical JSON of anything."""
    try:
        event = json.loads(row.body)
        return event if isinstance(event, dict) and canonical_json(event) == row.body.encode() else {}
    except (ValueError, TypeError):
        return {}


def _plain(value: Any) -> Any:
    """``value`` with dates and decimals as text, as JSON and the chain want it."""
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def events_of(customer_id: int) -> list[dict[str, Any]]:
    """The events of one customer, oldest first."""
    query = (
        AuditEvent.select(AuditEvent.body)
        .where(AuditEvent.customer_id == customer_id)
        .order_by(AuditEvent.seq)
    )
    return [json.loads(event.body) for event in query]
