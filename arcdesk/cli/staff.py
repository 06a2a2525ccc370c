"""``staff``: people of the firm, owners of customers, hand-overs with history (S-200 to S-206)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from typer import Argument, Option

from arcdesk.cli import values
from arcdesk.cli.choose import named_customers, ready_folder
from arcdesk.cli.commands import Command, Status
from arcdesk.cli.session import Session
from arcdesk.cli.tables import table
from arcdesk.domain.staff import STAFF_ROLES
from arcdesk.i18n import tr

if TYPE_CHECKING:
    from arcdesk.services.owners import HandOver, OwnerSpan
    from arcdesk.services.staff import StaffLine

Name = Annotated[str, Argument(metavar="NAME", help="Somebody of the firm.")]
Reason = Annotated[str, Option("--reason", metavar="TEXT", help="Why; it stays in the books.")]
Mask = Annotated[
    bool, Option("--mask", help="Hide phone numbers, WeChat names and e-mail addresses.", show_default=False)
]


def staff(session: Session) -> Status:
    """List the people of the firm, and names that stand only at customers."""
    with session.desk(write=False) as desk:
        found = desk.staff.all()
    session.answer([staff_document(line) for line in found], lambda: _lines(found))
    return 0


def save(
    session: Session,
    name: Name,
    role: Annotated[str, Option("--role", metavar="|".join(STAFF_ROLES), help="What he or she is.")] = "",
    email: Annotated[str, Option("--email", metavar="ADDRESS", help="Where tasks are sent to.")] = "",
    no_tasks: Annotated[
        bool, Option("--no-tasks", help="Gets nothing of what is asked of the role.", show_default=False)
    ] = False,
) -> Status:
    """Add somebody to the directory, or change the entry."""
    with session.desk(write=True) as desk:
        line = desk.staff.save(name, role, email, takes_tasks=not no_tasks)
    session.answer(staff_document(line), lambda: _lines((line,)))
    return 0


def leave(
    session: Session,
    name: Name,
    on: Annotated[str, Option("--on", metavar="DATE", help="From that day on; today.")] = "",
) -> Status:
    """Hand nothing more to somebody; the customers stay until they are handed over."""
    day = values.day(on)
    with session.desk(write=True) as desk:
        line = desk.staff.leave(name, day)
    session.answer(staff_document(line), lambda: _lines((line,)))
    return 0


def own(
    session: Session,
    customer: Annotated[list[str], Argument(metavar="CODE...", help="Customers by code.")],
    owner: Annotated[str, Option("--to", metavar="NAME", help="The owner; empty names nobody.")],
    reason: Reason = "",
) -> Status:
    """Make somebody the owner of customers."""
    with session.desk(write=True) as desk:
        ids = [one.id for one in named_customers(desk, customer, everybody=False)]
        changed = desk.owners.assign(ids, owner, reason)
    session.answer({"owner": owner, "changed": changed}, lambda: (tr("Customers changed: {count}", count=changed),))
    return 0


def ownerless(session: Session) -> Status:
    """List customers without an owner; the status is 1 where one of them owes something."""
    with session.desk(write=False) as desk:
        wanted = set(desk.owners.of(""))
        found = [row for row in desk.customer_list.rows().rows if row.id in wanted]
    document = [{"customer": row.code, "name": row.name} for row in found]
    session.answer(document, lambda: table((tr("Code"), tr("Customer")), [(row.code, row.name) for row in found]))
    return 1 if any(row.balance_fen > 0 for row in found) else 0


def hand_over(
    session: Session,
    giver: Annotated[str, Argument(metavar="FROM", help="Who hands the customers over.")],
    taker: Annotated[str, Argument(metavar="TO", help="Who takes them over.")],
    reason: Reason,
    customer: Annotated[
        list[str] | None, Option("--customer", metavar="CODE", help="These customers alone; may be repeated.")
    ] = None,
    on: Annotated[str, Option("--on", metavar="DATE", help="The day of the hand-over; today.")] = "",
    out: Annotated[str, Option("--out", metavar="DIR", help="Folder for the sheets; the workspace's exports.")] = "",
    mask: Mask = False,
) -> Status:
    """Hand a portfolio over with history, and write the hand-over sheet (PDF, XLSX, unsent e-mail)."""
    day = values.day(on)
    with session.desk(write=True) as desk:
        folder = ready_folder(desk, out)
        chosen = [one.id for one in named_customers(desk, customer, everybody=False)] if customer else None
        papers, files = desk.staff_papers, list[Path]()

        def write(done: HandOver) -> None:
            files.extend(papers.write([papers.hand_over(done, desk.cases.of(done.customer_ids), mask=mask)], folder))

        done = desk.owners.hand_over(giver, taker, reason, chosen, day, write)
        cases = desk.cases.of(done.customer_ids)
    document = {
        "from": done.from_owner, "to": done.to_owner, "on": done.on.isoformat(), "reason": done.reason,
        "customers": [case.customer.code for case in cases], "files": [str(path) for path in files],
    }  # fmt: skip
    text = tr("Customers handed over: {count}", count=len(done.customer_ids))
    session.answer(document, lambda: (text, *written_lines(files)))
    return 0


def history(
    session: Session, customer: Annotated[str, Argument(metavar="CODE", help="The customer.")]
) -> Status:
    """Show who was responsible for a customer when."""
    with session.desk(write=False) as desk:
        spans = desk.owners.history(desk.customers.find(customer).id)
    session.answer([span_document(span) for span in spans], lambda: _span_lines(spans))
    return 0


def staff_document(line: StaffLine) -> dict[str, Any]:
    """Somebody of the firm as JSON."""
    return {
        "name": line.name, "role": line.role or None, "email": line.email or None, "in_directory": bool(line.id),
        "takes_tasks": line.takes_tasks, "left_on": line.left_on.isoformat() if line.left_on else None,
        "customers": line.owns, "sells_to": line.sells_to,
    }  # fmt: skip


def span_document(span: OwnerSpan) -> dict[str, Any]:
    """A span of responsibility as JSON."""
    return {
        "owner": span.owner, "from": span.from_on.isoformat() if span.from_on else None,
        "to": span.to_on.isoformat() if span.to_on else None, "reason": span.reason,
    }  # fmt: skip


def written_lines(files: Iterable[Path]) -> Iterator[str]:
    """A line about each file written."""
    for path in files:
        yield tr("Written: {path}", path=path)


def _lines(found: Iterable[StaffLine]) -> Iterator[str]:
    from arcdesk.services.case_words import role_name

    rows = [
        (
            line.name, role_name(line.role) if line.id else tr("not entered|staff"), line.email, str(line.owns),
            str(line.sells_to), line.left_on.isoformat() if line.left_on else "",
        )
        for line in found
    ]  # fmt: skip
    heads = (tr("Name|person"), tr("Role"), tr("E-mail"), tr("Owner of"), tr("Salesperson of"), tr("Left on"))
    yield from table(heads, rows, right=(3, 4))


def _span_lines(spans: Iterable[OwnerSpan]) -> Iterator[str]:
    rows = [
        (
            span.owner, span.from_on.isoformat() if span.from_on else tr("not known|day"),
            span.to_on.isoformat() if span.to_on else tr("today|until"), span.reason,
        )
        for span in spans
    ]  # fmt: skip
    yield from table((tr("Owner"), tr("From|day"), tr("To|day"), tr("Reason")), rows)


COMMANDS = (
    Command("list", staff, "People of the firm, and names at customers"),
    Command("set", save, "Add somebody, or change the entry"),
    Command("leave", leave, "Somebody leaves the firm"),
    Command("own", own, "Make somebody the owner of customers"),
    Command("ownerless", ownerless, "Customers without an owner"),
    Command("hand-over", hand_over, "Hand a portfolio over, with history and sheets"),
    Command("history", history, "Who was responsible for a customer when"),
)
