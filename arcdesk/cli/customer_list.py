"""The list of customers as the rows of a file: particulars, balances, and whom to call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from arcdesk.cli.list_out import List
from arcdesk.i18n import tr

if TYPE_CHECKING:
    from arcdesk.services.customers import CustomerProfile


def customer_list(found: Sequence[CustomerProfile], balances: Mapping[int, Mapping[str, int]]) -> List:
    """A row a customer; a column for the balance in each currency; the first contact person."""
    from arcdesk.services.contact_directory import first_people
    from arcdesk.services.list_files import ListColumn, Money

    people = first_people()
    currencies = sorted({name for each in balances.values() for name in each}) or ["CNY"]
    several = len(currencies) > 1
    columns = [
        *map(ListColumn, (tr("Code"), tr("Name"), tr("Short name"), tr("Credit code"), tr("Grade"), tr("Owner"),
                          tr("Salesperson"), tr("Region"))),
        *(ListColumn(f"{tr('Balance')} {name}" if several else tr("Balance")) for name in currencies),
        ListColumn(tr("Contact person")), ListColumn(tr("Position")), ListColumn(tr("Phone"), "phone"),
        ListColumn(tr("WeChat name"), "wechat"), ListColumn(tr("E-mail"), "email"),
    ]  # fmt: skip
    rows = []
    for one in found:
        own, person = balances.get(one.id, {}), people.get(one.id)
        reached = (
            (person.name, person.title, person.phone, person.wechat, person.email) if person else ("",) * 5
        )
        rows.append(
            (
                one.code, one.name, one.short_name, one.uscc, one.grade, one.owner, one.salesperson, one.region,
                *(Money(own[name], "CNY" if several else name) if name in own else None for name in currencies),
                *reached,
            )
        )  # fmt: skip
    return columns, rows
