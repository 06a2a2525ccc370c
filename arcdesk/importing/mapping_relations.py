"""What columns say of each other: an amount is received plus open, and nothing is due before it is issued."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import permutations

from arcdesk.importing.ledger_file import Remark
from arcdesk.importing.mapping_values import Profile

_MOST_COLUMNS = 8
_LEAST_ROWS = 3
_MOST = 0.9


@dataclass(frozen=True, slots=True)
class Claim:
    """One column for one field: how likely, why, and how much of that its heading says."""

    place: int
    score: int
    reason: Remark
    by_heading: int = 0


def by_relations(claims: Mapping[str, Claim], profiles: Mapping[int, Profile]) -> dict[str, Claim]:
    """The claims put right where the figures of several columns say more than their headings."""
    return _days(_amounts(dict(claims), profiles), profiles)


def _amounts(claims: dict[str, Claim], profiles: Mapping[int, Profile]) -> dict[str, Claim]:
    others = {claim.place for name, claim in claims.items() if name not in ("amount", "received", "open")}
    places = [
        place
        for place, looks in profiles.items()
        if place not in others and looks.filled and looks.share("amount") >= 0.9 and not looks.is_counting
        and looks.share("date") < 0.5
    ][:_MOST_COLUMNS]  # fmt: skip
    best: tuple[tuple[int, int, int], tuple[int, int, int], tuple[int, int]] | None = None
    for whole, got, left in permutations(places, 3):
        counts = _hold(*(profiles[place].amounts for place in (whole, got, left)))
        if counts is None:
            continue
        agree = sum(
            claims[name].place == place
            for name, place in (("amount", whole), ("received", got), ("open", left))
            if name in claims
        )
        rank = (agree, counts[0], -(got > left))
        if best is None or rank > best[0]:
            best = (rank, (whole, got, left), counts)
    if best is None:
        return _larger_is_amount(claims, profiles)
    _, found, (count, of) = best
    reason = Remark(
        "Received and open make up the amount in {count} of {of} rows.", {"count": count, "of": of}
    )
    for name, place in zip(("amount", "received", "open"), found, strict=True):
        claim = claims.get(name)
        if claim is None or (claim.place != place and claim.by_heading < 90):
            claims[name] = Claim(place, 80, reason)
        elif claim.place == place:
            claims[name] = replace(
                claim, score=min(100, claim.score + 10), reason=reason if claim.score < 75 else claim.reason
            )
    return _each_once(claims)


def _hold(
    whole: Sequence[int | None], got: Sequence[int | None], left: Sequence[int | None]
) -> tuple[int, int] | None:
    """In how many of how many rows the parts make up the whole, if in most; a part always empty says nothing."""
    count = of = parts = 0
    for amount, received, open_ in zip(whole, got, left, strict=True):
        if not amount or (received is None and open_ is None):
            continue
        of += 1
        count += (received or 0) + (open_ or 0) == amount
        parts += bool(received) and bool(open_)
    return (count, of) if of >= _LEAST_ROWS and count >= _MOST * of and parts else None


def _larger_is_amount(claims: dict[str, Claim], profiles: Mapping[int, Profile]) -> dict[str, Claim]:
    """Of two columns of amounts without headings the larger one is the amount, the other what is open of it."""
    amount = claims.get("amount")
    if amount is None or amount.by_heading or "open" in claims or "received" in claims:
        return claims
    taken = {claim.place for claim in claims.values()}
    rest = [
        place
        for place, looks in profiles.items()
        if place not in taken
        and looks.share("amount") >= 0.9
        and looks.filled >= _LEAST_ROWS
        and not looks.is_counting
    ]
    if len(rest) != 1:
        return claims
    one, other = profiles[amount.place].amounts, profiles[rest[0]].amounts
    pairs = [(a, b) for a, b in zip(one, other, strict=True) if a is not None and b is not None]
    if len(pairs) < _LEAST_ROWS or all(a == b for a, b in pairs):
        return claims
    reason = Remark("It is never more than the amount beside it.")
    if all(abs(b) <= abs(a) for a, b in pairs):
        claims["open"] = Claim(rest[0], 30, reason)
    elif all(abs(a) <= abs(b) for a, b in pairs):
        claims["open"] = Claim(amount.place, 30, reason)
        claims["amount"] = replace(amount, place=rest[0])
    return claims


def _days(claims: dict[str, Claim], profiles: Mapping[int, Profile]) -> dict[str, Claim]:
    issued, due = claims.get("issued_on"), claims.get("due_on")
    if issued is None or due is None:
        return claims
    pairs: list[tuple[date, date]] = [
        (first, second)
        for first, second in zip(profiles[issued.place].days, profiles[due.place].days, strict=True)
        if first is not None and second is not None
    ]
    late = sum(first <= second for first, second in pairs)
    if len(pairs) < (_LEAST_ROWS if max(issued.by_heading, due.by_heading) else 1):
        return claims
    if late >= _MOST * len(pairs):
        reason = Remark("Its days are on or after those of the other dates.")
        if not due.by_heading:
            claims["due_on"] = replace(due, score=min(100, due.score + 20), reason=reason)
    elif len(pairs) - late >= _MOST * len(pairs) and max(issued.by_heading, due.by_heading) < 70:
        claims["issued_on"], claims["due_on"] = (
            replace(issued, place=due.place),
            replace(due, place=issued.place),
        )
    elif not due.by_heading:
        del claims["due_on"]  # some other date
    return claims


def _each_once(claims: dict[str, Claim]) -> dict[str, Claim]:
    """Of two fields in one column the likelier one."""
    best: dict[int, str] = {}
    for name, claim in claims.items():
        other = best.get(claim.place)
        if other is None or claims[other].score < claim.score:
            best[claim.place] = name
    return {name: claim for name, claim in claims.items() if best[claim.place] == name}
