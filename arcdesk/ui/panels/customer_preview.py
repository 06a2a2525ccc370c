"""Beside the list: portrait, next step, last contacts, open invoices, and what one does next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from arcdesk.i18n import tr
from arcdesk.services.reason_text import reason_text
from arcdesk.ui import format as show
from arcdesk.ui.dialogs.due_items import DueItemsDialog
from arcdesk.ui.labels import AUTHORITIES, CHANNELS, GRADES, OUTCOMES
from arcdesk.ui.labels import label as word
from arcdesk.ui.panels.portrait_card import PortraitCard
from arcdesk.ui.panels.preview_parts import Figures, NextActions, OpenInvoices
from arcdesk.ui.theme import XS, L, M, S
from arcdesk.ui.widgets import (
    AgingChip,
    SectionLabel,
    char_width,
    clear_layout,
    label,
    look_of,
    set_role,
)

if TYPE_CHECKING:
    from arcdesk.domain.aging import Scheme
    from arcdesk.services.contacts import ContactLine
    from arcdesk.services.customer_list import CustomerLine
    from arcdesk.services.customers import Person
    from arcdesk.services.ledger import InvoiceLine
    from arcdesk.services.portrait import Portrait
    from arcdesk.services.worklist import TodayEntry
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext

MOST_INVOICES = 8
MOST_CONTACTS = 3
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Known:
    """What the preview reads of one customer."""

    portrait: Portrait
    person: Person | None
    contacts: tuple[ContactLine, ...]
    invoices: tuple[InvoiceLine, ...]


class CustomerPreview(QWidget):
    """Shows one customer of the list; reads off the GUI thread."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._row: CustomerLine | None = None
        self._scheme: Scheme | None = None
        self._shown: Known | None = None
        self._asked = 0
        self.setObjectName("preview")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(char_width(self) * 38)
        self._compose()
        context.as_of_changed.connect(self._allow)
        self._allow()
        self._content.hide()
        self._acts.hide()

    @property
    def customer_id(self) -> int | None:
        """Id of the customer shown."""
        return self._row.id if self._row is not None else None

    def forget(self) -> None:
        """Read again at the next ``show_customer``, also of the same customer."""
        self._shown = None

    def show_customer(self, row: CustomerLine | None, scheme: Scheme, step: TodayEntry | None) -> None:
        """Show the figures of ``row`` at once and read the rest."""
        same = row is not None and self._shown is not None and self._shown.portrait.profile.id == row.id
        self._row, self._scheme = row, scheme
        self._content.setVisible(row is not None)
        self._acts.setVisible(row is not None)
        self._acts.customer_id = row.id if row is not None else None
        self._asked += 1
        if row is None:
            return
        self._show_figures(row, scheme)
        self.show_step(step)
        if not same:
            self._read(row)

    def show_step(self, step: TodayEntry | None) -> None:
        """Say what to do next, and why."""
        clear_layout(self._reasons)
        if step is None:
            self._action.setText(tr("Nothing to do today."))
            set_role(self._action, "muted")
            return
        self._action.setText(tr(step.action))
        set_role(self._action, "")
        for reason in step.reasons[:3]:
            self._reasons.addWidget(label(reason_text(reason), "muted", wrap=True))

    # Reading -------------------------------------------------------------------------------

    def _read(self, row: CustomerLine) -> None:
        desk, day, asked, customer_id = self._context.desk, self._context.as_of, self._asked, row.id

        def read(_job: JobContext) -> Known:
            people = desk.customers.people(customer_id)
            return Known(
                desk.portrait.of(customer_id, day),
                people[0] if people else None,
                desk.contacts.recent(customer_id, MOST_CONTACTS),
                desk.ledger.invoices(customer_id, day, open_only=True),
            )

        def got(known: Known) -> None:
            if asked == self._asked:
                self._shown = known
                self._show_known(known)

        self._context.jobs.run(read, got, owner=self)

    # Showing -------------------------------------------------------------------------------

    def _show_figures(self, row: CustomerLine, scheme: Scheme) -> None:
        self._name.setText(row.name)
        self._chip.show_bucket(look_of(scheme, row.worst) if row.worst else None)
        late = show.days(row.max_overdue_days) if row.max_overdue_days > 0 else ""
        self._late.setText(tr("{days} late", days=late) if late else "")
        self._figures.show_row(row)
        promise = ""
        if row.promise is not None and row.promise.state == "open":
            amount = show.money(row.promise.amount_fen, row.promise.currency)
            promise = tr("Promised {amount} for {day}", amount=amount, day=show.day(row.promise.due_on))
        self._promise.setText(promise)
        self._promise.setVisible(bool(promise))

    def _show_known(self, known: Known) -> None:
        profile, person = known.portrait.profile, known.person
        facts = [profile.code, profile.grade and tr("Grade {grade}", grade=profile.grade), profile.owner]
        self._facts.setToolTip(word(GRADES, profile.grade) if profile.grade else "")
        self._facts.setText(" · ".join(fact for fact in facts if fact))
        self._card.show_portrait(known.portrait)
        text = ""
        if person is not None:
            authority = word(AUTHORITIES, person.authority) if person.authority else ""
            parts = [person.name, person.title, authority, person.phone]
            text = " · ".join(part for part in parts if part)
        self._person.setText(text)
        self._person.setVisible(bool(text))
        until = show.day(profile.hold_until)
        self._hold.setText(tr("On hold until {day}", day=until) if until else "")
        self._hold.setVisible(bool(until))
        self._show_contacts(known.contacts)
        if self._scheme is not None:
            self._invoices.show_invoices(known.invoices, self._scheme, self._context.today)

    def _show_items(self, portrait: Portrait) -> None:
        DueItemsDialog(self._context, portrait, self.window()).open()

    def _show_contacts(self, contacts: tuple[ContactLine, ...]) -> None:
        clear_layout(self._contacts)
        if not contacts:
            self._contacts.addWidget(label(tr("Nobody has been spoken to yet."), "muted", wrap=True))
        today = self._context.today
        for contact in contacts:
            head = (
                f"{show.near_day(contact.at.date(), today)}  {word(CHANNELS, contact.channel)}"
                f" · {word(OUTCOMES, contact.outcome)}" + (f" · {contact.person}" if contact.person else "")
            )
            self._contacts.addWidget(label(head, wrap=True))
            if contact.note:
                self._contacts.addWidget(label(_shorten(contact.note, 90), "muted", wrap=True))

    # Composition ---------------------------------------------------------------------------

    def _compose(self) -> None:
        self._content = QWidget()
        box = QVBoxLayout(self._content)
        box.setContentsMargins(L, M, L, M)
        box.setSpacing(XS)
        self._name = label("", "heading", wrap=True, selectable=True)
        self._name.setObjectName("preview_name")
        self._facts = label("", "muted", wrap=True)
        self._chip = AgingChip(self._context.theme)
        self._late = label("", "muted")
        chips = QHBoxLayout()
        chips.setSpacing(S)
        chips.addWidget(self._chip)
        chips.addWidget(self._late)
        chips.addStretch(1)
        self._promise = label("", "", wrap=True)
        self._person = label("", "muted", wrap=True, selectable=True)
        self._hold = label("", "warn", wrap=True)
        self._card = PortraitCard(self._context.theme)
        self._card.items_asked.connect(self._show_items)
        box.addWidget(self._name)
        box.addWidget(self._facts)
        box.addLayout(chips)
        box.addSpacing(S)
        self._figures = Figures()
        box.addWidget(self._figures)
        box.addWidget(self._promise)
        self._section(box, tr("Next step"))
        self._action = label("", "", wrap=True)
        self._action.setObjectName("next_step")
        self._reasons = self._column(box, self._action)
        self._section(box, tr("Portrait"))
        for part in (self._hold, self._card, self._person):
            box.addWidget(part)
        self._section(box, tr("Last contacts"))
        self._contacts = self._column(box)
        box.addSpacing(S)
        self._invoices = OpenInvoices()
        box.addWidget(self._invoices)
        box.addStretch(1)
        scroll = QScrollArea()
        scroll.setObjectName("preview_scroll")
        scroll.setAccessibleName(tr("Preview of the customer"))
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.viewport().setAutoFillBackground(False)
        self._content.setAutoFillBackground(False)
        scroll.setWidget(self._content)
        self._acts = NextActions(self._context)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(scroll, 1)
        whole.addWidget(self._acts)

    def _section(self, box: QVBoxLayout, title: str) -> None:
        box.addSpacing(S)
        box.addWidget(SectionLabel(title))

    def _column(self, box: QVBoxLayout, *first: QWidget) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(2)
        for widget in first:
            box.addWidget(widget)
        box.addLayout(column)
        return column

    def _allow(self) -> None:
        self.forget()
        self._acts.allow()


def _shorten(text: str, most: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"
