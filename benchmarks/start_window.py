"""From process start to the first list painted, against a bare PySide6 window with a table.

Both run as processes of their own, in turns, and end at the first paint of their table
with rows in it. ArcDesk takes its ordinary way from ``arcdesk`` without arguments: settings,
theme, workspace opened for writing, the customers' page with the demo's customers in it. The bare window is a
QMainWindow with a QTableView over 24 rows of text. A third row says what importing
QtWidgets alone takes, for scale.

    uv run python benchmarks/start_window.py [ROUNDS]

Offscreen unless QT_QPA_PLATFORM says otherwise, e.g.
    QT_QPA_PLATFORM=xcb xvfb-run -a uv run python benchmarks/start_window.py
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from measure import print_table, take_turns

ROUNDS = 9

WATCH = """
import os, sys, time

def report():
    sys.stdout.write(str(time.monotonic_ns()))
    sys.stdout.flush()
    os._exit(0)

def end_at_first_paint(table):
    from PySide6.QtCore import QEvent, QObject, QTimer
    class Watch(QObject):
        def eventFilter(self, watched, event):
            if event.type() == QEvent.Type.Paint and table.model().rowCount() > 0:
                QTimer.singleShot(0, report)
            return False
    watch = Watch(table)
    table.viewport().installEventFilter(watch)
"""
IMPORT_ONLY = WATCH + "import PySide6.QtWidgets\nreport()\n"
BARE = WATCH + """
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView
application = QApplication([])
window, table, model = QMainWindow(), QTableView(), QStandardItemModel()
for number in range(24):
    model.appendRow([QStandardItem(f"row {number} column {column}") for column in range(8)])
table.setModel(model)
window.setCentralWidget(table)
window.resize(1366, 800)
window.show()
end_at_first_paint(table)
application.exec()
"""
ARCDESK = WATCH + """
import importlib.abc, importlib.util
os.environ["ARCDESK_WORKSPACE"] = sys.argv.pop()
sys.argv[1:] = []

class WhenImported(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    # Watches the window without importing the desktop any earlier than the program does.
    def find_spec(self, name, path, target=None):
        if name != "arcdesk.ui.app":
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        self.loader, spec.loader = spec.loader, self
        return spec

    def create_module(self, spec):
        return self.loader.create_module(spec)

    def exec_module(self, app):
        self.loader.exec_module(app)
        opened = app.open_window
        def open_window(*given, **named):
            window = opened(*given, **named)
            end_at_first_paint(window.page("customers")._table)
            return window
        app.open_window = open_window

sys.meta_path.insert(0, WhenImported())
from arcdesk.__main__ import main
main()
"""


def starting(code: str, *arguments: str) -> Callable[[], float]:
    """Seconds from before the process exists to its first paint; both read the system's own clock."""

    def work() -> float:
        start = time.monotonic_ns()
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments], capture_output=True, text=True, encoding="utf-8", check=True
        )
        return (int(done.stdout) - start) / 1e9

    return work


def main(rounds: int) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["ARCDESK_CONFIG_DIR"] = str(Path(scratch) / "config")
        os.environ["PYTHONPYCACHEPREFIX"] = str(Path(scratch) / "compiled")  # filled by the round to warm up
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        folder = Path(scratch) / "demo"
        demo = [sys.executable, "-m", "arcdesk", "demo", "--no-gui", "--dir", str(folder)]
        subprocess.run(demo, capture_output=True, check=True)
        works = {
            "import PySide6.QtWidgets": starting(IMPORT_ONLY),
            "bare window with a table": starting(BARE),
            "ArcDesk, customers painted": starting(ARCDESK, str(folder)),
        }
        seconds = take_turns(works, rounds)
    title = f"process start to first list painted ({os.environ['QT_QPA_PLATFORM']}), {rounds} rounds"
    print_table(title, seconds, against="bare window with a table")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
