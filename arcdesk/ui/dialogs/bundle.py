"""出证据包: where to write the court bundle, in which language, for what (R51 to R53)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.services.bundles import Bundle
from arcdesk.ui.dialogs.form_dialog import FormDialog, add_text
from arcdesk.ui.theme import S
from arcdesk.ui.widgets import button, label
from arcdesk.ui.widgets.fields import combo_box, line_edit

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext

FOLDER = "bundle_folder"
LANGUAGES = (("zh", "中文"), ("en", "English"))


class FolderMissing(Refusal):
    """No folder was named."""

    sentence = "Choose the folder into which the bundle is written."


class BundleDialog(FormDialog):
    """Writes the bundle of one customer, of chosen invoices where some are given, and opens its folder."""

    def __init__(
        self,
        context: UiContext,
        customer_id: int,
        name: str,
        invoices: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, tr("Court bundle: {customer}", customer=name), tr("Write the bundle"), parent)
        self._customer_id, self._invoices = customer_id, tuple(invoices)
        scope = (
            tr("Only what concerns: {numbers}", numbers=", ".join(invoices))
            if invoices
            else tr("Everything on file for this customer")
        )
        about = tr(
            "List of evidence, one PDF with numbered pages, the originals, the worksheets of interest and limitation, "
            "and hashes that anybody can check."
        )
        kept = str(context.settings.get(FOLDER, "") or context.desk.workspace.exports)
        self.folder = line_edit("bundle_folder", tr("Folder"), kept)
        row = QHBoxLayout()
        row.setSpacing(S)
        row.addWidget(self.folder, 1)
        row.addWidget(button(tr("Choose…"), "bundle_choose", self._on_choose))
        self.language = combo_box("bundle_language", tr("Language"), LANGUAGES)
        add_text(self, label(scope, wrap=True))
        add_text(self, label(about, "muted", wrap=True))
        self.form.addRow(tr("Folder"), row)
        self.add_row(tr("Language"), self.language)

    def gather(self) -> Callable[[JobContext], object]:
        folder = self.folder.text().strip()
        if not folder:
            raise FolderMissing(field="folder")
        bundles, customer_id, invoices = self.context.desk.bundles, self._customer_id, self._invoices
        language = str(self.language.currentData())

        def work(job: JobContext) -> Bundle:
            def progress(done: int, total: int) -> None:
                job.check_cancelled()
                job.report(done, total, tr("Writing the bundle"))

            return bundles.make(
                customer_id, Path(folder), invoices=invoices, language=language, progress=progress
            )

        return work

    def done_text(self, result: object) -> str:
        if not isinstance(result, Bundle):
            return ""
        self.context.settings.remember(FOLDER, str(result.folder.parent))
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(result.folder)))
        return tr(
            "Bundle written: {count} pieces, {pages} pages, in {path}",
            count=len(result.items), pages=result.pages, path=str(result.folder),
        )  # fmt: skip

    def _on_choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, tr("Choose a folder"), self.folder.text())
        if folder:
            self.folder.setText(folder)
