"""The fields and conditions a letter template may name, with what each of them means (R91)."""

from __future__ import annotations

from collections.abc import Mapping

FIELDS: Mapping[str, str] = {
    "customer": "Full name of the customer",
    "contact": "Contact person of the customer, with title",
    "cause": "Contract or goods that the debt comes from",
    "contract_no": "Numbers of the contracts behind the invoices",
    "amount": "Amount demanded",
    "amount_cn": "Amount demanded, in words",
    "count": "Number of invoices, in words",
    "as_of": "Day that the figures are of",
    "due_date": "Due date of the oldest invoice",
    "overdue_days": "Days the oldest invoice has been overdue",
    "pay_deadline": "Day to pay by",
    "interest_to_date": "Interest for late payment up to now",
    "interest_until": "Last day of that interest",
    "interest_basis": "What the interest is computed from",
    "penalty_clause": "The contract's clause on late payment",
    "stop_supply_days": "Days overdue after which the contract allows to stop delivering",
    "forum": "The contract's clause on disputes",
    "earlier": "Earlier letters, with day and number",
    "statement_date": "Day of the last statement of account",
    "promise_date": "Day of the customer's last promise to pay",
    "plan_n": "Instalments still open",
    "plan_first_amount": "Amount of the next instalment",
    "letter_no": "Number of this letter",
    "issue_date": "Date of this letter",
    "company": "Full name of your company",
    "my_name": "Your contact person",
    "my_phone": "Your phone number",
}

CONDITIONS: Mapping[str, str] = {
    "bank": "The receiving account is entered",
    "deductions": "Something is deducted: credits or disputed parts",
    "several": "More than one invoice is listed",
    "stop_supply": "The contract allows to stop delivering by now",
}
"""What can only be asked for by ``{if …}``; every field can be, too."""

LOOKED_UP = ("contract_no", "penalty_clause", "statement_date", "promise_date", "plan_n", "plan_first_amount")
"""Fields that are fetched only for a template that names them."""


def meaning_of(name: str) -> str:
    """What a field or condition stands for, in English; the name itself where nobody knows it."""
    return FIELDS.get(name) or CONDITIONS.get(name) or name
