"""What a piece belongs to: all that it is linked to by now, and one thing more (S-130)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QWidget

from arcdesk.i18n import tr
from arcdesk.services.care_words import LINK_KINDS, link_words, name_words
from arcdesk.services.evidence import StoredEvidence
from arcdesk.services.evidence_links import Link, NothingToLink
from arcdesk.ui.dialogs.form_dialog import FormDialog
from arcdesk.ui.widgets import label
from arcdesk.ui.widgets.customer_field import CustomerField
from arcdesk.ui.widgets.fields import combo_box, named

if TYPE_CHECKING:
    from arcdesk.services.customers import CustomerProfile
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext


class Ties(NamedTuple):
    """What a piece belongs to, and what of its customer it could belong to."""

    links: tuple[Link, ...]
    choices: tuple[Link, ...]


class LinkEvidenceDialog(FormDialog):
    """Adds one link; the customer is the piece's own until another one is chosen."""

    def __init__(
        self,
        context: UiContext,
        item: StoredEvidence,
        ties: Ties,
        owner: CustomerProfile | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, tr("What “{name}” belongs to", name=item.original_name), tr("Link"), parent)
        self._item, self._links, self._choices = item, set(ties.links), ties.choices
        now = "\n".join(link_words(link) for link in ties.links) or tr("Nothing yet")
        self.add_row(tr("By now|links"), label(now, "muted", wrap=True, selectable=True))
        self.customer = CustomerField(context)
        self.kind = combo_box("link_kind", tr("Kind|link"), [(kind, tr(text)) for kind, text in LINK_KINDS.items()])
        self.which = _searchable("link_which", tr("Which one|link"))
        self.add_row(tr("Customer"), self.customer)
        self.add_row(tr("Kind|link"), self.kind)
        self.add_row(tr("Which one|link"), self.which)
        if owner is not None:
            self.customer.choose(owner)
        self.customer.customer_chosen.connect(self._on_customer)
        self.kind.setCurrentIndex(self.kind.findData("invoice"))
        self.kind.currentIndexChanged.connect(self._fill)
        self._fill()
        self.which.setFocus()
        self.fit()

    def gather(self) -> Callable[[JobContext], object]:
        chosen = self.which.currentData()
        shown = self.which.itemText(self.which.currentIndex())
        if chosen is None or self.which.currentText() != shown:
            raise NothingToLink(field="link_which")
        links, number, kind = self.context.desk.evidence_links, self._item.id, str(self.kind.currentData())
        return lambda _job: links.add(number, (kind, int(chosen)))

    def done_text(self, result: object) -> str:
        if not isinstance(result, tuple):
            return ""
        return tr("“{name}” belongs to {thing} now.", name=self._item.original_name, thing=link_words(result[0]))

    def _on_customer(self, _profile: object) -> None:
        customer_id, links = self.customer.customer_id, self.context.desk.evidence_links
        if customer_id is not None:
            self.context.jobs.run(lambda _job: links.choices(customer_id), self._on_choices)

    def _on_choices(self, choices: Sequence[Link]) -> None:
        self._choices = tuple(choices)
        self._fill()

    def _fill(self) -> None:
        kind = self.kind.currentData()
        self.which.clear()
        for link in self._choices:
            if link.kind == kind and link not in self._links:
                self.which.addItem(" ".join(part for part in (name_words(link), link.on) if part), link.id)
        self.which.setEnabled(self.which.count() > 0)
        line = self.which.lineEdit()
        if line is not None:
            line.setPlaceholderText("" if self.which.count() else tr("Nothing of this kind is left"))


def _searchable(name: str, title: str) -> QComboBox:
    """A choice that finds what is typed anywhere in a text."""
    combo = named(QComboBox(), name, title)
    combo.setEditable(True)
    combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    completer, line = combo.completer(), combo.lineEdit()
    if completer is not None and line is not None:
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        line.setAccessibleName(title)
    return combo
