"""The audit chain: each event's hash covers the event and the hash before it (R65)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

GENESIS = bytes(32).hex()
"""Hash before the first event: 32 zero bytes."""


@dataclass(frozen=True, slots=True)
class ChainLink:
    """A stored event: its number (from 1), its content and the hash kept with it, in hex."""

    seq: int
    event: Mapping[str, object]
    hash: str


def canonical_json(event: Mapping[str, object]) -> bytes:
    """The one byte string of an event: UTF-8, keys sorted, no spaces, nothing escaped to ASCII.

    Raises:
        TypeError: a float (which has no one spelling), or a value JSON does not have.
    """
    _refuse_floats(event)
    text = json.dumps(dict(event), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode("utf-8")


def chain_hash(previous: str, event: Mapping[str, object]) -> str:
    """Hash of ``event`` behind the hash ``previous``, both in hex; ``GENESIS`` before the first."""
    return hashlib.sha256(bytes.fromhex(previous) + canonical_json(event)).hexdigest()


def verify_chain(events: Iterable[ChainLink], head: str | None = None) -> int | None:
    """Number of the first event that is changed, missing or out of place; ``None`` if all is well.

    ``head`` is the last hash as known from elsewhere (a backup, a printed bundle): without it
    events cut off at the end cannot be noticed.
    """
    previous, expected = GENESIS, 1
    for link in events:
        if link.seq != expected or link.event.get("seq") != expected:
            return expected
        try:
            computed = chain_hash(previous, link.event)
        except (TypeError, ValueError):
            return expected
        if computed != link.hash:
            return expected
        previous, expected = computed, expected + 1
    return expected if head is not None and head != previous else None


def _refuse_floats(value: object) -> None:
    if isinstance(value, float):
        raise TypeError("an audit event holds no float: write amounts as text")
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise TypeError("an audit event has text keys only")
            _refuse_floats(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _refuse_floats(inner)
