"""Running one SELECT against the open workspace."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from arcdesk.models.base import proxy


def rows(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    """All rows of one SELECT, as the engine gives them: text, int, None."""
    return list(proxy.execute_sql(statement, values).fetchall())


def written() -> tuple[int, int]:
    """A mark of this thread's connection that is another once anybody has written to the workspace."""
    connection = proxy.connection()
    return connection.total_changes(), int(connection.pragma("data_version"))


def pairs(query: Any) -> dict[Any, Any]:
    """A query of two columns as a dictionary from the first to the second."""
    return dict(query.tuples())


def days(*values: Any) -> tuple[Any, ...]:
    """Dates as the ISO texts that the tables hold; everything else as it is."""
    return tuple(value.isoformat() if hasattr(value, "isoformat") else value for value in values)


to_day = lru_cache(maxsize=20_000)(date.fromisoformat)
"""An ISO text as a day: a ledger of any size has few different ones."""
