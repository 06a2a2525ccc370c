"""The tables of promises, instalment plans and disputes: each state a chip of shape, colour and word."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from arcdesk.i18n import tr
from arcdesk.services.dispute_lines import DisputeLine
from arcdesk.services.plan_lines import InstalmentLine, PlanLine
from arcdesk.services.promises import PromiseLine
from arcdesk.ui import format as show
from arcdesk.ui.labels import (
    AUTHORITIES,
    DISPUTE_KINDS,
    DISPUTE_STATES,
    INSTALMENT_STATES,
    PLAN_STATES,
    PROMISE_STATES,
)
from arcdesk.ui.labels import label as words
from arcdesk.ui.tables import ChipCell, Column, RowTable, RowTableModel, amount_column, date_column
from arcdesk.ui.widgets import Segment

if TYPE_CHECKING:
    from arcdesk.services.said import Proof, Said
    from arcdesk.ui.context import UiContext

R = TypeVar("R", PromiseLine, PlanLine, InstalmentLine, DisputeLine)
Made = tuple[RowTable[R], RowTableModel[R]]
Look = tuple[str, str]
"""Tone and shape of a chip."""

PROMISE_LOOKS: Mapping[str, Look] = {
    "open": ("not_due", "ring"), "kept": ("green", "circle"), "part_kept": ("yellow", "triangle"),
    "broken": ("red", "square"),
}  # fmt: skip
INSTALMENT_LOOKS: Mapping[str, Look] = {
    "open": ("not_due", "ring"), "partly": ("yellow", "triangle"), "paid": ("green", "circle"),
    "late": ("red", "square"),
}  # fmt: skip
PLAN_LOOKS: Mapping[str, Look] = {
    "running": ("not_due", "ring"), "late": ("red", "square"), "done": ("green", "circle"),
    "accelerated": ("orange", "diamond"), "void": ("unknown", "dash"), "replaced": ("unknown", "dash"),
}  # fmt: skip
DISPUTE_LOOKS: Mapping[str, Look] = {
    "open": ("orange", "diamond"), "accepted": ("green", "circle"), "rejected": ("not_due", "square"),
    "partly": ("yellow", "triangle"), "": ("unknown", "dash"),
}  # fmt: skip


def dispute_state(line: DisputeLine) -> str:
    """``open``, or how it was settled."""
    return "open" if line.is_open else line.resolution


def said_by(said: Said | None) -> str:
    """``周敏 · 部分决定权``: who said it, and how far that person decides."""
    if said is None:
        return ""
    return " · ".join(part for part in (said.person, words(AUTHORITIES, said.authority) if said.person else "") if part)


def proof_names(proofs: Sequence[Proof]) -> str:
    """The names of the files, one after the other."""
    return "; ".join(proof.name for proof in proofs)


def promise_table(context: UiContext) -> Made[PromiseLine]:
    """Promises: standing, day, amount, what came in time and late, who said it and what proves it."""
    columns: list[Column[PromiseLine]] = [
        _chip("state", tr("State"), lambda line: line.state, PROMISE_STATES, PROMISE_LOOKS),
        date_column("due", tr("Promised for"), lambda line: line.due_on, width=12),
        amount_column("amount", tr("Amount"), lambda line: line.amount_fen, lambda line: line.currency, fitted=True),
        amount_column("paid", tr("Paid in time"), lambda line: line.paid_fen, lambda line: line.currency,
                      blank_zero=True, fitted=True),
        amount_column("late", tr("Paid late"), lambda line: line.late_fen, lambda line: line.currency,
                      lambda _line: "warn", blank_zero=True, fitted=True),
        Column("days", tr("Days late"), lambda line: str(line.days_late or ""), lambda line: line.days_late, "right",
               lambda _line: "bad", width=7),
        amount_column("missing", tr("Still missing"), lambda line: line.missing_fen, lambda line: line.currency,
                      _missing_tone, blank_zero=True, fitted=True),
        Column("said", tr("Said by"), lambda line: said_by(line.said), tip=lambda line: said_by(line.said), width=16),
        Column("proof", tr("Evidence"), _promise_proofs, tip=_promise_proofs, width=12, stretch=True),
        Column("plan", tr("Plan|number"), lambda line: line.plan_number, width=11, visible=False),
        date_column("made", tr("Made on"), lambda line: line.made_on, visible=False),
    ]  # fmt: skip
    return _table(context, columns, lambda line: line.id, "dossier_promises", tr("Promises"))


def plan_table(context: UiContext) -> Made[PlanLine]:
    """Plans: standing, number, sums."""
    columns: list[Column[PlanLine]] = [
        _chip("state", tr("State"), lambda line: line.state, PLAN_STATES, PLAN_LOOKS),
        Column("number", tr("Plan|number"), lambda line: line.number, fitted=True),
        date_column("agreed", tr("Agreed on"), lambda line: line.agreed_on, visible=False),
        amount_column("total", tr("Total"), lambda line: line.total_fen, lambda line: line.currency, fitted=True),
        amount_column("paid", tr("Paid|amount"), lambda line: line.paid_fen, lambda line: line.currency, fitted=True),
        amount_column("late", tr("In arrears"), lambda line: line.overdue_fen, lambda line: line.currency,
                      lambda _line: "bad", blank_zero=True, fitted=True),
        Column("invoices", tr("Invoices"), lambda line: ", ".join(line.invoices), width=12, visible=False),
    ]  # fmt: skip
    return _table(context, columns, lambda line: line.id, "dossier_plans", tr("Instalment plans"))


def instalment_table(context: UiContext, currency: Callable[[], str]) -> Made[InstalmentLine]:
    """The instalments of one plan; ``currency`` is the plan's."""
    columns: list[Column[InstalmentLine]] = [
        Column("seq", tr("No."), lambda line: str(line.seq), lambda line: line.seq, "right", width=4),
        _chip("state", tr("State"), lambda line: line.state, INSTALMENT_STATES, INSTALMENT_LOOKS),
        date_column("due", tr("Due on"), lambda line: line.due_on),
        amount_column("amount", tr("Amount"), lambda line: line.amount_fen, lambda _line: currency(), fitted=True),
        amount_column("paid", tr("Paid|amount"), lambda line: line.paid_fen, lambda _line: currency(),
                      blank_zero=True, fitted=True),
        Column("shares", tr("Pays"), _shares, tip=_shares, width=8, stretch=True),
    ]  # fmt: skip
    return _table(context, columns, lambda line: line.seq, "dossier_instalments", tr("Instalments"))


def dispute_table(context: UiContext) -> Made[DisputeLine]:
    """Disputes: standing, invoice, amount, kind and reason, who is to clear it, who raised it."""
    columns: list[Column[DisputeLine]] = [
        _chip("state", tr("State"), dispute_state, DISPUTE_STATES, DISPUTE_LOOKS),
        Column("invoice", tr("Invoice"), lambda line: line.invoice_number, fitted=True),
        amount_column("amount", tr("Disputed"), lambda line: line.amount_fen, lambda line: line.currency, fitted=True),
        Column("kind", tr("Kind"), lambda line: words(DISPUTE_KINDS, line.category) if line.category else "",
               fitted=True),
        Column("reason", tr("Reason"), _reason, tip=_reason, width=14, stretch=True),
        Column("owner", tr("Cleared by|dispute"), lambda line: line.owner, width=9),
        date_column("opened", tr("Raised on"), lambda line: line.opened_on),
        Column("said", tr("Raised by"), lambda line: said_by(line.said), tip=lambda line: said_by(line.said), width=12),
    ]  # fmt: skip
    return _table(context, columns, lambda line: line.id, "dossier_disputes", tr("Disputes"))


def _reason(line: DisputeLine) -> str:
    """What the customer says, and behind it how it was settled."""
    return " → ".join(part for part in (line.reason, line.closed_note) if part)


def _missing_tone(line: PromiseLine) -> str:
    return "bad" if line.state in {"broken", "part_kept"} else ""


def _promise_proofs(line: PromiseLine) -> str:
    return proof_names(line.said.proofs) if line.said else ""


def _shares(line: InstalmentLine) -> str:
    return "; ".join(f"{number} {show.money(fen)}" for number, fen in line.shares)


def _chip(
    key: str, title: str, state: Callable[[R], str], texts: Mapping[str, str], looks: Mapping[str, Look]
) -> Column[R]:
    ranks = {code: rank for rank, code in enumerate(looks)}

    def cell(line: R) -> ChipCell:
        code = state(line)
        tone, shape = looks[code]
        return ChipCell(Segment(code, words(texts, code), tone, shape, 0))

    return Column(
        key, title, lambda line: words(texts, state(line)), lambda line: ranks[state(line)], cell=cell, is_chip=True,
        width=9,
    )  # fmt: skip


def _table(
    context: UiContext, columns: Sequence[Column[R]], row_id: Callable[[R], int], name: str, title: str
) -> Made[R]:
    model: RowTableModel[R] = RowTableModel(columns, row_id, context.theme)
    return RowTable(model, context.theme, context.settings, name, title), model
