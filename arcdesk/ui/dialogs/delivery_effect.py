"""What an entry about a document would do to limitation, told in the dialog before it is saved (R97)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from arcdesk.i18n import tr
from arcdesk.services.documents import IssuedDocument
from arcdesk.services.limitation_effect import DeliveryEffect
from arcdesk.services.reason_text import reason_text
from arcdesk.ui import format as show
from arcdesk.ui.dialogs.form_dialog import FormDialog, add_text, keep_whole
from arcdesk.ui.widgets import label, set_role

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext

MOST_SHOWN = 4
"""Receivables whose new end is named one by one."""


class EffectLine:
    """A text at the foot of a form, asked for anew whenever a field that matters changes."""

    def __init__(self, context: UiContext, document: IssuedDocument, form: FormDialog) -> None:
        self._context, self._document, self._form, self._asked = context, document, form, 0
        self.text = label("", "muted", wrap=True)
        self.text.setObjectName("delivery_effect")
        add_text(form, self.text)

    def clear(self) -> None:
        """Say nothing."""
        self._asked += 1
        self._tell("", "muted")

    def ask(self, event: str, day: date | None, reason: str) -> None:
        """Ask what ``event`` would do with its proof, as that is what one wants to know."""
        self.clear()
        if day is None:
            return
        serial, desk, document = self._asked, self._context.desk, self._document
        self._context.jobs.run(
            lambda _job: (
                serial, desk.limitation.effect_of(document, event, day, has_proof=True, reason=reason),
            ),
            self._on_effect,
            owner=self._form,
        )  # fmt: skip

    def _on_effect(self, answer: tuple[int, DeliveryEffect]) -> None:
        serial, effect = answer
        if serial != self._asked:
            return
        if not effect.moves:
            self._tell(tr("Nothing of it is open any more: no period of limitation depends on it."), "muted")
            return
        if not effect.moved:
            why = reason_text(effect.advice) if effect.advice else ""
            self._tell(f"{tr('It moves no period of limitation.')} {why}".strip(), "warn" if why else "muted")
            return
        lines = [tr("With its proof it moves the end of limitation:")]
        lines += [
            f"{move.number}: {show.day(move.end_before)} → {show.day(move.end_after)}"
            for move in effect.moved[:MOST_SHOWN]
        ]
        if len(effect.moved) > MOST_SHOWN:
            lines.append(tr("and {count} more receivables", count=len(effect.moved) - MOST_SHOWN))
        self._tell("\n".join(lines), "good")

    def _tell(self, text: str, role: str) -> None:
        self.text.setText(text)
        set_role(self.text, role)
        keep_whole(self._form, self.text)
        if self._form.isVisible():
            self._form.fit()
