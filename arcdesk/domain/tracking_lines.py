"""Lines of "number, consignment number" as they come back from the post office, read (R39)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from arcdesk.domain.errors import Refusal

_APART = re.compile(r"[\s,;，；、]+")


class TrackingLineUnreadable(Refusal):
    """A line that names no consignment."""

    sentence = "Line {line} is not a number and a consignment number: “{text}”."


class NumberTwice(Refusal):
    """One document in two lines."""

    sentence = "“{number}” stands in two lines. Keep one of them."


class NoTracking(Refusal):
    """Nothing to record."""

    sentence = "No line has a consignment number yet. Enter them behind the numbers of the letters."


def read_tracking(text: str) -> tuple[tuple[str, str], ...]:
    """(number, consignment number) of each line that has both; a line with the number alone is left out.

    Raises:
        TrackingLineUnreadable, NumberTwice, NoTracking.
    """
    return _checked(
        (number, [part for part in _APART.split(line.strip()) if part], line)
        for number, line in enumerate(text.splitlines(), 1)
    )


def _checked(lines: Iterable[tuple[int, Sequence[str], str]]) -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    seen: set[str] = set()
    for place, parts, line in lines:
        if not parts:
            continue
        if len(parts) > 2:
            raise TrackingLineUnreadable(line=place, text=line.strip()[:60], field="tracking")
        number = parts[0]
        if number in seen:
            raise NumberTwice(number=number, field="tracking")
        seen.add(number)
        if len(parts) > 1:
            found[number] = parts[1]
    if not found:
        raise NoTracking(field="tracking")
    return tuple(found.items())
