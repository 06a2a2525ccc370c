"""``--self-test``: tries out every part of this installation; the built program must pass it."""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from arcdesk.cli.session import Session
from arcdesk.cli.streams import flush
from arcdesk.i18n import tr

if TYPE_CHECKING:
    from arcdesk.bootstrap import Desk
    from arcdesk.demo import MainJob


class Failed(Exception):
    """A part that does not do what it should."""


def run(session: Session) -> int:
    """Run every test in a temporary workspace; prints a line each. 0 when all pass, else 1."""
    from arcdesk import demo

    findings: list[tuple[str, bool, str]] = []

    def attempt(name: str, test: Callable[[], str]) -> None:
        try:
            findings.append((name, True, test()))
        except Exception as error:  # noqa: BLE001 - whatever it is, it is the finding
            findings.append((name, False, f"{type(error).__name__}: {error}"))

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        made: list[tuple[Desk, MainJob]] = []

        def workspace() -> str:
            desk = demo.make(Path(scratch) / "self-test", session.clock)
            made.append((desk, demo.do_main_job(desk)))
            return str(desk.aging.report().currencies[0].totals.invoice_count)

        attempt("ledger", workspace)
        for desk, job in made:
            attempt("aging", partial(_aging, desk))
            attempt("letter", partial(_pdf, desk, job.letters[0].number))
            attempt("statement", partial(_pdf, desk, job.statements[0].number))
            attempt("evidence", partial(_evidence, desk))
            attempt("search", partial(_search, desk))
            attempt("export", partial(_export, desk, Path(scratch)))
            attempt("keyring", partial(_doctor, desk))
            attempt("window", partial(_window, session, desk))
            attempt("notices", _notices)
            attempt("password", partial(_password, desk))
            desk.close()
    session.answer(
        [{"check": name, "ok": ok, "detail": detail} for name, ok, detail in findings],
        lambda: (
            f"{tr('ok|check' if ok else 'NOT WELL|check')}  {name}  {detail}" for name, ok, detail in findings
        ),
    )
    flush()
    return 0 if all(ok for _, ok, _ in findings) else 1


def _aging(desk: Desk) -> str:
    report = desk.aging.report()
    _must(all(block.identities.hold for block in report.currencies), "identities")
    return ", ".join(block.currency for block in report.currencies)


def _pdf(desk: Desk, number: str) -> str:
    """The sealed document holds its number and the customer's Chinese name as text: fonts are there."""
    from arcdesk.pdf import preview

    content = desk.documents.pdf(number)
    text = preview.extract_text(content)
    _must(number in text and desk.documents.find(number).customer_name in text, "text")
    _, _, pixels = preview.render_page(content, 0, 0.5)
    _must(len(set(pixels[::4])) > 1, "picture")
    return f"{number}, {preview.page_count(content)} p."


def _evidence(desk: Desk) -> str:
    report = desk.evidence.verify(deep=True)
    _must(report.all_well, "verify")
    return f"{report.files} + {report.chain_events}"


def _search(desk: Desk) -> str:
    found = desk.customers.matching("cxrh")
    _must([profile.code for profile in found] == ["K008"], "pinyin")
    return found[0].name


def _export(desk: Desk, folder: Path) -> str:
    done = desk.exporting.ledger_workbook(folder / "ledger.xlsx")
    plan = desk.importing.plan(done.path)
    _must(plan.all_well and plan.invoices.new == plan.invoices.changed == 0, "round trip")
    return f"{done.invoices}"


def _doctor(desk: Desk) -> str:
    checks = desk.health.checks()
    _must(all(check.ok for check in checks), ", ".join(check.name for check in checks if not check.ok))
    return next(tr(check.detail_key, **check.values) for check in checks if check.name == "keyring")


def _window(session: Session, desk: Desk) -> str:
    """The main window on the demo workspace, painted without a screen."""
    if importlib.util.find_spec("PySide6") is None and not getattr(sys, "frozen", False):
        return tr("left out: PySide6 is not installed")
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from arcdesk.ui.app import close_window, make_application, open_window
    from arcdesk.ui.jobs import InlineJobs
    from arcdesk.ui.theme import Theme

    application = make_application(session.settings)
    window = open_window(desk, session.settings, Theme("light", application), InlineJobs())
    try:
        application.processEvents()
        picture = window.grab()
        _must(not picture.isNull(), "empty")
        return f"{picture.width()} x {picture.height()}"
    finally:
        close_window(window)


def _notices() -> str:
    """The library that shows notices on this system came along; other systems have the tray alone."""
    wanted = {"linux": "jeepney.io.blocking", "win32": "windows_toasts"}.get(sys.platform)
    return importlib.import_module(wanted).__name__ if wanted else sys.platform


def _password(desk: Desk) -> str:
    """The recovery key opens what a password has closed, and the evidence can be read in between."""
    recovery = desk.security.set_password("self test " * 2)
    _must(desk.security.finish() == 0, "encrypt")
    desk.security.check("self test " * 2)
    _must(desk.evidence.verify(deep=True).all_well, "read")
    desk.security.drop_password(recovery)
    _must(desk.security.finish() == 0, "decrypt")
    return "Argon2id, AES-256-GCM"


def _must(holds: bool, what: str) -> None:
    if not holds:
        raise Failed(what)
