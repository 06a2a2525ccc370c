"""What is known of a case in words, for the papers that are handed to others; in the language of this process."""

from __future__ import annotations

from collections.abc import Iterable

from arcdesk.domain.money import with_currency
from arcdesk.domain.staff import ROLE_NAMES
from arcdesk.i18n import tr
from arcdesk.services.cases import Case
from arcdesk.services.contact_words import CHANNELS, LETTER_LEVELS, OUTCOMES, SUPPLY, words
from arcdesk.services.contacts import ContactLine
from arcdesk.services.document_words import STATES
from arcdesk.services.documents import IssuedDocument
from arcdesk.services.promises import PromiseLine
from arcdesk.services.reason_text import reasons_text


def person_name(name: str) -> str:
    """A name, or that nobody is named."""
    return name or tr("(nobody)|owner")


def role_name(role: str) -> str:
    """A role in words."""
    return tr(ROLE_NAMES[role]) if role in ROLE_NAMES else role


def contact_text(line: ContactLine | None) -> str:
    """Day, channel, outcome, person and note of a contact."""
    if line is None:
        return tr("Nobody was contacted yet")
    said = (words(CHANNELS, line.channel), words(OUTCOMES, line.outcome), line.person, line.note)
    return " · ".join((line.at.date().isoformat(), *(part for part in said if part)))


def contact_brief(line: ContactLine | None) -> str:
    """Day and outcome of a contact."""
    return f"{line.at.date()} {words(OUTCOMES, line.outcome)}" if line else "—"


def promise_text(line: PromiseLine) -> str:
    """Amount, day and state of a promise."""
    values = {"amount": with_currency(line.missing_fen, line.currency), "day": line.due_on.isoformat()}
    if line.state in ("broken", "part_kept"):
        return tr("{amount} promised for {day}, broken", **values)
    return tr("{amount} promised for {day}", **values)


def promises_text(case: Case) -> str:
    """Every promise that is open or broken."""
    return tr("; |list").join(map(promise_text, case.promises)) or "—"


def letter_text(letter: IssuedDocument) -> str:
    """Number, kind, day, deadline and state of a letter."""
    parts = [letter.number, words(LETTER_LEVELS, letter.level), letter.issued_on.isoformat()]
    if letter.deadline_on:
        parts.append(tr("pay by {day}|letter", day=letter.deadline_on.isoformat()))
    parts.append(words(STATES, letter.state))
    return " · ".join(parts)


def holds_text(case: Case) -> str:
    """What holds the chasing, and what is still delivered."""
    profile = case.customer
    parts = []
    if profile.hold_until:
        parts.append(
            tr(
                "on hold until {day}: {why}",
                day=profile.hold_until.isoformat(),
                why=profile.hold_reason or "—",
            )
        )
    if profile.supply:
        parts.append(tr("deliveries: {how}", how=words(SUPPLY, profile.supply)))
    return tr("; |list").join(parts) or "—"


def limitation_text(case: Case) -> str:
    """The nearest end of limitation, with its invoice."""
    if case.limitation is None:
        return "—"
    end, number = case.limitation
    return f"{end.isoformat()} · {number}"


def why_text(case: Case) -> str:
    """Why the next step is what it is, else what it waits for; that nothing is due where nothing is."""
    return reasons_text(case.reasons or case.held) or tr("nothing is due today")


def next_text(case: Case) -> str:
    """The next step."""
    if case.entry:
        return tr(case.entry.action)
    if case.followups:
        first = case.followups[0]
        return tr("Follow-up of {due_on}: {note}", due_on=first.due_on, note=first.reason or "—")
    return "—"


def sums_text(amounts: Iterable[tuple[str, int]]) -> str:
    """Amounts by currency, never added across."""
    return "  ".join(with_currency(fen, currency) for currency, fen in amounts) or with_currency(0, "CNY")
