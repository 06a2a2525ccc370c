"""Customers, their people and contracts out of a file: new, changed or as they are."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from arcdesk.domain.terms import LIMITATION_YEARS
from arcdesk.importing.ledger_file import ContractRow, CustomerRow
from arcdesk.services import import_refusals as why
from arcdesk.services.customers import UnknownCustomer
from arcdesk.services.import_ledger import Entry
from arcdesk.services.import_rows import difference_of
from arcdesk.services.import_state import Reconciliation, iso
from arcdesk.services.pinyin import search_key

CUSTOMER_FIELDS = (
    "short_name", "uscc", "grade", "owner", "salesperson", "credit_limit_fen", "credit_days", "industry", "region",
    "address", "size", "behaviour", "pain_point", "note", "due_rule", "due_day", "tags",
)  # fmt: skip
RULE_FIELDS = ("due_rule", "due_day")
PERSON_FIELDS = ("title", "authority", "phone", "wechat", "email")


def take_customers(found: Reconciliation) -> None:
    for row in found.file.customers:
        entry = found.resolver.of_row(row)
        if entry is None:
            entry = _new_customer(found, row)
        elif not row.derived:
            _change_customer(found, entry, row)
        elif row.short_name and not entry.values["short_name"]:
            _learn_short_name(entry, row)
        if found.decisions.left and not _is_taken(found, row, entry):
            continue
        found.customers.count(entry)
        found.keep("customer", entry)


def _is_taken(found: Reconciliation, row: CustomerRow, entry: Entry) -> bool:
    """Whether the person lets a new or changed customer in; without a new one his documents stay out too."""
    code = entry.values["code"]
    if found.takes("customers", code) or not (entry.is_new or entry.before):
        return True
    found.leave(replace(difference_of(found, "customers", entry), accepted=False, sheet=row.sheet, row=row.row))
    if entry.is_new:
        found.left_keys |= {f"customers:{name}" for name in (code, row.code, row.name) if name}
        found.resolver.forget(entry, row)
    else:
        entry.restore()
    return False


def _new_customer(found: Reconciliation, row: CustomerRow) -> Entry:
    code = row.code or found.resolver.free_code()
    values = {name: getattr(row, name) for name in CUSTOMER_FIELDS}
    values.update(code=code, name=row.name, search_key=search_key(code, row.name, row.short_name))
    entry = found.ledger.new("customer", values)
    found.resolver.added(entry, row)
    return entry


def _learn_short_name(entry: Entry, row: CustomerRow) -> None:
    """A list that has the short name beside the name teaches it to a customer without one."""
    entry.change("short_name", row.short_name)
    entry.change("search_key", search_key(entry.values["code"], entry.values["name"], row.short_name))


def _change_customer(found: Reconciliation, entry: Entry, row: CustomerRow) -> None:
    if found.resolver.says_name(row, entry):
        found.resolver.renamed(entry, row.name)
        entry.change("name", row.name)
    _change_rule(found, "customers", entry, row)
    for name in CUSTOMER_FIELDS:
        if name not in RULE_FIELDS and found.given("customers", "credit_limit" if name == "credit_limit_fen" else name):
            entry.change(name, getattr(row, name))
    if entry.before.keys() & {"name", "short_name"}:
        entry.change("search_key", search_key(entry.values["code"], entry.values["name"], entry.values["short_name"]))


def _change_rule(found: Reconciliation, sheet: str, entry: Entry, row: CustomerRow | ContractRow) -> None:
    """What the days count from, if the file says so: by 到期规则, by 固定付款日, or by 月结 in 账期天数."""
    if found.given(sheet, "due_rule") or row.due_rule != "issued":
        entry.change("due_rule", row.due_rule)
        entry.change("due_day", row.due_day)


def take_persons(found: Reconciliation) -> None:
    for row in found.file.persons:
        customer = found.resolver.by_code(row.customer)
        if customer is None:
            if not found.is_left("customers", row.customer):
                found.refuse(row, "customer", row.customer, UnknownCustomer(code=row.customer))
            continue
        key = (customer.id, row.name)
        entry = found.ledger.persons.get(key)
        if entry is None:
            values = {name: getattr(row, name) for name in PERSON_FIELDS}
            values.update(customer_id=customer.id, name=row.name, is_primary=int(row.primary))
            entry = found.ledger.persons[key] = found.ledger.new("contact_person", values)
        else:
            for name in PERSON_FIELDS:
                if found.given("contacts", name):
                    entry.change(name, getattr(row, name))
            if found.given("contacts", "primary"):
                entry.change("is_primary", int(row.primary))
        found.keep("contact_person", entry)


def take_contracts(found: Reconciliation) -> None:
    for row in found.file.contracts:
        customer = found.resolver.by_code(row.customer)
        if customer is None:
            if not found.is_left("customers", row.customer):
                found.refuse(row, "customer", row.customer, UnknownCustomer(code=row.customer))
            continue
        rate = row.penalty_daily_rate
        values: dict[str, Any] = {
            "number": row.number,
            "customer_id": customer.id,
            "signed_on": iso(row.signed_on),
            "credit_days": row.credit_days,
            "penalty_daily_rate": None if rate is None else format(rate.normalize(), "f"),
            "dispute_clause": row.dispute_clause,
            "note": row.note,
            "limitation_years": row.limitation_years or LIMITATION_YEARS[0],
            "stop_supply_days": row.stop_supply_days,
            "notice_address": row.notice_address,
        }
        order = int(row.payment_order == "interest_first")
        entry = found.ledger.contracts.get(row.number)
        if entry is None:
            values |= {"due_rule": row.due_rule, "due_day": row.due_day, "is_interest_first": order}
            entry = found.ledger.contracts[row.number] = found.ledger.new("contract", values)
        elif entry.values["customer_id"] != customer.id:
            found.refuse(row, "number", row.number, why.NumberOfOtherCustomer(number=row.number))
            continue
        else:
            for name, value in values.items():
                if found.given("contracts", name):
                    entry.change(name, value)
            _change_rule(found, "contracts", entry, row)
            if found.given("contracts", "payment_order"):
                entry.change("is_interest_first", order)
        found.keep("contract", entry)
