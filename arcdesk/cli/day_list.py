"""The list of a day with what became of it, as JSON, as text and as the rows of a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from arcdesk.cli.list_out import List
from arcdesk.cli.tables import table
from arcdesk.cli.work import entry_documents, entry_list
from arcdesk.domain.money import with_currency
from arcdesk.i18n import tr
from arcdesk.services.reason_text import reason_text
from arcdesk.services.set_aside_words import back_text, state_text

if TYPE_CHECKING:
    from arcdesk.bootstrap import Desk
    from arcdesk.services.day_list import TodayRow


def row_documents(desk: Desk, rows: Iterable[TodayRow], day: date) -> list[dict[str, Any]]:
    """The rows as the JSON of interface.md, each with what became of it.

    ``state`` is open, snoozed, done or skipped; ``until`` the day on which he is on the list again; ``back``
    the decision that no longer hides him, with the reasons that came after it.
    """
    shown = list(rows)
    open_ones = [row for row in shown if row.state == "open"]
    scripts = iter(entry_documents(desk, [row.entry for row in open_ones], day))
    found = []
    for row in shown:
        document = next(scripts) if row.state == "open" else _without_script(row)
        back = row.came_back
        found.append(
            {
                **document,
                "state": row.state,
                "until": row.until.isoformat() if row.until else None,
                "note": row.note or None,
                "by_contact": row.by_contact,
                "back": None if back is None else {
                    "kind": back.kind, "from": back.made_on.isoformat(), "until": back.back_on.isoformat(),
                    "reason": back.reason, "because": [reason_text(reason) for reason in row.news],
                },
            }
        )  # fmt: skip
    return found


def row_list(rows: Iterable[TodayRow]) -> List:
    """The rows for a file, with what became of each."""
    from arcdesk.services.list_files import ListColumn

    shown = list(rows)
    columns, cells = entry_list([row.entry for row in shown])
    with_state = [(*cell, became(row)) for cell, row in zip(cells, shown, strict=True)]
    return [*columns, ListColumn(tr("Standing|day list"))], with_state


def row_lines(rows: Iterable[TodayRow], *, is_whole: bool) -> Iterator[str]:
    """The rows as a table: who, why, what to do; with ``is_whole`` what became of each."""
    shown = [
        (
            row.code, row.name, with_currency(row.overdue_fen, row.currency) if row.overdue_fen else "",
            reason_text(row.news[0] if row.news else row.reasons[0]) if row.reasons else "",
            tr(row.action) if row.action and row.state == "open" else "", *((became(row),) if is_whole else ()),
        )
        for row in rows
    ]  # fmt: skip
    if not shown:
        yield tr("Nothing to do today.")
        return
    titles = (tr("Code"), tr("Customer"), tr("Overdue"), tr("Why"), tr("Action"))
    yield from table((*titles, tr("Standing|day list")) if is_whole else titles, shown, right=(2,))


def became(row: TodayRow) -> str:
    """What became of a row, or what he was set aside for before he came back."""
    if row.state == "open":
        return back_text(row.came_back) if row.came_back else ""
    return tr("contacted today") if row.by_contact else state_text(row.state, row.until, row.note)


def _without_script(row: TodayRow) -> dict[str, Any]:
    from arcdesk.domain.money import format_plain

    return {
        "customer": row.code, "name": row.name, "priority": float(row.priority), "kind": row.kind,
        "reasons": [reason_text(reason) for reason in row.reasons], "action": tr(row.action) if row.action else "",
        "script": None, "amount_overdue": format_plain(row.overdue_fen), "currency": row.currency,
    }  # fmt: skip
