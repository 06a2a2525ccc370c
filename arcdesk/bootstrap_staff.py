"""The services for others of the firm, for ``bootstrap.Desk``: owners, tasks, reports to them, the lawyer's list."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from arcdesk.services.aging import AgingService
    from arcdesk.services.cases import CaseService
    from arcdesk.services.company import CompanyService
    from arcdesk.services.completeness import CompletenessService
    from arcdesk.services.contracts import ContractService
    from arcdesk.services.customers import CustomerService
    from arcdesk.services.day_list import DayListService
    from arcdesk.services.disputes import DisputeService
    from arcdesk.services.documents import DocumentService
    from arcdesk.services.escalation import EscalationService
    from arcdesk.services.followups import FollowUpService
    from arcdesk.services.guarantees import GuaranteeService
    from arcdesk.services.interest import InterestService
    from arcdesk.services.legal import LegalService
    from arcdesk.services.limitation import LimitationService
    from arcdesk.services.mail import MailService
    from arcdesk.services.owners import OwnerService
    from arcdesk.services.reference import Reference
    from arcdesk.services.staff import StaffService
    from arcdesk.services.staff_papers import StaffPaperService
    from arcdesk.services.tasks import TaskService
    from arcdesk.services.unit_of_work import UnitOfWork
    from arcdesk.services.worklist import WorklistService


class _Built(Protocol):
    """What a desk has before these."""

    _work: UnitOfWork
    company: CompanyService
    reference: Reference

    @property
    def customers(self) -> CustomerService: ...

    @property
    def aging(self) -> AgingService: ...

    @property
    def day_list(self) -> DayListService: ...

    @property
    def worklist(self) -> WorklistService: ...

    @property
    def disputes(self) -> DisputeService: ...

    @property
    def documents(self) -> DocumentService: ...

    @property
    def followups(self) -> FollowUpService: ...

    @property
    def limitation(self) -> LimitationService: ...

    @property
    def completeness(self) -> CompletenessService: ...

    @property
    def guarantees(self) -> GuaranteeService: ...

    @property
    def contracts(self) -> ContractService: ...

    @property
    def interest(self) -> InterestService: ...

    @property
    def mail(self) -> MailService: ...

    @property
    def staff(self) -> StaffService: ...

    @property
    def cases(self) -> CaseService: ...


class StaffServices:
    """Each is imported and built when it is first asked for."""

    @cached_property
    def staff(self: _Built) -> StaffService:
        from arcdesk.services.staff import StaffService

        return StaffService(self._work)

    @cached_property
    def owners(self: _Built) -> OwnerService:
        from arcdesk.services.owners import OwnerService

        return OwnerService(self._work)

    @cached_property
    def cases(self: _Built) -> CaseService:
        from arcdesk.services.cases import CaseService

        return CaseService(
            self._work, self.customers, self.aging, self.worklist, self.disputes, self.documents, self.followups,
            self.limitation, self.completeness,
        )  # fmt: skip

    @cached_property
    def tasks(self: _Built) -> TaskService:
        from arcdesk.services.tasks import TaskService

        return TaskService(self._work, self.staff, self.day_list, self.reference)

    @cached_property
    def escalation(self: _Built) -> EscalationService:
        from arcdesk.services.escalation import EscalationService

        return EscalationService(self._work, self.cases, self.interest)

    @cached_property
    def legal(self: _Built) -> LegalService:
        from arcdesk.services.legal import LegalService

        return LegalService(
            self._work, self.customers, self.cases, self.completeness, self.limitation, self.guarantees,
            self.contracts, self.interest,
        )  # fmt: skip

    @cached_property
    def staff_papers(self: _Built) -> StaffPaperService:
        from arcdesk.services.staff_papers import StaffPaperService

        return StaffPaperService(self._work, self.company, self.staff, self.customers, self.mail)
