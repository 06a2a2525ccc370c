"""``concession``: discounts, waived interest, longer terms: weighed, asked for, approved, offered, carried out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from typer import Argument, Option

from arcdesk.cli import calc_concession as weighing
from arcdesk.cli import values
from arcdesk.cli.commands import Command, Status
from arcdesk.cli.errors import BadPair
from arcdesk.cli.session import Session
from arcdesk.cli.sheets import write_sheet
from arcdesk.cli.tables import facts, table
from arcdesk.domain.concession import weigh
from arcdesk.domain.concession_state import KINDS, STATES, Terms
from arcdesk.domain.concession_texts import parse_percent
from arcdesk.domain.money import format_plain, parse_amount
from arcdesk.domain.portrait import tenths
from arcdesk.domain.rate_texts import plain_percent
from arcdesk.i18n import current, tr

if TYPE_CHECKING:
    from arcdesk.services.concession_lines import ConcessionLine

Number = Annotated[str, Argument(metavar="NUMBER", help="The concession.")]
Code = Annotated[str, Argument(metavar="CODE", help="Customer code, or the exact name.")]
On = Annotated[str, Option("--on", metavar="DATE", help="The day; today.")]
Note = Annotated[str, Option("--note", metavar="TEXT", help="A remark.")]
Proof = Annotated[str, Option("--proof", metavar="FILE", help="The paper that shows it, to be sealed as evidence.")]
By = Annotated[str, Option("--by", metavar="NAME", help="Who decided.")]
Reason = Annotated[str, Option("--reason", metavar="TEXT", help="Why.")]


def listed(
    session: Session,
    code: Annotated[str, Argument(metavar="CODE", help="Customer code, or the exact name.")] = "",
    state: Annotated[
        list[str] | None, Option("--state", metavar="STATE", help="Only in this state; may be repeated.")
    ] = None,
    as_of: Annotated[str, Option("--as-of", metavar="DATE", help="The day asked about; today.")] = "",
) -> Status:
    """List concessions; --state proposed gives those that wait for approval."""
    wanted = [values.one_of(text, "--state", STATES) for text in state or ()]
    day = values.day(as_of)
    with session.desk(write=False) as desk:
        found = desk.concessions.of(desk.customers.find(code).id if code else None, day, wanted)
    session.answer([concession_document(line) for line in found], lambda: concession_table(found))
    return 0


def weighed(
    session: Session,
    code: Code,
    discount: weighing.Discount = "",
    waive: weighing.Waive = "",
    term: weighing.Term = 0,
    instalments: weighing.Count = 1,
    apart: weighing.Apart = 30,
    wait: weighing.Wait = None,
    capital: weighing.Capital = "",
    loss: weighing.Loss = "",
    amount: weighing.Amount = "",
    pdf: weighing.Pdf = "",
) -> Status:
    """Hold a concession against waiting with the customer's own figures, as far as they are known."""
    from arcdesk.services.concession_sheets import weighed_pdf

    with session.desk(write=False) as desk:
        customer = desk.customers.find(code)
        known = desk.weighing.of(customer.id)
        company = desk.company.profile().name
    fen = parse_amount(amount) if amount else known.amount_fen
    outlook = known.outlook(wait, weighing.percent(capital, "capital"), weighing.percent(loss, "loss"))
    found = weigh(fen, weighing.read_offer(fen, discount, waive, term, instalments, apart), outlook)
    language, today = session.document_language, session.clock.today()
    files = write_sheet(
        pdf, lambda: weighed_pdf(found, language, today, company, known.currency, customer.name)
    )
    document = weighing.weighed_document(found) | {
        "customer": customer.code,
        "currency": known.currency,
        "interest": format_plain(known.interest_fen),
        "oldest_overdue_days": known.oldest_days,
        "bucket": known.bucket,
        "paid_items": known.judged,
        "mean_days_late": None if known.mean_days is None else tenths(known.mean_days),
        "wait_days_known": known.wait_days if wait is None else None,
        "files": files,
    }

    def lines() -> Iterator[str]:
        yield from weighing.weighed_lines(found, known.currency, files)
        if wait is None and known.wait_days is None:
            yield tr("Days of waiting are not known: give them with --wait.")

    session.answer(document, lines)
    return 0


def proposed(
    session: Session,
    code: Code,
    kind: Annotated[str, Option("--kind", metavar="|".join(KINDS), help="What is given.")],
    ask: Annotated[str, Option("--ask", metavar="NAME", help="Who is to approve it.")],
    reason: Annotated[str, Option("--reason", metavar="TEXT", help="Why.")],
    invoice: Annotated[
        list[str] | None, Option("--invoice", metavar="NUMBER", help="An invoice it is about; may be repeated.")
    ] = None,
    amount: Annotated[str, Option("--amount", metavar="A", help="What is given up.")] = "",
    days: Annotated[int, Option("--days", metavar="N", help="How many days longer.")] = 0,
    condition: Annotated[
        str, Option("--condition", metavar="AMOUNT@DATE", help="How much is to be paid on its invoices, and by when.")
    ] = "",
    contact: Annotated[
        int | None, Option("--contact", metavar="ID", help="The logged contact it was talked about in.")
    ] = None,
    pdf: Annotated[str, Option("--pdf", metavar="FILE", help="Write the request for approval as a PDF.")] = "",
) -> Status:
    """Ask for a concession: it may not be promised until it is approved."""
    from arcdesk.services.concessions import NewConcession

    terms = Terms(kind, parse_amount(amount) if amount else 0, days)
    if condition:
        fen, day = values.money_on(condition, "--condition", "--condition 114000@2026-10-31")
        terms = replace(terms, pay_fen=fen, pay_by=day)
    with session.desk(write=True) as desk:
        customer_id = desk.customers.find(code).id
        new = NewConcession(customer_id, terms, ask, reason, tuple(invoice or ()), contact_id=contact)
        line = desk.concessions.propose(new)
        company = desk.company.profile()
    return _answer(session, line, _request(session, line, pdf, company.name, company.contact))


def approved(
    session: Session, number: Number, by: By, on: On = "", note: Note = "", proof: Proof = ""
) -> Status:
    """Enter that a concession was approved, by whom and shown by what."""
    day = values.day(on)
    with session.desk(write=True) as desk:
        line = desk.concessions.approve(number, by, day, note=note, proof=Path(proof) if proof else None)
    return _answer(session, line)


def refused(session: Session, number: Number, by: By, reason: Reason, on: On = "") -> Status:
    """Enter that a concession was refused."""
    day = values.day(on)
    with session.desk(write=True) as desk:
        line = desk.concessions.refuse(number, by, reason, day)
    return _answer(session, line)


def offered(
    session: Session,
    number: Number,
    to: Annotated[str, Option("--to", metavar="NAME", help="To whom it was said or written.")] = "",
    on: On = "",
    note: Note = "",
) -> Status:
    """Enter that an approved concession was offered to the customer."""
    day = values.day(on)
    with session.desk(write=True) as desk:
        line = desk.concessions.offer(number, to, day, note=note)
    return _answer(session, line)


def accepted(
    session: Session,
    number: Number,
    by: Annotated[str, Option("--by", metavar="NAME", help="Who accepted it for the customer.")] = "",
    on: On = "",
    note: Note = "",
    proof: Proof = "",
) -> Status:
    """Enter that the customer accepted; with the paper it interrupts limitation too."""
    day = values.day(on)
    with session.desk(write=True) as desk:
        line = desk.concessions.accept(number, by, day, note=note, proof=Path(proof) if proof else None)
    return _answer(session, line)


def withdrawn(session: Session, number: Number, reason: Reason, on: On = "") -> Status:
    """End a concession that is not carried out."""
    day = values.day(on)
    with session.desk(write=True) as desk:
        line = desk.concessions.withdraw(number, reason, day)
    return _answer(session, line)


def carried_out(
    session: Session,
    number: Number,
    how: Annotated[
        str, Option("--as", metavar="credit_note|write_off", help="How a discount is booked; as a credit note.")
    ] = "credit_note",
) -> Status:
    """Book an approved concession whose condition is met."""
    with session.desk(write=True) as desk:
        line = desk.concessions.carry_out(number, how)
    return _answer(session, line)


def worded(session: Session, number: Number) -> Status:
    """The text for letter or WeChat, the condition in it; only of what is approved."""
    from arcdesk.services.concession_texts import wording

    with session.desk(write=False) as desk:
        line = desk.concessions.find(number)
    text = wording(line, session.document_language)
    session.answer({"concession": line.number, "text": text}, lambda: (text,))
    return 0


def requested(
    session: Session,
    number: Number,
    pdf: Annotated[str, Option("--pdf", metavar="FILE", help="Where to write it.")],
) -> Status:
    """Write the request for approval as a PDF, with lines to sign on."""
    with session.desk(write=False) as desk:
        line = desk.concessions.find(number)
        company = desk.company.profile()
    return _answer(session, line, _request(session, line, pdf, company.name, company.contact))


def rates(
    session: Session,
    capital: Annotated[
        str, Option("--capital", metavar="R|lpr", help="Cost of money in per cent a year, or lpr.")
    ] = "",
    loss: Annotated[
        list[str] | None,
        Option("--loss", metavar="AGE=R", help="Chance of loss at an age, in per cent; may be repeated."),
    ] = None,
) -> Status:
    """Show or set the company's own rates: cost of money, and chance of loss by age."""
    pairs = [_loss(text) for text in loss or ()]
    is_lpr = capital.strip().lower() == "lpr"
    own = parse_percent(capital, "capital") if capital and not is_lpr else None
    with session.desk(write=bool(capital or pairs)) as desk:
        settings = desk.weighing.settings()
        if capital or pairs:
            settings = replace(
                settings,
                capital_percent=own if capital else settings.capital_percent,
                loss_percent={**settings.loss_percent, **dict(pairs)},
            )
            desk.weighing.save_settings(settings)
        used = desk.weighing.capital_percent()
    document = {
        "capital_percent": plain_percent(used),
        "capital_is_lpr": settings.capital_percent is None,
        "loss_percent": {key: plain_percent(value) for key, value in settings.loss_percent.items()},
    }
    source = tr("(LPR)|rate") if settings.capital_percent is None else ""
    rows = [(tr("Cost of money|weigh"), f"{plain_percent(used)} % {source}".strip())]
    rows += [(f"{tr('Chance of losing it|weigh')} {key}", f"{plain_percent(value)} %")
             for key, value in settings.loss_percent.items()]  # fmt: skip
    session.answer(document, lambda: facts(rows))
    return 0


def concession_document(line: ConcessionLine) -> dict[str, Any]:
    """A concession with its standing as JSON."""
    return {
        "concession": line.number,
        "customer": line.customer_code,
        "kind": line.kind,
        "state": line.state,
        "currency": line.currency,
        "amount": format_plain(line.amount_fen),
        "days": line.days,
        "invoices": list(line.invoices),
        "condition": None
        if line.pay_by is None or line.pay_fen is None
        else {"pay": format_plain(line.pay_fen), "by": line.pay_by.isoformat()},
        "paid": format_plain(line.paid_fen),
        "missing": format_plain(line.missing_fen),
        "met_on": line.met_on.isoformat() if line.met_on else None,
        "ask": line.ask,
        "reason": line.reason,
        "asked_on": line.made_on.isoformat(),
        "cost": None if line.cost_fen is None else format_plain(line.cost_fen),
        "waiting_cost": None if line.waiting_fen is None else format_plain(line.waiting_fen),
        "contact": line.contact_id,
        "steps": [
            {
                "event": step.event,
                "on": step.on.isoformat(),
                "who": step.who or None,
                "note": step.note or None,
                "evidence": step.evidence_id,
                "result": step.result or None,
            }
            for step in line.steps
        ],
    }


def concession_table(found: Sequence[ConcessionLine]) -> Iterator[str]:
    """Concessions as a table, a line each."""
    from arcdesk.services.concession_texts import STATE_TEXTS, condition_text, given_text

    if not found:
        yield tr("There is no concession.")
        return
    language = current()
    rows = [
        (
            line.number, line.customer_code, tr(STATE_TEXTS[line.state]), given_text(line, language),
            condition_text(line, language), line.ask,
        )
        for line in found
    ]  # fmt: skip
    heads = (
        tr("Concession|number"), tr("Customer"), tr("Standing"), tr("What is given|concession"),
        tr("On condition of|concession"), tr("To be approved by|concession"),
    )  # fmt: skip
    yield from table(heads, rows)


def _answer(session: Session, line: ConcessionLine, files: Sequence[str] = ()) -> Status:
    from arcdesk.services import concession_texts as words

    def lines() -> Iterator[str]:
        language = current()
        state = (tr("Standing"), tr(words.STATE_TEXTS[line.state]))
        yield from facts((*words.concession_facts(line, language), state, *words.step_facts(line, language)))
        if line.state == "offered":
            yield ""
            yield tr(words.LIMITATION_NOTE)
        for file in files:
            yield tr("Written: {path}", path=file)

    session.answer(concession_document(line) | {"files": list(files)}, lines)
    return 0


def _request(session: Session, line: ConcessionLine, pdf: str, company: str, asked_by: str) -> list[str]:
    language, today = session.document_language, session.clock.today()

    def draw() -> bytes:
        from arcdesk.services.concession_texts import request_pdf

        return request_pdf(line, language, today, company, asked_by)

    return write_sheet(pdf, draw)


def _loss(text: str) -> tuple[str, Any]:
    age, sign, percent = text.partition("=")
    if not sign or not age.strip():
        raise BadPair(text=text, form="--loss AGE=R", example="--loss d91_180=10")
    return age.strip(), parse_percent(percent, "loss")


COMMANDS = (
    Command("list", listed, "Concessions and how they stand; --state proposed waits for approval"),
    Command("weigh", weighed, "A concession against waiting, with a customer's own figures"),
    Command("rates", rates, "The company's cost of money and chance of loss by age: show or set"),
    Command("propose", proposed, "Ask for a concession"),
    Command("request", requested, "The request for approval on paper"),
    Command("approve", approved, "Enter that it was approved"),
    Command("refuse", refused, "Enter that it was refused"),
    Command("wording", worded, "The text for the customer, with its condition"),
    Command("offer", offered, "Enter that it was offered to the customer"),
    Command("accept", accepted, "Enter that the customer accepted it"),
    Command("withdraw", withdrawn, "End it before it takes effect"),
    Command("carry-out", carried_out, "Book it, once its condition is met"),
)
