"""The fields and conditions that the words of a letter may name, filled from its data."""

from __future__ import annotations

from collections.abc import Sequence

from arcdesk.i18n import translate
from arcdesk.pdf.data import EarlierLetter, LetterData
from arcdesk.pdf.letter_checks import net_fen
from arcdesk.pdf.wording import days_text, deadline_text, long_date, money_text, words_text


def letter_values(data: LetterData) -> dict[str, str]:
    """Fields and conditions by name (``domain.letter_fields``); a condition that holds has any value at all."""
    language, interest = data.language, data.interest
    count = len(data.lines)
    values = {
        "as_of": long_date(data.as_of, language),
        "count": translate("{count} items", language, count=count)
        if count > 1
        else translate("item", language),
        "due_date": long_date(min(line.due_on for line in data.lines), language),
        "overdue_days": days_text(oldest_days(data), language),
        "amount": money_text(data.total_fen, data.currency, language),
        "amount_cn": words_text(data.total_fen, data.currency, language),
        "pay_deadline": deadline_text(data.deadline_on, data.deadline_hour, language),
        "cause": data.cause,
        "company": data.creditor.name,
        "customer": data.debtor.name,
        "contact": data.recipient,
        "my_name": data.contact_name,
        "my_phone": data.contact_phone,
        "letter_no": data.number,
        "issue_date": long_date(data.issued_on, language),
        "earlier": earlier_text(data.earlier, language),
        "stop_supply_days": days_text(data.agreed.stop_supply_days, language)
        if data.agreed.stop_supply_days is not None
        else "",
        "forum": data.agreed.forum,
        **dict(data.facts),
    }
    if interest is not None:
        values["interest_to_date"] = money_text(interest.total_fen, data.currency, language)
        values["interest_until"] = long_date(interest.until, language)
        values["interest_basis"] = interest.basis
    holding = {
        "bank": data.bank is not None,
        "deductions": net_fen(data) != sum(line.open_fen for line in data.lines),
        "several": count > 1,
        "stop_supply": may_stop_supply(data),
    }
    return values | {name: "1" for name, holds in holding.items() if holds}


def oldest_days(data: LetterData) -> int:
    """Days that the longest overdue line has been overdue."""
    return max(line.overdue_days for line in data.lines)


def may_stop_supply(data: LetterData) -> bool:
    """Whether a contract allows to stop delivering by now."""
    return data.agreed.stop_supply_days is not None and oldest_days(data) > data.agreed.stop_supply_days


def earlier_text(earlier: Sequence[EarlierLetter], language: str) -> str:
    """The letters that went before, each with its day and number."""
    named = [
        translate(
            "{day} (no. {number})|letter", language, day=long_date(each.on, language), number=each.number
        )
        for each in earlier
    ]
    return translate(", |list", language).join(named)
