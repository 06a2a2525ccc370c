"""Every page and dialog by keyboard and screen reader: whatever takes the focus has a name."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from arcdesk.services.contacts import NewContact
from arcdesk.services.customers import Person
from arcdesk.services.evidence import PastedFile
from arcdesk.ui import app, labels
from arcdesk.ui.context import UiContext
from arcdesk.ui.crash_dialog import CrashDialog
from arcdesk.ui.dialogs.delivery import DeliveredDialog, SentDialog
from arcdesk.ui.dialogs.document_preview import preview_issued
from arcdesk.ui.dialogs.first_start import FirstStartDialog
from arcdesk.ui.dialogs.refused import RefusedDialog
from arcdesk.ui.jobs import Jobs
from arcdesk.ui.pages import PAGES
from arcdesk.ui.pages.base import Page
from arcdesk.ui.pages.dossier import DossierPage
from arcdesk.ui.pages.today import TodayPage
from arcdesk.ui.theme import Theme
from arcdesk.workspace import WorkspaceInUse
from tests.ui.access import nameless


@pytest.fixture
def busy(context: UiContext) -> int:
    """A customer with a bit of everything."""
    desk = context.desk
    customer_id = desk.customers.find("C005").id
    desk.customers.save_person(customer_id, Person(0, "钱总", "总经理", "final", "139", "qian", "q@x.cn", True))
    desk.contacts.log(
        NewContact(
            customer_id, "wechat", "promised", note="月底付", promises=((100, date(2026, 10, 30)),),
            follow_up_on=date(2026, 10, 9), attachments=(PastedFile("a.txt", b"a"),),
        )
    )  # fmt: skip
    desk.letters.issue(customer_id, "first", force=True, reason="已与领导商定")
    return customer_id


def load(qtbot: QtBot, context: UiContext, key: str) -> Page:
    page = next(entry for entry in PAGES if entry.key == key).load(context)
    qtbot.addWidget(page)
    page.show()
    return page


@pytest.mark.parametrize("key", [entry.key for entry in PAGES])
def test_every_focusable_control_has_a_name(qtbot: QtBot, context: UiContext, busy: int, key: str) -> None:
    page = load(qtbot, context, key)
    if isinstance(page, DossierPage):
        page.open_customer(busy)
    page.activate()
    if isinstance(page, DossierPage):
        page.log_contact()
        for outcome in ("q", "s"):
            page.log_panel.form.outcome.press(outcome)
    assert nameless(page) == []


@pytest.mark.parametrize("key", ["letters", "statements"])
def test_the_desks_for_new_documents_too(qtbot: QtBot, context: UiContext, busy: int, key: str) -> None:
    page = load(qtbot, context, key)
    page.activate()
    page.prepare((busy,))
    assert nameless(page) == []


def test_today_while_a_customer_is_put_off_too(qtbot: QtBot, context: UiContext) -> None:
    page = load(qtbot, context, "today")
    assert isinstance(page, TodayPage)
    page.activate()
    page.panel.snooze()
    assert nameless(page) == []


def test_the_first_start_and_the_pages_of_a_letter_too(
    qtbot: QtBot, context: UiContext, busy: int, theme: Theme, tmp_path: Path
) -> None:
    start = FirstStartDialog(lambda *_: context.desk, tmp_path, theme)
    qtbot.addWidget(start)
    page = load(qtbot, context, "letters")
    shown = preview_issued(context, context.desk.letters.issued()[0], page)
    assert nameless(start) == nameless(shown) == []


def test_the_import_preview_too(qtbot: QtBot, empty_context: UiContext, ledger_file: Path) -> None:
    page = load(qtbot, empty_context, "import")
    page.activate()
    page.offer(ledger_file)
    assert nameless(page) == []


def test_the_delivery_dialogs_too(qtbot: QtBot, context: UiContext, busy: int) -> None:
    page = load(qtbot, context, "letters")
    document = context.desk.letters.issued()[0]
    for made in (SentDialog(context, document, page), DeliveredDialog(context, document, page)):
        assert nameless(made) == []


def test_what_is_said_when_something_goes_wrong_too(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    refused = RefusedDialog(WorkspaceInUse(holder="PC-7, pid 12"), tmp_path)
    crashed = CrashDialog("KeyError: 1", tmp_path / "arcdesk-error.log")
    for made in (refused, crashed):
        qtbot.addWidget(made)
    assert nameless(refused) == nameless(crashed) == []


def test_the_dialogs_too(qtbot: QtBot, context: UiContext, busy: int) -> None:
    page = load(qtbot, context, "dossier")
    assert isinstance(page, DossierPage)
    page.open_customer(busy)
    page.activate()
    page.record_receipt()
    page.attach_evidence()
    page.plan_follow_up()
    page._edit_person(None)
    dialogs = [found for found in page.findChildren(QDialog) if found.isVisible()]
    assert len(dialogs) == 4
    assert [name for made in dialogs for name in nameless(made)] == []


TABLES = [name for name, table in vars(labels).items() if isinstance(table, dict) and name.isupper()]


@pytest.mark.parametrize("name", TABLES)
def test_every_coded_value_has_words_in_both_languages(name: str) -> None:
    from arcdesk.i18n import catalogue

    keys = set(vars(labels)[name].values())
    assert keys <= set(catalogue("zh"))


def test_labels_cover_the_codes_of_the_services() -> None:
    from arcdesk.services import contacts, documents, letters, statements

    assert tuple(labels.CHANNELS) == contacts.CHANNELS
    assert tuple(labels.OUTCOMES) == contacts.OUTCOMES
    assert set(labels.MEANS) == set(documents.MEANS)
    assert set(letters.LEVELS) <= set(labels.LETTER_LEVELS)
    assert set(labels.STATEMENT_STYLES) == set(statements.STYLES)
    assert set(contacts.EVIDENCE_KIND.values()) <= set(labels.EVIDENCE_KINDS)


def test_the_window_opens_a_dossier_on_the_database_thread(
    qtbot: QtBot, context: UiContext, busy: int, theme: Theme, tmp_path: Path
) -> None:
    jobs = Jobs(release=context.desk.workspace.database.close)
    window = app.open_window(context.desk, context.settings, theme, jobs)
    qtbot.addWidget(window)
    window.open_customer(busy)
    page = window.page("dossier")
    assert isinstance(page, DossierPage)
    qtbot.waitUntil(lambda: page.data is not None)
    window.context.log_requested.emit(busy)
    qtbot.waitUntil(lambda: page.log_panel.form.person.currentText() == "钱总")
    page.log_panel.form.outcome.press("z")
    page.log_panel.save()
    qtbot.waitUntil(lambda: context.desk.contacts.recent(busy, 1)[0].outcome == "no_answer")
    qtbot.waitUntil(lambda: not jobs.is_busy)
    app.close_window(window)
