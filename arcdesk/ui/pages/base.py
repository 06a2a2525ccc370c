"""What every page is: a widget that reads when shown and again when something changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from pathlib import Path

    from arcdesk.services.changes import Changes
    from arcdesk.ui.context import UiContext


class Page(QWidget):
    """A page of the main window.

    A subclass sets ``key`` and ``kinds`` (kinds of ``Changes`` it shows; empty: all) and
    implements ``refresh``. A hidden page is only marked stale and refreshed when shown.

    Requests of the ``UiContext`` reach a page through the main window, which first builds
    and shows it: ``customer_requested`` calls ``open_customer`` of the dossier,
    ``log_requested`` its ``log_contact``, ``receipt_requested`` its ``record_receipt``,
    ``evidence_requested`` its ``attach_evidence``; ``letter_requested`` and
    ``statement_requested`` call ``prepare`` of the letters and the statements page,
    ``import_requested`` calls ``offer`` of the import page, ``due_dates_requested`` calls
    ``open_customer`` of the page of missing due dates.
    Pages don't connect to these signals themselves.
    """

    key = ""
    kinds: frozenset[str] = frozenset()

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._stale: bool = True
        self._stale_changes: Changes | None = None
        self._times_stale = 0
        self.setObjectName(f"page_{self.key}")
        context.data_changed.connect(self._on_data_changed)
        context.as_of_changed.connect(self._on_as_of_changed)

    def refresh(self, changes: Changes | None = None) -> None:
        """Read what is shown, off the GUI thread; ``changes`` None means everything."""
        raise NotImplementedError

    def activate(self) -> None:
        """Called each time the page comes to the front: refresh what became stale, set focus."""
        if self._stale:
            changes, self._stale, self._stale_changes, self._times_stale = self._stale_changes, False, None, 0
            self.refresh(changes)

    def open_customer(self, customer_id: int) -> None:
        """Dossier, missing due dates: show this customer."""
        raise NotImplementedError

    def show_tab(self, number: int) -> None:
        """Dossier: bring one tab to the front."""
        raise NotImplementedError

    def log_contact(self, customer_id: int) -> None:
        """Dossier: show this customer with the log panel open."""
        raise NotImplementedError

    def record_receipt(self, customer_id: int) -> None:
        """Dossier: show this customer and ask for a receipt."""
        raise NotImplementedError

    def attach_evidence(self, customer_id: int, paths: Sequence[Path]) -> None:
        """Dossier: show this customer and seal these files as evidence (none: ask for files)."""
        raise NotImplementedError

    def prepare(self, customer_ids: Sequence[int], then: Callable[[], object] | None = None) -> None:
        """Letters, statements: prepare documents for these customers."""
        raise NotImplementedError

    def offer(self, path: Path) -> None:
        """Import: read this file and show what would come in."""
        raise NotImplementedError

    def _on_data_changed(self, changes: Changes) -> None:
        if self.kinds and not (self.kinds & changes.kinds):
            return
        self._mark(changes)

    def _on_as_of_changed(self) -> None:
        self._mark(None)

    def _mark(self, changes: Changes | None) -> None:
        if self.isVisible():
            self.refresh(changes)
            return
        # Two unseen changes become one refresh of everything.
        self._stale_changes = changes if self._times_stale == 0 and not self._stale else None
        self._stale = True
        self._times_stale += 1
