"""The services of chasing, for ``bootstrap.Desk``: whom, when, why, and what came of it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from arcdesk.services.calendar_file import CalendarFileService
    from arcdesk.services.company import CompanyService
    from arcdesk.services.contact_coverage import CoverageService
    from arcdesk.services.contacts import ContactService
    from arcdesk.services.customers import CustomerService
    from arcdesk.services.day_list import DayListService
    from arcdesk.services.documents import DocumentService
    from arcdesk.services.evidence import EvidenceService
    from arcdesk.services.followups import FollowUpService
    from arcdesk.services.gate import GateService
    from arcdesk.services.grades import GradeService
    from arcdesk.services.holds import HoldService
    from arcdesk.services.limitation import LimitationService
    from arcdesk.services.overrides import OverrideService
    from arcdesk.services.policies import PolicyService
    from arcdesk.services.portrait import PortraitService
    from arcdesk.services.preparation import PreparationService
    from arcdesk.services.promises import PromiseService
    from arcdesk.services.quiet import QuietService
    from arcdesk.services.reference import Reference
    from arcdesk.services.reminding import ReminderService
    from arcdesk.services.script_library import ScriptService
    from arcdesk.services.script_recap import RecapService
    from arcdesk.services.set_aside import SetAsideService
    from arcdesk.services.unit_of_work import UnitOfWork
    from arcdesk.services.week import WeekService
    from arcdesk.services.worklist import WorklistService


class _Built(Protocol):
    """What a desk has before these."""

    _work: UnitOfWork
    company: CompanyService
    reference: Reference

    @property
    def customers(self) -> CustomerService: ...

    @property
    def documents(self) -> DocumentService: ...

    @property
    def evidence(self) -> EvidenceService: ...

    @property
    def limitation(self) -> LimitationService: ...

    @property
    def followups(self) -> FollowUpService: ...

    @property
    def holds(self) -> HoldService: ...

    @property
    def worklist(self) -> WorklistService: ...

    @property
    def contacts(self) -> ContactService: ...

    @property
    def portrait(self) -> PortraitService: ...

    @property
    def scripts(self) -> ScriptService: ...

    @property
    def calendar_file(self) -> CalendarFileService: ...

    @property
    def quiet(self) -> QuietService: ...

    @property
    def day_list(self) -> DayListService: ...


class ChaseServices:
    """Contacts, promises, policies and the day's list; each is imported and built when it is first asked for."""

    @cached_property
    def contacts(self: _Built) -> ContactService:
        from arcdesk.services.contacts import ContactService

        return ContactService(self._work, self.evidence)

    @cached_property
    def promises(self: _Built) -> PromiseService:
        from arcdesk.services.promises import PromiseService

        return PromiseService(self._work)

    @cached_property
    def portrait(self: _Built) -> PortraitService:
        from arcdesk.services.portrait import PortraitService

        return PortraitService(self._work, self.company, self.customers)

    @cached_property
    def grades(self: _Built) -> GradeService:
        from arcdesk.services.grades import GradeService

        return GradeService(self._work, self.company, self.customers)

    @cached_property
    def calendar_file(self: _Built) -> CalendarFileService:
        from arcdesk.services.calendar_file import CalendarFileService

        return CalendarFileService(self._work, self.followups, self.documents)

    @cached_property
    def contact_coverage(self: _Built) -> CoverageService:
        from arcdesk.services.contact_coverage import CoverageService

        return CoverageService(self._work)

    @cached_property
    def policies(self: _Built) -> PolicyService:
        from arcdesk.services.policies import PolicyService

        return PolicyService(self._work, self.customers, self.worklist)

    @cached_property
    def followups(self: _Built) -> FollowUpService:
        from arcdesk.services.followups import FollowUpService

        return FollowUpService(self._work, self.reference)

    @cached_property
    def quiet(self: _Built) -> QuietService:
        from arcdesk.services.quiet import QuietService

        return QuietService(self.company, self.reference)

    @cached_property
    def gate(self: _Built) -> GateService:
        from arcdesk.services.gate import GateService

        return GateService(self._work)

    @cached_property
    def holds(self: _Built) -> HoldService:
        from arcdesk.services.holds import HoldService

        return HoldService(self._work)

    @cached_property
    def set_aside(self: _Built) -> SetAsideService:
        from arcdesk.services.set_aside import SetAsideService

        return SetAsideService(self._work, self.worklist)

    @cached_property
    def overrides(self: _Built) -> OverrideService:
        from arcdesk.services.overrides import OverrideService

        return OverrideService(self._work)

    @cached_property
    def day_list(self: _Built) -> DayListService:
        from arcdesk.services.day_list import DayListService

        return DayListService(self._work, self.worklist, self.followups, self.holds)

    @cached_property
    def worklist(self: _Built) -> WorklistService:
        from arcdesk.services.worklist import WorklistService

        return WorklistService(self._work, self.limitation.ends)

    @cached_property
    def reminding(self: _Built) -> ReminderService:
        from arcdesk.services.reminding import ReminderService

        return ReminderService(self._work, self.company, self.quiet, self.followups, self.day_list)

    @cached_property
    def scripts(self: _Built) -> ScriptService:
        from arcdesk.services.script_library import ScriptService

        return ScriptService(self._work, self.company, self.customers, self.reference, self.worklist)

    @cached_property
    def recaps(self: _Built) -> RecapService:
        from arcdesk.services.script_recap import RecapService

        return RecapService(self.contacts, self.customers, self.reference, self.scripts)

    @cached_property
    def preparation(self: _Built) -> PreparationService:
        from arcdesk.services.preparation import PreparationService

        return PreparationService(self.customers, self.portrait)

    @cached_property
    def week(self: _Built) -> WeekService:
        from arcdesk.services.week import WeekService

        return WeekService(self._work, self.calendar_file, self.limitation, self.reference)
