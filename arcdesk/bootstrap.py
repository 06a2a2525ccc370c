"""The one place where things are built and joined; nothing is opened at import time."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from arcdesk import workspace
from arcdesk.clock import Clock
from arcdesk.services.aging import AgingService
from arcdesk.services.changes import ChangeHub
from arcdesk.services.company import CompanyProfile, CompanyService
from arcdesk.services.contacts import ContactService
from arcdesk.services.customer_list import CustomerListService
from arcdesk.services.customers import CustomerService
from arcdesk.services.documents import DocumentService
from arcdesk.services.evidence import EvidenceService
from arcdesk.services.exporting import ExportService
from arcdesk.services.followups import FollowUpService
from arcdesk.services.health import HealthService
from arcdesk.services.importing import ImportService
from arcdesk.services.ledger import LedgerService
from arcdesk.services.letters import LetterService
from arcdesk.services.promises import PromiseService
from arcdesk.services.reference import Reference
from arcdesk.services.statements import StatementService
from arcdesk.services.timeline import TimelineService
from arcdesk.services.unit_of_work import UnitOfWork
from arcdesk.services.worklist import WorklistService
from arcdesk.workspace import Workspace


@dataclass(frozen=True)
class Desk:
    """An open workspace with every service of it. ``close`` it when done."""

    workspace: Workspace
    clock: Clock
    changes: ChangeHub
    reference: Reference
    company: CompanyService
    customers: CustomerService
    customer_list: CustomerListService
    ledger: LedgerService
    aging: AgingService
    contacts: ContactService
    promises: PromiseService
    timeline: TimelineService
    evidence: EvidenceService
    documents: DocumentService
    letters: LetterService
    statements: StatementService
    followups: FollowUpService
    worklist: WorklistService
    importing: ImportService
    exporting: ExportService
    health: HealthService

    def close(self) -> None:
        """Close the workspace: folds the log into the database and frees the lock."""
        self.workspace.close()


def build(folder: Path, clock: Clock, *, write: bool = True) -> Desk:
    """Open the workspace in ``folder``.

    Raises:
        NoWorkspace, WorkspaceInUse, WorkspaceReadOnly, NewerWorkspace, DamagedWorkspace.
    """
    return _join(workspace.open_workspace(folder, clock.now(), write=write), clock)


def create(folder: Path, clock: Clock, company: CompanyProfile) -> Desk:
    """Make a new workspace for ``company`` in a new or empty folder.

    Raises:
        WorkspaceExists, CannotWrite, CompanyNameMissing.
    """
    company.check()
    desk = _join(workspace.create(folder, clock.now()), clock)
    desk.company.save(company)
    return desk


def _join(opened: Workspace, clock: Clock) -> Desk:
    changes, reference = ChangeHub(), Reference()
    work = UnitOfWork(opened, clock, changes)
    company = CompanyService(work)
    customers = CustomerService(work)
    evidence = EvidenceService(work)
    documents = DocumentService(work, evidence)
    return Desk(
        opened,
        clock,
        changes,
        reference,
        company,
        customers,
        CustomerListService(work, company),
        LedgerService(work, company),
        AgingService(work, company),
        ContactService(work, evidence),
        PromiseService(work),
        TimelineService(work),
        evidence,
        documents,
        LetterService(work, company, customers, documents, reference),
        StatementService(work, company, customers, documents, reference),
        FollowUpService(work, reference),
        WorklistService(work),
        ImportService(work),
        ExportService(work),
        HealthService(work, evidence),
    )
