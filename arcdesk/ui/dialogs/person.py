"""A contact person: name, how far he decides (S-015), how to reach him."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.services.customers import Person
from arcdesk.ui.dialogs.form_dialog import FormDialog
from arcdesk.ui.labels import AUTHORITIES
from arcdesk.ui.labels import label as words
from arcdesk.ui.widgets.fields import combo_box

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext

LINES = (
    ("name", "Name|person"), ("title", "Position"), ("phone", "Phone"), ("wechat", "WeChat name"),
    ("email", "E-mail"),
)  # fmt: skip


class PersonNameMissing(Refusal):
    """A contact person without a name."""

    sentence = "A contact person needs a name. Enter it."


class PersonDialog(FormDialog):
    """Adds or changes a contact person."""

    def __init__(
        self, context: UiContext, customer_id: int, person: Person | None, parent: QWidget | None = None
    ) -> None:
        title = tr("Edit {name}", name=person.name) if person else tr("Add a person")
        super().__init__(context, title, tr("Save"), parent)
        self._customer_id = customer_id
        self._person = person or Person(0, "")
        self._lines = {}
        for name, caption in LINES:
            line = QLineEdit(getattr(self._person, name), objectName=f"person_{name}")  # type: ignore[call-overload]
            line.setAccessibleName(tr(caption))
            self._lines[name] = line
            self.add_row(tr(caption), line)
        self.authority = combo_box("person_authority", tr("Authority"))
        for code in AUTHORITIES:
            self.authority.addItem(words(AUTHORITIES, code), code)
        self.authority.setCurrentIndex(max(self.authority.findData(self._person.authority), 0))
        self.form.insertRow(2, tr("Authority"), self.authority)
        self.is_primary = QCheckBox(tr("Main contact"))
        self.is_primary.setChecked(self._person.is_primary)
        self.do_not_contact = QCheckBox(tr("Asked not to be contacted"))
        self.do_not_contact.setChecked(self._person.do_not_contact)
        self.add_row("", self.is_primary)
        self.add_row("", self.do_not_contact)

    def gather(self) -> Callable[[JobContext], object]:
        texts = {name: line.text().strip() for name, line in self._lines.items()}
        if not texts["name"]:
            raise PersonNameMissing(field="name")
        person = Person(
            self._person.id, **texts, authority=str(self.authority.currentData()),
            is_primary=self.is_primary.isChecked(), do_not_contact=self.do_not_contact.isChecked(),
        )  # fmt: skip
        desk, customer_id = self.context.desk, self._customer_id
        return lambda _job: desk.customers.save_person(customer_id, person)

    def done_text(self, result: object) -> str:
        return ""
