"""Settings, Health: one line a check, with what to do; the same that ``arcdesk doctor`` says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.ui import format as show
from arcdesk.ui.context import UiContext, sentence
from arcdesk.ui.icons import pixmap
from arcdesk.ui.jobs import Cancelled
from arcdesk.ui.panels.settings_panes import pane_layout
from arcdesk.ui.theme import M, S
from arcdesk.ui.widgets import button, clear_layout, label, set_role

if TYPE_CHECKING:
    from arcdesk.services.health import Check
    from arcdesk.services.reminding import Standing
    from arcdesk.ui.jobs import JobContext

ICON_PX = 18


class HealthPane(QWidget):
    """Nothing is looked at before the person asks: a look at large books takes its time."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._checks: tuple[Check, ...] = ()
        self._verdict = label("", "heading", wrap=True, selectable=True)
        self._verdict.setObjectName("health_verdict")
        self._now = button(tr("Check now"), "health_now", self.check, primary=True)
        self._deep = button(tr("Check every evidence file too"), "health_deep", self.check_deep)
        self._lines = QGridLayout()
        self._lines.setHorizontalSpacing(M)
        self._lines.setVerticalSpacing(S)
        self._lines.setColumnStretch(2, 1)
        box = pane_layout(
            self,
            tr("Health"),
            tr("Whether books, evidence, backups and this computer are as they should be. Nothing is changed."),
        )
        row = QHBoxLayout()
        row.setSpacing(S)
        row.addWidget(self._now)
        row.addWidget(self._deep)
        row.addStretch(1)
        box.addLayout(row)
        box.addSpacing(S)
        box.addWidget(self._verdict)
        box.addLayout(self._lines)
        box.addStretch(1)
        context.theme.changed.connect(self._draw)

    def load(self) -> None:
        """Nothing to read before somebody asks; what was found stays on show."""

    @Slot()
    def check(self) -> None:
        """Look over everything, of the evidence files only whether they are there and of their size."""
        self._run(deep=False)

    @Slot()
    def check_deep(self) -> None:
        """Look over everything and read every evidence file."""
        self._run(deep=True)

    def _run(self, *, deep: bool) -> None:
        desk, now = self._context.desk, self._context.clock.now()

        def work(job: JobContext) -> tuple[tuple[Check, ...], Standing]:
            def progress(done: int, total: int) -> None:
                job.check_cancelled()
                job.report(done, total, tr("Verifying evidence"))

            return desk.health.checks(deep=deep, progress=progress), desk.reminding.standing(now)

        self._busy(True)
        self._say(tr("Checking"), "")
        title = tr("Checking")
        self._context.jobs.run(work, self._on_found, self._on_failed, title=title, pool="work", owner=self)

    def _on_found(self, found: tuple[tuple[Check, ...], Standing]) -> None:
        from arcdesk.ui.notice_check import notice_check

        self._busy(False)
        checks, standing = found
        self._checks = (*checks, notice_check(standing))
        bad = sum(not check.ok for check in self._checks)
        at = show.moment(self._context.clock.now())
        if bad:
            self._say(tr("{count} things need you ({moment})", count=bad, moment=at), "bad")
        else:
            self._say(tr("Everything is well ({moment})", moment=at), "good")
        self._draw()

    def _on_failed(self, error: BaseException) -> None:
        self._busy(False)
        if isinstance(error, Refusal):
            self._say(sentence(error), "bad")
        elif isinstance(error, Cancelled):
            self._say(tr("Stopped. Nothing was changed."), "")

    @Slot()
    def _draw(self) -> None:
        """The lines anew: what is not well stands first."""
        clear_layout(self._lines)
        for row, check in enumerate(sorted(self._checks, key=lambda check: check.ok)):
            for column, part in enumerate(self._line(check)):
                at = Qt.AlignmentFlag.AlignTop if column < 2 else Qt.AlignmentFlag(0)
                self._lines.addWidget(part, row, column, at)

    def _line(self, check: Check) -> Sequence[QLabel]:
        from arcdesk.services.health import CHECK_NAMES

        state = tr("ok|check") if check.ok else tr("NOT WELL|check")
        sign = QLabel()
        picture = ("check", "good") if check.ok else ("error", "bad")
        sign.setPixmap(pixmap(picture[0], self._context.theme, ICON_PX, picture[1], self.devicePixelRatioF()))
        sign.setAccessibleName(state)
        sign.setToolTip(state)
        name = label(tr(CHECK_NAMES.get(check.name, check.name)), "" if check.ok else "bad")
        detail = label(tr(check.detail_key, **check.values), "muted" if check.ok else "", wrap=True, selectable=True)
        detail.setObjectName(f"health_{check.name}")
        return sign, name, detail

    def _busy(self, is_busy: bool) -> None:
        self._now.setEnabled(not is_busy)
        self._deep.setEnabled(not is_busy)

    def _say(self, text: str, role: str) -> None:
        self._verdict.setText(text)
        set_role(self._verdict, role or "heading")
