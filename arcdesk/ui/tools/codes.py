"""The check of a unified social credit code (R84)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from arcdesk.domain.identifiers import check_uscc
from arcdesk.i18n import tr
from arcdesk.ui.tools.pane import ToolPane, enter
from arcdesk.ui.widgets import label
from arcdesk.ui.widgets.fields import line_edit

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext


class CodeTool(ToolPane):
    """Valid by both check characters, or what is wrong."""

    name = "uscc"

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(
            context,
            tr("Unified social credit code"),
            tr(
                "Both check characters are reckoned. A real licence may carry a wrong one, so compare, don't refuse."
            ),
            parent,
        )
        self.entry = line_edit("uscc_entry", tr("Credit code"), hint=tr("18 characters"))
        self.add_row(tr("Credit code"), self.entry)
        self.code = label("", selectable=True)
        self.why = label("", "muted", wrap=True, selectable=True)
        self.why.setObjectName("uscc_why")
        self.details.addWidget(self.why)
        self.details.addWidget(self.code)
        self.entry.textChanged.connect(self.update_answer)

    def first_field(self) -> QWidget:
        return self.entry

    def reckon(self) -> None:
        text = self.entry.text().strip()
        if not text:
            raise enter(tr("Credit code"))
        checked = check_uscc(text)
        verdict = f"✓  {tr('Valid')}" if checked.valid else f"✗  {tr('Not valid')}"
        self.tell(verdict, "good" if checked.valid else "bad")
        self.code.setText(checked.normalised)
        why = tr(checked.reason.text_key, **checked.reason.values) if checked.reason else ""
        self.why.setText(why)
        self.why.setVisible(bool(why))

    def result_text(self) -> str:
        return self.code.text()
