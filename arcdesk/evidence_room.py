"""The services of the evidence room, for ``bootstrap.Desk``: each is imported and built when it is first asked for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from arcdesk.services.company import CompanyService
    from arcdesk.services.completeness import CompletenessService
    from arcdesk.services.evidence import EvidenceService
    from arcdesk.services.evidence_copies import EvidenceCopies
    from arcdesk.services.evidence_custody import CustodyService
    from arcdesk.services.evidence_intake import IntakeService
    from arcdesk.services.evidence_links import LinkService
    from arcdesk.services.evidence_notes import EvidenceNoteService
    from arcdesk.services.stamps import StampService
    from arcdesk.services.transcripts import TranscriptService
    from arcdesk.services.unit_of_work import UnitOfWork
    from arcdesk.services.verification import VerificationService
    from arcdesk.services.wechat import WechatService


class EvidenceRoom:
    """What seals files, says what is known of them, and proves that nothing changed since."""

    _work: UnitOfWork
    company: CompanyService

    @cached_property
    def evidence(self) -> EvidenceService:
        from arcdesk.services.evidence import EvidenceService

        return EvidenceService(self._work)

    @cached_property
    def intake(self) -> IntakeService:
        from arcdesk.services.evidence_intake import IntakeService

        return IntakeService(self._work, self.evidence)

    @cached_property
    def evidence_copies(self) -> EvidenceCopies:
        from arcdesk.services.evidence_copies import EvidenceCopies

        return EvidenceCopies(self._work, self.evidence)

    @cached_property
    def evidence_notes(self) -> EvidenceNoteService:
        from arcdesk.services.evidence_notes import EvidenceNoteService

        return EvidenceNoteService(self._work)

    @cached_property
    def wechat(self) -> WechatService:
        from arcdesk.services.wechat import WechatService

        return WechatService(self._work, self.company, self.evidence)

    @cached_property
    def custody(self) -> CustodyService:
        from arcdesk.services.evidence_custody import CustodyService

        return CustodyService(self._work, self.evidence_notes)

    @cached_property
    def evidence_links(self) -> LinkService:
        from arcdesk.services.evidence_links import LinkService

        return LinkService(self._work)

    @cached_property
    def transcripts(self) -> TranscriptService:
        from arcdesk.services.transcripts import TranscriptService

        return TranscriptService(self._work, self.evidence)

    @cached_property
    def stamps(self) -> StampService:
        from arcdesk.services.stamps import StampService

        return StampService(self._work)

    @cached_property
    def verification(self) -> VerificationService:
        from arcdesk.services.verification import VerificationService

        return VerificationService(self._work, self.evidence)

    @cached_property
    def completeness(self) -> CompletenessService:
        from arcdesk.services.completeness import CompletenessService

        return CompletenessService()
