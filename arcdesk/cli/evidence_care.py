"""``evidence show``, ``link``, ``lend``, ``return``, ``lost``, ``custody``, ``transcript``: what surrounds a piece."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from typer import Argument, Option

from arcdesk.cli.commands import Command, Status
from arcdesk.cli.session import Session
from arcdesk.cli.tables import facts, table
from arcdesk.domain.dates import parse_date
from arcdesk.i18n import tr
from arcdesk.services import care_words as words

if TYPE_CHECKING:
    from datetime import date

    from arcdesk.bootstrap import Desk
    from arcdesk.services.evidence_custody import Custody
    from arcdesk.services.evidence_links import Link

Number = Annotated[int, Argument(metavar="ID", help="Number of the evidence.")]
On = Annotated[str, Option("--on", metavar="DATE", help="The day; without it today.")]
Remark = Annotated[str, Option("--note", metavar="TEXT", help="A remark.")]

def show(session: Session, number: Number) -> Status:
    """Everything known of one piece: what it belongs to, where its original is, what is said in it."""
    with session.desk(write=False) as desk:
        document = _about(desk, number, session.clock.today())
    session.answer(document, lambda: _about_lines(document))
    return 0


def link(
    session: Session,
    number: Number,
    customer: Annotated[str, Option("--customer", metavar="CODE", help="A customer whom it concerns too.")] = "",
    invoice: Annotated[str, Option("--invoice", metavar="NUMBER", help="An invoice that it proves.")] = "",
    contract: Annotated[str, Option("--contract", metavar="NUMBER", help="A contract that it belongs to.")] = "",
    contact: Annotated[str, Option("--contact", metavar="ID", help="A contact of the log that it belongs to.")] = "",
    letter: Annotated[str, Option("--letter", metavar="NUMBER", help="A letter or statement it belongs to.")] = "",
    delivery: Annotated[str, Option("--delivery", metavar="ID", help="A sending or arrival that it proves.")] = "",
) -> Status:
    """Let a piece belong to something more; what it belongs to already stays."""
    wanted = {
        "customer": customer, "invoice": invoice, "contract": contract, "contact": contact, "document": letter,
        "delivery": delivery,
    }  # fmt: skip
    with session.desk(write=True) as desk:
        desk.evidence_links.add(number, *((kind, which) for kind, which in wanted.items() if which))
        links = desk.evidence_links.of(number)
    document = {"id": number, "links": [_link_document(each) for each in links]}
    session.answer(document, lambda: (words.link_words(each) for each in links))
    return 0


def lend(
    session: Session,
    number: Number,
    holder: Annotated[str, Option("--to", metavar="NAME", help="Who gets the original.")],
    on: On = "",
    back_by: Annotated[str, Option("--back-by", metavar="DATE", help="When it should be back.")] = "",
    note: Remark = "",
) -> Status:
    """Record that the original is given away: to a lawyer, a court, a colleague."""
    with session.desk(write=True) as desk:
        back = parse_date(back_by) if back_by else None
        now = desk.custody.lend(number, holder, _day(session, on), back_by=back, note=note)
    return _answer(session, number, now)


def give_back(session: Session, number: Number, on: On = "", note: Remark = "") -> Status:
    """Record that the original is back."""
    with session.desk(write=True) as desk:
        now = desk.custody.give_back(number, _day(session, on), note=note)
    return _answer(session, number, now)


def report_lost(session: Session, number: Number, on: On = "", note: Remark = "") -> Status:
    """Record that the original cannot be found."""
    with session.desk(write=True) as desk:
        now = desk.custody.report_lost(number, _day(session, on), note=note)
    return _answer(session, number, now)


def custody(session: Session) -> Status:
    """List the originals that are out."""
    with session.desk(write=False) as desk:
        out = desk.custody.out()
        names = {piece.id: piece.original_name for piece in desk.evidence.list() if piece.id in out}
    today = session.clock.today()

    def lines() -> Iterator[str]:
        if not out:
            yield tr("No original is out.")
            return
        rows = [
            (
                str(number), names[number], each.holder, str(each.since), str(each.back_by or ""),
                tr("late|custody") if each.is_late(today) else "",
            )
            for number, each in out.items()
        ]  # fmt: skip
        heads = (tr("No."), tr("Name"), tr("With|custody"), tr("Since|custody"), tr("Back by|custody"), "")
        yield from table(heads, rows, right=(0,))

    session.answer([{"id": n, "name": names[n], **custody_document(c, today)} for n, c in out.items()], lines)
    return 1 if any(each.is_late(today) for each in out.values()) else 0


def transcript(
    session: Session,
    number: Number,
    file: Annotated[
        str, Argument(metavar="[FILE]", help="A text file; without it --text, or the one kept is shown.")
    ] = "",
    text: Annotated[str, Option("--text", metavar="TEXT", help="What is said in the recording.")] = "",
    author: Annotated[str, Option("--by", metavar="NAME", help="Who wrote it down.")] = "",
) -> Status:
    """Keep what is said in a recording, or show it."""
    with session.desk(write=bool(file or text)) as desk:
        if file:
            kept = desk.transcripts.read_file(number, Path(file), author=author)
        elif text:
            kept = desk.transcripts.write(number, text, author=author)
        else:
            found = desk.transcripts.of([number]).get(number)
            if found is None:
                session.answer({"id": number, "text": None}, lambda: (tr("No transcript is kept."),))
                return 1
            kept = found
    session.answer(
        {"id": number, "text": kept.text, "author": kept.author or None, "source": kept.source_id or None},
        lambda: kept.text.split("\n"),
    )
    return 0


def _day(session: Session, text: str) -> date:
    return parse_date(text) if text else session.clock.today()


def _answer(session: Session, number: int, now: Custody) -> Status:
    session.answer({"id": number, **custody_document(now, session.clock.today())}, lambda: (words.custody_words(now),))
    return 0


def custody_document(now: Custody, today: date) -> dict[str, Any]:
    """Where an original is, as JSON."""
    return {
        "state": now.state, "place": now.place or None, "holder": now.holder or None,
        "since": str(now.since) if now.since else None, "back_by": str(now.back_by) if now.back_by else None,
        "late": now.is_late(today),
    }  # fmt: skip


def _about(desk: Desk, number: int, today: date) -> dict[str, Any]:
    piece = desk.evidence.find(number)
    note = desk.evidence_notes.of([number]).get(number)
    where = desk.custody.of([number]).get(number)
    said = desk.transcripts.of([number]).get(number)
    return {
        "id": piece.id, "name": piece.original_name, "kind": (note.kind if note else "") or piece.kind,
        "sha256": piece.sha256, "bytes": piece.size_bytes, "imported_at": piece.imported_at.isoformat(),
        "captured_at": piece.captured_at,
        "length": words.length_words(piece.duration_ms) if piece.duration_ms else None,
        "purpose": (note.purpose if note else "") or None, "device": (note.device if note else "") or None,
        "form": (note.form if note else "") or None,
        "original": custody_document(where, today) if where else None,
        "original_words": words.custody_words(where) if where else None,
        "custody": [
            {
                "event": e.event, "holder": e.holder or None, "on": str(e.on_day), "note": e.note or None,
                "words": words.event_words(e),
            }
            for e in desk.custody.history(number)
        ],
        "links": [_link_document(each) for each in desk.evidence_links.of(number)],
        "transcript": said.text if said else None,
    }  # fmt: skip


def _about_lines(found: dict[str, Any]) -> Iterator[str]:
    yield from facts(
        (
            (tr("No."), str(found["id"])),
            (tr("Name"), found["name"]),
            (tr("Kind"), found["kind"]),
            ("SHA-256", found["sha256"]),
            (tr("Entered"), found["imported_at"]),
            (tr("Captured"), found["captured_at"] or ""),
            (tr("Length|recording"), found["length"] or ""),
            (tr("Proves"), found["purpose"] or ""),
            (tr("Device and account"), found["device"] or ""),
            (tr("Original|custody"), found["original_words"] or ""),
        )
    )
    for event in found["custody"]:
        yield f"  {event['on']}  {event['words']}  {event['note'] or ''}".rstrip()
    for each in found["links"]:
        yield f"  {each['words']}"
    if found["transcript"]:
        yield ""
        yield from found["transcript"].split("\n")


def _link_document(link: Link) -> dict[str, Any]:
    return {"kind": link.kind, "id": link.id, "name": link.name, "on": link.on or None, "words": words.link_words(link)}


COMMANDS = (
    Command("show", show, "Everything known of one piece"),
    Command("link", link, "Let a piece belong to something more"),
    Command("lend", lend, "Record that an original is given away"),
    Command("return", give_back, "Record that an original is back"),
    Command("lost", report_lost, "Record that an original cannot be found"),
    Command("custody", custody, "List the originals that are out"),
    Command("transcript", transcript, "Keep or show what is said in a recording"),
)
