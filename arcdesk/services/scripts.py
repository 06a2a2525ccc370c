"""What to say or send: one short text for what stands on the work list (R89 to R91).

The texts lie in ``resources/scripts``, one file a language: by occasion where one was given
(a broken promise, a passed deadline), else by how old the debt is and what kind of payer the
customer is. Each acknowledges, asks a concrete question and offers ways with a day. A text
that lacks a figure is not offered: nothing unfilled is ever said (R91).
"""

from __future__ import annotations

import json
import string
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from arcdesk import resources
from arcdesk.domain.money import with_currency
from arcdesk.domain.template_text import MissingValue, TemplateFault, fill, parse
from arcdesk.domain.workdays import Workdays
from arcdesk.i18n import translate
from arcdesk.services.customers import Person
from arcdesk.services.worklist import TodayEntry

WORKDAYS_TO_PAY = 3
"""Working days that a script offers for the payment."""

STAGES = ((30, "early"), (90, "middle"))
"""Last overdue day of each stage of a conversation; what is older is ``late`` (S-036)."""

LATE, ANY = "late", "any"
FROM_REASON = {
    "broken_promise": {"amount": "amount", "due_on": "promised_on"},
    "deadline_passed": {"amount": "amount", "number": "number", "deadline_on": "deadline_on"},
    "promise_due_today": {"amount": "amount"},
    "soon_due": {"amount": "amount", "due_on": "due_on"},
}
"""Occasions, and which value of their reason fills which field of the text."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whom one speaks to: name, title and kind of payer; empty where not known."""

    contact: str = ""
    title: str = ""
    behaviour: str = ""


def speaker_of(people: tuple[Person, ...], behaviour: str) -> Speaker:
    """The first contact person who may be spoken to."""
    person = next((person for person in people if not person.do_not_contact), None)
    return Speaker(person.name, person.title, behaviour) if person else Speaker(behaviour=behaviour)


def script_for(
    entry: TodayEntry, speaker: Speaker, day: date, workdays: Workdays, language: str
) -> str | None:
    """The text for one line of the work list on ``day``; None where a figure is missing."""
    fields = {
        "greeting": _greeting(speaker, language),
        "pay_by": workdays.add_workdays(day, WORKDAYS_TO_PAY).isoformat(),
    }
    if entry.kind in FROM_REASON:
        values = entry.reasons[0].values
        names = FROM_REASON[entry.kind]
        fields |= {field: str(values[name]) for name, field in names.items() if values.get(name)}
        return _filled((f"{entry.kind}.{speaker.behaviour}", entry.kind), fields, language)
    if not (entry.overdue_fen > 0 and entry.max_overdue_days > 0):
        return None
    fields |= {
        "amount": with_currency(entry.overdue_fen, entry.currency),
        "days": str(entry.max_overdue_days),
        "due_on": (day - timedelta(days=entry.max_overdue_days)).isoformat(),
    }
    first = entry.reasons[0].values if entry.reasons else {}  # a customer opened by hand comes without a reason
    if own := str(first.get("script", "")):
        return _own(own, fields)
    stage = next((name for last, name in STAGES if entry.max_overdue_days <= last), LATE)
    return _filled((f"{stage}.{speaker.behaviour}", f"{stage}.{ANY}"), fields, language)


@cache
def texts(language: str) -> Mapping[str, str]:
    """Every script of one language ("zh" or "en")."""
    found: dict[str, str] = json.loads(resources.text("scripts", f"{language}.json"))
    return found


def _filled(keys: tuple[str, ...], fields: Mapping[str, str], language: str) -> str | None:
    known = texts(language)
    text = next((known[key] for key in keys if key in known), None)
    if text is None or any(name and name not in fields for _, name, _, _ in string.Formatter().parse(text)):
        return None
    return text.format(**fields)


def _own(script: str, fields: Mapping[str, str]) -> str | None:
    """The words that the policy itself has for a level, filled in; None where they cannot be."""
    try:
        return "".join(words for words, _ in fill(parse(script), fields))
    except (TemplateFault, MissingValue):
        return None


def _greeting(speaker: Speaker, language: str) -> str:
    if not speaker.contact:
        return translate("Hello, ", language)
    known = "Hello {name} ({title}), " if speaker.title else "Hello {name}, "
    return translate(known, language, name=speaker.contact, title=speaker.title)
