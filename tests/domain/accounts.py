"""Accounts for the tests of the gate and the work list, made in one line."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from arcdesk.domain.account import Account
from arcdesk.domain.aging import OpenItem

TODAY = date(2026, 3, 10)
YESTERDAY = TODAY - timedelta(days=1)
DUE = date(2026, 2, 1)
MADE = TODAY - timedelta(days=20)


def item(open_fen: int = 100_000, due_on: date | None = DUE, number: int = 1, **more: Any) -> OpenItem:
    """An open invoice of customer 1."""
    facts = {"currency": "CNY", "issued_on": date(2026, 1, 1)} | more
    return OpenItem(number, 1, due_on=due_on, open_fen=open_fen, **facts)


def late(days: int, open_fen: int = 1_000_000, number: int = 1, **more: Any) -> OpenItem:
    """An invoice so many days overdue today."""
    due_on = TODAY - timedelta(days=days)
    return item(open_fen, due_on, number, **{"issued_on": due_on - timedelta(days=30)} | more)


def account(*items: OpenItem, currency: str = "CNY", **more: Any) -> Account:
    """The account that holds these items."""
    return Account(currency, items, **more)
