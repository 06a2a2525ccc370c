"""``import --list`` and ``import --undo``: what came in, and taking it back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from arcdesk.cli.commands import Status
from arcdesk.cli.progress import bar
from arcdesk.cli.session import Session
from arcdesk.cli.tables import table
from arcdesk.i18n import tr

if TYPE_CHECKING:
    from arcdesk.services.import_undo import UndoneImport


def show(session: Session) -> Status:
    """Every import, the newest first."""
    with session.desk(write=False) as desk:
        found = desk.importing.batches()
    session.answer(
        [
            {
                "batch": line.id, "at": line.at.isoformat(timespec="seconds"), "file": line.source_name,
                "preset": line.preset, "as_of": line.as_of.isoformat(), "summary": line.summary,
                "undone_at": line.undone_at.isoformat(timespec="seconds") if line.undone_at else None,
                "undone_reason": line.undone_reason or None,
            }
            for line in found
        ],
        lambda: table(
            (tr("No."), tr("Entered"), tr("File"), tr("As of"), tr("Taken back")),
            [
                (
                    str(line.id), f"{line.at:%Y-%m-%d %H:%M}", line.source_name, line.as_of.isoformat(),
                    f"{line.undone_at:%Y-%m-%d} {line.undone_reason}" if line.undone_at else "",
                )
                for line in found
            ],
            right=(0,),
        ),
    )  # fmt: skip
    return 0


def undo(session: Session, batch: int, reason: str) -> Status:
    """Take one import back, whole."""
    with session.desk(write=True) as desk, bar(tr("Taking back")) as progress:
        done = desk.importing.undo(batch, reason, progress=progress)
    document = {"batch": batch, "removed": done.removed, "restored": done.restored,
                "kept_customers": list(done.kept_customers)}  # fmt: skip
    session.answer(document, lambda: _lines(done))
    return 0


def _lines(done: UndoneImport) -> Iterator[str]:
    yield tr("Import no. {batch} was taken back.", batch=done.batch_id)
    yield tr("Rows removed: {count}; rows set back: {restored}.", count=sum(done.removed.values()),
             restored=sum(done.restored.values()))  # fmt: skip
    if done.kept_customers:
        yield tr("These customers have a history by now and stay: {codes}", codes=", ".join(done.kept_customers))
