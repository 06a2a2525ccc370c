"""The logo of the letterhead: seen as it will be printed, chosen from a file, taken away."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLabel, QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.services.company import logo_file
from arcdesk.ui.context import sentence
from arcdesk.ui.theme import M, S
from arcdesk.ui.widgets import button, label, set_role
from arcdesk.ui.widgets.fields import named

if TYPE_CHECKING:
    from arcdesk.pdf.logo import Logo
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext

PREVIEW = QSize(150, 48)
PAPER = "background: white;"  # paper is white in the dark theme too


class LogoRow(QWidget):
    """Shows the logo in the books; both buttons act at once."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.preview = named(QLabel(), "logo_preview", tr("Logo"))
        self.preview.setFixedSize(PREVIEW)
        self.preview.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.preview.setFrameShape(QFrame.Shape.StyledPanel)
        self.choose_button = button(tr("Choose a logo…"), "logo_choose", self.choose)
        self.remove_button = button(tr("Remove the logo"), "logo_remove", self.remove)
        self.answer = label(tr("PNG or JPEG, up to 5 MB"), "muted", wrap=True)
        self.answer.setObjectName("logo_answer")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(S)
        row.addWidget(self.preview)
        row.addSpacing(M)
        row.addWidget(self.choose_button)
        row.addWidget(self.remove_button)
        row.addWidget(self.answer, 1)
        self._show(None)

    def load(self) -> None:
        """Read the logo from the books."""
        company = self._context.desk.company
        self._context.jobs.run(lambda _job: company.logo(), self._show, owner=self)

    def choose(self) -> None:
        """Ask for a picture and keep it."""
        name, _ = QFileDialog.getOpenFileName(self, tr("Choose a logo…"), "", "PNG, JPEG (*.png *.jpg *.jpeg)")
        if name:
            self.keep(Path(name))

    def keep(self, file: Path) -> None:
        """Keep the picture of ``file``."""
        company = self._context.desk.company

        def work(_job: JobContext) -> Logo | None:
            return company.set_logo(logo_file(file))

        self._context.jobs.run(work, self._on_kept, self._on_failed, owner=self)

    def remove(self) -> None:
        """Take the logo away."""
        company = self._context.desk.company
        self._context.jobs.run(lambda _job: company.set_logo(None), self._on_kept, self._on_failed, owner=self)

    def _show(self, logo: Logo | None) -> None:
        self.choose_button.setEnabled(self._context.can_write)
        self.remove_button.setEnabled(logo is not None and self._context.can_write)
        self.preview.setStyleSheet(PAPER if logo is not None else "")
        if logo is None:
            self.preview.setText(tr("No logo"))
            return
        picture = QPixmap()
        picture.loadFromData(logo.content)
        how = Qt.TransformationMode.SmoothTransformation
        self.preview.setPixmap(picture.scaled(PREVIEW - QSize(8, 8), Qt.AspectRatioMode.KeepAspectRatio, how))

    def _on_kept(self, logo: Logo | None) -> None:
        self._show(logo)
        self._say(tr("Saved. New letters and statements use it."), "good")

    def _on_failed(self, error: BaseException) -> None:
        if isinstance(error, Refusal):
            self._say(sentence(error), "bad")

    def _say(self, text: str, role: str) -> None:
        self.answer.setText(text)
        set_role(self.answer, role)
