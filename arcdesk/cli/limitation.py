"""``limitation``: until when each receivable can be enforced, by the collector's own log; and what is added to it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from typer import Argument, Option

from arcdesk.cli import event_words, values
from arcdesk.cli.commands import Command, Status
from arcdesk.cli.errors import OptionMissing, OptionsClash
from arcdesk.cli.limitation_text import customer_lines, every_line
from arcdesk.cli.session import Session
from arcdesk.cli.sheets import write_sheet
from arcdesk.cli.values import MOST_ID
from arcdesk.domain.money import format_plain
from arcdesk.i18n import tr

if TYPE_CHECKING:
    from datetime import date

    from arcdesk.bootstrap import Desk
    from arcdesk.services.limitation_entries import LimitationEntry
    from arcdesk.services.limitation_lines import ChainEvent, LimitationLine


def limitation(
    session: Session,
    code: Annotated[str, Argument(metavar="CODE", help="Customer code; without one every customer.")] = "",
    as_of: Annotated[
        str, Option("--as-of", "--date", metavar="DATE", help="The day to stand at; today.")
    ] = "",
    add_event: Annotated[
        str,
        Option(
            "--add-event",
            metavar="KIND@DATE",
            help="Enter what happened, as suit@2025-03-01 or suit@2025-03-01..2025-09-30; "
            "see: arcdesk calc limitation --kinds",
        ),
    ] = "",
    invoice: Annotated[
        str, Option("--invoice", metavar="NUMBER", help="With --add-event: the one it is about; all.")
    ] = "",
    evidence: Annotated[
        int,
        Option(
            "--evidence",
            metavar="ID",
            min=0,
            max=MOST_ID,
            help="With --add-event: a file kept for the customer.",
        ),
    ] = 0,
    proof: Annotated[
        str, Option("--proof", metavar="FILE", help="A new file that proves it; it is sealed as evidence.")
    ] = "",
    note: Annotated[str, Option("--note", metavar="TEXT", help="A remark.")] = "",
    count_weak: Annotated[
        bool, Option("--count-weak", help="With --add-event: let it count although it is weak.")
    ] = False,
    count: Annotated[
        str,
        Option("--count", metavar="KEY", help="Let an event of the chain count, as contact:12 or entry:7."),
    ] = "",
    end: Annotated[
        int,
        Option(
            "--end",
            metavar="ID",
            min=0,
            max=MOST_ID,
            help="Enter the end of a proceeding or obstacle, with --on.",
        ),
    ] = 0,
    on: Annotated[str, Option("--on", metavar="DATE", help="With --end: the day it ended; today.")] = "",
    withdraw: Annotated[
        int,
        Option(
            "--withdraw",
            metavar="ID",
            min=0,
            max=MOST_ID,
            help="Take an entry out of the chain; it stays in the books.",
        ),
    ] = 0,
    pdf: Annotated[
        str, Option("--pdf", metavar="FILE", help="Write the customer's clocks as a PDF too.")
    ] = "",
) -> Status:
    """Show the clocks of one customer or of all; or add to the chain of events."""
    deeds = [
        name
        for name, given in (
            ("--add-event", add_event), ("--count", count), ("--end", end), ("--withdraw", withdraw),
        )
        if given
    ]  # fmt: skip
    if len(deeds) > 1:
        raise OptionsClash(first=deeds[0], second=deeds[1], field="limitation")
    if pdf and deeds:
        raise OptionsClash(first=deeds[0], second="--pdf", field="pdf")
    if pdf and not code:
        raise OptionMissing(option="CODE", field="customer")
    if not deeds:
        return _show(session, code, values.day(as_of) or session.clock.today(), pdf)
    if not code:
        raise OptionMissing(option="CODE", field="customer")
    file = Path(proof) if proof else None
    with session.desk(write=True) as desk:
        customer_id = desk.customers.find(code).id
        done: list[LimitationEntry] = []
        if add_event:
            done = [
                _add(
                    desk, customer_id, add_event, invoice=invoice, evidence=evidence, proof=file, note=note,
                    count_weak=count_weak,
                )
            ]  # fmt: skip
        elif count:
            done = list(desk.limitation.confirm(customer_id, count.strip(), proof=file, note=note))
        elif end:
            _check_owner(desk, customer_id, end)
            day = values.day(on) or session.clock.today()
            done = [desk.limitation.entries.end(end, day, proof=file, note=note)]
        else:
            _check_owner(desk, customer_id, withdraw)
            desk.limitation.entries.withdraw(withdraw, note)
        lines = desk.limitation.of(customer_id).lines
    document = {
        "customer": code,
        "entered": [_entry_document(entry) for entry in done],
        "withdrawn": withdraw or None,
        "clocks": [line_document(line, code) for line in lines],
    }
    session.answer(document, lambda: (_said(done, withdraw), "", *customer_lines(lines)))
    return 0


def line_document(line: LimitationLine, code: str) -> dict[str, Any]:
    """A receivable with its clock, as JSON; texts in the language of this process."""
    one = line.clock
    return {
        "invoice": line.number,
        "start": _iso(one.start if one else None),
        "raw_end": _iso(line.raw_end),
        "last_day": _iso(line.last_day),
        "days_left": line.days_left,
        "provisional": one.provisional if one else False,
        "events": [_event_document(event) for event in line.chain],
        "customer": code,
        "instalment": line.instalment or None,
        "currency": line.currency,
        "open": format_plain(line.open_fen),
        "due": _iso(line.due_on),
        "runs_from": line.runs_from,
        "state": line.state,
        "expired_on": _iso(one.expired_on if one else None),
        "cap_on": _iso(one.cap_on if one else None),
        "flags": [flag.name for flag in one.flags] if one else [],
        "action_by": [
            {"days_before": alarm.days_before, "on": alarm.on.isoformat()}
            for alarm in (one.action_by if one else ())
        ],
        "alarm": line.alarm.days_before if line.alarm else None,
        "as_of": line.as_of.isoformat(),
        "why": tr(line.why_none.text_key, **line.why_none.values) if line.why_none else None,
    }


def _event_document(event: ChainEvent) -> dict[str, Any]:
    outcome = event.outcome
    advice = event.record.advice
    return {
        "kind": outcome.event.kind,
        "on": event.on.isoformat(),
        "strength": outcome.event.proof,
        "effect": outcome.effect,
        "moved_to": _iso(outcome.moved_to),
        "reason": tr(outcome.reason.text_key, **outcome.reason.values),
        "evidence": [file.id for file in event.evidence],
        "ends_on": _iso(outcome.event.ends_on),
        "rule": outcome.reason.rule,
        "counts": outcome.event.counts,
        "key": event.record.key,
        "id": event.record.id if event.record.kind == "entry" else None,
        "source": tr(event.record.title.text_key, **event.record.title.values),
        "advice": tr(advice.text_key, **advice.values) if advice else None,
        "would_end": _iso(event.would_end),
    }


def _entry_document(entry: LimitationEntry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "kind": entry.kind,
        "on": entry.on.isoformat(),
        "ends_on": _iso(entry.ends_on),
        "invoice": entry.invoice_number or None,
        "strength": entry.strength,
        "counts_weak": entry.counts_weak,
        "evidence": list(entry.evidence),
        "note": entry.note,
    }


def _show(session: Session, code: str, day: date, pdf: str) -> Status:
    files: list[str] = []
    with session.desk(write=False) as desk:
        if code:
            profile = desk.customers.find(code)
            found = desk.limitation.of(profile.id, day).lines
            codes = {profile.id: profile.code}
            files = write_sheet(pdf, lambda: _sheet(session, desk, found, profile.name, day))
        else:
            codes = {profile.id: profile.code for profile in desk.customers.matching("")}
            found = desk.limitation.all(day)
    session.answer(
        [line_document(line, codes[line.customer_id]) for line in found],
        lambda: [
            *(customer_lines(found) if code else every_line(found, codes)),
            *(tr("Written: {path}", path=file) for file in files),
        ],
    )
    return 0


def _sheet(session: Session, desk: Desk, lines: Sequence[LimitationLine], customer: str, day: date) -> bytes:
    from arcdesk.services.limitation_sheets import limitation_pdf, lines_sheet

    language, company = session.document_language, desk.company.profile().name
    return limitation_pdf(
        lines_sheet(lines, language, day, session.clock.today(), customer=customer, company=company)
    )


def _add(
    desk: Desk, customer_id: int, text: str, *, invoice: str, evidence: int, proof: Path | None, note: str,
    count_weak: bool,
) -> LimitationEntry:  # fmt: skip
    from arcdesk.services.limitation_entries import NewLimitationEvent

    event = event_words.parse_event(text)
    return desk.limitation.entries.add(
        NewLimitationEvent(
            customer_id, event.kind, event.on, event.ends_on, invoice, counts_weak=count_weak,
            evidence_id=evidence or None, proof=proof, note=note,
        )
    )  # fmt: skip


def _check_owner(desk: Desk, customer_id: int, number: int) -> None:
    from arcdesk.services.limitation_entries import UnknownLimitationEvent

    if desk.limitation.entries.find(number).customer_id != customer_id:
        raise UnknownLimitationEvent(number=number, field="id")


def _said(done: list[LimitationEntry], withdrawn: int) -> str:
    if withdrawn:
        return tr("Event no. {number} is withdrawn.", number=withdrawn)
    numbers = ", ".join(str(entry.id) for entry in done)
    return tr("Entered as event no. {number}.", number=numbers)


def _iso(on: date | None) -> str | None:
    return on.isoformat() if on else None


COMMANDS = (Command("limitation", limitation, "Until when receivables can be enforced, and what proves it"),)
