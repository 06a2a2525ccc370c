"""Papers for others of the firm as files: PDF, workbook, and an unsent e-mail; nothing is ever sent by itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from arcdesk.domain.errors import Refusal
from arcdesk.files import safe_name, unused, write_durably
from arcdesk.i18n import tr
from arcdesk.importing.sheet_writer import Sheet, clean, workbook, write_file
from arcdesk.models.customer import ContactPerson
from arcdesk.pdf.parts_sheet import PartsSheet, render_parts
from arcdesk.services import escalation_sheets, handover_sheets, legal_sheets, task_sheets
from arcdesk.services.cases import Case
from arcdesk.services.company import CompanyService
from arcdesk.services.customers import CustomerService, Person
from arcdesk.services.escalation import EscalationReport
from arcdesk.services.legal import LegalChecklist, TriggerLine
from arcdesk.services.mail import MailService
from arcdesk.services.mail_message import Enclosure, draft
from arcdesk.services.owners import HandOver
from arcdesk.services.staff import StaffService
from arcdesk.services.tasks import TaskLine
from arcdesk.services.unit_of_work import UnitOfWork

FORMS = ("pdf", "xlsx", "eml")


class UnknownForm(Refusal):
    """Not one of ``FORMS``."""

    sentence = "“{form}” is no form of paper. Choose among: {known}."


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper before it is written: its name, pages, sheets, and for whom the e-mail is (may be nobody)."""

    name: str
    pages: PartsSheet
    book: tuple[Sheet, ...]
    subject: str
    text: str
    to: tuple[str, ...] = ()


class StaffPaperService:
    """Sets the papers and writes them."""

    def __init__(
        self,
        work: UnitOfWork,
        company: CompanyService,
        staff: StaffService,
        customers: CustomerService,
        mail: MailService,
    ) -> None:
        self._work = work
        self._company = company
        self._staff = staff
        self._customers = customers
        self._mail = mail

    def hand_over(self, done: HandOver, cases: Sequence[Case], *, mask: bool = False) -> Paper:
        """The hand-over sheet, for whoever takes over."""
        company = self._company.profile().name
        pages = handover_sheets.handover_sheet(done, cases, company, self._work.clock.today(), mask=mask)
        name = tr(
            "Hand-over {giver} to {taker} {day}", giver=done.from_owner, taker=done.to_owner, day=done.on
        )
        text = "\n".join((name, "", tr("Customers taken over: {count}.", count=len(cases)), "", company))
        book = handover_sheets.handover_book(cases, mask=mask)
        return Paper(name, pages, book, name, text, self._to(done.to_owner))

    def write_tasks(self, tasks: Sequence[TaskLine], folder: Path, *, mask: bool = False) -> tuple[Path, ...]:
        """Write a task sheet for each recipient, in every form."""
        return self.write(self.tasks(tasks, mask=mask), folder)

    def tasks(self, tasks: Sequence[TaskLine], *, mask: bool = False) -> tuple[Paper, ...]:
        """A task sheet for each recipient among ``tasks``."""
        company, today = self._company.profile().name, self._work.clock.today()
        people = _people({task.customer_id for task in tasks})
        groups: dict[str, list[TaskLine]] = defaultdict(list)
        for task in tasks:
            groups[task_sheets.addressee(task)].append(task)
        found = []
        for name, mine in groups.items():
            pages = task_sheets.task_sheet(mine, people, company, today, mask=mask)
            subject, text = task_sheets.mail_text(mine, company)
            title = tr("Task sheet {name} {day}", name=name, day=today)
            book = task_sheets.task_book(mine, people, mask=mask)
            found.append(Paper(title, pages, book, subject, text, self._to(mine[0].recipient)))
        return tuple(found)

    def escalation(self, report: EscalationReport) -> Paper:
        """The report to the CFO."""
        company = self._company.profile().name
        subject, text = escalation_sheets.mail_text(report, company)
        name = tr("Report {days}+ {day}", days=report.days, day=report.as_of)
        pages, book = (
            escalation_sheets.escalation_sheet(report, company),
            escalation_sheets.escalation_book(report),
        )
        chiefs = [one.name for one in self._staff.colleagues() if one.role == "cfo"]
        return Paper(name, pages, book, subject, text, self._to(*chiefs[:1]))

    def checklist(self, found: LegalChecklist) -> Paper:
        """The checklist before a suit, for the lawyer."""
        company, profile = self._company.profile().name, found.case.customer
        pages = legal_sheets.legal_sheet(found, company, self._work.clock.today())
        name = tr("Checklist before a suit {customer} {day}", customer=profile.name, day=found.as_of)
        checks = legal_sheets.general_checks(found)
        book = (
            Sheet(tr("Papers and facts|legal"), [
                [tr("To check|legal"), tr("State"), tr("Findings|legal")],
                *([what, tr(legal_sheets.MARKS[state]), text] for what, state, text in checks),
            ]),
            Sheet(tr("Claim and costs"), [["", ""], *legal_sheets.claim_facts(found)]),
        )  # fmt: skip
        lawyers = [one.name for one in self._staff.colleagues() if one.role == "legal"]
        return Paper(name, pages, book, name, f"{name}\n\n{company}", self._to(*lawyers[:1]))

    def triggers_book(self, lines: Sequence[TriggerLine], path: Path) -> Path:
        """Write everybody at the trigger as a workbook."""
        write_file(path, workbook(_cleaned(legal_sheets.trigger_book(lines))))
        return path

    def pdf(self, paper: Paper) -> bytes:
        """The pages.

        Raises:
            FiguresDisagree, MissingGlyph.
        """
        return render_parts(paper.pages)

    def write(
        self, papers: Sequence[Paper], folder: Path, forms: Collection[str] = FORMS
    ) -> tuple[Path, ...]:
        """Write the papers into a folder; what lies there is left alone.

        Raises:
            UnknownForm, FiguresDisagree, MissingGlyph, FileOpenElsewhere, DiskIsFull, CannotWrite.
        """
        for form in forms:
            if form not in FORMS:
                raise UnknownForm(form=form, known=", ".join(FORMS), field="form")
        pages = [self.pdf(paper) if {"pdf", "eml"} & set(forms) else b"" for paper in papers]
        written: list[Path] = []
        for paper, content in zip(papers, pages, strict=True):
            stem = safe_name(paper.name)
            for form in FORMS:
                if form not in forms:
                    continue
                target = unused(folder / f"{stem}.{form}")
                if form == "xlsx":
                    write_file(target, workbook(_cleaned(paper.book)))
                else:
                    write_durably(
                        target, content if form == "pdf" else self._draft(paper, content, f"{stem}.pdf")
                    )
                written.append(target)
        return tuple(written)

    def _draft(self, paper: Paper, content: bytes, name: str) -> bytes:
        message = draft(self._mail.sender(), paper.to, paper.subject, paper.text, (Enclosure(name, content),))
        return message.as_bytes()

    def _to(self, *names: str) -> tuple[str, ...]:
        known = self._staff.addresses()
        return tuple(known[name] for name in names if name in known)


def _cleaned(sheets: Sequence[Sheet]) -> list[Sheet]:
    return [
        replace(
            sheet,
            rows=[[clean(cell) if isinstance(cell, str) else cell for cell in row] for row in sheet.rows],
        )
        for sheet in sheets
    ]


def _people(customer_ids: set[int]) -> dict[int, list[Person]]:
    found: dict[int, list[Person]] = defaultdict(list)
    for row in ContactPerson.select().order_by(ContactPerson.is_primary.desc(), ContactPerson.id):
        if row.customer_id in customer_ids and not row.do_not_contact:
            found[row.customer_id].append(
                Person(*(getattr(row, name) for name in Person.__dataclass_fields__))
            )
    return found
