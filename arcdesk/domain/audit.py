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


@dataclass(frozen=True, slots=True)
class Fault:
    """The first event that is not as it was sealed, and what befell it.

    ``kind``: "changed"; "removed" (the event of that number is gone); "inserted" (one stands there that was never
    sealed); "moved" (a sealed one stands in another's place); "cut" (the end of the log is gone).
    """

    seq: int
    kind: str


def verify_chain(events: Iterable[ChainLink], head: str | None = None) -> int | None:
    """Number of the first event that is changed, missing or out of place; ``None`` if all is well."""
    fault = first_fault(events, head)
    return fault.seq if fault else None


def first_fault(events: Iterable[ChainLink], head: str | None = None) -> Fault | None:
    """The first event that is changed, missing or out of place; ``None`` if all is well.

    ``head`` is the last hash as known from elsewhere (a backup, a printed bundle): without it
    events cut off at the end cannot be noticed.
    """
    previous, expected = GENESIS, 1
    rest = iter(events)
    for link in rest:
        if link.seq != expected or not _follows(link, previous, expected):
            return Fault(expected, _what_befell(link, previous, expected, list(rest)))
        previous, expected = link.hash, expected + 1
    return Fault(expected, "cut") if head is not None and head != previous else None


def _follows(link: ChainLink, previous: str, seq: int) -> bool:
    """Whether this is the event of that number, sealed behind that hash."""
    return link.event.get("seq") == seq and _is_sealed_behind(link, previous)


def _is_sealed_behind(link: ChainLink, previous: str) -> bool:
    try:
        return chain_hash(previous, link.event) == link.hash
    except (TypeError, ValueError):
        return False


def _what_befell(link: ChainLink, previous: str, expected: int, behind: list[ChainLink]) -> str:
    """What was done to the event of that number, by what stands in its place and behind it."""
    if any(_follows(other, previous, expected) for other in behind):
        is_sealed = any(_is_sealed_behind(link, other.hash) for other in behind)
        return "moved" if is_sealed else "inserted"
    number = link.event.get("seq")
    if link.seq > expected:
        return "removed"
    if isinstance(number, int) and not isinstance(number, bool) and number != expected:
        return "removed" if number > expected else "inserted"
    return "changed"


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
