"""Many letters sent at once: their consignment numbers, typed or pasted behind the numbers of the letters (R39)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from arcdesk.domain.delivery import POSTAL
from arcdesk.domain.tracking_lines import read_tracking
from arcdesk.i18n import tr
from arcdesk.services.documents import IssuedDocument
from arcdesk.ui.dialogs.form_dialog import DayMissing, FormDialog, add_text
from arcdesk.ui.labels import MEANS
from arcdesk.ui.labels import label as words
from arcdesk.ui.widgets import label
from arcdesk.ui.widgets.date_field import DateField
from arcdesk.ui.widgets.fields import combo_box, named

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext


class BatchSentDialog(FormDialog):
    """A line for each letter; those without a consignment number stay unsent."""

    def __init__(
        self, context: UiContext, documents: Sequence[IssuedDocument], parent: QWidget | None = None
    ) -> None:
        super().__init__(context, tr("{count} letters: sent", count=len(documents)), tr("Record"), parent)
        self.on = DateField(tr("Sent on"), context.theme, context.today)
        self.on.set_day(context.today)
        self.by = combo_box("sent_by", tr("Sent by"), [(code, words(MEANS, code)) for code in POSTAL])
        self.lines = named(QPlainTextEdit(), "sent_lines", tr("Numbers with their consignment numbers"))
        self.lines.setPlainText("\n".join(f"{document.number}\t" for document in reversed(documents)))
        self.lines.setTabChangesFocus(False)
        self.lines.setMinimumHeight(self.fontMetrics().lineSpacing() * 12)
        self.add_row(tr("Sent on"), self.on)
        self.add_row(tr("Sent by"), self.by)
        hint = tr(
            "A line for each letter: its number, then the consignment number. Lines may be pasted from a table; "
            "letters without a consignment number stay as they are."
        )
        add_text(self, label(hint, "muted", wrap=True))
        self.form.addRow(self.lines)

    def gather(self) -> Callable[[JobContext], object]:
        day = self.on.day()
        if day is None:
            raise DayMissing(field="on")
        tracked, by, desk = read_tracking(self.lines.toPlainText()), str(self.by.currentData()), self.context.desk
        return lambda _job: len(desk.mailing.record_sent(tracked, by, day))

    def done_text(self, result: object) -> str:
        return tr(
            "{count} letters recorded as sent on {day}.", count=result, day=(self.on.day_or_none() or "")
        )
