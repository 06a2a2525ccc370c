"""Who is responsible for whom: one named owner a customer, handed over with history (S-201, S-206)."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from arcdesk.domain.errors import Refusal
from arcdesk.models import audit_chain
from arcdesk.models.customer import Customer
from arcdesk.services.customers import UnknownCustomer
from arcdesk.services.entries import entry_day, given_reason
from arcdesk.services.staff import checked_name
from arcdesk.services.unit_of_work import Deed, UnitOfWork


class SameOwner(Refusal):
    """A hand-over from somebody to himself."""

    sentence = "“{name}” cannot hand over to himself or herself. Choose another person."


class NothingToHandOver(Refusal):
    """Nobody among the customers chosen is his."""

    sentence = "None of these customers is with “{name}”. Choose customers of that owner."


@dataclass(frozen=True, slots=True)
class OwnerSpan:
    """Who was responsible from a day to another; ``None`` where the books do not tell."""

    owner: str
    from_on: date | None
    to_on: date | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class HandOver:
    """A hand-over that was carried out, with the customers concerned."""

    from_owner: str
    to_owner: str
    on: date
    reason: str
    customer_ids: tuple[int, ...]


class OwnerService:
    """Names owners, and hands portfolios over."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    def of(self, owner: str) -> tuple[int, ...]:
        """Ids of the customers with an owner of that name, by code; "" gives those without one."""
        query = Customer.select(Customer.id).where((Customer.owner == owner) & Customer.merged_into.is_null())
        return tuple(row.id for row in query.order_by(Customer.code))

    def assign(self, customer_ids: Collection[int], owner: str, reason: str = "") -> int:
        """Make somebody the owner of these customers ("" names nobody); tells how many changed.

        Raises:
            UnknownCustomer, StaffNameTooLong.
        """
        name = checked_name(owner) if owner.strip() else ""
        rows = self._rows(customer_ids)
        changing = [row for row in rows if row.owner != name]
        if changing:
            with self._work.write(
                "owner.assigned", owner=name, customers=len(changing), reason=reason
            ) as deed:
                self._change(deed, changing, name, {"reason": reason} if reason else {})
        return len(changing)

    def hand_over(
        self,
        from_owner: str,
        to_owner: str,
        reason: str,
        customer_ids: Collection[int] | None = None,
        on: date | None = None,
        make: Callable[[HandOver], object] | None = None,
    ) -> HandOver:
        """Give all or some customers of an owner to another one, with an event for each; follow-ups stay open.

        Args:
            make: writes the sheets; where it cannot, nothing was handed over.

        Raises:
            StaffNameMissing, SameOwner, ReasonMissing, EntryInFuture, NothingToHandOver, UnknownCustomer.
        """
        giver, taker = checked_name(from_owner), checked_name(to_owner)
        if giver == taker:
            raise SameOwner(name=giver, field="to")
        why = given_reason(reason)
        day = entry_day(on, date.min, self._work.clock.today())
        wanted = self.of(giver) if customer_ids is None else customer_ids
        rows = [row for row in self._rows(wanted) if row.owner == giver]
        if not rows:
            raise NothingToHandOver(name=giver, field="from")
        with self._work.write(
            "owner.handed_over", from_owner=giver, to_owner=taker, on=day, reason=why, customers=len(rows)
        ) as deed:
            self._change(deed, rows, taker, {"reason": why, "on": day})
            done = HandOver(giver, taker, day, why, tuple(row.id for row in rows))
            if make is not None:
                make(done)
        return done

    def history(self, customer_id: int) -> tuple[OwnerSpan, ...]:
        """Who was responsible when, the first one first, as the events tell.

        Raises:
            UnknownCustomer.
        """
        row = Customer.get_or_none(Customer.id == customer_id)
        if row is None:
            raise UnknownCustomer(code=customer_id, field="customer")
        changes = [change for event in audit_chain.events_of(customer_id) if (change := _change_in(event))]
        spans: list[OwnerSpan] = []
        began: tuple[date | None, str] = (None, "")
        owner = changes[0][1] if changes else row.owner
        for day, before, after, why in changes:
            if before != owner and spans:
                owner = before
            spans.append(OwnerSpan(owner, began[0], day, began[1]))
            owner, began = after, (day, why)
        if changes and owner != row.owner:  # an import said otherwise since
            spans.append(OwnerSpan(owner, began[0], None, began[1]))
            owner, began = row.owner, (None, "")
        spans.append(OwnerSpan(owner, began[0], None, began[1]))
        return tuple(span for span in spans if span.owner)

    def _rows(self, customer_ids: Collection[int]) -> list[Customer]:
        wanted = list(dict.fromkeys(customer_ids))
        found = {
            row.id: row
            for row in Customer.select().where(Customer.merged_into.is_null())
            if row.id in set(wanted)
        }
        for number in wanted:
            if number not in found:
                raise UnknownCustomer(code=number, field="customer")
        return [found[number] for number in wanted]

    def _change(self, deed: Deed, rows: list[Customer], owner: str, more: dict[str, Any]) -> None:
        now = self._work.clock.now()
        for row in rows:
            Customer.update(owner=owner).where(Customer.id == row.id).execute()
            told = {"before": {"owner": row.owner}, "after": {"owner": owner}, **more}
            audit_chain.append(now, "customer.changed", row.id, told)
            deed.touch("customer", row.id)


def _change_in(event: dict[str, Any]) -> tuple[date, str, str, str] | None:
    """Day, owner before, owner after and reason of an event that changed the owner."""
    before, after = event.get("before"), event.get("after")
    if not (isinstance(before, dict) and isinstance(after, dict) and "owner" in after):
        return None
    on = str(event.get("on") or event.get("at", ""))[:10]
    return (
        date.fromisoformat(on),
        str(before.get("owner", "")),
        str(after["owner"]),
        str(event.get("reason", "")),
    )
