"""A verification that is told: the check of everything, entered in the log it has checked (R65)."""

from __future__ import annotations

from contextlib import suppress

from arcdesk.domain.errors import Refusal
from arcdesk.models.audit import AuditEvent
from arcdesk.services import integrity
from arcdesk.services.evidence import EvidenceService
from arcdesk.services.evidence_files import Progress
from arcdesk.services.unit_of_work import UnitOfWork

VERIFIED = "evidence.verified"


class VerificationService:
    """Verifies at a person's wish."""

    def __init__(self, work: UnitOfWork, evidence: EvidenceService) -> None:
        self._work = work
        self._evidence = evidence

    def verify(self, progress: Progress | None = None) -> integrity.VerifyReport:
        """Hold everything against its hash and its chain, and enter that in the log where one can write.

        Args:
            progress: told of files done and in all; raises to stop.
        """
        report = self._evidence.verify(progress=progress)
        if self._work.workspace.can_write:
            with suppress(Refusal), self._work.write(VERIFIED, None, **integrity.as_details(report)):
                pass  # books too damaged to take the event must not hide what was found
        return report

    def event_of_head(self, head: str) -> tuple[int, str] | None:
        """Number and moment of the event whose hash is ``head``, as printed on a bundle or backup."""
        event = AuditEvent.get_or_none(AuditEvent.hash == "".join(head.split()).lower())
        return (event.seq, event.at) if event else None
