"""What is said in a recording, written down: typed or from a text file; printed in the bundle (R62, R63)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from arcdesk.domain.errors import Refusal
from arcdesk.models.collection import Evidence, EvidenceTranscript
from arcdesk.services.evidence import EvidenceService, Sealed, UnknownEvidence
from arcdesk.services.evidence_links import owner_of
from arcdesk.services.unit_of_work import UnitOfWork

MOST_BYTES = 2 << 20
MOST_CHARACTERS = 500_000


class TranscriptEmpty(Refusal):
    """Nothing was written down."""

    sentence = "The transcript is empty. Write down what is said, or choose the text file."


class TranscriptTooLong(Refusal):
    """Longer than any call."""

    sentence = "The transcript is too long: at most {most} characters. Write down what matters for the claim."


class TranscriptNotText(Refusal):
    """A file that holds no plain text."""

    sentence = "“{name}” is not a plain text file. Save the transcript as .txt and choose that."


@dataclass(frozen=True, slots=True)
class Transcript:
    """A transcript, who wrote it down, when it was added, and the sealed file it came from (0: typed)."""

    text: str
    author: str
    logged_at: datetime
    source_id: int


class TranscriptService:
    """Keeps transcripts of recordings."""

    def __init__(self, work: UnitOfWork, evidence: EvidenceService) -> None:
        self._work = work
        self._evidence = evidence

    def write(self, evidence_id: int, text: str, *, author: str = "") -> Transcript:
        """Keep a transcript that was typed; an earlier one stays readable.

        Raises:
            UnknownEvidence, TranscriptEmpty, TranscriptTooLong.
        """
        return self._keep(evidence_id, _checked(text), author, None)

    def read_file(self, evidence_id: int, file: Path, *, author: str = "") -> Transcript:
        """Keep a transcript from a text file, which is sealed as evidence of its own beside the recording.

        Raises:
            UnknownEvidence, TranscriptEmpty, TranscriptTooLong, TranscriptNotText, EvidenceFileMissing, EvidenceEmpty,
            CannotWrite.
        """
        _known(evidence_id)
        sealed = self._evidence.seal(file)
        if sealed.size_bytes > MOST_BYTES:
            raise TranscriptTooLong(most=MOST_CHARACTERS, field="file")
        with self._evidence.vault.open(sealed.sha256) as content:
            text = _decoded(content.read(), file.name)
        return self._keep(evidence_id, _checked(text), author, sealed)

    def of(self, evidence_ids: Iterable[int]) -> dict[int, Transcript]:
        """The transcript that counts of each piece that has one."""
        rows = EvidenceTranscript.select().where(EvidenceTranscript.evidence.in_(list(evidence_ids)))
        return {row.evidence_id: _transcript(row) for row in rows.order_by(EvidenceTranscript.id)}

    def history(self, evidence_id: int) -> tuple[Transcript, ...]:
        """Every transcript of a piece, newest first."""
        rows = EvidenceTranscript.select().where(EvidenceTranscript.evidence == evidence_id)
        return tuple(_transcript(row) for row in rows.order_by(EvidenceTranscript.id.desc()))

    def _keep(self, evidence_id: int, text: str, author: str, sealed: Sealed | None) -> Transcript:
        recording, owner = _known(evidence_id), owner_of(evidence_id)
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        with self._work.write("evidence.transcribed", owner, evidence=evidence_id, text_sha256=sha256) as deed:
            source = None
            if sealed is not None:
                note = f"{recording.original_name} #{recording.id}"
                source = self._evidence.enter(deed, sealed, kind="other", customer_id=owner, note=note).id
            row = EvidenceTranscript.create(
                evidence=evidence_id, source=source, text=text, author=_one_line(author),
                logged_at=self._work.clock.now(),
            )  # fmt: skip
            deed.touch("evidence", owner)
        return _transcript(row)


def _known(evidence_id: int) -> Evidence:
    row = Evidence.get_or_none(Evidence.id == evidence_id)
    if row is None:
        raise UnknownEvidence(number=evidence_id)
    return row


def _checked(text: str) -> str:
    lines = text.encode("utf-8", "replace").decode().splitlines()  # half a character of a terminal is none
    plain = "\n".join("".join(c if c.isprintable() else " " for c in line).rstrip() for line in lines).strip("\n")
    if not plain.strip():
        raise TranscriptEmpty(field="text")
    if len(plain) > MOST_CHARACTERS:
        raise TranscriptTooLong(most=MOST_CHARACTERS, field="text")
    return plain


def _one_line(text: str) -> str:
    return " ".join(text.encode("utf-8", "replace").decode().split())


def _decoded(content: bytes, name: str) -> str:
    """The text of a file in one of the forms in which Chinese programs save it."""
    if b"\0" not in content or content.startswith((b"\xff\xfe", b"\xfe\xff")):
        marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
        for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                continue
    raise TranscriptNotText(name=name, field="file")


def _transcript(row: EvidenceTranscript) -> Transcript:
    return Transcript(row.text, row.author, row.logged_at, row.source_id or 0)
