"""Over the list of customers: the whole receivable as one bar, and what narrows the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from arcdesk.domain.schemes import SCHEMES
from arcdesk.i18n import tr
from arcdesk.ui import format as show
from arcdesk.ui.icons import icon
from arcdesk.ui.theme import L, M, S, Theme
from arcdesk.ui.widgets import AgingBar, char_width, clearable, label, segments_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from arcdesk.services.customer_list import CurrencyTotal, CustomerLine, CustomerList

PAUSE_MS = 60
GAP = "   "


class CustomerFilter(QWidget):
    """Shows the totals of a ``CustomerList`` and says which of its rows to keep.

    Signals:
        changed(): another choice of rows.
        left(): Enter in the text field: the list is wanted.
    """

    changed = Signal()
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._list: CustomerList | None = None
        self._parts: list[str] = []
        self.bar = AgingBar(theme)
        self.bar.setObjectName("aging_bar")
        self.bar.show_segments(segments_of(SCHEMES["portrait"], {}))  # its place, until the figures come
        self.tools = QHBoxLayout()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self.changed)
        box = QVBoxLayout(self)
        box.setContentsMargins(L, M, L, M)
        box.setSpacing(S)
        box.addLayout(self._headline())
        box.addWidget(self.bar)
        box.addLayout(self._fill_tools(theme))
        self.bar.filter_changed.connect(self.changed)

    def show_list(self, found: CustomerList) -> None:
        """Show the totals of the list; what was chosen stays chosen."""
        self._list = found
        names = [total.currency for total in found.totals]
        if [self._currency.itemText(number) for number in range(self._currency.count())] != names:
            chosen = self._currency.currentText()
            self._currency.blockSignals(True)
            self._currency.clear()
            self._currency.addItems(names)
            self._currency.setCurrentIndex(names.index(chosen) if chosen in names else 0)
            self._currency.blockSignals(False)
        self._currency.setVisible(len(names) > 1)
        self._show_totals()

    def show_count(self, count: int) -> None:
        """Say how many customers are left."""
        self._count.setText(tr("{count} customers", count=f"{count:,}"))

    def total(self) -> CurrencyTotal | None:
        """The totals in the currency shown."""
        totals = self._list.totals if self._list is not None else ()
        wanted = self._currency.currentText()
        return next((total for total in totals if total.currency == wanted), None)

    def rule(self) -> Callable[[CustomerLine], bool]:
        """Whether a row passes what stands here now: text, buckets of the currency shown, settled ones."""
        text = self._field.text().strip().lower()
        settled = bool(text) or self._settled.isChecked()
        chosen, currency = self.bar.chosen, self._currency.currentText()

        def keeps(row: CustomerLine) -> bool:
            if chosen and (row.currency != currency or not any(map(row.buckets.get, chosen))):
                return False
            return text in row.search_key and (settled or not row.is_settled)

        return keeps

    def clear(self) -> None:
        """Take text and buckets out of the filter."""
        self._field.clear()
        self.bar.set_chosen(())
        self.changed.emit()

    def focus_text(self) -> None:
        """Put the cursor into the text field."""
        self._field.setFocus()

    def _show_totals(self) -> None:
        total = self.total()
        if total is None or self._list is None:
            return
        self.bar.show_segments(segments_of(self._list.scheme, total.buckets, total.customers))
        overdue = sum(row.overdue_fen for row in self._list.rows if row.currency == total.currency)
        self._balance.setText(show.money_with_sign(total.balance_fen, total.currency))
        share = show.share(overdue, total.gross_fen)
        parts = [tr("overdue {amount} ({share})", amount=show.money(overdue), share=share)]
        if total.unallocated_fen:
            parts.append(tr("unallocated {amount}", amount=show.money(total.unallocated_fen)))
        self._parts = parts
        self._facts.setToolTip("\n".join(parts))
        self._show_facts()

    def _show_facts(self) -> None:
        """As many of the facts as there is room for: none is cut."""
        metrics, shown = self._facts.fontMetrics(), list(self._parts)
        while len(shown) > 1 and metrics.horizontalAdvance(GAP.join(shown)) > self._facts.width():
            shown.pop()
        self._facts.setText(GAP.join(shown))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_facts()

    def _on_currency(self, _currency: str) -> None:
        self._show_totals()
        self.changed.emit()

    def _headline(self) -> QHBoxLayout:
        self._balance = label("", "figure", selectable=True)
        self._balance.setObjectName("total_balance")
        self._facts = label("", "muted", selectable=True)
        self._facts.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._currency = QComboBox()
        self._currency.setObjectName("currency")
        self._currency.setAccessibleName(tr("Currency of the bar"))
        self._currency.currentTextChanged.connect(self._on_currency)
        self._currency.hide()
        row = QHBoxLayout()
        row.setSpacing(M)
        line = Qt.AlignmentFlag.AlignBaseline
        row.addWidget(label(tr("Receivables"), "muted"), 0, line)
        row.addWidget(self._balance, 0, line)
        row.addWidget(self._facts, 1, line)
        row.addWidget(self._currency)
        return row

    def _fill_tools(self, theme: Theme) -> QHBoxLayout:
        self._field = QLineEdit()
        self._field.setObjectName("customer_filter")
        hint = tr("Filter by name, pinyin, initials or code")
        self._field.setPlaceholderText(hint)
        self._field.setAccessibleName(hint)
        clearable(self._field)
        picture = QAction(icon("filter", theme, "muted"), "", self._field)
        self._field.addAction(picture, QLineEdit.ActionPosition.LeadingPosition)
        self._field.setMaximumWidth(char_width(self) * 46)
        self._field.textChanged.connect(lambda _text: self._timer.start())
        self._field.returnPressed.connect(self.left)
        self._settled = QCheckBox(tr("With settled ones"))
        self._settled.setObjectName("with_settled")
        self._settled.toggled.connect(lambda _on: self.changed.emit())
        self._count = label("", "muted")
        self._count.setObjectName("customer_count")
        self.tools.setSpacing(M)
        self.tools.addWidget(self._field, 6)
        self.tools.addWidget(self._settled)
        self.tools.addStretch(1)
        self.tools.addWidget(self._count)
        return self.tools
