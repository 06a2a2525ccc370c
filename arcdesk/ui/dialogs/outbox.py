"""What was sent by e-mail and what came of it; what failed is sent again from here, and only that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.services.mail_outbox import Run
from arcdesk.services.mail_results import OutboxLine, told_text
from arcdesk.services.mail_words import STATE_KEYS
from arcdesk.ui import format as show
from arcdesk.ui.context import sentence
from arcdesk.ui.dialogs.job_dialog import JobDialog
from arcdesk.ui.jobs import Cancelled
from arcdesk.ui.panels.mail_rows import TONES
from arcdesk.ui.status_line import JobLine
from arcdesk.ui.tables import Column, RowTable, RowTableModel
from arcdesk.ui.theme import L, M, S
from arcdesk.ui.widgets import EmptyState, button, char_width, label, set_role
from arcdesk.ui.widgets.secret_field import SecretField

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext

WIDTH_CHARACTERS, HEIGHT_LINES = 128, 26


class OutboxDialog(JobDialog):
    """Every document that was handed to a mail server, the latest first."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._is_busy = False
        self._job: JobContext | None = None
        self.setObjectName("outbox_dialog")
        self.setWindowTitle(tr("Sent e-mails"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(char_width(self) * WIDTH_CHARACTERS, self.fontMetrics().height() * HEIGHT_LINES)
        self.model = RowTableModel(_columns(), lambda line: line.number, context.theme)
        self.table: RowTable[OutboxLine] = RowTable(
            self.model, context.theme, context.settings, "outbox_list", tr("Sent e-mails")
        )
        self.table.current_row_changed.connect(self._on_current)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(EmptyState(context.theme, "mail", tr("Nothing was handed to a mail server yet.")))
        self._detail = label("", "muted", wrap=True, selectable=True)
        self._detail.setObjectName("outbox_detail")
        body = QVBoxLayout(self)
        body.setContentsMargins(L, L, L, M)
        body.setSpacing(M)
        body.addWidget(self._stack, 1)
        body.addWidget(self._detail)
        body.addLayout(self._password_line())
        body.addLayout(self._foot())
        context.data_changed.connect(self._on_changes)
        self._show_abilities()
        self._read()

    def retry(self) -> None:
        """Send again what failed, to those who did not get it."""
        if self._is_busy or not self._context.can_write:
            return
        desk, typed = self._context.desk, self.password.text()

        def work(job: JobContext) -> Run:
            def progress(done: int, total: int) -> None:
                job.check_cancelled()
                job.report(done, total, tr("Sending e-mails"))

            if typed:
                desk.mail_account.use_once(desk.mail_account.needed(), typed)
            return desk.outbox.retry(progress=progress)

        self._is_busy = True
        self._show_abilities()
        self._job = self._context.jobs.run(
            work, self._on_sent, self._on_failed, title=tr("By e-mail"), pool="work", owner=self
        )

    def reject(self) -> None:
        """Stop the work going on after the message under way, else close."""
        if self._is_busy:
            if self._job is not None:
                self._job.cancel()
        else:
            super().reject()

    def _password_line(self) -> QHBoxLayout:
        self.password = SecretField(self._context.theme, "outbox_once", tr("Password"))
        self._ask = QWidget()
        row = QHBoxLayout(self._ask)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(S)
        row.addWidget(label(tr("Password of the account, for this time only:")))
        row.addWidget(self.password, 1)
        self._ask.hide()
        holder = QHBoxLayout()
        holder.addWidget(self._ask)
        return holder

    def _foot(self) -> QHBoxLayout:
        self.answer = label("", "muted", wrap=True, selectable=True)
        self.answer.setObjectName("outbox_answer")
        self.retry_button = button(tr("Send again what failed"), "outbox_retry", self.retry)
        self.close_button = button(tr("Close"), "outbox_close", self.reject, primary=True)
        foot = QHBoxLayout()
        foot.setSpacing(S)
        foot.addWidget(JobLine(self._context.jobs, self, with_cancel=False))
        foot.addWidget(self.answer, 1)
        foot.addWidget(self.retry_button)
        foot.addWidget(self.close_button)
        return foot

    def _read(self) -> None:
        desk = self._context.desk

        def work(_job: JobContext) -> tuple[tuple[OutboxLine, ...], bool]:
            account = desk.mail_account.account()
            return desk.outbox.outbox(), account is not None and desk.mail_account.needs_password(account)

        self._context.jobs.run(work, self._on_read, owner=self)

    def _on_read(self, read: tuple[tuple[OutboxLine, ...], bool]) -> None:
        lines, needs_password = read
        self.model.set_rows(lines)
        self._stack.setCurrentIndex(0 if lines else 1)
        self.table.select_first()
        self._ask.setVisible(needs_password and any(line.is_failed for line in lines))
        self._show_abilities()

    def _on_current(self, line: OutboxLine | None) -> None:
        """Subject and the server's words of one line, where the columns are too narrow for them."""
        text = "" if line is None else "\n".join(part for part in (line.subject, told_text(line.told)) if part)
        self._detail.setText(text)
        self._detail.setVisible(bool(text))

    def _on_sent(self, run: Run) -> None:
        self._is_busy = False
        self.password.clear()
        sent = sum(result.state == "sent" for result in run.results)
        text = tr("{sent} of {count} sent.", sent=sent, count=len(run.results) + len(run.left))
        held = next((result.why for result in run.results if result.state == "held"), "")
        text = " ".join(part for part in (text, sentence(run.stopped) if run.stopped else "", held) if part)
        self._say(text, "good" if run.stopped is None and sent == len(run.results) else "bad")
        self._read()

    def _on_failed(self, error: BaseException) -> None:
        self._is_busy = False
        if isinstance(error, Refusal):
            self._say(sentence(error), "bad")
        elif isinstance(error, Cancelled):
            self._say(tr("Stopped. What was sent stays sent."), "muted")
        self._read()

    def _on_changes(self, _changes: object) -> None:
        if not self._is_busy:
            self._read()

    def _show_abilities(self) -> None:
        failed = sum(line.is_failed for line in self.model.all_rows)
        text = tr("Send again what failed ({count})", count=failed) if failed else tr("Send again what failed")
        self.retry_button.setText(text)
        self.retry_button.setEnabled(bool(failed) and self._context.can_write and not self._is_busy)
        self.close_button.setText(tr("Stop") if self._is_busy else tr("Close"))

    def _say(self, text: str, role: str) -> None:
        self.answer.setText(text)
        set_role(self.answer, role)


def _columns() -> list[Column[OutboxLine]]:
    return [
        Column("at", tr("When|mail"), lambda line: show.moment(line.at), lambda line: line.at, width=16),
        Column("state", tr("Result|mail"), lambda line: tr(STATE_KEYS[line.state]),
               tone=lambda line: TONES[line.state], bold=lambda line: line.is_failed, width=11),
        Column("number", tr("Number"), lambda line: line.number, width=13),
        Column("customer", tr("Customer"), _customer, width=20, tip=_customer),
        Column("to", tr("To|mail"), _to, width=22, tip=_to, contact="email"),
        Column("told", tr("The server said"), _told, width=16, stretch=True, tip=_told),
        Column("attempts", tr("Attempts|mail"), lambda line: str(line.attempts), lambda line: line.attempts,
               "right", width=6, visible=False),
    ]  # fmt: skip


def _customer(line: OutboxLine) -> str:
    return line.customer_name


def _to(line: OutboxLine) -> str:
    return ", ".join(line.to)


def _told(line: OutboxLine) -> str:
    return told_text(line.told)
