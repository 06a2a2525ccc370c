"""Guarantees (保证): by when each guarantor must be claimed on, and what was done about it (R9)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from arcdesk.domain.errors import Refusal
from arcdesk.domain.guarantee import SECURING, GuaranteeAct, GuaranteeKind, guarantee
from arcdesk.domain.limitation import Clock, clock
from arcdesk.domain.limitation_events import Event
from arcdesk.models import claims
from arcdesk.models.ledger import Contract, Invoice
from arcdesk.models.queries import balances, limitation_log
from arcdesk.models.queries import guarantees as rows
from arcdesk.models.queries import limitation as limitation_rows
from arcdesk.models.queries.sql import pairs
from arcdesk.services.evidence import EvidenceService, PastedFile, Sealed
from arcdesk.services.guarantee_entry import (
    ACTS,
    NewGuarantee,
    UnknownActKind,
    UnknownGuarantee,
    UnknownGuaranteeAct,
    checked,
)
from arcdesk.services.guarantee_lines import GuaranteeActLine, GuaranteeLine, GuaranteePosition
from arcdesk.services.limitation_entries import LimitationDayInFuture, check_evidence
from arcdesk.services.limitation_lines import EvidenceRef
from arcdesk.services.reference import Reference
from arcdesk.services.unit_of_work import Deed, UnitOfWork


class GuaranteeService:
    """Enters guarantees and what is done about them, and tells how each stands."""

    def __init__(self, work: UnitOfWork, reference: Reference, evidence: EvidenceService) -> None:
        self._work = work
        self._reference = reference
        self._evidence = evidence

    def of(self, customer_id: int, as_of: date | None = None) -> tuple[GuaranteeLine, ...]:
        """A customer's guarantees on a day (today without one), those to act on first."""
        day = as_of or self._work.clock.today()
        standing = rows.standing(customer_id)
        if not standing:
            return ()
        acts = rows.acts(customer_id)
        open_fen: dict[int, int] = defaultdict(int)
        for item in balances.open_items(day, customer_id):
            open_fen[item.invoice_id] += item.open_fen
        debts = limitation_rows.debts(open_fen)
        numbers = _Numbers.read(standing, acts.values())
        lines = [
            self._line(day, row, acts.get(row.first_id, []), debts.values(), open_fen, numbers)
            for row in standing
        ]
        return tuple(sorted(lines, key=_to_act_on))

    def add(self, new: NewGuarantee) -> GuaranteeLine:
        """Enter a guarantee.

        Raises:
            UnknownCustomer, GuarantorMissing, UnknownGuaranteeKind, GuaranteePeriodWrong, GuaranteeScopeWrong,
            UnknownInvoice, UnknownContractOfCustomer, NotTheCustomersEvidence, EvidenceFileMissing, EvidenceEmpty.
        """
        return self._enter(new, "guarantee.added")

    def correct(self, number: int, new: NewGuarantee) -> GuaranteeLine:
        """Enter ``new`` in the place of a guarantee; what was done about it stays with it.

        Raises:
            UnknownGuarantee, and those of ``add``.
        """
        row = _find(number, new.customer_id)
        return self._enter(new, "guarantee.corrected", corrects=row)

    def check_owner(self, number: int, customer_id: int) -> None:
        """Raise ``UnknownGuarantee`` unless the customer has a standing guarantee of that number."""
        _find(number, customer_id)

    def withdraw(self, number: int, note: str = "") -> None:
        """Take a guarantee out by a new row; it stays in the books.

        Raises:
            UnknownGuarantee.
        """
        row = _find(number)
        with self._work.write(
            "guarantee.withdrawn", row.customer_id, guarantee=number, note=note.strip()
        ) as deed:
            claims.Guarantee.create(
                **_columns(row), note=note.strip() or row.note, logged_at=self._work.clock.now(), corrects=row.id,
                is_withdrawn=True,
            )  # fmt: skip
            deed.touch("guarantee", row.customer_id)

    def record_act(
        self, number: int, act: str, on: date, *, proof: Path | PastedFile | None = None,
        evidence_id: int | None = None, note: str = "",
    ) -> GuaranteeLine:  # fmt: skip
        """Record a claim on the guarantor (``demand``), or a suit against the debtor (``suit``).

        Without a proof it is kept in sight, and secures nothing.

        Raises:
            UnknownGuarantee, UnknownActKind, LimitationDayInFuture, NotTheCustomersEvidence,
            EvidenceFileMissing, EvidenceEmpty.
        """
        if act not in ACTS:
            raise UnknownActKind(value=act, field="act")
        if on > self._work.clock.today():
            raise LimitationDayInFuture(day=on.isoformat(), field="on")
        row = _find(number)
        if evidence_id is not None:
            check_evidence(row.customer_id, evidence_id)
        sealed = self._seal(proof)
        with self._work.write("guarantee.act_recorded", row.customer_id, guarantee=number) as deed:
            kept = self._keep(deed, sealed, row.customer_id) or evidence_id
            entry = claims.GuaranteeAct.create(
                guarantee=row.id, act=act, on_day=on, evidence=kept, note=note.strip(),
                logged_at=self._work.clock.now(),
            )  # fmt: skip
            deed.details.update(entry=entry.id, act=act, on=on.isoformat(), evidence=kept, note=note.strip())
            deed.touch("guarantee", row.customer_id)
        return self._now(row.customer_id, row.id)

    def withdraw_act(self, act_id: int, customer_id: int, note: str = "") -> None:
        """Take an act on one of the customer's guarantees out that was entered by mistake, by a new row.

        Raises:
            UnknownGuaranteeAct.
        """
        acts = rows.acts(customer_id)
        found = [
            (row, act)
            for row in rows.standing(customer_id)
            for act in acts.get(row.first_id, ())
            if act.id == act_id
        ]
        if not found:
            raise UnknownGuaranteeAct(number=act_id, field="act")
        ((row, act),) = found
        with self._work.write(
            "guarantee.act_withdrawn", row.customer_id, act=act_id, note=note.strip()
        ) as deed:
            claims.GuaranteeAct.create(
                guarantee=row.id, act=act.act, on_day=date.fromisoformat(act.on), note=note.strip(),
                logged_at=self._work.clock.now(), withdraws=act_id,
            )  # fmt: skip
            deed.touch("guarantee", row.customer_id)

    def _line(
        self,
        day: date,
        row: rows.GuaranteeRow,
        acts: list[rows.ActRow],
        debts: Iterable[limitation_rows.DebtRow],
        open_fen: dict[int, int],
        numbers: _Numbers,
    ) -> GuaranteeLine:
        known = [act for act in acts if act.on <= day.isoformat()]
        positions, undated = [], []
        for debt in debts:
            if row.invoice_id not in {None, debt.id} or row.contract_id not in {None, debt.contract_id}:
                continue
            # What debtor and creditor agree later does not move the period (695): the first due date counts.
            due = debt.due_on or debt.delivered_on
            if due is None:
                undated.append(debt.number)
                continue
            try:
                positions.append(
                    self._position(day, row, known, debt, date.fromisoformat(due), open_fen[debt.id])
                )
            except Refusal:  # a due date at the edge of the calendar
                undated.append(debt.number)
        return GuaranteeLine(
            day, row.id, row.customer_id, row.guarantor, _kind(row),
            numbers.invoices.get(row.invoice_id or 0, ""), numbers.contracts.get(row.contract_id or 0, ""),
            row.agreed_months, date.fromisoformat(row.agreed_until) if row.agreed_until else None,
            numbers.files.get(row.evidence_id or 0), row.note,
            tuple(sorted(positions, key=lambda each: (each.standing.raw_end, each.number))),
            tuple(
                GuaranteeActLine(
                    act.id, "demand" if act.act == "demand" else "suit", date.fromisoformat(act.on),
                    numbers.files.get(act.evidence_id or 0), act.note,
                )
                for act in known
            ),
            tuple(undated),
        )  # fmt: skip

    def _position(
        self, day: date, row: rows.GuaranteeRow, acts: list[rows.ActRow], debt: limitation_rows.DebtRow, due: date,
        open_fen: int,
    ) -> GuaranteePosition:  # fmt: skip
        workdays = self._reference.workdays
        proven = [
            GuaranteeAct("demand" if act.act == "demand" else "suit", date.fromisoformat(act.on), act.id)
            for act in acts
            if act.evidence_id is not None
        ]
        standing = guarantee(
            _kind(row), due, proven, workdays=workdays, today=day,
            agreed_until=date.fromisoformat(row.agreed_until) if row.agreed_until else None,
            agreed_months=row.agreed_months,
        )  # fmt: skip
        own: Clock | None = None
        if standing.limitation_start is not None:
            again = [
                Event("demand_post", act.on, reference=act) for act in proven if act.kind == SECURING["joint"]
            ]
            own = clock(standing.limitation_start, again, workdays=workdays, today=day)
        return GuaranteePosition(debt.id, debt.number, debt.currency, open_fen, standing, own)

    def _enter(
        self, new: NewGuarantee, action: str, corrects: rows.GuaranteeRow | None = None
    ) -> GuaranteeLine:
        invoice_id, contract_id = checked(new)
        sealed = self._seal(new.proof)
        with self._work.write(action, new.customer_id) as deed:
            kept = self._keep(deed, sealed, new.customer_id) or new.evidence_id
            if kept is None and corrects is not None:
                kept = corrects.evidence_id
            row = claims.Guarantee.create(
                customer=new.customer_id, invoice=invoice_id, contract=contract_id, guarantor=new.guarantor.strip(),
                kind=new.kind, agreed_months=new.agreed_months, agreed_until=new.agreed_until, evidence=kept,
                note=new.note.strip(), logged_at=self._work.clock.now(), corrects=corrects.id if corrects else None,
            )  # fmt: skip
            deed.details.update(
                guarantee=row.id, corrects=corrects.id if corrects else None, guarantor=row.guarantor, kind=new.kind,
                invoice=new.invoice, contract=new.contract, months=new.agreed_months,
                until=new.agreed_until.isoformat() if new.agreed_until else None, evidence=kept, note=row.note,
            )  # fmt: skip
            deed.touch("guarantee", new.customer_id)
        return self._now(new.customer_id, row.id)

    def _now(self, customer_id: int, guarantee_id: int) -> GuaranteeLine:
        return next(line for line in self.of(customer_id) if line.id == guarantee_id)

    def _seal(self, proof: Path | PastedFile | None) -> Sealed | None:
        return None if proof is None else self._evidence.seal(proof)

    def _keep(self, deed: Deed, sealed: Sealed | None, customer_id: int) -> int | None:
        if sealed is None:
            return None
        return self._evidence.enter(deed, sealed, kind="other", customer_id=customer_id).id


@dataclass(frozen=True, slots=True)
class _Numbers:
    """What ids stand for: invoices, contracts, files."""

    invoices: dict[int, str]
    contracts: dict[int, str]
    files: dict[int, EvidenceRef]

    @classmethod
    def read(cls, standing: Iterable[rows.GuaranteeRow], acts: Iterable[Iterable[rows.ActRow]]) -> _Numbers:
        mine = list(standing)
        files = {row.evidence_id for row in mine} | {act.evidence_id for each in acts for act in each}
        names = limitation_log.file_names([evidence for evidence in files if evidence is not None])
        invoices = [row.invoice_id for row in mine if row.invoice_id is not None]
        contracts = [row.contract_id for row in mine if row.contract_id is not None]
        return cls(
            pairs(Invoice.select(Invoice.id, Invoice.number).where(Invoice.id.in_(invoices))),
            pairs(Contract.select(Contract.id, Contract.number).where(Contract.id.in_(contracts))),
            {evidence: EvidenceRef(evidence, name, kind) for evidence, (name, kind) in names.items()},
        )


def _to_act_on(line: GuaranteeLine) -> tuple[bool, date, int]:
    return line.days_left is None, line.last_day or date.max, line.id


def _kind(row: rows.GuaranteeRow) -> GuaranteeKind:
    return "joint" if row.kind == "joint" else "general"


def _find(number: int, customer_id: int | None = None) -> rows.GuaranteeRow:
    found = next((row for row in rows.standing(customer_id) if row.id == number), None)
    if found is None:
        raise UnknownGuarantee(number=number, field="id")
    return found


def _columns(row: rows.GuaranteeRow) -> dict[str, object]:
    return {
        "customer": row.customer_id, "invoice": row.invoice_id, "contract": row.contract_id,
        "guarantor": row.guarantor, "kind": row.kind, "agreed_months": row.agreed_months,
        "agreed_until": row.agreed_until, "evidence": row.evidence_id,
    }  # fmt: skip
