"""What holds for a whole run of the program: workspace, language, form of the answer, the day."""

from __future__ import annotations

import getpass
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from arcdesk import i18n
from arcdesk.cli import streams
from arcdesk.cli.errors import NoPasswordGiven, UnknownInterfaceLanguage
from arcdesk.clock import Clock
from arcdesk.i18n import tr
from arcdesk.settings import MachineSettings

if TYPE_CHECKING:
    from arcdesk.bootstrap import Desk

VARIABLE = "ARCDESK_WORKSPACE"
PASSWORD = "ARCDESK_PASSWORD"  # noqa: S105 - the name of a variable
DEFAULT_NAME = "ArcDesk"


@dataclass
class Session:
    """The options that every command takes, before or after its name; the last one given counts.

    ``language`` is what ``--lang`` said, "" without it: the interface then speaks the
    machine's language, a document Chinese. ``subcommand`` is the command about to run, "" at the
    root without one. ``may_ask`` is False for what the task scheduler runs: a question would wait for ever.
    """

    clock: Clock
    settings: MachineSettings
    workspace: str = ""
    language: str = ""
    as_json: bool = False
    subcommand: str = ""
    may_ask: bool = True
    _secret: str = field(default="", repr=False)

    def apply(self, workspace: str, language: str, *, as_json: bool) -> None:
        """Take over the options given at one place of the command line.

        Raises:
            UnknownInterfaceLanguage: neither zh nor en.
        """
        if language:
            if language not in i18n.LANGUAGES:
                raise UnknownInterfaceLanguage(language=language, field="lang")
            self.language = language
            i18n.use(language)
        self.workspace = workspace or self.workspace
        self.as_json = self.as_json or as_json

    @property
    def named_folder(self) -> Path | None:
        """The workspace named by ``--workspace`` or the variable, None without either."""
        named = self.workspace or os.environ.get(VARIABLE, "")
        return Path(named) if named else None

    @property
    def folder(self) -> Path:
        """The workspace meant: the one named, the last one used, else ``Documents/ArcDesk``."""
        named = self.named_folder
        if named is not None:
            return named
        from arcdesk.workspace import is_workspace

        last = self.settings.last_workspace
        return last if last is not None and is_workspace(last) else documents() / DEFAULT_NAME

    @property
    def document_language(self) -> str:
        """Language of letters and statements: ``--lang``, else Chinese, as the debtors read it."""
        return self.language or "zh"

    @contextmanager
    def desk(self, *, write: bool) -> Iterator[Desk]:
        """The workspace, opened; a reader (``write=False``) works beside an open desktop."""
        desk = self._build(write=write)
        try:
            yield desk
        finally:
            desk.close()

    @contextmanager
    def desk_writing_if_free(self) -> Iterator[Desk]:
        """The workspace for writing, or for reading where another program holds it or nobody may write."""
        from arcdesk.workspace import WorkspaceInUse, WorkspaceReadOnly

        try:
            desk = self._build(write=True)
        except (WorkspaceInUse, WorkspaceReadOnly):
            desk = self._build(write=False)
        try:
            yield desk
        finally:
            desk.close()

    def secret(self, path: Path) -> str:
        """The password or recovery key of ``path``: from the variable, or asked for at the terminal, once.

        Raises:
            NoPasswordGiven: neither.
        """
        self._secret = self._secret or os.environ.get(PASSWORD, "")
        if not self._secret:
            if not self.may_ask or sys.stdin is None or not sys.stdin.isatty():
                raise NoPasswordGiven(variable=PASSWORD, field="password")
            self._secret = getpass.getpass(tr("Password of {path}: |prompt", path=str(path)))
        return self._secret

    def _build(self, *, write: bool) -> Desk:
        from arcdesk import bootstrap, keys

        folder = self.folder
        try:
            return bootstrap.build(folder, self.clock, write=write)
        except keys.PasswordNeeded:
            from arcdesk import unlocking

            opened = unlocking.by_keyring(folder) or unlocking.by_secret(folder, self.secret(folder))
            return bootstrap.build(folder, self.clock, write=write, key=opened.key)

    def answer(self, document: Any, lines: Callable[[], Iterable[str]]) -> None:
        """Print one JSON document where ``--json`` asked for it, else the lines for people."""
        if self.as_json:
            streams.say(json.dumps(document, ensure_ascii=False, indent=1))
            return
        for line in lines():
            streams.say(line)


def documents() -> Path:
    """The user's own folder for documents."""
    import platformdirs

    return Path(platformdirs.user_documents_path())
