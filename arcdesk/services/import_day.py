"""The day of a list: as it says itself, as a person says, never after today nor before what is newer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from arcdesk.domain.errors import Refusal
from arcdesk.importing.ledger_file import LedgerFile
from arcdesk.models.queries.sql import rows


class DayAfterToday(Refusal):
    """A list of a day that has not come."""

    sentence = "The list is of {day}, which is after today. Check the day above its columns, or say the right one."


class OlderThanBooks(Refusal):
    """A list of balances that is older than those in the books."""

    sentence = (
        "The list is of {day}, but import no. {batch} brought balances of {newer}. Import a list of that day or later, "
        "or take that import back first."
    )


class DayOpen(Refusal):
    """Balances without documents of an unknown day."""

    sentence = "“{name}” lists balances without documents and does not say of which day. Say the day."


def settle_day(file: LedgerFile, asked: date | None, today: date) -> tuple[LedgerFile, date]:
    """The day of the balances, and the file with its balances of that day.

    What a person says goes before what the file says. A period that runs on beyond today ends today.

    Args:
        asked: the day that a person said, if one did.

    Raises:
        DayAfterToday, OlderThanBooks.
    """
    said = file.as_of
    if said is not None and said > today and not file.is_day_stated:
        said = today
    day = asked or said or today
    check_day(file, day, today)
    needs_day = bool(file.balances) and asked is None and said is None
    moved = tuple(row if row.as_of == day else replace(row, as_of=day) for row in file.balances)
    return replace(file, balances=moved, needs_day=needs_day), day


def check_day(file: LedgerFile, day: date, today: date) -> None:
    """Refuse a list of a day after today, and one of balances that is older than those imported.

    Raises:
        DayAfterToday, OlderThanBooks.
    """
    if day > today:
        raise DayAfterToday(day=day.isoformat(), field="as_of")
    if not states_balances(file):
        return
    newer = rows(
        """SELECT id, as_of FROM import_batch WHERE undone_at IS NULL AND as_of > ?1
           AND json_extract(summary, '$.states_balances') ORDER BY as_of DESC, id DESC LIMIT 1""",
        day.isoformat(),
    )
    if newer:
        raise OlderThanBooks(day=day.isoformat(), batch=newer[0][0], newer=newer[0][1], field="as_of")


def states_balances(file: LedgerFile) -> bool:
    """Whether a file says what is owed on its day: balances by customer, or everything open."""
    return bool(file.balances) or file.lists_all_open
