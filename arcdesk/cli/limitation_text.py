"""Clocks of limitation as text for a terminal: a table of receivables, and the chain behind each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from arcdesk.cli.calc_limitation import state_text, strength_text
from arcdesk.cli.tables import table
from arcdesk.domain.money import with_currency
from arcdesk.i18n import tr

if TYPE_CHECKING:
    from arcdesk.services.limitation_lines import ChainEvent, LimitationLine

LEGAL_NOTE = "This software gives no legal advice. Ask a lawyer about important matters."


def every_line(lines: Sequence[LimitationLine], codes: Mapping[int, str]) -> Iterator[str]:
    """One row a receivable, the nearest end first (R98 at the foot)."""
    if not lines:
        yield tr("Nothing is open.")
        return
    rows = [(codes[line.customer_id], *_cells(line)) for line in lines]
    yield from table((tr("Code"), *_headings()), rows, right=(2, 6))
    yield from _foot(lines)


def customer_lines(lines: Sequence[LimitationLine]) -> Iterator[str]:
    """The receivables of one customer, each with its chain of events."""
    if not lines:
        yield tr("Nothing is open.")
        return
    yield from table(_headings(), [_cells(line) for line in lines], right=(1, 5))
    # Receivables with the same story are told together: one letter names many of them.
    stories: dict[tuple[str, ...], list[str]] = {}
    for line in lines:
        stories.setdefault(tuple(_story(line)), []).append(_name(line))
    for story, names in stories.items():
        if story:
            yield ""
            yield ", ".join(names)
            yield from story
    yield from _foot(lines)


def _story(line: LimitationLine) -> Iterator[str]:
    if line.why_none:
        yield "  " + tr(line.why_none.text_key, **line.why_none.values)
    for flag in line.clock.flags if line.clock else ():
        yield "  " + tr(flag.text_key)
    for event in line.chain:
        yield from _event(event)


def _headings() -> tuple[str, ...]:
    return (
        tr("Invoice"), tr("Open|balance"), tr("Period runs from"), tr("End of limitation"), tr("Last working day"),
        tr("Days left"), tr("State"),
    )  # fmt: skip


def _cells(line: LimitationLine) -> tuple[str, ...]:
    one = line.clock
    mark = "*" if one and one.provisional and line.last_day else ""
    return (
        _name(line),
        with_currency(line.open_fen, line.currency),
        _iso(one.start if one else None),
        _iso(line.raw_end) or (tr("open|limitation") if one else ""),
        _iso(line.last_day) + mark,
        "" if line.days_left is None else str(line.days_left),
        state_text(line.state) if line.state else tr("no clock"),
    )


def _name(line: LimitationLine) -> str:
    if not line.instalment:
        return line.number
    return tr("{number}, instalment {seq}", number=line.number, seq=line.instalment)


def _event(event: ChainEvent) -> Iterator[str]:
    outcome, record = event.outcome, event.record
    happened = outcome.event
    until = f"..{happened.ends_on}" if happened.ends_on not in (None, happened.on) else ""
    files = ", ".join(f"[{file.id}] {file.name}" for file in event.evidence)
    parts = (
        f"{event.on}{until}", tr(happened.about.label_key), tr(record.title.text_key, **record.title.values),
        f"({record.key})", strength_text(happened.proof), files,
    )  # fmt: skip
    yield "  " + "  ".join(part for part in parts if part)
    yield "    → " + tr(outcome.reason.text_key, **outcome.reason.values)
    if record.advice is not None:
        yield "    " + tr(record.advice.text_key, **record.advice.values)
    if event.would_end is not None:
        yield "    " + would_end_text(event)


def would_end_text(event: ChainEvent) -> str:
    """What the proof of an event would bring."""
    if event.record.is_on_its_way:
        return tr("With that proof the end would move to {day} or later.", day=event.would_end)
    return tr("With that proof the end would move to {day}.", day=event.would_end)


def _foot(lines: Sequence[LimitationLine]) -> Iterator[str]:
    yield ""
    if any(line.clock and line.clock.provisional for line in lines):
        yield tr("* The holidays of that year are not published yet: only weekends are left out.")
    yield tr(LEGAL_NOTE)


def _iso(on: date | None) -> str:
    return on.isoformat() if on else ""
