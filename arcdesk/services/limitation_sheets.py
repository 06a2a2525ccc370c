"""From clocks of limitation to the plain values of a printable sheet, in the language of the paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from arcdesk.domain.limitation import Clock, EventOutcome
from arcdesk.domain.limitation_events import Event
from arcdesk.domain.money import with_currency
from arcdesk.i18n import translate
from arcdesk.pdf.limitation_data import LimitationPart, LimitationSheetData, SheetEvent
from arcdesk.services.limitation_lines import ChainEvent, LimitationLine
from arcdesk.services.worksheets import part_title

STATE_TEXTS = {
    "not_due": "not due yet",
    "running": "running",
    "pending": "held up, no end yet",
    "expired": "expired",
    "revived": "revived by the debtor, ask a lawyer",
}
STRENGTH_TEXTS = {"strong": "proven", "weak": "weak", "unproven": "not proven"}


def clock_part(clock: Clock, today: date, language: str, title: str = "") -> LimitationPart:
    """One clock as it is printed, standing at ``today``."""
    return LimitationPart(
        title=title,
        state=translate(STATE_TEXTS[clock.state(today)], language),
        raw_end=clock.raw_end,
        last_day=clock.last_day,
        facts=tuple(_facts(clock, today, language)),
        flags=tuple(_flags(clock, language)),
        events=tuple(_event(outcome, language) for outcome in clock.events),
    )


def limitation_sheet(
    parts: Sequence[LimitationPart],
    language: str,
    as_of: date,
    made_on: date,
    *,
    inputs: Sequence[tuple[str, str]] = (),
    company: str = "",
) -> LimitationSheetData:
    """The sheet over ``parts``; ``inputs`` are labelled lines in its language."""
    lines = (*inputs, (translate("As of|sheet", language), as_of.isoformat()))
    return LimitationSheetData(language, as_of, made_on, lines, tuple(parts), company=company)


def lines_sheet(
    lines: Sequence[LimitationLine],
    language: str,
    as_of: date,
    made_on: date,
    *,
    customer: str,
    company: str = "",
) -> LimitationSheetData:
    """The sheet of a customer's receivables, each with its chain and the files that prove it."""
    inputs = ((translate("Debtor|sheet", language), customer),)
    parts = [line_part(line, language) for line in lines]
    return limitation_sheet(parts, language, as_of, made_on, inputs=inputs, company=company)


def line_part(line: LimitationLine, language: str) -> LimitationPart:
    """A receivable of the ledger as it is printed; where no clock runs, why."""
    title = part_title(line.number, line.instalment, language)
    if line.clock is None:
        why = line.why_none
        text = translate(why.text_key, language, **why.values) if why else ""
        return LimitationPart(title, "", None, None, (), (text,) if text else (), ())
    part = clock_part(line.clock, line.as_of, language, title)
    owed = (translate("Open|sheet", language), with_currency(line.open_fen, line.currency))
    return replace(
        part, facts=(owed, *part.facts), events=tuple(_chain_event(event, language) for event in line.chain)
    )


def limitation_pdf(data: LimitationSheetData) -> bytes:
    """The sheet on paper.

    Raises:
        MissingGlyph.
    """
    from arcdesk.pdf.limitation_sheet import render_limitation

    return render_limitation(data)


def when_text(event: Event, language: str) -> str:
    """The day of an event, or its first and last day."""
    if event.ends_on is None or event.ends_on == event.on:
        return event.on.isoformat()
    first, last = event.on.isoformat(), event.ends_on.isoformat()
    return translate("{first} to {last}|days", language, first=first, last=last)


def _facts(clock: Clock, today: date, language: str) -> Iterator[tuple[str, str]]:
    left = clock.days_left(today)
    open_end = translate("open|limitation", language)
    yield translate("Due on", language), clock.due_on.isoformat()
    yield translate("Period runs from", language), clock.start.isoformat()
    yield translate("End of limitation", language), clock.raw_end.isoformat() if clock.raw_end else open_end
    yield translate("Last working day", language), clock.last_day.isoformat() if clock.last_day else ""
    yield translate("Days left on {day}", language, day=today), "" if left is None else str(left)
    yield translate("State", language), translate(STATE_TEXTS[clock.state(today)], language)
    yield translate("Expired on", language), clock.expired_on.isoformat() if clock.expired_on else ""
    yield (
        translate("Act by", language),
        "　".join(f"{alarm.on} (−{alarm.days_before})" for alarm in clock.action_by),
    )


def _chain_event(found: ChainEvent, language: str) -> SheetEvent:
    """An event of the log: where it stands in the books, and what proves it by name."""
    printed = _event(found.outcome, language)
    title = found.record.title
    where = translate(title.text_key, language, **title.values)
    files = translate(", |list", language).join(file.name for file in found.evidence)
    return replace(
        printed,
        kind=translate("{what}: {where}|sheet", language, what=printed.kind, where=where),
        proof=translate("{what}: {where}|sheet", language, what=printed.proof, where=files)
        if files
        else printed.proof,
    )


def _flags(clock: Clock, language: str) -> Iterator[str]:
    for flag in clock.flags:
        yield translate(flag.text_key, language)
    if clock.provisional:
        yield translate("Provisional: the holidays of that year are not published.", language)


def _event(outcome: EventOutcome, language: str) -> SheetEvent:
    event = outcome.event
    return SheetEvent(
        when=when_text(event, language),
        kind=translate(event.about.label_key, language),
        proof=translate(STRENGTH_TEXTS[event.proof], language),
        effect=translate(outcome.reason.text_key, language, **outcome.reason.values),
        is_counted=outcome.effect != "none",
    )
