"""Tasks handed to others, and what was noted and decided before a suit, as events of the timeline."""

from __future__ import annotations

from collections.abc import Iterable

from arcdesk.i18n import tr
from arcdesk.models.staff import LegalDecision, LegalSign, Task, TaskAnswer
from arcdesk.services.case_words import role_name
from arcdesk.services.timeline_entry import Midnight, TimelineEntry

_CLOSED = {"answered": "Task {number}: answer of {name}", "withdrawn": "Task {number} of {name} taken back"}
_DECIDED = {
    "go": "Decided by {name}: sue",
    "wait": "Decided by {name}: wait until {day}",
    "settle": "Decided by {name}: settle",
    "write_off": "Decided by {name}: write off",
}
_NOTED = {
    "lost_contact": "Contact is lost",
    "moving_assets": "Assets are moved away",
    "talks_failed": "Talks failed",
}
_LIFTED = {
    "lost_contact": "Contact is lost no longer",
    "moving_assets": "Assets are moved away no longer",
    "talks_failed": "Talks go on",
}


def tasks(customer_id: int, midnight: Midnight) -> Iterable[TimelineEntry]:
    """What was handed out, and what came back."""
    mine = {row.id: row for row in Task.select().where(Task.customer == customer_id)}
    for row in mine.values():
        values = {"number": row.id, "name": row.recipient or role_name(row.role), "due": row.due_on}
        text = "; ".join(tr(action) for action, _ in row.actions)
        title = "Task {number} handed to {name}, answer by {due}"
        yield TimelineEntry("task", row.id, midnight(row.handed_on), title, values, text)
    for answer in TaskAnswer.select().where(TaskAnswer.task.in_(list(mine))):
        row = mine[answer.task_id]
        values = {"number": row.id, "name": row.recipient or role_name(row.role)}
        yield TimelineEntry("task", row.id, midnight(answer.on_day), _CLOSED[answer.kind], values, answer.text)


def legal(customer_id: int, midnight: Midnight) -> Iterable[TimelineEntry]:
    """Signs of trouble and decisions."""
    for sign in LegalSign.select().where(LegalSign.customer == customer_id):
        title = (_NOTED if sign.lifts_id is None else _LIFTED)[sign.kind]
        yield TimelineEntry("legal", sign.id, midnight(sign.on_day), title, {}, sign.note)
    for made in LegalDecision.select().where(LegalDecision.customer == customer_id):
        values = {"name": made.decided_by, "day": made.until_on}
        yield TimelineEntry("legal", made.id, midnight(made.on_day), _DECIDED[made.decision], values, made.reason)
