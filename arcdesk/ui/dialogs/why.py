"""Why an invoice is or is not chased: the gate's answer with every reason, and what a letter would meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from arcdesk.domain.gate import Reason
from arcdesk.i18n import tr
from arcdesk.services.gate import InvoiceAnswer, Why
from arcdesk.services.reason_text import reason_text
from arcdesk.ui import format as show
from arcdesk.ui.icons import pixmap
from arcdesk.ui.theme import L, M, S
from arcdesk.ui.widgets import Line, SectionLabel, button, char_width, label

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext

WIDTH_CHARACTERS = 66
ICON_PX = 16
WHY_ASKED = ("overdue", "soon_due", "broken_promise", "deadline_passed")


class WhyDialog(QDialog):
    """Shows the answer for one invoice on the day looked at.

    Signals:
        hold_asked(str): the person wants it held; the number of the invoice.
    """

    hold_asked = Signal(str)

    def __init__(
        self, context: UiContext, number: str, customer_name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._number = context, number
        self.setObjectName("why_dialog")
        self.setWindowTitle(tr("Why chased or not: {number}", number=number))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(char_width(self) * WIDTH_CHARACTERS)
        self.verdict = label("", "heading", wrap=True)
        self.verdict.setObjectName("why_verdict")
        self.reasons = QVBoxLayout()
        self.letter_verdict = label("", "", wrap=True)
        self.letter_verdict.setObjectName("why_letter_verdict")
        self.letter_reasons = QVBoxLayout()
        for box in (self.reasons, self.letter_reasons):
            box.setSpacing(S)
        head = label(f"{number}  ·  {customer_name}  ·  {show.day_of_week(context.day)}", "muted", wrap=True)
        body = QVBoxLayout(self)
        body.setContentsMargins(L, L, L, M)
        body.setSpacing(S)
        body.addWidget(head)
        body.addWidget(self.verdict)
        body.addLayout(self.reasons)
        body.addSpacing(S)
        body.addWidget(Line(context.theme))
        body.addWidget(SectionLabel(tr("Demand letter")))
        body.addWidget(self.letter_verdict)
        body.addLayout(self.letter_reasons)
        body.addSpacing(S)
        body.addStretch(1)
        body.addLayout(self._foot())
        desk, day = context.desk, context.day
        context.jobs.run(lambda _job: desk.gate.why(number, day), self._on_read, owner=self)

    def _foot(self) -> QHBoxLayout:
        self.hold = button(tr("No chasing until…"), "why_hold", self._on_hold)
        self.hold.setVisible(False)
        close = button(tr("Close"), "why_close", self.reject, primary=True)
        close.setDefault(True)
        foot = QHBoxLayout()
        foot.setSpacing(S)
        foot.addWidget(self.hold)
        foot.addStretch(1)
        foot.addWidget(close)
        return foot

    def _on_read(self, why: Why) -> None:
        chase, letter = why.chase, why.letter
        amount = show.money_with_sign(chase.demand_fen, chase.currency)
        self.verdict.setText(tr("Chased: {amount}", amount=amount) if chase.chased else tr("Not chased"))
        self._list(self.reasons, chase)
        amount = show.money_with_sign(letter.demand_fen, letter.currency)
        may_go = tr("May go out, for {amount}", amount=amount)
        self.letter_verdict.setText(may_go if letter.chased else tr("Held back|letter"))
        self._list(self.letter_reasons, letter)
        self.hold.setVisible(chase.open_fen > 0 and self._context.can_write)
        self._fit()

    def _fit(self) -> None:
        """As high as the reasons need at this width: a size hint does not know how texts wrap."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            width = max(self.width(), self.minimumWidth())
            self.resize(width, layout.totalHeightForWidth(width))

    def _list(self, box: QVBoxLayout, answer: InvoiceAnswer) -> None:
        for reason in answer.reasons:
            box.addWidget(self._row(reason))

    def _row(self, reason: Reason) -> QWidget:
        name, color = _sign(reason)
        picture = QLabel()
        picture.setPixmap(pixmap(name, self._context.theme, ICON_PX, color, self.devicePixelRatioF()))
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(S)
        layout.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(label(reason_text(reason), "", wrap=True, selectable=True), 1)
        return row

    def _on_hold(self) -> None:
        self.accept()
        self.hold_asked.emit(self._number)


def _sign(reason: Reason) -> tuple[str, str]:
    """Icon and colour: what holds back, why it is asked for, what one should know besides."""
    if reason.blocking:
        return "hold", "bad"
    if reason.rule in ("broken_promise", "deadline_passed"):
        return "warning", "bad"
    return ("check", "good") if reason.rule in WHY_ASKED else ("info", "muted")
