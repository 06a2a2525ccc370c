"""The same aging by other means: plain SQL, DuckDB, pandas, polars. Each answers rows by customer.

They are asked for less than the program answers: open money by bucket of the default scheme, the
number of items and the days the oldest is overdue, by customer. They check no identity and read
neither unallocated money nor disputes nor names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl

from arcdesk.models.base import proxy

Answer = dict[int, tuple[int, ...]]
"""By customer: not due, 1-30, 31-90, 91-180, over 180 days in fen, items, days the oldest is overdue."""

JULIANDAY = """
SELECT customer_id,
       sum(CASE WHEN late <= 0 THEN fen ELSE 0 END), sum(CASE WHEN late BETWEEN 1 AND 30 THEN fen ELSE 0 END),
       sum(CASE WHEN late BETWEEN 31 AND 90 THEN fen ELSE 0 END),
       sum(CASE WHEN late BETWEEN 91 AND 180 THEN fen ELSE 0 END),
       sum(CASE WHEN late > 180 THEN fen ELSE 0 END), count(*), max(late)
FROM (SELECT i.customer_id, i.amount_fen - coalesce(a.settled, 0) AS fen,
             CAST(julianday(?1) - julianday(i.due_on) AS INTEGER) AS late
      FROM invoice i LEFT JOIN (SELECT invoice_id, sum(amount_fen) AS settled FROM allocation
                                WHERE effective_on <= ?1 GROUP BY invoice_id) a ON a.invoice_id = i.id
      WHERE i.amount_fen > 0 AND i.issued_on <= ?1 AND i.amount_fen - coalesce(a.settled, 0) <> 0)
GROUP BY customer_id
"""

DUCK = """
SELECT customer,
       coalesce(sum(fen) FILTER (late <= 0), 0), coalesce(sum(fen) FILTER (late BETWEEN 1 AND 30), 0),
       coalesce(sum(fen) FILTER (late BETWEEN 31 AND 90), 0),
       coalesce(sum(fen) FILTER (late BETWEEN 91 AND 180), 0), coalesce(sum(fen) FILTER (late > 180), 0),
       count(*), max(late)
FROM (SELECT i.customer, i.fen - coalesce(a.settled, 0) AS fen, date_diff('day', i.due, $day) AS late
      FROM invoice i LEFT JOIN (SELECT invoice, sum(fen) AS settled FROM allocation
                                WHERE counts <= $day GROUP BY invoice) a ON a.invoice = i.id
      WHERE i.issued <= $day AND i.fen - coalesce(a.settled, 0) <> 0)
GROUP BY customer
"""


@dataclass(frozen=True)
class Frames:
    """Invoices and allocations as columns in memory; days as numpy's days."""

    invoices: dict[str, Any]
    allocations: dict[str, Any]


def read_frames() -> Frames:
    """The rows of the open workspace as columns."""
    invoices = proxy.execute_sql(
        "SELECT id, customer_id, issued_on, due_on, amount_fen FROM invoice WHERE amount_fen > 0"
    )
    allocations = proxy.execute_sql("SELECT invoice_id, amount_fen, effective_on FROM allocation")
    return Frames(
        _columns(invoices.fetchall(), id="int64", customer="int64", issued="D", due="D", fen="int64"),
        _columns(allocations.fetchall(), invoice="int64", fen="int64", counts="D"),
    )


def _columns(rows: list[tuple[Any, ...]], **kinds: str) -> dict[str, Any]:
    return {
        name: np.array(values, dtype="datetime64[D]" if kind == "D" else kind)
        for (name, kind), values in zip(kinds.items(), zip(*rows, strict=True), strict=True)
    }


def write_csv(frames: Frames, folder: Path) -> None:
    """The rows as two files, as an accounting system would hand them over."""
    for name, columns in (("invoice", frames.invoices), ("allocation", frames.allocations)):
        pl.DataFrame(columns).write_csv(folder / f"{name}.csv")


def plain_sql(day: date) -> Answer:
    """The workspace's own tables, with the arithmetic of days for every row."""
    return _answer(proxy.execute_sql(JULIANDAY, (day.isoformat(),)).fetchall())


def duck(made: duckdb.DuckDBPyConnection, day: date) -> Answer:
    """DuckDB's answer out of rows that were loaded before."""
    return _answer(made.execute(DUCK, {"day": day}).fetchall())


def duck_whole(frames: Frames, day: date) -> Answer:
    """Loaded from columns in memory, then asked."""
    return duck(duck_from_frames(frames), day)


def duck_csv(folder: Path, day: date) -> Answer:
    """Loaded from the files, then asked."""
    made = duckdb.connect()
    _load(made, *(f"read_csv('{(folder / name).as_posix()}.csv')" for name in ("invoice", "allocation")))
    return duck(made, day)


def duck_from_frames(frames: Frames) -> duckdb.DuckDBPyConnection:
    """DuckDB with the rows taken from columns that lie in memory already: the fastest there is."""
    invoices, allocations = pandas_frames(frames)
    made = duckdb.connect()
    made.register("i", invoices)
    made.register("a", allocations)
    _load(made, "i", "a")
    return made


def _load(made: duckdb.DuckDBPyConnection, invoices: str, allocations: str) -> None:
    made.execute(
        f"CREATE TABLE invoice AS SELECT id, customer, issued::DATE AS issued, due::DATE AS due, fen FROM {invoices}"
    )
    made.execute(
        f"CREATE TABLE allocation AS SELECT invoice, fen, counts::DATE AS counts FROM {allocations}"
    )


Tables = tuple[pd.DataFrame, pd.DataFrame]


def pandas_frames(frames: Frames) -> Tables:
    """Invoices and allocations as pandas holds them."""
    return pd.DataFrame(frames.invoices), pd.DataFrame(frames.allocations)


def by_pandas(tables: Tables, day: date) -> Answer:
    """Sums of allocations mapped to the invoices, then a pivot by bucket."""
    invoices, allocations = tables
    then = pd.Timestamp(day)
    settled = allocations[allocations["counts"] <= then].groupby("invoice")["fen"].sum()
    items = invoices[invoices["issued"] <= then]
    items = items.assign(fen=items["fen"] - items["id"].map(settled).fillna(0).astype("int64"))
    items = items[items["fen"] != 0]
    late = (then - items["due"]).dt.days
    items = items.assign(late=late, bucket=np.searchsorted([0, 30, 90, 180], late))
    sums = items.pivot_table(index="customer", columns="bucket", values="fen", aggfunc="sum", fill_value=0)
    sums = sums.reindex(columns=range(5), fill_value=0)
    whole = sums.join(items.groupby("customer").agg(count=("fen", "size"), late=("late", "max")))
    return _answer(whole.itertuples(name=None))


def polars_frames(frames: Frames) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Invoices and allocations as polars holds them."""
    return pl.DataFrame(frames.invoices), pl.DataFrame(frames.allocations)


def by_polars(tables: tuple[pl.DataFrame, pl.DataFrame], day: date) -> Answer:
    """A lazy join of the sums of allocations, grouped by customer."""
    invoices, allocations = tables
    fen, late = pl.col("fen"), pl.col("late")
    settled = (
        allocations.lazy().filter(pl.col("counts") <= day).group_by("invoice").agg(fen.sum().alias("settled"))
    )
    buckets = (late <= 0, late.is_between(1, 30), late.is_between(31, 90), late.is_between(91, 180), late > 180)
    sums = (
        invoices.lazy()
        .filter(pl.col("issued") <= day)
        .join(settled, left_on="id", right_on="invoice", how="left")
        .with_columns(
            fen=fen - pl.col("settled").fill_null(0), late=(pl.lit(day) - pl.col("due")).dt.total_days()
        )
        .filter(fen != 0)
        .group_by("customer")
        .agg(
            *(fen.filter(bucket).sum().alias(f"b{number}") for number, bucket in enumerate(buckets)),
            pl.len().alias("count"),
            late.max().alias("most"),
        )
    )
    return _answer(sums.collect().iter_rows())


def pandas_csv(folder: Path, day: date) -> Answer:
    """Read from the files, then asked."""
    invoices = pd.read_csv(folder / "invoice.csv", parse_dates=["issued", "due"])
    return by_pandas((invoices, pd.read_csv(folder / "allocation.csv", parse_dates=["counts"])), day)


def polars_csv(folder: Path, day: date) -> Answer:
    """Read from the files, then asked."""
    invoices, allocations = (
        pl.read_csv(folder / f"{name}.csv", try_parse_dates=True) for name in ("invoice", "allocation")
    )
    return by_polars((invoices, allocations), day)


FROM_CSV: dict[str, Callable[[Path, date], Answer]] = {
    "duckdb": duck_csv,
    "pandas": pandas_csv,
    "polars": polars_csv,
}


def _answer(rows: Iterable[tuple[Any, ...]]) -> Answer:
    return {int(row[0]): tuple(map(int, (*row[1:-1], max(0, row[-1])))) for row in rows}
