"""A real workspace for the window: eight customers, imported once and copied for each test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from arcdesk import bootstrap, i18n
from arcdesk.bootstrap import Desk
from arcdesk.clock import FixedClock
from arcdesk.services.company import CompanyProfile
from arcdesk.settings import MachineSettings
from arcdesk.ui.app import make_application
from arcdesk.ui.context import UiContext
from arcdesk.ui.jobs import InlineJobs
from arcdesk.ui.theme import Theme

NOW = datetime(2026, 10, 8, 10, 0, tzinfo=timezone(timedelta(hours=8)))
COMPANY = CompanyProfile(
    name="杭州远景包装有限公司",
    name_en="Hangzhou Vista Packaging Co., Ltd.",
    uscc="91330108MA2B0T4X5K",
    address="杭州市滨江区江南大道 100 号",
    phone="0571-88880000",
    contact="陈会计",
    account_name="杭州远景包装有限公司",
    bank="中国工商银行杭州滨江支行",
    account_number="1202026009900012345",
)
CUSTOMERS = (
    # code, name, grade, owner, credit days, behaviour, pain point
    ("C001", "杭州天成贸易有限公司", "A", "王芳", 30, "守约", ""),
    ("C002", "上海鼎盛机械制造有限公司", "B", "王芳", 60, "健忘", "对账慢，每月 25 日前要发票"),
    ("C003", "苏州恒远电子科技有限公司", "C", "李强", 30, "资金紧张", "下游回款慢"),
    ("C004", "宁波海润物流有限公司", "B", "李强", 45, "守约", ""),
    ("C005", "南京金桥建材有限公司", "D", "王芳", 30, "恶意拖欠", "换了三个采购经理"),
    ("C006", "重庆长江食品有限公司", "B", "李强", 30, "健忘", ""),
    ("C007", "Pacific Trading Ltd.", "B", "王芳", 60, "守约", ""),
    ("C008", "绍兴结清纺织有限公司", "A", "李强", 30, "守约", ""),
)
PEOPLE = (
    ("C001", "周敏", "财务经理", "部分", "13800000001", "zhoumin01", "是"),
    ("C002", "赵磊", "采购员", "无", "13800000002", "", "是"),
    ("C003", "孙总", "总经理", "最终", "13800000003", "sun_hy", "是"),
)
INVOICES = (
    # number, customer, issued, due, amount, currency
    ("YJ-1001", "C001", "2026-09-10", "2026-10-10", "120000.00", "CNY"),
    ("YJ-1002", "C002", "2026-07-20", "2026-09-18", "86500.50", "CNY"),
    ("YJ-1003", "C002", "2026-08-05", "2026-10-04", "41200.00", "CNY"),
    ("YJ-1004", "C003", "2026-06-10", "2026-07-10", "230000.00", "CNY"),
    ("YJ-1005", "C004", "2026-08-20", "2026-10-04", "15800.00", "CNY"),
    ("YJ-1006", "C005", "2026-01-05", "2026-02-04", "310000.00", "CNY"),
    ("YJ-1007", "C005", "2026-03-20", "2026-04-19", "97650.00", "CNY"),
    ("YJ-1008", "C006", "2026-04-25", "2026-05-25", "52300.00", "CNY"),
    ("YJ-1009", "C007", "2026-08-15", "2026-10-14", "18000.00", "USD"),
    ("YJ-1010", "C008", "2026-06-01", "2026-07-01", "9900.00", "CNY"),
)
RECEIPTS = (
    ("SK-01", "C008", "2026-07-01", "9900.00", "YJ-1010"),
    ("SK-02", "C003", "2026-08-03", "50000.00", "YJ-1004"),
)


def write_ledger(path: Path) -> Path:
    """The ledger above as a ledger workbook (interface.md section 2)."""
    import xlsxwriter

    sheets = {
        "客户": (("客户编码", "客户名称", "客户等级", "负责人", "账期天数", "客户类型", "痛点"), CUSTOMERS),
        "联系人": (("客户编码", "姓名", "职务", "权限", "电话", "微信", "首选"), PEOPLE),
        "应收单": (("单据编号", "客户编码", "开票日期", "到期日", "金额", "币别"), INVOICES),
        "收款单": (("收款编号", "客户编码", "收款日期", "金额"), [row[:4] for row in RECEIPTS]),
        "核销": (("收款编号", "单据编号", "核销金额"), [(row[0], row[4], row[3]) for row in RECEIPTS]),
    }
    book = xlsxwriter.Workbook(str(path))
    for name, (head, rows) in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate((head, *rows)):
            sheet.write_row(number, 0, [str(value) for value in row])
    book.close()
    return path


@pytest.fixture(scope="session")
def ledger_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ledger workbook on disk."""
    return write_ledger(tmp_path_factory.mktemp("ledger") / "ledger.xlsx")


@pytest.fixture(scope="session")
def _template(tmp_path_factory: pytest.TempPathFactory, ledger_file: Path) -> Path:
    folder = tmp_path_factory.mktemp("template") / "workspace"
    desk = bootstrap.create(folder, FixedClock(NOW), COMPANY)
    desk.importing.carry_out(desk.importing.plan(ledger_file, as_of=NOW.date()))
    desk.close()
    return folder


@pytest.fixture
def clock() -> FixedClock:
    """Thursday 2026-10-08, 10:00 in China."""
    return FixedClock(NOW)


@pytest.fixture
def desk(_template: Path, tmp_path: Path, clock: FixedClock) -> Iterator[Desk]:
    """An open workspace of its own with the eight customers in it."""
    folder = tmp_path / "workspace"
    shutil.copytree(_template, folder)
    opened = bootstrap.build(folder, clock)
    yield opened
    opened.close()


@pytest.fixture
def empty_desk(tmp_path: Path, clock: FixedClock) -> Iterator[Desk]:
    """An open workspace with a company and nothing else."""
    opened = bootstrap.create(tmp_path / "empty", clock, COMPANY)
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def _own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("ARCDESK_CONFIG_DIR", str(tmp_path / "config"))
    before = i18n.current()
    yield
    i18n.use(before)


@pytest.fixture
def settings() -> MachineSettings:
    """Machine settings in a folder of the test; language Chinese."""
    made = MachineSettings()
    made.language = "zh"
    made.appearance = "light"
    return made


@pytest.fixture(scope="session")
def _dressed(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Theme:
    """The application with font, style and style sheet: once, because each time costs."""
    settings = MachineSettings(tmp_path_factory.mktemp("first") / "settings.json")
    settings.language = "zh"
    make_application(settings)
    made = Theme("light")
    made.apply()
    return made


@pytest.fixture
def theme(_dressed: Theme) -> Iterator[Theme]:
    """The light theme, applied; what the test left of its windows is deleted after it."""
    i18n.use("zh")
    yield _dressed
    if _dressed.mode != "light":
        _dressed.set_mode("light")
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def context(desk: Desk, settings: MachineSettings, theme: Theme) -> Iterator[UiContext]:
    """A context whose jobs run at once."""
    made = UiContext(desk, InlineJobs(), settings, theme)
    yield made
    made.close()


@pytest.fixture
def empty_context(empty_desk: Desk, settings: MachineSettings, theme: Theme) -> Iterator[UiContext]:
    """The same over a workspace without customers."""
    made = UiContext(empty_desk, InlineJobs(), settings, theme)
    yield made
    made.close()
