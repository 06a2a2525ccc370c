"""Beside the Today queue: why this customer, what to do, and the buttons that do it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.domain.portrait import needs_decision_maker
from arcdesk.i18n import tr
from arcdesk.services.day_list import TodayRow
from arcdesk.services.reason_text import reason_text
from arcdesk.services.scripts import SaidText, Speaker, speaker_of
from arcdesk.services.set_aside_words import back_text
from arcdesk.ui import format as show
from arcdesk.ui.context import UiContext
from arcdesk.ui.icons import icon
from arcdesk.ui.labels import CHANNELS, OUTCOMES
from arcdesk.ui.labels import label as words
from arcdesk.ui.panels.handed_note import HandedNote
from arcdesk.ui.panels.quiet_note import QuietNote
from arcdesk.ui.panels.set_aside import SetAside
from arcdesk.ui.panels.talk_aids import Subject
from arcdesk.ui.panels.talk_script import TalkScript, entry_of_row, text_for
from arcdesk.ui.tables.today_list import second_line
from arcdesk.ui.theme import XS, L, M, S
from arcdesk.ui.widgets import Line, SectionLabel, button, char_width, clear_layout, icon_button, label

if TYPE_CHECKING:
    from arcdesk.domain.set_aside import DecisionKind
    from arcdesk.services.contacts import ContactLine

LAST_CONTACTS = 3
LONGEST_NOTE = 120


@dataclass(frozen=True, slots=True)
class _Read:
    """What the panel reads of a customer; ``row`` tells whether it is still wanted."""

    row: TodayRow
    script: SaidText | None
    speaker: Speaker
    ask_higher: bool
    contacts: tuple[ContactLine, ...]


class TodayPanel(QFrame):
    """Acts for the customer chosen in the queue.

    Signals:
        settled(int): the customer was set aside; the next one may be shown.
        log_wanted(int): a contact with that customer is to be logged.
        left(): the keyboard may go back to the queue.
    """

    settled = Signal(object)
    log_wanted = Signal(object)
    left = Signal()

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side_panel")
        self._context = context
        self._row: TodayRow | None = None
        self._name = label("", "heading", wrap=True, selectable=True)
        self._name.setObjectName("today_customer")
        self._open = icon_button(
            "open", tr("Open the dossier"), context.theme, "today_open", self.open_dossier
        )
        self._facts = label("", "muted", wrap=True)
        self._why = QVBoxLayout()
        self._why.setSpacing(XS)
        self._why_title = SectionLabel(tr("Why now"))
        self._quiet = QuietNote(context)
        self._handed = HandedNote(context)
        self._todo_title = SectionLabel(tr("What to do"))
        self._ask_higher = label(
            tr("Over 30 days late and nobody who decides was reached yet. Ask for the owner or the manager."),
            "warn", wrap=True,
        )  # fmt: skip
        self._ask_higher.setObjectName("today_ask_higher")
        self._action = label("", "", wrap=True)
        self._action.setObjectName("today_action")
        self.script = TalkScript(context, self._on_copied)
        self._contacts_title = SectionLabel(tr("Last contacts"))
        self._contacts = QVBoxLayout()
        self._contacts.setSpacing(S)
        self._aside = SetAside(context)
        self._aside.snoozed.connect(self._on_snoozed)
        self._aside.skipped.connect(self._on_skipped)
        self._aside.finished.connect(self._on_finished)
        self._aside.left.connect(self.left)
        self._is_talking = False
        self.script.aids.opened.connect(self._show_aids)
        self._make_buttons()
        self._lay_out()
        context.as_of_changed.connect(self._show_abilities)
        self.show_row(None)

    def sizeHint(self) -> QSize:
        """Narrow by itself; the list beside it has the rest."""
        return QSize(char_width(self) * 56, char_width(self) * 80)

    @property
    def row(self) -> TodayRow | None:
        """The customer shown."""
        return self._row

    def show_row(self, row: TodayRow | None) -> None:
        """Show this customer, or nothing."""
        changed = row is None or self._row is None or row.customer_id != self._row.customer_id
        self._row = row
        self._body.setVisible(row is not None)
        if changed:
            self._aside.hide()
            clear_layout(self._contacts)
            self.script.show_said(None)
            self._ask_higher.hide()
        if row is not None:
            self._show(row)
            self._read(row)

    def set_talking(self, talking: bool) -> None:
        """While a contact is logged beside it the panel only shows; what it does makes room for the script."""
        self._is_talking = talking
        self._aside.hide()
        self._show_abilities()

    @Slot()
    def open_dossier(self) -> None:
        if self._row is not None:
            self._context.customer_requested.emit(self._row.customer_id)

    @Slot()
    def log(self) -> None:
        """Log a contact with this customer."""
        if self._row is not None and self._context.can_write:
            self.log_wanted.emit(self._row.customer_id)

    @Slot()
    def letter(self) -> None:
        """Prepare a demand letter."""
        if self._row is not None and self._context.can_write:
            self._context.letter_requested.emit((self._row.customer_id,))

    @Slot()
    def statement(self) -> None:
        """Prepare a statement of account."""
        if self._row is not None and self._context.can_write:
            self._context.statement_requested.emit(self._row.customer_id)

    @Slot()
    def snooze(self) -> None:
        """Ask until when."""
        if self._row is not None and self._snooze.isEnabled():
            followups, today = self._context.desk.followups, self._context.today
            self._context.jobs.run(
                lambda _: followups.suggestions(today), self._aside.ask_snooze, owner=self._aside
            )

    @Slot()
    def skip(self) -> None:
        """Ask why not today."""
        if self._row is not None and self._skip.isEnabled():
            self._aside.ask_skip()

    @Slot()
    def done(self) -> None:
        """Ask how it was seen to without a contact; due follow-ups are closed."""
        if self._row is not None and self._done.isEnabled():
            self._aside.ask_done()

    @Slot()
    def copy_script(self) -> None:
        """Put what to say on the clipboard."""
        self.script.copy()

    @Slot()
    def put_back(self) -> None:
        """Take a snooze, skip or done back."""
        row, desk = self._row, self._context.desk
        if row is not None and self._back.isEnabled() and not self._back.isHidden():
            self._context.jobs.run(
                lambda _: desk.set_aside.take_back(row.customer_id), self._on_put_back, self._on_refused, owner=self
            )

    # Building and filling ------------------------------------------------------------------

    def _make_buttons(self) -> None:
        theme = self._context.theme
        self._log = button(tr("Log a contact"), "today_log", self.log, primary=True)
        self._letter = button(tr("Letter"), "today_letter", self.letter)
        self._statement = button(tr("Statement"), "today_statement", self.statement)
        self._snooze = button(tr("Snooze"), "today_snooze", self.snooze)
        self._skip = button(tr("Skip"), "today_skip", self.skip)
        self._done = button(tr("Done"), "today_done", self.done)
        self._back = button(tr("Put back on the list"), "today_back", self.put_back)
        self._log.setIcon(icon("log", theme, "accent_text", None))
        for made, name, keys in (
            (self._log, "", "Ctrl+L"), (self._letter, "letters", "Ctrl+D"),
            (self._statement, "statements", "Ctrl+R"), (self._snooze, "snooze", "S"),
            (self._skip, "skip", "X"), (self._done, "done", "D"), (self._back, "back", "B"),
        ):  # fmt: skip
            if name:
                made.setIcon(icon(name, theme))
            if keys:
                made.setToolTip(f"{made.text()} ({keys})")

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._name, 1)
        head.addWidget(self._open, 0, Qt.AlignmentFlag.AlignTop)
        acts = QGridLayout()
        acts.setSpacing(S)
        acts.addWidget(self._log, 0, 0, 1, 2)
        acts.addWidget(self._letter, 1, 0)
        acts.addWidget(self._statement, 1, 1)
        aside = QHBoxLayout()
        aside.setSpacing(S)
        for made in (self._snooze, self._skip, self._done, self._back):
            aside.addWidget(made)
        self._body = QWidget()
        box = QVBoxLayout(self._body)
        box.setContentsMargins(L, L, L, L)
        box.setSpacing(S)
        box.addLayout(head)
        box.addWidget(self._facts)
        box.addSpacing(S)
        box.addWidget(self._why_title)
        box.addLayout(self._why)
        box.addSpacing(S)
        box.addWidget(self._todo_title)
        box.addWidget(self._action)
        box.addWidget(self._ask_higher)
        box.addWidget(self._quiet)
        box.addWidget(self._handed)
        box.addSpacing(XS)
        box.addLayout(acts)
        box.addLayout(aside)
        box.addWidget(self._aside)
        box.addSpacing(M)
        box.addWidget(self.script)
        box.addWidget(Line(self._context.theme))
        box.addSpacing(XS)
        box.addWidget(self._contacts_title)
        box.addLayout(self._contacts)
        box.addStretch(1)
        area = self._area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self._body)
        area.viewport().setAutoFillBackground(False)
        self._body.setAutoFillBackground(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 0, 0, 0)
        outer.addWidget(area)
        self.setMinimumWidth(char_width(self) * 46)

    def _show(self, row: TodayRow) -> None:
        self._name.setText(row.name)
        facts = [row.code] if row.code else []
        if row.overdue_fen:
            facts.append(tr("overdue {amount}", amount=show.money_with_sign(row.overdue_fen, row.currency)))
        if row.max_overdue_days:
            facts.append(show.days(row.max_overdue_days))
        self._facts.setText(" · ".join(facts))
        clear_layout(self._why)
        lines = [second_line(row)] if row.state != "open" else []
        if row.came_back is not None:
            lines.append(back_text(row.came_back))
        lines += [reason_text(reason) for reason in row.reasons]
        for text in lines:
            self._why.addWidget(_bullet(text))
        self._why_title.setVisible(bool(lines))
        self._action.setText(tr(row.action) if row.action else "")
        for part in (self._todo_title, self._action):
            part.setVisible(bool(row.action) and row.state == "open")
        if row.state == "open":
            self._quiet.ask(row.customer_id, "phone")
        else:
            self._quiet.clear()
        self._handed.ask(row.customer_id)
        self._show_abilities()

    @Slot()
    def _show_aids(self) -> None:
        """Scroll the list that unfolded into sight, once it has its place."""
        aids = self.script.aids
        QTimer.singleShot(0, aids, lambda: self._area.ensureWidgetVisible(aids, 0, L))

    @Slot()
    def _show_abilities(self) -> None:
        can, row = self._context.can_write, self._row
        is_open = row is not None and row.state == "open"
        for made in (self._log, self._letter, self._statement):
            made.setVisible(not self._is_talking)
        for made in (self._snooze, self._skip, self._done):
            made.setVisible(is_open and not self._is_talking)
        is_back = row is not None and not is_open and not row.by_contact
        self._back.setVisible(is_back and not self._is_talking)
        for made in (
            self._log, self._letter, self._statement, self._snooze, self._skip, self._done, self._back,
        ):  # fmt: skip
            made.setEnabled(can)

    def _read(self, row: TodayRow) -> None:
        desk, day, customer_id = self._context.desk, self._context.day, row.customer_id

        def read(_: object) -> _Read:
            speaker = speaker_of(desk.customers.people(customer_id), desk.customers.find(customer_id).behaviour)
            script = text_for(desk, entry_of_row(row), speaker, day) if row.state == "open" else None
            higher = needs_decision_maker(row.max_overdue_days, desk.portrait.authority_reached(customer_id, day))
            return _Read(row, script, speaker, higher, desk.contacts.recent(customer_id, LAST_CONTACTS))

        self._context.jobs.run(read, self._on_read, owner=self)

    def _on_read(self, answer: _Read) -> None:
        if self._row != answer.row:
            return
        about = Subject(answer.row.customer_id, entry_of_row(answer.row), answer.speaker, answer.row.max_overdue_days)
        self.script.aids.show_for(about)
        self.script.show_said(answer.script)
        self._ask_higher.setVisible(answer.ask_higher and answer.row.state == "open")
        lines = answer.contacts
        clear_layout(self._contacts)
        today: date = self._context.today
        for line in lines:
            what = [
                show.near_day(line.at.date(), today),
                words(CHANNELS, line.channel),
                words(OUTCOMES, line.outcome),
            ]
            head = " · ".join([*what, line.person] if line.person else what)
            self._contacts.addWidget(label(head, "", wrap=True))
            if line.note:
                note = line.note if len(line.note) <= LONGEST_NOTE else f"{line.note[: LONGEST_NOTE - 1]}…"
                self._contacts.addWidget(label(note, "muted", wrap=True))
        if not lines:
            self._contacts.addWidget(label(tr("Nobody was contacted yet."), "muted", wrap=True))

    # Setting aside ---------------------------------------------------------------------------

    @Slot(object, str)
    def _on_snoozed(self, until: date, reason: str) -> None:
        self._keep("snooze", reason, until)

    @Slot(str)
    def _on_skipped(self, reason: str) -> None:
        self._keep("skip", reason)

    @Slot(str)
    def _on_finished(self, reason: str) -> None:
        self._keep("done", reason)

    def _keep(self, kind: DecisionKind, reason: str, until: date | None = None) -> None:
        row, desk = self._row, self._context.desk
        if row is None:
            return

        def work(_: object) -> int:
            desk.set_aside.decide(row.customer_id, kind, reason, until)
            return row.customer_id

        self._context.jobs.run(work, self._on_kept, self._on_refused, owner=self)

    def _on_kept(self, customer_id: int) -> None:
        self.settled.emit(customer_id)

    def _on_copied(self) -> None:
        self._context.inform(tr("Copied. Paste it into WeChat."), "good")

    def _on_put_back(self, _: object) -> None:
        if self._row is not None:
            self.settled.emit(None)

    def _on_refused(self, error: BaseException) -> None:
        if isinstance(error, Refusal):
            self._context.refuse(error)


def _bullet(text: str) -> QWidget:
    row = QWidget()
    box = QHBoxLayout(row)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(S)
    box.addWidget(label("•", "muted"), 0, Qt.AlignmentFlag.AlignTop)
    box.addWidget(label(text, "", wrap=True, selectable=True), 1)
    return row
