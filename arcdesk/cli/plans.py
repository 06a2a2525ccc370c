"""``plan``: what a customer is to pay in instalments; made, listed, ended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any

from typer import Argument, Option

from arcdesk.cli import values
from arcdesk.cli.commands import Command, Status
from arcdesk.cli.errors import OptionMissing, OptionsClash
from arcdesk.cli.session import Session
from arcdesk.cli.tables import facts, table
from arcdesk.domain.money import format_amount, format_plain, parse_amount, with_currency
from arcdesk.domain.plan_schedule import Planned
from arcdesk.i18n import tr
from arcdesk.services.reason_text import reason_text
from arcdesk.ui.labels import INSTALMENT_STATES, PLAN_STATES

if TYPE_CHECKING:
    from arcdesk.services.plan_lines import PlanLine


def plan(
    session: Session,
    code: Annotated[str, Argument(metavar="CODE", help="Customer code, or the exact name.")] = "",
    invoice: Annotated[
        list[str] | None, Option("--invoice", metavar="NUMBER", help="An invoice it is about; may be repeated.")
    ] = None,
    instalment: Annotated[
        list[str] | None,
        Option("--instalment", metavar="AMOUNT@DATE", help="One instalment; repeat it in the order of the days."),
    ] = None,
    count: Annotated[
        int,
        Option("--count", metavar="N", help="Instead: so many equal monthly instalments.", show_default=False),
    ] = 0,
    first: Annotated[str, Option("--first", metavar="DATE", help="With --count: the day of the first.")] = "",
    down: Annotated[
        str, Option("--down", metavar="AMOUNT@DATE", help="With --count: a down payment before them.")
    ] = "",
    total: Annotated[
        str, Option("--total", metavar="AMOUNT", help="With --count: the sum; all that is undisputed.")
    ] = "",
    agreed: Annotated[str, Option("--agreed", metavar="DATE", help="When it was agreed; today.")] = "",
    written: Annotated[bool, Option("--written", help="Agreed in writing.")] = False,
    one_debt: Annotated[
        bool, Option("--one-debt", help="One debt: limitation runs from the last instalment.")
    ] = False,
    evidence: Annotated[
        int | None, Option("--evidence", metavar="ID", help="The evidence it rests on: the signed paper.")
    ] = None,
    contact: Annotated[
        int | None, Option("--contact", metavar="ID", help="The logged contact it was agreed in.")
    ] = None,
    note: Annotated[str, Option("--note", metavar="TEXT", help="A remark.")] = "",
    replaces: Annotated[str, Option("--replaces", metavar="NUMBER", help="The plan whose place it takes.")] = "",
    listed: Annotated[bool, Option("--list", help="List plans: of CODE, or all.")] = False,
    end: Annotated[str, Option("--end", metavar="NUMBER", help="End a plan.")] = "",
    how: Annotated[
        str, Option("--how", metavar="void|accelerated", help="With --end: old due dates again, or all due at once.")
    ] = "",
    reason: Annotated[str, Option("--reason", metavar="TEXT", help="With --end: why.")] = "",
    on: Annotated[str, Option("--on", metavar="DATE", help="With --end: the day; today.")] = "",
    as_of: Annotated[str, Option("--as-of", metavar="DATE", help="With --list: the day asked about; today.")] = "",
) -> Status:
    """Make an instalment plan over invoices, list plans, or end one."""
    if listed and end:
        raise OptionsClash(first="--list", second="--end", field="list")
    if listed:
        return _list(session, code, as_of)
    if end:
        return _end(session, end, how, reason, on)
    if not code:
        raise OptionMissing(option="CODE", field="customer")
    if not invoice:
        raise OptionMissing(option="--invoice NUMBER", field="invoice")
    if instalment and count:
        raise OptionsClash(first="--instalment", second="--count", field="count")
    typed = tuple(_planned(text, "--instalment") for text in instalment or ())
    day, first_day = values.day(agreed), values.day(first)
    if not typed and (not count or first_day is None):
        missing = "--instalment AMOUNT@DATE" if not count else "--first DATE"
        raise OptionMissing(option=missing, field="instalment")
    if typed and (first or down or total):
        raise OptionsClash(first="--instalment", second="--first, --down, --total", field="instalment")
    down_payment = _planned(down, "--down") if down else None
    total_fen = parse_amount(total) if total else None
    from arcdesk.services.plans import NewPlan

    with session.desk(write=True) as desk:
        customer_id = desk.customers.find(code).id
        if not typed and first_day is not None:
            typed = desk.plans.monthly(
                customer_id, invoice, count, first_day, down_payment=down_payment, total_fen=total_fen,
                agreed_on=day, replaces=replaces,
            )  # fmt: skip
        new = NewPlan(
            customer_id, tuple(dict.fromkeys(invoice)), typed, day, written, one_debt, contact, evidence, note, replaces
        )
        line = desk.plans.make(new)
        guarantors = desk.plans.guarantors(customer_id)
    document = {**plan_document(line), "guarantors": list(guarantors)}
    session.answer(document, lambda: (*_lines(line), *_consent(guarantors)))
    return 0


def plan_document(line: PlanLine) -> dict[str, Any]:
    """A plan with its standing as JSON."""
    return {
        "plan": line.number,
        "customer": line.customer_code,
        "currency": line.currency,
        "agreed_on": line.agreed_on.isoformat(),
        "total": format_plain(line.total_fen),
        "paid": format_plain(line.paid_fen),
        "open": format_plain(line.open_fen),
        "overdue": format_plain(line.overdue_fen),
        "state": line.state,
        "written": line.is_written,
        "one_debt": line.is_one_debt,
        "invoices": list(line.invoices),
        "instalments": [
            {
                "seq": each.seq,
                "due_on": each.due_on.isoformat(),
                "amount": format_plain(each.amount_fen),
                "paid": format_plain(each.paid_fen),
                "open": format_plain(each.open_fen),
                "state": each.state,
                "shares": [{"invoice": number, "amount": format_plain(fen)} for number, fen in each.shares],
            }
            for each in line.instalments
        ],
        "contact": line.contact_id,
        "evidence": line.evidence_id,
        "note": line.note or None,
        "ended_on": line.ended_on.isoformat() if line.ended_on else None,
        "how": line.how_ended or None,
        "reason": line.end_reason or None,
        "hint": reason_text(line.hint) if line.hint else None,
    }


def plan_table(lines: Sequence[PlanLine]) -> Iterator[str]:
    """Plans as a table, a line each."""
    rows = [
        (
            line.number, line.customer_code, line.agreed_on.isoformat(), tr(PLAN_STATES[line.state]),
            str(len(line.instalments)), with_currency(line.total_fen, line.currency),
            with_currency(line.paid_fen, line.currency), with_currency(line.overdue_fen, line.currency),
        )
        for line in lines
    ]  # fmt: skip
    headings = (
        tr("Plan|number"), tr("Customer"), tr("Agreed on"), tr("Standing"), tr("Instalments"), tr("Total"), tr("Paid"),
        tr("In arrears"),
    )  # fmt: skip
    yield from table(headings, rows, right=(4, 5, 6, 7))


def _list(session: Session, code: str, as_of: str) -> Status:
    day = values.day(as_of)
    with session.desk(write=False) as desk:
        found = desk.plans.of(desk.customers.find(code).id if code else None, day)

    def lines() -> Iterator[str]:
        if not found:
            yield tr("There is no instalment plan.")
            return
        yield from plan_table(found)

    session.answer([plan_document(line) for line in found], lines)
    return 0


def _end(session: Session, number: str, how: str, reason: str, on: str) -> Status:
    for option, value in (("--how void|accelerated", how), ("--reason TEXT", reason)):
        if not value:
            raise OptionMissing(option=option, field="how")
    day = values.day(on)
    with session.desk(write=True) as desk:
        line = desk.plans.end(number, how, reason, day)
    session.answer(plan_document(line), lambda: _lines(line))
    return 0


def _consent(guarantors: Sequence[str]) -> Iterator[str]:
    """Who has to agree in writing so that the plan binds him too (R48)."""
    if guarantors:
        yield ""
        names = tr(", |list").join(guarantors)
        yield tr("Guarantor: {names}. Get the consent in writing: without it nothing heavier binds.", names=names)


def _planned(text: str, option: str) -> Planned:
    fen, day = values.money_on(text, option, f"{option} 40000@2026-10-20")
    return Planned(day, fen)


def _lines(line: PlanLine) -> Iterator[str]:
    yield from facts(
        (
            (tr("Plan|number"), line.number),
            (tr("Customer"), f"{line.customer_code}  {line.customer_name}"),
            (tr("Agreed on"), line.agreed_on.isoformat()),
            (tr("Standing"), tr(PLAN_STATES[line.state])),
            (tr("Invoices"), ", ".join(line.invoices)),
            (tr("Total"), with_currency(line.total_fen, line.currency)),
            (tr("Ended on"), line.ended_on.isoformat() if line.ended_on else ""),
            (tr("Reason"), line.end_reason),
        )
    )
    yield ""
    rows = [
        (
            str(each.seq), each.due_on.isoformat(), format_amount(each.amount_fen), format_amount(each.paid_fen),
            format_amount(each.open_fen), tr(INSTALMENT_STATES[each.state]),
        )
        for each in line.instalments
    ]  # fmt: skip
    headings = (tr("No."), tr("Due"), tr("Amount"), tr("Paid"), tr("Open|balance"), tr("Standing"))
    yield from table(headings, rows, right=(0, 2, 3, 4))
    if line.hint:
        yield ""
        yield reason_text(line.hint)


COMMANDS = (Command("plan", plan, "Instalment plans: make one over invoices, list them, end one"),)
