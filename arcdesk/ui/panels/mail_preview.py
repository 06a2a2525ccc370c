"""One e-mail before it goes: to whom, its subject, its text, and the file that comes with it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QPlainTextEdit, QVBoxLayout, QWidget

from arcdesk.i18n import tr
from arcdesk.services.mail import pdf_name
from arcdesk.ui.panels.mail_rows import MailRow
from arcdesk.ui.theme import M, S
from arcdesk.ui.widgets import label
from arcdesk.ui.widgets.fields import line_edit, named


class MailPreview(QWidget):
    """Only the addresses can be changed.

    Signals:
        address_changed: the number of the document, and the addresses as typed.
    """

    address_changed = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row: MailRow | None = None
        self.to = line_edit("mail_to", tr("To|mail"), hint=tr("e-mail address"))
        self.to.editingFinished.connect(self._on_edited)
        self.subject = label("", wrap=True, selectable=True)
        self.subject.setObjectName("mail_subject")
        self.file = label("", "muted", wrap=True)
        self.file.setObjectName("mail_file")
        self.text = named(QPlainTextEdit(), "mail_text", tr("Text of the e-mail"))
        self.text.setReadOnly(True)
        self.against = label("", "warn", wrap=True)
        self.against.setObjectName("mail_against")
        form = QFormLayout()
        form.setHorizontalSpacing(M)
        form.setVerticalSpacing(S)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(tr("To|mail"), self.to)
        form.addRow(tr("Subject"), self.subject)
        form.addRow(tr("Attached|mail"), self.file)
        box = QVBoxLayout(self)
        box.setContentsMargins(M, 0, 0, 0)
        box.setSpacing(S)
        box.addLayout(form)
        box.addWidget(self.against)
        box.addWidget(self.text, 1)
        self.show_row(None)

    def show_row(self, row: MailRow | None) -> None:
        """Show one row; an address being typed into stays where the row is the same."""
        is_same = (
            row is not None
            and self._row is not None
            and self._row.line.document.id == row.line.document.id
            and self.to.hasFocus()
            and self.to.isModified()
        )
        self._row = row
        self.setEnabled(row is not None)
        if not is_same:
            self.to.setText(", ".join(row.line.to) if row else "")
        self.subject.setText(row.line.subject if row else "")
        files = [pdf_name(each) for each in (row.line.document, *row.line.enclosed)] if row else []
        self.file.setText("\n".join(files))
        self.text.setPlainText(row.line.text if row else "")
        self.against.setText(row.why if row else "")
        self.against.setVisible(bool(row and row.why))

    def _on_edited(self) -> None:
        if self._row is not None and self.to.isModified():
            self.to.setModified(False)
            self.address_changed.emit(self._row.line.document.number, self.to.text())
