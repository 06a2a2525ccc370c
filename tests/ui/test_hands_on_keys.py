"""A morning at the keyboard: every key is counted, the mouse is never touched.

Real window, real database thread. Typed text (amounts, days, words of a note) does not count,
but every other key does: Tab, Enter, and the letters and digits that choose.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from arcdesk import bootstrap
from arcdesk.bootstrap import Desk
from arcdesk.clock import FixedClock
from arcdesk.settings import MachineSettings
from arcdesk.ui import app
from arcdesk.ui.main_window import MainWindow
from arcdesk.ui.pages.today import TodayPage
from arcdesk.ui.theme import Theme
from tests.services.desks import Book
from tests.ui.conftest import COMPANY, NOW

CUSTOMERS = 20
MOST_KEYS = 12
TODAY = NOW.date()
NAMED = {
    "Enter": Qt.Key.Key_Return, "Tab": Qt.Key.Key_Tab, "Esc": Qt.Key.Key_Escape, "Down": Qt.Key.Key_Down,
    "F1": Qt.Key.Key_F1,
}  # fmt: skip


@pytest.fixture
def desk(tmp_path_factory: pytest.TempPathFactory, clock: FixedClock) -> Iterator[Desk]:
    """Twenty customers, each with an invoice overdue by another number of days."""
    made = bootstrap.create(tmp_path_factory.mktemp("morning") / "books", clock, COMPANY)
    book = Book()
    for number in range(1, CUSTOMERS + 1):
        due_on = TODAY - timedelta(days=10 + 7 * number)
        issued_on = due_on - timedelta(days=30)
        book.customer(f"M{number:02}", f"第{number}客户有限公司")
        book.invoice(f"FP-{number:02}", f"M{number:02}", number * 10_000, issued_on.isoformat(), due_on.isoformat())
    book.into(made)
    yield made
    made.close()


@pytest.fixture
def window(qtbot: QtBot, desk: Desk, settings: MachineSettings, theme: Theme) -> Iterator[MainWindow]:
    made = app.open_window(desk, settings, theme)
    made.context.jobs.failed.connect(lambda error: pytest.fail(repr(error)))
    made.resize(1366, 768)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    app.close_window(made)


@dataclass
class Keyboard:
    """Both hands on the keys of a window; counts what is pressed besides typed text."""

    qtbot: QtBot
    window: MainWindow
    pressed: list[str] = field(default_factory=list)

    @property
    def focus(self) -> QWidget:
        """What has the keyboard; a person must always see where she is."""
        found = QApplication.focusWidget()
        assert found is not None, f"nothing has the keyboard after {self.pressed[-3:]}"
        assert found.isVisible(), f"a hidden widget has the keyboard after {self.pressed[-3:]}"
        assert found.accessibleName() or found.window().windowTitle()
        return found

    def press(self, *keys: str) -> None:
        """One key after the other, each counted: ``q``, ``Enter``, ``Ctrl+Enter``."""
        for key in keys:
            self.pressed.append(key)
            name = key.rpartition("+")[2]
            code = NAMED.get(name) or getattr(Qt.Key, f"Key_{name.upper()}")
            held = Qt.KeyboardModifier.ControlModifier if key.startswith("Ctrl+") else Qt.KeyboardModifier.NoModifier
            if len(key) == 1:
                self.qtbot.keyClicks(self.focus, key)
            else:
                self.qtbot.keyClick(self.focus, code, held)

    def type(self, text: str) -> None:
        """Text that is to be kept: not counted. Chinese comes from an input method."""
        if text.isascii():
            self.qtbot.keyClicks(self.focus, text)
        else:
            chosen = QInputMethodEvent()
            chosen.setCommitString(text)
            QApplication.sendEvent(self.focus, chosen)

    def wait(self, until: Callable[[], object]) -> None:
        """Until something is seen, and every job has delivered."""
        self.qtbot.waitUntil(lambda: bool(until()) and not self.window.context.jobs.is_busy)


@pytest.fixture
def keys(qtbot: QtBot, window: MainWindow) -> Keyboard:
    return Keyboard(qtbot, window)


@pytest.fixture
def today(keys: Keyboard) -> TodayPage:
    """The Today page with all twenty customers read, opened by its key."""
    keys.press("Ctrl+1")
    page = keys.window.page("today")
    assert isinstance(page, TodayPage)
    keys.wait(lambda: len(page._queue.open) == CUSTOMERS and page.panel.row is not None)
    assert keys.focus is page.view
    keys.pressed.clear()
    return page


def test_a_call_with_outcome_promise_and_follow_up_takes_few_keys(
    keys: Keyboard, today: TodayPage, desk: Desk
) -> None:
    customer = today._queue.open[0]
    keys.press("Enter")
    keys.wait(lambda: today.is_logging and today.log_panel._facts is not None)
    keys.press("q")
    keys.type("5,000")
    keys.press("Tab")
    keys.type("10-16")
    keys.press("Ctrl+F")
    keys.type("10-20")
    keys.press("Ctrl+Enter")
    keys.wait(lambda: len(today._queue.done) == 1)
    assert len(keys.pressed) == 5
    assert len(keys.pressed) <= MOST_KEYS
    logged = desk.contacts.recent(customer.customer_id)
    assert [(line.channel, line.outcome) for line in logged] == [("phone", "promised")]
    assert [(p.amount_fen, p.due_on) for p in desk.promises.of(customer.customer_id)] == [
        (500_000, date(2026, 10, 16))
    ]
    assert [line.due_on for line in desk.followups.open(customer_id=customer.customer_id)] == [date(2026, 10, 20)]


def test_a_message_with_person_stays_within_twelve_keys(
    keys: Keyboard, today: TodayPage, desk: Desk
) -> None:
    customer = today._queue.open[0]
    keys.press("Ctrl+L")
    keys.wait(lambda: today.is_logging and today.log_panel._facts is not None)
    keys.press("2", "Tab")
    keys.type("孙总")
    keys.press("Tab", "q")
    keys.type("3,000")
    keys.press("Tab")
    keys.type("10-16")
    keys.press("Ctrl+F")
    keys.type("mon")
    keys.press("Ctrl+Enter")
    keys.wait(lambda: len(today._queue.done) == 1)
    assert len(keys.pressed) <= MOST_KEYS
    line = desk.contacts.recent(customer.customer_id)[0]
    assert (line.channel, line.outcome, line.person) == ("wechat", "promised", "孙总")
    assert [line.due_on for line in desk.followups.open(customer_id=customer.customer_id)] == [date(2026, 10, 12)]


def test_twenty_customers_are_worked_through_without_the_mouse(
    keys: Keyboard, today: TodayPage, desk: Desk
) -> None:
    plan = ("promise", "no_answer", "snooze", "skip", "done", "promise", "letter", "no_answer", "statement", "snooze",
            "promise", "no_answer", "skip", "promise", "done", "no_answer", "promise", "snooze", "no_answer",
            "promise")  # fmt: skip
    done: dict[int, str] = {}
    for number, deed in enumerate(plan):
        row = today.panel.row
        assert row is not None
        assert row.state == "open"
        assert row.customer_id not in done, "the same customer came twice"
        assert keys.focus is today.view, f"after {deed} the queue has the keyboard"
        before = len(keys.pressed)
        DEEDS[deed](keys, today)
        assert len(keys.pressed) - before <= MOST_KEYS
        done[row.customer_id] = deed
        last = number == len(plan) - 1
        keys.wait(lambda last=last: last or (today.panel.row and today.panel.row.customer_id not in done))
        assert keys.window.current_key == "today"
    keys.wait(lambda: not today._queue.open)
    assert len(done) == CUSTOMERS
    assert len(keys.pressed) <= 4 * CUSTOMERS
    _books_hold_exactly(desk, done)


def _log(keys: Keyboard, today: TodayPage, outcome: str) -> None:
    keys.press("Enter")
    keys.wait(lambda: today.is_logging and today.log_panel._facts is not None)
    assert today.panel.row is not None
    assert today.log_panel.customer_id == today.panel.row.customer_id
    keys.press(outcome)


def _save(keys: Keyboard, today: TodayPage) -> None:
    keys.press("Ctrl+Enter")
    keys.wait(lambda: not today.is_logging)


def _promise(keys: Keyboard, today: TodayPage) -> None:
    _log(keys, today, "q")
    keys.type("1,000")
    keys.press("Tab")
    keys.type("10-16")
    _save(keys, today)


def _no_answer(keys: Keyboard, today: TodayPage) -> None:
    _log(keys, today, "z")
    _save(keys, today)


def _snooze(keys: Keyboard, today: TodayPage) -> None:
    keys.press("s")
    keys.wait(today.panel._aside.isVisible)
    keys.press("1", "1")
    keys.wait(lambda: keys.focus is today.view)


def _skip(keys: Keyboard, today: TodayPage) -> None:
    keys.press("x", "2")
    keys.wait(lambda: keys.focus is today.view)


def _done(keys: Keyboard, today: TodayPage) -> None:
    keys.press("d", "0")
    keys.type("上门取了支票")
    keys.press("Enter")
    keys.wait(lambda: keys.focus is today.view)


def _document(keys: Keyboard, today: TodayPage, key: str, page: str) -> None:
    """Issue it and come back; whoever was only written to is then called done."""
    row = today.panel.row
    assert row is not None
    keys.press(key)
    desk_view = keys.window.page(page).desk_view
    keys.wait(lambda: keys.window.current_key == page and desk_view.pages.pdf.startswith(b"%PDF"))
    keys.press("Ctrl+Enter")
    keys.wait(lambda: keys.window.current_key == "today")
    keys.wait(lambda: today.panel.row is not None)
    if today.panel.row is not None and today.panel.row.customer_id == row.customer_id:
        keys.press("d", "2")
        keys.wait(lambda: keys.focus is today.view)


def _letter(keys: Keyboard, today: TodayPage) -> None:
    _document(keys, today, "Ctrl+D", "letters")


def _statement(keys: Keyboard, today: TodayPage) -> None:
    _document(keys, today, "Ctrl+R", "statements")


DEEDS: dict[str, Callable[[Keyboard, TodayPage], None]] = {
    "promise": _promise, "no_answer": _no_answer, "snooze": _snooze, "skip": _skip, "done": _done,
    "letter": _letter, "statement": _statement,
}  # fmt: skip


def _books_hold_exactly(desk: Desk, done: dict[int, str]) -> None:
    marks = {line.customer_id: line for line in desk.set_aside.standing()}
    for customer_id, deed in done.items():
        contacts = [(line.channel, line.outcome, line.note) for line in desk.contacts.recent(customer_id)]
        promises = [(p.amount_fen, p.due_on) for p in desk.promises.of(customer_id)]
        follow_ups = [line.due_on for line in desk.followups.open(customer_id=customer_id)]
        mark = marks.get(customer_id)
        letters = [letter.kind for letter in desk.letters.issued(customer_id)]
        statements = desk.statements.issued(customer_id)
        assert bool(letters) is (deed == "letter")
        assert bool(statements) is (deed == "statement")
        assert promises == ([(100_000, date(2026, 10, 16))] if deed == "promise" else [])
        if deed in ("promise", "no_answer"):
            outcome = "promised" if deed == "promise" else "no_answer"
            assert contacts == [("phone", outcome, "")]
            assert follow_ups == [date(2026, 10, 19) if deed == "promise" else date(2026, 10, 9)]
            assert mark is None
        else:
            assert contacts == []
            assert mark is not None or deed in ("letter", "statement")
        if deed == "snooze":
            assert mark is not None
            assert (mark.kind, mark.reason, follow_ups) == ("snooze", "等对方审批", [date(2026, 10, 9)])
        elif deed == "skip":
            assert mark is not None
            assert (mark.kind, mark.reason) == ("skip", "款已在途，等到账")
        elif deed == "done":
            assert mark is not None
            assert (mark.kind, mark.reason) == ("done", "上门取了支票")


def test_esc_leads_back_to_the_queue_from_everywhere(keys: Keyboard, today: TodayPage) -> None:
    keys.press("s")
    keys.wait(today.panel._aside.isVisible)
    keys.press("Esc")
    assert keys.focus is today.view
    keys.press("Enter")
    keys.wait(lambda: today.is_logging)
    keys.press("Esc")
    assert not today.is_logging
    assert keys.focus is today.view
    keys.press("Ctrl+D")
    keys.wait(lambda: keys.window.current_key == "letters")
    keys.press("Esc")
    assert keys.window.current_key == "today"
    assert keys.focus is today.view
