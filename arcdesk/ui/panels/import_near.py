"""Customers of the file who are almost one of the ledger's: who is who, one after another, by one key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from arcdesk.i18n import tr
from arcdesk.ui.theme import XS, M, S
from arcdesk.ui.widgets import icon_button, label
from arcdesk.ui.widgets.key_choice import Choice, KeyChoice

if TYPE_CHECKING:
    from arcdesk.services.import_differences import Candidate, NearMatch
    from arcdesk.ui.context import UiContext

NEW = "0"
MOST = 9


class ImportNear(QFrame):
    """Asks about one customer at a time; 1 to 9 takes a candidate, 0 a new customer, arrows go to the next.

    Signals:
        matched(str, str): the customer of the file, and the code he has in the ledger; ``""`` for a new one.
        all_decided: the last one was decided.
    """

    matched = Signal(str, str)
    all_decided = Signal()

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._near: Sequence[NearMatch] = ()
        self._chosen: dict[str, str] = {}
        self._place = 0
        self.setObjectName("import_near")
        self._question = label("", wrap=True)
        self._count = label("", "muted")
        theme = context.theme
        self._back = icon_button(
            "chevron-left", tr("The one before"), theme, "near_back", lambda: self._go(-1)
        )
        self._on = icon_button("chevron-right", tr("The next one"), theme, "near_next", lambda: self._go(1))
        self._choice: KeyChoice | None = None
        row = QHBoxLayout()
        row.setSpacing(S)
        row.addWidget(self._question, 1)
        for part in (self._count, self._back, self._on):
            row.addWidget(part)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(M, S, M, S)
        self._box.setSpacing(XS)
        self._box.addLayout(row)
        self.hide()

    @property
    def undecided(self) -> int:
        """How many would come in as new customers because nobody has said who they are."""
        return sum(each.source not in self._chosen for each in self._near)

    def show_near(self, near: Sequence[NearMatch], same: Mapping[str, str]) -> None:
        """Ask about these; ``same`` has what was decided already."""
        sources = [each.source for each in near]
        stays = sources == [each.source for each in self._near] and self._near
        self._near = near
        self._chosen = {each.source: each.chosen for each in near if each.chosen is not None}
        self._chosen.update({source: code for source, code in same.items() if source in sources})
        self.setVisible(bool(near))
        if not near:
            return
        if stays:
            return
        self._place = next((n for n, each in enumerate(near) if each.source not in self._chosen), 0)
        if self.undecided:
            self._ask()
        else:
            self._close()

    def focus_first(self) -> None:
        """Put the keyboard on the answers."""
        if self._choice is not None:
            self._choice.focus_first()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isdigit() and self._choice is not None and self._choice.press(event.text()):
            return
        super().keyPressEvent(event)

    def _put_away(self) -> None:
        if self._choice is not None:
            self._box.removeWidget(self._choice)
            self._choice.hide()
            self._choice.deleteLater()
            self._choice = None

    def _ask(self) -> None:
        self._put_away()
        near = self._near[self._place]
        self._question.setText(
            tr("“{name}” in the file is like a customer of the ledger. Who is it?", name=near.name)
        )
        choices = [
            Choice(str(n), _candidate_text(each), str(n)) for n, each in enumerate(near.candidates[:MOST], 1)
        ]
        choices.append(Choice(NEW, tr("A new customer"), NEW))
        made = KeyChoice(
            self._question.text(), choices, tuple(range(1, len(choices) + 1)), self._context.theme, self
        )
        made.setObjectName("near_choice")
        code = self._chosen.get(near.source)
        if code is not None:
            known = {each.code: str(n) for n, each in enumerate(near.candidates[:MOST], 1)}
            made.choose(known.get(code, NEW))
        made.chosen.connect(self._on_chosen)
        self._choice = made
        self._box.addWidget(made)
        self._show_count()

    def _close(self) -> None:
        """Everything is decided: one line stays, from which one may look again."""
        self._put_away()
        same = sum(bool(code) for code in self._chosen.values())
        self._question.setText(
            tr("Customers like those of the ledger: {same} are the same, {new} are new.",
               same=same, new=len(self._chosen) - same)
        )  # fmt: skip
        self._show_count()

    def _show_count(self) -> None:
        left = self.undecided
        text = (
            tr("{count} open: new customers until decided", count=left) if left else tr("All decided|import")
        )
        self._count.setText(f"{self._place + 1} / {len(self._near)}  {text}" if len(self._near) > 1 else text)

    def _go(self, step: int) -> None:
        if self._choice is not None:
            self._place = (self._place + step) % len(self._near)
        self._ask()
        self.focus_first()

    def _on_chosen(self, value: str) -> None:
        near = self._near[self._place]
        code = "" if value == NEW else near.candidates[int(value) - 1].code
        self._chosen[near.source] = code
        after = [*range(self._place + 1, len(self._near)), *range(self._place)]
        later = next((n for n in after if self._near[n].source not in self._chosen), None)
        if later is None:
            self._close()
        else:
            self._place = later
            self._ask()
            self.focus_first()
        self.matched.emit(near.source, code)
        if later is None:
            self.all_decided.emit()


def _candidate_text(candidate: Candidate) -> str:
    why = f" · {tr(candidate.why)}" if candidate.why else ""
    return f"{candidate.name}  {candidate.code} · {candidate.score} %{why}"
