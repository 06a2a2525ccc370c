"""``letter``: demand letters through the pre-send gate, and what became of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from typer import Argument, Option

from arcdesk.cli import values
from arcdesk.cli.choose import named_customers, ready_folder
from arcdesk.cli.commands import Command, Status
from arcdesk.cli.deliveries import record_delivery
from arcdesk.cli.letter_choice import check_choice, owing
from arcdesk.cli.progress import bar
from arcdesk.cli.session import Session
from arcdesk.cli.tables import table
from arcdesk.domain.errors import Refusal
from arcdesk.domain.money import format_plain, with_currency
from arcdesk.i18n import tr
from arcdesk.services.reason_text import reason_text

if TYPE_CHECKING:
    from arcdesk.bootstrap import Desk
    from arcdesk.services.customers import CustomerProfile
    from arcdesk.services.documents import IssuedDocument
    from arcdesk.services.letter_enclosures import EnclosureChoice
    from arcdesk.services.letters import GateLine


@dataclass(frozen=True, slots=True)
class Held:
    """What was not demanded, and why; ``invoice`` is "" where the whole letter was refused."""

    customer: str
    invoice: str
    reason: str
    text: str


@dataclass(slots=True)
class Outcome:
    """What a run of letters came to."""

    issued: list[IssuedDocument] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    paths: dict[str, Path] = field(default_factory=dict)
    gaps: tuple[str, ...] = ()


def letter(
    session: Session,
    codes: Annotated[list[str] | None, Argument(metavar="CODE", help="Customer codes.")] = None,
    everybody: Annotated[bool, Option("--all", help="Every customer with something open.")] = False,
    kind: Annotated[
        str,
        Option(
            "--kind",
            metavar="KIND",
            help="auto (the next demand), reminder, first, second, final or lawyer_draft.",
        ),
    ] = "auto",
    on: Annotated[str, Option("--date", metavar="DATE", help="Date of the letter; today.")] = "",
    out: Annotated[
        str, Option("--out", metavar="DIR", help="Folder for the PDFs; the workspace's exports.")
    ] = "",
    enclose: Annotated[
        list[str] | None,
        Option(
            "--enclose",
            metavar="WHAT",
            help="Behind the letter, in the same PDF: statement, worksheet, contract, invoice, delivery_note, or the "
            "number of a piece of evidence; may be repeated.",
        ),
    ] = None,
    bucket: Annotated[
        str, Option("--bucket", metavar="KEY", help="With --all: only those whose oldest debt lies in that bucket.")
    ] = "",
    owner: Annotated[str, Option("--owner", metavar="NAME", help="With --all: only the customers of that owner.")] = "",
    after: Annotated[
        str,
        Option(
            "--after",
            metavar="LEVEL",
            help="With --all: only after that last letter: none, reminder, first, second or final.",
        ),
    ] = "",
    one_pdf: Annotated[bool, Option("--one-pdf", help="All letters of this run in one PDF.")] = False,
    force: Annotated[
        bool, Option("--force", help="Override a hold, a promise, or the interval between letters.")
    ] = False,
    reason: Annotated[
        str, Option("--reason", metavar="TEXT", help="With --force: why; it stays in the books with the letter.")
    ] = "",
    sent: Annotated[str, Option("--sent", metavar="NUMBER", help="Record that a letter was sent.")] = "",
    delivered: Annotated[
        str, Option("--delivered", metavar="NUMBER", help="Record that a letter arrived.")
    ] = "",
    by: Annotated[
        str,
        Option(
            "--by",
            metavar="MEANS",
            help="With --sent: ems, courier, registered, email, wechat, sms, hand, other.",
        ),
    ] = "ems",
    tracking: Annotated[
        str, Option("--tracking", metavar="T", help="With --sent: the consignment number.")
    ] = "",
    delivery_day: Annotated[
        str, Option("--on", metavar="DATE", help="With --sent or --delivered: the day; today.")
    ] = "",
    proof: Annotated[
        str, Option("--proof", metavar="FILE", help="With --delivered: the file that proves it.")
    ] = "",
) -> Status:
    """Issue letters, or record what became of one."""
    if sent or delivered:
        return record_delivery(session, sent, delivered, by, tracking, delivery_day, proof)
    check_choice(everybody=everybody, bucket=bucket, owner=owner, after=after)
    from arcdesk.services.letter_enclosures import choice_of

    day, carried = values.day(on), choice_of(enclose or ())
    with session.desk(write=True) as desk:
        chosen = named_customers(desk, codes or (), everybody=everybody)
        if everybody:
            chosen = owing(desk, day, bucket=bucket, owner=owner, after=after)
        folder = ready_folder(desk, out)
        why = reason or tr("--force on the command line, no reason given")
        outcome = _issue(desk, chosen, kind, session.document_language, day, force=force, reason=why, enclose=carried)
        if outcome.refusals and not outcome.issued:
            raise outcome.refusals[0]
        outcome.gaps = tuple(tr(text) for text in desk.company.profile().gaps()) if outcome.issued else ()
        joined = _save(desk, outcome, folder, session.clock.today(), one_pdf=one_pdf)
    session.answer(_document(outcome, joined), lambda: _lines(outcome, joined))
    return 0 if outcome.issued else 1


def _issue(
    desk: Desk,
    chosen: Sequence[CustomerProfile],
    kind: str,
    language: str,
    day: date | None,
    *,
    force: bool,
    reason: str,
    enclose: EnclosureChoice,
) -> Outcome:
    """A letter to each customer whom the gate lets through; finished ones stay, the rest is told."""
    from arcdesk.services.letters import NothingToDemand

    outcome = Outcome()
    gate: dict[int, list[GateLine]] = {profile.id: [] for profile in chosen}
    for line in desk.letters.check(gate, kind, day, force=force):
        gate[line.customer_id].append(line)
    with bar(tr("Letters")) as progress:
        for done, profile in enumerate(chosen, 1):
            lines = gate[profile.id]
            outcome.held += [_held(line) for line in lines if not line.allowed]
            if any(line.allowed for line in lines):
                try:
                    outcome.issued += desk.letters.issue(
                        profile.id, kind, language, day, force=force, reason=reason, enclose=enclose
                    )
                except NothingToDemand as refusal:  # money came in between the check and the letter
                    outcome.held.append(_refused(profile, refusal))
                except Refusal as refusal:
                    outcome.refusals.append(refusal)
                    outcome.held.append(_refused(profile, refusal))
            progress(done, len(chosen))
    return outcome


def _held(line: GateLine) -> Held:
    reason = line.reasons[0]  # the gate names blocking reasons first
    return Held(line.customer_code, line.invoice_number, reason.rule, reason_text(reason))


def _refused(profile: CustomerProfile, refusal: Refusal) -> Held:
    return Held(profile.code, "", "refused", tr(refusal.sentence, **refusal.values))


def _save(desk: Desk, outcome: Outcome, folder: Path, today: date, *, one_pdf: bool) -> Path | None:
    """Write the sealed PDFs out, each by itself or all in one file; the latter's path is returned."""
    if not one_pdf:
        outcome.paths = {d.number: desk.handouts.save(d.number, folder) for d in outcome.issued}
        return None
    if not outcome.issued:
        return None
    from arcdesk.files import unused

    target = unused(folder / f"{tr('Letters')} {today.isoformat()}.pdf")
    desk.copies.save_joined((document.id for document in outcome.issued), target)
    outcome.paths = dict.fromkeys((document.number for document in outcome.issued), target)
    return target


def _document(outcome: Outcome, joined: Path | None) -> dict[str, Any]:
    return {
        "issued": [
            {
                "number": d.number,
                "customer": d.customer_code,
                "kind": d.level,
                "principal": format_plain(d.total_fen),
                "interest": None if d.interest_fen is None else format_plain(d.interest_fen),
                "currency": d.currency,
                "issued_on": d.issued_on.isoformat(),
                "deadline": d.deadline_on.isoformat() if d.deadline_on else None,
                "language": d.language,
                "path": str(outcome.paths[d.number]),
                "sha256": d.sha256,
                "invoices": list(d.invoice_numbers),
            }
            for d in outcome.issued
        ],
        "held": [
            {"customer": h.customer, "invoice": h.invoice or None, "reason": h.reason, "text": h.text}
            for h in outcome.held
        ],
        "one_pdf": str(joined) if joined else None,
        "incomplete": list(outcome.gaps),
    }


def _lines(outcome: Outcome, joined: Path | None) -> Iterator[str]:
    if outcome.issued:
        rows = [
            (
                d.number,
                d.customer_name,
                with_currency(d.total_fen, d.currency),
                "" if d.interest_fen is None else with_currency(d.interest_fen, d.currency),
                d.deadline_on.isoformat() if d.deadline_on else "",
            )
            for d in outcome.issued
        ]
        headings = (tr("Number"), tr("Customer"), tr("Principal"), tr("Interest"), tr("Deadline"))
        yield from table(headings, rows, right=(2, 3))
        for path in dict.fromkeys((joined,) if joined else outcome.paths.values()):
            yield tr("Written: {path}", path=str(path))
        if outcome.gaps:
            missing = tr(", |list").join(outcome.gaps)
            yield tr("The letters lack {missing}. Enter it with: arcdesk company", missing=missing)
    else:
        yield tr("No letter was issued.")
    if outcome.held:
        yield ""
        yield tr("Held back ({count}):", count=len(outcome.held))
        yield from table(
            (tr("Code"), tr("Invoice"), tr("Why")), [(h.customer, h.invoice, h.text) for h in outcome.held]
        )


COMMANDS = (Command("letter", letter, "Issue demand letters, or record that one was sent or delivered"),)
