"""People of the firm: who is who, and who gets the tasks of which role (S-200)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.domain.staff import ROLE_NAMES
from arcdesk.i18n import tr
from arcdesk.services.case_words import role_name
from arcdesk.services.staff import StaffLine
from arcdesk.ui.context import sentence
from arcdesk.ui.dialogs.owner import OwnerDialog
from arcdesk.ui.panels.company_form import form_layout
from arcdesk.ui.theme import L, M, S
from arcdesk.ui.widgets import button, char_width, label
from arcdesk.ui.widgets.fields import combo_box, line_edit, named
from arcdesk.ui.widgets.name_choice import NameChoice
from arcdesk.ui.widgets.plain_table import PlainTable

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext


class StaffDialog(QDialog):
    """The directory over a form that adds somebody or changes the entry chosen."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._lines: tuple[StaffLine, ...] = ()
        self.setWindowTitle(tr("People of the firm"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(char_width(self) * 92, self.fontMetrics().height() * 27)
        heads = (tr("Name|person"), tr("Role"), tr("E-mail"), tr("Owner of"), tr("Salesperson of"), tr("Tasks"))
        self.table = PlainTable("staff_list", tr("People of the firm"), heads, narrow=(3, 4, 5), figures=(3, 4))
        self.table.itemSelectionChanged.connect(self._show_current)
        self.name = NameChoice("staff_name", tr("Name|person"))
        self.role = combo_box("staff_role", tr("Role"), [("", "—")])
        for role in ROLE_NAMES:
            self.role.addItem(role_name(role), role)
        self.email = line_edit("staff_email", tr("E-mail"), hint=tr("optional; for the unsent e-mails"))
        gets = tr("Gets what is asked of the role")
        self.takes = named(QCheckBox(gets), "staff_takes", gets)
        self.takes.setChecked(True)
        form = form_layout()
        form.addRow(tr("Name|person"), self.name)
        form.addRow(tr("Role"), self.role)
        form.addRow(tr("E-mail"), self.email)
        form.addRow("", self.takes)
        self.answer = label("", "bad", wrap=True)
        self.answer.setObjectName("staff_answer")
        self.answer.hide()
        self.save_button = button(tr("Save"), "staff_save", self.save, primary=True)
        self.leave_button = button(tr("Has left the firm"), "staff_leave", self.leave)
        for made in (self.save_button, self.leave_button):
            made.setEnabled(context.can_write)
        self._ownerless: tuple[int, ...] = ()
        self.nobody = label("", "warn")
        self.nobody.setObjectName("staff_ownerless")
        self.name_owner = button(tr("Name the owner…"), "staff_name_owner", self.show_owner)
        without = QHBoxLayout()
        without.setSpacing(M)
        without.addWidget(self.nobody)
        without.addWidget(self.name_owner)
        without.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(S)
        foot.addWidget(self.leave_button)
        foot.addStretch(1)
        foot.addWidget(button(tr("Close"), "staff_close", self.accept))
        foot.addWidget(self.save_button)
        hint = tr("Others get paper or mail, they do not work in the program. Names at customers are offered.")
        box = QVBoxLayout(self)
        box.setContentsMargins(L, L, L, M)
        box.setSpacing(M)
        box.addWidget(label(hint, "muted", wrap=True))
        box.addWidget(self.table, 1)
        box.addLayout(without)
        box.addLayout(form)
        box.addWidget(self.answer)
        box.addLayout(foot)
        self._read()

    def save(self) -> None:
        """Add or change the entry."""
        staff = self._context.desk.staff
        name, role, email, takes = self.name.name(), self.role.currentData(), self.email.text(), self.takes.isChecked()
        self._context.jobs.run(
            lambda _job: staff.save(name, role, email, takes_tasks=takes), self._on_done, self._on_failed, owner=self
        )

    def leave(self) -> None:
        """Nothing more is handed to the one chosen."""
        staff, name = self._context.desk.staff, self.name.name()
        self._context.jobs.run(lambda _job: staff.leave(name), self._on_done, self._on_failed, owner=self)

    def show_owner(self) -> None:
        """Name an owner for those who have none."""
        dialog = OwnerDialog(self._context, self._ownerless, self)
        dialog.carried_out.connect(lambda _count: self._read())
        dialog.open()

    def _on_done(self, line: StaffLine) -> None:
        self.answer.hide()
        self._context.inform(tr("Saved: {name}", name=line.name), "good")
        if line.left_on and line.owns:
            text = tr("{name} still has {count} customers. Hand them over.", name=line.name, count=line.owns)
            self._context.inform(text, "warn")
        self._read()

    def _on_failed(self, error: BaseException) -> None:
        if isinstance(error, Refusal):
            self.answer.setText(sentence(error))
            self.answer.show()

    def _read(self) -> None:
        desk = self._context.desk
        self._context.jobs.run(lambda _job: (desk.staff.all(), desk.owners.of("")), self._on_read, owner=self)

    def _on_read(self, found: tuple[tuple[StaffLine, ...], tuple[int, ...]]) -> None:
        lines, self._ownerless = found
        self._lines = lines
        self.nobody.setText(tr("Customers without an owner: {count}", count=len(self._ownerless)))
        for part in (self.nobody, self.name_owner):
            part.setVisible(bool(self._ownerless))
        self.name_owner.setEnabled(self._context.can_write)
        self.name.offer(line.name for line in lines)
        self.table.show_rows([
            (
                line.name, role_name(line.role) if line.id else tr("not entered|staff"), line.email,
                str(line.owns or ""), str(line.sells_to or ""), _tasks(line),
            )
            for line in lines
        ])  # fmt: skip

    def _show_current(self) -> None:
        row = self.table.currentRow()
        if 0 <= row < len(self._lines):
            line = self._lines[row]
            self.name.setCurrentText(line.name)
            self.role.setCurrentIndex(max(0, self.role.findData(line.role)))
            self.email.setText(line.email)
            self.takes.setChecked(line.takes_tasks or not line.id)


def _tasks(line: StaffLine) -> str:
    if line.left_on:
        return tr("left {day}", day=line.left_on.isoformat())
    return tr("yes") if line.id and line.takes_tasks else ""
