"""A workspace to try everything out: an invented company, its ledger, and a few weeks of collecting.

The bundled ledger stands as of ``BUNDLED_DAY``. Its dates are moved by whole days so that this
day becomes today; otherwise every debt in it would grow older with the program.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

from arcdesk import bootstrap, resources
from arcdesk.bootstrap import Desk
from arcdesk.clock import Clock
from arcdesk.importing.export import write_ledger_workbook
from arcdesk.importing.ledger_file import LedgerFile
from arcdesk.importing.load import load
from arcdesk.services.company import CompanyProfile
from arcdesk.services.contacts import LoggedContact, NewContact
from arcdesk.services.documents import IssuedDocument

BUNDLED_DAY = date(2026, 9, 30)
LEDGER = ("demo", "ledger.xlsx")
SCREENSHOT = ("demo", "wechat.png")
TUESDAY = 1

COMPANY = CompanyProfile(
    name="杭州示例包装材料有限公司",
    name_en="Hangzhou Example Packaging Co., Ltd.",
    address="浙江省杭州市滨江区示例路 88 号 6 楼",
    phone="0571-0000-8888",
    contact="陈静",
    email="finance@example.com",
    account_name="杭州示例包装材料有限公司",
    bank="示例银行杭州滨江支行",
    account_number="3300 0000 0000 0000 888",
)

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class MainJob:
    """What the main job left behind: a contact with its evidence, letters, statements."""

    customer_code: str
    customer_name: str
    contact: LoggedContact
    letters: tuple[IssuedDocument, ...]
    statements: tuple[IssuedDocument, ...]


def make(folder: Path, clock: Clock, progress: Progress | None = None) -> Desk:
    """Make the workspace in a new or empty folder, filled up to yesterday. Close it when done.

    Raises:
        WorkspaceExists, CannotWrite.
    """
    desk = bootstrap.create(folder, clock, COMPANY)
    try:
        with tempfile.TemporaryDirectory() as scratch:
            file = moved_ledger(Path(scratch), clock.today())
            desk.importing.carry_out(desk.importing.plan(file), progress)
        _live(desk)
    except BaseException:
        desk.close()
        raise
    return desk


def moved_ledger(folder: Path, today: date) -> Path:
    """The bundled ledger with every date moved so that it stands as of ``today``."""
    file = load(resources.path(*LEDGER), as_of=BUNDLED_DAY)
    target = folder / LEDGER[-1]
    write_ledger_workbook(target, _moved(file, today - BUNDLED_DAY))
    return target


def do_main_job(desk: Desk) -> MainJob:
    """Log a call with its screenshot, issue a demand letter and a statement, plan the next call."""
    today = desk.clock.today()
    customer = desk.customers.find("K008")
    due = today + timedelta(days=3)
    contact = desk.contacts.log(
        NewContact(
            customer.id,
            "wechat",
            "in_approval",
            "财务说付款单已提交，等总经理审批；已把对账单和发票再发一遍。",
            "周敏",
            follow_up_on=_next_tuesday(today),
            follow_up_reason=f"问审批结果，要求 {due.isoformat()} 前付款",
            attachments=(resources.path(*SCREENSHOT),),
        )
    )
    letters = desk.letters.issue(customer.id)
    first = (today.replace(day=1) - timedelta(days=62)).replace(day=1)
    statements = desk.statements.issue(customer.id, first, today)
    return MainJob(customer.code, customer.name, contact, letters, statements)


def _moved(file: LedgerFile, by: timedelta) -> LedgerFile:
    def later(day: date | None) -> date | None:
        return None if day is None else day + by

    return replace(
        file,
        contracts=tuple(replace(row, signed_on=later(row.signed_on)) for row in file.contracts),
        invoices=tuple(
            replace(row, issued_on=row.issued_on + by, due_on=later(row.due_on)) for row in file.invoices
        ),
        receipts=tuple(replace(row, received_on=row.received_on + by) for row in file.receipts),
        allocations=tuple(replace(row, allocated_on=later(row.allocated_on)) for row in file.allocations),
    )


def _live(desk: Desk) -> None:
    """A few weeks of collecting: a broken promise, one for today, a letter past its deadline, a dispute."""
    today = desk.clock.today()
    _say(
        desk,
        "K006",
        12,
        "phone",
        "promised",
        "答应先付八万，月底前结清。",
        "孙伟",
        promise=(80_000_00, today - timedelta(days=5)),
    )
    _say(desk, "K006", 4, "phone", "no_answer", "连打两次没人接，已发微信。", "孙伟")
    _say(
        desk, "K005", 3, "wechat", "promised", "说今天安排三万，其余下周。", "吴倩",
        promise=(30_000_00, today), follow_up=(today, "查银行到账，问其余款项"),
    )  # fmt: skip
    _say(
        desk,
        "K011",
        9,
        "visit",
        "disputes",
        "第二批纸箱受潮，要求扣款，约定质检后再谈。",
        "何志刚",
        dispute=("FP-20113", 6_800_00, "货物受潮"),
    )
    _say(
        desk, "K010", 2, "meeting", "downstream_unpaid", "下游工程款没回，愿意签分期。", "罗总",
        follow_up=(_next_tuesday(today), "带分期协议上门"),
    )  # fmt: skip
    _say(desk, "K002", 25, "phone", "will_check", "对账差一张发票，已补寄。", "李娜")
    _say(
        desk,
        "K012",
        8,
        "phone",
        "refused",
        "换了采购经理，说不知情。",
        "谭勇",
        follow_up=(today, "找总经理，递交催款函"),
    )
    _send_letter(desk, "K012", today - timedelta(days=21))


def _say(
    desk: Desk,
    code: str,
    days_ago: int,
    channel: str,
    outcome: str,
    note: str,
    person: str,
    *,
    promise: tuple[int, date] | None = None,
    dispute: tuple[str, int, str] | None = None,
    follow_up: tuple[date, str] | None = None,
) -> None:
    now = desk.clock.now()
    day = now.date() - timedelta(days=days_ago)
    desk.contacts.log(
        NewContact(
            desk.customers.find(code).id,
            channel,
            outcome,
            note,
            person,
            datetime.combine(day, time(10, 20 + days_ago), now.tzinfo),
            promises=(promise,) if promise else (),
            disputes=(dispute,) if dispute else (),
            follow_up_on=follow_up[0] if follow_up else None,
            follow_up_reason=follow_up[1] if follow_up else "",
        )
    )


def _send_letter(desk: Desk, code: str, on: date) -> None:
    for letter in desk.letters.issue(desk.customers.find(code).id, on=on):
        desk.documents.record_sent(letter.number, "ems", "1000000000000", on + timedelta(days=1))


def _next_tuesday(today: date) -> date:
    return today + timedelta(days=(TUESDAY - today.weekday() - 1) % 7 + 1)
