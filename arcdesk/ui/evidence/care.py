"""What surrounds a piece: read for the viewer, and the dialogs that add to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from arcdesk.i18n import tr
from arcdesk.services.care_words import custody_words, link_words
from arcdesk.services.evidence import StoredEvidence
from arcdesk.services.evidence_notes import Note
from arcdesk.services.wechat_books import Standing
from arcdesk.ui.dialogs.evidence_note import EvidenceNoteDialog
from arcdesk.ui.dialogs.form_dialog import FormDialog
from arcdesk.ui.dialogs.link_evidence import LinkEvidenceDialog, Ties
from arcdesk.ui.dialogs.original import OriginalDialog, Whereabouts
from arcdesk.ui.dialogs.transcript import TranscriptDialog

if TYPE_CHECKING:
    from arcdesk.bootstrap import Desk
    from arcdesk.services.customers import CustomerProfile
    from arcdesk.services.transcripts import Transcript
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext

LONGEST_SAID = 300
SOUND = ("audio/", "video/")
ABOUT = ("known", "original", "links", "said")


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a piece, in words; empty where nothing is."""

    known: str = ""
    original: str = ""
    links: str = ""
    said: str = ""


def read_about(desk: Desk, evidence_id: int) -> About:
    """Read what surrounds a piece."""
    note = desk.evidence_notes.of([evidence_id]).get(evidence_id)
    where = desk.custody.of([evidence_id]).get(evidence_id)
    said = desk.transcripts.of([evidence_id]).get(evidence_id)
    links = [link for link in desk.evidence_links.of(evidence_id) if link.kind != "customer"]
    text = said.text if said else ""
    return About(
        known="\n".join(filter(None, (_known(note), *map(_standing, desk.wechat.standings(evidence_id))))),
        original=custody_words(where) if where else "",
        links="\n".join(link_words(link) for link in links),
        said=text if len(text) <= LONGEST_SAID else f"{text[:LONGEST_SAID]}…",
    )


def is_recording(item: StoredEvidence) -> bool:
    """Whether a transcript makes sense."""
    return item.kind == "recording" or bool(item.duration_ms) or item.media_type.startswith(SOUND)


class Care(QObject):
    """Opens the dialogs that add to what is known of a piece.

    Signals:
        changed: something was added.
    """

    changed = Signal()

    def __init__(self, context: UiContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._window = parent

    def describe(self, item: StoredEvidence) -> None:
        """Ask what the piece proves and where its original is."""
        notes = self._context.desk.evidence_notes

        def ask(note: Note) -> None:
            self._open(EvidenceNoteDialog(self._context, item, note, self._window))

        self._context.jobs.run(lambda _job: notes.of([item.id]).get(item.id, Note()), ask)

    def original(self, item: StoredEvidence) -> None:
        """Ask where the original went."""
        custody = self._context.desk.custody

        def work(_job: JobContext) -> Whereabouts:
            return Whereabouts(custody.of([item.id]).get(item.id), custody.history(item.id))

        def ask(found: Whereabouts) -> None:
            self._open(OriginalDialog(self._context, item, found, self._window))

        self._context.jobs.run(work, ask)

    def link(self, item: StoredEvidence) -> None:
        """Ask what else the piece belongs to."""
        desk = self._context.desk

        def work(_job: JobContext) -> tuple[Ties, CustomerProfile | None]:
            owner = desk.customers.find(item.customer_ids[0]) if item.customer_ids else None
            choices = desk.evidence_links.choices(owner.id) if owner else ()
            return Ties(desk.evidence_links.of(item.id), choices), owner

        def ask(found: tuple[Ties, CustomerProfile | None]) -> None:
            self._open(LinkEvidenceDialog(self._context, item, *found, self._window))

        self._context.jobs.run(work, ask)

    def transcript(self, item: StoredEvidence) -> None:
        """Ask what is said in the recording."""
        transcripts = self._context.desk.transcripts

        def ask(kept: Transcript | None) -> None:
            self._open(TranscriptDialog(self._context, item, kept, self._window))

        self._context.jobs.run(lambda _job: transcripts.of([item.id]).get(item.id), ask)

    def _open(self, dialog: FormDialog) -> None:
        dialog.carried_out.connect(lambda _result: self.changed.emit())
        dialog.open()


def _known(note: Note | None) -> str:
    """What was noted of a piece, a line each."""
    if note is None:
        return ""
    kept = f"{note.original_at} ({note.custodian})" if note.custodian else note.original_at
    parts = (note.title, note.purpose, note.obtained_from, note.device, kept)
    return "\n".join(part for part in parts if part)


def _standing(one: Standing) -> str:
    """What a WeChat exhibit lacks or was replaced by; or in which one a screenshot stands."""
    if one.position:
        return tr("No. {position} in {number}|wechat", position=one.position, number=one.number)
    if one.replaced_by:
        return tr("Replaced by {number}.|wechat", number=one.replaced_by)
    return tr("Points of the checklist still missing: {count}", count=one.missing) if one.missing else ""
