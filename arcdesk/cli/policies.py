"""``policy``: what the age of a debt calls for. Look, copy, change from a file, choose, and try before use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from typer import Argument, Option

from arcdesk.cli.commands import Command, Status
from arcdesk.cli.errors import OptionsClash
from arcdesk.cli.session import Session
from arcdesk.cli.tables import table
from arcdesk.domain.policy import Policy
from arcdesk.i18n import tr
from arcdesk.services.policy_text import actions_text, conditions_text, steps_text

if TYPE_CHECKING:
    from arcdesk.services.policies import Trial
    from arcdesk.services.policy_rows import Choices

Code = Annotated[str, Argument(metavar="CODE", help="Code of a policy, such as P-003.")]
File = Annotated[str, Argument(metavar="FILE", help="A JSON file as written by policy export.")]
ACTIVE_LINES = 20


def policies(session: Session) -> Status:
    """List the policies and who is chased by which."""
    with session.desk(write=False) as desk:
        found, chosen = desk.policies.all(), desk.policies.choices()
    session.answer(
        {
            "policies": [
                {"code": each.code, "name": tr(each.name), "version": each.version, "rows": len(each.levels)}
                for each in found
            ],
            "choices": _choices(chosen),
        },
        lambda: _list_lines(found, chosen),
    )
    return 0


def show(session: Session, code: Code) -> Status:
    """Print the rows of a policy."""
    from arcdesk.services.policy_rows import to_rows

    with session.desk(write=False) as desk:
        policy = desk.policies.find(code)
        versions = desk.policies.versions(code)
    document = {
        "code": policy.code, "name": tr(policy.name), "version": policy.version, "levels": to_rows(policy.levels),
        "versions": [{"version": v.policy.version, "made_at": v.made_at.isoformat(), "note": v.note} for v in versions],
    }  # fmt: skip
    session.answer(document, lambda: _rows(policy))
    return 0


def save(
    session: Session,
    file: File,
    code: Annotated[str, Option("--code", metavar="CODE", help="Another code than that in the file.")] = "",
    name: Annotated[str, Option("--name", metavar="TEXT", help="What the policy is called.")] = "",
    note: Annotated[str, Option("--note", metavar="TEXT", help="What was changed, for the list of versions.")] = "",
) -> Status:
    """Save the policy of a file as its next version."""
    with session.desk(write=True) as desk:
        read = desk.policies.read(Path(file))
        saved = desk.policies.save(code or read.code, name or read.name, read.levels, note)
    session.answer(
        {"code": saved.code, "version": saved.version},
        lambda: (tr("Saved {code}, version {version}.", code=saved.code, version=saved.version),),
    )
    return 0


def export(session: Session, code: Code, file: File) -> Status:
    """Write a policy into a file, to be changed there."""
    with session.desk(write=False) as desk:
        path = desk.policies.export(code, Path(file))
    session.answer({"path": str(path)}, lambda: (tr("Saved as {path}", path=path),))
    return 0


def use(
    session: Session,
    code: Annotated[str, Argument(metavar="CODE", help="Code of a policy; - takes the choice back.")],
    grade: Annotated[str, Option("--grade", metavar="A|B|C|D", help="Only customers of a grade.")] = "",
    customer: Annotated[str, Option("--customer", metavar="CUSTOMER", help="Only one customer.")] = "",
) -> Status:
    """Chase everybody, a grade or a customer by a policy."""
    if grade and customer:
        raise OptionsClash(first="--grade", second="--customer", field="grade")
    with session.desk(write=True) as desk:
        who = desk.customers.find(customer).id if customer else None
        chosen = desk.policies.choose("" if code == "-" else code, grade=grade, customer_id=who)
    session.answer(
        {"choices": _choices(chosen)}, lambda: (tr("Everybody is chased by {code}.", code=chosen.everybody),)
    )
    return 0


def try_out(
    session: Session,
    code: Annotated[str, Argument(metavar="CODE|FILE", help="Code of a policy, or a JSON file that is not saved yet.")],
) -> Status:
    """What today would look like under a policy; nothing is changed."""
    with session.desk(write=False) as desk:
        policy = desk.policies.read(Path(code)) if Path(code).suffix == ".json" else desk.policies.find(code)
        trial = desk.policies.try_out(policy)
    document = {
        "now": dict(trial.now), "then": dict(trial.then),
        "customers": [
            {"customer": line.customer_code, "now": [tr(k) for k in line.now], "then": [tr(k) for k in line.then]}
            for line in trial.lines
        ],
    }  # fmt: skip
    session.answer(document, lambda: _trial_lines(trial))
    return 0


def _choices(chosen: Choices) -> dict[str, Any]:
    return {"everybody": chosen.everybody, "grades": dict(chosen.grades), "customers": dict(chosen.customers)}


def _list_lines(found: Sequence[Policy], chosen: Choices) -> Iterator[str]:
    for policy in found:
        mark = "*" if policy.code == chosen.everybody else " "
        grades = ", ".join(grade for grade, code in chosen.grades.items() if code == policy.code)
        version = f" v{policy.version}" if policy.version else ""
        yield f"{mark} {policy.code}{version}  {tr(policy.name)}{f'  ({grades})' if grades else ''}"


def _rows(policy: Policy) -> Iterator[str]:
    yield f"{policy.code}  {tr(policy.name)}"
    rows = [
        (str(level.from_days), conditions_text(level.conditions), actions_text(level.actions), str(level.wait_days))
        for level in policy.levels
    ]
    yield from table((tr("From day|policy"), tr("If"), tr("What to do"), tr("Wait, days")), rows)


def _trial_lines(trial: Trial) -> Iterator[str]:
    now, then = sum(trial.now.values()), sum(trial.then.values())
    yield tr("On the list today: {now}. Under this policy: {then}.", now=now, then=then)
    if not trial.lines:
        yield tr("Nothing would change today.")
    rows = [
        (f"{line.customer_code} {line.customer_name}", steps_text(line.now), steps_text(line.then))
        for line in trial.lines
    ]
    if rows:
        yield from table((tr("Customer"), tr("Now"), tr("Then")), rows[:ACTIVE_LINES])
    if len(rows) > ACTIVE_LINES:
        yield tr("… and {count} more", count=len(rows) - ACTIVE_LINES)


COMMANDS = (
    Command("list", policies, "The policies, and who is chased by which"),
    Command("show", show, "The rows of a policy"),
    Command("save", save, "Save a policy from a file as its next version"),
    Command("export", export, "Write a policy into a file, to be changed there"),
    Command("use", use, "Chase everybody, a grade or a customer by a policy"),
    Command("try", try_out, "What today would look like under a policy"),
)
