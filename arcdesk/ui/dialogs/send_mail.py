"""Chosen documents by e-mail: who gets what and who does not, the text, sending or drafts, and what came of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QSize, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.services.mail import Choice, DraftFile, MailLine
from arcdesk.services.mail_account import MailAccount
from arcdesk.services.mail_outbox import Run, SendResult
from arcdesk.ui.context import sentence
from arcdesk.ui.dialogs.job_dialog import JobDialog
from arcdesk.ui.jobs import Cancelled
from arcdesk.ui.panels.mail_preview import MailPreview
from arcdesk.ui.panels.mail_rows import MailRow, columns, id_of
from arcdesk.ui.status_line import JobLine
from arcdesk.ui.tables import RowTable, RowTableModel
from arcdesk.ui.theme import L, M, S
from arcdesk.ui.widgets import button, label, set_role
from arcdesk.ui.widgets.secret_field import SecretField

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext

T = TypeVar("T")
SIZE = QSize(1120, 640)
FOLDER = "mail_drafts_folder"


@dataclass(frozen=True, slots=True)
class _Read:
    lines: tuple[MailLine, ...]
    account: MailAccount | None
    needs_password: bool


class SendMailDialog(JobDialog):
    """Nothing leaves before the person presses Send; what is not owed any more does not leave at all."""

    _arrived = Signal(object)

    def __init__(self, context: UiContext, numbers: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._numbers = context, tuple(numbers)
        self._account: MailAccount | None = None
        self._to: dict[str, str] = {}
        self._results: dict[str, SendResult] = {}
        self._drafts: dict[str, str] = {}
        self._is_busy = False
        self._job: JobContext | None = None
        self.setObjectName("send_mail")
        self.setWindowTitle(tr("By e-mail"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(SIZE)
        self.model = RowTableModel(columns(), id_of, context.theme)
        self.table: RowTable[MailRow] = RowTable(
            self.model, context.theme, context.settings, "send_mail_list", tr("By e-mail")
        )
        self.preview = MailPreview()
        self.table.current_row_changed.connect(self.preview.show_row)
        self.preview.address_changed.connect(self._on_address)
        self._arrange()
        self._arrived.connect(self._on_result)
        context.data_changed.connect(self._on_changes)
        self._show_abilities()
        self.read()

    def read(self) -> None:
        """Ask anew what may leave, to whom."""
        desk, numbers, choice = self._context.desk, self._numbers, self._choice()

        def work(_job: JobContext) -> _Read:
            account = desk.mail_account.account()
            needs = account is not None and desk.mail_account.needs_password(account)
            return _Read(desk.mail.plan(numbers, choice), account, needs)

        self._context.jobs.run(work, self._on_read, self._on_unread, owner=self)

    def send(self) -> None:
        """Send everything that may leave, one after the other."""
        numbers = [row.line.document.number for row in self.model.all_rows if row.line.allowed]
        if not numbers or self._is_busy or self._account is None or not self._context.can_write:
            return
        desk, choice, account, typed = self._context.desk, self._choice(), self._account, self.password.text()

        def work(job: JobContext) -> Run:
            def progress(done: int, total: int) -> None:
                job.check_cancelled()
                job.report(done, total, tr("Sending e-mails"))

            if typed:
                desk.mail_account.use_once(account, typed)
            return desk.outbox.send(numbers, choice, progress=progress, on_result=self._arrived.emit)

        self._say(tr("Sending e-mails"), "muted")
        self._start(work, self._on_sent)

    def save_drafts(self) -> None:
        """Write everything that may leave as drafts into a folder the person picks."""
        kept = str(self._context.settings.get(FOLDER, "") or self._context.desk.workspace.exports)
        folder = QFileDialog.getExistingDirectory(self, tr("Save the drafts in"), kept)
        if folder:
            self._context.settings.remember(FOLDER, folder)
            self.save_drafts_into(Path(folder))

    def save_drafts_into(self, folder: Path) -> None:
        """Write everything that may leave as drafts into ``folder``, one file each."""
        numbers = [row.line.document.number for row in self.model.all_rows if row.can_draft]
        if not numbers or self._is_busy or not self._context.can_write:
            return
        mail, choice = self._context.desk.mail, self._choice()

        def work(job: JobContext) -> tuple[DraftFile, ...]:
            made = []
            for done, number in enumerate(numbers):
                job.check_cancelled()
                job.report(done, len(numbers), number)
                made.append(mail.draft(number, folder, choice))
            return tuple(made)

        self._start(work, self._on_drafted)

    def reject(self) -> None:
        """Stop the work going on after the message under way, else close."""
        if self._is_busy:
            if self._job is not None:
                self._job.cancel()
            self._say(tr("Stopping after the message under way…"), "muted")
        else:
            super().reject()

    # inside

    def _start(self, work: Callable[[JobContext], T], done: Callable[[T], object]) -> None:
        self._is_busy = True
        self._show_abilities()
        self._job = self._context.jobs.run(
            work, done, self._on_failed, title=tr("By e-mail"), pool="work", owner=self
        )

    def _choice(self) -> Choice:
        again, force = self.again.isChecked(), self.force.isChecked()
        return Choice(again, force, dict(self._to), self.with_statement.isChecked())

    def _on_read(self, read: _Read) -> None:
        self._account = read.account
        rows = [self._row(line) for line in read.lines]
        self.model.set_rows(rows)
        self.table.select_first()
        self.preview.show_row(self.table.current_row())
        self._password_row.setVisible(read.needs_password)
        if read.account is None:
            text = tr("No e-mail account is set up: the letters can be saved as drafts. Accounts: Settings, E-mail.")
        else:
            text = tr("From {address} by {host}", address=read.account.from_address, host=read.account.host)
        self._from.setText(text)
        self._show_abilities()

    def _row(self, line: MailLine) -> MailRow:
        number = line.document.number
        return MailRow(line, self._results.get(number), self._drafts.get(number, ""))

    @Slot(object)
    def _on_result(self, result: SendResult) -> None:
        """One message is through: its line says so while the others go on."""
        self._results[result.number] = result
        rows = [
            replace(row, result=result) if row.line.document.number == result.number else row
            for row in self.model.all_rows
        ]
        self.model.set_rows(rows)

    def _on_sent(self, run: Run) -> None:
        self._is_busy = False
        self.password.clear()
        sent = sum(result.state in ("sent", "partly") for result in run.results)
        text = tr("{sent} of {count} sent.", sent=sent, count=len(run.results) + len(run.left))
        if run.stopped is not None:
            text = f"{text} {sentence(run.stopped)}"
        is_well = run.stopped is None and sent == len(run.results)
        self._say(text, "good" if is_well else "bad")
        self.read()

    def _on_drafted(self, made: tuple[DraftFile, ...]) -> None:
        self._is_busy = False
        self._drafts.update({draft.number: draft.path.name for draft in made})
        folder = made[0].path.parent
        self._say(tr("{count} drafts saved in {folder}", count=len(made), folder=str(folder)), "good")
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
        self.read()

    def _on_failed(self, error: BaseException) -> None:
        self._is_busy = False
        if isinstance(error, Refusal):
            self._say(sentence(error), "bad")
        elif isinstance(error, Cancelled):
            self._say(tr("Stopped. What was sent stays sent."), "muted")
        self.read()

    def _on_unread(self, error: BaseException) -> None:
        if isinstance(error, Refusal):
            self._say(sentence(error), "bad")

    def _on_address(self, number: str, text: str) -> None:
        self._to[number] = text
        self._results.pop(number, None)
        self.read()

    def _on_changes(self, _changes: object) -> None:
        if not self._is_busy:
            self.read()

    def _show_abilities(self) -> None:
        rows, is_busy = self.model.all_rows, self._is_busy
        can = self._context.can_write and not is_busy
        count = sum(row.line.allowed for row in rows)
        many = tr("Send {count} e-mails", count=count) if count > 1 else tr("Send the e-mail")
        self.send_button.setText(many if count else tr("Send"))
        self.send_button.setEnabled(can and count > 0 and self._account is not None)
        self.draft_button.setEnabled(can and any(row.can_draft for row in rows))
        for part in (self.again, self.force, self.with_statement, self.password, self.preview.to):
            part.setEnabled(not is_busy)
        self.close_button.setText(tr("Stop") if is_busy else tr("Close"))

    def _say(self, text: str, role: str) -> None:
        self.answer.setText(text)
        set_role(self.answer, role)

    def _arrange(self) -> None:
        self._from = label("", "muted", wrap=True)
        self._from.setObjectName("mail_sender")
        self.again = _check("mail_again", tr("Also what was sent by e-mail before"))
        self.force = _check("mail_force", tr("In spite of holds, promises and newer letters"))
        self.with_statement = _check("mail_with_statement", tr("Enclose the latest statement (up to 31 days old)"))
        for box in (self.again, self.force, self.with_statement):
            box.clicked.connect(lambda _on: self.read())
        self.password = SecretField(self._context.theme, "mail_once", tr("Password"))
        self._password_row = QWidget()
        ask = QHBoxLayout(self._password_row)
        ask.setContentsMargins(0, 0, 0, 0)
        ask.setSpacing(S)
        ask.addWidget(label(tr("Password of the account, for this time only:")))
        ask.addWidget(self.password, 1)
        self._password_row.hide()
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.table)
        split.addWidget(self.preview)
        split.setSizes([SIZE.width() * 6 // 10, SIZE.width() * 4 // 10])
        self.answer = label("", "muted", wrap=True, selectable=True)
        self.answer.setObjectName("mail_answer")
        self.draft_button = button(tr("Save drafts…"), "mail_drafts", self.save_drafts)
        self.close_button = button(tr("Close"), "mail_close", self.reject)
        self.send_button = button(tr("Send"), "mail_send", self.send, primary=True)
        options = QHBoxLayout()
        options.setSpacing(L)
        options.addWidget(self.with_statement)
        options.addWidget(self.again)
        options.addWidget(self.force)
        options.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(S)
        foot.addWidget(JobLine(self._context.jobs, self, with_cancel=False))
        foot.addWidget(self.answer, 1)
        for made in (self.draft_button, self.close_button, self.send_button):
            foot.addWidget(made)
        body = QVBoxLayout(self)
        body.setContentsMargins(L, L, L, M)
        body.setSpacing(M)
        body.addWidget(self._from)
        body.addWidget(split, 1)
        body.addLayout(options)
        body.addWidget(self._password_row)
        body.addLayout(foot)


def _check(name: str, text: str) -> QCheckBox:
    made = QCheckBox(text)
    made.setObjectName(name)
    made.setAccessibleName(text)
    return made
