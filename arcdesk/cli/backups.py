"""``backup`` and ``restore``: one verified archive out, and a workspace back from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from arcdesk.cli.commands import Command, Status
from arcdesk.cli.progress import bar
from arcdesk.cli.session import Session
from arcdesk.cli.tables import facts
from arcdesk.i18n import tr

if TYPE_CHECKING:
    from arcdesk.services.backups import BackupSettings, MadeBackup
    from arcdesk.services.restore import Restored


def backup(
    session: Session,
    file: Annotated[
        str,
        Argument(metavar="[FILE]", help="The archive to write; without it a dated one in the backup folder."),
    ] = "",
    books_only: Annotated[
        bool,
        Option("--books-only", help="Without the evidence files, which then stay in the workspace alone."),
    ] = False,
    to: Annotated[str, Option("--to", metavar="DIR", help="From now on backups go to this folder.")] = "",
    every: Annotated[
        str,
        Option(
            "--every", metavar="off|close|daily|weekly", help="From now on the window makes one this often."
        ),
    ] = "",
) -> Status:
    """Write the books, their key and the evidence as one archive, and read it back."""
    if to or every:
        return _arrange(session, to, every)
    with session.desk_writing_if_free() as desk, bar(tr("Backing up")) as progress:
        target = Path(file) if file else None
        made = desk.backups.make(target, with_evidence=not books_only, progress=progress)
    document = {
        "file": str(made.file), "bytes": made.size_bytes, "verified": True, "evidence": made.evidence_files,
        "lost": list(made.lost), "events": made.events, "head": made.head, "dropped": list(made.dropped),
    }  # fmt: skip
    session.answer(document, lambda: _made(made))
    return 1 if made.lost else 0


def _arrange(session: Session, to: str, every: str) -> Status:
    with session.desk(write=True) as desk:
        kept = desk.backups.settings()
        chosen = desk.backups.save(
            replace(kept, folder=str(Path(to).absolute()) if to else kept.folder, every=every or kept.every)
        )
        folder = desk.backups.folder
    session.answer(
        {"folder": str(folder), "every": chosen.every, "thin_out": chosen.thin_out},
        lambda: _settings(folder, chosen),
    )
    return 0


INTERVALS = {
    "off": "never by itself",
    "close": "when the window is closed",
    "daily": "once a day",
    "weekly": "once a week",
}


def _settings(folder: Path, chosen: BackupSettings) -> Iterator[str]:
    return facts(((tr("Backup folder"), str(folder)), (tr("Backed up"), tr(INTERVALS[chosen.every]))))


def _made(made: MadeBackup) -> Iterator[str]:
    yield from facts(
        (
            (tr("Backup"), str(made.file)),
            (tr("Size"), f"{made.size_bytes / 1e6:,.1f} MB"),
            (tr("Evidence files"), str(made.evidence_files)),
            (tr("Head of the chain"), tr("event {number}, {hash}", number=made.events, hash=made.head)),
            (tr("Verified"), tr("every file read back and held against its hash")),
        )
    )
    if made.lost:
        text = "{count} evidence files were missing or altered before. Run: arcdesk evidence verify --deep"
        yield tr(text, count=len(made.lost))


def restore(
    session: Session,
    file: Annotated[str, Argument(metavar="FILE", help="A backup.")],
    folder: Annotated[str, Argument(metavar="DIR", help="A new or empty folder for the workspace.")],
) -> Status:
    """Check a backup whole and make a workspace of it in a new folder."""
    from arcdesk.keys import PasswordNeeded
    from arcdesk.services.restore import restore as bring_back

    source, target = Path(file), Path(folder)
    try:
        with bar(tr("Restoring")) as progress:
            done = bring_back(source, target, progress)
    except PasswordNeeded:
        secret = session.secret(source)
        with bar(tr("Restoring")) as progress:
            done = bring_back(source, target, progress, secret=secret)
    document = {
        "workspace": str(done.folder), "company": done.company, "made_at": done.made_at.isoformat(timespec="seconds"),
        "events": done.events, "evidence": done.evidence_files, "missing": list(done.missing), "verified": True,
    }  # fmt: skip
    session.answer(document, lambda: _restored(done))
    return 1 if done.missing else 0


def _restored(done: Restored) -> Iterator[str]:
    yield from facts(
        (
            (tr("Workspace"), str(done.folder)),
            (tr("Company"), done.company),
            (tr("As it stood at"), done.made_at.strftime("%Y-%m-%d %H:%M")),
            (tr("Evidence files"), str(done.evidence_files)),
        )
    )
    if done.missing:
        yield tr(
            "{count} evidence files are not in this backup. Copy the folder evidence of the old workspace here.",
            count=len(done.missing),
        )


COMMANDS = (
    Command("backup", backup, "Write everything as one verified archive"),
    Command("restore", restore, "Make a workspace of a backup, in a new folder"),
)
