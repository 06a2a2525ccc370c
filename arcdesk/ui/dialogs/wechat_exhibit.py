"""Making a numbered exhibit of WeChat screenshots: their order, who spoke when, and the checklist (R62, F-47)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.services.customers import Person
from arcdesk.services.evidence import StoredEvidence
from arcdesk.services.wechat import Source
from arcdesk.services.wechat_books import Conversation, StoredExhibit
from arcdesk.ui.clipboard import holds_evidence
from arcdesk.ui.dialogs.add_evidence import CustomerNotChosen
from arcdesk.ui.dialogs.bundle import LANGUAGES
from arcdesk.ui.dialogs.form_dialog import FormDialog
from arcdesk.ui.panels.chat_checklist import ChatChecklist
from arcdesk.ui.panels.screenshots import ScreenshotList, Shot
from arcdesk.ui.theme import L, S
from arcdesk.ui.widgets.basics import SectionLabel, char_width
from arcdesk.ui.widgets.customer_field import CustomerField
from arcdesk.ui.widgets.fields import combo_box, line_edit
from arcdesk.ui.widgets.moment_field import MomentField

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext

SHARE_OF_SCREEN = 0.92
WIDEST_PX, HIGHEST_PX = 1240, 760


class MomentsMissing(Refusal):
    """A conversation without a time."""

    sentence = "Give day and time of the first and of the last message, as the chat shows them."


class WechatDialog(FormDialog):
    """``customer_id`` None lets the person choose; ``replaces`` makes a correction of an exhibit."""

    def __init__(
        self,
        context: UiContext,
        customer_id: int | None,
        shots: Iterable[Shot] = (),
        parent: QWidget | None = None,
        *,
        replaces: StoredExhibit | None = None,
    ) -> None:
        title = tr("WeChat exhibit") if replaces is None else tr("Put {number} right", number=replaces.number)
        super().__init__(context, title, tr("Make the exhibit"), parent)
        self._customer_id, self._replaces = customer_id, replaces
        self._people: tuple[Person, ...] = ()
        self._wanted_person: int | None = None
        self.setAcceptDrops(True)
        self.shots = ScreenshotList(context)
        self.shots.refused.connect(self.say)
        self.checklist = ChatChecklist()
        self._build_form()
        self._arrange()
        self.customer.customer_chosen.connect(self._ask_customer)
        if customer_id is not None:
            self._ask_customer(customer_id)
        if replaces is not None:
            self._begin_with(replaces)
        self.shots.add(shots)
        self.shots.list.setFocus()

    def gather(self) -> Callable[[JobContext], object]:
        customer_id = self._customer_id or self.customer.customer_id
        if not customer_id:
            raise CustomerNotChosen(field="customer")
        first, last = self.first.moment(), self.last.moment()
        if first is None or last is None:
            raise MomentsMissing(field="first")
        talk = Conversation(
            partner=self.partner.text(), first_at=first, last_at=last, wechat_id=self.wechat_id.text(),
            person_id=self.person.currentData() or None, phone_owner=self.phone_owner.text(),
            device=self.device.text(), own_account=self.own_account.text(), purpose=self.purpose.text(),
            remark=self.remark.text(), answers=self.checklist.answers(),
        )  # fmt: skip
        sources = [_source(shot) for shot in self.shots.shots]
        invoice, language = str(self.invoice.currentData() or ""), str(self.language.currentData())
        desk = self.context.desk
        old, reason = self._replaces.number if self._replaces else "", self.reason.text()

        def work(job: JobContext) -> StoredExhibit:
            def told(done: int, total: int) -> None:
                job.check_cancelled()
                job.report(done, total, tr("Making the exhibit"))

            return desk.wechat.make(
                customer_id, sources, talk, invoices=[invoice] if invoice else (), corrects=old, reason=reason,
                language=language, progress=told,
            )  # fmt: skip

        return work

    def pool(self) -> str:
        return "work"

    def done_text(self, result: object) -> str:
        made: StoredExhibit = result  # type: ignore[assignment]
        return tr("Exhibit {number}: {count} screenshots on {pages} pages.", number=made.number,
                  count=len(made.parts), pages=made.pages)  # fmt: skip

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.shots.paste()
            return
        super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if holds_evidence(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if self.shots.take(event.mimeData()):
            event.acceptProposedAction()

    # inside

    def _build_form(self) -> None:
        context = self.context
        self.customer = CustomerField(context)
        self.person = combo_box("chat_person", tr("Contact person"), [("", tr("Not said|person"))])
        self.partner = line_edit("chat_partner", tr("Chat partner"), hint=tr("The name that the chat shows"))
        known = tr("On the partner's profile page")
        self.wechat_id = line_edit("chat_wechat_id", tr("Partner's WeChat id"), hint=known)
        self.first = MomentField("chat_first", tr("First message"), context.theme, context.today)
        self.last = MomentField("chat_last", tr("Last message"), context.theme, context.today)
        self.phone_owner = line_edit("chat_phone", tr("Whose phone"), hint=tr("Who keeps the phone with the chat"))
        self.device = line_edit("chat_device", tr("Device|wechat"), hint=tr("Make and model"))
        self.own_account = line_edit("chat_own", tr("Our WeChat account"))
        self.invoice = combo_box("chat_invoice", tr("Invoice"), [("", tr("All of the account"))])
        self.purpose = line_edit("chat_purpose", tr("Proves"), hint=tr("What the court shall see from it"))
        self.remark = line_edit("chat_remark", tr("Remarks"))
        self.language = combo_box("chat_language", tr("Language"), LANGUAGES)
        self.reason = line_edit("chat_reason", tr("Why it is replaced"))
        self.person.activated.connect(self._on_person)
        rows = [
            (tr("Customer"), self.customer), (tr("Contact person"), self.person), (tr("Chat partner"), self.partner),
            (tr("Partner's WeChat id"), self.wechat_id), (tr("First message"), self.first),
            (tr("Last message"), self.last), (tr("Whose phone"), self.phone_owner), (tr("Device|wechat"), self.device),
            (tr("Our WeChat account"), self.own_account), (tr("Invoice"), self.invoice), (tr("Proves"), self.purpose),
            (tr("Remarks"), self.remark), (tr("Language"), self.language),
            (tr("Why it is replaced"), self.reason),
        ]  # fmt: skip
        for title, field in rows:
            self.add_row(title, field)
        self.form.setRowVisible(self.customer, self._customer_id is None)
        self.form.setRowVisible(self.reason, self._replaces is not None)

    def _arrange(self) -> None:
        """Three columns: the pictures, what is said of them, the checklist."""
        self.body.removeItem(self.form)
        inner = QWidget()
        inner.setLayout(self.form)
        self.form.setContentsMargins(0, 0, S, 0)
        self.form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        scroll = QScrollArea()
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        columns = QHBoxLayout()
        columns.setSpacing(L)
        for name, widget, share in (
            (tr("Screenshots in their order"), self.shots, 3),
            (tr("The conversation"), scroll, 4),
            ("", self.checklist, 4),
        ):
            column = QVBoxLayout()
            column.setSpacing(S)
            if name:
                column.addWidget(SectionLabel(name))
            column.addWidget(widget, 1)
            columns.addLayout(column, share)
        self.shots.setMinimumWidth(char_width(self) * 32)
        scroll.setMinimumWidth(inner.minimumSizeHint().width() + char_width(self) * 3)
        self.body.insertLayout(0, columns, 1)
        room = self.screen().availableSize() * SHARE_OF_SCREEN
        self.resize(min(room.width(), WIDEST_PX), min(room.height(), HIGHEST_PX))

    def _ask_customer(self, customer_id: int) -> None:
        desk = self.context.desk

        def work(_job: JobContext) -> tuple[tuple[Person, ...], tuple[str, ...]]:
            numbers = tuple(dict.fromkeys(line.number for line in desk.ledger.invoices(customer_id)))
            return desk.customers.people(customer_id), numbers

        self.context.jobs.run(work, self._on_customer)

    def _on_customer(self, known: tuple[tuple[Person, ...], tuple[str, ...]]) -> None:
        self._people, numbers = known
        self.person.clear()
        self.person.addItem(tr("Not said|person"), "")
        for person in self._people:
            self.person.addItem(f"{person.name} ({person.title})" if person.title else person.name, person.id)
        self.person.setCurrentIndex(max(self.person.findData(self._wanted_person), 0))
        self.invoice.clear()
        self.invoice.addItem(tr("All of the account"), "")
        for number in numbers:
            self.invoice.addItem(number, number)

    def _on_person(self) -> None:
        """Whom the address book knows need not be typed."""
        person = next((one for one in self._people if one.id == self.person.currentData()), None)
        if person is not None:
            for line, text in ((self.partner, person.name), (self.wechat_id, person.wechat)):
                if not line.text().strip():
                    line.setText(text)

    def _begin_with(self, old: StoredExhibit) -> None:
        desk = self.context.desk

        def work(_job: JobContext) -> tuple[Conversation, tuple[StoredEvidence, ...]]:
            known = {item.id: item for item in desk.evidence.list(old.customer_ids[0])}
            parts = (known.get(part.evidence_id) for part in old.parts)
            return desk.wechat.restated(old), tuple(part for part in parts if part is not None)

        self.context.jobs.run(work, self._on_old)

    def _on_old(self, known: tuple[Conversation, tuple[StoredEvidence, ...]]) -> None:
        talk, parts = known
        for line, text in (
            (self.partner, talk.partner), (self.wechat_id, talk.wechat_id), (self.phone_owner, talk.phone_owner),
            (self.device, talk.device), (self.own_account, talk.own_account), (self.purpose, talk.purpose),
            (self.remark, talk.remark),
        ):  # fmt: skip
            line.setText(text)
            line.setCursorPosition(0)
        self.first.set_moment(talk.first_at)
        self.last.set_moment(talk.last_at)
        self._wanted_person = talk.person_id
        self.person.setCurrentIndex(max(self.person.findData(talk.person_id), 0))
        self.checklist.show_answers(talk.answers)
        self.shots.add(replace(part, duplicate=False) for part in parts)


def _source(shot: Shot) -> Source:
    return shot.id if isinstance(shot, StoredEvidence) else shot
