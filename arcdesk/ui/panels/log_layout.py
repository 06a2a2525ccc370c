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
from arcdesk.services.contacts import ContactLine
from arcdesk.ui import format as show
from arcdesk.ui.icons import icon
from arcdesk.ui.labels import AUTHORITIES, CHANNELS, OUTCOMES
from arcdesk.ui.labels import label as words
from arcdesk.ui.panels.attachments import AttachmentList
from arcdesk.ui.panels.dispute_lines import DisputeForm
from arcdesk.ui.panels.follow_up_choice import FollowUpChoice
from arcdesk.ui.panels.log_facts import LogFacts
from arcdesk.ui.panels.log_form import channel_choices, outcome_choices, phrases
from arcdesk.ui.panels.note_edit import NoteEdit
from arcdesk.ui.panels.promise_lines import PromiseLines
from arcdesk.ui.theme import XS, L, S
from arcdesk.ui.widgets import KeyHint, Line, SectionLabel, button, clear_layout, icon_button, label, set_role
from arcdesk.ui.widgets.flow import FlowLayout
from arcdesk.ui.widgets.key_choice import KeyChoice

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext


OUTCOME_COLUMNS = 3
LEAST_CHARACTERS, MOST_CHARACTERS = 54, 68
SCROLL_BAR_PX = 14


class LogLayout:
    """Builds the panel's widgets into ``panel`` and shows values in them."""

    def __init__(self, context: UiContext, panel: QWidget) -> None:
        self._context, self._panel = context, panel
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
        self.note = NoteEdit()
        self.promises = PromiseLines(theme, today)
        self.disputes = DisputeForm()
        self.follow_up = FollowUpChoice(theme, today)
        self.attachments = AttachmentList(theme, context.clock.now)
        self.script = label("", wrap=True, selectable=True)
        self.script.setObjectName("script")
        self.copy_script = button(tr("Copy for WeChat"), "copy_script", flat=True)
        self.copy_script.setIcon(icon("copy", theme))
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

    def reset(self, corrects: ContactLine | None, now: datetime) -> None:
        """Empty every field; a correction starts from what it corrects."""
        self.channel.choose(corrects.channel if corrects else "phone")
        self.outcome.choose(corrects.outcome if corrects else "")
        self.person.clear()
        self.person.setCurrentText(corrects.person if corrects else "")
        self.note.setPlainText(corrects.note if corrects else "")
        self.promises.clear()
        self.disputes.clear()
        self.follow_up.set_day(None)
        self.attachments.clear()
        self.show_promises(False)
        self.show_disputes(False)
        self.show_phrases("")
        self.say("")
        self.moment.setDateTime(QDateTime(QDate(now.year, now.month, now.day), QTime(now.hour, now.minute)))
        self._show_moment(False)
        when = show.moment(corrects.at) if corrects else ""
        self.correcting.setText(tr("Corrects the entry of {moment}; that entry stays.", moment=when))
        self.correcting.setVisible(corrects is not None)
        self.title.setText(tr("Correct a contact") if corrects else tr("Log a contact"))

    def show_customer(self, facts: LogFacts, standing: str) -> None:
        """Name the customer and offer his people, the primary one first."""
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
        if typed:
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

    def show_script(self, text: str) -> None:
        """Show what to say; nothing when there is nothing to ask for."""
        self.script.setText(text)
        self._script_part.setVisible(bool(text))

    def say(self, text: str, role: str = "bad") -> None:
        """One sentence over the buttons."""
        self.answer.setText(text)
        self.answer.setVisible(bool(text))
        set_role(self.answer, role)

    def focus_field(self, field: str) -> None:
        """Put the keyboard where a refusal points."""
        targets: dict[str, QWidget] = {
            "promise": self.promises, "dispute": self.disputes.amount, "follow_up": self.follow_up.field,
            "at": self.moment, "attach": self.attachments,
        }  # fmt: skip
        if field == "channel":
            self.channel.focus_first()
        elif field == "outcome":
            self.outcome.focus_first()
        elif field == "promise" and self.promises.lines:
            self.promises.lines[0].amount.setFocus()
        elif field in targets:
            targets[field].setFocus()

    @property
    def width(self) -> int:
        """Pixels the panel needs: outcomes in three columns, but no wider than it has to be."""
        unit = self._panel.fontMetrics().horizontalAdvance("0")
        wanted = self.outcome.width_for(OUTCOME_COLUMNS) + 2 * L + SCROLL_BAR_PX
        return max(unit * LEAST_CHARACTERS, min(wanted, unit * MOST_CHARACTERS))

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
        self._promise_part = self._section(tr("Promised"), self.promises)
        self._dispute_part = self._section(tr("Disputed"), self.disputes)
        self._section(tr("Note"), self.note)
        phrase_row = QWidget()
        self._phrases = FlowLayout(phrase_row, spacing=XS)
        body.addWidget(phrase_row)
        body.addLayout(self._more_row())
        self._section(tr("Next follow-up"), self.follow_up)
        self._section(tr("Evidence"), self.attachments)
        script = QWidget()
        box = QVBoxLayout(script)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(XS)
        head = QHBoxLayout()
        head.addWidget(SectionLabel(tr("What to say")), 1)
        head.addWidget(self.copy_script)
        box.addLayout(head)
        box.addWidget(self.script)
        self._script_part = script
        body.addSpacing(S)
        body.addWidget(script)
        body.addStretch(1)

    def _section(self, title: str, content: QWidget) -> QWidget:
        part = QWidget()
        box = QVBoxLayout(part)
        box.setContentsMargins(0, S, 0, 0)
        box.setSpacing(XS)
        box.addWidget(SectionLabel(title))
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

    def _more_row(self) -> FlowLayout:
        theme = self._context.theme
        self._add_promise = self._opener("promise", tr("Promise|opener"), lambda: self.promises.start(None))
        self._add_dispute = self._opener("dispute", tr("Dispute|opener"), lambda: self.show_disputes(True))
        self._change_moment = self._opener("calendar", tr("Not just now"), lambda: self._show_moment(True))
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

    def _show_moment(self, shown: bool) -> None:
        self.moment.setVisible(shown)
        self._change_moment.setVisible(not shown)


def _combo(name: str, title: str) -> QComboBox:
    combo = QComboBox()
    combo.setObjectName(name)
    combo.setAccessibleName(title)
    combo.setEditable(True)
    combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    return combo


def outcome_words(channel: str, outcome: str) -> str:
    """``电话 · 已承诺``: a contact in two words."""
    return f"{words(CHANNELS, channel)} · {words(OUTCOMES, outcome)}"
