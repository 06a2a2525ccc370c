"""The first day by hand: from an Excel ledger to a printed demand letter, and Tuesday's reminder.

Real window, real database thread, keys and clicks only where a person has them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from arcdesk import bootstrap
from arcdesk.bootstrap import Desk
from arcdesk.clock import FixedClock
from arcdesk.settings import MachineSettings
from arcdesk.ui import app, printing
from arcdesk.ui.dialogs.document_preview import DocumentPreview
from arcdesk.ui.dialogs.first_start import FirstStart, FirstStartDialog
from arcdesk.ui.main_window import MainWindow
from arcdesk.ui.pages.customers import CustomersPage
from arcdesk.ui.pages.dossier import DossierPage
from arcdesk.ui.pages.import_page import DONE, PREVIEW, ImportPage
from arcdesk.ui.pages.letters import LettersPage
from arcdesk.ui.pages.statements import StatementsPage
from arcdesk.ui.pages.today import TodayPage
from arcdesk.ui.reminders import Reminders
from arcdesk.ui.theme import Theme
from tests.ui.conftest import NOW
from tests.ui.fake_tray import FakeTray

TUESDAY = NOW.replace(day=13)
DEBTOR = "苏州恒远电子科技有限公司"
HOME_LEDGER = (
    ("2026年度应收账款台账",),
    (),
    ("序号", "客户名称", "发票号码", "开票日期", "账期", "到期日期", "应收金额", "已收金额", "未收金额", "业务员"),
    (1, DEBTOR, "64322867", "20260105", "30天", "20260204", "￥230,000.00", "￥50,000.00", "￥180,000.00", "张伟"),
    (2, "宁波海润物流有限公司", "51379478", "2026/9/20", "45天", "2026/11/4", "15,800.00", "--", "15,800.00", "刘洋"),
    ("", "本页小计", "", "", "", "", 245800.0, "", "", ""),
    (3, "重庆长江食品有限公司", "11737764", "2026.06.10", "60天", "2026.08.09", "52300元", "--", "52300元", "李娜"),
    (4, DEBTOR, "43925156", "2026年8月1日", "30天", "2026年8月31日", 41200.5, "--", 41200.5, "张伟"),
    ("", "本页小计", "", "", "", "", 93500.5, "", "", ""),
    ("", "合计", "", "", "", "", 339300.5, "", 289300.5, ""),
)  # fmt: skip


@pytest.fixture
def home_ledger(tmp_path: Path) -> Path:
    """A ledger as a small firm keeps it: title row, subtotals, every way of writing a date."""
    import xlsxwriter

    path = tmp_path / "2026年应收台账.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("2026年应收台账")
    for number, row in enumerate(HOME_LEDGER):
        sheet.write_row(number, 0, row)
    book.close()
    return path


@pytest.fixture
def started(qtbot: QtBot, tmp_path: Path, clock: FixedClock, theme: Theme, home_ledger: Path) -> Iterator[FirstStart]:
    """Three steps: the company's name, the file, Start."""
    dialog = FirstStartDialog(
        lambda folder, company: bootstrap.create(folder, clock, company), tmp_path / "账套", theme
    )
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    for name, text in (("company_name", "Hangzhou Vista Packaging"), ("first_start_file", str(home_ledger))):
        field = dialog.findChild(QLineEdit, name)
        assert field is not None
        field.setText(text)
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert dialog.answer is None
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)  # reminders stay on: Start
    assert dialog.answer is not None
    yield dialog.answer
    dialog.answer.desk.close()


@pytest.fixture
def desk(started: FirstStart) -> Desk:
    """The workspace just made."""
    return started.desk


@pytest.fixture
def window(qtbot: QtBot, desk: Desk, settings: MachineSettings, theme: Theme) -> Iterator[MainWindow]:
    made = app.open_window(desk, settings, theme)
    made.context.jobs.failed.connect(lambda error: pytest.fail(repr(error)))
    made.resize(1366, 768)
    QApplication.processEvents()  # the dialog of the first start is gone for good
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    app.close_window(made)


@dataclass
class Hands:
    """A person at the keyboard, who waits for what she started."""

    qtbot: QtBot
    window: MainWindow

    def press(self, keys: str, *, ctrl: bool = False) -> None:
        """Type at whatever has the focus: one key with Ctrl, or a text."""
        if not self.window.isActiveWindow():
            self.window.activateWindow()
            self.qtbot.waitUntil(self.window.isActiveWindow)
        focus = QApplication.focusWidget()
        assert focus is not None, "no widget has the keyboard"
        named = {"Enter": Qt.Key.Key_Return, "Tab": Qt.Key.Key_Tab}
        if ctrl:
            key = named.get(keys) or getattr(Qt.Key, f"Key_{keys}")
            self.qtbot.keyClick(focus, key, Qt.KeyboardModifier.ControlModifier)
        elif keys in named:
            self.qtbot.keyClick(focus, named[keys])
        else:
            self.qtbot.keyClicks(focus, keys)

    def wait(self, until: Callable[[], object]) -> None:
        """Wait for something to be seen, and for every job to have delivered."""
        self.qtbot.waitUntil(lambda: bool(until()) and not self.window.context.jobs.is_busy)


@pytest.fixture
def hands(qtbot: QtBot, window: MainWindow) -> Hands:
    return Hands(qtbot, window)


def import_ledger(hands: Hands, file: Path) -> None:
    """The preview is there by itself; Enter takes it in, Enter again shows the customers."""
    window = hands.window
    window.context.import_requested.emit(file)
    page = window.page("import")
    assert isinstance(page, ImportPage)
    hands.wait(lambda: page._stack.currentIndex() == PREVIEW)
    hands.press("Enter")
    hands.wait(lambda: page._stack.currentIndex() == DONE)
    hands.press("Enter")
    hands.wait(lambda: window.current_key == "customers")


def open_the_reddest(hands: Hands) -> DossierPage:
    """One click on the red of the bar, Enter on the first line of the list."""
    customers, dossier = hands.window.page("customers"), hands.window.page("dossier")
    assert isinstance(customers, CustomersPage)
    assert isinstance(dossier, DossierPage)
    red = next(made for made in customers._filter.bar._buttons if made.segment and made.segment.tone == "red")
    hands.qtbot.mouseClick(red, Qt.MouseButton.LeftButton)
    hands.wait(lambda: [row.name for row in customers._model.rows] == [DEBTOR])
    hands.press("Enter")
    hands.wait(lambda: hands.window.current_key == "dossier" and dossier.data is not None)
    assert dossier.header.name.text() == DEBTOR
    return dossier


def log_wechat(hands: Hands, dossier: DossierPage) -> None:
    """Channel, screenshot, outcome, amount and day, Tuesday, save: nothing is looked for with the mouse."""
    hands.press("L", ctrl=True)
    hands.wait(dossier.log_panel.isVisible)
    picture = QImage(300, 500, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.green)
    QGuiApplication.clipboard().setImage(picture)
    hands.press("V", ctrl=True)
    hands.press("2")
    hands.press("q")
    hands.press("100,000")  # replaces the amount proposed
    hands.press("Tab")
    hands.press("10-30")
    hands.press("F", ctrl=True)
    hands.press("tue")
    hands.press("Enter", ctrl=True)
    hands.wait(lambda: not dossier.log_panel.isVisible())


def issue_letter(hands: Hands) -> LettersPage:
    """The promise just made holds the letter back, and says so; overridden it is shown, then issued."""
    hands.press("D", ctrl=True)
    letters = hands.window.page("letters")
    assert isinstance(letters, LettersPage)
    desk_view = letters.desk_view
    hands.wait(lambda: "2026-10-30" in desk_view.pages._hint.text())
    assert desk_view.pages.pdf == b""
    assert not desk_view.issue_button.isEnabled()
    desk_view.force.click()
    hands.wait(lambda: desk_view.pages.pdf.startswith(b"%PDF") and desk_view.issue_button.isEnabled())
    desk_view.why.setText("客户要求先收函再付款")
    hands.press("Enter", ctrl=True)
    hands.wait(lambda: not letters.view.is_preparing)
    return letters


def test_the_first_day(
    hands: Hands, started: FirstStart, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, window = started.desk, hands.window
    assert started.file is not None
    import_ledger(hands, started.file)
    debtor = next(profile for profile in desk.customers.matching("") if profile.name == DEBTOR)
    assert [balance.balance_fen for balance in desk.ledger.balance(debtor.id)] == [22_120_050]

    dossier = open_the_reddest(hands)
    log_wechat(hands, dossier)
    contact = desk.contacts.recent(debtor.id, 1)[0]
    assert (contact.channel, contact.outcome) == ("wechat", "promised")
    assert [(p.amount_fen, p.due_on) for p in desk.promises.of(debtor.id)] == [(10_000_000, date(2026, 10, 30))]
    assert [line.due_on for line in desk.followups.open(customer_id=debtor.id)] == [TUESDAY.date()]
    assert [item.kind for item in desk.evidence.list(debtor.id)] == ["wechat"]

    letters = issue_letter(hands)
    issued = desk.letters.issued(debtor.id)
    assert [(letter.number, letter.total_fen) for letter in issued] == [("CK-2026-0001", 22_120_050)]

    printed: list[str] = []
    monkeypatch.setattr(printing, "send_to_printer", lambda *given: printed.append(given[3]))
    hands.press("Enter")  # the letter just issued is chosen and has the keyboard
    dialog = letters.findChild(DocumentPreview)
    assert dialog is not None
    hands.wait(lambda: dialog.pages.pdf.startswith(b"%PDF"))
    hands.qtbot.keyClick(dialog, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    hands.wait(lambda: printed == [f"CK-2026-0001 {DEBTOR}"])
    dialog.close()

    window.go_back()
    hands.press("R", ctrl=True)
    statements = window.page("statements")
    assert isinstance(statements, StatementsPage)
    hands.wait(lambda: statements.desk_view.pages.pdf.startswith(b"%PDF"))
    hands.press("Enter", ctrl=True)
    hands.wait(lambda: not statements.view.is_preparing)
    assert [statement.number for statement in desk.statements.issued(debtor.id)] == ["DZ-2026-0001"]

    clock.moment = TUESDAY
    tray = FakeTray()
    reminders = Reminders(window.context, tray)
    reminders.check()
    hands.wait(lambda: tray.shown)
    window.show_page("reports")
    tray.act()  # the digest of the morning opens the list
    assert (tray.shown[0][0][:8], window.current_key) == ("今天要联系 2 ", "today")
    reminders._pace.stop()
    reminders._show_next()
    assert [title for title, _ in tray.shown[1:]] == [f"跟进：{DEBTOR}"]
    window.show_page("reports")
    tray.act()
    assert (window.current_key, dossier.customer_id) == ("dossier", debtor.id)
    reminders.stop()

    window.show_page("today")
    today = window.page("today")
    assert isinstance(today, TodayPage)
    hands.wait(lambda: debtor.id in [row.customer_id for row in today._queue.open])
    assert desk.evidence.verify(deep=True).all_well
    assert len(desk.evidence.list(debtor.id)) == 3
