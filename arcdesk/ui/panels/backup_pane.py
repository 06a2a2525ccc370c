"""Settings, Backup: when the last one was made, where they go and how often; one now; one back."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QProcess, Slot
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QFileDialog, QHBoxLayout, QRadioButton, QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.files import unused
from arcdesk.i18n import tr
from arcdesk.keys import PasswordNeeded
from arcdesk.ui import format as show
from arcdesk.ui.context import UiContext, sentence
from arcdesk.ui.jobs import Cancelled
from arcdesk.ui.panels.settings_panes import pane_layout
from arcdesk.ui.theme import L, M, S
from arcdesk.ui.widgets import SectionLabel, button, label
from arcdesk.ui.widgets.flow import FlowLayout

if TYPE_CHECKING:
    from collections.abc import Callable

    from arcdesk.services.backups import BackupSettings, MadeBackup
    from arcdesk.services.last_backup import LastBackup
    from arcdesk.services.restore import Restored
    from arcdesk.ui.jobs import JobContext

INTERVALS = (
    ("daily", "Once a day, while ArcDesk is open"),
    ("close", "When ArcDesk is closed"),
    ("weekly", "Once a week"),
    ("off", "Never by itself"),
)
Read = tuple["BackupSettings", Path, "LastBackup | None", str]


class BackupPane(QWidget):
    """Nothing is entered here that the books need: each choice is kept at once."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._settings: BackupSettings | None = None
        self._restored: Path | None = None
        self._last = label("", "heading", wrap=True, selectable=True)
        self._last.setObjectName("backup_last")
        self._head = label("", "muted", wrap=True, selectable=True)
        self._head.setObjectName("backup_head")
        self._warning = label("", "bad", wrap=True)
        self._warning.setObjectName("backup_warning")
        self._warning.hide()
        self._now = button(tr("Back up now"), "backup_now", self.back_up, primary=True)
        self._save_as = button(tr("Back up to…"), "backup_to", self._on_save_as)
        self._folder = label("", wrap=True, selectable=True)
        self._folder.setObjectName("backup_folder")
        self._choose = button(tr("Choose a folder…"), "backup_choose", self._on_choose)
        self._own = button(tr("Beside the books"), "backup_own", lambda: self._keep(folder=""), flat=True)
        self._thin = QCheckBox(tr("Keep the newest of 7 days, 5 weeks and 12 months, remove the others"))
        self._thin.setObjectName("backup_thin")
        self._thin.setAccessibleName(self._thin.text())
        self._thin.clicked.connect(lambda is_on: self._keep(thin_out=bool(is_on)))
        self._state = label("", "muted", wrap=True, selectable=True)
        self._state.setObjectName("backup_state")
        self._restore = button(tr("Restore a backup…"), "backup_restore", self._on_restore)
        self._open = button(tr("Open the restored books"), "backup_open", self._on_open)
        self._open.hide()
        self._lay_out()

    def load(self) -> None:
        """Read what was chosen and when the last one was made."""
        backups, workspace = self._context.desk.backups, self._context.desk.workspace

        def work(_: JobContext) -> Read:
            from arcdesk.services.cloud_folders import synchronised_by

            return backups.settings(), backups.folder, backups.last(), synchronised_by(workspace.folder)

        self._context.jobs.run(work, self._on_loaded, owner=self)

    @Slot()
    def back_up(self) -> None:
        """Make one now, in the folder of the settings."""
        self._make(None)

    def back_up_to(self, target: Path) -> None:
        """Make one now under a name of the person's own."""
        self._make(target)

    def restore_from(self, archive: Path, folder: Path, secret: str | None = None) -> None:
        """Bring a backup back into a new folder; these books stay as they are. A protected one asks for its secret."""

        def work(job: JobContext) -> Restored:
            from arcdesk.services.restore import restore

            return restore(archive, folder, _reporting(job), secret=secret)

        def on_failed(error: BaseException) -> None:
            self._on_failed(error)
            if isinstance(error, PasswordNeeded):
                self._ask_secret(archive, folder)

        self._say(tr("Restoring"), "muted")
        self._open.hide()
        self._busy(True)
        self._context.jobs.run(
            work, self._on_restored, on_failed, title=tr("Restoring"), pool="work", owner=self
        )

    def _ask_secret(self, archive: Path, folder: Path) -> None:
        from arcdesk.ui.dialogs.archive_secret import ArchiveSecretDialog

        self._say("", "muted")
        dialog = ArchiveSecretDialog(self._context, archive, self)
        dialog.told.connect(lambda secret: self.restore_from(archive, folder, secret))
        dialog.open()

    def _make(self, target: Path | None) -> None:
        backups = self._context.desk.backups
        self._say(tr("Backing up"), "muted")
        self._busy(True)
        self._context.jobs.run(
            lambda job: backups.make(target, progress=_reporting(job)), self._on_made, self._on_failed,
            title=tr("Backing up"), pool="work", owner=self,
        )  # fmt: skip

    def _on_loaded(self, read: Read) -> None:
        settings, folder, last, service = read
        self._settings = settings
        self._last.setText(
            tr("Last verified backup: {moment}", moment=show.moment(last.at)) if last else tr("No backup yet")
        )
        self._last.setToolTip(str(last.file) if last else "")
        head = tr("Head of the chain: event {number}, {hash}", number=last.events, hash=last.head) if last else ""
        self._head.setText(head)
        self._head.setVisible(bool(head))
        self._folder.setText(str(folder))
        self._own.setVisible(bool(settings.folder))
        self._thin.setChecked(settings.thin_out)
        for index, (value, _) in enumerate(INTERVALS):
            self._every.button(index).setChecked(value == settings.every)
        warnings = []
        if service:
            text = tr(
                "These books lie in a folder of {service}, which can damage open books. ", service=service
            )
            warnings.append(
                text + tr("Close ArcDesk, move the folder elsewhere, and let backups go there instead.")
            )
        if not settings.folder:
            warnings.append(tr("A backup on the same disk is lost with it. Choose a stick or a share."))
        self._warning.setText("\n".join(warnings))
        self._warning.setVisible(bool(warnings))
        self._busy(False)

    def _keep(self, **changes: object) -> None:
        if self._settings is None:
            return
        backups, chosen = self._context.desk.backups, replace(self._settings, **changes)  # type: ignore[arg-type]
        self._context.jobs.run(
            lambda _: backups.save(chosen), lambda _: self.load(), self._on_failed, owner=self
        )

    @Slot(int)
    def _on_every(self, index: int) -> None:
        self._keep(every=INTERVALS[index][0])

    @Slot()
    def _on_choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(
            self, tr("Choose the folder for backups"), self._folder.text()
        )
        if folder:
            self._keep(folder=folder)

    @Slot()
    def _on_save_as(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, tr("Back up to"), str(Path(self._folder.text()) / "ArcDesk.zip"), f"{tr('Backups')} (*.zip)"
        )
        if name:
            self.back_up_to(Path(name).with_suffix(".zip"))

    @Slot()
    def _on_restore(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self,
            tr("Choose a backup"),
            self._folder.text(),
            f"{tr('Backups')} (*.zip);;{tr('All files')} (*)",
        )
        if not name:
            return
        books = self._context.desk.workspace.folder
        folder = QFileDialog.getExistingDirectory(
            self, tr("Choose where the restored folder goes"), str(books.parent)
        )
        if folder:
            self.restore_from(Path(name), unused(Path(folder) / f"{books.name} {tr('restored|folder')}"))

    @Slot()
    def _on_open(self) -> None:
        if self._restored is not None:
            own = [] if getattr(sys, "frozen", False) else ["-m", "arcdesk"]
            QProcess.startDetached(sys.executable, [*own, "--workspace", str(self._restored)])

    def _on_made(self, made: MadeBackup) -> None:
        size = f"{made.size_bytes / 1e6:,.1f}"
        text = tr("Backed up and read back: {path} ({size} MB)", path=str(made.file), size=size)
        if made.lost:
            text += "\n" + tr(
                "{count} evidence files were missing or altered before. Look at Evidence.",
                count=len(made.lost),
            )
        self._say(text, "bad" if made.lost else "good")
        self.load()

    def _on_restored(self, done: Restored) -> None:
        self._restored = done.folder
        text = tr("Restored and checked: {path}", path=str(done.folder))
        if done.missing:
            text += "\n" + tr("{count} evidence files are not in this backup.", count=len(done.missing))
        self._say(text, "bad" if done.missing else "good")
        self._open.show()
        self._busy(False)

    def _on_failed(self, error: BaseException) -> None:
        self._busy(False)
        if isinstance(error, Refusal):
            self._say(sentence(error), "bad")
        elif isinstance(error, Cancelled):
            self._say(tr("Stopped. Nothing was changed."), "muted")

    def _busy(self, is_busy: bool) -> None:
        can = self._context.can_write and not is_busy
        for part in (self._choose, self._own, self._thin, *self._every.buttons()):
            part.setEnabled(can)
        for part in (self._now, self._save_as, self._restore):
            part.setEnabled(not is_busy)

    def _say(self, text: str, role: str) -> None:
        self._state.setText(text)
        self._state.setProperty("role", role)
        self._state.style().unpolish(self._state)
        self._state.style().polish(self._state)

    def _lay_out(self) -> None:
        box = pane_layout(
            self,
            tr("Backup"),
            tr(
                "Books, evidence and key as one file, read back and held against its hashes before it counts."
            ),
        )
        box.addWidget(self._last)
        box.addWidget(self._head)
        box.addWidget(self._warning)
        row = QHBoxLayout()
        row.setSpacing(S)
        for part in (self._now, self._save_as):
            row.addWidget(part)
        row.addStretch(1)
        box.addLayout(row)
        box.addWidget(self._state)
        box.addSpacing(M)
        box.addWidget(SectionLabel(tr("Backup folder")))
        box.addWidget(self._folder)
        row = QHBoxLayout()
        row.setSpacing(S)
        for part in (self._choose, self._own):
            row.addWidget(part)
        row.addStretch(1)
        box.addLayout(row)
        box.addWidget(self._thin)
        box.addSpacing(M)
        box.addWidget(SectionLabel(tr("How often")))
        self._every = QButtonGroup(self)
        choices = FlowLayout(spacing=L, line_spacing=S)
        for index, (value, text) in enumerate(INTERVALS):
            radio = QRadioButton(tr(text))
            radio.setObjectName(f"backup_every_{value}")
            radio.setAccessibleName(tr(text))
            self._every.addButton(radio, index)
            choices.addWidget(radio)
        box.addLayout(choices)
        self._every.idClicked.connect(self._on_every)
        box.addSpacing(M)
        box.addWidget(SectionLabel(tr("Get books back")))
        about = tr(
            "Into a new folder: the present books stay as they are. The backup is checked whole first."
        )
        box.addWidget(label(about, "muted", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(S)
        for part in (self._restore, self._open):
            row.addWidget(part)
        row.addStretch(1)
        box.addLayout(row)
        box.addStretch(1)


def _reporting(job: JobContext) -> Callable[[int, int], None]:
    """Progress in megabytes that also looks whether somebody pressed Cancel."""

    def progress(done: int, total: int) -> None:
        job.check_cancelled()
        job.report(done, total, tr("{title} (MB)", title=job.title))

    return progress
