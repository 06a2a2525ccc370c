"""The services of terms, for ``bootstrap.Desk``: what may be given, and what it is held against."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from arcdesk.services.company import CompanyService
    from arcdesk.services.concession_weighing import WeighingService
    from arcdesk.services.concessions import ConcessionService
    from arcdesk.services.credit_notes import CreditNoteService
    from arcdesk.services.due_dates import DueDateService
    from arcdesk.services.evidence import EvidenceService
    from arcdesk.services.interest import InterestService
    from arcdesk.services.ledger import LedgerService
    from arcdesk.services.limitation import LimitationService
    from arcdesk.services.portrait import PortraitService
    from arcdesk.services.unit_of_work import UnitOfWork
    from arcdesk.services.write_offs import WriteOffService


class _Built(Protocol):
    """What a desk has before these."""

    _work: UnitOfWork
    company: CompanyService

    @property
    def evidence(self) -> EvidenceService: ...

    @property
    def credit_notes(self) -> CreditNoteService: ...

    @property
    def write_offs(self) -> WriteOffService: ...

    @property
    def limitation(self) -> LimitationService: ...

    @property
    def due_dates(self) -> DueDateService: ...

    @property
    def ledger(self) -> LedgerService: ...

    @property
    def interest(self) -> InterestService: ...

    @property
    def portrait(self) -> PortraitService: ...


class TermServices:
    """Concessions; each is imported and built when it is first asked for."""

    @cached_property
    def weighing(self: _Built) -> WeighingService:
        from arcdesk.services.concession_weighing import WeighingService

        return WeighingService(self._work, self.company, self.ledger, self.interest, self.portrait)

    @cached_property
    def concessions(self: _Built) -> ConcessionService:
        from arcdesk.services.concessions import ConcessionService

        return ConcessionService(
            self._work, self.evidence, self.credit_notes, self.write_offs, self.due_dates, self.limitation.entries
        )
