"""Making a WeChat exhibit in the window: order, statements, checklist, correction."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QColor, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from arcdesk.services.evidence import PastedFile, StoredEvidence
from arcdesk.services.wechat_books import StoredExhibit
from arcdesk.ui.context import UiContext
from arcdesk.ui.dialogs.wechat_exhibit import WechatDialog
from arcdesk.ui.pages.evidence import EvidencePage
from arcdesk.ui.panels.screenshots import ScreenshotList
from tests.services.test_wechat import pasted
from tests.ui.access import nameless
from tests.ui.conftest import NOW


@pytest.fixture
def dialog(qtbot: QtBot, context: UiContext) -> Iterator[WechatDialog]:
    window = QWidget()  # the dialog deletes itself when it is done
    qtbot.addWidget(window)
    window.show()
    made = WechatDialog(context, context.desk.customers.find("C003").id, parent=window)
    made.show()
    yield made
    window.close()


def order(shots: ScreenshotList) -> list[str]:
    return [shot.name for shot in shots.shots if isinstance(shot, PastedFile | Path)]


def state(made: WechatDialog) -> None:
    """What the person types."""
    made.partner.setText("孙总")
    for field, day, time in ((made.first, "2026-09-01", "9:05"), (made.last, "2026-09-28", "18：30")):
        field.day.setText(day)
        field.time.setText(time)


def exhibit(context: UiContext) -> StoredExhibit:
    (one,) = context.desk.wechat.of(context.desk.customers.find("C003").id)
    return one


def test_screenshots_are_moved_by_keys_and_left_out(dialog: WechatDialog) -> None:
    shots = dialog.shots
    shots.add(pasted(10, 9, 1))
    assert order(shots) == ["微信图片_10.png", "微信图片_9.png", "微信图片_1.png"]
    shots.list.setCurrentRow(2)
    QTest.keyClick(shots.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert order(shots) == ["微信图片_10.png", "微信图片_1.png", "微信图片_9.png"]
    QTest.keyClick(shots.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(shots.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert order(shots) == ["微信图片_1.png", "微信图片_10.png", "微信图片_9.png"]
    QTest.keyClick(shots.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert order(shots)[1] == "微信图片_1.png"
    shots.sort()
    assert order(shots) == ["微信图片_1.png", "微信图片_9.png", "微信图片_10.png"]
    assert shots.list.item(2).text().startswith("3.  微信图片_10.png")
    shots.list.setCurrentRow(0)
    QTest.keyClick(shots.list, Qt.Key.Key_Delete)
    assert order(shots) == ["微信图片_9.png", "微信图片_10.png"]
    assert shots.list.item(0).text().startswith("1.  微信图片_9.png")


def test_screenshots_are_dragged_to_their_place(dialog: WechatDialog) -> None:
    shots = dialog.shots
    shots.add(pasted(1, 2, 3, 4))
    shots.list.item(0).setSelected(True)
    shots.list.item(2).setSelected(True)
    last = shots.list.visualItemRect(shots.list.item(3))
    assert shots.list.row_at(last.topLeft() + QPoint(9, 2)) == 3
    assert shots.list.row_at(last.bottomLeft() + QPoint(9, -2)) == 4
    shots.list.placed.emit(4)
    assert order(shots) == [f"微信图片_{seed}.png" for seed in (2, 4, 1, 3)]
    assert [index.row() for index in shots.list.selectedIndexes()] == [2, 3]
    shots.list.placed.emit(0)
    assert order(shots) == [f"微信图片_{seed}.png" for seed in (1, 3, 2, 4)]
    assert shots.list.item(0).text().startswith("1.  微信图片_1.png")


def test_several_dropped_files_and_pasted_pictures_come_along(dialog: WechatDialog, tmp_path: Path) -> None:
    urls = []
    for seed, one in enumerate(pasted(1, 2)):
        (tmp_path / f"{seed}.png").write_bytes(one.content)
        urls.append(QUrl.fromLocalFile(str(tmp_path / f"{seed}.png")))
    mime = QMimeData()
    mime.setUrls(urls)
    drop = QDropEvent(QPointF(QPoint(9, 9)), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton,
                      Qt.KeyboardModifier.NoModifier)  # fmt: skip
    dialog.shots.list.dropEvent(drop)
    for color in ("red", "blue"):  # within one second, so that both would have the same name
        image = QImage(90, 200, QImage.Format.Format_RGB32)
        image.fill(QColor(color))
        QGuiApplication.clipboard().setImage(image)
        QTest.keyClick(dialog.shots.list, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    names = order(dialog.shots)
    assert names[:2] == ["0.png", "1.png"]
    assert len(set(names)) == 4
    assert all(not dialog.shots.list.item(row).icon().isNull() for row in range(4))


def test_the_exhibit_is_made_of_what_was_stated(dialog: WechatDialog, context: UiContext, qtbot: QtBot) -> None:
    dialog.shots.add(pasted(2, 1))
    state(dialog)
    dialog.person.setCurrentIndex(1)
    dialog._on_person()
    assert (dialog.partner.text(), dialog.wechat_id.text()) == ("孙总", "sun_hy")
    dialog.checklist.show_answers({"phone_kept": "yes", "voice_text": "na"})
    dialog.invoice.setCurrentIndex(dialog.invoice.findData("YJ-1004"))
    with qtbot.waitSignal(context.message) as said:
        qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    assert "WX-2026-0001" in said.args[0]
    made = exhibit(context)
    assert [part.name for part in made.parts] == ["微信图片_2.png", "微信图片_1.png"]
    assert made.first_at == datetime(2026, 9, 1, 9, 5, tzinfo=NOW.tzinfo)
    assert made.last_at == datetime(2026, 9, 28, 18, 30, tzinfo=NOW.tzinfo)
    assert made.person == "孙总 (总经理)"
    assert made.answers == {"phone_kept": "yes", "voice_text": "na"}
    proof = {line.number: line.proof.states["conversation"] for line in context.desk.completeness.of()}
    assert proof["YJ-1004"] == "have"


@pytest.mark.parametrize(
    ("what", "words"),
    [("none", "至少选择一张"), ("partner", "聊天对象"), ("time", "时间"), ("bad", "10:30"), ("future", "还没有到"),
     ("text", "不是可打印的图片")],
)  # fmt: skip
def test_what_is_wrong_is_said_in_the_dialog_and_nothing_is_lost(
    dialog: WechatDialog, context: UiContext, what: str, words: str
) -> None:
    state(dialog)
    if what != "none":
        dialog.shots.add(pasted(1))
    if what == "partner":
        dialog.partner.clear()
    elif what == "time":
        dialog.last.time.clear()
    elif what == "bad":
        dialog.last.time.setText("25:61")
    elif what == "future":
        dialog.last.set_moment(NOW + timedelta(days=2))
    elif what == "text":
        dialog.shots.add([PastedFile("不是图.png", b"text")])
    dialog.carry_out()
    assert dialog.isVisible()
    assert words in dialog.answer.text()
    assert context.desk.wechat.of() == ()
    assert context.desk.evidence.list() == ()


def test_a_correction_begins_with_what_was_stated(dialog: WechatDialog, context: UiContext) -> None:
    dialog.shots.add(pasted(1, 2))
    state(dialog)
    dialog.checklist.show_answers({"whole": "yes"})
    dialog.carry_out()
    old = exhibit(context)
    made = WechatDialog(context, old.customer_ids[0], parent=dialog.parentWidget(), replaces=old)
    made.show()
    assert made.partner.text() == "孙总"
    assert [shot.original_name for shot in made.shots.shots if isinstance(shot, StoredEvidence)] == [
        part.name for part in old.parts
    ]
    assert made.checklist.answers() == {"whole": "yes"}
    made.shots.list.setCurrentRow(0)
    made.shots.shift(1)
    made.carry_out()
    assert "原因" in made.answer.text()
    made.reason.setText("顺序有误")
    made.carry_out()
    new = context.desk.wechat.of()[0]
    assert (new.corrects, [part.evidence_id for part in new.parts]) == (
        old.number, [part.evidence_id for part in old.parts][::-1],
    )  # fmt: skip


def menu_actions(page: EvidencePage, item: StoredEvidence) -> dict[str, QAction]:
    return {action.text(): action for action in page.panel.menu_for(item).actions()}


def test_files_chosen_on_the_page_become_an_exhibit_and_it_is_put_right(qtbot: QtBot, context: UiContext) -> None:
    customer = context.desk.customers.find("C003").id
    stored = [context.desk.evidence.add(one, customer, kind="wechat") for one in pasted(5, 6)]
    page = EvidencePage(context)
    qtbot.addWidget(page)
    page.show()
    page.activate()
    page.panel.grid.selectAll()
    actions = menu_actions(page, stored[0])
    next(action for text, action in actions.items() if "2" in text and "微信" in text).trigger()
    made = next(found for found in page.findChildren(QDialog) if found.isVisible())
    assert isinstance(made, WechatDialog)
    assert [shot.id for shot in made.shots.shots if isinstance(shot, StoredEvidence)] == [one.id for one in stored]
    state(made)
    made.carry_out()
    one = exhibit(context)
    qtbot.waitUntil(lambda: page.panel.grid.select(one.evidence_id))
    viewer = page.panel.viewer
    assert "尚缺" in viewer._values["known"].text()
    assert viewer._pages.isVisible()
    page.panel.grid.select(stored[0].id)
    assert f"{one.number} 第 1 张" in viewer._values["known"].text()
    page.panel.grid.select(one.evidence_id)
    current = page.panel.grid.current()
    assert current is not None
    next(action for text, action in menu_actions(page, current).items() if "更正" in text).trigger()
    assert any(isinstance(found, WechatDialog) and found.isVisible() for found in page.findChildren(QDialog))


def test_every_control_has_a_name(dialog: WechatDialog) -> None:
    dialog.shots.add(pasted(1))
    assert nameless(dialog) == []
