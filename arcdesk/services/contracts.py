"""Contracts: what was agreed on payment, default and disputes (F-50, S-013, S-120)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from arcdesk.domain.errors import BadLimitationYears, Refusal
from arcdesk.domain.rate_texts import parse_daily_rate
from arcdesk.domain.terms import (
    LIMITATION_YEARS,
    MOST_CREDIT_DAYS,
    Terms,
    make_terms,
)
from arcdesk.models import bulk
from arcdesk.models.collection import Evidence, EvidenceLink
from arcdesk.models.customer import Customer
from arcdesk.models.ledger import Contract, Invoice
from arcdesk.models.queries.sql import rows
from arcdesk.services.customers import UnknownCustomer
from arcdesk.services.ledger import UnknownInvoice
from arcdesk.services.unit_of_work import Deed, UnitOfWork


class ContractNumberMissing(Refusal):
    """A contract without a number could not be named in a letter."""

    sentence = "A contract needs its number. Enter it as it stands on the paper."


class ContractNumberTaken(Refusal):
    """Two contracts under one number."""

    sentence = "There is a contract “{number}” already. Change that one, or check the number."


class UnknownContract(Refusal):
    """No contract has that number."""

    sentence = "There is no contract “{number}”. Check the number, or enter the contract first."


class ContractOfOther(Refusal):
    """A contract of another customer."""

    sentence = "Contract “{number}” belongs to another customer, so this invoice cannot rest on it."


class SignedInFuture(Refusal):
    """A contract signed on a day that has not come."""

    sentence = "The contract cannot have been signed on {day}, a day to come. Check the date."


class BadStopDays(Refusal):
    """A term for stopping supplies that is none."""

    sentence = (
        "{days} is not a number of days after which supplies may stop. Give whole days from 0 to {most}."
    )


@dataclass(frozen=True, slots=True)
class ContractProfile:
    """What a contract says; ``id`` 0 is a new one.

    ``credit_days``, ``due_rule`` and ``due_day`` are its payment term (``domain.terms``);
    ``penalty_daily_rate`` is a fraction per day; ``stop_supply_days`` are days overdue after which
    supplies may stop.
    """

    id: int
    customer_id: int
    number: str
    signed_on: date | None = None
    credit_days: int | None = None
    due_rule: str = "issued"
    due_day: int | None = None
    penalty_daily_rate: Decimal | None = None
    is_interest_first: bool = False
    dispute_clause: str = ""
    limitation_years: int = LIMITATION_YEARS[0]
    stop_supply_days: int | None = None
    notice_address: str = ""
    note: str = ""

    @property
    def terms(self) -> Terms | None:
        """The payment term; ``None`` where the contract has none."""
        return make_terms(self.credit_days, self.due_rule, self.due_day)


@dataclass(frozen=True, slots=True)
class ContractLine:
    """A contract with the invoices that rest on it: how many, and their open fen by currency."""

    profile: ContractProfile
    invoice_count: int
    open_fen: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ContractBook:
    """A customer's contracts, whether a scan of one is among the evidence, and the two sizes (R25)."""

    lines: tuple[ContractLine, ...] = ()
    has_scan: bool = False
    creditor_size: str = ""
    debtor_size: str = ""


class ContractService:
    """Reads and changes contracts."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    def of(self, customer_id: int | None = None) -> tuple[ContractLine, ...]:
        """A customer's contracts, or all, the latest signed first, those without a date last."""
        counts: dict[int, int] = defaultdict(int)
        sums: dict[int, dict[str, int]] = defaultdict(dict)
        who = "" if customer_id is None else "AND customer_id = ?1"
        statement = f"""SELECT contract_id, currency, count(*), sum(CASE WHEN amount_fen > 0 THEN open_fen ELSE 0 END)
                        FROM invoice WHERE contract_id IS NOT NULL {who}
                        GROUP BY contract_id, currency ORDER BY currency"""
        for contract_id, currency, count, fen in rows(
            statement, *(() if customer_id is None else (customer_id,))
        ):
            counts[contract_id] += count
            sums[contract_id][currency] = fen
        return tuple(
            ContractLine(_profile(row), counts[row.id], sums[row.id]) for row in _latest_first(customer_id)
        )

    def notice_addresses(self, customer_id: int) -> tuple[str, ...]:
        """Where a customer's contracts say that letters go, by the latest signed first; empty ones among them."""
        return tuple(row.notice_address for row in _latest_first(customer_id))

    def book(self, customer_id: int) -> ContractBook:
        """A customer's contracts with what belongs beside them on a screen."""
        ours = rows("SELECT size FROM company LIMIT 1")
        theirs = rows("SELECT size FROM customer WHERE id = ?", customer_id)
        return ContractBook(
            self.of(customer_id),
            self.has_scan(customer_id),
            ours[0][0] if ours else "",
            theirs[0][0] if theirs else "",
        )

    def find(self, number: str) -> ContractProfile:
        """The contract with this number.

        Raises:
            UnknownContract: there is none.
        """
        row = Contract.get_or_none(Contract.number == number)
        if row is None:
            raise UnknownContract(number=number, field="contract")
        return _profile(row)

    def save(self, profile: ContractProfile, link: Iterable[str] = ()) -> ContractProfile:
        """Enter a contract (id 0) or change one, and let the invoices ``link`` rest on it.

        One transaction and one event, which keeps every old value.

        Due dates stay as they are; ``due_dates.rederivable`` tells which follow the new term.

        Raises:
            UnknownCustomer, UnknownContract, ContractNumberMissing, ContractNumberTaken, SignedInFuture,
            UnknownDueRule, BadCreditDays, BadDueDay, BadRate, ImplausibleRate, BadLimitationYears, BadStopDays,
            UnknownInvoice, ContractOfOther.
        """
        profile = self._checked(profile)
        values = _values(profile)
        linked = _invoices(link, profile)
        if not profile.id:
            details = {"number": profile.number, "after": _told(values)}
            with self._work.write("contract.added", profile.customer_id, **details) as deed:
                profile = replace(profile, id=Contract.insert(**values).execute())
                deed.touch("contract", profile.customer_id)
                _link(deed, [(row, profile.id) for row in linked])
            return profile
        old = _values(_profile(Contract.get_by_id(profile.id)))
        changed = {name: value for name, value in values.items() if old[name] != value}
        moved = [(row, profile.id) for row in linked if row.contract_id != profile.id]
        if changed or moved:
            before = _told({name: old[name] for name in changed})
            details = {"number": profile.number, "before": before, "after": _told(changed)}
            with self._work.write("contract.changed", profile.customer_id, **details) as deed:
                if changed:
                    Contract.update(**changed).where(Contract.id == profile.id).execute()
                deed.touch("contract", profile.customer_id)
                _link(deed, moved)
        return profile

    def link(self, numbers: Iterable[str], contract_number: str | None, unlink: Iterable[str] = ()) -> int:
        """Let these invoices rest on a contract, or on none (``None``), and ``unlink`` on none.

        How many had another contract before, in one transaction with one event.

        Due dates stay as they are; ``due_dates.rederivable`` tells which follow the contract's term.

        Raises:
            UnknownContract, UnknownInvoice, ContractOfOther.
        """
        contract = self.find(contract_number) if contract_number is not None else None
        wanted = contract.id if contract else None
        moved = [(row, wanted) for row in _invoices(numbers, contract) if row.contract_id != wanted]
        moved += [(row, None) for row in _invoices(unlink, None) if row.contract_id is not None]
        if moved:
            customers = {row.customer_id for row, _ in moved}
            only = next(iter(customers)) if len(customers) == 1 else None
            with self._work.write("contract.linked", only, contract=contract_number) as deed:
                _link(deed, moved)
        return len(moved)

    def has_scan(self, customer_id: int) -> bool:
        """Whether a scan of a contract lies among the customer's evidence (S-130)."""
        query = (
            Evidence.select(Evidence.id)
            .join(EvidenceLink, on=EvidenceLink.evidence == Evidence.id)
            .where((EvidenceLink.customer == customer_id) & (Evidence.kind == "contract"))
        )
        return query.exists()

    def _checked(self, profile: ContractProfile) -> ContractProfile:
        """The profile with its texts trimmed, or the refusal of what is wrong with it."""
        number = profile.number.strip()
        if not number:
            raise ContractNumberMissing(field="number")
        if Customer.get_or_none(Customer.id == profile.customer_id) is None:
            raise UnknownCustomer(code=profile.customer_id, field="customer")
        holder = Contract.get_or_none(Contract.number == number)
        if holder is not None and holder.id != profile.id:
            raise ContractNumberTaken(number=number, field="number")
        if profile.id and Contract.get_or_none(Contract.id == profile.id) is None:
            raise UnknownContract(number=number, field="number")
        if profile.signed_on is not None and profile.signed_on > self._work.clock.today():
            raise SignedInFuture(day=profile.signed_on.isoformat(), field="signed_on")
        make_terms(profile.credit_days, profile.due_rule, profile.due_day)
        rate = profile.penalty_daily_rate
        if profile.limitation_years not in LIMITATION_YEARS:
            raise BadLimitationYears(years=profile.limitation_years, field="limitation_years")
        stop = profile.stop_supply_days
        if stop is not None and not 0 <= stop <= MOST_CREDIT_DAYS:
            raise BadStopDays(days=stop, most=MOST_CREDIT_DAYS, field="stop_supply_days")
        return replace(
            profile,
            number=number,
            due_day=profile.due_day if profile.due_rule == "month_day" else None,
            penalty_daily_rate=None if rate is None else parse_daily_rate(rate),
            dispute_clause=profile.dispute_clause.strip(),
            notice_address=profile.notice_address.strip(),
            note=profile.note.strip(),
        )


def _latest_first(customer_id: int | None) -> list[Contract]:
    query = Contract.select()
    if customer_id is not None:
        query = query.where(Contract.customer == customer_id)
    return list(query.order_by(Contract.signed_on.desc(nulls="last"), Contract.number))


def _profile(row: Contract) -> ContractProfile:
    names = ContractProfile.__dataclass_fields__
    values = {name: getattr(row, name) for name in names}
    rate = values["penalty_daily_rate"]
    return ContractProfile(**values | {"penalty_daily_rate": Decimal(rate) if rate else None})


def _values(profile: ContractProfile) -> dict[str, Any]:
    """The columns of a contract; the rate as the decimal text that the table holds."""
    values = asdict(profile)
    rate = values["penalty_daily_rate"]
    values.pop("id")
    return values | {"penalty_daily_rate": None if rate is None else format(rate.normalize(), "f")}


def _told(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def _invoices(numbers: Iterable[str], contract: ContractProfile | None) -> list[Invoice]:
    """The invoices of these numbers, each once; all of the contract's customer."""
    found = []
    for number in dict.fromkeys(numbers):
        row = Invoice.get_or_none(Invoice.number == number)
        if row is None:
            raise UnknownInvoice(number=number, field="invoice")
        if contract is not None and row.customer_id != contract.customer_id:
            raise ContractOfOther(number=contract.number, field="contract")
        found.append(row)
    return found


def _link(deed: Deed, moved: Sequence[tuple[Invoice, int | None]]) -> None:
    """Write which contract each of these invoices rests on; the event keeps the one before."""
    if moved:
        deed.details["invoices"] = {row.number: row.contract_id for row, _ in moved}
        bulk.update("invoice", ("contract_id",), ((contract_id, row.id) for row, contract_id in moved))
    for customer_id in {row.customer_id for row, _ in moved}:
        deed.touch("contract", customer_id)
        deed.touch("invoice", customer_id)
