"""The documents of the e-mail dialog, one line each: to whom, what, and what stands against it or came of it."""

from __future__ import annotations

from dataclasses import dataclass

from arcdesk.domain.gate import Reason
from arcdesk.i18n import tr
from arcdesk.services.mail import MailLine
from arcdesk.services.mail_outbox import SendResult
from arcdesk.services.mail_results import told_text
from arcdesk.services.mail_words import STATE_KEYS
from arcdesk.services.reason_text import reason_text
from arcdesk.ui.panels.document_table import what
from arcdesk.ui.tables import Column, amount_column

TONES = {"sent": "good", "partly": "warn", "refused": "bad", "later": "warn", "unclear": "bad", "held": "muted"}


@dataclass(frozen=True, slots=True)
class MailRow:
    """A line of the plan with what came of it in this dialog: a result of the server, or the draft's file name."""

    line: MailLine
    result: SendResult | None = None
    draft: str = ""

    @property
    def can_draft(self) -> bool:
        """Whether a draft may be written: it may lack the address."""
        return not self.against

    @property
    def against(self) -> tuple[Reason, ...]:
        """What stands against leaving the house, but for a missing address."""
        return tuple(reason for reason in self.line.reasons if reason.rule != "no_address")

    @property
    def state(self) -> str:
        """The row's state in one word."""
        if self.result is not None and self.result.state != "held":
            return tr(STATE_KEYS[self.result.state])
        if self.draft:
            return tr("draft written|mail")
        return tr("ready|mail") if self.line.allowed else tr(STATE_KEYS["held"])

    @property
    def tone(self) -> str:
        if self.result is not None and self.result.state != "held":
            return TONES[self.result.state]
        if self.draft:
            return "good"
        return "" if self.line.allowed else "muted"

    @property
    def why(self) -> str:
        """The reasons, or what the server said, or the name of the draft."""
        if self.result is not None and self.result.state != "held":
            return told_text(self.result.told)
        if self.draft:
            return self.draft
        if self.result is not None and self.line.allowed:
            return self.result.why
        return tr("; |list").join(reason_text(reason).rstrip("。.") for reason in self.line.reasons)


def columns() -> list[Column[MailRow]]:
    """State first, as what came of it is what one looks for afterwards."""
    return [
        Column("state", tr("State"), lambda row: row.state, tone=lambda row: row.tone,
               bold=lambda row: row.line.allowed, width=9),
        Column("number", tr("Number"), lambda row: row.line.document.number, width=13),
        Column("customer", tr("Customer"), _customer, width=18, tip=_customer),
        Column("what", tr("Document"), lambda row: what(row.line.document), width=12, visible=False),
        amount_column("total", tr("Amount"), lambda row: row.line.document.total_fen,
                      lambda row: row.line.document.currency, visible=False),
        Column("to", tr("To|mail"), _to, tone=lambda row: row.tone if not row.line.to else "", width=20, tip=_to,
               contact="email"),
        Column("why", tr("Why"), lambda row: row.why, tone=lambda row: row.tone, width=14, stretch=True,
               tip=lambda row: row.why),
    ]  # fmt: skip


def id_of(row: MailRow) -> int:
    return row.line.document.id


def _customer(row: MailRow) -> str:
    return row.line.document.customer_name


def _to(row: MailRow) -> str:
    return ", ".join(row.line.to)
