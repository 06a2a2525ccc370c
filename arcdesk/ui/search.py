"""What the search box finds: customers, invoices and documents of the desk, pages of the window."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from arcdesk.i18n import tr
from arcdesk.ui.search_box import Hit

if TYPE_CHECKING:
    from arcdesk.bootstrap import Desk
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.pages import PageEntry

LOCK_KEYS = "Ctrl+Shift+L"
HIT_ICONS = {"customer": "customers", "invoice": "file", "letter": "letters", "statement": "statements"}


def find_hits(desk: Desk, text: str, open_customer: Callable[[int], object]) -> tuple[Hit, ...]:
    """Customers, invoices and documents that ``text`` is part of; each opens its customer."""
    return tuple(
        Hit(
            HIT_ICONS.get(found.kind, "file"),
            found.title,
            found.subtitle,
            lambda customer_id=found.customer_id: open_customer(customer_id),  # type: ignore[misc]
        )
        for found in desk.customers.search(text)
    )


def commands(pages: Iterable[PageEntry], context: UiContext) -> tuple[Hit, ...]:
    """Every page as something to go to, and what has no page; found by its word in the window's language."""
    goes = tuple(
        Hit(
            page.icon,
            tr("Go to {page}", page=tr(page.title_key)),
            page.shortcut,
            lambda key=page.key: context.page_requested.emit(key),  # type: ignore[misc]
        )
        for page in pages
        if page.key != "dossier"  # it shows a customer, who is looked for by name
    )
    return (
        *goes,
        Hit("search", tr("Likely doubles"), "", lambda: _show_doubles(context)),
        Hit("lock", tr("Lock now"), LOCK_KEYS, context.lock_requested.emit),
        Hit("refresh", tr("Merges and splits"), "", lambda: _show_moves(context)),
    )


def _show_doubles(context: UiContext) -> None:
    from arcdesk.ui.dialogs.moves import DoublesDialog

    DoublesDialog(context, QApplication.activeWindow()).open()


def _show_moves(context: UiContext) -> None:
    from arcdesk.ui.dialogs.moves import MovesDialog

    MovesDialog(context, QApplication.activeWindow()).open()
