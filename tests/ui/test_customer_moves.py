"""Merging, dividing and undoing by the dialogs."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from arcdesk.ui.context import UiContext
from arcdesk.ui.dialogs.merge import MergeDialog, SplitDialog
from arcdesk.ui.dialogs.moves import DoublesDialog, MovesDialog


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """What the dialogs stand over: they delete themselves when they close."""
    made = QWidget()
    qtbot.addWidget(made)
    return made


def press(qtbot: QtBot, dialog: object, name: str) -> None:
    found = dialog.findChild(QPushButton, name)  # type: ignore[attr-defined]
    qtbot.mouseClick(found, Qt.MouseButton.LeftButton)


def test_merge_says_what_moves_and_is_undone_from_the_list(
    qtbot: QtBot, context: UiContext, window: QWidget
) -> None:
    moves = context.desk.customer_moves
    gone, into = context.desk.customers.matching("")[:2]
    dialog = MergeDialog(context, gone, window)
    dialog.show()
    press(qtbot, dialog, "dialog_save")
    assert dialog.answer.text()
    dialog.other.choose(into)
    assert "应收单" in dialog.effect.text()
    press(qtbot, dialog, "dialog_save")
    assert moves.history() == ()
    dialog.reason.setText("one company")
    with qtbot.waitSignal(dialog.carried_out):
        press(qtbot, dialog, "dialog_save")
    assert context.desk.customers.find(gone.code).id == into.id

    listed = MovesDialog(context, window)
    listed.show()
    assert [line.from_code for line in listed.model.rows] == [gone.code]
    press(qtbot, listed, "moves_act")
    assert "已撤销" in listed.findChild(QLabel, "moves_answer").text()  # type: ignore[union-attr]
    assert context.desk.customers.find(gone.code).id == gone.id
    press(qtbot, listed, "moves_act")
    assert "已经撤销" in listed.answer.text()


def test_split_moves_what_is_ticked(qtbot: QtBot, context: UiContext, window: QWidget) -> None:
    desk = context.desk
    source, other = next(
        (one, two) for one in desk.customers.matching("") for two in desk.customers.matching("")
        if one.id != two.id and len(desk.ledger.invoices(one.id)) > 1
    )  # fmt: skip
    lines = desk.ledger.invoices(source.id)
    dialog = SplitDialog(context, source, lines, window)
    dialog.show()
    dialog.other.choose(other)
    dialog.reason.setText("filed wrongly")
    press(qtbot, dialog, "dialog_save")
    assert "没有选择" in dialog.answer.text()
    dialog.table.setFocus()
    qtbot.keyClick(dialog.table, Qt.Key.Key_Space)
    (ticked,) = dialog.part().invoices
    assert dialog.effect.text()
    with qtbot.waitSignal(dialog.carried_out):
        press(qtbot, dialog, "dialog_save")
    assert ticked in {line.number for line in desk.ledger.invoices(other.id)}


def test_likely_doubles_lead_to_the_merge(qtbot: QtBot, context: UiContext, window: QWidget) -> None:
    one = context.desk.customers.matching("")[0]
    twin = context.desk.customers.add("Z9", one.name.replace("有限公司", "有限责任公司"))
    dialog = DoublesDialog(context, window)
    dialog.show()
    assert [{row.one.id, row.other.id} for row in dialog.model.rows] == [{one.id, twin.id}]
    press(qtbot, dialog, "moves_act")
    merge = dialog.findChild(MergeDialog)
    assert merge is not None
    assert merge.other.customer_id in (one.id, twin.id)
