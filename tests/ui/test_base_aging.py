"""The reports page brings currencies together only at a rate that it shows, and asks for one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from arcdesk.ui.context import UiContext
from arcdesk.ui.dialogs.exchange_rate import ExchangeRateDialog
from arcdesk.ui.pages.reports import ReportsPage


def test_a_rate_is_asked_for_and_then_shown(qtbot: QtBot, context: UiContext) -> None:
    page = ReportsPage(context)
    qtbot.addWidget(page)
    page.show()
    page.activate()
    last = page._blocks.count() - 1
    page._blocks.setCurrentIndex(last)
    assert page._blocks.tabText(last) == "折合 CNY"
    qtbot.mouseClick(page._blocks.currentWidget().findChild(QPushButton, "state_rate"), Qt.MouseButton.LeftButton)
    dialog = next(found for found in page.findChildren(QDialog) if isinstance(found, ExchangeRateDialog))
    dialog.rate.setText("x")
    qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    assert "汇率" in dialog.answer.text()
    dialog.rate.setText("7.1")
    dialog.source.setText("人民银行")
    qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    shown = page._blocks.widget(page._blocks.count() - 1).findChild(QLabel, "base_rates")
    assert shown.text().startswith("1 USD = 7.1 CNY")
    assert "人民银行" in shown.text()
