"""Rows of policies in words, in the language of this process."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from arcdesk.domain.grading import GRADES
from arcdesk.domain.policy import Action, Condition
from arcdesk.domain.policy_words import CONDITION_TEXTS, action_key
from arcdesk.domain.schemes import SCHEMES
from arcdesk.i18n import tr

_VALUE_TEXTS: Mapping[str, Mapping[str, str]] = {
    "disputed": {"yes": "yes", "no": "no"},
    "promise": {"open": "open|promise", "broken": "broken|promise", "none": "none|promise"},
    "size": {
        "large": "Large|size", "medium": "Medium|size", "small": "Small|size", "micro": "Micro|size",
        "public": "Public body|size",
    },
    "behaviour": {
        "reliable": "Keeps its word|behaviour", "forgetful": "Forgetful|behaviour",
        "short_of_cash": "Short of cash|behaviour", "malicious": "Avoids paying|behaviour",
    },
}  # fmt: skip


def known_values(field: str) -> dict[str, str]:
    """What a condition on ``field`` may be compared with, in words; nothing where any text may stand."""
    if field == "grade":
        return {grade: grade for grade in GRADES}
    if field == "bucket":
        scheme = SCHEMES["portrait"]
        return {bucket.key: tr(bucket.label_key, **bucket.label_values) for bucket in scheme.buckets}
    return {value: tr(text) for value, text in _VALUE_TEXTS.get(field, {}).items()}


def value_text(condition: Condition) -> str:
    """The value of a condition as a person reads it."""
    if condition.field == "amount":
        return f"{int(condition.value):,}"
    return known_values(condition.field).get(condition.value, condition.value)


def condition_text(condition: Condition) -> str:
    """A condition in words."""
    return tr(CONDITION_TEXTS[condition.field, condition.operation], value=value_text(condition))


def conditions_text(conditions: Iterable[Condition]) -> str:
    """All conditions in words, joined: every one must hold."""
    return tr(" and |conditions").join(condition_text(each) for each in conditions)


def actions_text(actions: Iterable[Action]) -> str:
    """Actions in words, the foremost first."""
    return steps_text(action_key(each) for each in actions)


def steps_text(keys: Iterable[str]) -> str:
    """What is to be done, from texts to translate; a dash for nothing."""
    return tr("; |list").join(tr(each) for each in keys) or "—"
