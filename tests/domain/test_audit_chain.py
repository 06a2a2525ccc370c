"""The audit chain: vectors T8, and every kind of tampering."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcdesk.domain.audit import (
    GENESIS,
    ChainLink,
    Fault,
    canonical_json,
    chain_hash,
    first_fault,
    verify_chain,
)

FILE_HASH = "9fe473714f8a766e236485f9dab173d990cbf7a8c3e21fba0f4b500a5f02f1cb"
E1: dict[str, object] = {"seq": 1, "actor": "王会计", "action": "import", "at": "2026-01-05T09:30:00+08:00"}
E1 |= {"file_sha256": FILE_HASH}
E2 = {"seq": 2, "actor": "王会计", "action": "verify", "at": "2026-01-05T09:31:00+08:00", "result": "ok"}
H1 = "4dc953b0b7b0b20293e33a8e0b577f9747add7ed6a0d4ca6829bea0068cdfc85"
H2 = "3c2d9222533cac454fadbc794214501b86a6f5da7ba932a13ae1d8d9cb141425"


def chain(count: int) -> list[ChainLink]:
    links, previous = [], GENESIS
    for seq in range(1, count + 1):
        event = {"seq": seq, "note": f"第{seq}条", "inner": {"b": 1, "a": [True, None]}}
        previous = chain_hash(previous, event)
        links.append(ChainLink(seq, event, previous))
    return links


def test_t8_the_chain_of_two_events() -> None:
    assert hashlib.sha256("催款函".encode()).hexdigest() == FILE_HASH
    assert chain_hash(GENESIS, E1) == H1
    assert chain_hash(H1, E2) == H2
    links = [ChainLink(1, E1, H1), ChainLink(2, E2, H2)]
    assert verify_chain(links) is None
    assert verify_chain(links, head=H2) is None


def test_canonical_bytes_are_sorted_tight_and_not_escaped() -> None:
    assert (
        canonical_json({"b": 1, "a": "王", "c": [None, True]}) == '{"a":"王","b":1,"c":[null,true]}'.encode()
    )


KEYS = st.text(st.characters(exclude_categories=["Cs"]))


@given(st.dictionaries(KEYS, st.integers() | st.booleans() | st.none()))
def test_the_order_of_the_keys_does_not_matter(event: dict[str, object]) -> None:
    assert canonical_json(event) == canonical_json(dict(reversed(event.items())))


@pytest.mark.parametrize("value", [1.0, {"x": [0.5]}, (2.5,), {1: "x"}, object()])
def test_values_without_one_spelling_are_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical_json({"seq": 1, "value": value})


def test_an_empty_and_a_whole_chain_are_well() -> None:
    assert verify_chain([]) is None
    assert verify_chain(chain(20)) is None


@given(st.integers(1, 12), st.sampled_from(["edit", "hash", "drop", "number", "swap", "float"]))
def test_the_first_tampered_event_is_named(seq: int, how: str) -> None:
    links = chain(13)
    link = links[seq - 1]
    if how == "edit":
        links[seq - 1] = replace(link, event={**link.event, "note": "别的"})
    elif how == "hash":
        links[seq - 1] = replace(link, hash=GENESIS)
    elif how == "drop":
        del links[seq - 1]
    elif how == "number":
        links[seq - 1] = replace(link, event={**link.event, "seq": 99})
    elif how == "swap":
        links[seq - 1], links[seq] = links[seq], links[seq - 1]
    else:
        links[seq - 1] = replace(link, event={**link.event, "amount": 0.1})
    assert verify_chain(links) == seq


def test_a_recomputed_or_shortened_chain_is_noticed_by_its_head() -> None:
    links = chain(5)
    assert verify_chain(links[:3]) is None
    assert verify_chain(links[:3], head=links[-1].hash) == 4
    assert verify_chain([], head=links[-1].hash) == 1


def renumbered(links: list[ChainLink]) -> list[ChainLink]:
    """The rows numbered on without a gap, as somebody leaves them who hides what he did."""
    return [replace(link, seq=number) for number, link in enumerate(links, 1)]


@given(st.integers(1, 12), st.booleans())
def test_what_befell_the_first_bad_event_is_named(seq: int, tidied: bool) -> None:
    whole = chain(13)
    foreign = ChainLink(seq, {"seq": seq, "note": "nie"}, "ab" * 32)
    changed = replace(whole[seq - 1], event={**whole[seq - 1].event, "note": "别的"})
    swapped = [*whole[: seq - 1], whole[seq], whole[seq - 1], *whole[seq + 1 :]]
    cases = {
        "removed": [*whole[: seq - 1], *whole[seq:]],
        "inserted": [*whole[: seq - 1], foreign, *whole[seq - 1 :]],
        "changed": [*whole[: seq - 1], changed, *whole[seq:]],
        "moved": swapped,
    }
    for kind, links in cases.items():
        stored = renumbered(links) if tidied or kind in ("inserted", "moved") else links
        assert first_fault(stored) == Fault(seq, kind)
    assert first_fault(whole[:seq], head=whole[-1].hash) == Fault(seq + 1, "cut")
    assert first_fault(whole) is None
