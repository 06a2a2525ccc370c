"""``delivery``: what became of a document: sent, arrived, refused, returned, void, taken back (R10, R11, R20, R39)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from typer import Argument, Option

from arcdesk.cli import values
from arcdesk.cli.commands import Command, Status
from arcdesk.cli.errors import OptionMissing
from arcdesk.cli.session import Session
from arcdesk.cli.tables import table
from arcdesk.domain.delivery import ADDRESS_KINDS, OUTCOMES
from arcdesk.i18n import tr
from arcdesk.services import document_words as words
from arcdesk.services.reason_text import reason_text

if TYPE_CHECKING:
    from arcdesk.bootstrap import Desk
    from arcdesk.services.deliveries import PostAddress
    from arcdesk.services.document_standing import DeliveryStep
    from arcdesk.services.documents import IssuedDocument
    from arcdesk.services.limitation_effect import DeliveryEffect

STEPS = ("sent", *OUTCOMES, "void", "withdrawn", "mistaken")


@dataclass(frozen=True, slots=True)
class _Said:
    """What the line says of a step, as the services take it."""

    on: date
    proof: Path | None
    reason: str
    note: str


def delivery(
    session: Session,
    number: Annotated[str, Argument(metavar="NUMBER", help="Number of the letter or statement.")],
    step: Annotated[
        str,
        Argument(
            metavar="[STEP]",
            help="sent, delivered, refused, returned, void, withdrawn or mistaken; without one: its history.",
        ),
    ] = "",
    on: Annotated[str, Option("--on", metavar="DATE", help="The day; today.")] = "",
    proof: Annotated[str, Option("--proof", metavar="FILE", help="The file that proves it.")] = "",
    by: Annotated[
        str,
        Option(
            "--by", metavar="MEANS", help="With sent: ems, courier, registered, email, wechat, sms, hand, other."
        ),
    ] = "ems",
    tracking: Annotated[str, Option("--tracking", metavar="T", help="With sent: the consignment number.")] = "",
    to: Annotated[
        str,
        Option("--to", metavar="agreed|registered|other", help="With sent: what kind of address it went to."),
    ] = "",
    address: Annotated[str, Option("--address", metavar="TEXT", help="With sent: the address.")] = "",
    why: Annotated[
        str, Option("--why", metavar="unknown|unclaimed|other", help="With returned: why it came back.")
    ] = "",
    signer: Annotated[str, Option("--signer", metavar="NAME", help="With delivered: who signed for it.")] = "",
    reason: Annotated[
        str, Option("--reason", metavar="TEXT", help="With void, withdrawn or mistaken: the reason.")
    ] = "",
    entry: Annotated[int, Option("--entry", metavar="N", help="With mistaken: the entry's number.")] = 0,
    note: Annotated[str, Option("--note", metavar="TEXT", help="A note.")] = "",
    dry_run: Annotated[
        bool, Option("--dry-run", help="With an outcome: only show what it does to limitation.")
    ] = False,
) -> Status:
    """Record what became of a document, or show its history."""
    if not step:
        with session.desk(write=False) as desk:
            _answer_history(session, desk, number)
        return 0
    values.one_of(step, "STEP", STEPS)
    day = values.day(on) or session.clock.today()
    said = _Said(day, Path(proof) if proof else None, why if step == "returned" else reason, note)
    with session.desk(write=not dry_run) as desk:
        document = desk.documents.find(number)
        effect = _effect(desk, document, step, said) if step in OUTCOMES else None
        if not dry_run:
            if step == "sent":
                document = _send(desk, document, said, by, tracking, to, address)
            elif step in OUTCOMES:
                document = desk.deliveries.record_outcome(
                    number, step, day, said.proof, reason=said.reason, signer=signer, note=note
                )
            else:
                document = _end(desk, document, step, said, entry)
        contents = desk.deliveries.contents(document)
    session.answer(_document(document, day, contents, effect), lambda: _lines(document, step, day, contents, effect))
    return 0


def _effect(desk: Desk, document: IssuedDocument, step: str, said: _Said) -> DeliveryEffect:
    return desk.limitation.effect_of(
        document, step, said.on, has_proof=said.proof is not None, reason=said.reason if step == "returned" else ""
    )


def _send(
    desk: Desk, document: IssuedDocument, said: _Said, by: str, tracking: str, to: str, address: str
) -> IssuedDocument:
    """Sent to the address that is named, else to the first one known of that kind."""
    if to:
        values.one_of(to, "--to", ADDRESS_KINDS)
    known = [one for one in desk.deliveries.addresses(document.customer_id) if not to or one.kind == to]
    place = next((one for one in known if not address or one.address == address.strip()), None)
    is_post = by in ("ems", "courier", "registered", "hand", "other")
    return desk.documents.record_sent(
        document.number, by, tracking, said.on, said.note,
        addressee=place.addressee if place and is_post else "",
        phone=place.phone if place and is_post else "",
        address=address or (place.address if place and is_post else ""),
        address_kind=to or (place.kind if place and is_post else "other" if address else ""),
        contents=desk.deliveries.contents(document) if is_post else "",
    )  # fmt: skip


def _end(desk: Desk, document: IssuedDocument, step: str, said: _Said, entry: int) -> IssuedDocument:
    if step == "void":
        return desk.deliveries.void(document.number, said.reason, said.on)
    if step == "withdrawn":
        return desk.deliveries.withdraw(document.number, said.reason, said.on, said.proof)
    if not entry:
        raise OptionMissing(option="--entry N", field="entry")
    return desk.deliveries.take_back(document.number, entry, said.reason)


def _document(
    document: IssuedDocument, day: date, contents: str, effect: DeliveryEffect | None
) -> dict[str, Any]:
    return {
        "number": document.number,
        "customer": document.customer_code,
        "state": document.state,
        "on": day.isoformat(),
        "tracking": document.tracking or None,
        "address_kind": document.standing.address_kind or None,
        "contents": contents,
        "limitation": [
            {
                "invoice": move.number,
                "instalment": move.instalment,
                "end_before": move.end_before.isoformat() if move.end_before else None,
                "end_after": move.end_after.isoformat() if move.end_after else None,
            }
            for move in (effect.moves if effect else ())
        ],
        "advice": reason_text(effect.advice) if effect and effect.advice else None,
    }


def _lines(
    document: IssuedDocument, step: str, day: date, contents: str, effect: DeliveryEffect | None
) -> Iterator[str]:
    state = tr(words.STATES.get(step, "Entered by mistake|document"))
    yield tr(
        "{number} to {customer}: {state}, {day}.",
        number=document.number, customer=document.customer_name, state=state, day=day.isoformat(),
    )  # fmt: skip
    if step == "sent":
        yield tr("On the waybill: {contents}", contents=contents)
    if effect is None:
        return
    for move in effect.moved:
        before = move.end_before.isoformat() if move.end_before else "-"
        after = move.end_after.isoformat() if move.end_after else "-"
        yield tr("Limitation of {number}: {before} becomes {after}.", number=move.number, before=before, after=after)
    if not effect.moved:
        yield tr("It moves no period of limitation.")
    if effect.advice is not None:
        yield reason_text(effect.advice)


def _answer_history(session: Session, desk: Desk, number: str) -> None:
    document = desk.documents.find(number)
    steps = desk.deliveries.history(document.id)
    places = desk.deliveries.addresses(document.customer_id)
    contents = desk.deliveries.contents(document)
    session.answer(
        {
            "number": document.number,
            "customer": document.customer_code,
            "state": document.state,
            "contents": contents,
            "addresses": [
                {"kind": p.kind, "address": p.address, "addressee": p.addressee, "phone": p.phone or None}
                for p in places
            ],
            "steps": [_step(step) for step in steps],
        },
        lambda: _history_lines(document, steps, places, contents),
    )


def _step(step: DeliveryStep) -> dict[str, Any]:
    return {
        "entry": step.id,
        "step": step.event,
        "on": step.on.isoformat(),
        "by": step.means or None,
        "tracking": step.tracking or None,
        "address_kind": step.address_kind or None,
        "address": step.address or None,
        "reason": step.reason or None,
        "signer": step.signer or None,
        "evidence": step.evidence_id,
        "note": step.note or None,
        "mistaken": step.mistaken,
    }


def _history_lines(
    document: IssuedDocument, steps: Sequence[DeliveryStep], places: Sequence[PostAddress], contents: str
) -> Iterator[str]:
    yield f"{document.number}  {document.customer_name}  {tr(words.STATES[document.state])}"
    yield tr("On the waybill: {contents}", contents=contents)
    for place in places:
        yield f"{tr(words.ADDRESS_KINDS[place.kind])}  {place.address}"
    if steps:
        yield ""
        headings = (tr("Entry"), tr("Step"), tr("Day"), tr("Tracking no."), tr("Evidence no."), tr("Note"))
        yield from table(headings, [_row(step) for step in steps])


def _row(step: DeliveryStep) -> tuple[str, ...]:
    reason = tr(words.RETURN_REASONS[step.reason]) if step.event == "returned" and step.reason else step.reason
    notes = [tr("taken back") if step.mistaken else "", reason, step.signer, step.note]
    return (
        str(step.id), tr(words.STATES[step.event]), step.on.isoformat(), step.tracking,
        str(step.evidence_id or ""), " · ".join(filter(None, notes)),
    )  # fmt: skip


COMMANDS = (Command("delivery", delivery, "Record what became of a letter or statement, or show its history"),)
