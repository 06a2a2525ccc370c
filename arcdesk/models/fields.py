"""Column types that fit SQLite's STRICT tables and never let a float near money."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from peewee import IntegerField, TextField

from arcdesk.domain.text import one_line


class MoneyField(IntegerField):
    """Amount in fen (minor units); SQLite's INTEGER holds 64 bits."""

    def db_value(self, value: int | None) -> int | None:
        if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
            raise TypeError(f"money is an int of fen, not {type(value).__name__}")
        return value


class FlagField(IntegerField):
    """True or false, stored as 1 or 0."""

    def db_value(self, value: bool | None) -> int | None:
        return None if value is None else int(value)

    def python_value(self, value: int | None) -> bool | None:
        return None if value is None else bool(value)


class NameField(TextField):
    """A name from outside: kept as it came, read on one line and without marks that turn it around."""

    def python_value(self, value: str | None) -> str | None:
        return None if value is None else one_line(value)


class DayField(TextField):
    """Calendar day as ISO 8601 text, so that text order is time order."""

    def db_value(self, value: date | str | None) -> str | None:
        return value.isoformat() if isinstance(value, date) else value

    def python_value(self, value: str | None) -> date | None:
        return None if value is None else date.fromisoformat(value)


class MomentField(TextField):
    """Local time with its UTC offset as ISO 8601 text (R64)."""

    def db_value(self, value: datetime | str | None) -> str | None:
        if isinstance(value, datetime):
            if value.tzinfo is None:
                raise TypeError("a moment needs its UTC offset")
            return value.isoformat(timespec="seconds")
        return value

    def python_value(self, value: str | None) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


class JsonField(TextField):
    """A small JSON value, for snapshots and lists that are never searched."""

    def db_value(self, value: Any) -> str | None:
        return None if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)

    def python_value(self, value: str | None) -> Any:
        return None if value is None else json.loads(value)
