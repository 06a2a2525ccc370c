"""``calc limitation``: until when a claim can be enforced, and what restarted the period."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated, Any

from typer import Option

from arcdesk.cli import event_words
from arcdesk.cli.commands import Command, Status
from arcdesk.cli.errors import OptionMissing
from arcdesk.cli.session import Session
from arcdesk.cli.sheets import write_sheet
from arcdesk.cli.tables import facts, table
from arcdesk.cli.values import day
from arcdesk.domain.dates import parse_date
from arcdesk.domain.limitation import ORDINARY_YEARS, Clock, EventOutcome, State, clock
from arcdesk.domain.limitation_events import KINDS, Event, Strength
from arcdesk.i18n import tr, translate


def limitation(
    session: Session,
    due: Annotated[str, Option("--due", metavar="DATE", help="Day the debt fell due.")] = "",
    events: Annotated[
        list[str] | None,
        Option(
            "--event",
            metavar="KIND@DATE",
            help="What happened and when, as payment@2025-02-28; suit@2024-01-05..2025-03-01 where it has "
            "an end, suit@2024-01-05 while it is open. Again for each event. Kinds: payment, demand, email, call, "
            "plan, promise, statement, audit, iou, suit, arbitration, mediation, police, suspension and others, "
            "in Chinese too; --kinds lists them all.",
        ),
    ] = None,
    instalments: Annotated[
        list[str] | None,
        Option("--instalment", metavar="DATE", help="Due date of an instalment of one debt; again for each."),
    ] = None,
    years: Annotated[
        int, Option("--years", metavar="N", help="Length of the period: 4 for an international sale.")
    ] = ORDINARY_YEARS,
    first_breach: Annotated[
        str, Option("--first-breach", metavar="DATE", help="Day the twenty years run from; the due date.")
    ] = "",
    as_of: Annotated[
        str, Option("--as-of", "--date", metavar="DATE", help="The day to stand at; today.")
    ] = "",
    count_weak: Annotated[
        bool, Option("--count-weak", help="Let weak events count, as an audit confirmation.")
    ] = False,
    separate: Annotated[
        bool, Option("--separate", help="Instalments are debts of their own, each with its own period.")
    ] = False,
    kinds: Annotated[bool, Option("--kinds", help="List the kinds of events and their words.")] = False,
    pdf: Annotated[str, Option("--pdf", metavar="FILE", help="Write the sheet as a PDF too.")] = "",
) -> Status:
    """Reckon the end of limitation."""
    if kinds:
        _answer_kinds(session)
        return 0
    days = [parse_date(text) for text in (*([due] if due else []), *(instalments or []))]
    if not days:
        raise OptionMissing(option="--due DATE", field="due")
    happened = [event_words.parse_event(text, count_weak=count_weak) for text in events or []]
    today = day(as_of) or session.clock.today()
    clocks = _clocks(days, happened, today, years, day(first_breach), separate=separate)
    # Several debts: the one whose period ends first is the one to watch.
    first = min(clocks, key=lambda one: (one.raw_end or date.max, one.due_on))
    document = clock_document(first, today)
    if separate:
        document["separate"] = [clock_document(one, today) for one in clocks]
    shown = clocks if separate else [first]
    document["files"] = files = write_sheet(pdf, lambda: _sheet(session, shown, today))
    written = [tr("Written: {path}", path=file) for file in files]
    session.answer(document, lambda: [*_lines(shown, today), *written])
    return 0


def _sheet(session: Session, clocks: Sequence[Clock], today: date) -> bytes:
    from arcdesk.services.limitation_sheets import clock_part, limitation_pdf, limitation_sheet

    language = session.document_language
    titles = [translate("Debt due on {day}", language, day=one.due_on.isoformat()) for one in clocks]
    parts = [
        clock_part(one, today, language, title if len(clocks) > 1 else "")
        for one, title in zip(clocks, titles, strict=True)
    ]
    return limitation_pdf(limitation_sheet(parts, language, today, session.clock.today()))


def clock_document(one: Clock, today: date) -> dict[str, Any]:
    """A clock as JSON; texts in the language of this process."""
    return {
        "due": one.due_on.isoformat(),
        "start": one.start.isoformat(),
        "raw_end": _iso(one.raw_end),
        "last_day": _iso(one.last_day),
        "provisional": one.provisional,
        "expired_on": _iso(one.expired_on),
        "flags": [flag.name for flag in one.flags],
        "state": one.state(today),
        "as_of": today.isoformat(),
        "days_left": one.days_left(today),
        "cap_on": _iso(one.cap_on),
        "action_by": [
            {"days_before": alarm.days_before, "on": alarm.on.isoformat()} for alarm in one.action_by
        ],
        "events": [outcome_document(outcome) for outcome in one.events],
    }


def outcome_document(outcome: EventOutcome) -> dict[str, Any]:
    """An event and what it did, as JSON."""
    event = outcome.event
    return {
        "kind": event.kind,
        "on": event.on.isoformat(),
        "ends_on": _iso(event.ends_on),
        "strength": event.proof,
        "effect": outcome.effect,
        "moved_to": _iso(outcome.moved_to),
        "rule": outcome.reason.rule,
        "reason": tr(outcome.reason.text_key, **outcome.reason.values),
    }


def _clocks(
    days: Sequence[date],
    events: Sequence[Event],
    today: date,
    years: int,
    first_breach: date | None,
    *,
    separate: bool,
) -> list[Clock]:
    from arcdesk.services.reference import Reference

    workdays = Reference().workdays
    groups = [[one] for one in sorted(set(days))] if separate else [days]
    return [
        clock(
            max(group),
            events,
            workdays=workdays,
            today=today,
            years=years,
            first_breach=first_breach,
        )
        for group in groups
    ]


def _lines(clocks: Sequence[Clock], today: date) -> Iterator[str]:
    for number, one in enumerate(clocks):
        if number:
            yield ""
        yield from _clock_lines(one, today)


def _clock_lines(one: Clock, today: date) -> Iterator[str]:
    left = one.days_left(today)
    note = tr(" (provisional: the holidays of that year are not published)") if one.provisional else ""
    yield from facts(
        (
            (tr("Due on"), one.due_on.isoformat()),
            (tr("Period runs from"), one.start.isoformat()),
            (tr("End of limitation"), _iso(one.raw_end) or tr("open|limitation")),
            (tr("Last working day"), f"{one.last_day}{note}" if one.last_day else ""),
            (tr("Days left on {day}", day=today), "" if left is None else str(left)),
            (tr("State"), state_text(one.state(today))),
            (tr("Expired on"), _iso(one.expired_on) or ""),
            (tr("Act by"), ", ".join(f"{a.on} (-{a.days_before})" for a in one.action_by)),
        )
    )
    for flag in one.flags:
        yield tr(flag.text_key)
    if one.events:
        yield ""
        rows = [
            (
                event.on.isoformat()
                + (f"..{event.ends_on}" if event.ends_on not in (None, event.on) else ""),
                tr(event.about.label_key),
                strength_text(event.proof),
            )
            for event in (outcome.event for outcome in one.events)
        ]
        yield from _with_reasons(rows, one.events)


def _with_reasons(rows: Sequence[tuple[str, str, str]], outcomes: Sequence[EventOutcome]) -> Iterator[str]:
    """The table of events, each reason in full on the line below: a cut one would mislead."""
    lines = list(table((tr("Date"), tr("Event"), tr("Proof")), rows))
    yield from lines[:2]
    for line, outcome in zip(lines[2:], outcomes, strict=True):
        yield line
        yield "  → " + tr(outcome.reason.text_key, **outcome.reason.values)


def _answer_kinds(session: Session) -> None:
    def lines() -> Iterator[str]:
        for kind in KINDS.values():
            yield f"{kind.name}  {tr(kind.label_key)}  ({kind.rule}, {strength_text(kind.strength)})"
            yield "  " + event_words.ALIASES[kind.name]

    session.answer(
        [
            {
                "kind": kind.name,
                "label": tr(kind.label_key),
                "rule": kind.rule,
                "strength": kind.strength,
                "may_end": kind.span != "moment",
                "words": event_words.ALIASES[kind.name].split(),
            }
            for kind in KINDS.values()
        ],
        lines,
    )


def state_text(state: State) -> str:
    """A clock's state in words."""
    return {
        "not_due": tr("not due yet"),
        "running": tr("running"),
        "pending": tr("held up, no end yet"),
        "expired": tr("expired"),
        "revived": tr("revived by the debtor, ask a lawyer"),
    }[state]


def strength_text(strength: Strength) -> str:
    """How well an event is proven, in words."""
    return {"strong": tr("proven"), "weak": tr("weak"), "unproven": tr("not proven")}[strength]


def _iso(on: date | None) -> str | None:
    return on.isoformat() if on else None


COMMANDS = (Command("limitation", limitation, "The end of limitation, with what restarted it"),)
