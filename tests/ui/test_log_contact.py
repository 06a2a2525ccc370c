"""Logging a contact: one key each for channel and outcome, evidence by paste and drag, nothing lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from arcdesk.services.contacts import NewContact
from arcdesk.services.evidence import PastedFile
from arcdesk.ui.context import UiContext
from arcdesk.ui.panels.log_contact import LogContactPanel

OVERDUE = "C002"  # 86,500.50 + 41,200.00 overdue, 20 days; only a clerk is known there
LATE = "C005"  # 246 days late, nobody known
TODAY = date(2026, 10, 8)


@pytest.fixture
def panel(qtbot: QtBot, context: UiContext) -> LogContactPanel:
    made = LogContactPanel(context)
    qtbot.addWidget(made)
    made.resize(520, 760)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    made.start(context.desk.customers.find(OVERDUE).id)
    return made


def press(qtbot: QtBot, panel: LogContactPanel, key: str) -> None:
    qtbot.keyClicks(panel.focusWidget() or panel, key)


def test_two_keys_and_ctrl_enter_log_a_call(qtbot: QtBot, panel: LogContactPanel, context: UiContext) -> None:
    press(qtbot, panel, "1")
    press(qtbot, panel, "z")
    with qtbot.waitSignal(panel.saved):
        qtbot.keyClick(panel.form.note, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    line = context.desk.contacts.recent(panel.customer_id, 1)[0]
    assert (line.channel, line.outcome, line.person) == ("phone", "no_answer", "赵磊")


def test_every_outcome_has_a_key_of_its_own(qtbot: QtBot, panel: LogContactPanel) -> None:
    chosen = []
    for key in "QWERTASDFGZXCV":
        assert panel.form.outcome.press(key)
        chosen.append(panel.form.outcome.value)
    assert len(set(chosen)) == 14


def test_digits_and_letters_typed_in_the_note_stay_text(qtbot: QtBot, panel: LogContactPanel) -> None:
    press(qtbot, panel, "2")
    panel.form.note.setFocus()
    qtbot.keyClicks(panel.form.note, "q7")
    assert panel.form.note.toPlainText() == "q7"
    assert (panel.form.channel.value, panel.form.outcome.value) == ("wechat", "")


def test_without_an_outcome_nothing_is_logged_and_the_note_stays(
    panel: LogContactPanel, context: UiContext
) -> None:
    panel.form.note.setPlainText("王会计说下周回复")
    panel.save()
    assert panel.form.answer.isVisible()
    assert panel.form.note.toPlainText() == "王会计说下周回复"
    assert context.desk.contacts.recent(panel.customer_id) == ()


def test_a_promise_proposes_what_is_overdue_and_the_day_after_as_follow_up(
    panel: LogContactPanel, context: UiContext
) -> None:
    panel.form.outcome.press("q")
    line = panel.form.promises.lines[0]
    assert line.amount.amount() == 12_770_050
    line.due.set_day(date(2026, 10, 16))  # a Friday
    assert panel.form.follow_up.day() == date(2026, 10, 19)
    panel.save()
    promise = context.desk.promises.of(panel.customer_id)[0]
    assert (promise.amount_fen, promise.due_on) == (12_770_050, date(2026, 10, 16))
    assert context.desk.followups.open(customer_id=panel.customer_id)[0].due_on == date(2026, 10, 19)


def test_several_lines_make_an_instalment_plan(panel: LogContactPanel, context: UiContext) -> None:
    panel.form.outcome.press("q")
    panel.form.promises.add_line()
    for line, fen, day in zip(panel.form.promises.lines, (5_000_000, 7_770_050), (16, 30), strict=True):
        line.amount.set_amount(fen)
        line.due.set_day(date(2026, 10, day))
    panel.save()
    made = {(p.amount_fen, p.due_on.day) for p in context.desk.promises.of(panel.customer_id)}
    assert made == {(5_000_000, 16), (7_770_050, 30)}


def test_half_a_promise_is_refused_and_stays_in_the_panel(panel: LogContactPanel, context: UiContext) -> None:
    panel.form.outcome.press("q")
    panel.save()
    assert "日期" in panel.form.answer.text()
    assert panel.form.promises.lines[0].amount.amount() == 12_770_050
    assert context.desk.contacts.recent(panel.customer_id) == ()


def test_a_service_refusal_is_said_and_nothing_is_lost(panel: LogContactPanel, context: UiContext) -> None:
    panel.form.outcome.press("q")
    panel.form.promises.lines[0].due.set_day(TODAY - timedelta(days=1))
    panel.form.note.setPlainText("昨天就该付")
    panel.save()
    assert "2026-10-07" in panel.form.answer.text()
    assert panel.form.note.toPlainText() == "昨天就该付"
    assert panel.form.save.isEnabled()
    assert context.desk.contacts.recent(panel.customer_id) == ()


def test_a_follow_up_chosen_by_hand_is_not_replaced(panel: LogContactPanel) -> None:
    panel.form.follow_up.set_day(date(2026, 10, 20))
    panel.form.outcome.press("z")
    assert panel.form.follow_up.day() == date(2026, 10, 20)


def test_a_dispute_names_invoice_and_amount(panel: LogContactPanel, context: UiContext) -> None:
    panel.form.outcome.press("s")
    dispute = panel.form.disputes.lines[0]
    dispute.invoice.setCurrentIndex(dispute.invoice.findData("YJ-1003"))
    assert dispute.amount.amount() == 4_120_000
    dispute.amount.set_amount(120_000)
    dispute.reason.setText("短少两箱")
    panel.save()
    line = context.desk.ledger.invoice("YJ-1003")
    assert line.disputed_fen == 120_000


def test_a_screenshot_pasted_into_the_note_is_sealed_with_the_contact(
    panel: LogContactPanel, context: UiContext
) -> None:
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.green)
    QGuiApplication.clipboard().setImage(picture)
    panel.form.note.setFocus()
    panel.form.note.paste()
    assert panel.form.note.toPlainText() == ""
    panel.form.channel.press("2")
    panel.form.outcome.press("r")
    panel.save()
    stored = context.desk.evidence.list(panel.customer_id)[0]
    assert (stored.kind, stored.media_type) == ("wechat", "image/png")
    assert context.desk.evidence.read(stored.id).startswith(b"\x89PNG")


def test_text_copied_with_its_look_is_pasted_as_text(panel: LogContactPanel) -> None:
    mime = QMimeData()
    mime.setText("XSFP-1 100.00")
    mime.setImageData(QImage(10, 10, QImage.Format.Format_RGB32))
    panel.form.note.insertFromMimeData(mime)
    assert panel.form.note.toPlainText() == "XSFP-1 100.00"
    assert panel.form.attachments.attachments == ()


def test_a_dropped_file_comes_along(panel: LogContactPanel, context: UiContext, tmp_path: Path) -> None:
    file = tmp_path / "通话记录.txt"
    file.write_text("约定周五付款", encoding="utf-8")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    actions, buttons = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    panel.dropEvent(QDropEvent(QPointF(QPoint(5, 5)), actions, mime, buttons, Qt.KeyboardModifier.NoModifier))
    panel.form.outcome.press("r")
    panel.save()
    assert context.desk.evidence.list(panel.customer_id)[0].original_name == "通话记录.txt"


def test_a_file_that_has_gone_is_named_and_nothing_is_logged(
    panel: LogContactPanel, context: UiContext, tmp_path: Path
) -> None:
    panel.form.attachments.add([tmp_path / "gone.png"])
    panel.form.outcome.press("r")
    panel.save()
    assert "gone.png" in panel.form.answer.text()
    assert context.desk.contacts.recent(panel.customer_id) == ()


def test_an_attachment_can_be_left_out(panel: LogContactPanel) -> None:
    attachments = panel.form.attachments
    attachments.add([PastedFile("a.png", b"a"), PastedFile("b.png", b"b"), PastedFile("a.png", b"a")])
    assert [item.name for item in attachments.attachments] == ["a.png", "b.png"]
    attachments.findChild(type(panel.form.close_button), "attachment_remove").click()
    assert [item.name for item in attachments.attachments] == ["b.png"]


def test_a_correction_is_a_new_entry_that_points_to_the_old_one(
    panel: LogContactPanel, context: UiContext
) -> None:
    contacts = context.desk.contacts
    first = contacts.log(NewContact(panel.customer_id, "phone", "promised", note="周三付", person="赵磊"))
    panel.start(panel.customer_id, corrects=contacts.original(first.id))
    assert panel.form.note.toPlainText() == "周三付"
    panel.form.note.setPlainText("周五付")
    panel.save()
    new, old = contacts.recent(panel.customer_id, 2)
    assert (new.note, new.corrects) == ("周五付", first.id)
    assert (old.note, old.corrects) == ("周三付", None)


def full_contact(customer_id: int, **changes: object) -> NewContact:
    """A contact that carries one of everything."""
    given: dict[str, object] = {
        "note": "先付一半",
        "person": "",
        "at": datetime(2026, 10, 7, 15, 30, tzinfo=timezone(timedelta(hours=8))),
        "promises": ((5_000_000, date(2026, 10, 15)), (3_000_000, date(2026, 10, 30))),
        "disputes": (("YJ-1003", 120_000, "短少两箱"), ("YJ-1002", 50_050, "单价不符")),
        "follow_up_on": date(2026, 10, 16),
        "follow_up_reason": "查首期到账",
    }
    return NewContact(customer_id, "wechat", "promised", **{**given, **changes})  # type: ignore[arg-type]


def test_a_correction_comes_with_everything_the_original_carried(
    panel: LogContactPanel, context: UiContext
) -> None:
    """Saved untouched it says the same again: nothing is dropped by correcting."""
    contacts, customer_id = context.desk.contacts, panel.customer_id
    original = contacts.original(contacts.log(full_contact(customer_id)).id)
    panel.start(customer_id, corrects=original)
    form = panel.form
    assert (form.channel.value, form.outcome.value, form.person.currentText()) == ("wechat", "promised", "")
    assert not panel.is_dirty
    panel.save()
    again = contacts.original(contacts.recent(customer_id, 1)[0].id)
    assert replace(again, corrects=None) == replace(original, corrects=None)
    open_days = [line.due_on for line in context.desk.followups.open(customer_id=customer_id)]
    assert open_days == [date(2026, 10, 16)]
    assert context.desk.ledger.invoice("YJ-1003").disputed_fen == 120_000


def test_what_is_taken_out_of_a_correction_no_longer_counts(
    panel: LogContactPanel, context: UiContext
) -> None:
    contacts, customer_id = context.desk.contacts, panel.customer_id
    original = contacts.original(contacts.log(full_contact(customer_id)).id)
    panel.start(customer_id, corrects=original)
    dropped = next(line for line in panel.form.disputes.lines if line.invoice.currentData() == "YJ-1003")
    for line, remove in ((panel.form.promises.lines[0], "promise_remove"), (dropped, "dispute_remove")):
        line.findChild(QToolButton, remove).click()
    panel.form.follow_up.set_day(None)
    panel.save()
    assert [p.amount_fen for p in context.desk.promises.of(customer_id)] == [3_000_000]
    assert context.desk.ledger.invoice("YJ-1003").disputed_fen == 0
    assert context.desk.ledger.invoice("YJ-1002").disputed_fen == 50_050
    assert context.desk.followups.open(customer_id=customer_id) == ()


def test_a_correction_left_untouched_gives_way_to_a_new_contact(
    panel: LogContactPanel, context: UiContext
) -> None:
    contacts = context.desk.contacts
    logged = contacts.log(full_contact(panel.customer_id))
    panel.start(panel.customer_id, corrects=contacts.original(logged.id))
    panel.close_panel()
    panel.start(panel.customer_id)
    assert panel.form.note.toPlainText() == ""
    assert panel.form.promises.lines == panel.form.disputes.lines == ()
    assert not panel.form.correcting.isVisible()


def test_over_thirty_days_late_and_only_a_clerk_reached_is_warned_of(
    panel: LogContactPanel, context: UiContext
) -> None:
    assert not panel.form.warning.isVisible()  # 20 days late
    panel.start(context.desk.customers.find(LATE).id)
    assert panel.form.warning.isVisible()


def test_what_to_say_carries_the_amount_and_no_open_field(panel: LogContactPanel) -> None:
    text = panel.form.script.text.text()
    assert "¥127,700.50" in text
    assert "赵磊" in text
    assert "{" not in text
    panel.form.script.copy_button.click()
    assert QApplication.clipboard().text() == text


def test_what_to_say_follows_the_occasion_of_the_day(panel: LogContactPanel, context: UiContext) -> None:
    """A broken promise is spoken of as one, with its own amount and day."""
    then = context.clock.now() - timedelta(days=9)
    promised = ((2_000_000, date(2026, 10, 5)),)
    context.desk.contacts.log(NewContact(panel.customer_id, "phone", "promised", at=then, promises=promised))
    panel.start(panel.customer_id)
    text = panel.form.script.text.text()
    assert "¥20,000.00" in text
    assert "2026年10月5日" in text


def test_nothing_is_offered_to_say_where_nothing_is_owed(panel: LogContactPanel, context: UiContext) -> None:
    panel.start(context.desk.customers.find("C008").id)
    assert not panel.form.script.isVisible()


def test_the_script_is_copied_by_key(qtbot: QtBot, panel: LogContactPanel) -> None:
    QApplication.clipboard().clear()
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(panel.form.note, Qt.Key.Key_C, both)
    assert QApplication.clipboard().text() == panel.form.script.text.text()


def test_it_may_have_been_an_hour_ago(panel: LogContactPanel, context: UiContext) -> None:
    panel.findChild(type(panel.form.save), "open_calendar").click()
    panel.form.moment.setDateTime(panel.form.moment.dateTime().addSecs(-3600))
    panel.form.outcome.press("z")
    panel.save()
    assert context.desk.contacts.recent(panel.customer_id, 1)[0].at == context.clock.now() - timedelta(hours=1)


def test_another_customer_starts_with_an_empty_panel(panel: LogContactPanel, context: UiContext) -> None:
    panel.form.note.setPlainText("只属于上一个客户")
    panel.form.outcome.press("q")
    panel.start(context.desk.customers.find("C003").id)
    assert panel.form.note.toPlainText() == ""
    assert panel.form.promises.lines == ()
    assert panel.form.person.currentText() == "孙总"


def test_closing_keeps_unsaved_words_of_the_same_customer(
    qtbot: QtBot, panel: LogContactPanel, context: UiContext
) -> None:
    panel.form.note.setPlainText("等会儿再记")
    with qtbot.waitSignal(panel.closed):
        qtbot.keyClick(panel, Qt.Key.Key_Escape)
    panel.start(panel.customer_id)
    assert panel.form.note.toPlainText() == "等会儿再记"


def test_nothing_is_written_while_a_past_day_is_looked_at(panel: LogContactPanel, context: UiContext) -> None:
    context.set_as_of(date(2026, 9, 1))
    panel.form.outcome.press("z")
    panel.save()
    assert panel.form.answer.text()
    assert context.desk.contacts.recent(panel.customer_id) == ()


def test_the_screenshot_is_named_after_its_moment(panel: LogContactPanel, context: UiContext) -> None:
    QGuiApplication.clipboard().setImage(QImage(4, 4, QImage.Format.Format_RGB32))
    assert panel.paste()
    assert isinstance(context.clock.now(), datetime)
    assert "2026-10-08 100000" in panel.form.attachments.attachments[0].name


def lines_of(panel: LogContactPanel) -> list[tuple[int | None, date | None]]:
    return [(line.amount.amount(), line.due.day()) for line in panel.form.promises.lines]


def test_one_key_splits_what_is_overdue_and_the_rest_follows_what_is_typed(
    qtbot: QtBot, panel: LogContactPanel, context: UiContext
) -> None:
    """A quarter this week and two instalments on the 20th; then 30,000 is typed over the first (S-160)."""
    qtbot.waitUntil(lambda: panel.form.customer.text() != "")
    press(qtbot, panel, "q")
    alt = Qt.KeyboardModifier.AltModifier
    qtbot.keyClick(panel.form.promises.lines[0].amount, Qt.Key.Key_2, alt)
    third = (12_770_050 - 3_192_500) // 2
    assert lines_of(panel) == [
        (3_192_500, date(2026, 10, 10)), (third, date(2026, 10, 20)), (third, date(2026, 11, 20))
    ]  # fmt: skip
    qtbot.keyClicks(panel.form.promises.lines[0].amount, "30000")
    assert [fen for fen, _ in lines_of(panel)] == [3_000_000, 4_885_025, 4_885_025]
    with qtbot.waitSignal(panel.saved):
        panel.save()
    made = context.desk.promises.of(panel.customer_id)
    assert sorted(line.amount_fen for line in made) == [3_000_000, 4_885_025, 4_885_025]


def test_the_same_key_again_adds_an_instalment_and_lines_changed_by_hand_stay(
    qtbot: QtBot, panel: LogContactPanel
) -> None:
    qtbot.waitUntil(lambda: panel.form.customer.text() != "")
    press(qtbot, panel, "q")
    panel.form.patterns.apply("half")
    panel.form.patterns.apply("half")
    assert len(panel.form.promises.lines) == 5
    assert sum(fen or 0 for fen, _ in lines_of(panel)) == 12_770_050
    panel.form.promises.lines[2].amount.set_amount(100)
    panel.form.promises.lines[0].amount.set_amount(200)
    assert panel.form.promises.lines[2].amount.amount() == 100


def test_a_pattern_without_a_sum_asks_for_it(qtbot: QtBot, panel: LogContactPanel) -> None:
    panel.form.patterns.apply("earnest")
    assert lines_of(panel) == [(None, None)]
