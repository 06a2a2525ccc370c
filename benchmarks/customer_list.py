"""Filtering 10,000 customers with 100,000 invoices, from the key stroke to the painted list.

The page is the program's own, offscreen, with the demo of a large book behind it. Each
figure is one key stroke or one click on a bucket of the bar: the list filtered, sorted,
counted and painted. The page waits 60 ms for the next key before it starts; that pause is
not in the figures. "SQL a stroke" is the other way to do it: asking the database for the
matching codes and names at every stroke, before anything is put into a table or painted.
docs/decisions/0006-customer-list.md draws the conclusion.

    uv run python benchmarks/customer_list.py [CUSTOMERS]
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from books import make_books
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit

from arcdesk.models.base import proxy
from arcdesk.settings import MachineSettings
from arcdesk.ui.app import close_window, make_application, open_window
from arcdesk.ui.jobs import InlineJobs
from arcdesk.ui.pages.customers import CustomersPage
from arcdesk.ui.theme import Theme

ROUNDS = 5
TYPED = ("hangzhou", "上海鼎盛", "c0123", "szhydz", "youxian", "不存在")
INVOICES_EACH = 10


def strokes() -> list[str]:
    """What stands in the filter after each key of each word, and after clearing it."""
    return [word[:end] for word in TYPED for end in range(1, len(word) + 1)]


class Typist:
    """Types into the page's filter and waits for the paint, by the program's own code."""

    def __init__(self, page: CustomersPage) -> None:
        self._page = page
        field = page.findChild(QLineEdit, "customer_filter")
        assert field is not None
        self._field = field

    def _hurry(self) -> None:
        """Leave out the pause for the next key and the one before the preview."""
        for timer in self._page.findChildren(QTimer):
            timer.stop()

    def type(self, text: str) -> float:
        """Seconds from the text in the filter to the painted list."""
        start = time.perf_counter()
        self._field.setText(text)
        self._hurry()
        self._page._apply_filter()
        self._page._table.viewport().repaint()
        return time.perf_counter() - start

    def choose(self, buckets: tuple[str, ...]) -> float:
        """Seconds from the click on the bar to the painted list."""
        start = time.perf_counter()
        self._page._filter.bar.set_chosen(buckets)  # filters at once
        self._hurry()
        self._page._table.viewport().repaint()
        return time.perf_counter() - start


def asked_of_sql(text: str) -> float:
    """Seconds of the query for one stroke, rows fetched and nothing done with them."""
    start = time.perf_counter()
    proxy.execute_sql(
        "SELECT id, code, name, (SELECT sum(open_fen) FROM invoice WHERE customer_id = customer.id)"
        " FROM customer WHERE search_key LIKE ? ESCAPE '!' ORDER BY code",
        (f"%{text}%",),
    ).fetchall()
    return time.perf_counter() - start


def line(name: str, figures: list[float], against: float) -> None:
    """Median, 95th per cent and worst of some strokes, in milliseconds."""
    slow = quantiles(figures, n=20)[-1]
    print(f"  {name:<36}{median(figures) * 1e3:9.1f}{slow * 1e3:9.1f}{max(figures) * 1e3:9.1f}"
          f"{median(figures) / against:9.2f} x")  # fmt: skip


def main(customers: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ARCDESK_CONFIG_DIR"] = folder
        desk = make_books(Path(folder) / "books", customers, customers * INVOICES_EACH)
        settings = MachineSettings()
        application = make_application(settings)
        theme = Theme("light", application)
        theme.apply()
        start = time.perf_counter()
        window = open_window(desk, settings, theme, InlineJobs())
        application.processEvents()
        shown = time.perf_counter() - start
        page = window.page("customers")
        assert isinstance(page, CustomersPage)
        typist, sql, typed, chosen = Typist(page), [], [], []
        buckets = [bucket.key for bucket in page._scheme().buckets]
        for _ in range(ROUNDS):
            for text in strokes():
                typed.append(typist.type(text))
                sql.append(asked_of_sql(text))
            typist.type("")
            chosen += [typist.choose((key,)) for key in buckets]
            typist.choose(())
        close_window(window)
        desk.close()
    print(f"\n{customers:,} customers, {customers * INVOICES_EACH:,} invoices; window with the list {shown:.2f} s")
    print(f"  {'milliseconds':<36}{'median':>9}{'95 %':>9}{'worst':>9}")
    against = median(sql)
    line("SQL a stroke, nothing painted", sql, against)
    line("typed to painted", typed, against)
    line("bucket chosen to painted", chosen, against)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
