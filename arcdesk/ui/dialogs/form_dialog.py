"""The small dialogs of the program: a form, one sentence where something is wrong, one deed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.ui.context import sentence
from arcdesk.ui.status_line import JobLine
from arcdesk.ui.theme import L, M, S
from arcdesk.ui.widgets import button, label

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext

WIDTH_CHARACTERS = 60


class DayMissing(Refusal):
    """A date line left empty."""

    sentence = "The day is missing. Enter it like 2026-03-05."


def add_text(dialog: FormDialog, text: QLabel) -> None:
    """A sentence over the whole width of the form, as high as its lines need."""
    dialog.form.addRow(text)
    keep_whole(dialog, text)


def keep_whole(dialog: FormDialog, text: QLabel) -> None:
    """A form gives a wrapped text the height of one line: ask for what it needs in the narrowest dialog."""
    text.setMinimumHeight(max(text.heightForWidth(dialog.minimumWidth() - 2 * L), 0))


class FormDialog(QDialog):
    """A window-modal form. A subclass adds rows, and ``gather`` gives the job that carries it out.

    A refusal stays in the dialog as one sentence; what was typed is not lost.

    Signals:
        carried_out: what the job returned.
    """

    carried_out = Signal(object)

    def __init__(self, context: UiContext, title: str, verb: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * WIDTH_CHARACTERS)
        self.form = QFormLayout()
        self.form.setHorizontalSpacing(L)
        self.form.setVerticalSpacing(S)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.answer = label("", "bad", wrap=True)
        self.answer.setObjectName("dialog_answer")
        self.answer.hide()
        self.save = button(verb, "dialog_save", self.carry_out, primary=True)
        self.save.setDefault(True)
        self._job: JobContext | None = None
        cancel = button(tr("Cancel"), "dialog_cancel", self.reject)
        foot = QHBoxLayout()
        foot.setSpacing(S)
        foot.addWidget(JobLine(context.jobs, self, with_cancel=False), 1)
        foot.addStretch(1)
        foot.addWidget(cancel)
        foot.addWidget(self.save)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(L, L, L, M)
        self.body.setSpacing(M)
        self.body.addLayout(self.form)
        self.body.addWidget(self.answer)
        self.body.addLayout(foot)

    def add_row(self, title: str, field: QWidget) -> None:
        """One line of the form; the title is the field's label."""
        self.form.addRow(title, field)

    def gather(self) -> Callable[[JobContext], object]:
        """Check the fields and give the job to run on the database thread.

        Raises:
            Refusal: a field is wrong.
        """
        raise NotImplementedError

    def done_text(self, result: object) -> str:
        """The sentence shown in the window afterwards; empty for none."""
        raise NotImplementedError

    def carry_out(self) -> None:
        """Do it, and close when it was done."""
        try:
            work = self.gather()
        except Refusal as refusal:
            self.say(refusal)
            return
        self.save.setEnabled(False)
        self._job = self.context.jobs.run(work, self._on_done, self._on_failed, pool=self.pool())

    def pool(self) -> str:
        """On which thread the job runs; long work that hardly needs the database goes to "work"."""
        return "db"

    def reject(self) -> None:
        """Stop the work going on, else close without doing anything."""
        if self._job is not None:
            self._job.cancel()
        else:
            super().reject()

    def say(self, refusal: Refusal) -> None:
        """Show why it was refused."""
        self.answer.setText(sentence(refusal))
        self.answer.show()
        self.fit()

    def fit(self) -> None:
        """Grow to what the form needs now: a line that wraps or unfolds takes no room from the fields."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.resize(self.width(), max(self.height(), layout.totalHeightForWidth(self.width())))

    def _on_done(self, result: object) -> None:
        self._job = None
        text = self.done_text(result)
        if text:
            self.context.inform(text, "good")
        self.carried_out.emit(result)
        self.accept()

    def _on_failed(self, error: BaseException) -> None:
        self._job = None
        self.save.setEnabled(True)
        if isinstance(error, Refusal):
            self.say(error)
