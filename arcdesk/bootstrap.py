"""The one place where things are built and joined; nothing is opened at import time."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from arcdesk import workspace
from arcdesk.bootstrap_chase import ChaseServices
from arcdesk.bootstrap_post import PostServices
from arcdesk.bootstrap_staff import StaffServices
from arcdesk.bootstrap_terms import TermServices
from arcdesk.clock import Clock
from arcdesk.evidence_room import EvidenceRoom
from arcdesk.secret_store import SecretStore, SystemKeyring
from arcdesk.services.changes import ChangeHub
from arcdesk.services.company import CompanyProfile, CompanyService
from arcdesk.services.reference import Reference
from arcdesk.services.unit_of_work import UnitOfWork
from arcdesk.workspace import Workspace

if TYPE_CHECKING:
    from arcdesk.services.aging import AgingService
    from arcdesk.services.backups import BackupService
    from arcdesk.services.bank import BankService
    from arcdesk.services.bundles import BundleService
    from arcdesk.services.contracts import ContractService
    from arcdesk.services.credit_notes import CreditNoteService
    from arcdesk.services.customer_list import CustomerListService
    from arcdesk.services.customer_moves import CustomerMoveService
    from arcdesk.services.customers import CustomerService
    from arcdesk.services.disputes import DisputeService
    from arcdesk.services.documents import DocumentService
    from arcdesk.services.due_dates import DueDateService
    from arcdesk.services.exchange import ExchangeService
    from arcdesk.services.explain import ExplainService
    from arcdesk.services.exporting import ExportService
    from arcdesk.services.guarantees import GuaranteeService
    from arcdesk.services.handouts import HandoutService
    from arcdesk.services.health import HealthService
    from arcdesk.services.import_report import ImportReportService
    from arcdesk.services.importing import ImportService
    from arcdesk.services.interest import InterestService
    from arcdesk.services.ledger import LedgerService
    from arcdesk.services.letters import LetterService
    from arcdesk.services.limitation import LimitationService
    from arcdesk.services.mail import MailService
    from arcdesk.services.mail_account import MailAccountService
    from arcdesk.services.mail_outbox import OutboxService
    from arcdesk.services.mappings import MappingService
    from arcdesk.services.papers import PaperService
    from arcdesk.services.plans import PlanService
    from arcdesk.services.rates import RateService
    from arcdesk.services.receipts import ReceiptService
    from arcdesk.services.security import SecurityService
    from arcdesk.services.statements import StatementService
    from arcdesk.services.templates import TemplateService
    from arcdesk.services.timeline import TimelineService
    from arcdesk.services.write_offs import WriteOffService


class Desk(EvidenceRoom, ChaseServices, PostServices, StaffServices, TermServices):
    """An open workspace with every service of it. ``close`` it when done.

    A service is imported and built when it is first asked for: the window has to stand
    before the print room and the import room are wanted.
    """

    def __init__(self, opened: Workspace, clock: Clock) -> None:
        self.workspace = opened
        self.clock = clock
        self.changes = ChangeHub()
        self.reference = Reference()
        self.secrets: SecretStore = SystemKeyring()
        self._work = UnitOfWork(opened, clock, self.changes)
        self.company = CompanyService(self._work)

    def close(self) -> None:
        """Close the workspace: folds the log into the database and frees the lock."""
        if "evidence_copies" in self.__dict__:
            self.evidence_copies.clear()
        self.workspace.close()

    @cached_property
    def customers(self) -> CustomerService:
        from arcdesk.services.customers import CustomerService

        return CustomerService(self._work)

    @cached_property
    def customer_moves(self) -> CustomerMoveService:
        from arcdesk.services.customer_moves import CustomerMoveService

        return CustomerMoveService(self._work, self.customers)

    @cached_property
    def customer_list(self) -> CustomerListService:
        from arcdesk.services.customer_list import CustomerListService

        return CustomerListService(self._work, self.company)

    @cached_property
    def ledger(self) -> LedgerService:
        from arcdesk.services.ledger import LedgerService

        return LedgerService(self._work, self.company)

    @cached_property
    def receipts(self) -> ReceiptService:
        from arcdesk.services.receipts import ReceiptService

        return ReceiptService(self._work, self.ledger)

    @cached_property
    def bank(self) -> BankService:
        from arcdesk.services.bank import BankService

        return BankService(self._work, self.receipts)

    @cached_property
    def exchange(self) -> ExchangeService:
        from arcdesk.services.exchange import ExchangeService

        return ExchangeService(self._work, self.company)

    @cached_property
    def credit_notes(self) -> CreditNoteService:
        from arcdesk.services.credit_notes import CreditNoteService

        return CreditNoteService(self._work, self.ledger)

    @cached_property
    def write_offs(self) -> WriteOffService:
        from arcdesk.services.write_offs import WriteOffService

        return WriteOffService(self._work, self.evidence)

    @cached_property
    def explain(self) -> ExplainService:
        from arcdesk.services.explain import ExplainService

        return ExplainService(self._work, self.ledger)

    @cached_property
    def contracts(self) -> ContractService:
        from arcdesk.services.contracts import ContractService

        return ContractService(self._work)

    @cached_property
    def due_dates(self) -> DueDateService:
        from arcdesk.services.due_dates import DueDateService

        return DueDateService(self._work)

    @cached_property
    def aging(self) -> AgingService:
        from arcdesk.services.aging import AgingService

        return AgingService(self._work, self.company)

    @cached_property
    def plans(self) -> PlanService:
        from arcdesk.services.plans import PlanService

        return PlanService(self._work)

    @cached_property
    def disputes(self) -> DisputeService:
        from arcdesk.services.disputes import DisputeService

        return DisputeService(self._work, self.credit_notes)

    @cached_property
    def timeline(self) -> TimelineService:
        from arcdesk.services.timeline import TimelineService

        return TimelineService(self._work)

    @cached_property
    def backups(self) -> BackupService:
        from arcdesk.services.backups import BackupService

        return BackupService(self._work, self.evidence, self.company)

    @cached_property
    def security(self) -> SecurityService:
        from arcdesk.services.security import SecurityService

        return SecurityService(self._work, self.evidence, self.backups, self.evidence_copies, self.secrets)

    @cached_property
    def bundles(self) -> BundleService:
        from arcdesk.services.bundles import BundleService

        return BundleService(
            self._work, self.company, self.evidence, self.evidence_notes, self.interest, self.limitation, self.wechat
        )

    @cached_property
    def documents(self) -> DocumentService:
        from arcdesk.services.documents import DocumentService

        return DocumentService(self._work, self.evidence)

    @cached_property
    def mail_account(self) -> MailAccountService:
        from arcdesk.services.mail_account import MailAccountService

        return MailAccountService(self._work, self.company, self.secrets)

    @cached_property
    def mail(self) -> MailService:
        from arcdesk.services.mail import MailService

        return MailService(self._work, self.company, self.documents, self.mail_account, self.contacts)

    @cached_property
    def outbox(self) -> OutboxService:
        from arcdesk.services.mail_outbox import OutboxService

        return OutboxService(self._work, self.mail, self.mail_account, self.evidence)

    @cached_property
    def handouts(self) -> HandoutService:
        from arcdesk.services.handouts import HandoutService

        return HandoutService(self._work, self.documents)

    @cached_property
    def letters(self) -> LetterService:
        from arcdesk.services.letter_enclosures import EnclosureService
        from arcdesk.services.letters import LetterService

        enclosures = EnclosureService(
            self.company, self.customers, self.evidence, self.evidence_notes, self.statements, self.interest
        )
        return LetterService(
            self._work, self.company, self.customers, self.documents, self.reference, self.interest,
            self.templates, enclosures,
        )  # fmt: skip

    @cached_property
    def templates(self) -> TemplateService:
        from arcdesk.services.templates import TemplateService

        return TemplateService(self._work)

    @cached_property
    def statements(self) -> StatementService:
        from arcdesk.services.statements import StatementService

        return StatementService(self._work, self.company, self.customers, self.documents, self.reference)

    @cached_property
    def papers(self) -> PaperService:
        from arcdesk.services.papers import PaperService

        return PaperService(
            self._work, self.company, self.customers, self.documents, self.reference, self.ledger,
            self.receipts, self.plans, self.limitation,
        )  # fmt: skip

    @cached_property
    def limitation(self) -> LimitationService:
        from arcdesk.services.limitation import LimitationService
        from arcdesk.services.limitation_entries import LimitationEntries

        return LimitationService(self._work, self.reference, LimitationEntries(self._work, self.evidence))

    @cached_property
    def guarantees(self) -> GuaranteeService:
        from arcdesk.services.guarantees import GuaranteeService

        return GuaranteeService(self._work, self.reference, self.evidence)

    @cached_property
    def importing(self) -> ImportService:
        from arcdesk.services.importing import ImportService

        return ImportService(self._work, self.backups)

    @cached_property
    def mappings(self) -> MappingService:
        from arcdesk.services.mappings import MappingService

        return MappingService(self._work)

    @cached_property
    def import_report(self) -> ImportReportService:
        from arcdesk.services.import_report import ImportReportService

        return ImportReportService()

    @cached_property
    def exporting(self) -> ExportService:
        from arcdesk.services.exporting import ExportService

        return ExportService(self._work, self.company)

    @cached_property
    def health(self) -> HealthService:
        from arcdesk.services.health import HealthService

        return HealthService(self._work, self.evidence, self.rates, self.backups, self.security)

    @cached_property
    def rates(self) -> RateService:
        from arcdesk.services.rates import RateService

        return RateService(self._work, self.reference)

    @cached_property
    def interest(self) -> InterestService:
        from arcdesk.services.interest import InterestService

        return InterestService(self._work, self.company, self.rates)


def build(folder: Path, clock: Clock, *, write: bool = True, key: bytes | None = None) -> Desk:
    """Open the workspace in ``folder``; ``key`` is the data key of protected books (``keys.unlock``).

    Raises:
        NoWorkspace, WorkspaceInUse, WorkspaceReadOnly, NewerWorkspace, DamagedWorkspace, PasswordNeeded.
    """
    return Desk(workspace.open_workspace(folder, clock.now(), write=write, key=key), clock)


def create(folder: Path, clock: Clock, company: CompanyProfile) -> Desk:
    """Make a new workspace for ``company`` in a new or empty folder.

    Raises:
        WorkspaceExists, CannotWrite, CompanyNameMissing.
    """
    company.check()
    is_new = not folder.exists()
    desk = Desk(workspace.create(folder, clock.now()), clock)
    try:
        desk.company.save(company)
    except BaseException:
        desk.close()
        workspace.discard(folder, folder_too=is_new)
        raise
    return desk
