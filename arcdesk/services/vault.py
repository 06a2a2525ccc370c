"""The store of sealed files: named by the SHA-256 of their content, durable, read-only, encrypted under a password.

A file is written under a temporary name, fsynced, renamed and made read-only before its row is entered: a row
without its file is impossible, a file without a row is harmless (R64).
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from arcdesk.files import TEMPORARY, cannot_write, discard, sync_folder
from arcdesk.files import replace as rename
from arcdesk.keys import evidence_key
from arcdesk.services import sealed_files
from arcdesk.workspace import Workspace

BLOCK_BYTES = 1 << 20
ENCRYPTED = ".enc"


@dataclass(frozen=True, slots=True)
class Forms:
    """How many stored files lie in the form that is wanted, and how many still in the other."""

    done: int
    waiting: int


class Vault:
    """Takes files in, gives their content out, and turns them from plain to encrypted and back."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._own: set[str] = set()  # what this process writes, now or before
        self.at_rest = threading.Lock()
        """Held by who needs the files to stay as they lie for a while, and by the job that turns one of them."""

    @property
    def folder(self) -> Path:
        """Where the files lie."""
        return self._workspace.evidence

    def file_of(self, sha256: str) -> Path:
        """The file as it lies there, encrypted or plain; of one that is gone, the place where it would be."""
        plain = self.folder / sha256[:2] / sha256
        sealed = plain.with_name(sha256 + ENCRYPTED)
        if self._workspace.key_file.encrypts_evidence:
            return plain if plain.is_file() and not sealed.is_file() else sealed
        return sealed if sealed.is_file() and not plain.is_file() else plain

    def open(self, sha256: str) -> BinaryIO:
        """The content, not held against its hash.

        Raises:
            OSError: gone, unreadable, or an encrypted file that was altered.
        """
        try:
            return self._opened(self.file_of(sha256))
        except FileNotFoundError:  # turned into the other form at this moment
            return self._opened(self.file_of(sha256))

    def sha256_of(self, sha256: str) -> str:
        """The hash that the content has now.

        Raises:
            OSError: as ``open``.
        """
        with self.open(sha256) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]

    def is_sound(self, sha256: str, size_bytes: int | None = None, *, deep: bool = True) -> bool:
        """Whether the content has its size, and its hash when ``deep``; an unreadable one has neither."""
        try:
            file = self.file_of(sha256)
            stored = file.stat().st_size
            size = sealed_files.plain_size(stored) if file.suffix == ENCRYPTED else stored
            return size_bytes in (None, size) and (not deep or self.sha256_of(sha256) == sha256)
        except OSError:
            return False

    def take_in(self, blocks: Iterable[bytes]) -> tuple[str, int]:
        """Write the content of ``blocks`` and give it its place; returns its SHA-256 and size (0: nothing kept).

        Raises:
            CannotWrite: the store is read-only or the disk full.
        """
        digest, size = hashlib.sha256(), 0

        def counted() -> Iterator[bytes]:
            nonlocal size
            for block in blocks:
                digest.update(block)
                size += len(block)
                yield block

        temporary: Path | None = None
        encrypts = self._workspace.key_file.encrypts_evidence
        try:
            self.folder.mkdir(exist_ok=True)
            temporary = self._write(self._in_form(counted(), encrypts=encrypts))
            if size:
                self._file_away(temporary, digest.hexdigest(), encrypts=encrypts)
        except OSError as error:
            raise cannot_write(self.folder, error) from error
        finally:
            if temporary is not None:
                discard(temporary)
        return digest.hexdigest(), size

    def forms(self) -> Forms:
        """How far the files are in the form that is wanted."""
        waiting = sum(1 for _ in self._waiting())
        return Forms(sum(1 for _ in self._files()) - waiting, waiting)

    def convert(self, progress: Callable[[int, int], None] | None = None) -> int:
        """Turn every stored file into the form that is wanted; returns how many could not be.

        One after the other, each read back before the old one goes: stopped at any moment it is taken up again
        where it was. A file that is damaged stays as it is, for ``verify`` to tell.

        Where the password is set or dropped meanwhile it ends early: the other form is wanted then.

        Args:
            progress: told of files done and in all, also inside of a long one; raises to stop.

        Raises:
            CannotWrite: the disk is full or read-only.
        """
        self.sweep()
        encrypts = self._workspace.key_file.encrypts_evidence
        waiting, done, left = list(self._waiting()), 0, 0

        def tell() -> None:
            if progress:
                progress(done, len(waiting))

        for file in waiting:
            tell()
            with self.at_rest:
                if encrypts != self._workspace.key_file.encrypts_evidence:
                    return left
                left += not self._convert(file, tell, encrypts=encrypts)
            done += 1
        tell()
        return left

    def sweep(self) -> None:
        """Remove what a killed program was writing."""
        for place in (self.folder, *self._rooms()):
            with suppress(OSError):
                for file in place.glob(f"{TEMPORARY}*"):
                    if file.name not in self._own:
                        discard(file)

    # inside

    @property
    def _key(self) -> bytes:
        return evidence_key(self._workspace.key)

    def _opened(self, file: Path) -> BinaryIO:
        handle = file.open("rb")
        return sealed_files.open_sealed(handle, self._key) if file.suffix == ENCRYPTED else handle

    def _in_form(self, blocks: Iterable[bytes], *, encrypts: bool) -> Iterable[bytes]:
        return sealed_files.encrypted(blocks, self._key) if encrypts else blocks

    def _write(self, blocks: Iterable[bytes]) -> Path:
        handle, name = tempfile.mkstemp(prefix=TEMPORARY, dir=self.folder)
        temporary = Path(name)
        self._own.add(temporary.name)
        try:
            with os.fdopen(handle, "wb") as file:
                for block in blocks:
                    file.write(block)
                file.flush()
                os.fsync(file.fileno())
        except BaseException:
            discard(temporary)
            raise
        return temporary

    def _file_away(self, temporary: Path, sha256: str, *, encrypts: bool) -> None:
        """Give the written file its place; one that lies there damaged is mended by it."""
        if not self.is_sound(sha256):
            self._put(temporary, self.folder / sha256[:2] / (sha256 + ENCRYPTED * encrypts))
        else:
            self._synced(self.folder / sha256[:2])  # a crash may have come in between the last time

    def _put(self, temporary: Path, target: Path) -> None:
        target.parent.mkdir(exist_ok=True)
        if target.exists():
            target.chmod(0o600)  # Windows replaces no read-only file
        temporary.chmod(0o444)
        rename(temporary, target)
        self._synced(target.parent)

    def _synced(self, room: Path) -> None:
        sync_folder(room)
        sync_folder(self.folder)

    def _rooms(self) -> Iterator[Path]:
        with suppress(OSError):
            for room in sorted(self.folder.iterdir()):
                if len(room.name) == 2 and room.is_dir():
                    yield room

    def _files(self) -> Iterator[Path]:
        for room in self._rooms():
            for file in sorted(room.iterdir()):
                if not file.name.startswith(TEMPORARY) and file.is_file():
                    yield file

    def _waiting(self) -> Iterator[Path]:
        encrypts = self._workspace.key_file.encrypts_evidence
        return (file for file in self._files() if (file.suffix == ENCRYPTED) != encrypts)

    def _convert(self, file: Path, tell: Callable[[], None], *, encrypts: bool) -> bool:
        """Turn one file that is in the other form; ``tell`` is called at each block and may raise."""
        sha256 = file.name.removesuffix(ENCRYPTED)
        target = file.with_name(sha256 + ENCRYPTED * encrypts)
        temporary: Path | None = None
        try:
            if not self._has_content(file, sha256, tell):
                return False
            if not self._has_content(target, sha256, tell):
                with self._opened(file) as source:
                    temporary = self._write(self._in_form(_blocks(source, tell), encrypts=encrypts))
                self._put(temporary, target)
                if not self._has_content(target, sha256, tell):
                    return False
            discard(file)
            sync_folder(file.parent)
        except OSError as error:
            raise cannot_write(file, error) from error
        finally:
            if temporary is not None:
                discard(temporary)
        return True

    def _has_content(self, file: Path, sha256: str, tell: Callable[[], None]) -> bool:
        digest = hashlib.sha256()
        try:
            with self._opened(file) as content:
                for block in _blocks(content, tell):
                    digest.update(block)
        except OSError:
            return False
        return digest.hexdigest() == sha256


def _blocks(file: BinaryIO, tell: Callable[[], None]) -> Iterator[bytes]:
    while block := file.read(BLOCK_BYTES):
        tell()
        yield block
