"""Time stamps: a request over the head of the log is written, the authority's reply is attached (RFC 3161).

The person carries the files; the program never goes on a network.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from arcdesk.domain.audit import GENESIS
from arcdesk.domain.errors import Refusal
from arcdesk.files import cannot_write, write_all_durably
from arcdesk.models import audit_chain
from arcdesk.models.audit import AuditEvent, TimeStamp
from arcdesk.models.engine import WorkspaceNotWritable
from arcdesk.services.evidence_files import EvidenceFileMissing, ExportExists
from arcdesk.services.stamp_check import REQUESTED, STAMPED, Stamp, any_stamp, as_stamp, check_stamps
from arcdesk.services.stamp_reply import MOST_BYTES, StampTooLarge, Token, read_reply, request_bytes
from arcdesk.services.stamp_signature import Signer, check_signature
from arcdesk.services.unit_of_work import UnitOfWork

REQUEST, DATA = ".tsq", ".bin"
TOLERANCE = timedelta(minutes=15)
"""How far the clock of this computer may be off from that of the authority."""


class StampOfSomethingElse(Refusal):
    """No event has the hash that was stamped."""

    sentence = "“{name}” stamps something else: no event of this log has the hash {imprint}. It was not attached."


class StampNonceWrong(Refusal):
    """The reply answers another request."""

    sentence = "“{name}” answers another request: its number (nonce) is not that of event {event}. It was not attached."


class StampLogBroken(Refusal):
    """The log was changed before the event that was stamped."""

    sentence = "The chain of events breaks at event {number}, before the stamped one. Run: arcdesk evidence verify"


class StampTimeImplausible(Refusal):
    """An event cannot be stamped before it happened, nor in the future."""

    sentence = (
        "The stamp says {stamped}, but the event it covers is of {happened} and it is {now} now. "
        "Set the clock of this computer right, then write a new request."
    )


class StampAttachedAlready(Refusal):
    """The very same reply."""

    sentence = "This time stamp is attached already (no. {number})."


@dataclass(frozen=True, slots=True)
class StampRequest:
    """A request that was written: ``file`` goes to the authority.

    ``data`` is the event itself as bytes; its SHA-256 is ``head``, for a provider who takes a file and not a request.
    """

    file: Path
    data: Path
    event: int
    head: str


class StampService:
    """Writes requests, takes replies in, and says whether they still hold."""

    def __init__(self, work: UnitOfWork, nonce: Callable[[], int] = lambda: secrets.randbits(63) | 1) -> None:
        self._work = work
        self._nonce = nonce

    def request(self, target: Path) -> StampRequest:
        """Write a request over the head of the log, which the request's own event then is; in a folder under its date.

        That event holds nothing but who asked and when, so its bytes can be given to anybody.

        Raises:
            ExportExists, CannotWrite, WorkspaceNotWritable.
        """
        if target.is_dir() or not target.name:
            target = target / f"arcdesk-{self._work.clock.now():%Y%m%d-%H%M%S}"
        file = target if target.suffix.lower() == REQUEST else target.with_name(target.name + REQUEST)
        data = file.with_suffix(DATA)
        for path in (file, data):
            if path.exists():
                raise ExportExists(path=str(path), field="file")
        if not file.parent.is_dir():
            raise cannot_write(file, FileNotFoundError(2, "no such folder"))
        nonce = self._nonce()
        with self._work.write(REQUESTED, None, nonce=f"{nonce:x}") as deed:
            deed.touch("stamp")
        event = AuditEvent.select().where(AuditEvent.action == REQUESTED).order_by(AuditEvent.seq.desc()).first()
        before = AuditEvent.get_or_none(AuditEvent.seq == event.seq - 1)
        sealed = bytes.fromhex(before.hash if before else GENESIS) + event.body.encode()
        write_all_durably({file: request_bytes(event.hash, nonce), data: sealed})
        return StampRequest(file, data, event.seq, event.hash)

    def attach(self, file: Path) -> Stamp:
        """Check a reply or bare token and keep it with the log.

        Checked are its status, its hash against every event's, its nonce against the request's, its signature by the
        certificate inside, and its time. Whether that certificate leads to a trusted root is not checked.

        Raises:
            EvidenceFileMissing, StampTooLarge, StampUnreadable, StampNotGranted, StampOtherDigest, StampForged,
            StampWithoutCertificate, StampCertificateUnfit, StampSchemeUnknown, StampOfSomethingElse, StampNonceWrong,
            StampLogBroken, StampTimeImplausible, StampAttachedAlready, WorkspaceNotWritable.
        """
        if not self._work.workspace.can_write:
            raise WorkspaceNotWritable
        reply = _read(file)
        sha256 = hashlib.sha256(reply).hexdigest()
        known = TimeStamp.get_or_none(TimeStamp.sha256 == sha256)
        if known is not None:
            raise StampAttachedAlready(number=known.id, field="file")
        token = read_reply(reply, file.name)
        signer = check_signature(token, file.name)
        event = self._event_of(token, file.name)
        self._refuse_implausible(token, datetime.fromisoformat(event.at))
        return self._keep(token, signer, event, file.name, reply)

    def list(self) -> tuple[Stamp, ...]:
        """Every stamp with its state, newest first."""
        return tuple(reversed(check_stamps(audit_chain.first_broken()).stamps)) if any_stamp() else ()

    # inside

    def _event_of(self, token: Token, name: str) -> AuditEvent:
        event = AuditEvent.get_or_none(AuditEvent.hash == token.imprint)
        if event is None:
            raise StampOfSomethingElse(name=name, imprint=token.imprint, field="file")
        broken_at = audit_chain.first_broken()
        if broken_at is not None and broken_at <= event.seq:
            raise StampLogBroken(number=broken_at, field="file")
        # A provider who was given the data file brings no nonce; one that is there must be the request's.
        if token.nonce is not None and event.action == REQUESTED:
            body: dict[str, Any] = json.loads(event.body)
            if f"{token.nonce:x}" != body["nonce"]:
                raise StampNonceWrong(name=name, event=event.seq, field="file")
        return event

    def _refuse_implausible(self, token: Token, happened: datetime) -> None:
        now = self._work.clock.now()
        if not happened - TOLERANCE <= token.stamped_at <= now + TOLERANCE:
            moments = {"stamped": token.stamped_at, "happened": happened, "now": now}
            shown = {name: f"{moment.astimezone(now.tzinfo):%Y-%m-%d %H:%M:%S}" for name, moment in moments.items()}
            raise StampTimeImplausible(field="file", **shown)

    def _keep(self, token: Token, signer: Signer, event: AuditEvent, name: str, reply: bytes) -> Stamp:
        said = {
            "head": event.hash, "stamped_at": token.stamped_at.isoformat(timespec="seconds"),
            "authority": signer.authority, "serial": token.serial, "policy": token.policy,
        }  # fmt: skip
        sha256 = hashlib.sha256(reply).hexdigest()
        with self._work.write(STAMPED, None, event=event.seq, name=name, sha256=sha256, **said) as deed:
            row = TimeStamp.create(
                event_seq=event.seq, file_name=name, sha256=sha256, reply=reply,
                attached_at=self._work.clock.now(), **said,
            )  # fmt: skip
            deed.touch("stamp")
        return as_stamp(TimeStamp.get_by_id(row.id), "sound")


def _read(file: Path) -> bytes:
    try:
        if not file.is_file():
            raise FileNotFoundError(2, "no file")
        with file.open("rb") as handle:
            content = handle.read(MOST_BYTES + 1)
    except OSError as error:
        raise EvidenceFileMissing(path=str(file), why=error.strerror or "?", field="file") from error
    if len(content) > MOST_BYTES:
        raise StampTooLarge(name=file.name, field="file")
    return content
