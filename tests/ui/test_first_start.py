"""The first start: three steps to a workspace, with nothing made before the last."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPushButton, QRadioButton
from pytestqt.qtbot import QtBot

from arcdesk import bootstrap, keys, unlocking
from arcdesk.clock import FixedClock
from arcdesk.services.reminding import PREFERENCE
from arcdesk.ui.dialogs.first_start import COMPANY, DATA, REMINDERS, FirstStartDialog
from arcdesk.ui.dialogs.recovery_key import RecoveryKeyDialog
from arcdesk.ui.theme import Theme


@pytest.fixture
def dialog(qtbot: QtBot, tmp_path: Path, clock: FixedClock, theme: Theme) -> FirstStartDialog:
    made = FirstStartDialog(
        lambda folder, company: bootstrap.create(folder, clock, company), tmp_path / "books", theme
    )
    qtbot.addWidget(made)
    made.show()
    return made


def line(dialog: FirstStartDialog, name: str) -> QLineEdit:
    made = dialog.findChild(QLineEdit, name)
    assert isinstance(made, QLineEdit)
    return made


def radio(dialog: FirstStartDialog, name: str) -> QRadioButton:
    made = dialog.findChild(QRadioButton, name)
    assert isinstance(made, QRadioButton)
    return made


def test_three_steps_make_a_workspace(dialog: FirstStartDialog, tmp_path: Path) -> None:
    line(dialog, "company_name").setText("杭州远景包装有限公司")
    line(dialog, "company_bank").setText("工商银行滨江支行")
    dialog.go_on()
    assert dialog._steps.currentIndex() == DATA
    radio(dialog, "first_start_later").click()
    dialog.go_on()
    assert dialog._steps.currentIndex() == REMINDERS
    assert not (tmp_path / "books").exists()
    dialog.go_on()
    answer = dialog.answer
    assert answer is not None
    assert (answer.file, answer.wants_import) == (None, False)
    assert answer.desk.company.profile().bank == "工商银行滨江支行"
    assert answer.desk.company.preference(PREFERENCE, True) is True
    answer.desk.close()


def test_a_company_without_a_name_goes_no_further(dialog: FirstStartDialog) -> None:
    dialog.go_on()
    assert dialog._steps.currentIndex() == COMPANY
    assert dialog._wrong.text()
    assert line(dialog, "company_name").hasFocus()


def test_a_folder_that_holds_something_is_refused_on_the_first_step(
    dialog: FirstStartDialog, tmp_path: Path
) -> None:
    (tmp_path / "books").mkdir()
    (tmp_path / "books" / "other.txt").write_text("x", encoding="utf-8")
    line(dialog, "company_name").setText("杭州远景包装有限公司")
    dialog.go_on()
    radio(dialog, "first_start_later").click()
    dialog.go_on()
    dialog.go_on()
    assert dialog.answer is None
    assert dialog._steps.currentIndex() == COMPANY
    assert "books" in dialog._wrong.text()
    line(dialog, "first_start_folder").setText(str(tmp_path / "new"))
    for _ in range(3):
        dialog.go_on()
    assert dialog.answer is not None
    dialog.answer.desk.close()


def test_the_ledger_chosen_is_handed_on_for_its_preview(dialog: FirstStartDialog, tmp_path: Path) -> None:
    line(dialog, "company_name").setText("杭州远景包装有限公司")
    dialog.go_on()
    line(dialog, "first_start_file").setText(str(tmp_path / "ledger.xlsx"))
    dialog.go_on()
    dialog.go_on()
    assert dialog.answer is not None
    assert (dialog.answer.file, dialog.answer.wants_import) == (tmp_path / "ledger.xlsx", True)
    assert dialog.answer.desk.customer_list.rows().rows == ()
    dialog.answer.desk.close()


def test_reminders_declined_are_off(dialog: FirstStartDialog) -> None:
    line(dialog, "company_name").setText("杭州远景包装有限公司")
    dialog.go_on()
    radio(dialog, "first_start_later").click()
    dialog.go_on()
    switch = dialog.findChild(QCheckBox, "first_start_reminders")
    assert isinstance(switch, QCheckBox)
    switch.click()
    dialog.go_on()
    assert dialog.answer is not None
    assert dialog.answer.desk.company.preference(PREFERENCE) is False
    dialog.answer.desk.close()


def test_back_keeps_what_was_entered(dialog: FirstStartDialog) -> None:
    line(dialog, "company_name").setText("杭州远景包装有限公司")
    dialog.go_on()
    dialog.go_back()
    assert dialog._steps.currentIndex() == COMPANY
    assert line(dialog, "company_name").text() == "杭州远景包装有限公司"


def test_leaving_makes_nothing(dialog: FirstStartDialog, tmp_path: Path) -> None:
    line(dialog, "company_name").setText("杭州远景包装有限公司")
    dialog.reject()
    assert dialog.answer is None
    assert not (tmp_path / "books").exists()


@pytest.fixture
def last_step(dialog: FirstStartDialog, monkeypatch: pytest.MonkeyPatch) -> FirstStartDialog:
    monkeypatch.setattr(keys, "ARGON2", {"t": 1, "m": 64, "p": 1})
    line(dialog, "company_name").setText("杭州远景包装有限公司")
    dialog.go_on()
    radio(dialog, "first_start_later").click()
    dialog.go_on()
    return dialog


def protect(qtbot: QtBot, dialog: FirstStartDialog, first: str, again: str) -> None:
    switch = dialog.findChild(QCheckBox, "first_start_protect")
    assert isinstance(switch, QCheckBox)
    if not switch.isChecked():
        assert not line(dialog, "new_password").isVisible()
        switch.click()
    for name, text in (("new_password", first), ("new_password_again", again)):
        line(dialog, name).clear()
        qtbot.keyClicks(line(dialog, name), text)
    qtbot.mouseClick(dialog.findChild(QPushButton, "first_start_next"), Qt.MouseButton.LeftButton)


def test_the_books_can_be_protected_from_the_first_day(
    qtbot: QtBot, last_step: FirstStartDialog, tmp_path: Path
) -> None:
    protect(qtbot, last_step, "correct horse", "correct horse")
    shown = last_step.findChild(RecoveryKeyDialog)
    assert isinstance(shown, RecoveryKeyDialog)
    assert last_step.isVisible()
    qtbot.keyClicks(shown.confirm, shown._groups[-1])
    qtbot.keyClick(shown.confirm, Qt.Key.Key_Return)
    assert not last_step.isVisible()
    assert last_step.answer is not None
    assert last_step.answer.desk.security.state().has_password
    last_step.answer.desk.close()
    assert unlocking.by_secret(tmp_path / "books", "correct horse").key
    assert unlocking.by_secret(tmp_path / "books", shown._key).recovery_key


def test_a_mistyped_password_makes_no_books(qtbot: QtBot, last_step: FirstStartDialog, tmp_path: Path) -> None:
    protect(qtbot, last_step, "correct horse", "correct hors")
    assert last_step._wrong.text()
    assert last_step._steps.currentIndex() == REMINDERS
    assert not (tmp_path / "books").exists()
    protect(qtbot, last_step, "short", "short")
    assert "8" in last_step._wrong.text()
    assert not (tmp_path / "books").exists()


def test_switched_off_again_there_is_no_password(qtbot: QtBot, last_step: FirstStartDialog) -> None:
    protect(qtbot, last_step, "short", "short")
    switch = last_step.findChild(QCheckBox, "first_start_protect")
    assert isinstance(switch, QCheckBox)
    switch.click()
    last_step.go_on()
    assert last_step.answer is not None
    assert not last_step.answer.desk.security.state().has_password
    last_step.answer.desk.close()
