"""Changing words that every customer hears or reads: text and remarks at the left, what comes of them beside it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QMenu,
    QMessageBox,
    QPushButton,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.ui.context import sentence
from arcdesk.ui.panels.template_side import RemarkList
from arcdesk.ui.theme import L, M, S
from arcdesk.ui.widgets import Line, button, label, set_role
from arcdesk.ui.widgets.customer_field import CustomerField
from arcdesk.ui.widgets.fields import line_edit
from arcdesk.ui.widgets.template_edit import TemplateEdit

if TYPE_CHECKING:
    from arcdesk.services.customers import CustomerProfile
    from arcdesk.services.kept_words import Words, WordsVersion
    from arcdesk.services.template_check import Remark
    from arcdesk.ui.context import UiContext

PAUSE_MS = 350
SHARE_OF_SCREEN = 0.9
LANGUAGE_TITLES = {"zh": "中文", "en": "English"}


class WordsKeeper(Protocol):
    """The service that keeps the words and their versions."""

    def save(self, kind: str, language: str, text: str, note: str = "") -> Words: ...

    def shipped(self, kind: str, language: str) -> str: ...

    def versions(self, kind: str, language: str) -> tuple[WordsVersion, ...]: ...

    def check(self, kind: str, text: str) -> tuple[Remark, ...]: ...


class WordsEditor(QDialog):
    """What is typed is checked and shown at once, and kept only by Save.

    A subclass makes the tabs that show what comes of the words, hands them to ``build``, and says in
    ``look``, ``example`` and ``show_example`` how they are filled.

    Args:
        name: begins the names of the controls.
        about: what the words are, for the question whether they may be thrown away.
        said: the sentence after Save.

    Signals:
        saved: the Words now in use.
    """

    saved = Signal(object)

    def __init__(
        self,
        context: UiContext,
        words: Words,
        keeper: WordsKeeper,
        *,
        name: str,
        about: str,
        said: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context, self._words, self._keeper = context, words, keeper
        self._name, self._about, self._said = name, about, said
        self._customer_id: int | None = None
        self._remarks: tuple[Remark, ...] = ()
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.edit = TemplateEdit(context.theme)
        self.remarks = RemarkList(context.theme)
        self.customer = CustomerField(context)
        self.note = line_edit(f"{name}_note", tr("What was changed"), hint=tr("What was changed (optional)"))
        self.answer = label("", "muted", wrap=True)
        self.answer.setObjectName(f"{name}_answer")
        self.answer.hide()
        self.save_button = button(tr("Save and use"), f"{name}_save", self.save, primary=True)
        self.versions_button = button(tr("Versions"), f"{name}_versions")
        self._versions_menu = QMenu(self.versions_button)
        self._versions_menu.aboutToShow.connect(self._fill_versions)
        self.versions_button.setMenu(self._versions_menu)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.look)

    @property
    def text(self) -> str:
        """What stands in the editor."""
        return self.edit.toPlainText()

    @property
    def is_changed(self) -> bool:
        """Whether something typed is not saved yet."""
        return self.text.strip() != self._words.text.strip()

    @property
    def is_usable(self) -> bool:
        """Whether nothing that was remarked forbids the words."""
        return not any(remark.blocking for remark in self._remarks)

    def look(self) -> None:
        """Show what comes of the words typed so far for the chosen customer."""
        raise NotImplementedError

    def example(self) -> int | None:
        """The id of a customer to begin with, read on the database thread."""
        raise NotImplementedError

    def show_example(self, profile: CustomerProfile | None) -> None:
        """Begin with this customer; None where nobody owes anything."""
        raise NotImplementedError

    def save(self) -> None:
        """Use these words from now on."""
        if not self.save_button.isEnabled():
            return
        keeper, kind, language = self._keeper, self._words.kind, self._words.language
        text, note = self.text, self.note.text()
        self._context.jobs.run(
            lambda _: keeper.save(kind, language, text, note), self._on_saved, self.refused, owner=self
        )

    def put(self, text: str) -> None:
        """Put another text into the editor, as one step that can be undone; nothing is saved."""
        cursor = self.edit.textCursor()
        cursor.select(cursor.SelectionType.Document)
        cursor.insertText(text)

    def put_shipped(self) -> None:
        """Put the shipped words into the editor."""
        self.put(self._keeper.shipped(self._words.kind, self._words.language))
        self.say(tr("The shipped words. Save to use them again."), "muted")

    def say(self, text: str, role: str) -> None:
        """Say something over the buttons; nothing hides it."""
        self.answer.setText(text)
        self.answer.setVisible(bool(text))
        set_role(self.answer, role)

    def refused(self, error: BaseException) -> None:
        """Say why something was not done."""
        if isinstance(error, Refusal):
            self.say(sentence(error), "bad")

    def reject(self) -> None:
        """Close; what is not saved is asked for."""
        if not self.is_changed or self._may_discard():
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.is_changed and not self._may_discard():
            event.ignore()
            return
        super().closeEvent(event)

    def build(self, tabs: Iterable[tuple[QWidget, str]], buttons: Iterable[QPushButton], size: tuple[int, int]) -> None:
        """Lay everything out, ``tabs`` with their titles at the right and ``buttons`` at the foot, and begin."""
        room = self.screen().availableSize() * SHARE_OF_SCREEN
        self.resize(min(room.width(), size[0]), min(room.height(), size[1]))
        both = QSplitter(Qt.Orientation.Horizontal)
        both.addWidget(self._left())
        both.addWidget(self._right(tabs))
        both.setSizes([size[0] * 47 // 100, size[0] * 53 // 100])
        both.setChildrenCollapsible(False)
        foot = QHBoxLayout()
        foot.setContentsMargins(L, S, L, M)
        foot.setSpacing(S)
        shipped = button(tr("As shipped"), f"{self._name}_shipped", self.put_shipped)
        for made in (self.versions_button, shipped, *buttons):
            foot.addWidget(made)
        foot.addWidget(self.note, 1)
        foot.addWidget(button(tr("Close"), f"{self._name}_close", self.reject))
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
        self._begin()

    def _begin(self) -> None:
        self.edit.setPlainText(self._words.text)
        self.edit.textChanged.connect(self._on_edited)
        self.remarks.chosen.connect(self.edit.go_to)
        self.customer.customer_chosen.connect(self._on_customer)
        self._check()
        desk = self._context.desk

        def work(_: object) -> CustomerProfile | None:
            found = self.example()
            return desk.customers.find(found) if found is not None else None

        self._context.jobs.run(work, self.show_example, owner=self)

    def _left(self) -> QWidget:
        left = QSplitter(Qt.Orientation.Vertical)
        left.addWidget(self.edit)
        left.addWidget(self.remarks)
        left.setStretchFactor(0, 4)
        left.setStretchFactor(1, 1)
        left.setChildrenCollapsible(False)
        return left

    def _right(self, tabs: Iterable[tuple[QWidget, str]]) -> QWidget:
        head = QHBoxLayout()
        head.setContentsMargins(L, S, L, 0)
        head.addWidget(label(tr("Preview with"), "muted"))
        head.addWidget(self.customer, 1)
        side = QTabWidget()
        side.setObjectName(f"{self._name}_side")
        side.setDocumentMode(True)
        for part, title in tabs:
            side.addTab(part, title)
        right = QWidget()
        box = QVBoxLayout(right)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(S)
        box.addLayout(head)
        box.addWidget(side, 1)
        return right

    def _on_edited(self) -> None:
        self._check()
        self.say("", "muted")
        self._pause.start()

    def _check(self) -> None:
        self._remarks = self._keeper.check(self._words.kind, self.text)
        self.edit.mark(self._remarks)
        self.remarks.show_remarks(self._remarks)
        self.save_button.setEnabled(self.is_usable and self.is_changed and self._context.can_write)

    def _on_customer(self, customer_id: int) -> None:
        self._customer_id = customer_id
        self.look()

    def _on_saved(self, words: Words) -> None:
        self._words = words
        self.note.clear()
        self._check()
        self.say(self._said, "good")
        self.saved.emit(words)

    def _fill_versions(self) -> None:
        self._versions_menu.clear()
        found = self._keeper.versions(self._words.kind, self._words.language)
        for version in found:
            self._versions_menu.addAction(_version_title(version), partial(self._put_version, version))
        if not found:
            self._versions_menu.addAction(tr("Nobody changed these words yet.")).setEnabled(False)

    def _put_version(self, version: WordsVersion) -> None:
        if version.text is None:
            self.put_shipped()
            return
        self.put(version.text)
        moment = f"{version.made_at:%Y-%m-%d %H:%M}"
        self.say(tr("The words of {moment}. Save to use them again.", moment=moment), "muted")

    def _may_discard(self) -> bool:
        buttons = QMessageBox.StandardButton
        answer = QMessageBox.question(
            self, self._about, tr("What you typed is not saved. Throw it away?"),
            buttons.Discard | buttons.Cancel, buttons.Cancel,
        )  # fmt: skip
        return answer == buttons.Discard


def _version_title(version: WordsVersion) -> str:
    """When it was saved, and what was noted of it."""
    what = tr("as shipped") if version.text is None else version.note
    return f"{version.made_at:%Y-%m-%d %H:%M}  {what}".strip()
