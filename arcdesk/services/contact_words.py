"""Words for what stands in the log, in letters and at people: codes to texts to translate."""

from __future__ import annotations

from collections.abc import Mapping

from arcdesk.i18n import tr

CHANNELS: Mapping[str, str] = {
    "phone": "Phone|channel",
    "wechat": "WeChat|channel",
    "sms": "SMS|channel",
    "email": "E-mail|channel",
    "letter": "Letter|channel",
    "visit": "Visit|channel",
    "meeting": "Meeting|channel",
    "lawyer": "Lawyer|channel",
    "other": "Other|channel",
}

OUTCOMES: Mapping[str, str] = {
    "promised": "Promised|outcome",
    "partial_paid": "Part paid|outcome",
    "paid": "Paid|outcome",
    "will_check": "Will check|outcome",
    "in_approval": "In approval|outcome",
    "invoice_missing": "Invoice missing|outcome",
    "disputes": "Disputes it|outcome",
    "short_of_cash": "Short of cash|outcome",
    "downstream_unpaid": "Awaits payment|outcome",
    "wrong_person": "Wrong person|outcome",
    "no_answer": "No answer|outcome",
    "refused": "Refused|outcome",
    "unreachable": "Unreachable|outcome",
    "other": "Other|outcome",
}

AUTHORITIES: Mapping[str, str] = {
    "": "Authority unknown",
    "none": "No authority",
    "partial": "Partial authority",
    "final": "Final say",
}

LETTER_LEVELS: Mapping[str, str] = {
    "auto": "Next demand",
    "reminder": "Friendly reminder",
    "first": "First demand letter",
    "second": "Second demand letter",
    "final": "Final demand letter",
    "lawyer_draft": "Lawyer's letter (draft)",
}

SUPPLY: Mapping[str, str] = {
    "": "As usual|supply",
    "cash_only": "Cash only|supply",
    "stopped": "Stopped|supply",
}


def words(table: Mapping[str, str], code: str) -> str:
    """The words for ``code`` in the language of this process; a code from elsewhere as it is."""
    key = table.get(code)
    return tr(key) if key else code
