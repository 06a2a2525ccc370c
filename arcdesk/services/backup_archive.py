"""The archive of a backup: one plain zip with the books, their key file, the evidence and all their hashes.

Anybody can unpack it and run ``sha256sum -c SHA256SUMS``; the program itself takes nothing out of one
that is not named and hashed in the manifest. The books inside are encrypted like those of the workspace.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import zipfile
import zlib
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from arcdesk.domain.errors import Refusal
from arcdesk.files import cannot_write

PLAIN_FORMAT, FORMAT = 1, 2
"""Format 2 holds encrypted evidence or books under a password, which an older program could not restore."""
BOOKS = "arcdesk.db"
KEY_FILE = "workspace.json"
MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"
MAX_MANIFEST_BYTES = 256 << 20
MAX_KEY_FILE_BYTES = 1 << 20
BLOCK_BYTES = 1 << 20
EPOCH = (1980, 1, 1, 0, 0, 0)

_NAME = re.compile(r"arcdesk\.db|workspace\.json|evidence/[0-9a-f]{2}/[0-9a-f]{64}(\.enc)?")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, KeyError)

Moved = Callable[[int], None]
"""Told of each block how many bytes were moved; raises to stop."""


class NotABackup(Refusal):
    """Another file, or a zip without a manifest of ours."""

    sentence = "“{name}” is not a backup of ArcDesk. Choose a file that “Back up” has written."


class BackupDamaged(Refusal):
    """What is inside is not what was put in."""

    sentence = "The backup “{name}” is damaged ({what}). Nothing was restored; take an older one."


class NewerBackup(Refusal):
    """A format of a later program."""

    sentence = (
        "The backup “{name}” was made by a newer version of ArcDesk. Install that version to restore it."
    )


class BackupUnreadable(Refusal):
    """The disk or the share does not give it out."""

    sentence = "The backup “{name}” cannot be read ({why}). Copy it to this computer and try again."


@dataclass(frozen=True, slots=True)
class Member:
    """One file of the archive: SHA-256 in hex and size."""

    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive says of itself. ``head`` is the hash of the last of ``events`` in the audit chain.

    ``left_out`` are hashes of evidence that is not inside on purpose (the books alone), ``lost`` of
    evidence that was missing or altered already when the backup was made (altered files go along as they are).
    """

    made_at: str
    program: str
    workspace: str
    company: str
    events: int
    head: str
    members: dict[str, Member] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    format: int = PLAIN_FORMAT

    @property
    def size_bytes(self) -> int:
        """Bytes of all files together."""
        return sum(member.size_bytes for member in self.members.values())


def write_archive(
    target: Path, sources: Iterable[tuple[str, Path]], about: Manifest, moved: Moved
) -> Manifest:
    """Write the files under their names to the new file ``target`` and make it durable.

    Raises:
        CannotWrite: no room, or the folder takes no file; half an archive is left to the caller.
    """
    members: dict[str, Member] = {}
    try:
        with target.open("wb") as file:
            with zipfile.ZipFile(file, "w", allowZip64=True) as archive:
                for name, source in sources:
                    members[name] = _add(archive, name, source, moved)
                altered = tuple(sha for name, member in members.items() if (sha := _sealed_as(name, member)))
                whole = Manifest(**{**_fields(about), "members": members, "lost": (*about.lost, *altered)})
                sums = "".join(f"{member.sha256} *{name}\n" for name, member in sorted(members.items()))
                archive.writestr(zipfile.ZipInfo(SUMS, EPOCH), sums)
                archive.writestr(
                    zipfile.ZipInfo(MANIFEST, EPOCH), json.dumps(asdict(whole), ensure_ascii=False)
                )
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise cannot_write(target, error) from error
    return whole


def _sealed_as(name: str, member: Member) -> str:
    """The hash that a piece of evidence was sealed with, if it no longer has it."""
    sha256 = name.rpartition("/")[2]
    is_plain = name.startswith("evidence/") and len(sha256) == len(member.sha256)
    return sha256 if is_plain and sha256 != member.sha256 else ""


def _fields(manifest: Manifest) -> dict[str, Any]:
    return {name: getattr(manifest, name) for name in manifest.__slots__}


def _add(archive: zipfile.ZipFile, name: str, source: Path, moved: Moved) -> Member:
    digest, size = hashlib.sha256(), 0
    with (
        source.open("rb") as original,
        archive.open(zipfile.ZipInfo(name, EPOCH), "w", force_zip64=True) as copy,
    ):
        while block := original.read(BLOCK_BYTES):
            copy.write(block)
            digest.update(block)
            size += len(block)
            moved(len(block))
    return Member(digest.hexdigest(), size)


def read_manifest(path: Path) -> Manifest:
    """What the archive says of itself, after a look at its table of contents.

    Raises:
        NotABackup, NewerBackup, BackupDamaged, BackupUnreadable.
    """
    with _opened(path) as archive:
        return _manifest_of(archive, path)


def check_archive(path: Path, moved: Moved) -> Manifest:
    """Read every file of the archive back and hold it against its hash.

    Raises:
        NotABackup, NewerBackup, BackupDamaged, BackupUnreadable.
    """
    with _opened(path) as archive:
        manifest = _manifest_of(archive, path)
        for name, member in manifest.members.items():
            _read_through(archive, name, member, path, moved, None)
    return manifest


def unpack_archive(path: Path, folder: Path, moved: Moved) -> Manifest:
    """Write every file of the archive into the new ``folder``, each checked while it is written.

    Raises:
        NotABackup, NewerBackup, BackupDamaged, BackupUnreadable, CannotWrite.
    """
    with _opened(path) as archive:
        manifest = _manifest_of(archive, path)
        for name, member in manifest.members.items():
            target = folder.joinpath(*name.split("/"))
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
                file = target.open("xb")
            except OSError as error:
                raise cannot_write(target, error) from error
            with file:
                _read_through(archive, name, member, path, moved, file)
                _sync(file, target)
            if name.startswith("evidence/"):
                target.chmod(0o444)
    return manifest


def read_key_file(path: Path) -> bytes:
    """The key file inside, before anything is unpacked.

    Raises:
        NotABackup, NewerBackup, BackupDamaged, BackupUnreadable.
    """
    with _opened(path) as archive:
        manifest = _manifest_of(archive, path)
        content = io.BytesIO()
        member = manifest.members[KEY_FILE]
        if member.size_bytes > MAX_KEY_FILE_BYTES:
            raise BackupDamaged(name=path.name, what=KEY_FILE)
        _read_through(archive, KEY_FILE, member, path, lambda _: None, content)
    return content.getvalue()


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except zipfile.BadZipFile:
        raise NotABackup(name=path.name) from None
    except OSError as error:
        raise BackupUnreadable(name=path.name, why=error.strerror or type(error).__name__) from error


def _manifest_of(archive: zipfile.ZipFile, path: Path) -> Manifest:
    entries = {entry.filename: entry for entry in archive.infolist()}
    if MANIFEST not in entries:
        raise NotABackup(name=path.name)
    if entries[MANIFEST].file_size > MAX_MANIFEST_BYTES:
        raise BackupDamaged(name=path.name, what=MANIFEST)
    try:
        document: dict[str, Any] = json.loads(archive.read(MANIFEST))
        is_newer = document["format"] > FORMAT
        manifest = Manifest(
            **{
                **{name: document[name] for name in Manifest.__slots__},
                "members": {
                    str(name): Member(str(m["sha256"]), int(m["size_bytes"]))
                    for name, m in document["members"].items()
                },
                "left_out": tuple(map(str, document["left_out"])),
                "lost": tuple(map(str, document["lost"])),
            }
        )
    except (*_BROKEN, TypeError, AttributeError, RecursionError):
        raise BackupDamaged(name=path.name, what=MANIFEST) from None
    if is_newer:
        raise NewerBackup(name=path.name)
    _check_contents(archive, manifest, path)
    return manifest


def _check_contents(archive: zipfile.ZipFile, manifest: Manifest, path: Path) -> None:
    """Only the files of the manifest, each once and of its size: nothing that leads out of the folder."""
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    known = {*manifest.members, MANIFEST, SUMS}
    for entry in entries:
        member = manifest.members.get(entry.filename)
        if entry.filename not in known or (member is not None and entry.file_size != member.size_bytes):
            raise BackupDamaged(name=path.name, what=entry.filename[:80])
    wrong = next((name for name in manifest.members if not _NAME.fullmatch(name) or name not in names), None)
    if wrong is None and len(set(names)) != len(names):
        wrong = max(names, key=names.count)
    for needed in (BOOKS, KEY_FILE):
        if needed not in manifest.members:
            wrong = needed
    if wrong is not None:
        raise BackupDamaged(name=path.name, what=wrong[:80])


def _read_through(
    archive: zipfile.ZipFile, name: str, member: Member, path: Path, moved: Moved, target: IO[bytes] | None
) -> None:
    """Read one file, into ``target`` where there is one, and refuse it if it is not the one that was put in."""
    digest, size = hashlib.sha256(), 0
    with closing(_blocks(archive, name, path)) as blocks:  # else a failed restore would keep the archive open
        for block in blocks:
            size += len(block)
            if size > member.size_bytes:
                break
            digest.update(block)
            if target is not None:
                _write(target, block)
            moved(len(block))
    if size != member.size_bytes or digest.hexdigest() != member.sha256:
        raise BackupDamaged(name=path.name, what=name)


def _sync(file: IO[bytes], target: Path) -> None:
    try:
        file.flush()
        os.fsync(file.fileno())
    except OSError as error:
        raise cannot_write(target, error) from error


def _blocks(archive: zipfile.ZipFile, name: str, path: Path) -> Generator[bytes]:
    try:
        with archive.open(name) as stream:
            while block := stream.read(BLOCK_BYTES):
                yield block
    except _BROKEN:
        raise BackupDamaged(name=path.name, what=name) from None


def _write(target: IO[bytes], block: bytes) -> None:
    try:
        target.write(block)
    except OSError as error:
        raise cannot_write(Path(target.name), error) from error
