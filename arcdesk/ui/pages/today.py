"""Today: one queue of customers in the order of their reasons, and the panel that acts on them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QHBoxLayout,
    QListView,
    QProgressBar,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from arcdesk.i18n import tr
from arcdesk.services.day_list import TodayQueue, TodayRow
from arcdesk.ui import format as show
from arcdesk.ui.dialogs.terms_review import TermsReview
from arcdesk.ui.pages.base import Page
from arcdesk.ui.panels.follow_up_list import FollowUpList
from arcdesk.ui.panels.log_contact import LogContactPanel
from arcdesk.ui.panels.recap import offer_recap
from arcdesk.ui.panels.talk_script import KEYS as SCRIPT_KEYS
from arcdesk.ui.panels.today_panel import TodayPanel
from arcdesk.ui.panels.week_board import WeekBoard
from arcdesk.ui.tables.queue_view import QueueView
from arcdesk.ui.tables.today_list import TodayDelegate, TodayModel
from arcdesk.ui.tables.today_saving import offer_queue
from arcdesk.ui.theme import L, M, S
from arcdesk.ui.why_not.dialog import WhyNotDialog
from arcdesk.ui.widgets import EmptyState, button, char_width, label

if TYPE_CHECKING:
    from arcdesk.services.changes import Changes
    from arcdesk.services.contacts import LoggedContact
    from arcdesk.ui.context import UiContext

QUEUE, EMPTY, FOLLOW_UPS, WEEK = range(4)
QUEUE_CHARACTERS = 34
"""Width the queue must have to stand beside the log panel."""


class TodayPage(Page):
    """Queue at the left, panel at the right, progress over both; all follow-ups in a second view.

    A contact is logged beside them: Enter opens it, Ctrl+Enter saves it and goes on to the next customer.

    Signals:
        due_changed(int): how many customers are to do, for the badge.
    """

    key = "today"
    kinds = frozenset(
        {
            "contact", "promise", "follow_up", "receipt", "invoice", "document", "customer", "import", "company",
            "set_aside", "task", "policy", "plan", "dispute", "write_off", "limitation", "evidence",
        }
    )
    due_changed = Signal(int)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._queue = TodayQueue()
        self._place = 0
        self._is_read = False
        self._model = TodayModel(self)
        self.view = QueueView()
        self.view.setObjectName("today_queue")
        self.view.setAccessibleName(tr("Customers to see to today"))
        self.view.setModel(self._model)
        self.view.setItemDelegate(TodayDelegate(context.theme, self.view))
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setMouseTracking(True)
        self.view.current_changed.connect(self._on_current)
        offer_queue(self.view, self._model, context.settings)
        self.panel = TodayPanel(context)
        self.panel.settled.connect(self._on_settled)
        self.panel.log_wanted.connect(self.log_contact)
        self.panel.left.connect(self.view.setFocus)
        self.log_panel = LogContactPanel(context, script=self.panel.script)
        self.log_panel.saved.connect(self._on_logged)
        self.log_panel.closed.connect(self.close_log)
        self.log_panel.hide()
        self.follow_ups = FollowUpList(context)
        self._title = label("", "title")
        self._day = label("", "muted")
        self._progress_text = label("", "muted")
        self._progress_text.setObjectName("today_progress")
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(tr("Done today"))
        self._lay_out()
        self._connect_keys()
        context.theme.changed.connect(self.view.viewport().update)

    def activate(self) -> None:
        """Show the page; the list has the focus, or the contact being logged."""
        super().activate()
        if self.is_logging:
            self.log_panel.form.channel.focus_first()
            return
        if self._stack.currentIndex() == WEEK:
            self.week.focus_day()
            return
        (self.view if self._stack.currentIndex() != FOLLOW_UPS else self.follow_ups.table).setFocus()

    @property
    def is_logging(self) -> bool:
        """Whether a contact is being logged beside the queue."""
        return self.log_panel.isVisibleTo(self)

    @Slot(object)
    def log_contact(self, customer_id: int) -> None:
        """Log a contact with a customer of the queue."""
        self._show_log(True)
        self.log_panel.start(customer_id)

    @Slot()
    def close_log(self) -> None:
        """Back to the queue; unsaved words stay until another customer is talked to."""
        self._show_log(False)
        self.view.setFocus()

    def show_terms(self) -> None:
        """Show the promises of every customer, and the concessions that wait for somebody."""
        TermsReview(self.context, self).open()

    def show_why_not(self) -> None:
        """Open the lists of everybody who is not being chased, and why."""
        WhyNotDialog(self.context, self.window()).open()

    def show_tasks(self) -> None:
        """Open what is to be handed to others, and what is out."""
        from arcdesk.ui.dialogs.tasks import TasksDialog

        TasksDialog(self.context, self.window()).open()

    def save_calendar(self) -> None:
        """Ask for a file and write the calendar into it."""
        proposed = str(self.context.desk.workspace.exports / "ArcDesk.ics")
        name, _ = QFileDialog.getSaveFileName(self, tr("Calendar file"), proposed, "iCalendar (*.ics)")
        if name:
            self.write_calendar(Path(name))

    def write_calendar(self, target: Path) -> None:
        """Write follow-ups, promised days and deadlines of letters into ``target``."""
        calendar = self.context.desk.calendar_file

        def work(_job: object) -> int:
            found = calendar.entries()
            calendar.write(target, found)
            return len(found)

        def done(count: int) -> None:
            self.context.file_saved.emit(tr("{count} days written: {path}", count=count, path=target), target)

        self.context.jobs.run(work, done, owner=self)

    def refresh(self, changes: Changes | None = None) -> None:
        """Read the queue of the day looked at."""
        desk, day = self.context.desk, self.context.day
        self.context.jobs.run(lambda _: desk.day_list.of(day), self._on_loaded, owner=self)
        if self._stack.currentIndex() == WEEK:
            self.week.load()

    def _on_loaded(self, queue: TodayQueue) -> None:
        self._queue = queue
        self._is_read = True
        self._model.show_queue(queue)
        self.follow_ups.show_lines(queue.follow_ups)
        self._queue_button.setText(tr("Queue · {count}", count=len(queue.open)))
        self._follow_up_button.setText(tr("Follow-ups · {count}", count=len(queue.follow_ups)))
        waiting = queue.held + len(queue.snoozed)
        self._why_not_button.setText(tr("Not chased · {count}", count=waiting) if waiting else tr("Not chased…"))
        self._show_progress()
        self._show_view()
        self._keep_current()
        self.due_changed.emit(len(queue.open))

    def _show_progress(self) -> None:
        queue = self._queue
        self._day.setText(show.day_of_week(self.context.day))
        text = tr("{done} of {total} done", done=len(queue.done), total=queue.total)
        promised = [show.money_with_sign(fen, code) for code, fen in sorted(queue.promised_fen.items())]
        if promised:
            text += "  ·  " + tr("{amount} promised today", amount=" + ".join(promised))
        self._progress_text.setText(text if queue.total else "")
        self._progress.setVisible(bool(queue.total))
        self._progress.setRange(0, max(1, queue.total))
        self._progress.setValue(len(queue.done))

    def _keep_current(self) -> None:
        """Keep the customer; where he left the list, take the next one still to do."""
        if self.is_logging:
            self._keep_logged()
            return
        row = self._model.row_at(self.view.currentIndex().row())
        shown = self.panel.row
        if row is None or (row.state != "open" and shown is not None and shown.state == "open"):
            row = self._next_open()
            place = self._model.place_of(row.customer_id) if row is not None else -1
            self.view.setCurrentIndex(self._model.index(place) if place >= 0 else QModelIndex())
        self.panel.show_row(row)
        self._place = self.view.currentIndex().row()

    def _keep_logged(self) -> None:
        """Whom one is talking to stays, wherever the list puts him."""
        place = self._model.place_of(self.log_panel.customer_id)
        if place >= 0:
            self.view.setCurrentIndex(self._model.index(place))

    def _go_on(self) -> None:
        """Take the next customer still to do, before the list is read again."""
        shown = self.panel.row
        todo = [row.customer_id for row in self._queue.open]
        if shown is None or shown.customer_id not in todo:
            return
        at = todo.index(shown.customer_id)
        rest = todo[at + 1 :] + todo[:at]
        if rest:
            self.view.setCurrentIndex(self._model.index(self._model.place_of(rest[0])))

    def _next_open(self) -> TodayRow | None:
        todo = self._queue.open
        if not todo:
            return None
        return todo[min(max(0, self._place), len(todo) - 1)]

    @Slot(int)
    def _on_current(self, place: int) -> None:
        row = self._model.row_at(place)
        if row is None:
            return
        if self.is_logging and row.customer_id != self.log_panel.customer_id:
            if self.log_panel.is_dirty:
                self.context.inform(tr("Save or close the contact you are writing first."))
                self._keep_logged()
                return
            self.log_panel.start(row.customer_id)
        self._place = place
        self.panel.show_row(row)

    @Slot(object)
    def _on_settled(self, _customer_id: object) -> None:
        self.view.setFocus()

    @Slot(object)
    def _on_logged(self, logged: LoggedContact) -> None:
        self.close_log()
        offer_recap(self.context, logged)
        self._go_on()

    def _show_log(self, shown: bool) -> None:
        """The log panel stands at the right; where there is no room for three, the queue makes way."""
        if shown == self.is_logging:
            return
        self.log_panel.setVisible(shown)
        self.panel.set_talking(shown)
        self._fit()

    def _fit(self) -> None:
        """Share the width among queue, panel and log panel."""
        if not self.is_logging:
            self.view.show()
            panel_px = self.panel.sizeHint().width()
            self._split.setSizes([self._split.width() - panel_px, panel_px, 0])
            return
        form, least, room = self.log_panel.form, self.panel.minimumWidth(), self._split.width()
        queue_px = char_width(self) * QUEUE_CHARACTERS
        self.view.setVisible(room - least - form.width(wide=True) >= queue_px)
        kept_px = queue_px if self.view.isVisibleTo(self) else 0
        log_px = max(self.log_panel.minimumWidth(), min(form.width(wide=True), room - least - kept_px))
        if kept_px:
            kept_px += max(0, room - least - kept_px - log_px) // 2
        self._split.setSizes([kept_px, room - log_px - kept_px, log_px])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.is_logging:
            self._fit()

    def show_week(self) -> None:
        """Show the week board, with the focus on today."""
        self._week_button.setChecked(True)
        self._show_view()
        self.week.load()
        self.week.focus_day()

    @Slot()
    def _show_view(self) -> None:
        if self._follow_up_button.isChecked():
            self._stack.setCurrentIndex(FOLLOW_UPS)
            self.follow_ups.select_one()
            return
        if self._week_button.isChecked():
            self._stack.setCurrentIndex(WEEK)
            return
        self._stack.setCurrentIndex(QUEUE if self._model.lines or not self._is_read else EMPTY)
        if self._is_read:
            self._empty.set_text(
                tr("Nothing to see to today. What falls due or is promised appears here by itself.")
                if self._queue.has_customers
                else tr("There are no receivables yet. Import an Excel ledger, or open the sample.")
            )

    def _connect_keys(self) -> None:
        self.view.doubleClicked.connect(self.panel.open_dossier)
        self.view.opened.connect(self._on_opened)
        self.view.key_pressed.connect(self._on_key)
        children = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for keys, slot in (
            ("Ctrl+L", self.panel.log),
            ("Ctrl+F", self._ask_follow_up),
            ("Ctrl+D", self.panel.letter),
            ("Ctrl+R", self.panel.statement),
            (SCRIPT_KEYS, self.panel.copy_script),
        ):
            QShortcut(QKeySequence(keys), self, slot, context=children)

    @Slot()
    def _on_opened(self) -> None:
        """Enter logs a contact; where nothing can be written it opens the dossier."""
        (self.panel.log if self.context.can_write else self.panel.open_dossier)()

    @Slot()
    def _ask_follow_up(self) -> None:
        if self.is_logging:
            self.log_panel.form.ask_follow_up()

    @Slot(str)
    def _on_key(self, key: str) -> None:
        panel = self.panel
        {
            "S": panel.snooze, "X": panel.skip, "D": panel.done, "C": panel.copy_script,
            "O": panel.open_dossier, "B": panel.put_back,
        }[key]()  # fmt: skip

    def _lay_out(self) -> None:
        self._title.setText(tr("Today|page"))
        self._queue_button = button(tr("Queue"), "show_queue", chip=True)
        self._follow_up_button = button(tr("Follow-ups"), "show_follow_ups", chip=True)
        self._week_button = button(tr("Week"), "show_week", self.show_week, chip=True)
        self._why_not_button = button(tr("Not chased…"), "show_why_not", self.show_why_not, flat=True)
        self._why_not_button.setToolTip(tr("What is on hold, set aside, forced past the gate or left alone, and why"))
        self._terms_button = button(tr("Promises…"), "show_terms", self.show_terms, flat=True)
        self._terms_button.setToolTip(tr("Promises of every customer, and concessions that wait for somebody"))
        self._calendar_button = button(tr("Calendar file…"), "save_calendar", self.save_calendar, flat=True)
        self._calendar_button.setToolTip(
            tr("Follow-ups, promised days and deadlines of letters for the calendar of a phone")
        )
        self._tasks_button = button(tr("Hand out…"), "show_tasks", self.show_tasks, flat=True)
        self._tasks_button.setToolTip(tr("Tasks for others: sheets by person, and what came back"))
        group = QButtonGroup(self)
        for made in (self._queue_button, self._follow_up_button, self._week_button):
            made.setCheckable(True)
            group.addButton(made)
        self._queue_button.setChecked(True)
        group.buttonClicked.connect(self._show_view)
        head = QHBoxLayout()
        head.setSpacing(M)
        for text in (self._title, self._day):
            head.addWidget(text, 0, Qt.AlignmentFlag.AlignBaseline)
        head.addStretch(1)
        head.addWidget(self._progress_text, 0, Qt.AlignmentFlag.AlignBaseline)
        head.addSpacing(S)
        head.addWidget(self._terms_button)
        head.addWidget(self._why_not_button)
        head.addWidget(self._tasks_button)
        head.addWidget(self._queue_button)
        head.addWidget(self._follow_up_button)
        head.addWidget(self._week_button)
        split = self._split = QSplitter()
        split.setChildrenCollapsible(False)
        for number, part in enumerate((self.view, self.panel, self.log_panel)):
            split.addWidget(part)
            split.setStretchFactor(number, 1 if number == 0 else 0)
        self._empty = EmptyState(
            self.context.theme, "done", "",
            (
                button(tr("Show customers"), "go_customers", lambda: self.context.page_requested.emit("customers")),
                button(tr("Import receivables"), "go_import", lambda: self.context.page_requested.emit("import")),
            ),
        )  # fmt: skip
        self.week = WeekBoard(self.context)
        self.week.head.addWidget(self._calendar_button)
        self._stack = QStackedWidget()
        for part in (split, self._empty, _padded(self.follow_ups), _padded(self.week)):
            self._stack.addWidget(part)
        top = QVBoxLayout()
        top.setContentsMargins(L, M, L, S)
        top.setSpacing(S)
        top.addLayout(head)
        top.addWidget(self._progress)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(top)
        box.addWidget(self._stack, 1)


def _padded(part: QWidget) -> QWidget:
    """A view with room around it."""
    made = QWidget()
    box = QVBoxLayout(made)
    box.setContentsMargins(L, S, L, L)
    box.addWidget(part)
    return made
