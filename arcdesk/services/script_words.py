"""The scripts that ship: their keys, what each is for, and their texts in both languages (S-150 to S-170)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache

from arcdesk import resources
from arcdesk.i18n import tr

ANY = "any"
STAGES = ((30, "early"), (90, "middle"))
"""Last overdue day of each stage of a conversation; what is older is ``late`` (S-036)."""

LATE = "late"
RECAP = "recap"
ANSWER = "answer."

ANSWERS: Mapping[str, str] = {
    "answer.finance_away": "“Finance is not in.”",
    "answer.in_approval": "“It is being approved.”",
    "answer.invoice_missing": "“We have no invoice.”",
    "answer.latest_day": "“We are arranging it.” Pin down the day",
    "answer.half_now": "“We cannot pay all of it.”",
    "answer.downstream": "“We are waiting for our own customer's money.”",
    "answer.disputed": "“The goods or the amount are not right.”",
    "answer.paid": "“We have paid.”",
    "answer.discount": "“Take something off.”",
    "answer.decision_maker": "“I cannot decide that.”",
    "answer.cooperation": "“We have worked together so long.”",
    "answer.insulted": "They become rude",
    "answer.law_hint": "Hint at the law without breaking off",
    "answer.by_hour": "Ask for an answer by an hour",
    "answer.recording": "Before recording a call",
}
"""What the other side says, or what one wants to bring in, while talking; by the key of the answer."""

STAGE_TEXTS = {"early": "1 to 30 days overdue", "middle": "31 to 90 days overdue", "late": "Over 90 days overdue"}
OCCASION_TEXTS = {
    "broken_promise": "Broken promise", "deadline_passed": "Deadline of a letter passed",
    "promise_due_today": "Promise due today", "soon_due": "Soon due",
}  # fmt: skip
BEHAVIOUR_TEXTS = {
    ANY: "any payer", "reliable": "Keeps its word|behaviour", "forgetful": "Forgetful|behaviour",
    "short_of_cash": "Short of cash|behaviour", "malicious": "Avoids paying|behaviour",
}  # fmt: skip
BEHAVIOURS = ("reliable", "forgetful", "short_of_cash", "malicious")


@cache
def texts(language: str) -> Mapping[str, str]:
    """Every shipped script of one language ("zh" or "en") by its key."""
    found: dict[str, str] = json.loads(resources.text("scripts", f"{language}.json"))
    return found


@cache
def keys() -> tuple[str, ...]:
    """The keys in the order of a debt: before it is due, by its age, by occasion, answers, the recap."""
    stages = [f"{stage}.{payer}" for stage in STAGE_TEXTS for payer in (ANY, *BEHAVIOURS)]
    occasions = [key for key in texts("zh") if key.partition(".")[0] in OCCASION_TEXTS]
    occasions.sort(key=lambda key: list(reversed(OCCASION_TEXTS)).index(key.partition(".")[0]))
    return (*occasions[:2], *stages, *occasions[2:], *ANSWERS, RECAP)


def title(key: str) -> str:
    """What a script is for, in the language of this process."""
    if key in ANSWERS:
        return tr(ANSWERS[key])
    if key == RECAP:
        return tr("Recap after a contact")
    what, _, payer = key.partition(".")
    found = tr(STAGE_TEXTS.get(what) or OCCASION_TEXTS[what])
    return f"{found} · {tr(BEHAVIOUR_TEXTS[payer])}" if payer else found
