"""Policies in words: texts to translate for steps, letters, roles and conditions."""

from __future__ import annotations

from collections.abc import Mapping

from arcdesk.domain.policy import Action

STEP_TEXTS: Mapping[str, str] = {
    "reminder": "Send a friendly reminder",
    "message": "Write by WeChat or SMS",
    "call": "Call the person who decides",
    "letter": "Send the letter with the statement",
    "statement": "Have the statement of account confirmed",
    "visit": "Visit with the proofs in hand",
    "stop_supply": "Decide whether to stop delivering",
    "lawyer": "Hand the file to a lawyer",
}

LETTER_TEXTS: Mapping[str, str] = {
    "reminder": "Send a friendly reminder",
    "first": "Send the first demand",
    "second": "Send the second demand",
    "final": "Send the final demand",
    "lawyer_draft": "Draft the lawyer's letter",
}

ROLE_TEXTS: Mapping[str, str] = {
    "sales": "Task for the salesperson",
    "sales_manager": "Task for the sales manager",
    "finance_manager": "Task for the finance manager",
    "director": "Task for the director",
    "cfo": "Report to the CFO",
    "legal": "Task for legal",
}

CONDITION_TEXTS: Mapping[tuple[str, str], str] = {
    ("grade", "is"): "grade is {value}",
    ("grade", "not"): "grade is not {value}",
    ("behaviour", "is"): "pays like: {value}",
    ("behaviour", "not"): "does not pay like: {value}",
    ("size", "is"): "size is {value}",
    ("size", "not"): "size is not {value}",
    ("tag", "is"): "has the tag {value}",
    ("tag", "not"): "has not the tag {value}",
    ("bucket", "is"): "age is {value}",
    ("bucket", "not"): "age is not {value}",
    ("industry", "is"): "industry is {value}",
    ("industry", "not"): "industry is not {value}",
    ("region", "is"): "region is {value}",
    ("region", "not"): "region is not {value}",
    ("amount", "at_least"): "overdue {value} or more",
    ("amount", "below"): "overdue less than {value}",
    ("disputed", "is"): "disputed: {value}",
    ("promise", "is"): "promise is {value}",
    ("promise", "not"): "promise is not {value}",
}


def action_key(action: Action) -> str:
    """The text of an action, to be translated."""
    if action.step == "escalate":
        return ROLE_TEXTS[action.role]
    if action.step == "letter" and action.letter:
        return LETTER_TEXTS[action.letter]
    return STEP_TEXTS[action.step]
