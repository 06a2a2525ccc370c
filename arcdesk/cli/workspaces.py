"""``init``, ``export`` and ``doctor``: the workspace as a whole."""

from __future__ import annotations

import contextlib
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from arcdesk.cli.commands import Command, Status
from arcdesk.cli.errors import NotAWorkbookName
from arcdesk.cli.list_out import Mask
from arcdesk.cli.progress import bar
from arcdesk.cli.session import Session
from arcdesk.cli.tables import facts, width
from arcdesk.i18n import tr

if TYPE_CHECKING:
    from arcdesk.bootstrap import Desk
    from arcdesk.services.health import Check

WORKBOOK = ".xlsx"

Address = Annotated[str | None, Option("--address", metavar="TEXT", help="Address of the company.")]
Phone = Annotated[str | None, Option("--phone", metavar="TEXT", help="Phone for questions about a letter.")]
Contact = Annotated[str | None, Option("--contact", metavar="NAME", help="Contact person named in letters.")]
Bank = Annotated[str | None, Option("--bank", metavar="TEXT", help="Bank of the receiving account.")]
AccountName = Annotated[
    str | None, Option("--account-name", metavar="TEXT", help="Holder of the receiving account; the company.")
]
Account = Annotated[
    str | None, Option("--account", metavar="NUMBER", help="Number of the receiving account.")
]
Uscc = Annotated[
    str | None, Option("--uscc", metavar="CODE", help="Unified social credit code of the company.")
]
NameEn = Annotated[str | None, Option("--name-en", metavar="NAME", help="Name of the company in English.")]
Size = Annotated[
    str | None,
    Option("--size", metavar="SIZE", help="Size of the company: large, medium, small, micro or public."),
]
Email = Annotated[str | None, Option("--email", metavar="ADDRESS", help="E-mail address of the company.")]


def init(
    session: Session,
    folder: Annotated[str, Argument(metavar="DIR", help="A new or empty folder.")],
    company: Annotated[
        str, Option("--company", metavar="NAME", help="Full registered name of the creditor.")
    ],
    address: Address = None,
    phone: Phone = None,
    contact: Contact = None,
    bank: Bank = None,
    account_name: AccountName = None,
    account: Account = None,
    uscc: Uscc = None,
    name_en: NameEn = None,
    email: Email = None,
    size: Size = None,
) -> Status:
    """Make a new workspace and remember it as the one used last."""
    from arcdesk import bootstrap
    from arcdesk.files import CannotWrite
    from arcdesk.services.company import CompanyProfile

    target = Path(folder).absolute()
    particulars = _given(address, phone, contact, bank, account_name, account, uscc, name_en, email, size)
    bootstrap.create(target, session.clock, CompanyProfile(company, **particulars)).close()
    session.settings.last_workspace = target
    with contextlib.suppress(CannotWrite):  # the workspace is made all the same
        session.settings.save()
    session.answer(
        {"workspace": str(target), "company": company},
        lambda: (
            tr("The workspace of {company} is ready in {path}.", company=company, path=str(target)),
            tr(
                "Next: arcdesk import FILE. Letters need address and bank account; see: arcdesk company --help"
            ),
        ),
    )
    return 0


def company_profile(
    session: Session,
    name: Annotated[
        str | None, Option("--company", metavar="NAME", help="Full registered name of the creditor.")
    ] = None,
    address: Address = None,
    phone: Phone = None,
    contact: Contact = None,
    bank: Bank = None,
    account_name: AccountName = None,
    account: Account = None,
    uscc: Uscc = None,
    name_en: NameEn = None,
    email: Email = None,
    size: Size = None,
    logo: Annotated[
        str, Option("--logo", metavar="FILE", help="PNG or JPEG for the letterhead; none takes it away.")
    ] = "",
) -> Status:
    """Show what letters and statements say of the company, after changing what is given."""
    from arcdesk.services.company import logo_file

    changes = _given(address, phone, contact, bank, account_name, account, uscc, name_en, email, size)
    if name is not None:
        changes["name"] = name
    with session.desk(write=bool(changes or logo)) as desk:
        profile = desk.company.profile()
        if changes:
            profile = desk.company.save(replace(profile, **changes))
        if logo:
            desk.company.set_logo(None if logo == "none" else logo_file(Path(logo)))
    session.answer(
        {key: value or None for key, value in asdict(profile).items()},
        lambda: facts(
            (
                (tr("Name"), profile.name),
                (tr("Name in English"), profile.name_en),
                (tr("Credit code"), profile.uscc),
                (tr("Address"), profile.address),
                (tr("Phone"), profile.phone),
                (tr("Contact person"), profile.contact),
                (tr("E-mail"), profile.email),
                (tr("Account holder"), profile.account_name),
                (tr("Bank"), profile.bank),
                (tr("Account number"), profile.account_number),
                (tr("Currency"), profile.base_currency),
                (tr("Company size"), _size_words(profile.size)),
            )
        ),
    )
    return 0


def _size_words(size: str) -> str:
    from arcdesk.ui.labels import SIZES, label

    return label(SIZES, size) if size else ""


def _given(*values: str | None) -> dict[str, str]:
    """The particulars that were given, by their names in ``CompanyProfile``."""
    names = (
        "address",
        "phone",
        "contact",
        "bank",
        "account_name",
        "account_number",
        "uscc",
        "name_en",
        "email",
        "size",
    )
    return {name: value for name, value in zip(names, values, strict=True) if value is not None}


def export(
    session: Session,
    file: Annotated[
        str, Argument(metavar="FILE.xlsx", help="The workbook to write; an older one is replaced.")
    ],
    mask: Mask = False,
) -> Status:
    """Write the whole ledger as a ledger workbook."""
    target = Path(file)
    if target.suffix.lower() != WORKBOOK:
        raise NotAWorkbookName(name=target.name, field="file")
    with session.desk_writing_if_free() as desk, bar(tr("Writing")) as progress:
        done = desk.exporting.ledger_workbook(target, progress, mask=mask)
    document = {
        "path": str(done.path), "customers": done.customers, "invoices": done.invoices, "receipts": done.receipts
    }  # fmt: skip
    session.answer(
        document,
        lambda: facts(
            (
                (tr("Workbook"), str(done.path)),
                (tr("Customers"), str(done.customers)),
                (tr("Invoices"), str(done.invoices)),
                (tr("Receipts"), str(done.receipts)),
            )
        ),
    )
    return 0


def doctor(
    session: Session,
    deep: Annotated[
        bool, Option("--deep", help="Hold every evidence file against its hash, not only its size.")
    ] = False,
) -> Status:
    """Look over the workspace: one line a check, with what to do."""
    from arcdesk.services.health import DamagedWorkspace, damage

    try:
        with session.desk(write=False) as desk, bar(tr("Verifying")) as progress:
            checks = [*desk.health.checks(deep=deep, progress=progress if deep else None), _notification(session, desk)]
    except DamagedWorkspace as refusal:  # what the other checks look at cannot be read
        checks = [damage(refusal)]
    session.answer(
        [{"check": c.name, "ok": c.ok, "detail": tr(c.detail_key, **c.values)} for c in checks],
        lambda: _report(checks),
    )
    return 0 if all(check.ok for check in checks) else 1


def _report(checks: list[Check]) -> list[str]:
    from arcdesk.services.health import CHECK_NAMES

    names = [tr(CHECK_NAMES.get(check.name, check.name)) for check in checks]
    widest = max(map(width, names))
    return [
        f"{tr('ok|check') if check.ok else tr('NOT WELL|check')}  {name}{' ' * (widest - width(name))}  "
        f"{tr(check.detail_key, **check.values)}"
        for name, check in zip(names, checks, strict=True)
    ]


def _notification(session: Session, desk: Desk) -> Check:
    """Whether a reminder could be shown, when one was and comes next; without one the list in the window stands."""
    from arcdesk.cli.desktop import has_screen
    from arcdesk.services.health import Check

    if not has_screen():
        return Check("notification", True, "There is no screen here; due follow-ups are printed.", {})
    try:
        from arcdesk.ui.app import make_application
        from arcdesk.ui.notice_check import notice_check
    except ImportError:
        return Check("notification", False, "The window's libraries are missing. Install ArcDesk anew.", {})
    make_application(session.settings)
    return notice_check(desk.reminding.standing(session.clock.now()))


COMMANDS = (
    Command("init", init, "Make a new workspace for a company"),
    Command("company", company_profile, "Show or change what letters say of your company"),
    Command("export", export, "Write the whole ledger as a ledger workbook"),
    Command("doctor", doctor, "Look over the workspace: one line a check, with what to do"),
)
