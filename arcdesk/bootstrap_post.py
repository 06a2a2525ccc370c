"""The services about what becomes of issued documents, for ``bootstrap.Desk``."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from arcdesk.services.company import CompanyService
    from arcdesk.services.contracts import ContractService
    from arcdesk.services.copies import CopyService
    from arcdesk.services.customers import CustomerService
    from arcdesk.services.deliveries import DeliveryService
    from arcdesk.services.documents import DocumentService
    from arcdesk.services.evidence import EvidenceService
    from arcdesk.services.mailing import MailingService
    from arcdesk.services.statement_runs import StatementRunService
    from arcdesk.services.statements import StatementService
    from arcdesk.services.unit_of_work import UnitOfWork


class _Built(Protocol):
    """What a desk has before these."""

    _work: UnitOfWork
    company: CompanyService

    @property
    def customers(self) -> CustomerService: ...

    @property
    def contracts(self) -> ContractService: ...

    @property
    def evidence(self) -> EvidenceService: ...

    @property
    def documents(self) -> DocumentService: ...

    @property
    def deliveries(self) -> DeliveryService: ...

    @property
    def statements(self) -> StatementService: ...


class PostServices:
    """Deliveries, the post and copies; each is imported and built when it is first asked for."""

    @cached_property
    def deliveries(self: _Built) -> DeliveryService:
        from arcdesk.services.deliveries import DeliveryService

        return DeliveryService(self._work, self.documents, self.evidence, self.customers, self.contracts)

    @cached_property
    def mailing(self: _Built) -> MailingService:
        from arcdesk.services.mailing import MailingService

        return MailingService(self.company, self.documents, self.deliveries)

    @cached_property
    def copies(self: _Built) -> CopyService:
        from arcdesk.services.copies import CopyService

        return CopyService(self._work, self.documents)

    @cached_property
    def statement_runs(self: _Built) -> StatementRunService:
        from arcdesk.services.statement_runs import StatementRunService

        return StatementRunService(self._work, self.customers, self.documents, self.statements)
