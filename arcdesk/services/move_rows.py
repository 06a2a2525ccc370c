"""Moving rows from one customer to another and back: listed first, then refiled, inside a transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from arcdesk.models import bulk
from arcdesk.models.customer import ContactPerson, Customer
from arcdesk.models.imports import CustomerAlias, CustomerMove, CustomerMoveRow
from arcdesk.models.ledger import Invoice
from arcdesk.models.queries import moves
from arcdesk.models.queries.moves import FILED, Node

Chosen = Mapping[str, Iterable[int]]
Values = tuple[dict[str, Any], dict[str, Any]]
"""What stood in a row before, and what was put there."""


def reach(chosen: Iterable[Node], ties: Mapping[Node, set[Node]]) -> set[Node]:
    """The rows and all that goes where they go."""
    found, waiting = set(chosen), list(chosen)
    while waiting:
        for node in ties.get(waiting.pop(), ()):
            if node not in found:
                found.add(node)
                waiting.append(node)
    return found


def by_table(nodes: Iterable[Node]) -> dict[str, list[int]]:
    """Rows as ids by table."""
    found: dict[str, list[int]] = {}
    for table, row in sorted(nodes):
        found.setdefault(table, []).append(row)
    return found


def carry(
    move: CustomerMove, chosen: Chosen, old_code: str, changed: Mapping[Node, Values] | None = None
) -> None:
    """List the rows under the move and file them under its other customer; people stay distinguishable.

    ``changed`` has old and new values of what the move itself changes in rows beside the customer.
    """
    people = _renamed(move, chosen.get("contact_person", ()), old_code)
    note(
        move, chosen, {**(changed or {}), **{("contact_person", row): value for row, value in people.items()}}
    )
    for person, (_, values) in people.items():
        ContactPerson.update(**values).where(ContactPerson.id == person).execute()
    for table in FILED:
        moves.refile(table, chosen.get(table, ()), move.to_id)


def note(move: CustomerMove, chosen: Chosen, changed: Mapping[Node, Values]) -> None:
    """List rows under a move; ``changed`` has old and new values of what changes beside the customer."""

    def before(node: Node) -> str | None:
        values = changed.get(node)
        return (
            None if values is None else json.dumps({"was": values[0], "set": values[1]}, ensure_ascii=False)
        )

    bulk.insert(
        "customer_move_row",
        ("move_id", "table_name", "row_id", "before"),
        ((move.id, table, row, before((table, row))) for table, ids in chosen.items() for row in ids),
    )


def note_change(move: CustomerMove, table: str, row_id: int, **facts: Any) -> None:
    """Keep what else the move did to a row: values that ``was`` there and ``set``, or that it ``made`` the row."""
    CustomerMoveRow.create(move=move, table_name=table, row_id=row_id, before=facts)


def _renamed(move: CustomerMove, ids: Iterable[int], code: str) -> dict[int, Values]:
    """Contact persons whose name another one has there already, or who are not the first one there any more."""
    there = list(ContactPerson.select().where(ContactPerson.customer == move.to_id))
    taken = {row.name for row in there}
    has_primary = any(row.is_primary for row in there)
    found: dict[int, Values] = {}
    for row in ContactPerson.select().where(ContactPerson.id.in_(list(ids))):
        was: dict[str, Any] = {}
        now: dict[str, Any] = {}
        if row.name in taken:
            was["name"], now["name"] = row.name, free_name(row.name, code, taken)
        if row.is_primary and has_primary:
            was["is_primary"], now["is_primary"] = True, False
        taken.add(now.get("name", row.name))
        if was:
            found[row.id] = (was, now)
    return found


def free_name(name: str, code: str, taken: set[str]) -> str:
    """A name that tells two people of one name apart: with the code of the customer he came from."""
    wanted, number = f"{name} ({code})", 2
    while wanted in taken:
        wanted, number = f"{name} ({code} {number})", number + 1
    return wanted


def remember(move: CustomerMove, gone: Customer, now: datetime) -> None:
    """Let the code and names of the emptied customer stand for the other one in files."""
    texts = [("code", gone.code), ("name", gone.name), ("name", gone.short_name)]
    for kind, text in dict.fromkeys(pair for pair in texts if pair[1]):
        if CustomerAlias.get_or_none(CustomerAlias.kind == kind, CustomerAlias.text == text) is None:
            alias = CustomerAlias.create(kind=kind, text=text, customer=move.to_id, noted_at=now)
            note_change(move, "customer_alias", alias.id, made=True)


def bring_back(move: CustomerMove, along: Iterable[Node]) -> None:
    """File the rows of a move that is marked as undone where they were, and ``along`` with them."""
    note(move, by_table(along), {})
    listed: dict[str, list[int]] = {}
    changed: list[tuple[str, int, dict[str, Any]]] = []
    for row in CustomerMoveRow.select().where(CustomerMoveRow.move == move):
        before: dict[str, Any] = row.before or {}
        if before.get("made"):
            if row.table_name == "customer_alias":
                CustomerAlias.delete().where(CustomerAlias.id == row.row_id).execute()
            continue
        if row.table_name != "customer":
            listed.setdefault(row.table_name, []).append(row.row_id)
        if "was" in before:
            changed.append((row.table_name, row.row_id, before))
    for table in FILED:
        moves.refile(table, listed.get(table, ()), move.from_id)
    for table, row_id, before in changed:  # only now: two people of one name must not meet
        _restore(move, table, row_id, before["was"], before["set"])


_MODELS: Mapping[str, Any] = {"contact_person": ContactPerson, "customer": Customer, "invoice": Invoice}


def _restore(
    move: CustomerMove, table: str, row_id: int, was: Mapping[str, Any], set_to: Mapping[str, Any]
) -> None:
    """Put values back that still are what the move made them: what a person changed since stays."""
    row = _MODELS[table].get_or_none(_MODELS[table].id == row_id)
    if row is None:
        return
    shown = {name: _plain(getattr(row, name)) for name in was}
    values = {name: value for name, value in was.items() if shown[name] == _plain(set_to[name])}
    if table == "contact_person" and "name" in values:
        there = {p.name for p in ContactPerson.select().where(ContactPerson.customer == move.from_id)}
        there.discard(row.name)
        if values["name"] in there:
            values.pop("name")
    if values:
        bulk.update(table, tuple(values), [(*(_stored(value) for value in values.values()), row_id)])


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _stored(value: Any) -> Any:
    return int(value) if isinstance(value, bool) else value
