"""Logging a contact beside the customer's data: one key for the channel, one for the outcome."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.services.contacts import LoggedContact, NewContact
from arcdesk.ui.clipboard import Attachment, holds_evidence
from arcdesk.ui.context import sentence
from arcdesk.ui.format import money_with_sign
from arcdesk.ui.labels import AUTHORITIES, label
from arcdesk.ui.panels import log_facts
from arcdesk.ui.panels.attachments import pool_for, telling
from arcdesk.ui.panels.log_form import FOLLOW_UP_AFTER
from arcdesk.ui.panels.log_layout import LogLayout
from arcdesk.ui.panels.talk_aids import Subject
from arcdesk.ui.panels.talk_script import KEYS, TalkScript, entry_of_facts, speaker_for, text_for

if TYPE_CHECKING:
    from arcdesk.services.scripts import SaidText
    from arcdesk.services.worklist import TodayEntry
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext


class ChannelMissing(Refusal):
    """A contact that does not say how."""

    sentence = "Choose how you were in touch: keys 1 to 9."


class OutcomeMissing(Refusal):
    """A contact that does not say what came of it."""

    sentence = "Choose what came of it: one letter key, or a click."


class LogContactPanel(QWidget):
    """The panel at the right of the dossier (ui.md "Log a contact"): nothing modal, 15 seconds.

    Digits choose the channel and letters the outcome wherever no text is being typed;
    Ctrl+Enter saves, Esc closes. What is typed stays when saving is refused.

    Args:
        script: what to say where it stands beside the panel already; its copy key is then not the panel's.

    Signals:
        saved: LoggedContact.
        closed: the person left without saving.
    """

    saved = Signal(object)
    closed = Signal()

    def __init__(
        self, context: UiContext, parent: QWidget | None = None, *, script: TalkScript | None = None
    ) -> None:
        super().__init__(parent)
        self.context = context
        self._facts: log_facts.LogFacts | None = None
        self._customer_id = 0
        self._original: NewContact | None = None
        self._entry: TodayEntry | None = None
        self._given: tuple[object, ...] = ()
        self._follow_up_by_hand = False
        self._choosing = False
        self.setObjectName("side_panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAcceptDrops(True)
        self._has_script = script is None
        self.form = LogLayout(context, self, script)
        self.setMinimumWidth(self.form.width(wide=False))
        self._given = self._entered()
        self._connect()

    @property
    def customer_id(self) -> int:
        """The customer being talked to."""
        return self._customer_id

    @property
    def is_dirty(self) -> bool:
        """Whether anything would be lost by closing."""
        return self._entered() != self._given

    def start(
        self,
        customer_id: int,
        *,
        corrects: NewContact | None = None,
        attachments: Iterable[Attachment] = (),
    ) -> None:
        """Begin a contact with this customer; unsaved words about the same customer stay.

        Args:
            corrects: the logged contact this one is to replace; its fields are filled in.
        """
        if customer_id != self._customer_id or corrects is not None or not self.is_dirty:
            self._reset(customer_id, corrects)
        self.form.attachments.add(attachments)
        self.context.jobs.run(self._load, self._on_loaded)
        self.context.jobs.run(self._load_entry, self._on_entry)
        self.form.channel.focus_first()

    def paste(self) -> bool:
        """Take a file or picture from the clipboard as evidence; False when it holds none."""
        return self.form.attachments.add_from(QGuiApplication.clipboard().mimeData())

    def save(self) -> None:
        """Log the contact; a refusal is said in the panel and nothing is lost."""
        if not self.context.can_write:
            self.form.say(tr("Nothing can be written now: a past day is looked at, or the workspace is read-only."))
            return
        try:
            new = self._new_contact()
        except Refusal as refusal:
            self._refuse(refusal)
            return
        self.form.save.setEnabled(False)
        desk = self.context.desk
        self.context.jobs.run(
            lambda job: desk.contacts.log(new, telling(job, name=tr("Evidence|check"))),
            self._on_saved, self._on_failed, pool=pool_for(new.attachments),
        )  # fmt: skip

    def close_panel(self) -> None:
        """Leave without saving; unsaved words stay until another customer is talked to."""
        self.closed.emit()

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() == Qt.Key.Key_Escape:
            self.close_panel()
        elif event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or not self._press(event.text()):
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if holds_evidence(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if self.form.attachments.add_from(event.mimeData()):
            event.acceptProposedAction()

    # inside

    def _connect(self) -> None:
        form = self.form
        form.outcome.chosen.connect(self._on_outcome)
        form.channel.chosen.connect(self._on_channel)
        form.person.currentTextChanged.connect(self._on_person)
        form.note.evidence_pasted.connect(form.attachments.add_from)
        form.promises.changed.connect(self._on_promises_changed)
        form.follow_up.day_changed.connect(self._on_follow_up_chosen)
        form.disputes.changed.connect(self._on_disputes_changed)
        form.save.clicked.connect(self.save)
        form.cancel.clicked.connect(self.close_panel)
        form.close_button.clicked.connect(self.close_panel)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.save, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        if self._has_script:
            QShortcut(
                QKeySequence(KEYS), self, form.script.copy, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
            )

    def _reset(self, customer_id: int, original: NewContact | None) -> None:
        self._customer_id, self._original = customer_id, original
        self._facts = self._entry = None
        self._follow_up_by_hand = True  # what is filled in here chooses no day of its own
        now = self.context.clock.now()
        self.form.reset(now)
        if original is not None:
            self.form.fill(original, (original.at or now).astimezone(now.tzinfo))
        self._follow_up_by_hand = original is not None
        self._given = self._entered()

    def _entered(self) -> tuple[object, ...]:
        """What a person put into the panel, to tell whether anything would be lost."""
        form = self.form
        promises = tuple((line.amount.text(), line.due.text()) for line in form.promises.lines)
        disputes = tuple((line.amount.text(), line.reason.text()) for line in form.disputes.lines)
        words = form.note.toPlainText().strip()
        return words, form.outcome.value, form.attachments.attachments, promises, disputes

    def _load(self, _job: JobContext) -> log_facts.LogFacts:
        return log_facts.load(self.context.desk, self._customer_id, self.context.as_of)

    def _load_entry(self, _job: JobContext) -> tuple[int, TodayEntry | None]:
        customer_id = self._customer_id
        return customer_id, self.context.desk.worklist.of(customer_id, self.context.day)

    def _on_entry(self, answer: tuple[int, TodayEntry | None]) -> None:
        """What stands on today's list decides what to say."""
        customer_id, entry = answer
        if customer_id == self._customer_id:
            self._entry = entry
            self._on_person(self.form.person.currentText())

    def _on_loaded(self, facts: log_facts.LogFacts) -> None:
        if facts.profile.id != self._customer_id:
            return
        self._facts = facts
        overdue = money_with_sign(facts.overdue_fen, facts.currency)
        late = tr("{amount} overdue, {days} days", amount=overdue, days=facts.max_overdue_days)
        standing = late if facts.overdue_fen else tr("Nothing overdue")
        self.form.show_customer(facts, standing, propose=self._original is None)
        self.form.disputes.set_invoices(facts.invoices)
        self._suggest_days()
        self._on_person(self.form.person.currentText())
        self._on_outcome_shown()

    def _press(self, key: str) -> bool:
        """Digits choose the channel, letters the outcome."""
        if not key or not key.isprintable() or key.isspace():
            return False
        if self.form.channel.press(key):
            return True
        return self.form.outcome.press(key)

    def _on_channel(self, _channel: str) -> None:
        self.form.say("")
        self._ask_quiet()

    def _on_outcome(self, outcome: str) -> None:
        self.form.say("")
        self._on_outcome_shown()
        if outcome == "promised":
            self.form.promises.start(self._facts.overdue_fen if self._facts else None)
        elif outcome == "disputes":
            self.form.disputes.start()
        else:
            self.form.note.setFocus()
        self._propose_follow_up(outcome)

    def _on_outcome_shown(self) -> None:
        self.form.show_phrases(self.form.outcome.value)

    def _ask_quiet(self) -> None:
        """What speaks against calling now; an entry about another time is asked nothing."""
        form = self.form
        if self._original is not None or form.moment.isVisibleTo(self):
            form.quiet.clear()
        else:
            form.quiet.ask(self._customer_id, form.channel.value, form.person.currentText().strip())

    def _on_person(self, name: str) -> None:
        self._ask_quiet()
        facts = self._facts
        if facts is None:
            return
        person = facts.person(name)
        self.form.authority.setText(label(AUTHORITIES, person.authority) if person else "")
        speaks_to_clerk = person is None or person.authority in {"", "none"}
        self.form.warning.setVisible(facts.needs_decision_maker and speaks_to_clerk)
        script, speaker = self.form.script, speaker_for(facts, name)
        entry = self._entry or entry_of_facts(facts, self.context.day)
        script.aids.show_for(Subject(facts.profile.id, entry, speaker, facts.max_overdue_days))
        script.show_said(self._script(facts, name))

    def _script(self, facts: log_facts.LogFacts, name: str) -> SaidText | None:
        """By what stands on today's list; where that text lacks a figure, by what is overdue."""
        desk, day, speaker = self.context.desk, self.context.day, speaker_for(facts, name)
        found = text_for(desk, self._entry, speaker, day)
        return found or text_for(desk, entry_of_facts(facts, day), speaker, day)

    def _suggest_days(self) -> None:
        promised_on = self.form.promises.first_day()
        self.form.follow_up.set_suggestions(
            self.context.desk.followups.suggestions(self.context.today, promised_on)
        )

    def _on_promises_changed(self) -> None:
        self._suggest_days()
        self.form.show_promises(bool(self.form.promises.lines))
        self._propose_follow_up(self.form.outcome.value)

    def _on_disputes_changed(self) -> None:
        self.form.show_disputes(bool(self.form.disputes.lines))

    def _propose_follow_up(self, outcome: str) -> None:
        """Choose the usual day for this outcome, unless a day was chosen by hand."""
        if self._follow_up_by_hand:
            return
        first_day = self.form.promises.first_day()
        wanted = "Day after the promise" if first_day else FOLLOW_UP_AFTER.get(outcome, "")
        offered = dict(self.context.desk.followups.suggestions(self.context.today, first_day))
        self._choosing = True
        self.form.follow_up.set_day(offered.get(wanted))
        self._choosing = False

    def _on_follow_up_chosen(self, _day: date | None) -> None:
        if not self._choosing:
            self._follow_up_by_hand = True

    def _new_contact(self) -> NewContact:
        form = self.form
        if not form.channel.value:
            raise ChannelMissing(field="channel")
        if not form.outcome.value:
            raise OutcomeMissing(field="outcome")
        return NewContact(
            self._customer_id,
            form.channel.value,
            form.outcome.value,
            note=form.note.toPlainText().strip(),
            person=form.person.currentText().strip(),
            at=self._moment(),
            promises=form.promises.values(),
            disputes=form.disputes.values(),
            follow_up_on=form.follow_up.day(),
            attachments=form.attachments.attachments,
            follow_up_reason=self._follow_up_reason(),
            corrects=self._original.corrects if self._original else None,
            currency=self._currency(),
            dispute_kinds=form.disputes.kinds(),
            script=self._original.script if self._original else form.script.key,
        )

    def _follow_up_reason(self) -> str:
        """What a corrected entry gave as its own reason; else the note says it."""
        original = self._original
        return original.follow_up_reason if original and original.follow_up_reason != original.note else ""

    def _currency(self) -> str:
        if self._original is not None and self._original.promises:
            return self._original.currency
        return self._facts.currency if self._facts else "CNY"

    def _moment(self) -> datetime | None:
        """When it took place; None for just now."""
        if not self.form.moment.isVisibleTo(self):
            return None
        chosen: datetime = self.form.moment.dateTime().toPython()  # type: ignore[assignment]
        return chosen.replace(tzinfo=self.context.clock.now().tzinfo)

    def _on_saved(self, logged: LoggedContact) -> None:
        self.form.save.setEnabled(True)
        self._reset(self._customer_id, None)
        self.saved.emit(logged)

    def _on_failed(self, error: BaseException) -> None:
        self.form.save.setEnabled(True)
        if isinstance(error, Refusal):
            self._refuse(error)

    def _refuse(self, refusal: Refusal) -> None:
        self.form.say(sentence(refusal), "bad")
        self.form.focus_field(refusal.field)

