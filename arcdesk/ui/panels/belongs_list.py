"""What a piece of evidence belongs to: a customer's invoices, contracts, contacts, letters, deliveries, to tick."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from arcdesk.i18n import tr
from arcdesk.services.evidence_links import Link
from arcdesk.ui.labels import CHANNELS, DOCUMENT_STATES
from arcdesk.ui.labels import label as words
from arcdesk.ui.theme import S
from arcdesk.ui.widgets import label
from arcdesk.ui.widgets.fields import line_edit, named

LINK_ROLE = int(Qt.ItemDataRole.UserRole)
KINDS = {
    "invoice": "Invoice",
    "contract": "Contract|link",
    "contact": "Contact|link",
    "document": "Letter or statement|link",
    "delivery": "Delivery|link",
}


class BelongsList(QWidget):
    """Nothing ticked: it belongs to the customer's account as a whole."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = line_edit("belongs_search", tr("Filter by number or day"), hint=tr("Filter by number or day"))
        self.search.textChanged.connect(self._filter)
        self.list = named(QListWidget(), "belongs", tr("Belongs to"))
        self.list.setAlternatingRowColors(True)
        self._hint = label(tr("Nothing ticked: all of the account."), "muted", wrap=True)
        self.list.itemChanged.connect(self._on_changed)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(S)
        box.addWidget(self.search)
        box.addWidget(self.list, 1)
        box.addWidget(self._hint)

    def show_choices(self, links: Iterable[Link]) -> None:
        """Offer these; the customer himself is not among them."""
        self.list.clear()
        for link in links:
            if link.kind in KINDS:
                item = QListWidgetItem(_words(link))
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(Qt.CheckState.Unchecked)
                item.setData(LINK_ROLE, link)
                self.list.addItem(item)
        self._filter()

    def chosen(self) -> tuple[tuple[str, int], ...]:
        """Kind and id of everything ticked."""
        links = (item.data(LINK_ROLE) for item in self._items() if item.checkState() == Qt.CheckState.Checked)
        return tuple((link.kind, link.id) for link in links)

    def tick(self, kind: str, which: str | int) -> bool:
        """Tick the thing of that kind and number or id; False where it is not offered."""
        for item in self._items():
            link: Link = item.data(LINK_ROLE)
            if link.kind == kind and which in (link.name, link.id):
                item.setCheckState(Qt.CheckState.Checked)
                return True
        return False

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(row) for row in range(self.list.count())]

    def _filter(self) -> None:
        wanted = self.search.text().strip().casefold()
        for item in self._items():
            item.setHidden(wanted not in item.text().casefold() and item.checkState() != Qt.CheckState.Checked)

    def _on_changed(self) -> None:
        count = len(self.chosen())
        text = tr("Ticked: {count}", count=count) if count else tr("Nothing ticked: all of the account.")
        self._hint.setText(text)


def _words(link: Link) -> str:
    """``应收单 YJ-1001 · 2026-09-10``."""
    name = link.name
    if link.kind == "contact":
        name = words(CHANNELS, name)
    elif link.kind == "delivery":
        number, _, event = name.rpartition(" ")
        name = f"{number} {words(DOCUMENT_STATES, event)}"
    return " · ".join(filter(None, (f"{tr(KINDS[link.kind])} {name}", link.on)))
