"""The limitation tab: the countdown, the chain that carries it, and what one adds to it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from arcdesk.clock import FixedClock
from arcdesk.services.contacts import NewContact
from arcdesk.services.evidence import PastedFile
from arcdesk.services.guarantee_entry import NewGuarantee
from arcdesk.services.limitation_entries import NewLimitationEvent
from arcdesk.ui.context import UiContext
from arcdesk.ui.dialogs.delivery import DeliveredDialog
from arcdesk.ui.dialogs.evidence_view import EvidenceDialog
from arcdesk.ui.dialogs.guarantee import GuaranteeActDialog, GuaranteeDialog
from arcdesk.ui.dialogs.limitation_event import AddEventDialog, ConfirmEventDialog, EndEventDialog
from arcdesk.ui.dossier import limitation_words as said
from arcdesk.ui.dossier import tabs as tab
from arcdesk.ui.dossier.limitation import LimitationTab
from arcdesk.ui.dossier.limitation_tables import event_id
from arcdesk.ui.dossier.timeline_words import title
from arcdesk.ui.pages.dossier import DossierPage
from tests.ui.access import nameless
from tests.ui.conftest import NOW

TODAY = NOW.date()
PROOF = PastedFile("签收.png", b"proof")


@pytest.fixture
def page(qtbot: QtBot, context: UiContext) -> DossierPage:
    made = DossierPage(context)
    qtbot.addWidget(made)
    made.resize(1180, 760)
    made.show()
    qtbot.waitExposed(made)
    return made


def open_tab(page: DossierPage, code: str = "C005") -> LimitationTab:
    page.open_customer(page.context.desk.customers.find(code).id)
    page.activate()
    page.tabs.setCurrentIndex(tab.LIMITATION)
    return page.tabs.limitation


def words(widget: QWidget) -> str:
    settle()
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if not label.isHidden())


def dialog(page: QWidget) -> QDialog:
    return next(found for found in page.findChildren(QDialog) if found.isVisible())


def settle() -> None:
    """A change is read with one round of events, and what was made for it is shown with the next."""
    for _ in range(4):
        QApplication.processEvents()


def press(widget: QWidget, name: str) -> None:
    settle()
    found = [made for made in widget.findChildren(QPushButton, name) if made.isVisibleTo(widget)]
    assert len(found) == 1, (name, found)
    found[0].click()


def fill(widget: QWidget, name: str, text: str) -> None:
    line = widget.findChild(QLineEdit, name)
    assert line is not None, name
    line.setText(text)


def choose(shown: LimitationTab, kind: str) -> None:
    event = next(event for event in shown.chain_model.rows if event.outcome.event.kind == kind)
    assert shown.chain.select_id(event_id(event))


def customer(context: UiContext, code: str = "C005") -> int:
    return context.desk.customers.find(code).id


def at(clock: FixedClock, day: str) -> date:
    wanted = date.fromisoformat(day)
    clock.moment = NOW.replace(year=wanted.year, month=wanted.month, day=wanted.day)
    return wanted


def test_the_receivables_stand_by_their_nearest_end_with_days_left(page: DossierPage) -> None:
    shown = open_tab(page)
    assert [(line.number, str(line.raw_end), line.days_left) for line in shown.lines_model.rows] == [
        ("YJ-1006", "2029-02-04", 850), ("YJ-1007", "2029-04-19", 924),
    ]  # fmt: skip
    first = shown.lines.current_row()
    assert first is not None
    assert first.number == "YJ-1006"
    assert said.days_left(first) == "剩 850 天"
    assert said.last_day(first) == "2029-02-05*"  # a Sunday, in a year whose holidays are not known yet
    assert str(said.act_by(first)) == "2028-08-08"
    assert "YJ-1006：自到期日 2026-02-04 起算。" in words(shown)
    assert "本软件不提供法律意见" in words(shown)


def test_the_head_tells_the_nearest_end_and_a_click_opens_it(qtbot: QtBot, page: DossierPage) -> None:
    shown = open_tab(page)
    page.tabs.setCurrentIndex(tab.TIMELINE)
    shown.choose("guarantees")
    shown.lines.select_id(shown.lines_model.id_of(shown.lines_model.rows[1]))
    button = page.header.findChild(QPushButton, "limitation_open")
    assert button is not None
    assert button.text() == "2029-02-04 · 剩 850 天"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert page.tabs.currentIndex() == tab.LIMITATION
    assert shown.lines.isVisible()
    row = shown.lines.current_row()
    assert row is not None
    assert row.number == "YJ-1006"


@pytest.mark.parametrize(
    ("on", "urgency", "shape"),
    [
        ("2028-08-07", "far", "circle"), ("2028-08-08", "d180", "triangle"), ("2028-11-06", "d90", "diamond"),
        ("2029-01-05", "d30", "square"), ("2029-01-28", "d7", "square"), ("2029-02-05", "d7", "square"),
        ("2029-02-06", "expired", "hexagon"),
    ],
)  # fmt: skip
def test_how_near_the_end_is_shows_by_word_tone_and_shape(
    page: DossierPage, clock: FixedClock, on: str, urgency: str, shape: str
) -> None:
    at(clock, on)
    shown = open_tab(page)
    (line,) = [line for line in shown.lines_model.rows if line.number == "YJ-1006"]
    chip = said.chip(line)
    assert (line.urgency, chip.shape) == (urgency, shape)
    assert chip.label
    assert page.tabs.limitation.alarm_count == sum(1 for each in shown.lines_model.rows if each.alarm)


def test_what_does_not_count_is_seen_not_to(page: DossierPage, context: UiContext) -> None:
    context.desk.contacts.log(NewContact(customer(context), "phone", "refused", note="不认账"))
    shown = open_tab(page)
    choose(shown, "oral_demand")
    (event,) = shown.chain_model.rows
    assert (said.mark(event).label, said.mark(event).shape, said.end_after(event)) == ("无证据", "dash", "")
    assert "没有证据：仅列示，不计入。" in words(shown.detail)
    assert "口头催款无法举证" in words(shown.detail)


def test_a_letter_without_its_proof_is_warned_of_with_what_it_would_bring(
    page: DossierPage, context: UiContext, clock: FixedClock, tmp_path: Path
) -> None:
    desk = context.desk
    (letter,) = desk.letters.issue(customer(context), "first", force=True)
    desk.documents.record_sent(letter.number, "ems", "EA1", TODAY)
    at(clock, "2026-10-15")
    shown = open_tab(page)
    assert shown.warn_text.text() == (
        f"函件 {letter.number} 缺少送达证明。补上后，YJ-1006 的时效届满日可延至 2029-10-08。另有 1 笔应收也可顺延。"
    )
    press(shown, "limitation_warn_act")
    asked = dialog(shown)
    assert isinstance(asked, DeliveredDialog)
    proof = tmp_path / "签收.png"
    proof.write_bytes(b"slip")
    asked.on.set_day(date(2026, 10, 12))
    asked.proof.setText(str(proof))
    asked.carry_out()
    page.refresh()
    assert [str(line.raw_end) for line in shown.lines_model.rows] == ["2029-10-12", "2029-10-12"]
    assert not shown.warn_text.isVisible()
    (event,) = shown.chain_model.rows
    assert (said.mark(event).label, said.end_after(event)) == ("计入", "2029-10-12")


def test_the_proof_of_an_event_opens_by_a_click(
    page: DossierPage, context: UiContext, clock: FixedClock
) -> None:
    (letter,) = context.desk.letters.issue(customer(context), "first", force=True)
    at(clock, "2026-10-15")
    context.desk.documents.record_delivered(letter.number, date(2026, 10, 12), PROOF)
    shown = open_tab(page)
    choose(shown, "demand_post")
    (event,) = shown.chain_model.rows
    press(shown.detail, f"limitation_file_{event.evidence[0].id}")
    asked = dialog(shown)
    assert isinstance(asked, EvidenceDialog)
    assert asked.viewer.item is not None
    assert asked.viewer.item.original_name == "签收.png"
    assert nameless(asked) == []
    asked.close()
    shown.chain.row_activated.emit(event)
    assert isinstance(dialog(shown), EvidenceDialog)


def test_a_suit_is_entered_and_later_ended(page: DossierPage, context: UiContext, tmp_path: Path) -> None:
    file = tmp_path / "受理通知书.pdf"
    file.write_bytes(b"%PDF-1.4")
    shown = open_tab(page)
    press(shown, "limitation_add")
    asked = dialog(shown)
    assert isinstance(asked, AddEventDialog)
    assert nameless(asked) == []
    kind = asked.findChild(QComboBox, "event_kind")
    assert kind is not None
    kind.setCurrentIndex(kind.findData("payment"))
    assert not asked.form.isRowVisible(asked.ends_on)
    kind.setCurrentIndex(kind.findData("suit"))
    assert asked.form.isRowVisible(asked.ends_on)
    asked.carry_out()
    assert asked.answer.text()  # the day is missing
    asked.on.setText("2026-09-01")
    asked.invoice.setCurrentIndex(asked.invoice.findData("YJ-1006"))
    asked.proof.line.setText(str(file))
    asked.carry_out()
    page.refresh()
    held = next(line for line in shown.lines_model.rows if line.number == "YJ-1006")
    assert (held.state, said.days_left(held), said.last_day(held)) == ("pending", "停算中", "未定")
    shown.lines.select_id(shown.lines_model.id_of(held))
    choose(shown, "suit")
    press(shown.detail, "limitation_end")
    ending = dialog(shown)
    assert isinstance(ending, EndEventDialog)
    ending.on.set_day(date(2026, 10, 1))
    ending.carry_out()
    page.refresh()
    assert (
        str(next(line for line in shown.lines_model.rows if line.number == "YJ-1006").raw_end) == "2029-10-01"
    )


def test_a_weak_event_counts_by_a_decision_and_can_be_withdrawn(
    page: DossierPage, context: UiContext
) -> None:
    context.desk.contacts.log(
        NewContact(customer(context), "wechat", "will_check", attachments=(PastedFile("微信.png", b"w"),))
    )
    shown = open_tab(page)
    choose(shown, "demand_data")
    assert "2029-10-08" in words(shown.detail)
    press(shown.detail, "limitation_confirm")
    asked = dialog(shown)
    assert isinstance(asked, ConfirmEventDialog)
    assert "微信.png" in words(asked)
    fill(asked, "event_note", "身份页面在内")
    asked.carry_out()
    page.refresh()
    assert {str(line.raw_end) for line in shown.lines_model.rows} == {"2029-10-08"}
    choose(shown, "demand_data")
    assert "微信（已确认）" in words(shown.detail)
    press(shown.detail, "limitation_withdraw")
    dialog(shown).findChild(QPushButton, "dialog_save").click()  # type: ignore[union-attr]
    page.refresh()
    assert [str(line.raw_end) for line in shown.lines_model.rows] == ["2029-02-04", "2029-04-19"]
    assert said.mark(shown.chain_model.rows[0]).label == "证明力弱"


def test_a_refusal_stays_in_the_dialog(page: DossierPage, context: UiContext) -> None:
    context.desk.contacts.log(NewContact(customer(context), "wechat", "will_check"))
    shown = open_tab(page)
    choose(shown, "demand_data")
    press(shown.detail, "limitation_confirm")
    asked = dialog(shown)
    assert isinstance(asked, ConfirmEventDialog)
    asked.carry_out()
    assert "没有证据" in asked.answer.text()
    assert asked.isVisible()


def test_a_past_day_shows_its_own_chain_and_takes_nothing(page: DossierPage, context: UiContext) -> None:
    desk = context.desk
    desk.receipts.record(customer(context), 100, date(2026, 9, 1), allocate={"YJ-1006": 100})
    shown = open_tab(page)
    assert str(shown.lines_model.rows[1].raw_end) == "2029-09-01"
    context.set_as_of(date(2026, 8, 31))
    assert [str(line.raw_end) for line in shown.lines_model.rows] == ["2029-02-04", "2029-04-19"]
    assert not shown.add.isEnabled()
    shown.add_event()
    assert [found for found in shown.findChildren(QDialog) if found.isVisible()] == []


def test_receipts_are_one_click_away(page: DossierPage, context: UiContext) -> None:
    context.desk.receipts.record(customer(context), 100, date(2026, 9, 1), allocate={"YJ-1006": 100})
    shown = open_tab(page)
    shown.lines.select_id(
        next(shown.lines_model.id_of(r) for r in shown.lines_model.rows if r.number == "YJ-1006")
    )
    choose(shown, "payment")
    press(shown.detail, "limitation_receipts")
    assert page.tabs.currentIndex() == tab.RECEIPTS


def test_an_event_opens_from_the_timeline(page: DossierPage, context: UiContext) -> None:
    context.desk.limitation.entries.add(NewLimitationEvent(customer(context), "suit", date(2026, 9, 1), proof=PROOF))
    open_tab(page)
    page.tabs.setCurrentIndex(tab.TIMELINE)
    entry = next(entry for entry in page.tabs.timeline.model.entries if entry.kind == "limitation")
    assert title(entry) == "提起诉讼"
    page.tabs.timeline.list.entry_activated.emit(entry)
    assert page.tabs.currentIndex() == tab.LIMITATION


def test_nothing_open_says_so(page: DossierPage) -> None:
    shown = open_tab(page, "C008")
    assert "没有未收应收" in words(shown)
    assert page.header.findChild(QPushButton, "limitation_open") is None


def test_a_guarantee_is_entered_claimed_and_kept(
    page: DossierPage, context: UiContext, tmp_path: Path
) -> None:
    shown = open_tab(page)
    press(shown, "limitation_guarantees")
    press(shown.guarantees, "guarantee_first")
    asked = dialog(shown)
    assert isinstance(asked, GuaranteeDialog)
    assert nameless(asked) == []
    asked.carry_out()
    assert "保证人" in asked.answer.text()
    asked.guarantor.setText("孙建国")
    asked.kind.setCurrentIndex(asked.kind.findData("joint"))
    asked.scope.setCurrentIndex(asked.scope.findData("invoice YJ-1007"))
    asked.months.setText("six")
    asked.carry_out()
    assert "six" in asked.answer.text()
    asked.months.setText("7")
    asked.carry_out()
    page.refresh()
    (line,) = shown.guarantees.model.rows
    assert (line.guarantor, line.days_left, str(line.last_day)) == ("孙建国", 42, "2026-11-19")
    assert "请在 2026-11-19 前以可举证的方式向保证人主张权利" in words(shown.guarantees)
    press(shown.guarantees, "guarantee_act_new")
    claim = dialog(shown)
    assert isinstance(claim, GuaranteeActDialog)
    assert claim.act.currentData() == "demand"
    proof = tmp_path / "签收.png"
    proof.write_bytes(b"claimed")
    claim.on.set_day(date(2026, 9, 1))
    claim.proof.line.setText(str(proof))
    claim.carry_out()
    page.refresh()
    (line,) = shown.guarantees.model.rows
    assert line.state == "secured"
    assert "2029-09-01" in words(shown.guarantees)
    press(shown.guarantees, "guarantee_correct")
    mended = dialog(shown)
    assert isinstance(mended, GuaranteeDialog)
    assert (mended.months.text(), mended.scope.currentData()) == ("7", "invoice YJ-1007")
    mended.close()
    press(shown.guarantees, "guarantee_withdraw")
    dialog(shown).findChild(QPushButton, "dialog_save").click()  # type: ignore[union-attr]
    page.refresh()
    assert list(shown.guarantees.model.rows) == []


def test_every_control_of_the_tab_has_a_name(page: DossierPage, context: UiContext) -> None:
    who = customer(context)
    context.desk.limitation.entries.add(NewLimitationEvent(who, "suit", date(2026, 9, 1), proof=PROOF))
    made = context.desk.guarantees.add(NewGuarantee(who, "孙建国", "joint"))
    context.desk.guarantees.record_act(made.id, "demand", date(2026, 9, 1), proof=PROOF)
    shown = open_tab(page)
    choose(shown, "suit")
    assert nameless(shown) == []
    shown.choose("guarantees")
    assert nameless(shown) == []
    assert nameless(page.header) == []


def test_the_choice_stays_over_a_refresh(page: DossierPage, context: UiContext) -> None:
    context.desk.contacts.log(NewContact(customer(context), "phone", "refused"))
    context.desk.contacts.log(NewContact(customer(context), "visit", "refused"))
    shown = open_tab(page)
    shown.lines.select_id(shown.lines_model.id_of(shown.lines_model.rows[1]))
    shown.chain.select_id(event_id(shown.chain_model.rows[0]))
    page.refresh()
    line, event = shown.lines.current_row(), shown.chain.current_row()
    assert line is not None
    assert event is not None
    assert (line.number, event.record.key) == ("YJ-1007", shown.chain_model.rows[0].record.key)
