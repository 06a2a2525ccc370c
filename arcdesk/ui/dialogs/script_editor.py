"""Changing a script: words at the left, what would be said beside them, and what was learned with it (R91, S-170)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QMenu,
    QMessageBox,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from arcdesk.domain.errors import Refusal
from arcdesk.domain.script_fields import CONDITIONS, FIELDS, RECAP_FIELDS
from arcdesk.i18n import tr
from arcdesk.services.script_words import RECAP, title
from arcdesk.ui.context import sentence
from arcdesk.ui.dialogs.template_editor import LANGUAGE_TITLES, PAUSE_MS, SHARE_OF_SCREEN, version_title
from arcdesk.ui.panels.script_reviews import ScriptReviews
from arcdesk.ui.panels.template_side import RemarkList
from arcdesk.ui.theme import L, M, S
from arcdesk.ui.widgets import Line, button, label, set_role
from arcdesk.ui.widgets.customer_field import CustomerField
from arcdesk.ui.widgets.fields import line_edit, named
from arcdesk.ui.widgets.plain_table import PlainTable
from arcdesk.ui.widgets.template_edit import TemplateEdit

if TYPE_CHECKING:
    from arcdesk.services.customers import CustomerProfile
    from arcdesk.services.kept_words import Words, WordsVersion
    from arcdesk.services.template_check import Remark
    from arcdesk.ui.context import UiContext


class ScriptEditor(QDialog):
    """One script: what is typed is checked and filled in at once, and kept only by Save.

    Signals:
        saved: the Words now in use.
    """

    saved = Signal(object)

    def __init__(self, context: UiContext, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._words = context, words
        self._customer_id: int | None = None
        self._remarks: tuple[Remark, ...] = ()
        self.setWindowTitle(f"{title(words.kind)} ({LANGUAGE_TITLES[words.language]})")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        room = self.screen().availableSize() * SHARE_OF_SCREEN
        self.resize(min(room.width(), 1080), min(room.height(), 640))
        self.edit = named(TemplateEdit(context.theme), "script_text", tr("What to say"))
        self.remarks = RemarkList(context.theme)
        self.preview = label("", "", wrap=True, selectable=True)
        self.preview.setObjectName("script_preview")
        self.preview.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.preview.setContentsMargins(M, M, M, M)
        headings = (tr("Field"), tr("Meaning"), tr("With this customer"))
        self.fields = PlainTable("script_fields", tr("Fields"), headings, narrow=(0,))
        self.fields.itemActivated.connect(lambda item: self._insert(item.row()))
        self.reviews = ScriptReviews(context, words.kind, words.language)
        self.customer = CustomerField(context)
        self.note = line_edit("script_note", tr("What was changed"), hint=tr("What was changed (optional)"))
        self.answer = label("", "muted", wrap=True)
        self.answer.setObjectName("script_answer")
        self.answer.hide()
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.look)
        self._build()
        self.edit.setPlainText(words.text)
        self.edit.textChanged.connect(self._on_edited)
        self.remarks.chosen.connect(self.edit.go_to)
        self.customer.customer_chosen.connect(self._on_customer)
        self._show_fields({})
        self._check()
        self._find_example()

    @property
    def text(self) -> str:
        """What stands in the editor."""
        return self.edit.toPlainText()

    @property
    def is_changed(self) -> bool:
        """Whether something typed is not saved yet."""
        return self.text.strip() != self._words.text.strip()

    def look(self) -> None:
        """Fill the words typed so far with the figures of the chosen customer."""
        self._pause.stop()
        if self._customer_id is None:
            return
        scripts, kind, language = self._context.desk.scripts, self._words.kind, self._words.language
        who, text = self._customer_id, self.text
        self._context.jobs.run(lambda _: scripts.preview(kind, text, who, language), self._on_preview, owner=self)

    def save(self) -> None:
        """Use these words from now on."""
        if not self.save_button.isEnabled():
            return
        scripts, kind, language = self._context.desk.scripts, self._words.kind, self._words.language
        text, note = self.text, self.note.text()
        self._context.jobs.run(
            lambda _: scripts.save(kind, language, text, note), self._on_saved, self._on_failed, owner=self
        )

    def put(self, text: str) -> None:
        """Put another text into the editor, as one step that can be undone; nothing is saved."""
        cursor = self.edit.textCursor()
        cursor.select(cursor.SelectionType.Document)
        cursor.insertText(text)

    def put_shipped(self) -> None:
        """Put the shipped words into the editor."""
        self.put(self._context.desk.scripts.shipped(self._words.kind, self._words.language))
        self._say(tr("The shipped words. Save to use them again."), "muted")

    def reject(self) -> None:
        """Close; what is not saved is asked for."""
        if not self.is_changed or self._may_discard():
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.is_changed and not self._may_discard():
            event.ignore()
            return
        super().closeEvent(event)

    # inside

    def _build(self) -> None:
        self.save_button = button(tr("Save and use"), "script_save", self.save, primary=True)
        versions = button(tr("Versions"), "script_versions")
        self._versions_menu = QMenu(versions)
        self._versions_menu.aboutToShow.connect(self._fill_versions)
        versions.setMenu(self._versions_menu)
        head = QHBoxLayout()
        head.setContentsMargins(L, S, L, 0)
        head.addWidget(label(tr("Preview with"), "muted"))
        head.addWidget(self.customer, 1)
        side = QTabWidget()
        side.setObjectName("script_side")
        side.setDocumentMode(True)
        for part, name in ((self.preview, "Preview"), (self.fields, "Fields"), (self.reviews, "What worked")):
            side.addTab(part, tr(name))
        right = QWidget()
        right_box = QVBoxLayout(right)
        right_box.setContentsMargins(0, 0, 0, 0)
        right_box.setSpacing(S)
        right_box.addLayout(head)
        right_box.addWidget(side, 1)
        left = QSplitter(Qt.Orientation.Vertical)
        left.addWidget(self.edit)
        left.addWidget(self.remarks)
        left.setStretchFactor(0, 3)
        left.setStretchFactor(1, 1)
        left.setChildrenCollapsible(False)
        both = QSplitter(Qt.Orientation.Horizontal)
        both.addWidget(left)
        both.addWidget(right)
        both.setSizes([500, 540])
        both.setChildrenCollapsible(False)
        foot = QHBoxLayout()
        foot.setContentsMargins(L, S, L, M)
        foot.setSpacing(S)
        foot.addWidget(versions)
        foot.addWidget(button(tr("As shipped"), "script_shipped", self.put_shipped))
        foot.addWidget(self.note, 1)
        foot.addWidget(button(tr("Close"), "script_close", self.reject))
        foot.addWidget(self.save_button)
        line = QHBoxLayout()
        line.setContentsMargins(L, S, L, 0)
        line.addWidget(self.answer)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, S, 0, 0)
        box.setSpacing(0)
        box.addWidget(both, 1)
        box.addWidget(Line(self._context.theme))
        box.addLayout(line)
        box.addLayout(foot)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self, self.save)

    def _on_edited(self) -> None:
        self._check()
        self._say("", "muted")
        self._pause.start()

    def _check(self) -> None:
        self._remarks = self._context.desk.scripts.check(self._words.kind, self.text)
        self.edit.mark(self._remarks)
        self.remarks.show_remarks(self._remarks)
        is_usable = not any(remark.blocking for remark in self._remarks)
        self.save_button.setEnabled(is_usable and self.is_changed and self._context.can_write)

    def _find_example(self) -> None:
        """The first customer of today's list, else anybody who owes."""
        desk = self._context.desk

        def work(_: object) -> CustomerProfile | None:
            found = desk.worklist.today()
            example = found[0].customer_id if found else desk.letters.example()
            return desk.customers.find(example) if example is not None else None

        self._context.jobs.run(work, self._on_example, owner=self)

    def _on_example(self, profile: CustomerProfile | None) -> None:
        if profile is None:
            self.preview.setText(tr("Nobody owes anything yet: there is nothing to fill in."))
        elif self._customer_id is None:
            self.customer.choose(profile)

    def _on_customer(self, customer_id: int) -> None:
        self._customer_id = customer_id
        self.look()

    def _on_preview(self, found: tuple[str | None, Mapping[str, str]]) -> None:
        text, values = found
        missing = tr("A value is missing with this customer: the script would not be offered.")
        self.preview.setText(text or missing)
        set_role(self.preview, "" if text else "muted")
        self._show_fields(values)

    def _show_fields(self, values: Mapping[str, str]) -> None:
        names = {**FIELDS, **(RECAP_FIELDS if self._words.kind == RECAP else {})}
        rows = [(f"{{{name}}}", tr(text), values.get(name, "—" if values else "")) for name, text in names.items()]
        for name, text in CONDITIONS.items():
            rows.append((f"{{if {name}}}", tr(text), (tr("yes") if name in values else tr("no")) if values else ""))
        self.fields.show_rows(rows)

    def _insert(self, row: int) -> None:
        item = self.fields.item(row, 0)
        if item is not None:
            self.edit.insert_field(item.text().strip("{}"))

    def _on_saved(self, words: Words) -> None:
        self._words = words
        self.note.clear()
        self._check()
        self._say(tr("Saved. These words are said from now on."), "good")
        self.saved.emit(words)

    def _on_failed(self, error: BaseException) -> None:
        if isinstance(error, Refusal):
            self._say(sentence(error), "bad")

    def _fill_versions(self) -> None:
        self._versions_menu.clear()
        found = self._context.desk.scripts.versions(self._words.kind, self._words.language)
        for version in found:
            self._versions_menu.addAction(version_title(version), partial(self._put_version, version))
        if not found:
            self._versions_menu.addAction(tr("Nobody changed these words yet.")).setEnabled(False)

    def _put_version(self, version: WordsVersion) -> None:
        if version.text is None:
            self.put_shipped()
        else:
            self.put(version.text)

    def _may_discard(self) -> bool:
        buttons = QMessageBox.StandardButton
        answer = QMessageBox.question(
            self, tr("What to say"), tr("What you typed is not saved. Throw it away?"),
            buttons.Discard | buttons.Cancel, buttons.Cancel,
        )  # fmt: skip
        return answer == buttons.Discard

    def _say(self, text: str, role: str) -> None:
        self.answer.setText(text)
        self.answer.setVisible(bool(text))
        set_role(self.answer, role)
