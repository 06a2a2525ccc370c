"""Every account on a day: its open items aged, its free money, its balance, all from a few sums.

What the database can sum, it sums; an invoice that stands under an instalment plan, or is disputed,
is looked at one by one. There are few of those.
"""

from __future__ import annotations

from datetime import date

from arcdesk.domain.accounts import Account
from arcdesk.domain.aging import Key, Scheme, age_items, combine
from arcdesk.domain.item_sums import age_sums
from arcdesk.domain.spans import bucket_spans
from arcdesk.models.queries import balances, plans
from arcdesk.models.queries.open_sums import open_sums
from arcdesk.models.queries.standings import standings


def accounts(day: date, scheme: Scheme) -> dict[Key, Account]:
    """Every account that has a posting on any day, by (customer, currency), as it stood on ``day``."""
    spans = bucket_spans(scheme, day)
    planned = plans.on_invoices(day)
    sums = open_sums(day, spans, scheme.basis, planned.keys())
    aged = age_sums(sums, scheme, spans, day)
    if planned:
        for key, more in age_items(balances.items_of(planned.keys(), day), scheme, day).items():
            aged[key] = combine((aged[key], more), scheme) if key in aged else more
    for key, fen in balances.disputed_sums(day, planned.keys()).items():
        if fen:
            aged[key] = aged[key]._replace(disputed_fen=aged[key].disputed_fen + fen)
    free = {key: sum(credit) for key, credit in balances.free_credits(day).items()}
    none_open = combine((), scheme)
    found = {
        key: Account(aged.get(key, none_open), free.get(key, 0), opening, moved, balance)
        for key, opening, moved, balance in standings(day)
    }
    for key in [key for part in (aged, free) for key in part if key not in found]:
        # None, unless a kept sum is lost: that must show, as an account that does not add up.
        found[key] = Account(aged.get(key, none_open), free.get(key, 0), 0, 0, 0)
    return found
