"""What is answered about guarantees: each with the debts it stands for and what was done about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from arcdesk.domain.gate import Reason
from arcdesk.domain.guarantee import ActKind, GuaranteeKind, GuaranteeStanding, GuaranteeState
from arcdesk.domain.limitation import Clock
from arcdesk.services.limitation_lines import EvidenceRef

KIND_KEYS: Mapping[GuaranteeKind, str] = {"joint": "Joint guarantee", "general": "General guarantee"}
STATE_KEYS: Mapping[GuaranteeState, str] = {
    "not_due": "Not due yet|guarantee",
    "running": "To be claimed|guarantee",
    "secured": "Kept|guarantee",
    "lapsed": "Lapsed|guarantee",
}
ACT_KEYS: Mapping[ActKind, str] = {"demand": "Claim on the guarantor", "suit": "Suit against the debtor"}
"""Texts to translate, for screens and commands alike."""


@dataclass(frozen=True, slots=True)
class GuaranteeActLine:
    """A claim on the guarantor, or a suit against the debtor; it counts only with the file that proves it."""

    id: int
    act: ActKind
    on: date
    evidence: EvidenceRef | None
    note: str


@dataclass(frozen=True, slots=True)
class GuaranteePosition:
    """How a guarantee stands for one open invoice; ``open_fen`` of it in fen.

    ``clock`` is the limitation of the claim against the guarantor, once it runs.
    """

    invoice_id: int
    number: str
    currency: str
    open_fen: int
    standing: GuaranteeStanding
    clock: Clock | None


@dataclass(frozen=True, slots=True)
class GuaranteeLine:
    """A guarantee on ``as_of``.

    ``invoice_number`` or ``contract_number`` says what it stands for; both empty: for every debt.
    ``undated`` names the open invoices without a day to count from.
    """

    as_of: date
    id: int
    customer_id: int
    guarantor: str
    kind: GuaranteeKind
    invoice_number: str
    contract_number: str
    agreed_months: int | None
    agreed_until: date | None
    evidence: EvidenceRef | None
    note: str
    positions: tuple[GuaranteePosition, ...]
    acts: tuple[GuaranteeActLine, ...]
    undated: tuple[str, ...] = ()

    @property
    def first(self) -> GuaranteePosition | None:
        """The position to watch: the period that ends first of those still to be kept, else the latest one."""
        running = [each for each in self.positions if each.standing.days_left(self.as_of) is not None]
        if running:
            return min(running, key=lambda each: each.standing.raw_end)
        return max(self.positions, key=lambda each: each.standing.raw_end, default=None)

    @property
    def state(self) -> GuaranteeState | None:
        """State of ``first``; ``None`` where nothing that it stands for is open."""
        return self.first.standing.state if self.first else None

    @property
    def days_left(self) -> int | None:
        """Days to the end of the period of ``first``; ``None`` once it is kept or lapsed."""
        return self.first.standing.days_left(self.as_of) if self.first else None

    @property
    def last_day(self) -> date | None:
        """The last day of the period of ``first``."""
        return self.first.standing.last_day if self.first else None

    @property
    def reason(self) -> Reason | None:
        """What ``first`` means or asks for."""
        return self.first.standing.reason if self.first else None
