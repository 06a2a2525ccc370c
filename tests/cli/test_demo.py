"""The demo: the bundled ledger comes in whole, stands as of today, and the main job leaves its files."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arcdesk import demo, resources
from arcdesk.cli.main import run
from arcdesk.clock import FixedClock
from arcdesk.importing.load import load
from arcdesk.pdf import preview
from tests.cli.conftest import NOW
from tests.conftest import why_no_qt

BEIJING = timezone(timedelta(hours=8))


def test_the_main_job_runs_without_a_screen(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "demo"
    assert run(["demo", "--no-gui", "--dir", str(folder), "--json"], FixedClock(NOW)) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["workspace"] == str(folder)
    assert answer["today"] > 5
    (letter,), (statement,) = answer["letters"], answer["statements"]
    assert "催款函" in preview.extract_text(Path(letter).read_bytes())
    assert "对账单" in preview.extract_text(Path(statement).read_bytes())
    assert Path(answer["evidence"][0]).read_bytes() == resources.path("demo", "wechat.png").read_bytes()
    assert run(["demo", "--no-gui", "--dir", str(folder)], FixedClock(NOW)) == 2


def test_the_demo_prints_each_file_it_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("arcdesk.cli.demo.documents", lambda: tmp_path / "Documents")
    assert run(["demo", "--no-gui", "--lang", "en"], FixedClock(NOW)) == 0
    text = capsys.readouterr().out
    folder = tmp_path / "Documents" / "ArcDesk-demo"
    for file in (folder / "exports").iterdir():
        assert str(file) in text
    assert "Aging as of 2026-10-08" in text
    assert run(["demo", "--no-gui", "--json"], FixedClock(NOW)) == 0
    assert json.loads(capsys.readouterr().out)["workspace"] == str(
        tmp_path / "Documents" / "ArcDesk-demo (2)"
    )


def test_the_bundled_ledger_is_whole() -> None:
    file = load(resources.path("demo", "ledger.xlsx"), as_of=demo.BUNDLED_DAY)
    assert (file.rejected, file.quarantined, file.needs_date_order) == ((), (), False)
    assert len(file.customers) == 24
    assert 140 <= len(file.invoices) <= 180
    last = max(row.issued_on for row in file.invoices)
    assert last <= demo.BUNDLED_DAY


@settings(max_examples=3, deadline=None)
@given(day=st.dates(date(2026, 1, 1), date(2035, 12, 31)))
def test_the_demo_looks_alive_on_any_day(tmp_path_factory: pytest.TempPathFactory, day: date) -> None:
    now = datetime.combine(day, datetime.min.time(), BEIJING) + timedelta(hours=9)
    desk = demo.make(tmp_path_factory.mktemp("demo") / "w", FixedClock(now))
    try:
        report = desk.aging.report()
        assert all(block.identities.hold for block in report.currencies)
        totals = report.currencies[0].totals
        assert all(fen > 0 for fen in totals.buckets.values())
        assert {"broken_promise", "followup_due", "level_due"} <= {
            entry.kind for entry in desk.worklist.today()
        }
        job = demo.do_main_job(desk)
        assert job.letters
        assert job.statements
        due = {
            line.due_on.weekday() for line in desk.followups.open(customer_id=desk.customers.find("K008").id)
        }
        assert due == {demo.TUESDAY}
    finally:
        desk.close()


def test_the_demo_opens_the_window_where_there_is_a_screen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path | None] = []

    def open_desktop(_session: object, folder: Path | None) -> int:
        opened.append(folder)
        return 0

    monkeypatch.setattr("arcdesk.cli.desktop.has_screen", lambda: True)
    monkeypatch.setattr("arcdesk.cli.desktop.open_desktop", open_desktop)
    assert run(["demo", "--dir", str(tmp_path / "demo")], FixedClock(NOW)) == 0
    assert opened == [tmp_path / "demo"]


@pytest.mark.skipif(
    importlib.util.find_spec("PySide6") is None or bool(why_no_qt()), reason="Qt can't be loaded here"
)
def test_this_installation_passes_its_own_test() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "arcdesk", "--self-test", "--json"],
        capture_output=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    findings = json.loads(done.stdout.decode("utf-8"))
    assert done.returncode == 0, findings
    assert {"ledger", "letter", "statement", "evidence", "window", "keyring", "password"} <= {
        row["check"] for row in findings
    }
