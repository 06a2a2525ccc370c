"""What to say, ready to be read out or sent: the text of ``services.scripts`` with a button to copy it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from arcdesk.i18n import current, tr
from arcdesk.services.day_list import TodayRow
from arcdesk.services.script_words import keys
from arcdesk.services.scripts import SaidText, Speaker
from arcdesk.services.worklist import TodayEntry
from arcdesk.ui.icons import icon
from arcdesk.ui.panels.log_facts import LogFacts
from arcdesk.ui.panels.talk_aids import ANSWER_KEYS, TalkAids
from arcdesk.ui.theme import XS
from arcdesk.ui.widgets import SectionLabel, button, label

if TYPE_CHECKING:
    from datetime import date

    from arcdesk.bootstrap import Desk
    from arcdesk.ui.context import UiContext

KEYS = "Ctrl+Shift+C"


class TalkScript(QWidget):
    """Heading, copy button and text; hidden while there is nothing to say.

    Args:
        on_copied: called after the text went to the clipboard.
    """

    def __init__(self, context: UiContext, on_copied: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, theme = context, context.theme
        self.aids = TalkAids(context)
        self.aids.copied.connect(on_copied)
        self._on_copied = on_copied
        self.key = ""  # of the script shown
        self.text = label("", wrap=True, selectable=True)
        self.text.setObjectName("script")
        self.copy_button = button(tr("Copy for WeChat"), "copy_script", self.copy, flat=True)
        self.copy_button.setIcon(icon("copy", theme))
        self.copy_button.setToolTip(f"{tr('Copy for WeChat')} ({KEYS})")
        head = QHBoxLayout()
        head.addWidget(SectionLabel(tr("What to say")), 1)
        self.edit_button = button(tr("Change…"), "edit_script", self.edit, flat=True)
        self.edit_button.setToolTip(tr("Change this script, or note what worked"))
        head.addWidget(self.edit_button)
        head.addWidget(self.copy_button)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(XS)
        box.addLayout(head)
        box.addWidget(self.text)
        box.addWidget(self.aids)
        QShortcut(QKeySequence(ANSWER_KEYS), self, self.aids.open_answers)
        self.show_said(None)

    def show_said(self, said: SaidText | None) -> None:
        """Show what to say; None hides the whole part."""
        self.key = said.key if said else ""
        self.text.setText(said.text if said else "")
        self.edit_button.setVisible(self.key in keys())
        self.setVisible(said is not None)

    def edit(self) -> None:
        """Open the script shown in its editor."""
        from arcdesk.ui.dialogs.script_editor import ScriptEditor

        if self.key in keys():
            words = self._context.desk.scripts.current(self.key, current())
            ScriptEditor(self._context, words, self.window()).open()

    def copy(self) -> None:
        """Put the text on the clipboard."""
        if self.text.text():
            QGuiApplication.clipboard().setText(self.text.text())
            self._on_copied()


def text_for(desk: Desk, entry: TodayEntry | None, speaker: Speaker, day: date) -> SaidText | None:
    """What to say about ``entry`` in the language of the window; None where a figure is missing (R91)."""
    return desk.scripts.say(entry, speaker, day, current())


def speaker_for(facts: LogFacts, name: str) -> Speaker:
    """Whom one speaks to: the person named in the panel, with his title where it is known."""
    person = facts.person(name)
    return Speaker(name, person.title if person else "", facts.profile.behaviour)


def entry_of_row(row: TodayRow) -> TodayEntry:
    """A line of the Today page as the work list gave it."""
    return TodayEntry(
        row.customer_id, row.code, row.name, "", Decimal(0), row.kind, row.reasons, row.step, row.action,
        row.overdue_fen, row.max_overdue_days, row.currency,
    )  # fmt: skip


def entry_of_facts(facts: LogFacts, day: date) -> TodayEntry | None:
    """What is overdue of a customer who stands on no list today; None where nothing is.

    What is disputed is not asked for, and money not yet allocated is held against the rest.
    """
    late = [
        line
        for line in facts.invoices
        if line.currency == facts.currency
        and line.due_on is not None
        and line.due_on < day
        and line.open_fen > line.disputed_fen
    ]
    spare_fen = sum(b.unallocated_fen for b in facts.balances if b.currency == facts.currency)
    asked_fen = sum(line.open_fen - line.disputed_fen for line in late) - spare_fen
    if asked_fen <= 0:
        return None
    days, profile = max(line.overdue_days for line in late), facts.profile
    return TodayEntry(
        profile.id, profile.code, profile.name, profile.owner, Decimal(0), "level_due", (), "", "",
        asked_fen, days, facts.currency,
    )  # fmt: skip
