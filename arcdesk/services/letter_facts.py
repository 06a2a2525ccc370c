"""Fields of a letter template that are looked up only where it names them (R91)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from arcdesk.domain.rate_texts import plain_percent
from arcdesk.i18n import translate
from arcdesk.models.collection import Document
from arcdesk.models.ledger import Contract
from arcdesk.pdf.wording import long_date, money_text
from arcdesk.services.plan_lines import plan_lines
from arcdesk.services.promises import promise_lines

Facts = tuple[tuple[str, str], ...]


def facts(
    wanted: Iterable[str], customer_id: int, currency: str, contracts: Iterable[Contract], day: date, language: str
) -> Facts:
    """The wanted fields that have a value on ``day``, in the language of the letter."""
    asked = set(wanted)
    found: dict[str, str] = {}
    rows = list(contracts)
    joint = translate(", |list", language)
    if "contract_no" in asked:
        found["contract_no"] = joint.join(row.number for row in rows)
    if "penalty_clause" in asked:
        found["penalty_clause"] = _penalty(rows, language)
    if "statement_date" in asked:
        found["statement_date"] = _statement(customer_id, currency, day, language)
    if "promise_date" in asked:
        made = [line for line in promise_lines(day, customer_id).get(customer_id, ()) if line.currency == currency]
        latest = max(made, key=lambda line: (line.made_on, line.id), default=None)
        found["promise_date"] = long_date(latest.due_on, language) if latest else ""
    if asked & {"plan_n", "plan_first_amount"}:
        found |= _plan(customer_id, currency, day, language)
    return tuple(sorted((name, value) for name, value in found.items() if name in asked and value))


def _penalty(contracts: Iterable[Contract], language: str) -> str:
    rates = dict.fromkeys(row.penalty_daily_rate for row in contracts if row.penalty_daily_rate)
    return translate("; |list", language).join(
        translate(
            "compensation for late payment of {percent} % a day", language, percent=plain_percent(Decimal(rate) * 100)
        )
        for rate in rates
    )


def _statement(customer_id: int, currency: str, day: date, language: str) -> str:
    latest = (
        Document.select()
        .where((Document.kind == "statement") & (Document.customer == customer_id))
        .where((Document.currency == currency) & (Document.issued_on <= day))
        .order_by(Document.as_of.desc())
        .first()
    )
    return long_date(latest.as_of, language) if latest else ""


def _plan(customer_id: int, currency: str, day: date, language: str) -> dict[str, str]:
    standing = [line for line in plan_lines(day, customer_id) if line.currency == currency and not line.how_ended]
    waiting = [part for line in standing for part in line.instalments if part.open_fen > 0]
    if not waiting:
        return {}
    first = min(waiting, key=lambda part: part.due_on)
    return {
        "plan_n": str(len(waiting)),
        "plan_first_amount": money_text(first.open_fen, currency, language),
    }
