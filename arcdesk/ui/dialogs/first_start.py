"""The first start in three steps: the company, its data, the reminders."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QCheckBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.services.company import CompanyProfile
from arcdesk.services.reminding import PREFERENCE
from arcdesk.ui.context import sentence
from arcdesk.ui.panels.company_form import CompanyForm
from arcdesk.ui.panels.import_start import FILTER, sample_file
from arcdesk.ui.panels.protect_choice import ProtectChoice
from arcdesk.ui.theme import XL, XS, L, M, S
from arcdesk.ui.widgets import Line, SectionLabel, button, char_width, label, set_role

if TYPE_CHECKING:
    from arcdesk.bootstrap import Desk
    from arcdesk.ui.theme import Theme

Create = Callable[[Path, CompanyProfile], "Desk"]
STEPS = ("Company", "Data", "Reminders")
COMPANY, DATA, REMINDERS = range(3)


@dataclass(frozen=True, slots=True)
class FirstStart:
    """A finished first start: the new workspace, and the ledger file to be previewed first."""

    desk: Desk
    file: Path | None
    wants_import: bool


class FirstStartDialog(QDialog):
    """Asks what a workspace needs, and makes it at the last step.

    Args:
        create: makes the workspace (``bootstrap.create`` with the clock); refusals are shown.
        folder: where the workspace is proposed to be.
    """

    def __init__(self, create: Create, folder: Path, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("first_start")
        self.setWindowTitle(tr("Welcome to ArcDesk"))
        self._create = create
        self._theme = theme
        self._proposed = folder
        self.answer: FirstStart | None = None
        self._marks = [QLabel(f"{number}  {tr(text)}") for number, text in enumerate(STEPS, start=1)]
        self._steps = QStackedWidget()
        for step in (self._company_step(folder), self._data_step(), self._reminder_step()):
            self._steps.addWidget(_scrolled(step))
        self._wrong = label("", "bad", wrap=True, selectable=True)
        self._wrong.setObjectName("first_start_refusal")
        self._back = button(tr("Back|step"), "first_start_back", self.go_back)
        self._next = button(tr("Next|step"), "first_start_next", self.go_on, primary=True)
        self._next.setDefault(True)
        self._lay_out()
        self._show_step(COMPANY)
        room = self.screen().availableGeometry()
        self.resize(
            min(char_width(self) * 108, room.width()),
            min(self.fontMetrics().height() * 34, room.height() - XL * 2),
        )

    @Slot()
    def go_on(self) -> None:
        """Next step; at the last one the workspace is made."""
        step = self._steps.currentIndex()
        if step == COMPANY and not self._form.profile().name:
            self._refuse(tr("Enter the company's full name: it stands at the head of every letter."), "name")
            return
        if step == DATA and self._choice("own").isChecked() and not self._file.text().strip():
            self._choose_file()
            if not self._file.text().strip():
                return
        if step < REMINDERS:
            self._show_step(step + 1)
        else:
            self._finish()

    @Slot()
    def go_back(self) -> None:
        """The step before."""
        self._show_step(max(COMPANY, self._steps.currentIndex() - 1))

    def _finish(self) -> None:
        try:
            password = self._protect.password()
        except Refusal as refusal:
            self._refuse(sentence(refusal), "")
            return
        made = self.answer or self._make()
        if made is None:
            return
        self.answer = made
        if password:
            self._set_password(made.desk, password)
        else:
            self.accept()

    def _make(self) -> FirstStart | None:
        """The workspace as the steps say; ``None`` where it was refused, which is then shown."""
        folder = Path(self._folder.text().strip() or self._proposed)
        try:
            with _waiting():
                desk = self._create(folder, self._form.profile())
                if not self._reminders.isChecked():
                    desk.company.set_preference(PREFERENCE, False)
        except Refusal as refusal:
            self._show_step(COMPANY)
            self._refuse(sentence(refusal), refusal.field)
            return None
        return FirstStart(desk, self._chosen_file(), not self._choice("later").isChecked())

    def _set_password(self, desk: Desk, password: str) -> None:
        """Protect the new books; the dialog goes when the recovery key was seen."""
        from arcdesk.ui.dialogs.recovery_key import show_recovery_key
        from arcdesk.ui.jobs import Jobs

        try:
            with _waiting():
                key = desk.security.set_password(password)
        except Refusal as refusal:  # the disk is full: the books stand without it, and Settings can set it
            self._refuse(sentence(refusal), "")
            return
        self._jobs = Jobs(release=desk.workspace.database.close, parent=self)
        show_recovery_key(desk, self._jobs, self, key).finished.connect(self._on_key_seen)

    @Slot()
    def _on_key_seen(self) -> None:
        self._jobs.close()
        self.accept()

    def _chosen_file(self) -> Path | None:
        if self._choice("sample").isChecked():
            return sample_file()
        text = self._file.text().strip()
        return Path(text) if self._choice("own").isChecked() and text else None

    # Steps ---------------------------------------------------------------------------------

    def _company_step(self, folder: Path) -> QWidget:
        step, box = _step(
            tr("Who collects?"), tr("Letters and statements carry this. All of it can be changed later.")
        )
        self._form = CompanyForm(short=True)
        box.addWidget(self._form)
        box.addSpacing(S)
        box.addWidget(SectionLabel(tr("Folder for the books, the evidence and the backups")))
        row = QHBoxLayout()
        row.setSpacing(S)
        self._folder = QLineEdit(str(folder))
        self._folder.setObjectName("first_start_folder")
        self._folder.setAccessibleName(tr("Workspace folder"))
        row.addWidget(self._folder, 1)
        row.addWidget(button(tr("Change…"), "first_start_change", self._choose_folder))
        box.addLayout(row)
        box.addStretch(1)
        return step

    def _data_step(self) -> QWidget:
        step, box = _step(
            tr("Where do the receivables come from?"),
            tr("You see what would come in before anything is written."),
        )
        self._sources = QButtonGroup(step)
        for name, text, about in (
            (
                "own",
                tr("From an Excel or CSV file"),
                tr("A ledger workbook, a ledger kept by hand, or a list of settled invoices."),
            ),
            (
                "sample",
                tr("The sample ledger"),
                tr("An invented company with customers, invoices and receipts, to try everything out."),
            ),
            (
                "later",
                tr("Later"),
                tr("Start with empty books; “Import” in the window does the same at any time."),
            ),
        ):
            radio = QRadioButton(text)
            radio.setObjectName(f"first_start_{name}")
            radio.setAccessibleName(text)
            radio.setAccessibleDescription(about)
            self._sources.addButton(radio)
            note = label(about, "muted", wrap=True)
            note.setContentsMargins(XL + XS, 0, 0, 0)
            for part in (radio, note):
                box.addWidget(part)
                part.setVisible(name != "sample" or sample_file() is not None)
            if name == "own":
                box.addLayout(self._file_row())
            box.addSpacing(S)
        self._sources.buttons()[0].setChecked(True)
        box.addStretch(1)
        return step

    def _file_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(XL + XS, 0, 0, 0)
        row.setSpacing(S)
        self._file = QLineEdit()
        self._file.setObjectName("first_start_file")
        self._file.setAccessibleName(tr("Ledger file"))
        self._file.setPlaceholderText(tr("Ledger file"))
        row.addWidget(self._file, 1)
        row.addWidget(button(tr("Choose a file…"), "first_start_choose", self._choose_file))
        return row

    def _reminder_step(self) -> QWidget:
        step, box = _step(
            tr("Shall ArcDesk remind you?"), tr("The Today list shows what is due in any case.")
        )
        self._reminders = QCheckBox(tr("Notify me when a follow-up is due"))
        self._reminders.setObjectName("first_start_reminders")
        self._reminders.setAccessibleName(self._reminders.text())
        self._reminders.setChecked(True)
        box.addWidget(self._reminders)
        box.addWidget(
            label(
                tr(
                    "Quiet from 22:00 to 08:00 and on days that are not worked; what falls due then comes after."
                ),
                "muted",
                wrap=True,
            )
        )
        box.addSpacing(L)
        self._protect = ProtectChoice(self._theme)
        box.addWidget(self._protect)
        box.addStretch(1)
        return step

    @Slot()
    def _choose_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, tr("Workspace folder"), self._folder.text())
        if name:
            self._folder.setText(name)

    @Slot()
    def _choose_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, tr("Choose a ledger"), str(Path.home()), f"{tr('Ledgers')} ({FILTER})"
        )
        if name:
            self._choice("own").setChecked(True)
            self._file.setText(name)

    def _choice(self, name: str) -> QRadioButton:
        made = self.findChild(QRadioButton, f"first_start_{name}")
        assert isinstance(made, QRadioButton)
        return made

    # Showing -------------------------------------------------------------------------------

    def _show_step(self, step: int) -> None:
        self._steps.setCurrentIndex(step)
        self._wrong.clear()
        for number, mark in enumerate(self._marks):
            set_role(mark, "heading" if number == step else "muted")
        self._back.setVisible(step > COMPANY)
        self._next.setText(tr("Start|first") if step == REMINDERS else tr("Next|step"))
        if step == COMPANY:
            self._form.focus_on("name")
        else:
            self._next.setFocus()

    def _refuse(self, text: str, field: str) -> None:
        self._wrong.setText(text)
        if field:
            self._form.focus_on(field)

    def _lay_out(self) -> None:
        marks = QHBoxLayout()
        marks.setContentsMargins(XL, M, XL, M)
        marks.setSpacing(XL)
        for mark in self._marks:
            marks.addWidget(mark, 0, Qt.AlignmentFlag.AlignBaseline)
        marks.addStretch(1)
        foot = QHBoxLayout()
        foot.setContentsMargins(XL, M, XL, M)
        foot.setSpacing(S)
        foot.addWidget(self._wrong, 1)
        foot.addWidget(self._back)
        foot.addWidget(self._next)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(marks)
        box.addWidget(Line(self._theme))
        box.addWidget(self._steps, 1)
        box.addWidget(Line(self._theme))
        box.addLayout(foot)


@contextmanager
def _waiting() -> Iterator[None]:
    """The pointer of a program at work, for the moment that making books takes."""
    QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
    try:
        yield
    finally:
        QApplication.restoreOverrideCursor()


def ask(create: Create, folder: Path, theme: Theme, parent: QWidget | None = None) -> FirstStart | None:
    """Run the dialog; ``None`` when the person left it."""
    dialog = FirstStartDialog(create, folder, theme, parent)
    dialog.exec()
    answer = dialog.answer
    dialog.deleteLater()
    return answer


def _scrolled(step: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(step)
    return area


def _step(title: str, about: str) -> tuple[QWidget, QVBoxLayout]:
    step = QWidget()
    box = QVBoxLayout(step)
    box.setContentsMargins(XL, L, XL, L)
    box.setSpacing(S)
    box.addWidget(label(title, "title", wrap=True))
    box.addWidget(label(about, "muted", wrap=True))
    box.addSpacing(S)
    return step, box
