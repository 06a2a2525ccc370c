"""Merging two customers who are one, dividing one who is two: with history, and undoable."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, cast

from arcdesk.domain.names import SURE
from arcdesk.models.collection import Contact, Document
from arcdesk.models.customer import ContactPerson, Customer
from arcdesk.models.imports import CustomerMove, CustomerMoveRow
from arcdesk.models.ledger import Contract, Invoice, Receipt
from arcdesk.models.queries import moves
from arcdesk.models.queries.moves import Node
from arcdesk.services import move_rows
from arcdesk.services.customers import CustomerProfile, CustomerService
from arcdesk.services.entries import given_reason
from arcdesk.services.move_refusals import (
    MergedAlready,
    MoneyTornApart,
    MovedOnSince,
    MoveUndone,
    NothingToMove,
    NotOfCustomer,
    NowhereToMove,
    SameCustomer,
    UnknownMove,
)
from arcdesk.services.unit_of_work import Deed, UnitOfWork

MoveKind = Literal["merge", "split"]
FILLED = (
    "short_name", "uscc", "grade", "owner", "salesperson", "credit_limit_fen", "credit_days", "industry", "region",
    "address", "size", "behaviour", "pain_point", "note", "tags",
)  # fmt: skip
"""Particulars that the remaining customer may take over where he has none."""
MONEY = ("invoice", "receipt", "payment_plan")
KINDS = frozenset({
    "customer", "invoice", "receipt", "contact", "promise", "document", "follow_up", "evidence", "plan", "dispute",
    "write_off", "limitation", "guarantee", "grade", "hold", "contract", "task",
    "legal", "concession",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """What a person chose of a customer to be moved: by number, by id of contacts, by name of people."""

    invoices: tuple[str, ...] = ()
    receipts: tuple[str, ...] = ()
    contracts: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    contacts: tuple[int, ...] = ()
    persons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MoveEffect:
    """What a merge or split would do.

    ``counts`` are rows by table, ``open_fen`` what is open among them by currency (less free money).
    ``along`` are the numbers that go with those chosen because money ties them together; ``unlinked``
    the invoices that lose their contract, which stays. ``blanks`` are particulars that could be filled.
    """

    source: CustomerProfile
    target: CustomerProfile | None
    counts: Mapping[str, int]
    open_fen: Mapping[str, int]
    along: tuple[str, ...] = ()
    unlinked: tuple[str, ...] = ()
    blanks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MoveLine:
    """A merge or split that was carried out; ``counts`` are rows by table."""

    id: int
    kind: MoveKind
    from_code: str
    from_name: str
    to_code: str
    to_name: str
    reason: str
    at: datetime
    undone_at: datetime | None
    counts: Mapping[str, int]
    along: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Doubles:
    """Two customers of the ledger who may be one; ``score`` of 100, ``why`` a text to translate."""

    one: CustomerProfile
    other: CustomerProfile
    score: int
    why: str


class CustomerMoveService:
    """Moves what is filed under one customer to another one."""

    def __init__(self, work: UnitOfWork, customers: CustomerService) -> None:
        self._work = work
        self._customers = customers

    # Merging

    def merge_effect(self, from_code: str, into_code: str) -> MoveEffect:
        """What merging would do.

        Raises:
            UnknownCustomer, SameCustomer, MergedAlready.
        """
        gone, into = self._two(from_code, into_code)
        chosen = moves.filed(gone.id)
        counts = {table: len(ids) for table, ids in chosen.items() if ids and table != "customer_alias"}
        return MoveEffect(gone, into, counts, moves.open_sums(chosen), blanks=tuple(_blanks(gone, into)))

    def merge(self, from_code: str, into_code: str, reason: str, *, fill_blanks: bool = False) -> MoveLine:
        """File everything of one customer under the other; the emptied one leaves every list.

        Args:
            fill_blanks: take over the particulars that the remaining customer lacks.

        Raises:
            UnknownCustomer, SameCustomer, MergedAlready, ReasonMissing.
        """
        gone, into = self._two(from_code, into_code)
        why, now = given_reason(reason), self._work.clock.now()
        with self._work.write(
            "customer.merged", into.id, reason=why, gone=gone.code, gone_id=gone.id
        ) as deed:
            chosen = moves.filed(gone.id)
            move = CustomerMove.create(
                kind="merge", from_customer=gone.id, to_customer=into.id, reason=why, at=now
            )
            was, now_set = self._changes_of(gone, into, fill_blanks=fill_blanks)
            move_rows.note_change(move, "customer", into.id, newest=moves.newest(), was=was, set=now_set)
            move_rows.carry(move, chosen, gone.code)
            if now_set:
                Customer.update(**now_set).where(Customer.id == into.id).execute()
            move_rows.remember(move, Customer.get_by_id(gone.id), now)
            Customer.update(merged_into=into.id).where(Customer.id == gone.id).execute()
            _report(deed, move, chosen, before=was, after=now_set, gone_name=gone.name)
        return self.find(move.id)

    def _changes_of(
        self, gone: CustomerProfile, into: CustomerProfile, *, fill_blanks: bool
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Old and new values of the remaining customer: blanks filled, and the hold that comes along."""
        now_set: dict[str, Any] = _blanks(gone, into) if fill_blanks else {}
        today = self._work.clock.today()
        held = gone.hold_until is not None and gone.hold_until >= today
        if held and not (into.hold_until and into.hold_until >= today):
            assert gone.hold_until is not None
            now_set |= {"hold_until": gone.hold_until.isoformat(), "hold_reason": gone.hold_reason}
        was = {name: getattr(into, name) for name in now_set}
        if was.get("hold_until"):
            was["hold_until"] = was["hold_until"].isoformat()
        return was, now_set

    def _two(self, from_code: str, into_code: str) -> tuple[CustomerProfile, CustomerProfile]:
        gone = self._customers.find(from_code)
        into = self._customers.find(into_code)
        stored = Customer.get_or_none(Customer.code == from_code)
        if stored is not None and stored.merged_into_id is not None:
            raise MergedAlready(code=from_code, into=gone.code, field="customer")
        if gone.id == into.id:
            raise SameCustomer(code=gone.code, field="into")
        return gone, into

    # Dividing

    def split_effect(self, from_code: str, part: Part) -> MoveEffect:
        """What moving a part would take along.

        Raises:
            UnknownCustomer, NothingToMove, NotOfCustomer.
        """
        source = self._customers.find(from_code)
        chosen, along, unlinked = self._part(source, part)
        counts = {table: len(ids) for table, ids in chosen.items() if ids}
        return MoveEffect(source, None, counts, moves.open_sums(chosen), along, _invoice_numbers(unlinked))

    def split(
        self,
        from_code: str,
        part: Part,
        reason: str,
        *,
        to_code: str = "",
        new: tuple[str, str] | None = None,
    ) -> MoveLine:
        """File a part of a customer, and what hangs on it, under another one.

        Args:
            new: code and name of a customer to be made; else ``to_code`` names one of the ledger.

        Raises:
            UnknownCustomer, NowhereToMove, SameCustomer, NothingToMove, NotOfCustomer, ReasonMissing,
            CustomerCodeTaken, CustomerCodeMissing, CustomerNameMissing.
        """
        source = self._customers.find(from_code)
        if bool(to_code) == (new is not None):
            raise NowhereToMove(field="to")
        target = self._customers.find(to_code) if to_code else None
        if target is not None and target.id == source.id:
            raise SameCustomer(code=source.code, field="to")
        why, now = given_reason(reason), self._work.clock.now()
        chosen, along, unlinked = self._part(source, part)
        with self._work.write("customer.divided", source.id, reason=why) as deed:
            made = target is None
            if target is None:
                assert new is not None
                target = self._customers.add(*new)
            move = CustomerMove.create(
                kind="split", from_customer=source.id, to_customer=target.id, reason=why, at=now
            )
            move_rows.note_change(move, "customer", target.id, newest=moves.newest(), made=made)
            changed: dict[Node, Any] = {}
            for invoice, contract in unlinked.items():
                changed["invoice", invoice] = ({"contract_id": contract}, {"contract_id": None})
            move_rows.carry(move, chosen, source.code, changed)
            Invoice.update(contract=None).where(Invoice.id.in_(list(unlinked))).execute()
            _report(
                deed, move, chosen, to=target.code, along=list(along), unlinked=_invoice_numbers(unlinked)
            )
        return self.find(move.id, along)

    def _part(
        self, source: CustomerProfile, part: Part
    ) -> tuple[dict[str, list[int]], tuple[str, ...], dict[int, int]]:
        """Everything that goes, the numbers that were not chosen, and invoices with the contract they leave."""
        start = _nodes_of(source, part)
        if not start:
            raise NothingToMove(field="invoices")
        ties = moves.ties(source.id)
        found = move_rows.reach(start, ties)
        invoices = {row for table, row in found if table == "invoice"}
        more: set[Node] = {
            ("document", document)
            for document, listed in moves.letters_of(source.id).items()
            if listed <= invoices
        }
        unlinked: dict[int, int] = {}
        for contract, mine in moves.invoices_by_contract(source.id).items():
            if mine <= invoices:
                more.add(("contract", contract))
            elif ("contract", contract) not in found:
                unlinked |= dict.fromkeys(mine & invoices, contract)
        found = move_rows.reach(found | more, ties)
        chosen = move_rows.by_table(found)
        tied = {(table, row) for table, row in found - start if table in MONEY}
        along = tuple(
            number
            for table in MONEY
            for number in moves.numbers(table, (row for kind, row in tied if kind == table))
        )
        return chosen, along, unlinked

    # Undoing and reading

    def undo(self, move_id: int) -> MoveLine:
        """File everything where it was; money that came for it since goes along.

        Raises:
            UnknownMove, MoveUndone, MovedOnSince, MoneyTornApart.
        """
        move = CustomerMove.get_or_none(CustomerMove.id == move_id)
        if move is None:
            raise UnknownMove(number=move_id, field="move")
        if move.undone_at is not None:
            raise MoveUndone(number=move_id, field="move")
        later = moves.moved_on(move_id)
        if later is not None:
            raise MovedOnSince(later=later, field="move")
        along = self._came_since(move)
        with self._work.write("customer.move_undone", move.to_id, move=move_id) as deed:
            CustomerMove.update(undone_at=self._work.clock.now()).where(CustomerMove.id == move_id).execute()
            made = _was_made(move)
            move_rows.bring_back(move, along)
            if move.kind == "merge":
                Customer.update(merged_into=None).where(Customer.id == move.from_id).execute()
            elif made and not any(moves.filed(move.to_id).values()):
                Customer.update(merged_into=move.from_id).where(Customer.id == move.to_id).execute()
            _report(deed, move, move_rows.by_table(along))
        return self.find(move_id)

    def _came_since(self, move: CustomerMove) -> set[Node]:
        """Rows of later days that hang on those moved; money that was there before must not be among them."""
        listed = {
            (row.table_name, row.row_id)
            for row in CustomerMoveRow.select().where(CustomerMoveRow.move == move)
            if row.table_name not in ("customer", "customer_alias")
        }
        newest = _facts(move).get("newest", {})
        more = move_rows.reach(listed, moves.ties(move.to_id)) - listed
        torn = [node for node in more if node[1] <= newest.get(node[0], 0)]
        if torn:
            shown = [
                n
                for table in MONEY
                for n in moves.numbers(table, (row for kind, row in torn if kind == table))
            ]
            raise MoneyTornApart(numbers=", ".join(shown[:10]) or str(len(torn)), field="move")
        return more

    def find(self, move_id: int, along: tuple[str, ...] = ()) -> MoveLine:
        """One merge or split.

        Raises:
            UnknownMove: there is none of that number.
        """
        for line in self.history():
            if line.id == move_id:
                return MoveLine(
                    **{name: getattr(line, name) for name in MoveLine.__dataclass_fields__} | {"along": along}
                )
        raise UnknownMove(number=move_id, field="move")

    def history(self) -> tuple[MoveLine, ...]:
        """Every merge and split, the latest first."""
        found = list(CustomerMove.select().order_by(CustomerMove.id.desc()))
        counts = moves.counts(move.id for move in found)
        who = {row.id: row for row in Customer.select(Customer.id, Customer.code, Customer.name)}
        return tuple(
            MoveLine(
                move.id, cast("MoveKind", move.kind), who[move.from_id].code, who[move.from_id].name,
                who[move.to_id].code, who[move.to_id].name, move.reason, move.at, move.undone_at,
                {name: n for name, n in counts.get(move.id, {}).items() if name not in ("customer", "customer_alias")},
            )
            for move in found
        )  # fmt: skip

    def candidates(self) -> tuple[Doubles, ...]:
        """Customers of the ledger who may be one (F-25), the most alike first."""
        from arcdesk.domain.identifiers import check_uscc
        from arcdesk.services.name_index import NameIndex

        people = {one.id: one for one in self._customers.matching("")}
        found: dict[tuple[int, int], tuple[int, str]] = {}
        holder: dict[str, int] = {}
        for one in people.values():
            checked = check_uscc(one.uscc) if one.uscc else None
            if checked and checked.valid:
                first = holder.setdefault(checked.normalised, one.id)
                if first != one.id:
                    found[_pair(first, one.id)] = (100, "The same unified social credit code.")
        index = NameIndex((one.id, one.name) for one in people.values())
        for one in people.values():
            for other, like in index.alike(one.name, but=(one.id,)):
                if like.score >= SURE and not _differ(one, people[other]):
                    found.setdefault(_pair(one.id, other), (like.score, like.why))
        lines = [Doubles(people[a], people[b], score, why) for (a, b), (score, why) in found.items()]
        return tuple(sorted(lines, key=lambda line: (-line.score, line.one.code, line.other.code)))


def _pair(one: int, other: int) -> tuple[int, int]:
    return min(one, other), max(one, other)


def _differ(one: CustomerProfile, other: CustomerProfile) -> bool:
    """Whether two sound credit codes say that they are two companies."""
    from arcdesk.domain.identifiers import check_uscc

    codes = [check_uscc(who.uscc) for who in (one, other) if who.uscc]
    return len(codes) == 2 and all(c.valid for c in codes) and codes[0].normalised != codes[1].normalised


def _blanks(gone: CustomerProfile, into: CustomerProfile) -> dict[str, Any]:
    return {name: getattr(gone, name) for name in FILLED if not getattr(into, name) and getattr(gone, name)}


def _nodes_of(source: CustomerProfile, part: Part) -> set[Node]:
    """The rows that a person named, each of them the customer's own."""
    found: set[Node] = set()
    named: tuple[tuple[str, Any, Any, Iterable[Any]], ...] = (
        ("invoice", Invoice, Invoice.number, part.invoices), ("receipt", Receipt, Receipt.number, part.receipts),
        ("contract", Contract, Contract.number, part.contracts),
        ("document", Document, Document.number, part.documents), ("contact", Contact, Contact.id, part.contacts),
        ("contact_person", ContactPerson, ContactPerson.name, part.persons),
    )  # fmt: skip
    for table, model, column, wanted in named:
        for one in wanted:
            row = model.get_or_none((column == one) & (model.customer == source.id))
            if row is None:
                raise NotOfCustomer(what=one, code=source.code, field=table)
            found.add((table, row.id))
    return found


def _facts(move: CustomerMove) -> dict[str, Any]:
    row = CustomerMoveRow.get_or_none(
        (CustomerMoveRow.move == move) & (CustomerMoveRow.table_name == "customer")
    )
    return (row.before or {}) if row is not None else {}


def _was_made(move: CustomerMove) -> bool:
    return bool(_facts(move).get("made"))


def _invoice_numbers(ids: Iterable[int]) -> tuple[str, ...]:
    return tuple(moves.numbers("invoice", ids))


def _report(deed: Deed, move: CustomerMove, chosen: move_rows.Chosen, **details: Any) -> None:
    ids = {table: list(ids) for table, ids in chosen.items() if ids}
    deed.details.update(move=move.id, rows=ids, **details)
    for kind in KINDS:
        for customer_id in (move.from_id, move.to_id):
            deed.touch(kind, customer_id)
