"""Starting and ending the desktop: one visible list of steps, undone in reverse order."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTranslator
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from arcdesk import i18n, resources
from arcdesk.domain.errors import Refusal
from arcdesk.settings import MachineSettings
from arcdesk.ui import fonts
from arcdesk.ui.context import UiContext
from arcdesk.ui.jobs import Jobs
from arcdesk.ui.main_window import FIRST_PAGE, MainWindow
from arcdesk.ui.theme import Theme

if TYPE_CHECKING:
    from arcdesk.bootstrap import Desk
    from arcdesk.clock import Clock
    from arcdesk.ui.single_instance import Instance

STYLE = "Fusion"
FIRST_LIST_SECONDS = 0.15  # a list that comes sooner is painted with the window, not after it
SETTLE_MS = 400  # tray, reminders and counts begin when the first list stands
APPLICATION_ID = "ArcDesk.Desktop"


def run(
    folder: Path | None,
    *,
    settings: MachineSettings,
    clock: Clock,
    page: str | None = None,
    hidden: bool = False,
) -> int:
    """Open the desktop on ``folder`` (the workspace used last without one) until it is closed.

    ``hidden`` shows the tray alone, or a minimised window where there is no tray.
    A second start on the same workspace brings the first one's window to the front. Returns
    the exit status: 0; 2 when the workspace was refused and the person gave up; 130 after
    Ctrl+C in the terminal.
    """
    application = make_application(settings)
    with ExitStack() as leaving:
        from arcdesk.ui.interrupt import STATUS, Interrupt

        interrupt = Interrupt(application)
        interrupt.listen()
        leaving.callback(interrupt.stop)
        theme = Theme(settings.appearance, application)
        theme.apply()
        from arcdesk.ui.crash_guard import CrashGuard

        guard = CrashGuard(settings.file.parent, clock, application)
        guard.install()
        leaving.callback(setattr, sys, "excepthook", sys.__excepthook__)
        from arcdesk.ui.opening import choose_workspace

        opened = choose_workspace(folder, settings, clock, theme)
        if opened.desk is None:
            return STATUS if interrupt.happened else opened.status
        leaving.callback(opened.desk.close)
        settings.last_workspace = opened.desk.workspace.folder  # written after the first paint, and at the end
        session = Session(application, opened.desk, settings, theme, guard.on_failed_job)
        leaving.callback(session.close)
        session.start(page or FIRST_PAGE, hidden=hidden and not opened.imports)
        if opened.imports:
            session.begin_import(opened.file)
        if opened.recovery_key:
            session.offer_new_password(opened.recovery_key)
        status = int(application.exec())
        return STATUS if interrupt.happened else status


def make_application(settings: MachineSettings) -> QApplication:
    """The QApplication with style, font, language and standard buttons set; the running one in tests."""
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication([sys.argv[0] or "arcdesk"])
    application.setApplicationName("ArcDesk")
    application.setApplicationDisplayName("")
    application.setDesktopFileName("arcdesk")
    application.setStyle(STYLE)
    application.setWindowIcon(QIcon(str(resources.path("icons", "arcdesk.svg"))))
    application.setQuitOnLastWindowClosed(True)
    _name_windows_process()
    fonts.install(application)
    use_language(application, settings.effective_language)
    return application


def use_language(application: QApplication, language: str) -> None:
    """Speak ``language`` in own texts, in Qt's standard buttons and in dates of the calendar."""
    i18n.use(language)
    chinese = language == "zh"
    territory = QLocale.Country.China if chinese else QLocale.Country.UnitedKingdom
    QLocale.setDefault(QLocale(QLocale.Language.Chinese if chinese else QLocale.Language.English, territory))
    old = application.findChild(QTranslator, "standard_texts")
    if old is not None:
        application.removeTranslator(old)
        old.deleteLater()
    if chinese:
        translator = QTranslator(application)
        translator.setObjectName("standard_texts")
        if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
            application.installTranslator(translator)


def open_window(
    desk: Desk,
    settings: MachineSettings,
    theme: Theme,
    jobs: Jobs | None = None,
    page: str = FIRST_PAGE,
    *,
    hidden: bool = False,
) -> MainWindow:
    """A main window on an open desk, showing ``page``. Close it with ``close_window``."""
    made = jobs if jobs is not None else Jobs(release=desk.workspace.database.close)
    context = UiContext(desk, made, settings, theme)
    window = MainWindow(context)
    context.setParent(window)
    if jobs is None:
        made.setParent(window)
    window.show_page(page)
    made.settle(FIRST_LIST_SECONDS)
    if not hidden:
        window.show()
    elif not QSystemTrayIcon.isSystemTrayAvailable():
        window.showMinimized()
    return window


def close_window(window: MainWindow) -> None:
    """End a window's work: no new jobs, wait for the running ones, stop listening."""
    window.context.jobs.close()
    window.context.close()
    window.hide()
    window.deleteLater()


class Session(QObject):
    """One open workspace: its window, jobs, reminders, and the tidy end of all of them."""

    def __init__(
        self,
        application: QApplication,
        desk: Desk,
        settings: MachineSettings,
        theme: Theme,
        on_failed_job: Callable[[BaseException], object],
    ) -> None:
        super().__init__(application)
        self._application, self._desk = application, desk
        self._settings, self._theme = settings, theme
        self._on_failed_job = on_failed_job
        self._window: MainWindow | None = None
        self._extras: QObject | None = None
        self._instance: Instance | None = None

    def start(self, page: str, *, hidden: bool = False) -> None:
        """Show the window; what it does not need at once comes after the first paint."""
        from PySide6.QtCore import QTimer

        window = open_window(self._desk, self._settings, self._theme, page=page, hidden=hidden)
        if not window.isVisible():  # a dialog that closes must not end a program whose window was never shown
            self._application.setQuitOnLastWindowClosed(False)
        window.closed.connect(self._on_closed)
        window.context.jobs.failed.connect(self._on_failed_job)
        window.context.rebuild_requested.connect(self.rebuild)
        self._window = window
        QTimer.singleShot(SETTLE_MS, self, self._after_first_paint)

    def rebuild(self) -> None:
        """Build the window anew in the language chosen, on the same page."""
        if self._window is None:
            return
        page = self._window.current_key
        old, self._window = self._window, None
        old.keep_geometry()
        self._end_extras()
        use_language(self._application, self._settings.effective_language)
        self._application.setQuitOnLastWindowClosed(False)
        close_window(old)
        self.start(page if page != "dossier" else FIRST_PAGE)
        self._application.setQuitOnLastWindowClosed(True)

    def begin_import(self, file: Path | None) -> None:
        """After the first start: bring the data in, from ``file`` when one was chosen."""
        if self._window is not None:
            self._window.context.import_requested.emit(file)

    def offer_new_password(self, recovery_key: str) -> None:
        """After the books were opened by the recovery key: whoever typed it has forgotten the password."""
        if self._window is not None and self._desk.workspace.can_write:
            from arcdesk.ui.dialogs.password import ChangePasswordDialog

            ChangePasswordDialog(self._window.context, recovery_key, self._window).open()

    def raise_window(self) -> None:
        """Bring the window to the front: a second start, or a click on a notice."""
        if self._window is not None:
            self._window.raise_up()

    def close(self) -> None:
        """Reminders off, jobs ended, window gone."""
        self._end_extras()
        if self._instance is not None:
            self._instance.close()
            self._instance = None
        if self._window is not None:
            close_window(self._window)
            self._window = None

    def _on_closed(self) -> None:
        """Quit from the tray, with a window that was never shown."""
        if not self._application.quitOnLastWindowClosed():
            self._application.quit()

    def _after_first_paint(self) -> None:
        if self._window is not None and self._extras is None:
            from arcdesk.ui.background import Background

            self._extras = Background(self._window)
        if self._instance is None and self._desk.workspace.can_write:
            from arcdesk.ui.single_instance import Instance

            self._instance = Instance(self._desk.workspace.folder, self)
            self._instance.raised.connect(self.raise_window)
            _save(self._settings)

    def _end_extras(self) -> None:
        from arcdesk.ui.background import Background

        if isinstance(self._extras, Background):
            self._extras.stop()
        self._extras = None


def _save(settings: MachineSettings) -> None:
    with suppress(Refusal):  # a read-only profile folder: the workspace opens all the same
        settings.save()


def _name_windows_process() -> None:
    """Give the task bar and the notices the program's own name on Windows."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.shell32.SetCurrentProcessExplicitAppUserModelID(APPLICATION_ID)
