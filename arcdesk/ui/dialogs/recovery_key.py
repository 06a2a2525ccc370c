"""The recovery key, shown this once: to be printed or saved, and confirmed by typing its last group."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import current, tr
from arcdesk.keys import plain_signs
from arcdesk.ui.context import sentence
from arcdesk.ui.panels.unlock_form import POOL
from arcdesk.ui.theme import L, M, S
from arcdesk.ui.widgets import SectionLabel, button, char_width, label, set_role
from arcdesk.ui.widgets.fields import line_edit

if TYPE_CHECKING:
    from collections.abc import Callable

    from arcdesk.bootstrap import Desk
    from arcdesk.ui.jobs import JobContext, Jobs

KEY_FACTOR = 1.7


class RecoveryKeyDialog(QDialog):
    """Closes when the last group was typed, or by a second wish to leave: a new key can be made at any time."""

    def __init__(self, desk: Desk, jobs: Jobs, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._key = desk, jobs, key
        self._groups = key.split("-")
        self._was_warned = False
        self.setObjectName("recovery_dialog")
        self.setWindowTitle(tr("Recovery key"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.confirm = line_edit("recovery_confirm", tr("Last group"))
        self.confirm.setMaximumWidth(char_width(self) * 12)
        self.confirm.textEdited.connect(self._on_typed)
        self.confirm.returnPressed.connect(self._on_done)
        self.state = label("", "muted", wrap=True)
        self.state.setObjectName("recovery_state")
        self.done_button = button(tr("I have it"), "recovery_done", self._on_done, primary=True)
        self.done_button.setEnabled(False)
        self.done_button.setDefault(True)
        self.later = button(tr("Close all the same"), "recovery_later", self.accept, flat=True)
        self.later.hide()
        self._lay_out()
        self.setMinimumWidth(char_width(self) * 66)

    def reject(self) -> None:
        """The first time say what is lost by it; the way out then stands beside."""
        if self._was_warned or self.done_button.isEnabled():
            super().reject()
            return
        self._was_warned = True
        self.later.show()
        self._say(
            tr("It was not confirmed yet. Without it a forgotten password is the end of the books; a new key can be "
               "made in Settings, Security."), "warn",
        )  # fmt: skip
        self.confirm.setFocus()

    def pdf(self) -> bytes:
        """The sheet to print or save."""
        from arcdesk.services.recovery_sheet import recovery_sheet_pdf

        desk = self._desk
        name = desk.company.profile().name
        return recovery_sheet_pdf(self._key, name, desk.workspace.folder, desk.clock.today(), current())

    def save_to(self, target: Path) -> None:
        """Write the sheet there."""

        def work(_: JobContext) -> Path:
            from arcdesk.services.recovery_sheet import save_sheet

            save_sheet(self.pdf(), target, self._desk.workspace.folder)
            return target

        self._run(work, lambda path: self._say(tr("Saved: {path}", path=str(path)), "good"))

    @Slot()
    def print_it(self) -> None:
        """Ask for a printer and print the sheet."""
        from arcdesk.ui.printing import ask_printer, print_all

        printer = ask_printer(self, title=tr("Recovery key"), pages=1)
        if printer is None:
            return

        def work(job: JobContext) -> list[int]:
            return print_all((self.pdf(),), printer, job)

        self._run(work, lambda _: self._say(tr("The sheet was sent to the printer."), "good"))

    def _run(self, work: Callable[[JobContext], object], then: Callable[[object], object]) -> None:
        self._say(tr("Working…"), "muted")
        self._jobs.run(work, then, self._on_failed, pool=POOL, owner=self)

    def _on_failed(self, error: BaseException) -> None:
        if isinstance(error, Refusal):
            self._say(sentence(error), "bad")
        else:
            self._say(tr("That did not work. Write the key down."), "bad")

    @Slot()
    def _on_save(self) -> None:
        start = Path.home() / f"{tr('ArcDesk recovery key')}.pdf"
        name, _ = QFileDialog.getSaveFileName(self, tr("Save the sheet"), str(start), "PDF (*.pdf)")
        if name:
            self.save_to(Path(name).with_suffix(".pdf"))

    @Slot()
    def _on_typed(self) -> None:
        self.done_button.setEnabled(plain_signs(self.confirm.text()) == self._groups[-1])

    @Slot()
    def _on_done(self) -> None:
        if self.done_button.isEnabled():
            self.accept()
        else:
            self._say(tr("This is not the last group of the key above."), "bad")

    def _say(self, text: str, role: str) -> None:
        self.state.setText(text)
        set_role(self.state, role)

    def _lay_out(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(L, L, L, M)
        box.setSpacing(M)
        box.addWidget(label(tr("The recovery key of these books"), "heading"))
        box.addWidget(
            label(
                tr("It opens the books where the password was forgotten. It is shown this once and is kept nowhere."),
                wrap=True,
            )
        )
        half = len(self._groups) // 2
        lines = ("  ".join(part) for part in (self._groups[:half], self._groups[half:]))
        shown = label("\n".join(lines), selectable=True)
        shown.setObjectName("recovery_key")
        shown.setAccessibleName(tr("Recovery key"))
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(self.font().pointSizeF() * KEY_FACTOR)
        font.setWeight(QFont.Weight.DemiBold)
        shown.setFont(font)
        shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        box.addWidget(shown)
        row = QHBoxLayout()
        row.setSpacing(S)
        row.addWidget(button(tr("Print…"), "recovery_print", self.print_it))
        row.addWidget(button(tr("Save as PDF…"), "recovery_save", self._on_save))
        row.addStretch(1)
        box.addLayout(row)
        box.addWidget(label(tr("Keep the sheet apart from this computer, in a safe or with the owner."), "muted"))
        box.addWidget(SectionLabel(tr("Type its last group to confirm that you have it")))
        row = QHBoxLayout()
        row.setSpacing(S)
        row.addWidget(self.confirm)
        row.addStretch(1)
        box.addLayout(row)
        self.state.setMinimumHeight(self.fontMetrics().lineSpacing() * 2)
        self.state.setAlignment(Qt.AlignmentFlag.AlignTop)
        box.addWidget(self.state)
        foot = QHBoxLayout()
        foot.setSpacing(S)
        foot.addStretch(1)
        foot.addWidget(self.later)
        foot.addWidget(self.done_button)
        box.addLayout(foot)
        self.confirm.setFocus()


def show_recovery_key(desk: Desk, jobs: Jobs, parent: QWidget, key: object) -> RecoveryKeyDialog:
    """Open the dialog over ``parent``."""
    dialog = RecoveryKeyDialog(desk, jobs, str(key), parent)
    dialog.open()
    return dialog
