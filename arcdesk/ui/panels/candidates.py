"""Choosing customers for a batch: a list to tick, filtered by words, bucket and owner."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from arcdesk.i18n import tr
from arcdesk.services.customer_list import CustomerLine, CustomerList
from arcdesk.ui import format as show
from arcdesk.ui.labels import LETTER_LEVELS
from arcdesk.ui.labels import label as word
from arcdesk.ui.tables import ChipCell, Column
from arcdesk.ui.tables.checks import CheckModel, CheckTable
from arcdesk.ui.theme import L, S
from arcdesk.ui.widgets import label, look_of
from arcdesk.ui.widgets.fields import combo_box, line_edit

if TYPE_CHECKING:
    from arcdesk.domain.aging import Scheme
    from arcdesk.ui.context import UiContext


NO_LETTER = "none"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One customer with his money by currency: (currency, balance fen, overdue fen)."""

    id: int
    code: str
    name: str
    search_key: str
    owner: str
    worst: str
    max_overdue_days: int
    money: tuple[tuple[str, int, int], ...]

    @property
    def overdue_fen(self) -> int:
        """Overdue fen of the first currency, for sorting."""
        return self.money[0][2] if self.money else 0


def candidates_of(listed: CustomerList, keep: Callable[[CustomerLine], bool]) -> tuple[Candidate, ...]:
    """The customers of a list that ``keep`` accepts, currencies of one customer put together."""
    rank = {bucket.key: number for number, bucket in enumerate(listed.scheme.buckets)}
    together: dict[int, list[CustomerLine]] = {}
    for line in listed.rows:
        together.setdefault(line.id, []).append(line)
    found = []
    for lines in together.values():
        if not any(keep(line) for line in lines):
            continue
        first = lines[0]
        worst = max((line.worst for line in lines), key=lambda key: rank.get(key, -1))
        money = tuple((line.currency, line.balance_fen, line.overdue_fen) for line in lines)
        late = max(line.max_overdue_days for line in lines)
        found.append(Candidate(first.id, first.code, first.name, first.search_key, first.owner, worst, late, money))
    return tuple(found)


class CandidatePicker(QWidget):
    """Filter line over the list of customers to tick.

    Signals:
        picked_changed: tuple of the ticked ids.
        current_changed: Candidate or None.
    """

    picked_changed = Signal(object)
    current_changed = Signal(object)

    def __init__(
        self, context: UiContext, name: str, *, overdue_only: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._scheme: Scheme | None = None
        self.model = CheckModel(self._columns(overdue_only=overdue_only), _id_of, context.theme)
        self.model.checks_changed.connect(self._on_checks_changed)
        self.table = CheckTable(self.model, context.theme, context.settings, name, tr("Customers"))
        self.table.current_row_changed.connect(self.current_changed)
        self.search = line_edit("candidate_search", tr("Filter customers"))
        self.search.setPlaceholderText(tr("Name, pinyin, initials or code"))
        self.search.setClearButtonEnabled(True)
        self.bucket = combo_box("candidate_bucket", tr("Aging"))
        self.owner = combo_box("candidate_owner", tr("Owner|customer"))
        self.level = combo_box("candidate_level", tr("Last letter"))
        self._level_row = QWidget()
        self._level_row.setVisible(False)
        self._levels: Mapping[int, str] = {}
        for combo in (self.bucket, self.owner, self.level):
            combo.currentIndexChanged.connect(self._filter)
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.search.textChanged.connect(self._filter)
        self.every = QCheckBox(tr("All shown"))
        self.every.setObjectName("candidate_every")
        self.every.clicked.connect(self._on_every)
        self._count = label("", "muted")
        self._arrange()

    def show_candidates(self, scheme: Scheme, rows: Sequence[Candidate]) -> None:
        """Offer these customers; ticks, filter and place stay."""
        self._scheme = scheme
        buckets = [("", tr("Every age")), *((b.key, tr(b.label_key, **b.label_values)) for b in scheme.buckets)]
        _refill(self.bucket, buckets)
        owners = sorted({row.owner for row in rows if row.owner})
        _refill(self.owner, [("", tr("Every owner")), *((owner, owner) for owner in owners)])
        self.owner.setVisible(bool(owners))
        self.model.set_rows(rows)
        self._filter()

    def offer_levels(self, levels: Mapping[int, str]) -> None:
        """Let customers be chosen by their last letter too; ``levels`` by customer."""
        self._levels = levels
        words = [(level, word(LETTER_LEVELS, level)) for level in LETTER_LEVELS if level in set(levels.values())]
        _refill(self.level, [("", tr("Every last letter")), (NO_LETTER, tr("No letter yet")), *words])
        self._level_row.setVisible(bool(levels))
        self._filter()

    def pick(self, ids: Sequence[int]) -> None:
        """Tick exactly these customers and go to the first of them."""
        self.model.check(self.model.checked, on=False)
        self.model.check(ids)
        if ids:
            self.table.select_id(ids[0])

    def picked(self) -> tuple[int, ...]:
        """The ticked customers."""
        return self.model.checked

    # inside

    def _arrange(self) -> None:
        filters = QHBoxLayout()
        filters.setContentsMargins(L, S, S, S)
        filters.setSpacing(S)
        filters.addWidget(self.search, 1)
        filters.addWidget(self.bucket)
        filters.addWidget(self.owner)
        by_letter = QHBoxLayout(self._level_row)
        by_letter.setContentsMargins(L, 0, S, S)
        by_letter.setSpacing(S)
        by_letter.addWidget(label(tr("Last letter"), "muted"))
        by_letter.addWidget(self.level, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(L, S, S, S)
        foot.addWidget(self.every)
        foot.addStretch(1)
        foot.addWidget(self._count)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(filters)
        box.addWidget(self._level_row)
        box.addWidget(self.table, 1)
        box.addLayout(foot)

    def _tick_order(self, row: Candidate) -> int:
        """Sorting by the tick: ticked customers first."""
        return 0 if self.model.is_checked(row.id) else 1

    def _columns(self, *, overdue_only: bool) -> list[Column[Candidate]]:
        def chip(row: Candidate) -> ChipCell | None:
            return ChipCell(look_of(self._scheme, row.worst)) if self._scheme is not None and row.worst else None

        def place(row: Candidate) -> int:
            keys = [bucket.key for bucket in self._scheme.buckets] if self._scheme is not None else []
            return keys.index(row.worst) if row.worst in keys else -1

        def amounts(row: Candidate) -> str:
            parts = [(currency, overdue if overdue_only else balance) for currency, balance, overdue in row.money]
            return "  ".join(show.money(fen, currency) for currency, fen in parts if fen) or show.money(0)

        def sort_amount(row: Candidate) -> int:
            _, balance_fen, overdue_fen = row.money[0] if row.money else ("", 0, 0)
            return overdue_fen if overdue_only else balance_fen

        title = tr("Overdue") if overdue_only else tr("Balance")
        return [
            Column("tick", "", lambda row: "", self._tick_order, width=1),
            Column("name", tr("Customer"), lambda row: row.name, width=16, stretch=True,
                   tip=lambda row: f"{row.name}  {row.code}"),
            Column("bucket", tr("Aging"), lambda row: look_of(self._scheme, row.worst).label if self._scheme else "",
                   place, cell=chip, is_chip=True, width=10),
            Column("amount", title, amounts, sort_amount, "right", width=13),
            Column("late", tr("Days late"), lambda row: str(row.max_overdue_days or ""),
                   lambda row: row.max_overdue_days, "right", width=8, visible=False),
            Column("owner", tr("Owner|customer"), lambda row: row.owner, width=8, visible=False),
            Column("code", tr("Code"), lambda row: row.code, width=9, visible=False),
        ]  # fmt: skip

    def _filter(self) -> None:
        wanted, bucket, owner = self.search.text().strip().lower(), self.bucket.currentData(), self.owner.currentData()
        level = self.level.currentData()

        def keep(row: Candidate) -> bool:
            return (
                (not wanted or wanted in row.search_key)
                and (not bucket or row.worst == bucket)
                and (not owner or row.owner == owner)
                and (not level or self._levels.get(row.id, NO_LETTER) == level)
            )

        self.model.set_filter(keep if wanted or bucket or owner or level else None)
        self._show_count()

    def _on_every(self, checked: bool) -> None:
        self.model.check([row.id for row in self.model.rows], on=checked)

    def _on_checks_changed(self) -> None:
        self._show_count()
        self.picked_changed.emit(self.model.checked)

    def _show_count(self) -> None:
        shown = [row.id for row in self.model.rows]
        ticked = sum(1 for number in shown if self.model.is_checked(number))
        self.every.setChecked(bool(shown) and ticked == len(shown))
        text = tr("{picked} of {count} chosen", picked=len(self.model.checked), count=len(self.model.all_rows))
        self._count.setText(text)


def _id_of(row: Candidate) -> int:
    return row.id


def _refill(combo: QComboBox, entries: Sequence[tuple[str, str]]) -> None:
    chosen = combo.currentData()
    combo.blockSignals(True)
    combo.clear()
    for data, text in entries:
        combo.addItem(text, data)
    combo.setCurrentIndex(max(combo.findData(chosen), 0))
    combo.blockSignals(False)
