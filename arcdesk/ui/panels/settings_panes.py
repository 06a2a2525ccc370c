"""The panes of the settings page, one idea each: company, appearance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.ui.context import UiContext, sentence
from arcdesk.ui.panels.company_form import CompanyForm
from arcdesk.ui.panels.logo_row import LogoRow
from arcdesk.ui.theme import XL, L, M, S
from arcdesk.ui.widgets import SectionLabel, button, label

if TYPE_CHECKING:
    from arcdesk.services.company import CompanyProfile

APPEARANCES = (("system", "As the system"), ("light", "Light"), ("dark", "Dark"))
LANGUAGES = (("system", "As the system"), ("zh", "中文"), ("en", "English"))


def pane_layout(pane: QWidget, title: str, about: str) -> QVBoxLayout:
    """Column of one pane under its title and one sentence about it."""
    box = QVBoxLayout(pane)
    box.setContentsMargins(XL, L, XL, L)
    box.setSpacing(S)
    box.addWidget(label(title, "heading"))
    box.addWidget(label(about, "muted", wrap=True))
    box.addSpacing(S)
    return box


class CompanyPane(QWidget):
    """Letterhead and receiving account, saved by one button or Ctrl+S."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._form = CompanyForm()
        self._form.edited.connect(self._on_edited)
        self._save = button(tr("Save|company"), "save_company", self.save, primary=True)
        self._state = label("", "muted", wrap=True)
        self._state.setObjectName("company_state")
        box = pane_layout(
            self,
            tr("Company"),
            tr("Printed at the head of every letter and statement, with the account to pay to."),
        )
        box.addWidget(self._form)
        self.logo = LogoRow(context)
        box.addSpacing(S)
        box.addWidget(self.logo)
        foot = QHBoxLayout()
        foot.setSpacing(M)
        foot.addWidget(self._save)
        foot.addWidget(self._state, 1)
        box.addSpacing(S)
        box.addLayout(foot)
        box.addStretch(1)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self, self.save)
        self._on_edited()

    def load(self) -> None:
        """Read profile and logo; what the person is typing is not thrown away."""
        self.logo.load()
        if not self._form.is_changed():
            company = self._context.desk.company
            self._context.jobs.run(lambda _: company.profile(), self._on_loaded, owner=self)

    @Slot()
    def save(self) -> None:
        """Keep what the form says."""
        if not self._save.isEnabled():
            return
        company, profile = self._context.desk.company, self._form.profile()
        self._context.jobs.run(lambda _: company.save(profile), self._on_saved, self._on_refused, owner=self)

    def _on_loaded(self, profile: CompanyProfile) -> None:
        self._form.set_profile(profile)
        self._on_edited()

    def _on_saved(self, profile: CompanyProfile) -> None:
        self._form.set_profile(profile)
        self._on_edited()
        self._say(tr("Saved. New letters and statements use it."), "good")

    def _on_refused(self, error: BaseException) -> None:
        if isinstance(error, Refusal):
            self._say(sentence(error), "bad")
            self._form.focus_on(error.field or "name")

    @Slot()
    def _on_edited(self) -> None:
        changed = self._form.is_changed()
        self._save.setEnabled(changed and self._context.can_write)
        self._say(tr("Not saved yet") if changed else "", "muted")

    def _say(self, text: str, role: str) -> None:
        self._state.setText(text)
        self._state.setProperty("role", role)
        self._state.style().unpolish(self._state)
        self._state.style().polish(self._state)


class AppearancePane(QWidget):
    """Language of the window and its colours; both count for this computer and at once.

    Signals:
        language_chosen(): the main window is to be built anew.
    """

    language_chosen = Signal()

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        box = pane_layout(self, tr("Language and appearance"), tr("For this computer only; applied at once."))
        box.addWidget(SectionLabel(tr("Language of the window")))
        self._languages = self._choices(box, "language", LANGUAGES, context.settings.language)
        box.addSpacing(M)
        box.addWidget(SectionLabel(tr("Colours")))
        self._modes = self._choices(box, "appearance", APPEARANCES, context.settings.appearance)
        box.addStretch(1)
        self._languages.idClicked.connect(self._on_language)
        self._modes.idClicked.connect(self._on_mode)

    def load(self) -> None:
        """Nothing to read: both are at hand."""

    def _choices(
        self, box: QVBoxLayout, name: str, choices: tuple[tuple[str, str], ...], chosen: str
    ) -> QButtonGroup:
        group = QButtonGroup(self)
        for index, (code, text) in enumerate(choices):
            radio = QRadioButton(tr(text))
            radio.setObjectName(f"{name}_{code}")
            radio.setAccessibleName(tr(text))
            radio.setChecked(code == chosen)
            group.addButton(radio, index)
            box.addWidget(radio)
        return group

    @Slot(int)
    def _on_language(self, index: int) -> None:
        chosen = LANGUAGES[index][0]
        if chosen != self._context.settings.language:
            self._context.settings.language = chosen
            self._keep()
            self.language_chosen.emit()

    @Slot(int)
    def _on_mode(self, index: int) -> None:
        self._context.settings.appearance = APPEARANCES[index][0]
        self._context.theme.set_mode(APPEARANCES[index][0])
        self._keep()

    def _keep(self) -> None:
        try:
            self._context.settings.save()
        except Refusal as refusal:
            self._context.refuse(refusal)
