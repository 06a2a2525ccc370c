"""Pictures of every screen on the demo workspace: Chinese and English, light and dark, 100 and 150 %.

    uv run python scripts/screenshots.py FOLDER            every picture
    uv run python scripts/screenshots.py FOLDER --readme   only those of the READMEs, made small

Language, colours and scale are settled when a process starts, so each combination is drawn
by a process of its own. Without a display it draws offscreen.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from arcdesk.ui.main_window import MainWindow

LANGUAGES = ("zh", "en")
APPEARANCES = ("light", "dark")
SCALES = ("1.0", "1.5")
SIZE = (1366, 800)
README = {
    # picture of a README: language, colours, screen
    "customers-zh": ("zh", "light", "customers"),
    "dossier-zh": ("zh", "light", "log_contact"),
    "letter-zh": ("zh", "light", "letter_preview"),
    "today-zh": ("zh", "dark", "today"),
    "customers-en": ("en", "light", "customers"),
    "dossier-en": ("en", "dark", "dossier"),
}
LARGEST_BYTES = 300_000


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--readme", action="store_true", help="only the pictures of the READMEs")
    arguments.add_argument("--draw", nargs=3, metavar=("WORKSPACE", "LANGUAGE", "APPEARANCE"), help=argparse.SUPPRESS)
    given = arguments.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    if given.draw:
        workspace, language, appearance = given.draw
        draw(given.folder, Path(workspace), language, appearance)
    else:
        draw_all(given.folder, readme=given.readme)
    return 0


def draw_all(folder: Path, *, readme: bool) -> None:
    """Make the demo workspace and draw every combination from a copy of it."""
    with tempfile.TemporaryDirectory() as scratch:
        environment = {
            **os.environ,
            "ARCDESK_CONFIG_DIR": str(Path(scratch) / "config"),
            "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
            "PYTHONUTF8": "1",
        }
        demo = Path(scratch) / "demo"
        command = [sys.executable, "-m", "arcdesk", "demo", "--no-gui", "--dir", str(demo)]
        subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
        wanted = {(language, look) for language, look, _ in README.values()}
        for language, look, scale in product(LANGUAGES, APPEARANCES, SCALES[:1] if readme else SCALES):
            if readme and (language, look) not in wanted:
                continue
            pictures = Path(scratch) / "pictures" if readme else folder / f"{language}-{look}-{scale}"
            copy = Path(scratch) / f"{language}-{look}-{scale}" / demo.name
            shutil.copytree(demo, copy)
            command = [sys.executable, __file__, str(pictures), "--draw", str(copy), language, look]
            subprocess.run(command, env={**environment, "QT_SCALE_FACTOR": scale}, check=True)
            if readme:
                for name, (its_language, its_look, screen) in README.items():
                    if (its_language, its_look) == (language, look):
                        make_small(pictures / f"{screen}.png", folder / f"{name}.png")


def draw(folder: Path, workspace: Path, language: str, appearance: str) -> None:
    """Draw every screen in this process's language, colours and scale."""
    from PySide6.QtCore import QEvent
    from PySide6.QtWidgets import QApplication

    from arcdesk import bootstrap
    from arcdesk.clock import SystemClock
    from arcdesk.settings import MachineSettings
    from arcdesk.ui.app import close_window, make_application, open_window
    from arcdesk.ui.jobs import InlineJobs
    from arcdesk.ui.theme import Theme

    faults: list[BaseException] = []

    def keep_fault(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Qt reports an exception of a slot and goes on; a picture of it is no use."""
        faults.append(error)
        sys.__excepthook__(kind, error, trace)

    sys.excepthook = keep_fault
    settings = MachineSettings()
    settings.language, settings.appearance = language, appearance
    application = make_application(settings)
    theme = Theme(appearance, application)
    theme.apply()
    desk = bootstrap.build(workspace, SystemClock())
    window = open_window(desk, settings, theme, InlineJobs())
    window.resize(*SIZE)
    for name, show in screens(window):
        widget = show()
        for _ in range(3):  # layouts settle over a few rounds of events
            QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
            application.processEvents()
        pause(0.25)  # pages wait a moment before they fill a preview
        widget.grab().save(str(folder / f"{name}.png"))
        if widget is not window:
            widget.close()
    close_window(window)
    desk.close()
    if faults:
        sys.exit(1)


def screens(window: MainWindow) -> Iterator[tuple[str, Callable[[], QWidget]]]:
    """Each screen's name, and how to bring it up; it answers the widget to draw."""
    context = window.context
    customers = [line.id for line in context.desk.customer_list.rows().rows if line.overdue_fen > 0]
    one = next((entry.customer_id for entry in context.desk.worklist.today()), customers[0])

    def page(key: str) -> Callable[[], QWidget]:
        def show() -> QWidget:
            context.page_requested.emit(key)
            return window

        return show

    def asked(ask: Callable[[], object]) -> Callable[[], QWidget]:
        def show() -> QWidget:
            ask()
            return window

        return show

    for key in ("today", "customers"):
        yield key, page(key)
    yield "dossier", asked(lambda: context.customer_requested.emit(one))
    yield "limitation", lambda: limitation(window)
    yield "log_contact", asked(lambda: context.log_requested.emit(one))
    for key in ("letters", "statements", "evidence", "reports", "import", "tools", "settings"):
        yield key, page(key)
    yield "bank", asked(lambda: read_bank_statement(window))
    yield "letters_chosen", asked(lambda: context.letter_requested.emit(tuple(customers[:6])))
    yield "interest", lambda: interest(window, one)
    yield "letter_preview", lambda: letter_preview(window)
    yield "postings", lambda: postings(window, one)
    yield "first_start", lambda: first_start(window)


def read_bank_statement(window: MainWindow) -> None:
    """A bank statement in which three customers paid, read into the bank page."""
    context = window.context
    late = [line for line in context.desk.customer_list.rows().rows if line.overdue_fen > 0][:3]
    lines = [f"{context.today},{line.overdue_fen // 100},,{line.name},货款" for line in late]
    lines.insert(0, f"{context.today},12.34,,中国工商银行,结息")
    path = context.desk.workspace.folder / "exports" / "bank.csv"
    path.write_text("\n".join(("交易日期,收入,支出,对方户名,摘要", *lines)), encoding="utf-8")
    context.page_requested.emit("bank")
    context.desk.bank.read(path)


def interest(window: MainWindow, customer_id: int) -> QWidget:
    """The segments behind the interest of a customer."""
    from arcdesk.ui.dialogs.interest_sheet import InterestDialog

    dialog = InterestDialog(window.context, customer_id, parent=window)
    dialog.resize(1100, 700)
    dialog.show()
    return dialog


def letter_preview(window: MainWindow) -> QWidget:
    """The demo's demand letter, its pages drawn."""
    from arcdesk.ui.dialogs.document_preview import preview_issued

    dialog = preview_issued(window.context, window.context.desk.letters.issued()[0], window)
    dialog.resize(1100, SIZE[1])
    dialog.show()
    return dialog


def limitation(window: MainWindow) -> QWidget:
    """The dossier's tab of limitation."""
    from arcdesk.ui.pages.dossier import DossierPage

    page = window.page("dossier")
    assert isinstance(page, DossierPage)
    page.tabs.show_limitation()
    return window


def postings(window: MainWindow, customer_id: int) -> QWidget:
    """Where a customer's balance comes from."""
    from arcdesk.ui.dialogs.postings import show_postings

    return show_postings(window.context, window, lambda desk: desk.explain.customer(customer_id))


def first_start(window: MainWindow) -> QWidget:
    """What somebody sees who starts the program for the first time."""
    from arcdesk.ui.dialogs.first_start import FirstStartDialog

    def create(*_given: object) -> None:
        """Nothing is created for a picture."""

    dialog = FirstStartDialog(create, Path.home() / "ArcDesk", window.context.theme, window)  # type: ignore[arg-type]
    dialog.show()
    return dialog


def pause(seconds: float) -> None:
    """Let the program work for a moment."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(int(seconds * 1000), loop.quit)
    loop.exec()


def make_small(source: Path, target: Path) -> None:
    """Write ``source`` packed tightly, with fewer colours only where it would be over the limit."""
    from PIL import Image

    with Image.open(source) as opened:
        picture = opened.convert("RGB")
    picture.save(target, optimize=True)
    for colours in (256, 128, 64):
        if target.stat().st_size <= LARGEST_BYTES:
            return
        picture.quantize(colours, dither=Image.Dither.NONE).save(target, optimize=True)


if __name__ == "__main__":
    sys.exit(main())
