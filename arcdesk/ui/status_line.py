"""The line at the foot: workspace, last import, last backup, reminders, and the work going on."""

from __future__ import annotations

import time

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QWidget

from arcdesk.i18n import tr
from arcdesk.ui.jobs import JobContext, Jobs
from arcdesk.ui.theme import XS, L, M, S
from arcdesk.ui.widgets import button, label

SHOW_AFTER_SECONDS = 0.6
UPDATE_MS = 100


class StatusLine(QFrame):
    """Facts at the left, background work at the right."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status_line")
        row = QHBoxLayout(self)
        row.setContentsMargins(M, XS, M, XS)
        row.setSpacing(L)
        self._facts: dict[str, QLabel] = {}
        for name in ("workspace", "import", "backup", "reminders", "security"):
            fact = label()
            fact.setObjectName(f"status_{name}")
            fact.hide()
            self._facts[name] = fact
            row.addWidget(fact)
        row.addStretch(1)
        work = JobLine(jobs, self)
        row.addWidget(work)
        self.setFixedHeight(work.sizeHint().height() + 2 * XS)  # the page must not jump when work begins

    def show_fact(self, name: str, text: str, tip: str = "") -> None:
        """Show "workspace", "import", "backup", "reminders" or "security"; an empty text hides it."""
        fact = self._facts[name]
        fact.setText(text)
        fact.setToolTip(tip)
        fact.setVisible(bool(text))


class JobLine(QWidget):
    """The oldest running job with its count and Cancel, once it takes longer than 600 ms."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None, *, with_cancel: bool = True) -> None:
        super().__init__(parent)
        self.setObjectName("job_line")
        self._running: list[JobContext] = []
        self._text = label()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(140)
        self._bar.setAccessibleName(tr("Progress"))
        self._cancel = button(tr("Cancel"), "cancel_job", self._on_cancel, flat=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(S)
        row.addWidget(self._text)
        row.addWidget(self._bar)
        row.addWidget(self._cancel)
        self._cancel.setVisible(with_cancel)
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(False)
        self.setSizePolicy(policy)
        self.hide()
        self._timer = QTimer(self)
        self._timer.setInterval(UPDATE_MS)
        self._timer.timeout.connect(self._update)
        jobs.started.connect(self._on_started)
        jobs.finished.connect(self._on_finished)

    def _on_started(self, job: JobContext) -> None:
        self._running.append(job)
        if not self._timer.isActive():
            self._timer.start()

    def _on_finished(self, job: JobContext) -> None:
        if job in self._running:
            self._running.remove(job)
        if not self._running:
            self._timer.stop()
            self.hide()

    def _update(self) -> None:
        now = time.monotonic()
        job = next((job for job in self._running if now - job.started_at >= SHOW_AFTER_SECONDS), None)
        if job is None:
            self.hide()
            return
        done, total, text = job.progress
        words = text or job.title or tr("Working…")
        self._text.setText(f"{words}  {done:,} / {total:,}" if total else words)
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._cancel.setEnabled(not job.is_cancelled)
        self._cancel.setText(tr("Stopping…") if job.is_cancelled else tr("Cancel"))
        self.show()

    def _on_cancel(self) -> None:
        now = time.monotonic()
        for job in self._running:
            if now - job.started_at >= SHOW_AFTER_SECONDS:
                job.cancel()
                break
