"""Which script suits what stands on the work list, filled in (R89 to R91).

By occasion where one was given (a broken promise, a passed deadline), else by how old the debt is
and what kind of payer the customer is. Each acknowledges, asks a concrete question and offers ways
with a day. A text that lacks a figure is not offered: nothing unfilled is ever said (R91).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from arcdesk.domain import script_fields
from arcdesk.domain.template_text import MissingValue, TemplateFault, fill, names, parse
from arcdesk.domain.workdays import Workdays
from arcdesk.i18n import translate
from arcdesk.pdf.wording import long_date, money_text, words_text
from arcdesk.services.customers import Person
from arcdesk.services.script_words import ANY, LATE, STAGES, texts
from arcdesk.services.worklist import TodayEntry

WORKDAYS_TO_PAY = 3
"""Working days that a script offers for the payment."""

FROM_REASON = {
    "broken_promise": {"amount": "amount", "promise_date": "promised_on"},
    "deadline_passed": {"amount": "amount", "letter_no": "number", "letter_deadline": "deadline_on"},
    "promise_due_today": {"amount": "amount"},
    "soon_due": {"amount": "amount", "due_date": "due_on"},
}
"""Occasions, and which value of their reason fills which field of the text."""

OWN = "policy"
"""Key of words that the policy itself has for a level."""

LookUp = Callable[[Iterable[str]], Mapping[str, str]]
"""Gives the values of the named fields, of those that have one."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whom one speaks to: name, title and kind of payer; empty where not known."""

    contact: str = ""
    title: str = ""
    behaviour: str = ""


@dataclass(frozen=True, slots=True)
class SaidText:
    """What to say, and the key of the script it comes from."""

    key: str
    text: str


def speaker_of(people: tuple[Person, ...], behaviour: str) -> Speaker:
    """The first contact person who may be spoken to."""
    person = next((person for person in people if not person.do_not_contact), None)
    return Speaker(person.name, person.title, behaviour) if person else Speaker(behaviour=behaviour)


def script_for(
    entry: TodayEntry, speaker: Speaker, day: date, workdays: Workdays, language: str,
    *, words: Mapping[str, str] | None = None, look_up: LookUp | None = None,
) -> SaidText | None:  # fmt: skip
    """What to say for one line of the work list on ``day``; None where a figure is missing.

    Args:
        words: The scripts in use by key; without them the shipped ones.
        look_up: Fetches fields that the line itself has not.
    """
    known = texts(language) if words is None else words
    fields = fields_of(entry, speaker, day, workdays, language)
    if entry.kind not in FROM_REASON and "overdue_days" not in fields:
        return None
    first = entry.reasons[0].values if entry.reasons else {}  # a customer opened by hand comes without a reason
    if entry.kind not in FROM_REASON and (own := str(first.get("script", ""))):
        text = filled(own, fields, look_up)
        return SaidText(OWN, text) if text else None
    for key in _keys(entry, speaker):
        if key in known:
            text = filled(known[key], fields, look_up)
            return SaidText(key, text) if text else None
    return None


def fields_of(
    entry: TodayEntry | None, speaker: Speaker, day: date, workdays: Workdays, language: str
) -> dict[str, str]:
    """The fields that a line of the work list and the person spoken to fill by themselves."""
    pay_by = workdays.add_workdays(day, WORKDAYS_TO_PAY)
    fields = {"greeting": _greeting(speaker, language), "pay_deadline": long_date(pay_by, language)}
    fields |= {"contact": speaker.contact, "title": speaker.title}
    if entry is None:
        return fields
    fields["customer"] = entry.customer_name
    from_reason = FROM_REASON.get(entry.kind, {})
    if entry.overdue_fen > 0 and entry.max_overdue_days > 0:
        late = {
            "amount": money_text(entry.overdue_fen, entry.currency, "zh"),
            "amount_cn": words_text(entry.overdue_fen, entry.currency, language),
            "overdue_days": str(entry.max_overdue_days),
            "due_date": long_date(day - timedelta(days=entry.max_overdue_days), language),
        }
        about_all = ("amount_cn",) if from_reason else ()  # an occasion is about an amount of its own
        fields |= {name: value for name, value in late.items() if name not in from_reason and name not in about_all}
    if from_reason:
        values = entry.reasons[0].values
        found = {field: values.get(name) for field, name in from_reason.items()}
        fields |= {
            field: long_date(value, language) if isinstance(value, date) else str(value)
            for field, value in found.items()
            if value
        }
    return fields


def filled(text: str, fields: Mapping[str, str], look_up: LookUp | None = None) -> str | None:
    """``text`` with its values; None where one is missing or the text is faulty (R91)."""
    try:
        nodes = parse(text)
    except TemplateFault:
        return None
    wanted = {script_fields.ALIASES.get(name, name) for name in names(nodes)}
    values = dict(fields)
    if missing := {name for name in wanted if not values.get(name)}:
        values |= look_up(missing) if look_up else {}
    values |= {old: values[new] for old, new in script_fields.ALIASES.items() if values.get(new)}
    try:
        return "".join(words for words, _ in fill(nodes, values)).strip()
    except MissingValue:
        return None


def _keys(entry: TodayEntry, speaker: Speaker) -> tuple[str, ...]:
    if entry.kind in FROM_REASON:
        return (f"{entry.kind}.{speaker.behaviour}", entry.kind)
    stage = next((name for last, name in STAGES if entry.max_overdue_days <= last), LATE)
    return (f"{stage}.{speaker.behaviour}", f"{stage}.{ANY}")


def _greeting(speaker: Speaker, language: str) -> str:
    if not speaker.contact:
        return translate("Hello, ", language)
    known = "Hello {name} ({title}), " if speaker.title else "Hello {name}, "
    return translate(known, language, name=speaker.contact, title=speaker.title)
