"""Time stamps: write a request, attach the authority's reply, see up to where the log is stamped (RFC 3161)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.services.stamp_check import Stamp
from arcdesk.services.stamp_words import NOT_CHECKED, moment_words, state_words
from arcdesk.services.stamps import StampRequest
from arcdesk.ui.context import sentence
from arcdesk.ui.tables import Column, RowTable, RowTableModel
from arcdesk.ui.theme import L, M, S
from arcdesk.ui.widgets import button, char_width, label, set_role

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext

WIDTH_CHARACTERS, HEIGHT_LINES = 132, 24


class StampsDialog(QDialog):
    """The stamps as a table, newest first; the two deeds under it; what came of the last one."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setWindowTitle(tr("Time stamps"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(char_width(self) * WIDTH_CHARACTERS, self.fontMetrics().height() * HEIGHT_LINES)
        how = label(
            tr(
                "A time stamp of an authority proves that the log existed by a moment. Write a request, take the file "
                "to the authority by whatever means, and attach its reply. ArcDesk itself never goes on a network."
            ),
            wrap=True,
        )
        self.model: RowTableModel[Stamp] = RowTableModel(self._columns(), lambda stamp: stamp.id, context.theme)
        self.table: RowTable[Stamp] = RowTable(
            self.model, context.theme, context.settings, "stamps_table", tr("Time stamps")
        )
        self.answer = label("", "muted", wrap=True, selectable=True)
        self.answer.setObjectName("stamps_answer")
        self.ask = button(tr("Write a request…"), "stamp_request", self._on_request)
        self.attach_button = button(tr("Attach a reply…"), "stamp_attach", self._on_attach, primary=True)
        for made in (self.ask, self.attach_button):
            made.setEnabled(context.can_write)
        foot = QHBoxLayout()
        foot.setSpacing(S)
        foot.addStretch(1)
        foot.addWidget(button(tr("Close"), "stamps_close", self.reject))
        foot.addWidget(self.ask)
        foot.addWidget(self.attach_button)
        box = QVBoxLayout(self)
        box.setContentsMargins(L, L, L, M)
        box.setSpacing(M)
        box.addWidget(how)
        box.addWidget(self.table, 1)
        box.addWidget(label(tr(NOT_CHECKED), "muted", wrap=True))
        box.addWidget(self.answer)
        box.addLayout(foot)
        self.read()
        self.table.setFocus()

    def read(self) -> None:
        """Read the stamps, each checked again."""
        stamps = self._context.desk.stamps
        self._context.jobs.run(lambda _job: stamps.list(), self._show, title=tr("Checking the time stamps"))

    def request_to(self, target: Path) -> None:
        """Write a request as ``target``."""
        stamps = self._context.desk.stamps
        self._context.jobs.run(lambda _job: stamps.request(target), self._on_requested, self._on_refused)

    def attach(self, file: Path) -> None:
        """Check the authority's reply and keep it."""
        stamps = self._context.desk.stamps
        self._context.jobs.run(lambda _job: stamps.attach(file), self._on_attached, self._on_refused)

    # inside

    def _on_request(self) -> None:
        name = f"arcdesk-{self._context.clock.now():%Y%m%d-%H%M%S}.tsq"
        chosen, _ = QFileDialog.getSaveFileName(
            self, tr("Write a time-stamp request"), name, f"{tr('Time-stamp request')} (*.tsq)",
            options=QFileDialog.Option.DontConfirmOverwrite,
        )  # fmt: skip
        if chosen:
            self.request_to(Path(chosen))

    def _on_attach(self) -> None:
        kinds = f"{tr('Time-stamp reply')} (*.tsr *.tst *.tsa *.der *.p7s *.p7m);;{tr('All files')} (*)"
        chosen, _ = QFileDialog.getOpenFileName(self, tr("Attach a time-stamp reply"), "", kinds)
        if chosen:
            self.attach(Path(chosen))

    def _on_requested(self, made: StampRequest) -> None:
        text = tr(
            "Written: {request}. It stamps the log up to event {number}. For a provider who takes a file and not a "
            "request there is {data}.",
            request=made.file.name, number=made.event, data=made.data.name,
        )  # fmt: skip
        self._say(text, "good")

    def _on_attached(self, stamp: Stamp) -> None:
        self._say(tr("The log is stamped up to event {number}.", number=stamp.event), "good")
        self.read()

    def _on_refused(self, error: BaseException) -> None:
        if isinstance(error, Refusal):
            self._say(sentence(error), "bad")

    def _say(self, text: str, role: str) -> None:
        self.answer.setText(text)
        set_role(self.answer, role)

    def _show(self, found: tuple[Stamp, ...]) -> None:
        self.model.set_rows(found)
        self.table.select_first()
        if not found and not self.answer.text():
            self._say(tr("No time stamp yet."), "muted")

    def _columns(self) -> list[Column[Stamp]]:
        zone = self._context.clock.now()
        return [
            Column("event", tr("Up to event"), lambda row: str(row.event), lambda row: row.event, "right", width=9),
            Column("moment", tr("Stamped|time"), lambda row: moment_words(row.stamped_at, zone),
                   lambda row: row.stamped_at, width=23),
            Column("authority", tr("Authority|stamp"), lambda row: row.authority, width=20, stretch=True),
            Column("serial", tr("Serial number|stamp"), lambda row: row.serial, width=18),
            Column("state", tr("State|stamp"), lambda row: state_words(row.state), width=12,
                   tone=lambda row: "good" if row.is_sound else "bad"),
            Column("policy", tr("Policy|stamp"), lambda row: row.policy, width=14),
        ]  # fmt: skip
