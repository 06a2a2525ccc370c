"""Preparing demand letters: choose customers, see who is in and who is out, look, issue."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QSplitter, QTabWidget, QVBoxLayout, QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import current as window_language
from arcdesk.i18n import tr
from arcdesk.services.customer_list import CustomerList
from arcdesk.services.documents import IssuedDocument
from arcdesk.services.letter_enclosures import NOTHING, EnclosureChoice
from arcdesk.services.letters import AUTO, LEVELS, GateLine
from arcdesk.ui.context import sentence
from arcdesk.ui.labels import LETTER_LEVELS
from arcdesk.ui.labels import label as words
from arcdesk.ui.panels.batch_report import BatchResult
from arcdesk.ui.panels.candidates import Candidate, CandidatePicker, candidates_of
from arcdesk.ui.panels.gate_table import GateTable, totals_text
from arcdesk.ui.theme import L, M, S
from arcdesk.ui.widgets import KeyHint, Line, button, icon_button, label, mark_wrong, set_role
from arcdesk.ui.widgets.date_field import DateField
from arcdesk.ui.widgets.fields import combo_box
from arcdesk.ui.widgets.page_view import PageView

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext

PICKER_CHARACTERS = 66
PAUSE_MS = 120
WHY_CHARACTERS = 24
LANGUAGES = (("zh", "Chinese"), ("en", "English"))


class LetterDesk(QWidget):
    """The workbench for a batch of letters.

    Signals:
        finished: BatchResult after issuing.
        left: the person goes back to the list.
    """

    finished = Signal(object)
    left = Signal()

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._wanted: tuple[int, ...] | None = None
        self._drawing = 0
        self._lines: tuple[GateLine, ...] = ()
        self._listed: CustomerList | None = None
        self.picker = CandidatePicker(context, "letter_candidates", overdue_only=True)
        self.gate = GateTable(context)
        self.pages = PageView(context.jobs, context.theme)
        levels = [(code, words(LETTER_LEVELS, code)) for code in (AUTO, *LEVELS)]
        self.level = combo_box("letter_level", tr("Letter|kind"), levels)
        self.language = combo_box("letter_language", tr("Language"), [(c, tr(n)) for c, n in LANGUAGES])
        self.language.setCurrentIndex(self.language.findData(window_language()))
        self.on = DateField(tr("Date of the letter"), context.theme, context.today)
        self.force = QCheckBox(tr("Override promises, holds and the interval"))
        self.force.setObjectName("letter_force")
        self.why = QLineEdit()
        self.why.setObjectName("letter_override_reason")
        self.why.setPlaceholderText(tr("Why it goes out all the same"))
        self.why.setAccessibleName(self.why.placeholderText())
        self.why.setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * WHY_CHARACTERS)
        self.why.hide()
        self.why.textChanged.connect(lambda _text: mark_wrong(self.why, False))
        self._enclose = NOTHING
        self._pieces_of: int | None = None
        self.enclosures = button(tr("Enclosures…"), "letter_enclosures", self.choose_enclosures)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.check)
        self._arrange()
        self._connect()

    def start(self, customer_ids: Sequence[int] | None) -> None:
        """Begin a batch with these customers ticked; None keeps what is ticked."""
        self._wanted = tuple(customer_ids) if customer_ids is not None else None
        self.on.set_day(self.on.day_or_none() or self._context.today)
        if self._wanted:  # one letter is looked at, several are gone through
            self._tabs.setCurrentWidget(self.pages if len(self._wanted) == 1 else self.gate)
        self.picker.table.setFocus()
        self.refresh()

    def refresh(self) -> None:
        """Read the customers anew."""
        desk = self._context.desk
        self._context.jobs.run(lambda _job: desk.letters.last_levels(), self._on_levels)
        self._context.jobs.run(lambda _job: desk.customer_list.rows(), self._on_listed)

    def check(self) -> None:
        """Ask the gate about the ticked customers."""
        ids, kind, day = self.picker.picked(), self._kind(), self._day()
        force, desk = self.force.isChecked(), self._context.desk
        if not ids:
            self._on_checked(())
            return
        self._context.jobs.run(
            lambda _job: desk.letters.check(ids, kind, day, force=force), self._on_checked, self._on_failed
        )

    def show_pages(self) -> None:
        """Draw the letter of the customer in question."""
        customer_id = self._current_customer()
        if customer_id is None:
            self.pages.show_text(tr("Choose a customer to see the letter."))
            return
        desk, kind, language, day = self._context.desk, self._kind(), self._language(), self._day()
        force, enclose = self.force.isChecked(), self._enclosed_for(customer_id)
        self._drawing += 1
        serial = self._drawing
        self.pages.show_text(tr("Drawing the pages…"))

        def draw(_job: JobContext) -> tuple[int, bytes | Refusal]:
            try:
                return serial, desk.letters.preview(
                    customer_id, kind, language, day, force=force, enclose=enclose
                )
            except Refusal as refusal:
                return serial, refusal

        self._context.jobs.run(draw, self._on_drawn)

    def issue(self) -> None:
        """Issue a letter to every customer the gate lets in; finished letters stay issued."""
        ids = tuple(dict.fromkeys(line.customer_id for line in self._lines if line.allowed))
        if not ids or not self.issue_button.isEnabled() or not self._context.can_write:
            return
        reason = self.why.text().strip()
        if not reason and overridden(self._lines):
            self._say(tr("Say in a few words why the letters go out all the same; it stays in the books."), "bad")
            mark_wrong(self.why, True)
            self.why.setFocus()
            return
        names = {line.customer_id: line.customer_name for line in self._lines}
        enclose = {customer_id: self._enclosed_for(customer_id) for customer_id in ids}
        desk, kind, language, day = self._context.desk, self._kind(), self._language(), self._day()
        force = self.force.isChecked()

        def work(job: JobContext) -> BatchResult:
            issued: list[IssuedDocument] = []
            refused: list[tuple[str, str]] = []
            for done, customer_id in enumerate(ids):
                if job.is_cancelled:
                    return BatchResult(tuple(issued), tuple(refused), stopped=True)
                job.report(done, len(ids), names[customer_id])
                try:
                    issued += desk.letters.issue(
                        customer_id, kind, language, day, force=force, reason=reason, enclose=enclose[customer_id]
                    )
                except Refusal as refusal:
                    refused.append((names[customer_id], sentence(refusal)))
            return BatchResult(tuple(issued), tuple(refused))

        self.issue_button.setEnabled(False)
        self._context.jobs.run(work, self._on_issued, self._on_failed, title=tr("Issuing letters"))

    def choose_enclosures(self) -> None:
        """Ask what the letters carry; single pieces only while one customer is ticked."""
        from arcdesk.ui.dialogs.enclosures import EnclosureDialog

        picked = self.picker.picked()
        dialog = EnclosureDialog(self._context, self._enclose, picked[0] if len(picked) == 1 else None, self)
        dialog.chosen.connect(self._on_enclosed)
        dialog.open()

    # building

    def _arrange(self) -> None:
        context = self._context
        back = icon_button("back", tr("Back to the issued letters"), context.theme, "letters_back", self.left.emit)
        head = QHBoxLayout()
        head.setContentsMargins(L, M, L, S)
        head.setSpacing(S)
        head.addWidget(back)
        head.addWidget(label(tr("New letters"), "title"))
        head.addStretch(1)
        for field in (self.level, self.language, self.on):
            head.addWidget(field)
        self.on.setMaximumWidth(self.on.minimumWidth() + 24)
        self._tabs = QTabWidget()
        self._tabs.setDocumentMode(True)
        self._tabs.setAccessibleName(tr("New letters"))
        self._tabs.addTab(self.gate, tr("Who is in and who is out"))
        self._tabs.addTab(self.pages, tr("Pages"))
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.picker)
        split.addWidget(self._tabs)
        split.setStretchFactor(0, 0)
        split.setStretchFactor(1, 1)
        unit = self.fontMetrics().horizontalAdvance("0")
        split.setSizes([unit * PICKER_CHARACTERS, unit * 2 * PICKER_CHARACTERS])
        self.summary = label("", "muted", wrap=True)
        self.summary.setObjectName("letter_summary")
        self.issue_button = button(tr("Issue letters"), "letters_issue", self.issue, primary=True)
        foot = QHBoxLayout()
        foot.setContentsMargins(L, S, L, S)
        foot.setSpacing(L)
        foot.addWidget(self.summary, 1)
        foot.addWidget(self.enclosures)
        foot.addWidget(self.force)
        foot.addWidget(self.why)
        foot.addWidget(self.issue_button)
        foot.addWidget(KeyHint("Ctrl+Enter"))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(head)
        box.addWidget(split, 1)
        box.addWidget(Line(context.theme))
        box.addLayout(foot)

    def _connect(self) -> None:
        self.picker.picked_changed.connect(lambda _ids: self._pause.start())
        self.picker.current_changed.connect(self._on_current)
        self.level.currentIndexChanged.connect(self._on_choice)
        self.language.currentIndexChanged.connect(self._on_choice)
        self.on.day_changed.connect(lambda _day: self._on_choice())
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.issue, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        QShortcut(QKeySequence("Esc"), self, self.left.emit, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.force.toggled.connect(self._on_force)
        self._tabs.currentChanged.connect(self._on_tab)

    # inside

    def _on_force(self, is_on: bool) -> None:
        self.why.setVisible(is_on)
        if is_on:
            self.why.setFocus()
        self._on_choice()

    def _on_enclosed(self, choice: EnclosureChoice) -> None:
        self._enclose = choice
        picked = self.picker.picked()
        self._pieces_of = picked[0] if choice.pieces and len(picked) == 1 else None
        count = len(choice.sheets) + len(choice.kinds) + len(choice.pieces)
        self.enclosures.setText(tr("Enclosures ({count})…", count=count) if count else tr("Enclosures…"))
        self._on_choice()

    def _enclosed_for(self, customer_id: int) -> EnclosureChoice:
        """The choice without the pieces that are another customer's."""
        if customer_id == self._pieces_of:
            return self._enclose
        return EnclosureChoice(self._enclose.sheets, self._enclose.kinds)

    def _kind(self) -> str:
        return str(self.level.currentData())

    def _language(self) -> str:
        return str(self.language.currentData())

    def _day(self) -> date | None:
        return self.on.day_or_none()

    def _current_customer(self) -> int | None:
        row = self.picker.table.current_row()
        if row is not None:
            return row.id
        picked = self.picker.picked()
        return picked[0] if picked else None

    def _on_levels(self, levels: dict[int, str]) -> None:
        self.picker.offer_levels(levels)

    def _on_listed(self, listed: CustomerList) -> None:
        wanted = self._wanted or ()
        rows = candidates_of(listed, lambda line: bool(line.overdue_fen) or line.id in wanted)
        self.picker.show_candidates(listed.scheme, rows)
        if self._wanted is not None:
            self.picker.pick(self._wanted)
            self._wanted = None
            self._on_current(None)
        self.check()

    def _on_checked(self, lines: tuple[GateLine, ...]) -> None:
        self._lines = lines
        self.gate.show_lines(lines)
        letters = len({line.customer_id for line in lines if line.allowed})
        self.issue_button.setEnabled(letters > 0 and self._context.can_write)
        several = tr("Issue {count} letters", count=letters) if letters > 1 else tr("Issue the letter")
        self.issue_button.setText(several if letters else tr("Issue letters"))
        text = totals_text(lines) if lines else tr("Tick the customers who are to get a letter.")
        missing = self._missing() if letters else ""
        self._say(f"{text}\n{missing}".strip(), "warn" if missing else "muted")

    def _missing(self) -> str:
        """What the letters should say of the company and cannot, before they are issued (R36)."""
        gaps = [tr(gap) for gap in self._context.desk.company.profile().gaps()]
        if not gaps:
            return ""
        return tr("The letters lack {missing}. Enter it in Settings.", missing=tr(", |list").join(gaps))

    def _on_current(self, _row: Candidate | None) -> None:
        if self._tabs.currentWidget() is self.pages:
            self.show_pages()

    def _on_tab(self, _number: int) -> None:
        if self._tabs.currentWidget() is self.pages:
            self.show_pages()

    def _on_choice(self) -> None:
        self._pause.start()
        if self._tabs.currentWidget() is self.pages:
            self.show_pages()

    def _on_issued(self, result: BatchResult) -> None:
        self.picker.pick(())
        self.finished.emit(result)

    def _on_failed(self, error: BaseException) -> None:
        self.issue_button.setEnabled(bool(self._lines))
        if isinstance(error, Refusal):
            self._say(sentence(error), "bad")

    def _on_drawn(self, drawn: tuple[int, bytes | Refusal]) -> None:
        """The pages asked for last; a customer who gets no letter is told why in their place."""
        serial, answer = drawn
        if serial != self._drawing:
            return
        if isinstance(answer, Refusal):
            self.pages.show_text(sentence(answer))
        else:
            self.pages.show_pdf(answer)

    def _say(self, text: str, role: str) -> None:
        self.summary.setText(text)
        set_role(self.summary, role)



def overridden(lines: Sequence[GateLine]) -> bool:
    """Whether anything goes out that would have been held back."""
    return any(reason.forced for line in lines if line.allowed for reason in line.reasons)
