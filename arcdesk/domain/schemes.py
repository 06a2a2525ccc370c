"""Aging schemes: the buckets, their borders, colours and shapes (S-031 to S-036, R74, R75)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from arcdesk.domain.errors import BadCuts, UnknownScheme

Basis = Literal["due", "issued"]

TONES: Mapping[str, tuple[str, str]] = {
    "not_due": ("#8FA3B8", "ring"),
    "green": ("#8FD19E", "circle"),
    "yellow": ("#F2D15C", "triangle"),
    "orange": ("#F0943C", "diamond"),
    "red": ("#D9453D", "square"),
    "dark_red": ("#8F1D2C", "hexagon"),
    "unknown": ("#9E9E9E", "dash"),
}
"""Hex colour and shape of each tone: aging is never shown by colour alone."""

_RAMPS: Mapping[int, tuple[str, ...]] = {
    1: ("red",),
    2: ("green", "red"),
    3: ("green", "yellow", "red"),
    4: ("green", "yellow", "orange", "red"),
    5: ("green", "yellow", "orange", "red", "dark_red"),
}
_MOST_CUTS = 8


@dataclass(frozen=True, slots=True)
class Bucket:
    """One span of ages; both borders belong to it.

    ``label_key`` is translated with ``label_values``. Day buckets have ``from_days`` and
    ``to_days``, year buckets (anniversaries) ``from_years`` and ``to_years``; ``None`` is open.
    """

    key: str
    label_key: str
    from_days: int | None
    to_days: int | None
    tone: str
    from_years: int | None = None
    to_years: int | None = None

    @property
    def color(self) -> str:
        """Hex colour of the tone."""
        return TONES[self.tone][0]

    @property
    def shape(self) -> str:
        """Shape drawn in that colour."""
        return TONES[self.tone][1]

    @property
    def label_values(self) -> dict[str, int]:
        """Values for ``label_key``."""
        days, years = (self.from_days, self.to_days), (self.from_years, self.to_years)
        first, last = years if self.from_years is not None else days
        after = None if first is None or self.from_years is not None else first - 1
        return {
            name: value
            for name, value in (("first", first), ("last", last), ("after", after))
            if value is not None
        }


@dataclass(frozen=True, slots=True)
class Scheme:
    """An ordered set of buckets, youngest first, and the basis it is meant for."""

    name: str
    label_key: str
    basis: Basis
    buckets: tuple[Bucket, ...]

    def on(self, basis: Basis) -> Scheme:
        """The same borders on another basis, with the youngest bucket named accordingly.

        By issue date nothing can be "not due": what is left there was issued on the day
        itself. By due date a scheme of years needs a bucket for what is not due yet.
        """
        if basis == self.basis:
            return self
        head, *tail = self.buckets
        if head.key != "not_due":
            return replace(self, basis=basis, buckets=(_NOT_DUE, *self.buckets))
        if any(bucket.from_years is not None for bucket in tail):
            return replace(self, basis=basis, buckets=tuple(tail))
        label = "Not due" if basis == "due" else "Issued on the day"
        return replace(self, basis=basis, buckets=(replace(head, label_key=label), *tail))

    def bucket(self, key: str) -> Bucket | None:
        """Bucket of that key, ``NO_DUE_DATE`` among them."""
        return next((bucket for bucket in (*self.buckets, NO_DUE_DATE) if bucket.key == key), None)


_NOT_DUE = Bucket("not_due", "Not due", None, 0, "not_due")
NO_DUE_DATE = Bucket("no_due_date", "No due date", None, None, "unknown")
"""Where items go that have no due date; not part of any scheme, shown only if used (C3)."""


def scheme_from_cuts(name: str, cuts: Sequence[int], basis: Basis = "due", label_key: str = "") -> Scheme:
    """Scheme whose buckets end on the days ``cuts``: (30, 90) gives not due, 1-30, 31-90, 91 up.

    Raises:
        BadCuts: no cut, more than eight, or not ascending from 1.
    """
    ascending = all(low < high for low, high in zip((0, *cuts), cuts, strict=False))
    if not cuts or len(cuts) > _MOST_CUTS or not ascending:
        raise BadCuts(text=", ".join(str(cut) for cut in cuts), field="cuts")
    tones = _ramp(len(cuts) + 1)
    buckets = [_NOT_DUE]
    for low, high, tone in zip((0, *cuts), (*cuts, None), tones, strict=True):
        first = low + 1
        if high is None:
            buckets.append(Bucket(f"d{first}_up", "Over {after} days", first, None, tone))
        else:
            buckets.append(Bucket(f"d{first}_{high}", "{first}–{last} days", first, high, tone))
    scheme = Scheme(name, label_key or name, "due", tuple(buckets))
    return scheme.on(basis)


def scheme_named(name: str) -> Scheme:
    """Shipped scheme of that name.

    Raises:
        UnknownScheme: there is none.
    """
    try:
        return SCHEMES[name]
    except KeyError:
        raise UnknownScheme(name=name, known=", ".join(SCHEMES), field="scheme") from None


def _ramp(count: int) -> tuple[str, ...]:
    """Tones for ``count`` overdue buckets, mildest first, red or worse at the end."""
    return _RAMPS.get(count) or tuple(_RAMPS[5][index * 5 // count] for index in range(count))


def _audit() -> Scheme:
    """Years since the document by anniversary, the anniversary day included (R75)."""
    tones = ("green", "yellow", "orange", "red", "dark_red", "dark_red")
    labels = ("Within 1 year", *["{first}–{last} years"] * 4, "Over {first} years")
    buckets = []
    for first, (tone, label) in enumerate(zip(tones, labels, strict=True)):
        last = first + 1 if first < 5 else None
        key = f"y{first}_{last}" if last else f"y{first}_up"
        buckets.append(Bucket(key, label, None, None, tone, from_years=first, to_years=last))
    return Scheme("audit", "By year, for audits", "issued", tuple(buckets))


SCHEMES: Mapping[str, Scheme] = {
    scheme.name: scheme
    for scheme in (
        scheme_from_cuts("portrait", (30, 90, 180), label_key="Four colours (30/90/180)"),
        scheme_from_cuts("standard", (30, 60, 90), label_key="Standard (30/60/90)"),
        scheme_from_cuts("seasonal", (30, 60, 90, 180), label_key="Seasonal (30/60/90/180)"),
        scheme_from_cuts("short", (30, 60), label_key="Short (30/60)"),
        _audit(),
    )
}
"""Shipped schemes by name; ``portrait`` is the default."""
