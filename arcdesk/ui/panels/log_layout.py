"""The fields of the log panel and how they stand; what they mean is decided in the panel."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QDateTime, Qt, QTime, QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QDateTimeEdit,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from arcdesk.i18n import tr
from arcdesk.services.contacts import NewContact
from arcdesk.ui import format as show
from arcdesk.ui.icons import icon
from arcdesk.ui.labels import AUTHORITIES
from arcdesk.ui.labels import label as words
from arcdesk.ui.panels.attachments import AttachmentList
from arcdesk.ui.panels.dispute_lines import DisputeLines
from arcdesk.ui.panels.follow_up_choice import FollowUpChoice
from arcdesk.ui.panels.log_facts import LogFacts
from arcdesk.ui.panels.log_form import channel_choices, outcome_choices, phrases
from arcdesk.ui.panels.note_edit import NoteEdit
from arcdesk.ui.panels.promise_lines import PromiseLines
from arcdesk.ui.panels.promise_patterns import PromisePatterns
from arcdesk.ui.panels.quiet_note import QuietNote
from arcdesk.ui.panels.talk_script import TalkScript
from arcdesk.ui.theme import XS, L, S
from arcdesk.ui.widgets import KeyHint, Line, SectionLabel, button, clear_layout, icon_button, label, set_role
from arcdesk.ui.widgets.flow import FlowLayout
from arcdesk.ui.widgets.key_choice import KeyChoice

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext


LEAST_OUTCOMES, WIDE_OUTCOMES = 2, 4
LEAST_CHANNELS, WIDE_CHANNELS = 3, 5
MOST_CHARACTERS = 68
SCROLL_BAR_PX = 14


class LogLayout:
    """Builds the panel's widgets into ``panel`` and shows values in them.

    Args:
        script: where what to say is shown already; without it the panel shows it itself.
    """

    def __init__(self, context: UiContext, panel: QWidget, script: TalkScript | None = None) -> None:
        self._context, self._panel = context, panel
        self._has_script = script is None
        theme, today = context.theme, context.today
        self.title = label(tr("Log a contact"), "heading")
        self.customer = label("", "muted", wrap=True)
        self.close_button = icon_button("close", tr("Close the panel"), theme, "log_close")
        self.correcting = label("", "warn", wrap=True)
        self.channel = KeyChoice(tr("Channel"), channel_choices(), (5, 3), theme)
        self.channel.setObjectName("channel")
        self.outcome = KeyChoice(tr("Outcome"), outcome_choices(), (4, 3, 2), theme)
        self.outcome.setObjectName("outcome")
        self.person = _combo("person", tr("Person"))
        self.authority = label("", "muted")
        self.warning = label(
            tr("Over 30 days late and nobody who decides was reached yet. Ask for the owner or the manager."),
            "warn",
            wrap=True,
        )
        self.quiet = QuietNote(context)
        self.note = NoteEdit()
        self.promises = PromiseLines(theme, today)
        self.patterns = PromisePatterns(self.promises, today, lambda: context.desk.reference.workdays, panel)
        self.patterns.refused.connect(context.refuse)
        self.disputes = DisputeLines(theme)
        self.follow_up = FollowUpChoice(theme, today)
        self.attachments = AttachmentList(theme, context.clock.now)
        self.attachments.refused.connect(context.refuse)
        self.script = script or TalkScript(context, lambda: self.say(tr("Copied. Paste it into WeChat."), "good"))
        self.moment = QDateTimeEdit()
        self.moment.setCalendarPopup(True)
        self.moment.setObjectName("moment")
        self.moment.setAccessibleName(tr("When it took place"))
        self.moment.setDisplayFormat("yyyy-MM-dd HH:mm")
        self.answer = label("", "bad", wrap=True)
        self.answer.setObjectName("log_answer")
        self.save = button(tr("Save"), "log_save", primary=True)
        self.cancel = button(tr("Close"), "log_cancel")
        self._arrange()

    # showing

    def reset(self, now: datetime) -> None:
        """Empty every field."""
        self.channel.choose("phone")
        self.outcome.choose("")
        self.person.clear()
        self.person.setCurrentText("")
        self.note.setPlainText("")
        self.promises.clear()
        self.disputes.clear()
        self.follow_up.set_day(None)
        self.attachments.clear()
        self.show_promises(False)
        self.show_disputes(False)
        self.show_phrases("")
        if self._has_script:
            self.script.show_said(None)
        self.say("")
        self.show_moment(now, shown=False)
        self.correcting.hide()
        self.title.setText(tr("Log a contact"))

    def fill(self, original: NewContact, at: datetime) -> None:
        """Show all that ``original`` carries: its correction takes the place of it."""
        self.channel.choose(original.channel)
        self.outcome.choose(original.outcome)
        self.person.setCurrentText(original.person)
        self.note.setPlainText(original.note)
        for fen, due_on in original.promises:
            promise = self.promises.add_line()
            promise.amount.set_amount(fen)
            promise.due.set_day(due_on)
        for number, fen, reason in original.disputes:
            self.disputes.add_line().fill(number, fen, reason, original.dispute_kinds.get(number, ""))
        self.follow_up.set_day(original.follow_up_on)
        self.show_promises(bool(original.promises))
        self.show_disputes(bool(original.disputes))
        self.show_moment(at, shown=True)
        when = show.moment(at)
        self.correcting.setText(
            tr(
                "Replaces the entry of {moment} with its promises, disputes and follow-up. "
                "The old one stays in the timeline.",
                moment=when,
            )
        )
        self.correcting.show()
        self.title.setText(tr("Correct a contact"))
        QTimer.singleShot(0, self._scroll, self._to_top)  # after the parts that opened were scrolled into sight

    def _to_top(self) -> None:
        self._scroll.verticalScrollBar().setValue(0)

    def show_customer(self, facts: LogFacts, standing: str, *, propose: bool) -> None:
        """Name the customer and offer his people; ``propose`` puts the primary one into an empty field."""
        self.customer.setText(standing)
        typed = self.person.currentText()
        self.person.blockSignals(True)
        self.person.clear()
        for person in facts.people:
            if person.do_not_contact:
                continue
            self.person.addItem(person.name)
            hint = " · ".join(filter(None, (person.title, words(AUTHORITIES, person.authority), person.phone)))
            self.person.setItemData(self.person.count() - 1, hint, Qt.ItemDataRole.ToolTipRole)
        if typed or not propose:
            self.person.setCurrentText(typed)
        self.person.blockSignals(False)

    def show_phrases(self, outcome: str) -> None:
        """Offer the sentences that suit the outcome."""
        clear_layout(self._phrases)
        for phrase in phrases(outcome):
            chip = button(phrase, "phrase", chip=True)
            chip.clicked.connect(lambda _checked=False, phrase=phrase: self.note.add_phrase(phrase))
            self._phrases.addWidget(chip)

    def show_promises(self, shown: bool) -> None:
        """Show or hide the lines of promises."""
        self._promise_part.setVisible(shown)
        self._add_promise.setVisible(not shown)
        self._reveal(self._promise_part)

    def show_disputes(self, shown: bool) -> None:
        """Show or hide the dispute."""
        self._dispute_part.setVisible(shown)
        self._add_dispute.setVisible(not shown)
        self._reveal(self._dispute_part)

    def ask_follow_up(self) -> None:
        """Put the keyboard on the day of the next follow-up."""
        self._scroll.ensureWidgetVisible(self.follow_up, 0, L)
        self.follow_up.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.follow_up.field.selectAll()

    def say(self, text: str, role: str = "bad") -> None:
        """One sentence over the buttons."""
        self.answer.setText(text)
        self.answer.setVisible(bool(text))
        set_role(self.answer, role)

    def focus_field(self, field: str) -> None:
        """Put the keyboard where a refusal points."""
        targets: dict[str, QWidget] = {
            "promise": self.promises, "dispute": self.disputes, "follow_up": self.follow_up.field,
            "at": self.moment, "attach": self.attachments,
        }  # fmt: skip
        if field == "channel":
            self.channel.focus_first()
        elif field == "outcome":
            self.outcome.focus_first()
        elif field == "promise" and self.promises.lines:
            self.promises.lines[0].amount.setFocus()
        elif field == "dispute" and self.disputes.lines:
            self.disputes.lines[0].amount.setFocus()
        elif field in targets:
            targets[field].setFocus()

    def width(self, *, wide: bool) -> int:
        """Pixels the panel needs: the channels in two rows and the outcomes in four columns where it is ``wide``."""
        unit = self._panel.fontMetrics().horizontalAdvance("0")
        outcomes = self.outcome.width_for(WIDE_OUTCOMES if wide else LEAST_OUTCOMES)
        channels = self.channel.width_for(WIDE_CHANNELS if wide else LEAST_CHANNELS)
        return min(max(outcomes, channels) + 2 * L + SCROLL_BAR_PX, unit * MOST_CHARACTERS)

    def _reveal(self, part: QWidget) -> None:
        """Scroll a part that just opened into sight, once it has its place."""
        if not part.isHidden():
            QTimer.singleShot(0, part, lambda: self._scroll.ensureWidgetVisible(part, 0, L))

    # building

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(L, S, S, 0)
        head.addWidget(self.title, 1)
        head.addWidget(self.close_button)
        body = QWidget()
        self._body = QVBoxLayout(body)
        self._body.setContentsMargins(L, XS, L, S)
        self._body.setSpacing(XS)
        self._fill_body()
        scroll = self._scroll = QScrollArea()
        scroll.setWidget(body)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        foot = QHBoxLayout()
        foot.setContentsMargins(L, S, L, S)
        foot.setSpacing(S)
        foot.addWidget(self.save)
        foot.addWidget(KeyHint("Ctrl+Enter"))
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        answer = QHBoxLayout()
        answer.setContentsMargins(L, S, L, 0)
        answer.addWidget(self.answer)
        layout = QVBoxLayout(self._panel)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(scroll, 1)
        layout.addWidget(Line(self._context.theme))
        layout.addLayout(answer)
        layout.addLayout(foot)

    def _fill_body(self) -> None:
        body = self._body
        body.addWidget(self.customer)
        body.addWidget(self.correcting)
        self._section(tr("Channel"), self.channel)
        self._person_row()
        self._section(tr("Outcome"), self.outcome)
        self._promise_part = self._section(tr("Promised"), self.promises, self.patterns)
        self._dispute_part = self._section(tr("Disputed"), self.disputes)
        self._section(tr("Note"), self.note)
        phrase_row = QWidget()
        self._phrases = FlowLayout(phrase_row, spacing=XS)
        body.addWidget(phrase_row)
        body.addLayout(self._more_row())
        self._section(tr("Next follow-up"), self.follow_up)
        self._section(tr("Evidence"), self.attachments)
        if self._has_script:
            body.addSpacing(S)
            body.addWidget(self.script)
        body.addStretch(1)

    def _section(self, title: str, *contents: QWidget) -> QWidget:
        part = QWidget()
        box = QVBoxLayout(part)
        box.setContentsMargins(0, S, 0, 0)
        box.setSpacing(XS)
        box.addWidget(SectionLabel(title))
        for content in contents:
            box.addWidget(content)
        self._body.addWidget(part)
        return part

    def _person_row(self) -> None:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(S)
        line.addWidget(self.person, 1)
        line.addWidget(self.authority)
        self._section(tr("Person"), row)
        self._body.addWidget(self.warning)
        self.warning.hide()
        self._body.addWidget(self.quiet)

    def _more_row(self) -> FlowLayout:
        theme = self._context.theme
        self._add_promise = self._opener("promise", tr("Promise|opener"), lambda: self.promises.start(None))
        self._add_dispute = self._opener("dispute", tr("Dispute|opener"), self.disputes.start)
        self._change_moment = self._opener(
            "calendar", tr("Not just now"), lambda: self._reveal_moment(shown=True)
        )
        row = FlowLayout(spacing=XS)
        for opener in (self._add_promise, self._add_dispute, self._change_moment):
            row.addWidget(opener)
        row.addWidget(self.moment)
        theme.changed.connect(self._panel.update)
        return row

    def _opener(self, icon_name: str, text: str, action: Callable[[], object]) -> QPushButton:
        made = button(text, f"open_{icon_name}", action, flat=True)
        made.setIcon(icon(icon_name, self._context.theme))
        return made

    def show_moment(self, at: datetime, *, shown: bool) -> None:
        """Set when it took place; ``shown`` False leaves that to the moment of saving."""
        self.moment.setDateTime(QDateTime(QDate(at.year, at.month, at.day), QTime(at.hour, at.minute)))
        self._reveal_moment(shown=shown)

    def _reveal_moment(self, *, shown: bool) -> None:
        self.moment.setVisible(shown)
        self._change_moment.setVisible(not shown)


def _combo(name: str, title: str) -> QComboBox:
    combo = QComboBox()
    combo.setObjectName(name)
    combo.setAccessibleName(title)
    combo.setEditable(True)
    combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    return combo
