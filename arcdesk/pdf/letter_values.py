"""The fields that the words of a letter may name, filled from its data."""

from __future__ import annotations

from collections.abc import Sequence

from arcdesk.i18n import translate
from arcdesk.pdf.data import EarlierLetter, LetterData
from arcdesk.pdf.letter_checks import net_fen
from arcdesk.pdf.wording import account_text, days_text, deadline_text, long_date, money_text, words_text


def letter_values(data: LetterData, owed: str, owed_net: str) -> dict[str, str]:
    """The fields by name; ``owed_net`` is how the sum is called where something was deducted from it."""
    language, interest = data.language, data.interest
    count = len(data.lines)
    values = {
        "as_of": long_date(data.as_of, language),
        "count": translate("{count} items", language, count=count)
        if count > 1
        else translate("item", language),
        "oldest": days_text(oldest_days(data), language),
        "total": money_text(data.total_fen, data.currency, language),
        "words": words_text(data.total_fen, data.currency, language),
        "deadline": deadline_text(data.deadline_on, data.deadline_hour, language),
        "account": account_text(data.bank, language),
        "owed": owed if net_fen(data) == sum(line.open_fen for line in data.lines) else owed_net,
        "cause": data.cause,
        "creditor": data.creditor.name,
        "debtor": data.debtor.name,
        "contact": data.contact_name,
        "phone": data.contact_phone,
        "number": data.number,
        "date": long_date(data.issued_on, language),
        "earlier": earlier_text(data.earlier, language),
        "stop_days": days_text(data.agreed.stop_supply_days or 0, language),
        "forum": data.agreed.forum,
    }
    if interest is not None:
        values["interest"] = money_text(interest.total_fen, data.currency, language)
        values["until"] = long_date(interest.until, language)
        values["basis"] = interest.basis
    return values


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
