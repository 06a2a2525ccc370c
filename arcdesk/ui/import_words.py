"""Words and looks of what an import would change: states, kinds, fields, one line for all of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from arcdesk.i18n import current, tr
from arcdesk.importing.headings import chinese_heading
from arcdesk.importing.presets import PRESET_LABELS
from arcdesk.ui import format as show
from arcdesk.ui.widgets.shapes import Segment

if TYPE_CHECKING:
    from arcdesk.services.import_differences import Difference
    from arcdesk.services.importing import ImportPlan

STATES: Mapping[str, tuple[str, str, str]] = {
    # state: words, tone, shape; in the order of what asks for attention
    "unknown": ("To decide|import", "red", "square"),
    "reopened": ("Reopened|import", "orange", "diamond"),
    "settled": ("Settled|import", "not_due", "dash"),
    "changed": ("Changed|count", "yellow", "triangle"),
    "new": ("New|count", "green", "circle"),
}
UNCHANGED = "Unchanged|count"
RANK = {state: place for place, state in enumerate(STATES)}

STATE_TIPS: Mapping[str, str] = {
    "unknown": "At odds with the ledger in a way that only you can decide. Left as it is unless you tick it.",
    "reopened": "Settled in the ledger, open in the file.",
    "settled": "Open in the ledger, and no longer in this list of everything open.",
    "changed": "In the ledger with other values.",
    "new": "Not in the ledger yet.",
}

KINDS: Mapping[str, str] = {
    "customers": "Customers",
    "contacts": "Contact persons|import",
    "contracts": "Contracts",
    "invoices": "Invoices",
    "receipts": "Receipts",
    "allocations": "Allocations",
    "balances": "Balances|import",
    "plans": "Instalment plans",
    "accounts": "Accounts|import",
}

ONE_OF: Mapping[str, str] = {
    "customers": "Customer",
    "contacts": "Contact person|import",
    "contracts": "Contract|import",
    "invoices": "Invoice|import",
    "receipts": "Receipt|import",
    "balances": "Balance|import",
    "plans": "Instalment plan|import",
    "accounts": "Account|import",
}

SUMS: Mapping[str, str] = {
    "new": "{count} new",
    "changed": "{count} changed",
    "settled": "{count} settled",
    "reopened": "{count} reopened",
    "unknown": "{count} decided",
}
COUNTED = ("customers", "invoices", "receipts", "allocations", "balances", "plans")
_SHEET_OF = {"plans": "instalments", "balances": "invoices"}


def state_look(state: str) -> Segment:
    """Word, tone and shape of a state."""
    words, tone, shape = STATES.get(state, ("", "unknown", "ring"))
    return Segment(state, tr(words), tone, shape, 0)


def one_of(kind: str) -> str:
    """One row of a kind: 应收单."""
    return tr(ONE_OF[kind]) if kind in ONE_OF else kind


def layout_name(preset: str, saved: str = "") -> str:
    """What a recognised layout is called; a saved one has its own name."""
    name = tr(PRESET_LABELS[preset]) if preset in PRESET_LABELS else preset
    return f"{name} · {saved}" if saved else name


def field_word(kind: str, field: str) -> str:
    """A column of the ledger workbook as a person calls it."""
    if current() != "zh":
        return field.replace("_", " ")
    try:
        return chinese_heading(_SHEET_OF.get(kind, kind), field)
    except KeyError:
        return field


def change_lines(row: Difference) -> list[str]:
    """What changes, a line each: 到期日 2026-03-01 → 2026-03-15."""
    nothing = tr("(empty)|import")
    return [
        f"{field_word(row.kind, change.field)} {change.old or nothing} → {change.new or nothing}"
        for change in row.changes
    ]


def reason_text(row: Difference) -> str:
    """Why the row is as it is, where there is something to say."""
    return tr(row.reason, **row.values) if row.reason else ""


def summary(accepted: Mapping[str, int]) -> str:
    """12 新增，38 变更，5 结清: what carrying out would enter, by state; empty for nothing."""
    parts = [
        tr(SUMS[state], count=f"{accepted[state]:,}")
        for state in reversed(tuple(STATES))
        if accepted.get(state)
    ]
    return tr(", |between counts").join(parts)


def amounts(sums: Mapping[str, int]) -> str:
    """Amounts by currency, the base one first; nothing for zeros."""
    order = sorted((c for c, fen in sums.items() if fen), key=lambda c: (c != show.BASE_CURRENCY, c))
    return "  ".join(show.money(sums[currency], currency) for currency in order)


def count_lines(plan: ImportPlan) -> list[str]:
    """应收单：新增 2，变更 0, for each kind of which anything comes in."""
    return [
        tr(
            "{kind}: {new} new, {changed} changed",
            kind=tr(KINDS[kind]),
            new=counts.new,
            changed=counts.changed,
        )
        for kind in COUNTED
        if (counts := getattr(plan, kind)).new or counts.changed
    ]


def left_text(waiting: int, left: int) -> str:
    """What is not entered as things stand: what still has to be decided, and what was left out."""
    parts: Sequence[str] = [
        *([tr("{count} to decide will be left as they are", count=waiting)] if waiting else []),
        *([tr("{count} left out by you", count=left)] if left else []),
    ]
    return tr(", |between counts").join(parts)
