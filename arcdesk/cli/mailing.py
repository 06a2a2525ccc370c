"""``mailing``: the EMS list and address labels for issued letters (F-66)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from arcdesk.cli import values
from arcdesk.cli.choose import ready_folder
from arcdesk.cli.commands import Command, Status
from arcdesk.cli.errors import NobodyChosen, OptionsClash
from arcdesk.cli.session import Session
from arcdesk.files import unused, write_durably
from arcdesk.i18n import tr

if TYPE_CHECKING:
    from arcdesk.bootstrap import Desk
    from arcdesk.services.mailing import Mailing


def mailing(
    session: Session,
    numbers: Annotated[list[str] | None, Argument(metavar="NUMBER", help="Numbers of the letters.")] = None,
    unsent: Annotated[
        bool, Option("--unsent", help="Every letter that is not recorded as sent, in place of numbers.")
    ] = False,
    labels: Annotated[
        str,
        Option("--labels", metavar="SHEET", help="Address labels too: 2x7, 2x4, 3x7, 3x8, 2x8 or 2x5 on a sheet."),
    ] = "",
    start: Annotated[int, Option("--start", metavar="N", help="With --labels: the first label to print on.")] = 1,
    every_address: Annotated[
        bool, Option("--every-address", help="To the agreed and to the registered address.")
    ] = False,
    sent: Annotated[
        str,
        Option(
            "--sent",
            metavar="FILE",
            help="Record letters as sent from a text file or workbook: numbers with their consignment numbers.",
        ),
    ] = "",
    by: Annotated[str, Option("--by", metavar="MEANS", help="With --sent: ems, courier or registered.")] = "ems",
    on: Annotated[str, Option("--on", metavar="DATE", help="With --sent: the day; today.")] = "",
    out: Annotated[str, Option("--out", metavar="DIR", help="Folder for the files; the workspace's exports.")] = "",
) -> Status:
    """Write the EMS list, and address labels where asked for."""
    if sent:
        return _record_sent(session, Path(sent), by, on)
    if numbers and unsent:
        raise OptionsClash(first="NUMBER", second="--unsent", field="number")
    with session.desk(write=False) as desk:
        chosen = list(numbers or ()) or _unsent(desk, wanted=unsent)
        plan = desk.mailing.plan(chosen, every_address=every_address)
        sheet = desk.mailing.labels(plan, labels, start, session.document_language) if labels else None
        folder = ready_folder(desk, out)
        day = session.clock.today().isoformat()
        path = desk.mailing.ems_list(unused(folder / f"{tr('EMS list')} {day}.xlsx"), plan)
        pages = None
        if sheet is not None:
            pages = unused(folder / f"{tr('Address labels')} {day}.pdf")
            write_durably(pages, sheet)
    _answer(session, plan, path, pages)
    return 1 if plan.without_address else 0


def _record_sent(session: Session, file: Path, by: str, on: str) -> int:
    day = values.day(on) or session.clock.today()
    with session.desk(write=True) as desk:
        done = desk.mailing.record_sent(desk.mailing.tracked_in(file), by, day)
    session.answer(
        {
            "sent": [{"number": one.number, "customer": one.customer_code, "tracking": one.tracking} for one in done],
            "on": day.isoformat(),
        },
        lambda: (tr("{count} letters recorded as sent on {day}.", count=len(done), day=day.isoformat()),),
    )
    return 0


def _unsent(desk: Desk, *, wanted: bool) -> list[str]:
    found = [one.number for one in desk.letters.issued() if one.state == "issued"] if wanted else []
    if not found:
        raise NobodyChosen(field="number")
    return found[::-1]


def _answer(session: Session, plan: Mailing, path: Path, pages: Path | None) -> None:
    left_out = [one.number for one in plan.without_address]
    session.answer(
        {
            "list": str(path),
            "labels": str(pages) if pages else None,
            "items": [
                {
                    "number": item.document.number,
                    "customer": item.document.customer_code,
                    "address": item.place.address,
                    "address_kind": item.place.kind,
                    "addressee": item.place.addressee,
                    "phone": item.place.phone or None,
                    "contents": item.contents,
                }
                for item in plan.items
            ],
            "without_address": left_out,
        },
        lambda: (
            *(tr("Written: {path}", path=str(each)) for each in (path, pages) if each),
            tr("Envelopes: {count}", count=len(plan.items)),
            *((tr("Without an address: {numbers}", numbers=", ".join(left_out)),) if left_out else ()),
        ),
    )


COMMANDS = (Command("mailing", mailing, "Write the EMS list and address labels for letters"),)
