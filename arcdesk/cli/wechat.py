"""``evidence wechat``: screenshots in their order become one numbered exhibit (R62)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from typer import Argument, Option

from arcdesk.cli import values
from arcdesk.cli.commands import Command, Status
from arcdesk.cli.progress import bar
from arcdesk.cli.session import Session
from arcdesk.cli.tables import facts, table
from arcdesk.domain.errors import Refusal
from arcdesk.domain.wechat import CHECKLIST, findings
from arcdesk.i18n import tr

if TYPE_CHECKING:
    from arcdesk.services.wechat_books import Conversation, StoredExhibit


class OptionNeeded(Refusal):
    """One of the three things that an exhibit can't do without."""

    sentence = "“{option}” is missing. Give the customer, the partner, and the first and last message."


class TimeNeeded(Refusal):
    """A day alone, where the chat shows a time."""

    sentence = "“{text}” has no time of day. Give it as the chat shows it, like 2026-09-01 10:30."


def wechat(
    session: Session,
    files: Annotated[
        list[str] | None,
        Argument(metavar="FILE", help="Screenshots in their order; id:N takes evidence no. N. Without: list exhibits."),
    ] = None,
    customer: Annotated[str, Option("--customer", metavar="CODE", help="Whom they concern.")] = "",
    partner: Annotated[str, Option("--partner", metavar="NAME", help="With whom, as the chat shows it.")] = "",
    wechat_id: Annotated[str, Option("--wechat-id", metavar="ID", help="The partner's WeChat id, where known.")] = "",
    person: Annotated[str, Option("--person", metavar="NAME", help="Which contact person that is.")] = "",
    first: Annotated[str, Option("--from", metavar="DATETIME", help="Time of the first message shown.")] = "",
    last: Annotated[str, Option("--to", metavar="DATETIME", help="Time of the last message shown.")] = "",
    phone: Annotated[str, Option("--phone-of", metavar="NAME", help="Whose phone they were made on.")] = "",
    device: Annotated[str, Option("--device", metavar="TEXT", help="Make and model of that phone.")] = "",
    account: Annotated[str, Option("--own-account", metavar="TEXT", help="Our own WeChat account in it.")] = "",
    purpose: Annotated[str, Option("--purpose", metavar="TEXT", help="What it proves.")] = "",
    remark: Annotated[str, Option("--note", metavar="TEXT", help="A remark.")] = "",
    invoice: Annotated[
        list[str] | None, Option("--invoice", metavar="NUMBER", help="An invoice that it is about.")
    ] = None,
    check: Annotated[
        list[str] | None,
        Option("--check", metavar="POINT[=yes|no|na]", help="An answer to a point of the checklist."),
    ] = None,
    corrects: Annotated[
        str, Option("--corrects", metavar="NUMBER", help="The exhibit that this one replaces.")
    ] = "",
    reason: Annotated[str, Option("--reason", metavar="TEXT", help="Why it is replaced.")] = "",
    by_name: Annotated[bool, Option("--by-name", help="Order the files by their names, 2 before 10.")] = False,
) -> Status:
    """Make one numbered exhibit of WeChat screenshots; the screenshots stay sealed each."""
    if not files and not corrects:
        return _list(session, customer)
    now = session.clock.now()
    begun, ended = _moment(first, now), _moment(last, now)
    with session.desk(write=True) as desk, bar(tr("Writing")) as progress:
        old = desk.wechat.find(corrects) if corrects else None
        customer_id = desk.customers.find(customer or (old.customer_ids[0] if old else "")).id if customer or old else 0
        before = desk.wechat.restated(old) if old else None
        said = {
            "partner": partner, "first_at": begun, "last_at": ended, "wechat_id": wechat_id, "phone_owner": phone,
            "device": device, "own_account": account, "purpose": purpose, "remark": remark, "answers": _answers(check),
            "person_id": _person(desk.customers.people(customer_id), person) if person and customer_id else None,
        }  # fmt: skip
        talk = _stated(customer_id, said, before)
        made = desk.wechat.make(
            customer_id, _sources(files or [], by_name=by_name), talk, invoices=invoice or (), corrects=corrects,
            reason=reason, language=session.document_language, progress=progress,
        )  # fmt: skip
    session.answer(_document(made), lambda: _lines(made))
    return 0


def _moment(text: str, now: datetime) -> datetime | None:
    """A day with its time; a day alone would print a time that nobody stated."""
    moment = values.moment(text, now)
    if moment is not None and not any(sign in text for sign in ":："):
        raise TimeNeeded(text=text, field="from")
    return moment


def _sources(names: list[str], *, by_name: bool) -> list[Path | int]:
    from arcdesk.domain.wechat import natural_key

    found: list[Path | int] = []
    for name in sorted(names, key=natural_key) if by_name else names:
        number = name.removeprefix("id:")
        found.append(int(number) if name.startswith("id:") and number.isascii() and number.isdigit() else Path(name))
    return found


def _person(people: Any, name: str) -> int:
    from arcdesk.services.wechat_refusals import UnknownContactPerson

    for one in people:
        if one.name == name.strip():
            return int(one.id)
    raise UnknownContactPerson(name=name, field="person")


def _answers(given: list[str] | None) -> dict[str, str]:
    pairs = (text.partition("=") for text in given or ())
    return {key.strip(): answer.strip().lower() or "yes" for key, _, answer in pairs}


def _stated(customer_id: int, said: dict[str, Any], before: Conversation | None) -> Conversation:
    """What was said on the line, and of a correction what it doesn't say as it was."""
    from arcdesk.services.wechat_books import Conversation

    if before is not None:
        answers = {**before.answers, **said.pop("answers")}
        return replace(before, answers=answers, **{name: value for name, value in said.items() if value})
    needed = {"--customer": customer_id, "--partner": said["partner"], "--from": said["first_at"],
              "--to": said["last_at"]}  # fmt: skip
    for option, given in needed.items():
        if not given:
            raise OptionNeeded(option=option, field=option.strip("-"))
    return Conversation(**said)


def _list(session: Session, customer: str) -> Status:
    with session.desk(write=False) as desk:
        found = desk.wechat.of(desk.customers.find(customer).id if customer else None)

    def lines() -> Iterator[str]:
        rows = [
            (one.number, one.partner, f"{one.first_at:%Y-%m-%d}–{one.last_at:%Y-%m-%d}", str(len(one.parts)),
             f"{len(CHECKLIST) - len(one.missing)}/{len(CHECKLIST)}", one.replaced_by)
            for one in found
        ]  # fmt: skip
        heads = (tr("No."), tr("Chat partner"), tr("Period"), tr("Screenshots"), tr("Checklist"), tr("Replaced by"))
        yield from table(heads, rows, right=(3, 4))

    session.answer([_document(one) for one in found], lines)
    return 0


def _document(one: StoredExhibit) -> dict[str, Any]:
    return {
        "number": one.number, "evidence": one.evidence_id, "sha256": one.sha256, "pages": one.pages,
        "partner": one.partner, "wechat_id": one.wechat_id or None, "person": one.person or None,
        "from": one.first_at.isoformat(), "to": one.last_at.isoformat(),
        "parts": [{"no": p.position, "id": p.evidence_id, "sha256": p.sha256, "name": p.name} for p in one.parts],
        "answers": dict(one.answers), "missing": list(one.missing), "corrects": one.corrects or None,
        "reason": one.reason or None, "replaced_by": one.replaced_by or None,
    }  # fmt: skip


def _lines(one: StoredExhibit) -> Iterator[str]:
    yield from facts(
        (
            (tr("Exhibit no."), one.number),
            (tr("Evidence"), str(one.evidence_id)),
            (tr("Screenshots"), str(len(one.parts))),
            (tr("Pages|exhibit"), str(one.pages)),
            ("SHA-256", one.sha256),
        )
    )
    open_points = [finding for finding in findings(one.answers) if finding.is_missing]
    if open_points:
        yield tr("Missing for a court ({count}):", count=len(open_points))
        for finding in open_points:
            yield f"  {finding.key}: {tr(finding.point.todo)}"


COMMANDS = (Command("wechat", wechat, "Make one numbered exhibit of WeChat screenshots"),)
