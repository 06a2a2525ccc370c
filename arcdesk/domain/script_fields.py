"""The fields and conditions that a script may name, with what each of them means (R91)."""

from __future__ import annotations

from collections.abc import Mapping

FIELDS: Mapping[str, str] = {
    "greeting": "Greeting with name and title of the person spoken to",
    "customer": "Full name of the customer",
    "contact": "Name of the person spoken to",
    "title": "Title of the person spoken to",
    "amount": "Amount asked for",
    "amount_cn": "Amount asked for, in words",
    "due_date": "Due date of the oldest invoice",
    "overdue_days": "Days the oldest invoice has been overdue",
    "pay_deadline": "Day to pay or answer by: three working days on",
    "answer_by": "Hour to answer by: 17:00 today, or of the next working day",
    "promise_date": "Day of the customer's last promise to pay",
    "letter_no": "Number of the last demand letter",
    "letter_deadline": "Day to pay by of the last demand letter",
    "invoice_list": "Numbers of the overdue invoices",
    "contract_no": "Numbers of the contracts behind the invoices",
    "penalty_clause": "The contract's clause on late payment",
    "statement_date": "Day of the last statement of account",
    "plan_n": "Instalments still open",
    "plan_first_amount": "Amount of the next instalment",
    "bank_block": "Your receiving account",
    "company": "Full name of your company",
    "my_name": "Your contact person",
    "my_phone": "Your phone number",
}

CONDITIONS: Mapping[str, str] = {
    "reminded": "Somebody was reached or a letter was issued before about the overdue",
    "broken_again": "More than one promise was broken",
}
"""What can only be asked for by ``{if …}``; every field can be, too."""

RECAP_FIELDS: Mapping[str, str] = {
    "moment": "When the contact took place",
    "channel": "By which channel",
    "promises": "Amounts and days that were promised",
    "disputes": "Invoices and amounts that are disputed",
    "state": "What the customer said of the payment, from the outcome",
    "follow_up": "Day of the next follow-up",
}
"""Fields of a recap alone: what was just logged."""

ALIASES: Mapping[str, str] = {
    "days": "overdue_days", "due_on": "due_date", "pay_by": "pay_deadline", "promised_on": "promise_date",
    "number": "letter_no", "deadline_on": "letter_deadline",
}  # fmt: skip
"""Older names of fields, which rows of policies may still use."""

ALWAYS = frozenset({"greeting", "customer", "pay_deadline", "answer_by", "company"})
"""Fields that never lack a value."""


def known_for(kind: str) -> frozenset[str]:
    """Every name a script of this kind (``services.script_words.KEYS``) may use, also as a condition."""
    extra = RECAP_FIELDS if kind == "recap" else {}
    return frozenset({*FIELDS, *CONDITIONS, *ALIASES, *extra})


def meaning_of(name: str) -> str:
    """What a field or condition stands for, in English; the name itself where nobody knows it."""
    return FIELDS.get(name) or CONDITIONS.get(name) or RECAP_FIELDS.get(name) or name
