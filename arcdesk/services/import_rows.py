"""What a comparison found, row by row, in the words of the ledger workbook; built only when it is looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, overload

from arcdesk.domain.money import format_amount
from arcdesk.services.import_differences import Difference, FieldChange, State
from arcdesk.services.import_ledger import Entry
from arcdesk.services.import_state import Reconciliation

KINDS = {
    "customer": "customers",
    "contact_person": "contacts",
    "contract": "contracts",
    "invoice": "invoices",
    "receipt": "receipts",
    "write_off": "invoices",
}
"""The sheet of the ledger workbook that shows each table."""
_HIDDEN = frozenset({"search_key", "open_fen"})
_NAMES = {"is_primary": "primary", "is_interest_first": "payment_order", "credits_id": "credits"}


class LazyRows(Sequence[Difference]):
    """The differences of a plan: counted at once, built at the first look (100,000 new rows are many objects)."""

    def __init__(self, build: Callable[[], list[Difference]]) -> None:
        self._build = build
        self._rows: list[Difference] | None = None

    @property
    def rows(self) -> list[Difference]:
        """All of them."""
        if self._rows is None:
            self._rows = self._build()
        return self._rows

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Difference]:
        return iter(self.rows)

    @overload
    def __getitem__(self, index: int) -> Difference: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Difference]: ...
    def __getitem__(self, index: int | slice) -> Difference | Sequence[Difference]:
        return self.rows[index]


def differences(found: Reconciliation) -> LazyRows:
    """Every row that would be written or was left, what needs a decision first."""
    return LazyRows(lambda: _all(found))


def _all(found: Reconciliation) -> list[Difference]:
    rows = list(found.left)
    places = {row.number: (row.sheet, row.row) for row in found.file.invoices}
    for table, entries in found.touched.items():
        kind = KINDS.get(table)
        if kind is None:
            continue
        for entry in entries.values():
            place = places.get(entry.values.get("number", ""), ("", 0)) if table == "invoice" else ("", 0)
            rows.append(difference_of(found, kind, entry, place))
    reopened = [part.invoice for part in found.taken_back if part.invoice.id not in found.touched["invoice"]]
    rows += [difference_of(found, "invoices", entry, places.get(entry.values["number"], ("", 0))) for entry in reopened]
    order: dict[State, int] = {"unknown": 0, "reopened": 1, "settled": 2, "changed": 3, "new": 4}
    return sorted(rows, key=lambda row: order[row.state])


def difference_of(
    found: Reconciliation, kind: str, entry: Entry, place: tuple[str, int] = ("", 0)
) -> Difference:
    """One row as it would be entered."""
    values, before = entry.values, entry.before
    owner = found.ledger.by_id.get(values.get("customer_id", 0)) if kind != "customers" else entry
    number = values.get("number") or values.get("code") or values.get("name", "")
    if kind == "contacts" and owner is not None:
        number = f"{owner.values['code']} {values['name']}"
    state: State = found.states.get((kind, entry.id)) or ("new" if entry.is_new else "changed")
    reason, told = found.reasons.get((kind, entry.id), ("", {}))
    has_money = kind in ("invoices", "receipts") and "open_fen" in values
    back = sum(part.opens_fen for part in found.taken_back if part.invoice is entry) if found.taken_back else 0
    return Difference(
        kind=kind,
        number=str(number),
        customer=owner.values["code"] if owner else "",
        customer_name=owner.values["name"] if owner else "",
        state=state,
        currency=values.get("currency", "CNY"),
        old_fen=before.get("open_fen", values["open_fen"]) if has_money and not entry.is_new else None,
        new_fen=values["open_fen"] + back if has_money else None,
        changes=tuple(_changes(found, before, values)),
        reason=reason,
        values=told,
        sheet=place[0],
        row=place[1],
    )


def _changes(found: Reconciliation, before: dict[str, Any], values: dict[str, Any]) -> Iterator[FieldChange]:
    for name, old in before.items():
        if name not in _HIDDEN:
            field = _NAMES.get(name, name.removesuffix("_fen"))
            yield FieldChange(field, _shown(found, name, old), _shown(found, name, values[name]))


def _shown(found: Reconciliation, name: str, value: Any) -> str:
    if value is None:
        return ""
    if name.endswith("_fen"):
        return format_amount(value)
    if name == "contract_id":
        contract = found.ledger.contracts_by_id.get(value)
        return contract.values["number"] if contract else ""
    if name == "credits_id":
        return next((e.values["number"] for e in found.ledger.invoices.values() if e.id == value), "")
    return str(value)
